// One published file, fetched into a folder of its own: only if it changed (RFC 9110, 13.1: If-None-Match, If-Modified-Since), from where it
// was cut (14.2 Range with 13.1.5 If-Range), tried again a few times, whole or not at all.
import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Invalid, inertText, makeFolder, Unavailable } from '#kit/index.ts';
import { askFor, type FeedAnswer, troubleOf, type WayOut } from './feed-request.ts';
import { type Fetched, type FetchState, keepState, stateIn } from './fetch-state.ts';

const PART = '.part';
const RESTS_MS = [1_000, 5_000, 20_000] as const;
const MOST_REST_MS = 60_000;
const WORTH_ANOTHER_TRY = new Set([408, 416, 425, 429, 500, 502, 503, 504]);

/** What fetching needs. */
export interface FetchOptions {
  readonly way: WayOut;
  readonly signal: AbortSignal;
  /** A folder of this address alone. */
  readonly folder: string;
  readonly name: string;
  readonly mostBytes: number;
  /** What was taken before is still here, so that "not changed" is an answer. */
  readonly isHere: boolean;
  readonly progress: (bytes: number, of: number | null) => void;
  /** How long to wait before each further try. */
  readonly restsMs?: readonly number[];
}

/** Fetches the file if it is newer than what is here. Throws Unavailable or Invalid with the reason. */
export async function fetchFile(url: URL, options: FetchOptions): Promise<Fetched> {
  makeFolder(options.folder);
  const rests = options.restsMs ?? RESTS_MS;
  for (let attempt = 0; ; attempt++) {
    try {
      return await once(url, options);
    } catch (error) {
      const rest = rests[attempt];
      if (options.signal.aborted || !(error instanceof TryAgain) || rest === undefined) throw error;
      await pause(Math.min(MOST_REST_MS, error.afterMs ?? rest), undefined, { signal: options.signal });
    }
  }
}

/** Another try may help. */
class TryAgain extends Unavailable {
  readonly afterMs: number | null;

  constructor(message: string, afterMs: number | null = null) {
    super(message);
    this.afterMs = afterMs;
  }
}

async function once(url: URL, options: FetchOptions): Promise<Fetched> {
  const { folder, name, mostBytes } = options;
  const [file, part] = [path.join(folder, name), path.join(folder, PART)];
  const known = knownOf(url, options);
  const have = known && !known.isWhole && existsSync(part) ? statSync(part).size : 0;
  const answer = await asked(url, headersFor(known, have), options);
  const { status, headers, body } = answer;
  if (status === 200 || (status === 206 && have > 0 && startOf(headers['content-range']) === have)) {
    const start = status === 206 ? have : 0;
    const whole = sizeOf(answer, start);
    if (whole !== null && whole > mostBytes) {
      body.destroy();
      throw tooLarge(mostBytes);
    }
    if (start === 0) keepState(folder, marksOf(url, answer));
    const bytes = await receive(url, answer, { ...options, part, start, whole });
    renameSync(part, file);
    const marks = { ...(stateIn(folder) ?? marksOf(url, answer)), isWhole: true };
    const written = Date.parse(marks.lastModified ?? '');
    // A file that does not say of which day it is, is of the day on which it was written.
    if (!Number.isNaN(written)) utimesSync(file, new Date(written), new Date(written));
    keepState(folder, marks);
    return { kind: 'fetched', file, bytes, resumedAt: start };
  }
  body.destroy();
  if (status === 304 && known) {
    if (known.isTaken) return { kind: 'not changed' };
    // Fetched before, but not taken: here it lies.
    return { kind: 'fetched', file, bytes: statSync(file).size, resumedAt: statSync(file).size };
  }
  if (status === 404 || status === 410) return { kind: 'not there' };
  if (status === 206 || status === 416) {
    rmSync(part, { force: true });
    throw new TryAgain('The server does not go on where the file was cut.', 0);
  }
  const message = refusalOf(status, url);
  if (WORTH_ANOTHER_TRY.has(status)) throw new TryAgain(message, retryAfter(headers['retry-after']));
  throw new Unavailable(message);
}

