// DNS messages (RFC 1035), also as spoken by mDNS (RFC 6762), LLMNR (RFC 4795) and NetBIOS names (RFC 1002). Pointers are followed
// a bounded number of times and only backwards, so that no message can make the reader run in circles.
import { ByteReader, Malformed } from '#kit/index.ts';

/** A record as far as names and addresses go. */
export interface DnsRecord {
  readonly name: string;
  readonly type: number;
  /** The address, the name or the texts of the record; '' for other types. */
  readonly value: string;
  readonly ttl: number;
}

/** A message with its questions and records. */
export interface DnsMessage {
  readonly id: number;
  readonly isResponse: boolean;
  readonly opcode: number;
  readonly code: number;
  readonly questions: readonly { readonly name: string; readonly type: number }[];
  readonly answers: readonly DnsRecord[];
  /** Authority and additional records. */
  readonly others: readonly DnsRecord[];
}

/** Record types that are read (IANA DNS parameters). */
export const DNS_TYPE = { a: 1, cname: 5, ptr: 12, hinfo: 13, txt: 16, aaaa: 28, srv: 33, nb: 32 } as const;

const MOST_RECORDS = 300;
const MOST_POINTERS = 32;
const MAX_NAME = 255;

/** Reads a message. Throws Malformed; records behind a broken one are lost with it. */
export function dnsMessage(bytes: Uint8Array): DnsMessage {
  const reader = new ByteReader(bytes);
  const id = reader.u16('ID');
  const flags = reader.u16('flags');
  const counts = [reader.u16('questions'), reader.u16('answers'), reader.u16('authority'), reader.u16('additional')];
  const [asked = 0, answered = 0, authority = 0, additional = 0] = counts;
  if (asked + answered + authority + additional > MOST_RECORDS)
    throw new Malformed('counts', 4, 'are too many records');
  const questions = Array.from({ length: asked }, () => {
    const name = nameAt(bytes, reader);
    const type = reader.u16('type');
    reader.u16('class');
    return { name, type };
  });
  const answers = records(bytes, reader, answered);
  // What comes behind is welcome, and may be cut.
  let others: DnsRecord[] = [];
  try {
    others = records(bytes, reader, authority + additional);
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
  }
  return {
    id,
    isResponse: (flags & 0x8000) !== 0,
    opcode: (flags >> 11) & 15,
    code: flags & 15,
    questions,
    answers,
    others,
  };
}

function records(bytes: Uint8Array, reader: ByteReader, count: number): DnsRecord[] {
  return Array.from({ length: count }, () => {
    const name = nameAt(bytes, reader);
    const type = reader.u16('type');
    reader.u16('class');
    const ttl = reader.u32('time to live');
    const length = reader.u16('data length');
    const at = reader.position;
    const data = reader.bytes(length, 'data');
    return { name, type, ttl, value: contentOf(bytes, type, data, at) };
  });
}

function contentOf(bytes: Uint8Array, type: number, data: Uint8Array, at: number): string {
  switch (type) {
    case DNS_TYPE.a:
      return data.length === 4 ? data.join('.') : '';
    case DNS_TYPE.aaaa:
      return data.length === 16 ? groups(data) : '';
    case DNS_TYPE.nb:
      // Flags, then an address (RFC 1002 4.2.13); more of them for names of groups.
      return data.length === 6 ? data.subarray(2).join('.') : '';
    case DNS_TYPE.ptr:
    case DNS_TYPE.cname:
      return readName(bytes, at).name;
    case DNS_TYPE.srv:
      return data.length > 6 ? readName(bytes, at + 6).name : '';
    case DNS_TYPE.txt:
    case DNS_TYPE.hinfo:
      return strings(data).join(' ');
    default:
      return '';
  }
}

function groups(data: Uint8Array): string {
  const words = Array.from({ length: 8 }, (_, n) => (((data[n * 2] ?? 0) << 8) | (data[n * 2 + 1] ?? 0)).toString(16));
  return words.join(':');
}

function strings(data: Uint8Array): string[] {
  const found: string[] = [];
  for (let at = 0; at < data.length; ) {
    const length = data[at] ?? 0;
    found.push(Buffer.from(data.subarray(at + 1, at + 1 + length)).toString('latin1'));
    at += 1 + length;
  }
  return found;
}

function nameAt(bytes: Uint8Array, reader: ByteReader): string {
  const { name, length } = readName(bytes, reader.position);
  reader.skip(length, 'name');
  return name;
}

function readName(bytes: Uint8Array, start: number): { name: string; length: number } {
  const labels: string[] = [];
  let at = start;
  let length = 0;
  let size = 0;
  for (let pointers = 0; ; ) {
    const head = bytes[at];
    if (head === undefined) throw new Malformed('name', at, 'ends early');
    if (head === 0) {
      if (pointers === 0) length = at + 1 - start;
      break;
    }
    if ((head & 0xc0) === 0xc0) {
      if (pointers === 0) length = at + 2 - start;
      const target = ((head & 0x3f) << 8) | (bytes[at + 1] ?? 0);
      if (++pointers > MOST_POINTERS || target >= at) throw new Malformed('name', at, 'points in circles');
      at = target;
      continue;
    }
    if ((head & 0xc0) !== 0) throw new Malformed('name', at, 'has a label of an unknown kind');
    size += head + 1;
    if (size > MAX_NAME) throw new Malformed('name', at, 'is longer than 255 bytes');
    labels.push(Buffer.from(bytes.subarray(at + 1, at + 1 + head)).toString('latin1'));
    at += 1 + head;
  }
  return { name: labels.join('.'), length };
}

/** The name in a NetBIOS question or record (RFC 1001 14.1), with its suffix; null when it is none. */
export function netbiosName(encoded: string): { readonly name: string; readonly suffix: number } | null {
  const label = encoded.split('.')[0] ?? '';
  if (!/^[A-P]{32}$/.test(label)) return null;
  const bytes = Array.from(
    { length: 16 },
    (_, n) => ((label.charCodeAt(n * 2) - 65) << 4) | (label.charCodeAt(n * 2 + 1) - 65),
  );
  const name = String.fromCharCode(...bytes.slice(0, 15)).replace(/[\s\0]+$/, '');
  return { name, suffix: bytes[15] ?? 0 };
}
