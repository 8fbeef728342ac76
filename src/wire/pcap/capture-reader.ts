// Packets out of capture files: pcap in all its byte orders and clocks (draft-ietf-opsawg-pcap) and pcapng with several
// sections and interfaces (draft-ietf-opsawg-pcapng). Bytes come in as they come; a packet is shown where it lies, not copied.

/** A packet, shown in place. The object is used again for the next one: take what you need before you return. */
export interface CapturedPacket {
  bytes: Uint8Array;
  /** Where the packet begins and ends in `bytes`. */
  start: number;
  end: number;
  /** Bytes that it had on the wire; more than were kept when a snap length cut it. */
  wireLength: number;
  /** As in the registry of link types (tcpdump.org/linktypes). */
  linkType: number;
  /** Milliseconds since 1970. */
  atMs: number;
}

/** Why reading ended before the file did. */
export interface CaptureProblem {
  readonly offset: number;
  readonly message: string;
}

interface Interface {
  readonly linkType: number;
  /** Milliseconds in one unit of time. */
  readonly unitMs: number;
  readonly offsetMs: number;
}

/** Longest packet believed: libpcap's own bound is 262,144. */
const MAX_PACKET = 1 << 20;
const MAX_BLOCK = 16 << 20;
const SECTION = 0x0a0d0d0a;
const FIRST_ROOM = 8 << 20;

/** The magic numbers of pcap, as the first four bytes read big-endian. */
const PCAP_MAGIC: ReadonlyMap<number, { readonly little: boolean; readonly fractionMs: number }> = new Map([
  [0xa1b2c3d4, { little: false, fractionMs: 1e-3 }],
  [0xd4c3b2a1, { little: true, fractionMs: 1e-3 }],
  [0xa1b23c4d, { little: false, fractionMs: 1e-6 }],
  [0x4d3cb2a1, { little: true, fractionMs: 1e-6 }],
]);

/** Whether bytes begin a capture file. */
export function isCapture(head: Uint8Array): boolean {
  const magic = head.length < 4 ? 0 : new DataView(head.buffer, head.byteOffset).getUint32(0);
  return magic === SECTION || PCAP_MAGIC.has(magic);
}

/** Reads captures from a stream: fill `space()`, say how much with `filled()`. */
export class CaptureReader {
  readonly #onPacket: (packet: CapturedPacket) => void;
  readonly #packet: CapturedPacket;
  #bytes = new Uint8Array(FIRST_ROOM);
  #view = new DataView(this.#bytes.buffer);
  #start = 0;
  #end = 0;
  /** Bytes of the stream before `#start`. */
  #passed = 0;
  #format: 'unknown' | 'pcap' | 'pcapng' = 'unknown';
  #little = true;
  #fractionMs = 1e-3;
  #linkType = 0;
  #interfaces: Interface[] = [];
  #problem: CaptureProblem | null = null;
  packets = 0;

  constructor(onPacket: (packet: CapturedPacket) => void) {
    this.#onPacket = onPacket;
    this.#packet = { bytes: this.#bytes, start: 0, end: 0, wireLength: 0, linkType: 0, atMs: 0 };
  }

  /** Set once nothing more can be read. */
  get problem(): CaptureProblem | null {
    return this.#problem;
  }

  /** Bytes that wait for the rest of their packet; more than 0 at the end means that the file was cut. */
  get pending(): number {
    return this.#end - this.#start;
  }

  /** Room for the next bytes of the stream. */
  space(): Uint8Array {
    if (this.#start > 0 && (this.#end === this.#start || this.#end > this.#bytes.length - (1 << 20))) {
      this.#bytes.copyWithin(0, this.#start, this.#end);
      this.#end -= this.#start;
      this.#start = 0;
    }
    if (this.#end === this.#bytes.length) {
      const larger = new Uint8Array(this.#bytes.length * 2);
      larger.set(this.#bytes);
      this.#bytes = larger;
      this.#view = new DataView(larger.buffer);
    }
    return this.#bytes.subarray(this.#end);
  }

  /** `length` bytes were put into `space()`: shows every packet that is whole now. */
  filled(length: number): void {
    this.#end += length;
    while (this.#problem === null && this.#step());
    if (this.#problem !== null) {
      this.#passed += this.#end - this.#start;
      this.#start = this.#end;
    }
  }

  /** The same for bytes that lie elsewhere. */
  push(chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length; ) {
      const space = this.space();
      const part = chunk.subarray(at, at + space.length);
      space.set(part);
      at += part.length;
      this.filled(part.length);
    }
  }

  #fail(message: string): false {
    this.#problem = { offset: this.#passed, message };
    return false;
  }

  #take(length: number): void {
    this.#start += length;
    this.#passed += length;
  }

