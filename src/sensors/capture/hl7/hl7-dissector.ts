// HL7 v2 over MLLP seen from beside: which systems exchange which kinds of messages, and the devices that messages name.

import { serialKey } from '#inventory/model.ts';
import { inertText, Malformed } from '#kit/index.ts';
import { type MessageHeader, type MllpFrame, MllpStream, messageHeader } from '#wire/hl7/index.ts';
import type { Conversation } from '../conversation.ts';
import type { Dissector, Ending, FirstBytes, Side, StreamProtocol } from '../dissector.ts';
import type { Seen, Sureness } from '../seen.ts';
import type { Hl7Session } from './hl7-session.ts';

/** HL7 v2 in frames. */
export const hl7: StreamProtocol = {
  name: 'hl7',
  recognizes({ bytes, start, end }: FirstBytes) {
    if (bytes[start] !== 0x0b) return 'no';
    const head = Buffer.from(bytes.subarray(start + 1, Math.min(end, start + 4))).toString('latin1');
    if (head.length < 3) return /^(|M|MS|F|FH|B|BH)$/.test(head) ? 'more' : 'no';
    return /^(MSH|FHS|BHS)$/.test(head) ? 'yes' : 'no';
  },
  dissect: (conversation, seen) => new Hl7Dissector(conversation, seen),
};

const NAMED: Sureness = { basis: 'observed', confidence: 0.7 };
const MOST_NAMES = 50;
/** What a conversation takes besides its messages. */
const OWN = 2500;

class Hl7Dissector implements Dissector {
  readonly #conversation: Conversation;
  readonly #seen: Seen;
  readonly #streams: [MllpStream, MllpStream] = [new MllpStream(), new MllpStream()];
  readonly #session: Hl7Session;
  readonly #names = { sending: new Set<string>(), receiving: new Set<string>(), versions: new Set<string>() };
  readonly #devices = new Set<string>();

  constructor(conversation: Conversation, seen: Seen) {
    this.#conversation = conversation;
    this.#seen = seen;
    this.#session = {
      client: conversation.clientEnd,
      server: conversation.serverEnd,
      messages: {},
      sendingApplications: [],
      receivingApplications: [],
      devices: [],
      versions: [],
      partial: !conversation.begun,
    };
  }

  get held(): number {
    return OWN + this.#streams[0].held + this.#streams[1].held;
  }

  data(side: Side, bytes: Uint8Array, start: number, end: number): void {
    for (const frame of this.#streams[side].push(bytes, start, end)) this.#frame(side, frame);
  }

  gap(side: Side): void {
    this.#session.partial = true;
    this.#streams[side].gap();
  }

  end(_how: Ending): void {
    for (const side of [0, 1] as const) for (const frame of this.#streams[side].finish()) this.#frame(side, frame);
    const seen = this.#seen;
    const conversation = this.#conversation;
    const session = this.#session;
    session.sendingApplications = [...this.#names.sending].sort();
    session.receivingApplications = [...this.#names.receiving].sort();
    session.versions = [...this.#names.versions].sort();
    session.devices = [...this.#devices].sort();
    seen.record(seen.hl7, session);
    seen.nowMs = conversation.lastMs;
    seen.flow(conversation, 'flow.protocol', 'hl7');
    seen.service(conversation, 'service.port', conversation.serverPort);
    seen.service(conversation, 'service.protocol', 'hl7');
    seen.address(conversation.server, 'device.role', 'Receives HL7 messages');
    seen.address(conversation.client, 'device.role', 'Sends HL7 messages');
    for (const type of Object.keys(session.messages)) {
      if (!type.startsWith('ACK')) seen.flow(conversation, 'flow.operation', type);
    }
    for (const name of this.#names.sending) {
      if (conversation.client !== conversation.server) seen.hint(conversation.client, 'HL7 application', name);
    }
    for (const name of this.#names.receiving) seen.hint(conversation.server, 'HL7 application', name);
  }

  #frame(side: Side, frame: MllpFrame): void {
    if (frame.isCut) this.#session.partial = true;
    try {
      this.#message(side, messageHeader(frame.bytes));
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      this.#session.partial = true;
    }
  }

  #message(side: Side, header: MessageHeader): void {
    const { messages } = this.#session;
    if (header.type === '') {
      this.#session.partial = true;
      return;
    }
    messages[header.type] = (messages[header.type] ?? 0) + 1;
    if (header.version !== '') addTo(this.#names.versions, header.version);
    if (side === 1) return;
    addTo(this.#names.sending, header.sendingApplication);
    addTo(this.#names.receiving, header.receivingApplication);
    for (const { id, udi, serial } of header.devices) {
      const name = inertText(udi ?? id, 100);
      // A registry's number or a placeholder names no device.
      const isNamed = udi !== null || (serialKey(name) !== null && !/^\d+(?:\.\d+){3,}$/.test(name));
      if (!isNamed || this.#devices.size >= MOST_NAMES) continue;
      this.#devices.add(name);
      this.#device(name, udi, serial);
    }
  }

  #device(name: string, udi: string | null, serial: string | null): void {
    const subject = { kind: 'asset', key: `hl7/${name.slice(0, 100)}` } as const;
    const at = { ...NAMED, atMs: this.#conversation.lastMs };
    const { observations } = this.#seen;
    observations.state(subject, 'device.name', name, { ...at, confidence: 0.5 });
    observations.state(subject, 'device.udi', udi, at);
    observations.state(subject, 'device.serial', serial, at);
  }
}

function addTo(names: Set<string>, name: string): void {
  const inert = inertText(name, 60);
  if (inert !== '' && names.size < MOST_NAMES) names.add(inert);
}
