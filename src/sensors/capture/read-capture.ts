// Reads capture files and live streams into a run, packed or not, in bounded memory; a file that breaks gives what came before.
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { Invalid, inertText } from '#kit/index.ts';
import { gunzipped, isGzip } from '#sensors/intake/index.ts';
import { CaptureReader } from '#wire/pcap/index.ts';
import type { CaptureRun } from './capture-run.ts';

/** What reading one input showed. */
export interface CaptureEnd {
  readonly bytes: number;
  /** It ended in the middle of a packet, or could not be read on. */
  readonly truncated: boolean;
  readonly problem: string | null;
}

/** While reading. */
export interface ReadOptions {
  readonly signal: AbortSignal;
  /** Called now and then with the bytes read so far, between packets; what it returns is waited for. */
  onProgress?(bytes: number): Promise<void> | void;
}

/** Deflate itself cannot do more than 1,032 to 1, and captures of empty images come near it; memory is bounded all the same. */
const MOST_RATIO = 1100;
const PROGRESS_BYTES = 32 << 20;
/** A live stream may be slow: progress at least so often. */
const PROGRESS_MS = 5000;

/** Reads a capture file. Throws Invalid when it is none or cannot be opened. */
export async function readCaptureFile(path: string, run: CaptureRun, options: ReadOptions): Promise<CaptureEnd> {
  const found = await stat(path).catch(() => undefined);
  if (!found?.isFile())
    throw new Invalid(`${inertText(path, 200)} cannot be read. Name a capture file (pcap or pcapng).`);
  await using file = await open(path, 'r');
  const head = new Uint8Array(4);
  const { bytesRead } = await file.read(head, 0, 4, 0);
  if (isGzip(head.subarray(0, bytesRead))) {
    const packed = createReadStream(path, { highWaterMark: 1 << 18 });
    try {
      return await readCaptureStream(gunzipped(packed, MOST_RATIO), run, options);
    } finally {
      packed.destroy();
    }
  }
  const reader = readerOf(run);
  let bytes = 0;
  let shown = 0;
  while (!options.signal.aborted && reader.problem === null) {
    const space = reader.space();
    const got = await file.read(space, 0, Math.min(space.length, 4 << 20), bytes);
    if (got.bytesRead === 0) break;
    bytes += got.bytesRead;
    reader.filled(got.bytesRead);
    if (bytes - shown >= PROGRESS_BYTES) {
      shown = bytes;
      await options.onProgress?.(bytes);
    }
  }
  return endOf(reader, bytes);
}

/** Reads a capture from a stream, gzipped or not. Throws Invalid when it is none. */
export async function readCaptureStream(
  source: AsyncIterable<Uint8Array>,
  run: CaptureRun,
  options: ReadOptions,
): Promise<CaptureEnd> {
  const reader = readerOf(run);
  let bytes = 0;
  let shown = 0;
  let shownAt = performance.now();
  let broken: string | null = null;
  let unpacked: AsyncIterable<Uint8Array> = source;
  const iterator = source[Symbol.asyncIterator]();
  const first = await iterator.next();
  const rest = chain(first, iterator);
  unpacked = !first.done && isGzip(first.value) ? gunzipped(rest, MOST_RATIO) : rest;
  try {
    for await (const chunk of unpacked) {
      bytes += chunk.length;
      reader.push(chunk);
      if (options.signal.aborted || reader.problem !== null) break;
      if (bytes - shown >= PROGRESS_BYTES || performance.now() - shownAt >= PROGRESS_MS) {
        shown = bytes;
        shownAt = performance.now();
        await options.onProgress?.(bytes);
      }
    }
  } catch (error) {
    if (!(error instanceof Invalid) || bytes === 0) throw error;
    broken = error.message;
  }
  const end = endOf(reader, bytes);
  return broken === null ? end : { ...end, truncated: true, problem: broken };
}

async function* chain(
  first: IteratorResult<Uint8Array>,
  iterator: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  try {
    if (first.done) return;
    yield first.value;
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
  } finally {
    await iterator.return?.();
  }
}

function readerOf(run: CaptureRun): CaptureReader {
  return new CaptureReader((packet) => run.packet(packet));
}

function endOf(reader: CaptureReader, bytes: number): CaptureEnd {
  const { problem, packets, pending } = reader;
  if (problem !== null && packets === 0) throw new Invalid(problem.message);
  if (bytes === 0) throw new Invalid('The capture is empty. Name a capture file (pcap or pcapng).');
  const cut = pending > 0 ? 'The file ends in the middle of a packet; everything before it was read.' : null;
  return { bytes, truncated: problem !== null || pending > 0, problem: problem?.message ?? cut };
}
