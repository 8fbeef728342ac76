// What a version 2 message says of the systems that exchange it (HL7 v2.9 chapter 2, MSH; 7.4.2 OBX-18; 7.3.4 PRT): applications,
// facilities, type, devices. Segments about patients are never split into fields.
import { Malformed } from '#kit/index.ts';

/** A device that a message names. */
export interface MessageDevice {
  /** Identifier as the sender knows it. */
  readonly id: string;
  /** Unique device identifier (UDI), when it is one. */
  readonly udi: string | null;
  readonly serial: string | null;
}

/** The header of a message, and the devices in it. */
export interface MessageHeader {
  readonly sendingApplication: string;
  readonly sendingFacility: string;
  readonly receivingApplication: string;
  readonly receivingFacility: string;
  /** As in `ADT^A01`; an acknowledgment is `ACK` or `ACK^A01`; empty when the message does not say. */
  readonly type: string;
  readonly version: string;
  readonly devices: readonly MessageDevice[];
}

const MOST_DEVICES = 50;

/** Reads the header. Throws Malformed when the message does not begin with MSH. */
export function messageHeader(bytes: Uint8Array): MessageHeader {
  const text = Buffer.from(bytes).toString('latin1');
  const at = text.search(/MSH[^\w\s]/);
  // Batches begin with FHS and BHS; anything else before the header is no message.
  if (at < 0 || (at > 0 && !/^(?:\s*|[FB]HS.*)$/s.test(text.slice(0, at)))) {
    throw new Malformed('MSH', 0, 'is not at the beginning');
  }
  const separator = text.charAt(at + 3);
  const component = text.charAt(at + 4) || '^';
  const segments = text.slice(at).split(/[\r\n]+/);
  // MSH-1 is the separator itself, so field n stands at n - 1.
  const msh = (segments[0] ?? '').split(separator);
  const first = (field: string | undefined) => (field ?? '').split(component)[0]?.trim() ?? '';
  const [type = '', event = ''] = (msh[8] ?? '').split(component);
  const word = (part: string) => (/^[A-Z0-9]{1,10}$/i.test(part.trim()) ? part.trim().toUpperCase() : '');
  const named = [word(type), word(event)].filter((part) => part !== '').join('^');
  return {
    sendingApplication: first(msh[2]),
    sendingFacility: first(msh[3]),
    receivingApplication: first(msh[4]),
    receivingFacility: first(msh[5]),
    type: named,
    version: first(msh[11]),
    devices: devicesIn(segments, separator, component),
  };
}

function devicesIn(segments: readonly string[], separator: string, component: string): MessageDevice[] {
  const found = new Map<string, MessageDevice>();
  const add = (id: string, udi: string | null, serial: string | null) => {
    const key = id || udi || serial || '';
    if (key !== '' && key.length <= 200 && found.size < MOST_DEVICES) found.set(key, { id, udi, serial });
  };
  for (const segment of segments) {
    const name = segment.slice(0, 3);
    if (name !== 'OBX' && name !== 'PRT') continue;
    const fields = segment.split(separator);
    if (name === 'OBX') {
      for (const repetition of (fields[18] ?? '').split('~')) {
        const [id = '', , universal = ''] = repetition.split(component);
        const identity = id.trim() || universal.trim();
        add(identity, isUdi(identity) ? identity : null, null);
      }
      continue;
    }
    const id = (fields[10] ?? '').split(component)[0]?.trim() ?? '';
    const udi = (fields[16] ?? '').split(component)[0]?.trim() ?? '';
    const serial = (fields[20] ?? '').split(component)[0]?.trim() ?? '';
    add(id, udi === '' ? (isUdi(id) ? id : null) : udi, serial === '' ? null : serial);
  }
  return [...found.values()];
}

/** Whether text looks like a UDI of an issuing agency: GS1 `(01)`, HIBCC `+`, ICCBBA `=`. */
function isUdi(text: string): boolean {
  return /^\(01\)\d{14}|^01\d{14}(?:1[17]|10|21)|^\+[A-Z]\d{3}|^=\/[A-Z0-9]/.test(text);
}