/** What is known of an earlier fetch of the same address, as far as it still holds. */
function knownOf(url: URL, { folder, name, isHere }: FetchOptions): FetchState | null {
  const found = stateIn(folder);
  if (found?.url !== keyOf(url)) return null;
  if (!found.isWhole) return found;
  return (found.isTaken ? isHere : existsSync(path.join(folder, name))) ? found : null;
}

function headersFor(known: FetchState | null, have: number): Record<string, string> {
  if (!known) return {};
  const { etag, lastModified, isWhole } = known;
  if (isWhole) {
    return {
      ...(etag === null ? {} : { 'if-none-match': etag }),
      ...(lastModified === null ? {} : { 'if-modified-since': lastModified }),
    };
  }
  // RFC 9110, 13.1.5: a weak mark does not say that the bytes are the same.
  const strong = etag === null ? lastModified : /^W\//i.test(etag) ? null : etag;
  return have > 0 && strong !== null ? { range: `bytes=${have}-`, 'if-range': strong } : {};
}

async function asked(url: URL, headers: Readonly<Record<string, string>>, options: FetchOptions): Promise<FeedAnswer> {
  try {
    return await askFor(url, headers, options);
  } catch (error) {
    options.signal.throwIfAborted();
    // A name that is not found and a certificate that does not fit stay so.
    if (error instanceof Unavailable && /broke off|in time/.test(error.message)) throw new TryAgain(error.message);
    throw error;
  }
}

async function receive(
  url: URL,
  { body }: FeedAnswer,
  {
    part,
    start,
    whole,
    mostBytes,
    progress,
    signal,
  }: FetchOptions & { readonly part: string; readonly start: number; readonly whole: number | null },
): Promise<number> {
  const descriptor = openSync(part, start > 0 ? 'a' : 'w', 0o600);
  let bytes = start;
  try {
    for await (const piece of body as AsyncIterable<Buffer>) {
      bytes += piece.length;
      if (bytes > mostBytes) throw tooLarge(mostBytes);
      for (let done = 0; done < piece.length; ) done += writeSync(descriptor, piece, done);
      progress(bytes, whole);
    }
    fsyncSync(descriptor);
  } catch (error) {
    if (error instanceof Invalid) rmSync(part, { force: true });
    if (error instanceof Invalid || signal.aborted) throw error;
    throw new TryAgain(troubleOf(error as NodeJS.ErrnoException, url).message); // streams fail with system errors
  } finally {
    closeSync(descriptor);
  }
  if (whole !== null && bytes !== whole) throw new TryAgain('The file was cut short on the way.');
  return bytes;
}

function sizeOf({ headers }: FeedAnswer, start: number): number | null {
  const length = Number(headers['content-length']);
  return headers['content-length'] !== undefined && Number.isSafeInteger(length) && length >= 0 ? start + length : null;
}

function startOf(range: string | undefined): number {
  return Number(/^bytes (\d+)-/.exec(range ?? '')?.[1] ?? Number.NaN);
}

function marksOf(url: URL, { headers }: FeedAnswer): FetchState {
  return {
    url: keyOf(url),
    etag: headers.etag ?? null,
    lastModified: headers['last-modified'] ?? null,
    isWhole: false,
    isTaken: false,
  };
}

/** An address is kept as its hash: it may hold a password. */
function keyOf(url: URL): string {
  return createHash('sha256').update(url.href).digest('hex');
}

function retryAfter(header: string | undefined): number | null {
  const seconds = Number(header);
  return header !== undefined && Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : null;
}

function refusalOf(status: number, { host }: URL): string {
  const who = inertText(host, 200);
  if (status === 401 || status === 403) return `${who} wants a password or refuses us (${status}).`;
  if (status === 407) return 'The proxy wants a password: write it as http://NAME:PASSWORD@PROXY:PORT.';
  return `${who} answered with status ${status}.`;
}

function tooLarge(most: number): Invalid {
  return new Invalid(
    `The file is larger than ${Math.floor(most / (1 << 20))} MB. Raise 'megabytes' in feeds.json if that is right.`,
  );
}
