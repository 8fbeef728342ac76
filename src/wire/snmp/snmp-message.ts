// SNMP v1 and v2c (RFC 1157, 3416): that a community is used (never which), and what a response says of the system. Just enough
// BER for that, bounded.

/** A message as far as it is read. */
export interface SnmpMessage {
  readonly version: 1 | 2 | 3;
  /** A response, not a question. */
  readonly isResponse: boolean;
  /** Values of the system group (1.3.6.1.2.1.1), by their last number: 1 description, 5 name, 6 location. */
  readonly system: ReadonlyMap<number, string>;
}

interface Element {
  readonly tag: number;
  readonly value: Uint8Array;
  readonly end: number;
}

const SEQUENCE = 0x30;
const SYSTEM = [0x2b, 6, 1, 2, 1, 1];
const MOST_BINDINGS = 50;

function element(bytes: Uint8Array, at: number): Element | null {
  const tag = bytes[at];
  let length = bytes[at + 1];
  if (tag === undefined || length === undefined) return null;
  let start = at + 2;
  if (length & 0x80) {
    const count = length & 0x7f;
    if (count === 0 || count > 3) return null;
    length = 0;
    for (let n = 0; n < count; n++) length = (length << 8) | (bytes[start + n] ?? 0);
    start += count;
  }
  return start + length > bytes.length
    ? null
    : { tag, value: bytes.subarray(start, start + length), end: start + length };
}

/** Reads a message; null when it is none. */
export function snmpMessage(bytes: Uint8Array): SnmpMessage | null {
  const whole = element(bytes, 0);
  if (whole?.tag !== SEQUENCE) return null;
  const version = element(whole.value, 0);
  if (version?.tag !== 2 || version.value.length !== 1) return null;
  const number = version.value[0] ?? 9;
  if (number === 3) return { version: 3, isResponse: false, system: new Map() };
  if (number > 1) return null;
  const community = element(whole.value, version.end);
  if (community?.tag !== 4) return null;
  const pdu = element(whole.value, community.end);
  if (!pdu || (pdu.tag & 0xe0) !== 0xa0) return null;
  const isResponse = pdu.tag === 0xa2;
  return { version: number === 0 ? 1 : 2, isResponse, system: isResponse ? systemOf(pdu.value) : new Map() };
}

function systemOf(pdu: Uint8Array): Map<number, string> {
  const found = new Map<number, string>();
  // Request ID, error status, error index, then the bindings.
  let at = 0;
  for (let n = 0; n < 3; n++) {
    const skipped = element(pdu, at);
    if (!skipped) return found;
    at = skipped.end;
  }
  const bindings = element(pdu, at);
  if (bindings?.tag !== SEQUENCE) return found;
  for (let from = 0, count = 0; from < bindings.value.length && count < MOST_BINDINGS; count++) {
    const binding = element(bindings.value, from);
    if (!binding) break;
    from = binding.end;
    const name = element(binding.value, 0);
    const value = name && element(binding.value, name.end);
    if (name?.tag !== 6 || value?.tag !== 4) continue;
    if (!SYSTEM.every((part, n) => name.value[n] === part) || name.value.length !== SYSTEM.length + 2) continue;
    found.set(name.value[SYSTEM.length] ?? 0, Buffer.from(value.value).toString('latin1').slice(0, 300));
  }
  return found;
}
