// Reads one HTTP/1 response from a stranger (RFC 9112), with a bound on everything: head, body, chunks.
import { inertText, latin1 } from '#kit/index.ts';

export interface HttpResponse {
  readonly status: number;
  /** Lower-case names; of repeated ones the first. */
  readonly headers: ReadonlyMap<string, string>;
  /** At most the first 64 KiB. */
  readonly body: string;
  /** The connection may be used again. */
  readonly keepAlive: boolean;
}

export type HttpReading =
  | { readonly kind: 'response'; readonly response: HttpResponse }
  | { readonly kind: 'more' }
  | { readonly kind: 'not http' };

const MAX_HEAD = 32 * 1024;
const MAX_BODY = 64 * 1024;

/** Bytes after which waiting for more is pointless. */
export const MAX_RESPONSE = MAX_HEAD + MAX_BODY;

/** Reads what has come so far; `ended`: no more will come. */
export function readResponse(bytes: Uint8Array, ended: boolean): HttpReading {
  const start = latin1(bytes.subarray(0, 9));
  if (!'HTTP/1.'.startsWith(start.slice(0, 7))) return { kind: 'not http' };
  const text = latin1(bytes.subarray(0, MAX_HEAD));
  const head = /^(.*?)\r?\n\r?\n/s.exec(text);
  if (!head) return ended || bytes.length >= MAX_HEAD ? headOnly(text) : { kind: 'more' };
  const status = statusOf(text);
  if (status === undefined) return { kind: 'not http' };
  const headers = headersOf(head[1] ?? '');
  const rest = bytes.subarray(head[0].length);
  const keepAlive = text.startsWith('HTTP/1.1') && !/close/i.test(headers.get('connection') ?? '');
  const done = (body: Uint8Array, whole: boolean): HttpReading => {
    const kept = new TextDecoder().decode(body.subarray(0, MAX_BODY));
    return { kind: 'response', response: { status, headers, body: kept, keepAlive: keepAlive && whole } };
  };
  if (status === 204 || status === 304 || status < 200) return done(new Uint8Array(0), true);
  if (/chunked/i.test(headers.get('transfer-encoding') ?? '')) {
    const { body, whole } = dechunk(rest);
    return whole || ended || body.length >= MAX_BODY ? done(body, whole) : { kind: 'more' };
  }
  const declared = headers.get('content-length');
  if (declared !== undefined && /^\d{1,15}$/.test(declared)) {
    const length = Number(declared);
    if (rest.length >= Math.min(length, MAX_BODY)) return done(rest.subarray(0, length), rest.length >= length);
    return ended ? done(rest, false) : { kind: 'more' };
  }
  return ended || rest.length >= MAX_BODY ? done(rest, false) : { kind: 'more' };
}

/** A head that never ends is still the head of a web server. */
function headOnly(text: string): HttpReading {
  const status = statusOf(text);
  if (status === undefined) return { kind: 'not http' };
  return { kind: 'response', response: { status, headers: headersOf(text), body: '', keepAlive: false } };
}

function statusOf(text: string): number | undefined {
  const line = /^HTTP\/1\.[01] (\d{3})(?:[ \r\n]|$)/.exec(text);
  return line ? Number(line[1]) : undefined;
}

function headersOf(head: string): Map<string, string> {
  const headers = new Map<string, string>();
  for (const line of head.split(/\r?\n/).slice(1, 101)) {
    const colon = line.indexOf(':');
    if (colon <= 0) continue;
    const name = line.slice(0, colon).trim().toLowerCase();
    if (!headers.has(name)) headers.set(name, inertText(line.slice(colon + 1).trim(), 300));
  }
  return headers;
}

function dechunk(bytes: Uint8Array): { body: Uint8Array; whole: boolean } {
  const parts: Uint8Array[] = [];
  let length = 0;
  let at = 0;
  while (length < MAX_BODY) {
    const line = /^([0-9a-f]{1,8})[^\r\n]*\r?\n/i.exec(latin1(bytes.subarray(at, at + 200)));
    if (!line) break;
    const size = Number.parseInt(line[1] ?? '', 16);
    at += line[0].length;
    if (size === 0) return { body: Buffer.concat(parts), whole: true };
    const part = bytes.subarray(at, at + size);
    parts.push(part);
    length += part.length;
    if (part.length < size) break;
    at += size;
    if (bytes[at] === 13) at++;
    if (bytes[at] === 10) at++;
  }
  return { body: Buffer.concat(parts), whole: false };
}
