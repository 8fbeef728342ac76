// The files of a ZIP archive one after another, from a stream and in bounded memory (APPNOTE.TXT 6.3: local headers, then the central
// directory, then its end). An archive that is cut short has no end and is refused.
import { Unzip, type UnzipFile, UnzipInflate } from 'fflate';
import { Invalid } from '#kit/index.ts';

/** One file of the archive; read it to its end or leave it. */
export interface ZipEntry {
  readonly name: string;
  readonly content: AsyncIterable<Uint8Array>;
}

const END_OF_DIRECTORY = Buffer.from([0x50, 0x4b, 5, 6]);
/** The end of the directory, and the longest comment after it. */
const TAIL = 22 + 0xffff;
const COUNT_AT = 10;
/** This number says that the true one stands elsewhere (ZIP64). */
const NOT_HERE = 0xffff;
const STEP = 1 << 16;

interface Unpacked {
  readonly name: string;
  readonly chunks: Uint8Array[];
  isDone: boolean;
}

/** Whether bytes begin an archive. */
export function isZip(head: Uint8Array): boolean {
  return head[0] === 0x50 && head[1] === 0x4b && head[2] === 3 && head[3] === 4;
}

/** The files of the archive. Throws Invalid when it is broken. */
export async function* zipEntries(source: AsyncIterable<Uint8Array>): AsyncGenerator<ZipEntry> {
  const waiting: Unpacked[] = [];
  let count = 0;
  const fail = (cause: unknown): never => {
    throw new Invalid('This zip archive is broken, cut short or encrypted. Fetch it again.', undefined, cause);
  };
  const unzip = new Unzip((file: UnzipFile) => {
    count++;
    const entry: Unpacked = { name: file.name, chunks: [], isDone: false };
    waiting.push(entry);
    file.ondata = (error, chunk, isLast) => {
      if (error) fail(error);
      if (chunk.length > 0) entry.chunks.push(chunk);
      entry.isDone ||= isLast;
    };
    file.start();
  });
  unzip.register(UnzipInflate);

  const steps = stepsOf(source);
  let tail = Buffer.alloc(0);
  let isAtEnd = false;
  const more = async (): Promise<void> => {
    const next = await steps.next();
    try {
      if (next.done) {
        isAtEnd = true;
        unzip.push(new Uint8Array(0), true);
        return;
      }
      tail = Buffer.concat([tail, next.value]).subarray(-TAIL);
      unzip.push(next.value);
    } catch (error) {
      if (error instanceof Invalid) throw error;
      fail(error);
    }
  };
  async function* contentOf(entry: Unpacked): AsyncGenerator<Uint8Array> {
    while (true) {
      for (let chunk = entry.chunks.shift(); chunk; chunk = entry.chunks.shift()) yield chunk;
      if (entry.isDone) return;
      if (isAtEnd) fail(undefined);
      await more();
    }
  }
  try {
    while (true) {
      const entry = waiting.shift();
      if (entry) {
        yield { name: entry.name, content: contentOf(entry) };
        for await (const _ of contentOf(entry));
      } else if (isAtEnd) break;
      else await more();
    }
  } finally {
    await steps.return(undefined);
  }
  const end = tail.lastIndexOf(END_OF_DIRECTORY);
  if (end < 0 || end + 22 > tail.length) fail(undefined);
  const said = tail.readUInt16LE(end + COUNT_AT);
  if (said !== NOT_HERE && said !== (count & 0xffff)) fail(undefined);
}

/** Small steps, so that what one of them unpacks to stays bounded. Copies: the archive keeps what it is given, the stream reuses it. */
async function* stepsOf(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of source) {
    for (let at = 0; at < chunk.length; at += STEP) yield chunk.slice(at, at + STEP);
  }
}
