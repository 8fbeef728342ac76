// Opens a gzipped stream with a bound on how far it may swell, so that a bomb ends in words (RFC 1952).

import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { Invalid } from '#kit/index.ts';

/** Times that a file may grow; text of logs reaches 30, a bomb 1,000. */
const MOST_RATIO = 200;
/** Up to this many bytes any ratio is harmless. */
const FREE_BYTES = 64 << 20;

/** Whether bytes begin a gzip member. */
export function isGzip(head: Uint8Array): boolean {
  return head[0] === 0x1f && head[1] === 0x8b;
}

/** What the first bytes of a gzip member give when they are unpacked; the cut at their end does not matter. */
export async function gunzippedHead(head: Uint8Array): Promise<Uint8Array> {
  async function* once() {
    yield head;
  }
  try {
    for await (const chunk of gunzipped(once())) return chunk;
  } catch {
    // Broken from its first byte on: nothing can be told of it.
  }
  return new Uint8Array();
}

/** The unpacked stream; throws Invalid at a bomb, and where the archive is broken (what came before was given out). */
export async function* gunzipped(
  source: AsyncIterable<Uint8Array>,
  mostRatio = MOST_RATIO,
): AsyncGenerator<Uint8Array> {
  let packed = 0;
  let unpacked = 0;
  const gunzip = createGunzip({ chunkSize: 1 << 18 });
  const input = Readable.from(
    (async function* () {
      for await (const chunk of source) {
        packed += chunk.length;
        yield chunk;
      }
    })(),
    { objectMode: false },
  );
  input.on('error', (error) => gunzip.destroy(error));
  input.pipe(gunzip);
  try {
    for await (const chunk of gunzip as AsyncIterable<Uint8Array>) {
      unpacked += chunk.length;
      if (unpacked > FREE_BYTES && unpacked > packed * mostRatio) {
        throw new Invalid('This gzipped file swells more than any log would. Unpack it yourself if you trust it.');
      }
      yield chunk;
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && /^Z_|ERR_BUFFER/.test(String(error.code))) {
      throw new Invalid('The gzipped file is broken or cut short. What came before that was taken.', undefined, error);
    }
    throw error;
  } finally {
    input.destroy();
    gunzip.destroy();
  }
}
