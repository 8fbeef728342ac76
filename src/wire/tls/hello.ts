// ClientHello, ServerHello and Certificate (RFC 8446 4.1, RFC 5246 7.4): what was offered, what was chosen, who the server says
// it is. The fingerprint of a client is JA4, as its authors describe it (FoxIO, JA4 technical details).
import { createHash } from 'node:crypto';
import { ByteReader, Malformed } from '#kit/index.ts';

/** What a client offered. */
export interface ClientHello {
  readonly serverName: string | null;
  /** Highest version offered, as in `TLSv1.3`. */
  readonly version: string;
  readonly ciphers: readonly number[];
  readonly alpn: readonly string[];
  readonly ja4: string;
}

/** What a server chose. */
export interface ServerHello {
  readonly version: string;
  readonly cipher: number;
}

const VERSIONS: ReadonlyMap<number, string> = new Map([
  [0x0300, 'SSLv3'],
  [0x0301, 'TLSv1'],
  [0x0302, 'TLSv1.1'],
  [0x0303, 'TLSv1.2'],
  [0x0304, 'TLSv1.3'],
]);
const JA4_VERSIONS: ReadonlyMap<number, string> = new Map([
  [0x0300, 's3'],
  [0x0301, '10'],
  [0x0302, '11'],
  [0x0303, '12'],
  [0x0304, '13'],
]);

/** Values that clients sprinkle in to keep servers tolerant (RFC 8701). */
function isGrease(value: number): boolean {
  return (value & 0x0f0f) === 0x0a0a && value >> 8 === (value & 0xff);
}

function versionName(version: number): string {
  return VERSIONS.get(version) ?? `0x${version.toString(16)}`;
}

interface Extensions {
  readonly types: number[];
  readonly bodies: Map<number, ByteReader>;
}

function extensionsOf(reader: ByteReader): Extensions {
  const types: number[] = [];
  const bodies = new Map<number, ByteReader>();
  if (reader.remaining < 2) return { types, bodies };
  const list = reader.sub(reader.u16('extensions length'), 'extensions');
  while (list.remaining >= 4) {
    const type = list.u16('extension type');
    types.push(type);
    bodies.set(type, list.sub(list.u16('extension length'), 'extension'));
  }
  return { types, bodies };
}

/** Reads a ClientHello. Throws Malformed. */
export function clientHello(body: Uint8Array): ClientHello {
  const reader = new ByteReader(body);
  const legacy = reader.u16('version');
  reader.skip(32, 'random');
  reader.skip(reader.u8('session ID length'), 'session ID');
  const cipherList = reader.sub(reader.u16('cipher suites length'), 'cipher suites');
  const ciphers: number[] = [];
  while (cipherList.remaining >= 2) ciphers.push(cipherList.u16('cipher suite'));
  reader.skip(reader.u8('compression length'), 'compression');
  const { types, bodies } = extensionsOf(reader);
  const offered = numbers(bodies.get(43), 'u8').filter((version) => !isGrease(version));
  const version = offered.length > 0 ? Math.max(...offered) : legacy;
  const alpn = alpnOf(bodies.get(16));
  const signatures = numbers(bodies.get(13), 'u16');
  return {
    serverName: serverNameOf(bodies.get(0)),
    version: versionName(version),
    ciphers,
    alpn,
    ja4: ja4({ version, ciphers, types, alpn: alpn[0], signatures }),
  };
}

function numbers(reader: ByteReader | undefined, lengthOf: 'u8' | 'u16'): number[] {
  if (!reader || reader.remaining < 2) return [];
  const list = reader.sub(lengthOf === 'u8' ? reader.u8('list length') : reader.u16('list length'), 'list');
  const found: number[] = [];
  while (list.remaining >= 2) found.push(list.u16('list entry'));
  return found;
}

function serverNameOf(reader: ByteReader | undefined): string | null {
  if (!reader || reader.remaining < 5) return null;
  reader.u16('server name list length');
  const type = reader.u8('server name type');
  const name = reader.latin1(reader.u16('server name length'), 'server name');
  return type === 0 && /^[A-Za-z0-9._-]{1,253}$/.test(name) ? name.toLowerCase() : null;
}

