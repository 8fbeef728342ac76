// IP fragments put together (RFC 815 in spirit), bounded in packets, bytes and time. Where fragments overlap, what came first
// stays: that is what most receivers of the field do, and it cannot be used to hide.

interface Partial {
  parts: { readonly offset: number; readonly data: Uint8Array }[];
  bytes: number;
  /** Length of the whole once the last fragment is here, -1 before. */
  total: number;
  sinceMs: number;
}

const MOST_PACKETS = 1000;
const MOST_PARTS = 200;
const MAX_PACKET = 65_535;
const WAIT_MS = 30_000;

/** Fragments that wait for the rest of their packet. */
export class Fragments {
  readonly #waiting = new Map<string, Partial>();

  get waiting(): number {
    return this.#waiting.size;
  }

  /** Adds a fragment; the payload of the whole packet when this completes it. */
  add(
    key: string,
    { offset, last }: { readonly offset: number; readonly last: boolean },
    data: Uint8Array,
    atMs: number,
  ): Uint8Array | undefined {
    if (offset + data.length > MAX_PACKET) return undefined;
    let partial = this.#waiting.get(key);
    if (partial && atMs - partial.sinceMs > WAIT_MS) {
      this.#waiting.delete(key);
      partial = undefined;
    }
    if (!partial) {
      this.#forgetOld(atMs);
      partial = { parts: [], bytes: 0, total: -1, sinceMs: atMs };
      this.#waiting.set(key, partial);
    }
    if (partial.parts.length >= MOST_PARTS) {
      this.#waiting.delete(key);
      return undefined;
    }
    partial.parts.push({ offset, data: data.slice() });
    partial.bytes += data.length;
    if (last && partial.total < 0) partial.total = offset + data.length;
    if (partial.total < 0 || partial.bytes < partial.total) return undefined;
    const whole = assembled(partial);
    if (whole) this.#waiting.delete(key);
    return whole;
  }

  #forgetOld(atMs: number): void {
    // Oldest first, as a Map keeps them.
    for (const [key, { sinceMs }] of this.#waiting) {
      if (this.#waiting.size < MOST_PACKETS && atMs - sinceMs <= WAIT_MS) return;
      this.#waiting.delete(key);
    }
  }
}

function assembled({ parts, total }: Partial): Uint8Array | undefined {
  const whole = new Uint8Array(total);
  const covered = new Uint8Array(total);
  let missing = total;
  for (const { offset, data } of parts) {
    for (const [at, byte] of data.entries()) {
      const place = offset + at;
      if (place >= total || covered[place] === 1) continue;
      whole[place] = byte;
      covered[place] = 1;
      missing--;
    }
  }
  return missing === 0 ? whole : undefined;
}
