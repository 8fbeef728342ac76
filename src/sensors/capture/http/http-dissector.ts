// HTTP seen from beside: software of both ends, what kind of interface is used, and passwords that travel in clear. Paths, queries
// and bodies are not kept: they name patients.
import { inertText, lookup } from '#kit/index.ts';
import { Gathered } from '#wire/gather/index.ts';
import { beginsHttp, type MessageHead, messageHead } from '#wire/http/index.ts';
import { ntlmMessage } from '#wire/smb/index.ts';
import type { Conversation } from '../conversation.ts';
import type { Dissector, Ending, FirstBytes, Side, StreamProtocol } from '../dissector.ts';
import type { Seen } from '../seen.ts';
import { stateNtlm } from '../smb/state-ntlm.ts';
import { systemOfAgent } from '../systems/agents.ts';

/** HTTP/1 over TCP. */
export const http: StreamProtocol = {
  name: 'http',
  recognizes({ bytes, start, end }: FirstBytes) {
    return beginsHttp(bytes, start, end)
      ? 'yes'
      : end - start < 8 && /^[A-Z/1.0 ]+$/.test(ascii(bytes, start, end))
        ? 'more'
        : 'no';
  },
  dissect: (conversation, seen) => new HttpDissector(conversation, seen),
};

/** What a conversation takes besides its heads. */
const OWN = 600;
const MAX_HEAD = 16_384;
/** Heads read of one side; a kept connection says the same again. */
const MOST_HEADS = 20;
const INTERFACES: Readonly<Record<string, string>> = lookup({
  dicomweb: 'DICOMweb',
  wado: 'WADO',
  orthanc: 'Orthanc',
  dcm4chee: 'dcm4chee',
  fhir: 'FHIR',
});

function ascii(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.subarray(start, end)).toString('latin1');
}

function hasBlankLine(bytes: Uint8Array): boolean {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return text.includes('\n\r\n') || text.includes('\n\n');
}

class HttpDissector implements Dissector {
  readonly #conversation: Conversation;
  readonly #seen: Seen;
  readonly #heads = [new Gathered(), new Gathered()] as const;
  readonly #read: [number, number] = [0, 0];

  constructor(conversation: Conversation, seen: Seen) {
    this.#conversation = conversation;
    this.#seen = seen;
  }

  get held(): number {
    return OWN + this.#heads[0].held + this.#heads[1].held;
  }

  data(side: Side, bytes: Uint8Array, start: number, end: number): void {
    if (this.#read[side] >= MOST_HEADS) return;
    const head = this.#heads[side];
    if (head.length === 0 && !beginsHttp(bytes, start, end)) return;
    const before = head.length;
    head.add(bytes, start, Math.min(end, start + MAX_HEAD - before));
    const whole = head.bytes;
    // The blank line may have begun in the piece before.
    if (whole.length < MAX_HEAD && !hasBlankLine(whole.subarray(Math.max(0, before - 3)))) return;
    head.clear();
    this.#head(side, whole);
  }

  gap(side: Side): void {
    this.#heads[side].clear();
  }

  end(_how: Ending): void {
    for (const side of [0, 1] as const) {
      const open = this.#heads[side].take();
      if (open.length > 0) this.#head(side, open);
    }
    const conversation = this.#conversation;
    this.#seen.flow(conversation, 'flow.protocol', 'http');
    if (this.#read[1] > 0) this.#seen.service(conversation, 'service.protocol', 'http');
  }

  #head(side: Side, bytes: Uint8Array): void {
    const head = messageHead(bytes);
    if (!head) return;
    this.#read[side]++;
    if (head.kind === 'request') this.#request(head);
    else this.#response(head);
    const ntlm = head.ntlm === null ? null : ntlmMessage(head.ntlm, 0);
    if (ntlm) stateNtlm(ntlm, this.#conversation, this.#seen);
  }

  #request({ userAgent, pathClass, authorization }: MessageHead): void {
    const seen = this.#seen;
    const conversation = this.#conversation;
    const { client } = conversation;
    const label = INTERFACES[pathClass];
    if (label !== undefined) {
      seen.flow(conversation, 'flow.operation', `HTTP ${label}`);
      seen.address(conversation.server, 'device.role', `Web service: ${label}`);
    }
    if (authorization === 'basic') seen.service(conversation, 'service.weakness', 'password-in-clear');
    if (userAgent === '') return;
    seen.hint(client, 'User agent', inertText(userAgent, 150), systemOfAgent(userAgent)?.name ?? null);
    const system = systemOfAgent(userAgent);
    if (system) seen.address(client, 'os.name', system.name, { basis: 'inferred', confidence: system.confidence });
  }

  #response({ server }: MessageHead): void {
    if (server !== '') this.#seen.service(this.#conversation, 'service.banner', inertText(server, 200));
  }
}
