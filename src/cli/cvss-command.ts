// `cvss`: CVSS vectors, one a line on stdin, to their scores, one JSON line each. It opens no data; millions of lines go through in
// bounded memory.
import type { Command } from 'commander';
import { inertText } from '#kit/index.ts';
import { LONGEST_VECTOR, parseCvss, scoreCvss } from '#knowledge/index.ts';
import type { CommandContext } from './program.ts';

interface Registering {
  readonly command: (name: string, description: string) => Command;
  readonly context: CommandContext;
}

/** Adds the command. */
export function registerCvss({ command, context }: Registering): void {
  const { output, signal } = context;
  command('cvss', 'score CVSS vectors from stdin, one a line; one JSON line each').action(async () => {
    if (process.stdin.isTTY) output.say('Write CVSS vectors, one a line. Ctrl-D ends.');
    for await (const lines of cvssLines(untilStopped(context.input(), signal))) await output.bytes(lines);
  });
}

/** What comes in, until the person stops it. */
async function* untilStopped(input: AsyncIterable<Uint8Array>, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const chunks = input[Symbol.asyncIterator]();
  for (;;) {
    // No race with one promise for all: it would keep every piece that ever came in.
    const next = await new Promise<IteratorResult<Uint8Array> | null>((resolve, reject) => {
      const stop = () => resolve(null);
      if (signal.aborted) stop();
      signal.addEventListener('abort', stop, { once: true });
      void chunks
        .next()
        .finally(() => signal.removeEventListener('abort', stop))
        .then(resolve, reject);
    });
    if (next === null || next.done === true) return;
    yield next.value;
  }
}

const LINE_FEED = 0x0a;
/** A line of more bytes is longer than any vector, whatever is in it; the rest of it is skipped. */
const MOST_BYTES = 4 * LONGEST_VECTOR;

/** JSON lines for the vectors in a stream of bytes, a piece of text for each piece that comes in. */
export async function* cvssLines(input: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let first = true;
  let rest: Buffer = Buffer.alloc(0);
  for await (const bytes of input) {
    const chunk = Buffer.concat([rest, bytes]);
    const end = chunk.lastIndexOf(LINE_FEED) + 1;
    // A copy, so that what was read can go; bounded, so that a line without an end does not grow.
    rest = Buffer.from(chunk.subarray(end).subarray(0, MOST_BYTES));
    if (end === 0) continue;
    yield scored(chunk.subarray(0, end), first);
    first = false;
  }
  if (rest.length > 0) yield scored(rest, first);
}

/** Whole lines, decoded together: a line feed is never part of another character of UTF-8, not even of a broken one. */
function scored(bytes: Buffer, first: boolean): string {
  const text = bytes.toString('utf8');
  let lines = '';
  for (const line of (first ? text.replace(/^\ufeff/, '') : text).split('\n')) {
    const vector = line.endsWith('\r') ? line.slice(0, -1) : line;
    if (vector.length > LONGEST_VECTOR || vector.trim() !== '') lines += `${JSON.stringify(answerTo(vector))}\n`;
  }
  return lines;
}

function answerTo(text: string) {
  const vector = inertText(text, LONGEST_VECTOR);
  const parsed = parseCvss(text);
  return 'error' in parsed ? { vector, error: parsed.error } : { vector, ...scoreCvss(parsed) };
}
