// NTLM security messages (MS-NLMP 2.2.1): the challenge names the server, its domain and its build; the authentication names the
// client's machine. Names of users and what proves them are not read.

/** What a challenge or an authentication says of a machine. */
export interface NtlmMessage {
  readonly type: 'negotiate' | 'challenge' | 'authenticate';
  readonly netbiosName: string;
  readonly netbiosDomain: string;
  readonly dnsName: string;
  readonly dnsDomain: string;
  /** As in 10.0.19041, null when it was not sent. */
  readonly version: { readonly major: number; readonly minor: number; readonly build: number } | null;
  /** The client answered with the first version of the protocol, broken since long. */
  readonly isV1: boolean;
}

const SIGNATURE = Buffer.from('NTLMSSP\0', 'latin1');
const UNICODE = 0x1;
const VERSION = 0x02000000;
const TYPES = { 1: 'negotiate', 2: 'challenge', 3: 'authenticate' } as const;

/** Where a message begins in bytes, -1 when none does. */
export function findNtlm(bytes: Uint8Array): number {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).indexOf(SIGNATURE);
}

/** Reads the message that begins at an offset; null when it is none or is cut. */
export function ntlmMessage(all: Uint8Array, at: number): NtlmMessage | null {
  const bytes = Buffer.from(all.buffer, all.byteOffset + at, all.byteLength - at);
  if (bytes.length < 12) return null;
  const number = bytes.readUInt32LE(8);
  if (number !== 1 && number !== 2 && number !== 3) return null;
  const type = TYPES[number];
  if (type === 'negotiate') return { ...NOTHING, type, version: null };
  if (type === 'challenge') return challenge(bytes);
  return authenticate(bytes);
}

const NOTHING = { netbiosName: '', netbiosDomain: '', dnsName: '', dnsDomain: '', isV1: false } as const;

function field(bytes: Buffer, at: number): Buffer {
  if (bytes.length < at + 8) return Buffer.alloc(0);
  const length = bytes.readUInt16LE(at);
  const offset = bytes.readUInt32LE(at + 4);
  return offset + length <= bytes.length ? bytes.subarray(offset, offset + length) : Buffer.alloc(0);
}

function versionAt(bytes: Buffer, at: number, flags: number): NtlmMessage['version'] {
  if ((flags & VERSION) === 0 || bytes.length < at + 8) return null;
  const [major = 0, minor = 0] = [bytes[at], bytes[at + 1]];
  const build = bytes.readUInt16LE(at + 2);
  return major === 0 ? null : { major, minor, build };
}

function challenge(bytes: Buffer): NtlmMessage | null {
  if (bytes.length < 32) return null;
  const flags = bytes.readUInt32LE(20);
  const names = new Map<number, string>();
  const info = field(bytes, 40);
  for (let at = 0; at + 4 <= info.length; ) {
    const id = info.readUInt16LE(at);
    const length = info.readUInt16LE(at + 2);
    if (id === 0 || at + 4 + length > info.length) break;
    if (id <= 5) names.set(id, utf16(info.subarray(at + 4, at + 4 + length)));
    at += 4 + length;
  }
  return {
    type: 'challenge',
    netbiosName: names.get(1) ?? '',
    netbiosDomain: names.get(2) ?? '',
    dnsName: names.get(3) ?? '',
    dnsDomain: names.get(4) ?? '',
    version: versionAt(bytes, 48, flags),
    isV1: false,
  };
}

function authenticate(bytes: Buffer): NtlmMessage | null {
  if (bytes.length < 64) return null;
  const flags = bytes.readUInt32LE(60);
  const text = (at: number) => {
    const value = field(bytes, at);
    return flags & UNICODE ? utf16(value) : value.toString('latin1');
  };
  const response = bytes.readUInt16LE(20);
  return {
    ...NOTHING,
    type: 'authenticate',
    netbiosDomain: text(28),
    netbiosName: text(44),
    version: versionAt(bytes, 64, flags),
    isV1: response === 24,
  };
}

function utf16(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('utf16le').slice(0, 255);
}
