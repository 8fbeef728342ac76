// The door of wire/packet: frames to the TCP segments, datagrams and neighbor messages that they carry.
export { addressText, macText } from './addresses.ts';
export type { Carries } from './packet-decoder.ts';
export { CARRIES, PacketDecoder } from './packet-decoder.ts';