  #step(): boolean {
    if (this.#format === 'pcap') return this.#record();
    if (this.#format === 'pcapng') return this.#block();
    if (this.pending < 4) return false;
    const magic = this.#view.getUint32(this.#start);
    if (magic === SECTION) {
      this.#format = 'pcapng';
      return true;
    }
    const pcap = PCAP_MAGIC.get(magic);
    if (!pcap) return this.#fail('This is no capture file (pcap or pcapng).');
    if (this.pending < 24) return false;
    this.#format = 'pcap';
    this.#little = pcap.little;
    this.#fractionMs = pcap.fractionMs;
    this.#linkType = this.#view.getUint32(this.#start + 20, pcap.little) & 0x0fff_ffff;
    this.#take(24);
    return true;
  }

  #record(): boolean {
    const length = this.pending;
    if (length < 16) return false;
    const at = this.#start;
    const little = this.#little;
    const view = this.#view;
    const captured = view.getUint32(at + 8, little);
    if (captured > MAX_PACKET) return this.#fail(`A packet claims ${captured} bytes; what follows cannot be read.`);
    if (length < 16 + captured) return false;
    const atMs = view.getUint32(at, little) * 1000 + view.getUint32(at + 4, little) * this.#fractionMs;
    this.#show(at + 16, captured, { wire: view.getUint32(at + 12, little), linkType: this.#linkType, atMs });
    this.#take(16 + captured);
    return true;
  }

  #show(start: number, captured: number, { wire, linkType, atMs }: { wire: number; linkType: number; atMs: number }) {
    const packet = this.#packet;
    packet.bytes = this.#bytes;
    packet.start = start;
    packet.end = start + captured;
    packet.wireLength = wire < captured ? captured : wire;
    packet.linkType = linkType;
    packet.atMs = atMs;
    this.packets++;
    this.#onPacket(packet);
  }

  #block(): boolean {
    if (this.pending < 12) return false;
    const at = this.#start;
    const view = this.#view;
    const type = view.getUint32(at, this.#little);
    if (type === SECTION) {
      const order = view.getUint32(at + 8);
      if (order !== 0x1a2b3c4d && order !== 0x4d3c2b1a) return this.#fail('A section has no byte order.');
      this.#little = order === 0x4d3c2b1a;
    }
    const length = view.getUint32(at + 4, this.#little);
    if (length < 12 || length > MAX_BLOCK)
      return this.#fail(`A block claims ${length} bytes; what follows cannot be read.`);
    const padded = (length + 3) & ~3;
    if (this.pending < padded) return false;
    if (type === SECTION) this.#interfaces = [];
    else if (type === 1 && length >= 20) this.#interfaces.push(this.#interfaceAt(at, length));
    else if (type === 6 && length >= 32) this.#enhanced(at, length);
    else if (type === 3 && length >= 16) this.#simple(at, length);
    else if (type === 2 && length >= 32) this.#obsolete(at, length);
    this.#take(padded);
    return true;
  }

  #interfaceAt(at: number, length: number): Interface {
    const view = this.#view;
    const little = this.#little;
    let unitMs = 1e-3;
    let offsetMs = 0;
    const end = at + length - 4;
    for (let option = at + 16; option + 4 <= end; ) {
      const code = view.getUint16(option, little);
      const size = view.getUint16(option + 2, little);
      if (code === 0 || option + 4 + size > end) break;
      if (code === 9 && size >= 1) {
        const resolution = view.getUint8(option + 4);
        unitMs = 1000 * (resolution & 0x80 ? 2 ** -(resolution & 0x7f) : 10 ** -resolution);
      }
      if (code === 14 && size >= 8) offsetMs = Number(view.getBigInt64(option + 4, little)) * 1000;
      option += 4 + ((size + 3) & ~3);
    }
    return { linkType: view.getUint16(at + 8, little), unitMs, offsetMs };
  }

  #enhanced(at: number, length: number): void {
    const view = this.#view;
    const little = this.#little;
    const from = this.#interfaces[view.getUint32(at + 8, little)];
    const captured = view.getUint32(at + 20, little);
    if (!from || captured > length - 32) return;
    const units = view.getUint32(at + 12, little) * 4294967296 + view.getUint32(at + 16, little);
    const atMs = units * from.unitMs + from.offsetMs;
    this.#show(at + 28, captured, { wire: view.getUint32(at + 24, little), linkType: from.linkType, atMs });
  }

  /** A packet without time: it happened when the one before it did. */
  #simple(at: number, length: number): void {
    const [from] = this.#interfaces;
    if (!from) return;
    const wire = this.#view.getUint32(at + 8, this.#little);
    this.#show(at + 12, Math.min(wire, length - 16), { wire, linkType: from.linkType, atMs: this.#packet.atMs });
  }

  #obsolete(at: number, length: number): void {
    const view = this.#view;
    const little = this.#little;
    const from = this.#interfaces[view.getUint16(at + 8, little)];
    const captured = view.getUint32(at + 20, little);
    if (!from || captured > length - 32) return;
    const units = view.getUint32(at + 12, little) * 4294967296 + view.getUint32(at + 16, little);
    const atMs = units * from.unitMs + from.offsetMs;
    this.#show(at + 28, captured, { wire: view.getUint32(at + 24, little), linkType: from.linkType, atMs });
  }
}
