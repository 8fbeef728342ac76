// Names seen from beside: DNS, mDNS, LLMNR and NetBIOS. Who has which name is stated for our own addresses; what is asked for is a
// sign only where it names a service for remote control.
import { inertText, Malformed, parseAddress } from '#kit/index.ts';
import { DNS_TYPE, type DnsMessage, type DnsRecord, dnsMessage, netbiosName } from '#wire/dns/index.ts';
import type { Datagram, DatagramProtocol } from '../dissector.ts';
import type { Seen, Sureness } from '../seen.ts';
import { remoteServiceOf } from '../tls/remote-names.ts';

const RESOLVED: Sureness = { basis: 'observed', confidence: 0.8 };
const ANNOUNCED: Sureness = { basis: 'observed', confidence: 0.85 };

/** Names of machines that nobody would search for on another network. */
function isHostName(name: string): boolean {
  return (
    /^[A-Za-z0-9]([A-Za-z0-9._-]{0,252})$/.test(name) && !/\.(?:in-addr|ip6)\.arpa$/i.test(name) && !parseAddress(name)
  );
}

function read(datagram: Datagram): DnsMessage | null {
  try {
    return dnsMessage(datagram.bytes.subarray(datagram.start, datagram.end));
  } catch (error) {
    if (error instanceof Malformed) return null;
    throw error;
  }
}

function stateAddresses(records: readonly DnsRecord[], seen: Seen, sure: Sureness): void {
  for (const { name, type, value } of records) {
    if ((type !== DNS_TYPE.a && type !== DNS_TYPE.aaaa) || value === '' || !isHostName(name)) continue;
    const address = type === DNS_TYPE.aaaa ? shortened(value) : value;
    if (address !== null) seen.address(address, 'device.hostName', name.toLowerCase(), sure);
  }
}

function shortened(value: string): string | null {
  const parsed = parseAddress(value);
  if (!parsed) return null;
  return new URL(`http://[${value}]/`).hostname.slice(1, -1);
}

/** DNS over UDP. */
export const dns: DatagramProtocol = {
  name: 'dns',
  ports: [53],
  read(datagram, seen) {
    const message = read(datagram);
    if (!message) return false;
    const { conversation } = datagram;
    for (const { name } of message.questions) {
      const remote = remoteServiceOf(name.toLowerCase());
      if (remote === null) continue;
      seen.address(conversation.client, 'device.role', `Uses ${remote}`, { basis: 'inferred', confidence: 0.6 });
    }
    if (!message.isResponse || message.code !== 0) return true;
    seen.address(conversation.server, 'device.role', 'Name server (DNS)');
    const isCertain = message.questions.length === 1;
    stateAddresses(message.answers, seen, { ...RESOLVED, confidence: isCertain ? 0.8 : 0.5 });
    for (const { name, type, value } of message.answers) {
      if (type !== DNS_TYPE.ptr || !isHostName(value)) continue;
      const octets = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.in-addr\.arpa$/i.exec(name);
      if (octets) seen.address(octets.slice(1).reverse().join('.'), 'device.hostName', value.toLowerCase(), RESOLVED);
    }
    return true;
  },
};

/** Names that machines announce on their own network (RFC 6762). */
export const mdns: DatagramProtocol = {
  name: 'mdns',
  ports: [5353],
  read(datagram, seen) {
    const message = read(datagram);
    if (!message) return false;
    if (!message.isResponse) return true;
    const { conversation, side } = datagram;
    const sender = side === 0 ? conversation.client : conversation.server;
    const records = [...message.answers, ...message.others];
    stateAddresses(records, seen, ANNOUNCED);
    for (const { name, type, value } of records) {
      if (type === DNS_TYPE.hinfo && value !== '') seen.hint(sender, 'mDNS host information', inertText(value, 100));
      const service = type === DNS_TYPE.ptr ? /^(_[a-z0-9-]+)\._(tcp|udp)\.local$/i.exec(name) : null;
      if (service) seen.hint(sender, 'mDNS service', (service[1] ?? '').toLowerCase());
    }
    return true;
  },
};

/** Names that Windows machines ask each other for (RFC 4795). */
export const llmnr: DatagramProtocol = {
  name: 'llmnr',
  ports: [5355],
  read(datagram, seen) {
    const message = read(datagram);
    if (!message) return false;
    if (message.isResponse) stateAddresses(message.answers, seen, { ...ANNOUNCED, confidence: 0.7 });
    return true;
  },
};

const REGISTRATION = 5;

/** NetBIOS names: registrations and answers (RFC 1002). */
export const netbios: DatagramProtocol = {
  name: 'netbios',
  ports: [137],
  read(datagram, seen) {
    const message = read(datagram);
    if (!message) return false;
    const { conversation, side } = datagram;
    const sender = side === 0 ? conversation.client : conversation.server;
    const isOwn = message.opcode === REGISTRATION || message.opcode === 8;
    const records = isOwn && !message.isResponse ? message.others : message.answers;
    for (const { name, type, value } of records) {
      const decoded = netbiosName(name);
      // Suffix 00 is a workstation, 20 a file server (MS-NBTE 1.3); names of groups are everybody's.
      if (type !== DNS_TYPE.nb || !decoded || (decoded.suffix !== 0 && decoded.suffix !== 0x20)) continue;
      if (!isHostName(decoded.name) || value === '') continue;
      const isGroup = value !== sender && isOwn;
      if (!isGroup)
        seen.address(value, 'device.hostName', decoded.name, {
          basis: 'observed',
          confidence: decoded.suffix === 0x20 ? 0.8 : 0.5,
        });
    }
    return true;
  },
};
