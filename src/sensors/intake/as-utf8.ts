// A file's bytes as UTF-8 without a byte order mark, whatever Windows wrote it in, so that importers need to know one encoding.
import type { Encoding } from './encoding.ts';

/** The text that a file begins with. */
export function headText(head: Uint8Array, { name, mark }: Encoding): string {
  return new TextDecoder(name, { ignoreBOM: true }).decode(head.subarray(mark));
}

/** The whole stream as UTF-8. */
export async function* asUtf8(source: AsyncIterable<Uint8Array>, { name, mark }: Encoding): AsyncGenerator<Uint8Array> {
  let skip = mark;
  const wide = name === 'utf-8' ? null : new TextDecoder(name, { ignoreBOM: true });
  for await (const chunk of source) {
    const bytes = skip > 0 ? chunk.subarray(Math.min(skip, chunk.length)) : chunk;
    skip -= chunk.length - bytes.length;
    yield wide ? Buffer.from(wide.decode(bytes, { stream: true })) : bytes;
  }
  if (wide) yield Buffer.from(wide.decode());
}