function alpnOf(reader: ByteReader | undefined): string[] {
  if (!reader || reader.remaining < 2) return [];
  const list = reader.sub(reader.u16('ALPN length'), 'ALPN');
  const found: string[] = [];
  while (list.remaining > 1) found.push(list.latin1(list.u8('protocol length'), 'protocol'));
  return found;
}

interface Ja4Parts {
  readonly version: number;
  readonly ciphers: readonly number[];
  readonly types: readonly number[];
  readonly alpn: string | undefined;
  readonly signatures: readonly number[];
}

function ja4(parts: Ja4Parts): string {
  const ciphers = parts.ciphers.filter((cipher) => !isGrease(cipher));
  const types = parts.types.filter((type) => !isGrease(type));
  const count = (list: readonly number[]) => String(Math.min(99, list.length)).padStart(2, '0');
  const version = JA4_VERSIONS.get(parts.version) ?? '00';
  const first = `t${version}${types.includes(0) ? 'd' : 'i'}${count(ciphers)}${count(types)}${alpnLetters(parts.alpn)}`;
  const sorted = (list: readonly number[]) => list.map(hex4).sort().join(',');
  const others = sorted(types.filter((type) => type !== 0 && type !== 16));
  const signatures = parts.signatures.filter((value) => !isGrease(value)).map(hex4);
  const last = signatures.length > 0 ? `${others}_${signatures.join(',')}` : others;
  return `${first}_${hash12(sorted(ciphers))}_${types.length === 0 ? '000000000000' : hash12(last)}`;
}

function hex4(value: number): string {
  return value.toString(16).padStart(4, '0');
}

function hash12(text: string): string {
  return text === '' ? '000000000000' : createHash('sha256').update(text).digest('hex').slice(0, 12);
}

/** First and last character of the first protocol; their outer hexadecimal digits when they are no letters or digits. */
function alpnLetters(protocol: string | undefined): string {
  if (protocol === undefined || protocol === '') return '00';
  const ends = protocol.charAt(0) + protocol.charAt(protocol.length - 1);
  if (/^[A-Za-z0-9]{2}$/.test(ends)) return ends;
  const bytes = Buffer.from(protocol, 'latin1').toString('hex');
  return `${bytes.charAt(0)}${bytes.at(-1) ?? ''}`;
}

/** Reads a ServerHello. Throws Malformed. */
export function serverHello(body: Uint8Array): ServerHello {
  const reader = new ByteReader(body);
  const legacy = reader.u16('version');
  reader.skip(32, 'random');
  reader.skip(reader.u8('session ID length'), 'session ID');
  const cipher = reader.u16('cipher suite');
  reader.skip(1, 'compression');
  const { bodies } = extensionsOf(reader);
  const chosen = bodies.get(43);
  const version = chosen && chosen.remaining === 2 ? chosen.u16('supported version') : legacy;
  return { version: versionName(version), cipher };
}

/** The certificates of a Certificate message up to TLS 1.2, as DER; the server's own first. Throws Malformed. */
export function certificates(body: Uint8Array): Uint8Array[] {
  const reader = new ByteReader(body);
  const length = (reader.u8('list length') << 16) | reader.u16('list length');
  if (length > reader.remaining) throw new Malformed('certificate list', 0, 'is longer than the message');
  const list = reader.sub(length, 'certificate list');
  const found: Uint8Array[] = [];
  while (list.remaining >= 3 && found.length < 10) {
    const size = (list.u8('certificate length') << 16) | list.u16('certificate length');
    found.push(list.bytes(size, 'certificate'));
  }
  return found;
}

/** Suites that encrypt nothing, with the bytes of their MAC (RFC 2246, 4279, 4492, 5246). */
export const NULL_SUITES: ReadonlyMap<number, number> = new Map([
  [0x0001, 16],
  [0x0002, 20],
  [0x002c, 20],
  [0x002d, 20],
  [0x002e, 20],
  [0x003b, 32],
  [0xc001, 20],
  [0xc006, 20],
  [0xc00b, 20],
  [0xc010, 20],
  [0xc015, 20],
]);
