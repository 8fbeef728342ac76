// The door of wire/dns: name messages of every kind.
export type { DnsMessage, DnsRecord } from './dns-message.ts';
export { DNS_TYPE, dnsMessage, netbiosName } from './dns-message.ts';
