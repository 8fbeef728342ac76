// Captures made up for tests: conversations as packets, packets as a file. Addresses, ports and numbers as a real stack sends them.

/** A packet with its time. */
export interface SamplePacket {
  readonly atMs: number;
  readonly bytes: Uint8Array;
  /** Bytes on the wire, when a snap length cut it. */
  readonly wire?: number;
}

/** Who speaks with whom. */
export interface SampleEnds {
  readonly client: string;
  readonly server: string;
  readonly port: number;
  readonly clientPort?: number;
}

/** What one side says. */
export type Saying = readonly [side: 0 | 1, bytes: Uint8Array];

const FIN = 1;
const SYN = 2;
const ACK = 16;
const SEGMENT = 1400;
const START_MS = Date.parse('2026-11-20T10:00:00Z');

function ipv4(address: string): number[] {
  return address.split('.').map(Number);
}

/** An Ethernet frame with an IPv4 packet of one protocol. */
export function ipv4Frame(source: string, target: string, protocol: number, payload: Uint8Array): Buffer {
  const header = Buffer.alloc(34);
  header.set([2, 0, 0, ...ipv4(target).slice(1), 2, 0, 0, ...ipv4(source).slice(1), 8, 0]);
  header[14] = 0x45;
  header.writeUInt16BE(20 + payload.length, 16);
  header[22] = 64;
  header[23] = protocol;
  header.set([...ipv4(source), ...ipv4(target)], 26);
  return Buffer.concat([header, payload]);
}

function tcpSegment(
  ports: readonly [number, number],
  numbers: readonly [number, number],
  flags: number,
  data: Uint8Array,
) {
  const header = Buffer.alloc(20);
  header.writeUInt16BE(ports[0], 0);
  header.writeUInt16BE(ports[1], 2);
  header.writeUInt32BE(numbers[0] >>> 0, 4);
  header.writeUInt32BE(numbers[1] >>> 0, 8);
  header[12] = 5 << 4;
  header[13] = flags;
  header.writeUInt16BE(65_535, 14);
  return Buffer.concat([header, data]);
}

/** A whole TCP connection, segment by segment. `isn`: first sequence numbers, for wraps. */
export function tcpPackets(
  ends: SampleEnds,
  sayings: readonly Saying[],
  isn: readonly [number, number] = [1000, 9000],
): SamplePacket[] {
  const { client, server, port, clientPort = 40_000 } = ends;
  const next: [number, number] = [isn[0], isn[1]];
  const packets: SamplePacket[] = [];
  const send = (side: 0 | 1, flags: number, data: Uint8Array = new Uint8Array(0)) => {
    const ports = side === 0 ? ([clientPort, port] as const) : ([port, clientPort] as const);
    const other = side === 0 ? 1 : 0;
    const segment = tcpSegment(ports, [next[side], flags & ACK ? next[other] : 0], flags, data);
    const [from, to] = side === 0 ? [client, server] : [server, client];
    packets.push({ atMs: START_MS + packets.length, bytes: ipv4Frame(from, to, 6, segment) });
    next[side] = (next[side] + data.length + (flags & (SYN | FIN) ? 1 : 0)) >>> 0;
  };
  send(0, SYN);
  send(1, SYN | ACK);
  send(0, ACK);
  for (const [side, bytes] of sayings) {
    for (let at = 0; at < bytes.length; at += SEGMENT) send(side, ACK, bytes.subarray(at, at + SEGMENT));
    send(side === 0 ? 1 : 0, ACK);
  }
  send(0, FIN | ACK);
  send(1, FIN | ACK);
  send(0, ACK);
  return packets;
}

/** One datagram. */
export function udpPacket(ends: SampleEnds, data: Uint8Array): SamplePacket {
  const header = Buffer.alloc(8);
  header.writeUInt16BE(ends.clientPort ?? 40_000, 0);
  header.writeUInt16BE(ends.port, 2);
  header.writeUInt16BE(8 + data.length, 4);
  return { atMs: START_MS, bytes: ipv4Frame(ends.client, ends.server, 17, Buffer.concat([header, data])) };
}

/** Packets as a capture file (pcap, little-endian, microseconds). */
export function pcapFile(packets: readonly SamplePacket[], linkType = 1): Buffer {
  const head = Buffer.alloc(24);
  head.writeUInt32LE(0xa1b2c3d4, 0);
  head.writeUInt16LE(2, 4);
  head.writeUInt16LE(4, 6);
  head.writeUInt32LE(262_144, 16);
  head.writeUInt32LE(linkType, 20);
  const records = packets.flatMap(({ atMs, bytes, wire }) => {
    const record = Buffer.alloc(16);
    record.writeUInt32LE(Math.floor(atMs / 1000), 0);
    record.writeUInt32LE((atMs % 1000) * 1000, 4);
    record.writeUInt32LE(bytes.length, 8);
    record.writeUInt32LE(wire ?? bytes.length, 12);
    return [record, bytes];
  });
  return Buffer.concat([head, ...records]);
}
