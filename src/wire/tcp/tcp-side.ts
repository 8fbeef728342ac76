// One direction of a TCP connection put back in order (RFC 9293 3.4): retransmissions and overlaps are passed over, what comes
// early waits, and a hole that the receiver acknowledged is one of the capture's own and is said to be a gap.

/** Takes what a direction carried, in order. */
export interface TcpReceiver {
  /** Bytes in order, valid only during the call. */
  data(bytes: Uint8Array, start: number, end: number): void;
  /** Bytes that were sent and are not in the capture. */
  gap(length: number): void;
}

interface Waiting {
  readonly seq: number;
  readonly bytes: Uint8Array;
  /** Bytes behind these that the snap length cut off. */
  readonly missing: number;
}

/** Bytes that one direction may hold back. */
const MAX_HELD = 4 << 20;
/** Segments that it may hold back: keeping them in order must stay cheap. */
const MOST_WAITING = 4096;
/** Segments behind a hole that was acknowledged, before the hole is given up: captures disorder packets a little. */
const PATIENCE = 24;
/** A hole wider than this is no hole but another conversation. */
const MAX_HOLE = 1 << 30;

/** Puts one direction in order. */
export class TcpSide {
  /** Sequence number of the next byte expected. */
  #next = 0;
  #known = false;
  #waiting: Waiting[] | null = null;
  #held = 0;
  /** Bytes passed on. */
  bytes = 0;
  gaps = 0;
  finished = false;

  /** Bytes held back until a hole is filled. */
  get held(): number {
    return this.#held;
  }

  get known(): boolean {
    return this.#known;
  }

  /** The connection begins: the first byte has the number after `seq`. */
  begin(seq: number): void {
    if (this.bytes > 0) return;
    this.#next = (seq + 1) | 0;
    this.#known = true;
  }

  /** A segment with its sequence number; `missing` bytes of it were not captured. */
  segment(seq: number, bytes: Uint8Array, start: number, end: number, missing: number, receiver: TcpReceiver): void {
    if (!this.#known) {
      this.#known = true;
      this.#next = seq;
    }
    const ahead = (seq - this.#next) | 0;
    if (ahead === 0) {
      this.#pass(bytes, start, end, missing, receiver);
      if (this.#waiting !== null) this.#release(receiver);
      return;
    }
    if (ahead > 0) {
      if (ahead < MAX_HOLE) this.#keep(seq, bytes.slice(start, end), missing, receiver);
      return;
    }
    // Some of it is known; what lies beyond is new.
    const old = -ahead;
    const have = end - start;
    if (old >= have + missing) return;
    if (old <= have) this.#pass(bytes, start + old, end, missing, receiver);
    else this.#pass(bytes, end, end, have + missing - old, receiver);
    if (this.#waiting !== null) this.#release(receiver);
  }

  /** The other side says that it has everything before `ack`. */
  acknowledged(ack: number, receiver: TcpReceiver): void {
    const waiting = this.#waiting;
    const first = waiting?.[0];
    if (!waiting || !first || waiting.length < PATIENCE) return;
    if (((ack - first.seq) | 0) > 0) this.#skipHole(first, receiver);
  }

  /** Nothing more comes: what waits is passed on, holes and all. */
  flush(receiver: TcpReceiver): void {
    for (let first = this.#waiting?.[0]; first; first = this.#waiting?.[0]) this.#skipHole(first, receiver);
  }

  #pass(bytes: Uint8Array, start: number, end: number, missing: number, receiver: TcpReceiver): void {
    const length = end - start;
    this.#next = (this.#next + length + missing) | 0;
    this.bytes += length;
    if (length > 0) receiver.data(bytes, start, end);
    if (missing > 0) {
      this.gaps++;
      receiver.gap(missing);
    }
  }

  #keep(seq: number, bytes: Uint8Array, missing: number, receiver: TcpReceiver): void {
    this.#waiting ??= [];
    const waiting = this.#waiting;
    let at = waiting.length;
    while (at > 0 && (((waiting[at - 1]?.seq ?? 0) - seq) | 0) > 0) at--;
    const before = waiting[at - 1];
    if (before?.seq === seq && before.bytes.length + before.missing >= bytes.length + missing) return;
    waiting.splice(at, 0, { seq, bytes, missing });
    this.#held += bytes.length + 64;
    if (this.#held <= MAX_HELD && waiting.length <= MOST_WAITING) return;
    const first = waiting[0];
    if (first) this.#skipHole(first, receiver);
  }

  #skipHole(first: Waiting, receiver: TcpReceiver): void {
    const hole = (first.seq - this.#next) | 0;
    if (hole > 0) {
      this.#next = first.seq;
      this.gaps++;
      receiver.gap(hole);
    }
    this.#release(receiver);
  }

  #release(receiver: TcpReceiver): void {
    const waiting = this.#waiting;
    if (waiting === null) return;
    let done = 0;
    for (const segment of waiting) {
      const ahead = (segment.seq - this.#next) | 0;
      if (ahead > 0) break;
      done++;
      this.#held -= segment.bytes.length + 64;
      const { bytes, missing } = segment;
      const old = -ahead;
      if (old >= bytes.length + missing) continue;
      if (old <= bytes.length) this.#pass(bytes, old, bytes.length, missing, receiver);
      else this.#pass(bytes, bytes.length, bytes.length, bytes.length + missing - old, receiver);
    }
    if (done === waiting.length) this.#waiting = null;
    else if (done > 0) waiting.splice(0, done);
  }
}
