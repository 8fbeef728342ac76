// The door of wire/dhcp: messages by which machines get their addresses.
export type { DhcpMessage } from './dhcp-message.ts';
export { dhcpMessage } from './dhcp-message.ts';
