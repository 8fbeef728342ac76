// IP fragments put together (RFC 815 in spirit), bounded in packets, bytes and time. Where fragments overlap, what came first
// stays: that is what most receivers of the field do, and it cannot be used to hide. What came is kept once, however often it comes.

interface Piece {
  readonly from: number;
  readonly data: Uint8Array;
}

interface Partial {
  /** Disjoint, by their place. */
  readonly pieces: Piece[];
  bytes: number;
  /** Length of the whole once the last fragment is here, -1 before. */
  total: number;
  readonly sinceMs: number;
}

const MOST_PACKETS = 1000;
/** More pieces than the smallest fragments of the field make of the largest packet. */
const MOST_PIECES = 256;
const MAX_PACKET = 65_535;
/** Bytes of all packets that wait. */
const MAX_BYTES = 16 << 20;
const WAIT_MS = 30_000;

/** Fragments that wait for the rest of their packet. */
export class Fragments {
  readonly #waiting = new Map<string, Partial>();
  #bytes = 0;

  /** Bytes of all that wait. */
  get held(): number {
    return this.#bytes;
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
      this.#forget(key, partial);
      partial = undefined;
    }
    if (!partial) {
      partial = { pieces: [], bytes: 0, total: -1, sinceMs: atMs };
      this.#waiting.set(key, partial);
    }
    const added = addPiece(partial, offset, data);
    partial.bytes += added;
    this.#bytes += added;
    if (last && partial.total < 0) partial.total = offset + data.length;
    if (partial.pieces.length > MOST_PIECES) this.#forget(key, partial);
    this.#forgetOld(atMs);
    const whole = wholeOf(partial);
    if (whole) this.#forget(key, partial);
    return whole;
  }

  #forget(key: string, partial: Partial): void {
    if (this.#waiting.delete(key)) this.#bytes -= partial.bytes;
  }

  #forgetOld(atMs: number): void {
    // Oldest first, as a Map keeps them.
    for (const [key, partial] of this.#waiting) {
      const isRoom = this.#waiting.size <= MOST_PACKETS && this.#bytes <= MAX_BYTES;
      if (isRoom && atMs - partial.sinceMs <= WAIT_MS) return;
      this.#forget(key, partial);
    }
  }
}

/** Keeps what is new of a fragment; answers how many bytes that was. */
function addPiece({ pieces }: Partial, offset: number, data: Uint8Array): number {
  const end = offset + data.length;
  const fresh: Piece[] = [];
  let from = offset;
  let added = 0;
  const keep = (to: number) => {
    if (to <= from) return;
    fresh.push({ from, data: data.slice(from - offset, to - offset) });
    added += to - from;
  };
  for (const piece of pieces) {
    if (piece.from >= end) break;
    keep(Math.min(piece.from, end));
    from = Math.max(from, piece.from + piece.data.length);
  }
  keep(end);
  if (fresh.length === 0) return 0;
  pieces.push(...fresh);
  pieces.sort((a, b) => a.from - b.from);
  return added;
}

/** The packet, when nothing of it is missing any more. */
function wholeOf({ pieces, bytes, total }: Partial): Uint8Array | undefined {
  if (total < 0 || bytes < total) return undefined;
  const whole = new Uint8Array(total);
  let at = 0;
  for (const { from, data } of pieces) {
    if (at >= total) break;
    if (from !== at) return undefined;
    whole.set(data.subarray(0, total - at), at);
    at += data.length;
  }
  return at < total ? undefined : whole;
}
