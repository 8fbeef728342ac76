// SMB seen from beside: which dialect is in use, whether it is signed, and the systems of both ends. Only the heads of the first
// frames are read.
import { inertText } from '#kit/index.ts';
import { Gathered } from '#wire/gather/index.ts';
import { findNtlm, ntlmMessage, type SmbMessage, smbFrameLength, smbMessage } from '#wire/smb/index.ts';
import type { Conversation } from '../conversation.ts';
import type { Dissector, Ending, FirstBytes, Side, StreamProtocol } from '../dissector.ts';
import type { Seen } from '../seen.ts';
import { stateNtlm } from './state-ntlm.ts';

const HEAD = 4;
const NETBIOS_SESSION = 139;
/** Bytes of one frame that are kept: sign-ins fit. */
const MAX_FRAME = 8192;
/** What a conversation takes besides its frames. */
const OWN = 900;
/** Frames read of a side; names and builds come in the first. */
const MOST_FRAMES = 40;

/** SMB 1, 2 and 3. */
export const smb: StreamProtocol = {
  name: 'smb',
  recognizes({ bytes, start, end, serverPort }: FirstBytes) {
    // A session request (0x81) or its answer comes first on port 139.
    if (serverPort === NETBIOS_SESSION && ((bytes[start] ?? 0) & 0xfe) === 0x80 && end - start >= 4) return 'yes';
    if (bytes[start] !== 0) return 'no';
    if (end - start < 8) return 'more';
    const magic = Buffer.from(bytes.subarray(start + 5, start + 8)).toString('latin1');
    return magic === 'SMB' && (bytes[start + 4] ?? 0) >= 0xfc ? 'yes' : 'no';
  },
  dissect: (conversation, seen) => new SmbDissector(conversation, seen),
};

interface Reading {
  left: number;
  readonly kept: Gathered;
  frames: number;
  head: number[];
}

class SmbDissector implements Dissector {
  readonly #conversation: Conversation;
  readonly #seen: Seen;
  readonly #sides: [Reading, Reading] = [reading(), reading()];
  #dead = false;

  constructor(conversation: Conversation, seen: Seen) {
    this.#conversation = conversation;
    this.#seen = seen;
  }

  get held(): number {
    return OWN + this.#sides[0].kept.held + this.#sides[1].kept.held;
  }

  data(side: Side, bytes: Uint8Array, start: number, end: number): void {
    const state = this.#sides[side];
    let at = start;
    while (at < end && !this.#dead) {
      if (state.left === 0) {
        state.head.push(bytes[at++] ?? 0);
        if (state.head.length < HEAD) continue;
        const type = state.head[0] ?? 0;
        const length = smbFrameLength(Uint8Array.from([0, ...state.head.slice(1)]), 0) - HEAD;
        state.head = [];
        if (type !== 0 && (type & 0x80) === 0) this.#dead = true;
        state.left = type === 0 ? length : length & 0x1ffff;
        continue;
      }
      const take = Math.min(state.left, end - at);
      if (state.frames < MOST_FRAMES) state.kept.add(bytes, at, at + Math.min(take, MAX_FRAME - state.kept.length));
      state.left -= take;
      at += take;
      if (state.left === 0) this.#frame(state);
    }
  }

  gap(side: Side, length: number): void {
    const state = this.#sides[side];
    if (length < state.left) {
      state.left -= length;
      state.frames = MOST_FRAMES;
    } else this.#dead = true;
  }

  end(_how: Ending): void {
    for (const side of this.#sides) if (side.kept.length > 0) this.#frame(side);
    this.#seen.flow(this.#conversation, 'flow.protocol', 'smb');
    this.#seen.address(this.#conversation.server, 'device.role', 'File server (SMB)');
  }

  #frame(state: Reading): void {
    const bytes = state.kept.take();
    if (state.frames++ >= MOST_FRAMES) return;
    const message = smbMessage(bytes);
    if (!message) return;
    this.#message(message);
    const at = findNtlm(bytes);
    const ntlm = at < 0 ? null : ntlmMessage(bytes, at);
    if (ntlm) stateNtlm(ntlm, this.#conversation, this.#seen);
  }

  #message({ family, command, isResponse, dialect, signing, nativeOs }: SmbMessage): void {
    const seen = this.#seen;
    const conversation = this.#conversation;
    seen.flow(conversation, 'flow.operation', family === 'smb1' ? 'SMB 1' : 'SMB 2 or 3');
    // An offer of SMB1 that ends in a newer dialect is no use of it: what the server answers in SMB1 is.
    const isOffer = family === 'smb1' && command === 0x72;
    if (family === 'smb1' && isResponse && (!isOffer || signing !== null))
      seen.service(conversation, 'service.weakness', 'smb1');
    if (signing === 'off' || (family === 'smb1' && signing === 'enabled')) {
      seen.service(conversation, 'service.weakness', 'smb-unsigned');
    }
    if (dialect > 0) seen.service(conversation, 'service.banner', `SMB ${dialectName(dialect)}`);
    if (nativeOs !== '') {
      const address = isResponse ? conversation.server : conversation.client;
      const name = nativeOf(nativeOs);
      seen.hint(address, 'SMB native system', inertText(nativeOs, 80), name);
      if (name !== null) seen.address(address, 'os.name', name, { basis: 'inferred', confidence: 0.75 });
    }
  }
}

function reading(): Reading {
  return { left: 0, kept: new Gathered(), frames: 0, head: [] };
}

/** As in 3.1.1 (MS-SMB2 2.2.4). */
function dialectName(dialect: number): string {
  const [major, minor, patch] = [(dialect >> 8) & 15, (dialect >> 4) & 15, dialect & 15];
  return patch === 0 ? `${major}.${minor}` : `${major}.${minor}.${patch}`;
}

/** The product behind the text of an SMB1 sign-in, where it says it: `Windows 5.1` is XP. */
function nativeOf(text: string): string | null {
  const versions: Readonly<Record<string, string>> = {
    '5.0': 'Windows 2000',
    '5.1': 'Windows XP',
    '4.0': 'Windows NT 4.0',
  };
  const plain = /^Windows (\d\.\d)$/.exec(text)?.[1];
  if (plain !== undefined) return versions[plain] ?? null;
  const named =
    /^Windows (?:Server )?(?:\(R\) )?(XP|Vista|7|8\.1|8|10|2000|2003|2008(?: R2)?|2012(?: R2)?|2016|2019)\b/.exec(text);
  if (!named) return null;
  const word = named[1] ?? '';
  return /^20(?!00)/.test(word) ? `Windows Server ${word}` : `Windows ${word}`;
}
