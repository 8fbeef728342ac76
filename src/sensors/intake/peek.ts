// Looks at the first bytes of a stream and then lets it be read from the start.

/** The first bytes of a stream, and the whole stream. */
export interface Peeked {
  readonly head: Uint8Array;
  readonly isWhole: boolean;
  readonly stream: AsyncIterable<Uint8Array>;
}

/** Bytes at a time, so that what is made of them needs no more room than with a stream. */
const CHUNK = 1 << 18;

/** Reads up to `length` bytes ahead. */
export async function peek(source: AsyncIterable<Uint8Array> | Uint8Array, length: number): Promise<Peeked> {
  if (source instanceof Uint8Array) {
    return { head: source.subarray(0, length), isWhole: source.length <= length, stream: once(source) };
  }
  const iterator = source[Symbol.asyncIterator]();
  const chunks: Uint8Array[] = [];
  let total = 0;
  let isWhole = false;
  while (total <= length) {
    const next = await iterator.next();
    if (next.done) {
      isWhole = true;
      break;
    }
    // A copy: the stream may reuse its buffer.
    chunks.push(next.value.slice());
    total += next.value.length;
  }
  return {
    head: Buffer.concat(chunks).subarray(0, length),
    isWhole: isWhole && total <= length,
    stream: rest(chunks, iterator),
  };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += CHUNK) yield bytes.subarray(at, at + CHUNK);
}

async function* rest(chunks: Uint8Array[], iterator: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    for (let chunk = chunks.shift(); chunk; chunk = chunks.shift()) yield chunk;
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
  } finally {
    await iterator.return?.();
  }
}
