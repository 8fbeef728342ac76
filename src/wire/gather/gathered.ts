// Bytes that come in pieces, put together: room grows with what came, never with what a length field claims, and a thousand small
// pieces cost no more than one large.

const FIRST_ROOM = 256;

/** Pieces put together. */
export class Gathered {
  #room: Uint8Array | null = null;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** Bytes of memory that are taken. */
  get held(): number {
    return this.#room?.length ?? 0;
  }

  /** What came so far; valid until more is added or it is cleared. */
  get bytes(): Uint8Array {
    return this.#room === null ? new Uint8Array(0) : this.#room.subarray(0, this.#length);
  }

  add(bytes: Uint8Array, start: number, end: number): void {
    if (end <= start) return;
    const length = this.#length + end - start;
    if (this.#room === null || length > this.#room.length) {
      const larger = new Uint8Array(Math.max(FIRST_ROOM, length, (this.#room?.length ?? 0) * 2));
      if (this.#room !== null) larger.set(this.#room.subarray(0, this.#length));
      this.#room = larger;
    }
    this.#room.set(bytes.subarray(start, end), this.#length);
    this.#length = length;
  }

  /** Forgets the first bytes. */
  drop(count: number): void {
    if (count >= this.#length) {
      this.clear();
      return;
    }
    this.#room?.copyWithin(0, count, this.#length);
    this.#length -= count;
  }

  /** Gives the bytes away and begins anew. */
  take(): Uint8Array {
    const { bytes } = this;
    this.clear();
    return bytes;
  }

  clear(): void {
    this.#room = null;
    this.#length = 0;
  }
}
