// Heads of SMB messages over TCP (MS-SMB2 2.2, MS-CIFS 2.2.3, framing RFC 1002 4.3.1): which dialect is spoken, whether messages are
// signed, and the names of systems that SMB1 sends at sign-in. Names of files and shares are not read.

/** What a message says of the two that speak. */
export interface SmbMessage {
  readonly family: 'smb1' | 'smb2';
  readonly command: number;
  readonly isResponse: boolean;
  /** The dialect that a response chose, as in 0x0311; 0 when the message chooses none. */
  readonly dialect: number;
  /** What a negotiation says of signing; null elsewhere. */
  readonly signing: 'required' | 'enabled' | 'off' | null;
  /** Native operating system that SMB1 sends in clear (session setup). */
  readonly nativeOs: string;
}

const NEGOTIATE1 = 0x72;
const SETUP1 = 0x73;
const FLAGS2_UNICODE = 0x8000;

/** Bytes of the frame that begins here (header included), 0 when it is none. */
export function smbFrameLength(bytes: Uint8Array, at: number): number {
  if ((bytes[at] ?? 1) !== 0) return 0;
  return 4 + (((bytes[at + 1] ?? 0) << 16) | ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0));
}

/** Reads the head of a message behind its four bytes of length; null when it is none. */
export function smbMessage(bytes: Uint8Array): SmbMessage | null {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.length < 32) return null;
  const magic = view.readUInt32BE(0);
  if (magic === 0xfe534d42) return smb2(view);
  return magic === 0xff534d42 ? smb1(view) : null;
}

function smb2(view: Buffer): SmbMessage | null {
  if (view.length < 64) return null;
  const command = view.readUInt16LE(12);
  const isResponse = (view.readUInt32LE(16) & 1) === 1;
  const none = { family: 'smb2', command, isResponse, dialect: 0, signing: null, nativeOs: '' } as const;
  if (command !== 0 || !isResponse || view.length < 64 + 6) return none;
  const mode = view.readUInt16LE(64 + 2);
  const signing = mode & 2 ? 'required' : mode & 1 ? 'enabled' : 'off';
  return { ...none, dialect: view.readUInt16LE(64 + 4), signing };
}

function smb1(view: Buffer): SmbMessage {
  const command = view[4] ?? 0;
  const isResponse = ((view[9] ?? 0) & 0x80) !== 0;
  const unicode = (view.readUInt16LE(10) & FLAGS2_UNICODE) !== 0;
  const none = { family: 'smb1', command, isResponse, dialect: 0, signing: null, nativeOs: '' } as const;
  if (command === NEGOTIATE1 && isResponse && view.length > 36 && (view[32] ?? 0) >= 17) {
    const mode = view[35] ?? 0;
    return { ...none, signing: mode & 8 ? 'required' : mode & 4 ? 'enabled' : 'off' };
  }
  if (command !== SETUP1) return none;
  return { ...none, nativeOs: nativeOs(view, isResponse, unicode) };
}

/** The first text behind the security blob; where the fields do not say where it is, nothing is guessed. */
function nativeOs(view: Buffer, isResponse: boolean, unicode: boolean): string {
  const words = view[32] ?? 0;
  const parameters = 33;
  const data = parameters + words * 2 + 2;
  let at: number;
  if (words === 12 && !isResponse) at = data + view.readUInt16LE(parameters + 14);
  else if (words === 4 && isResponse) at = data + view.readUInt16LE(parameters + 6);
  else if (words === 3 && isResponse) at = data;
  else return '';
  if (unicode && at % 2 === 1) at++;
  if (at >= view.length) return '';
  if (!unicode)
    return (
      view
        .subarray(at, at + 100)
        .toString('latin1')
        .split('\0')[0] ?? ''
    ).trim();
  return (
    view
      .subarray(at, at + 200)
      .toString('utf16le')
      .split('\0')[0] ?? ''
  ).trim();
}
