// Recorded connections as a capture file: classic pcap of raw IPv4 (tcpdump.org/linktypes, 101). Bytes, ends and times are those of the
// real connections. Their headers are written here after RFC 791 and RFC 9293, since only root may take them from the kernel.
import { randomInt } from 'node:crypto';
import type { Recorded } from './recorded-line.ts';

const FIN = 1;
const SYN = 2;
const PUSH = 8;
const ACK = 16;
/** Most bytes in a segment, as on Ethernet. */
const SEGMENT = 1460;
const RAW_IP = 101;
const NOTHING = new Uint8Array(0);

/** The capture file of some connections, in the order in which they took place. */
export function pcapOf(connections: readonly Recorded[]): Uint8Array {
  const head = Buffer.alloc(24);
  head.writeUInt32LE(0xa1b2c3d4, 0);
  head.writeUInt16LE(2, 4);
  head.writeUInt16LE(4, 6);
  head.writeUInt32LE(65_535, 16);
  head.writeUInt32LE(RAW_IP, 20);
  return Buffer.concat([head, ...connections.flatMap(packetsOf)]);
}

/** Handshake, segments with their acknowledgments, and the goodbye, each with its record header. */
function packetsOf({ client, server, askedMs, openedMs, passed }: Recorded): Buffer[] {
  const packets: Buffer[] = [];
  const ends = [client, server] as const;
  const next: [number, number] = [randomInt(2 ** 32), randomInt(2 ** 32)];
  const send = (atMs: number, side: 0 | 1, flags: number, bytes: Uint8Array = NOTHING) => {
    const other = side === 0 ? 1 : 0;
    const numbers = [next[side], flags & ACK ? next[other] : 0] as const;
    const packet = packetOf(ends[side], ends[other], { numbers, flags, bytes });
    const record = Buffer.alloc(16);
    record.writeUInt32LE(Math.floor(atMs / 1000), 0);
    record.writeUInt32LE((atMs % 1000) * 1000, 4);
    record.writeUInt32LE(packet.length, 8);
    record.writeUInt32LE(packet.length, 12);
    packets.push(record, packet);
    next[side] = (next[side] + bytes.length + (flags & (SYN | FIN) ? 1 : 0)) >>> 0;
  };
  send(askedMs, 0, SYN);
  send(openedMs, 1, SYN | ACK);
  send(openedMs, 0, ACK);
  for (const { atMs, side, bytes } of passed) {
    if (bytes === null) send(atMs, side, FIN | ACK);
    else
      for (let at = 0; at < bytes.length; at += SEGMENT) send(atMs, side, PUSH | ACK, bytes.subarray(at, at + SEGMENT));
    send(atMs, side === 0 ? 1 : 0, ACK);
  }
  return packets;
}

interface Segment {
  /** Sequence and acknowledgment. */
  readonly numbers: readonly [number, number];
  readonly flags: number;
  readonly bytes: Uint8Array;
}

function packetOf(from: Recorded['client'], to: Recorded['client'], { numbers, flags, bytes }: Segment): Buffer {
  const packet = Buffer.alloc(40 + bytes.length);
  packet[0] = 0x45;
  packet.writeUInt16BE(packet.length, 2);
  packet[6] = 0x40; // do not fragment
  packet[8] = 64;
  packet[9] = 6;
  packet.set([from.address, to.address].join('.').split('.').map(Number), 12);
  packet.writeUInt16BE(checksum(packet.subarray(0, 20)), 10);
  packet.writeUInt16BE(from.port, 20);
  packet.writeUInt16BE(to.port, 22);
  packet.writeUInt32BE(numbers[0], 24);
  packet.writeUInt32BE(numbers[1], 28);
  packet[32] = 5 << 4;
  packet[33] = flags;
  packet.writeUInt16BE(65_535, 34);
  packet.set(bytes, 40);
  // The pseudo header is both addresses, which stand right before the segment, its protocol and its length.
  packet.writeUInt16BE(checksum(packet.subarray(12), 6 + 20 + bytes.length), 36);
  return packet;
}

/** RFC 1071. */
function checksum(bytes: Uint8Array, begun = 0): number {
  let sum = begun;
  for (const [at, byte] of bytes.entries()) sum += at % 2 === 0 ? byte << 8 : byte;
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}
