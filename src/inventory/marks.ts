// What tells one device from another: marks read from the facts about a subject. A mark that many things share (a
// placeholder serial, a default AE title, the hardware address of a router) identifies nothing and is left out.
import type { SubjectRef } from '#evidence/model.ts';
import { parseServiceKey } from '#evidence/model.ts';
import { defaultTitleOf, vendorKey } from '#knowledge/index.ts';

/**
 * Kinds of marks. `host`: the address that a service or address subject lives at; `addr`: an address that a list or a
 * person gives; `serial`: maker and serial number; `sn`: serial number alone; `print`: what answers on a port, compared but
 * never joined on.
 */
export type MarkKind = 'host' | 'serial' | 'mac' | 'addr' | 'tag' | 'sn' | 'hn' | 'aet' | 'name' | 'print';

/** A mark as text, `kind:value`. */
export type Mark = `${MarkKind}:${string}`;

/** A fact as far as identity is concerned. */
export interface StatedValue {
  readonly attribute: string;
  readonly value: unknown;
  readonly confidence: number;
  readonly lastObservedAt: string;
}

/** The kind and the value of a mark. */
export function splitMark(mark: string): readonly [kind: string, value: string] {
  const colon = mark.indexOf(':');
  return [mark.slice(0, colon), mark.slice(colon + 1)];
}

/** Facts less sure than this are hints, not marks of identity (a name in a certificate, for example). */
export const LEAST_CONFIDENCE = 0.5;

/** The marks of a subject, sorted, each once. */
export function marksOf(subject: SubjectRef, facts: readonly StatedValue[]): Mark[] {
  const marks = new Set<Mark>();
  if (subject.kind === 'service') {
    marks.add(`host:${parseServiceKey(subject.key).address}`);
    for (const fact of facts) addPrint(marks, fact);
    return [...marks].sort();
  }
  if (subject.kind === 'address') marks.add(`host:${subject.key}`);
  // What a person says of a device describes it; only sensors and lists tell which device it is, else a typing error joins two.
  if (subject.kind === 'device') return [];
  const sure = facts.filter((fact) => fact.confidence >= LEAST_CONFIDENCE);
  const text = (attribute: string) => {
    const value = newest(sure, attribute)?.value;
    return typeof value === 'string' ? value : '';
  };
  const texts = (attribute: string) =>
    sure
      .filter((fact) => fact.attribute === attribute && typeof fact.value === 'string')
      .map((fact) => String(fact.value));
  const serial = serialKey(text('device.serial'));
  if (serial !== null) {
    const vendor = vendorKey(text('device.vendor'));
    marks.add(`sn:${serial}`);
    if (vendor !== '') marks.add(`serial:${vendor}|${serial}`);
  }
  // An address belongs to one hardware address at a time: the newest.
  const macs = subject.kind === 'address' ? [text('device.mac')] : texts('device.mac');
  for (const mac of macs) if (isUnitMac(mac)) marks.add(`mac:${mac}`);
  if (subject.kind === 'asset') for (const address of texts('device.address')) addAddress(marks, address);
  for (const title of texts('device.aeTitle')) if (defaultTitleOf(title) === null) marks.add(`aet:${title}`);
  for (const name of texts('device.hostName')) addHostName(marks, name);
  const tag = text('device.assetTag').toUpperCase().replace(/\s+/g, '');
  if (tag.length >= 3 && !PLACEHOLDERS.test(tag)) marks.add(`tag:${tag}`);
  const name = text('device.name').toLowerCase().replace(/\s+/g, ' ').trim();
  if (name.length >= 3) marks.add(`name:${name}`);
  return [...marks].sort();
}

function newest(facts: readonly StatedValue[], attribute: string): StatedValue | undefined {
  let best: StatedValue | undefined;
  for (const fact of facts) {
    if (fact.attribute !== attribute) continue;
    if (!best || order(fact) > order(best)) best = fact;
  }
  return best;
}

function order(fact: StatedValue): string {
  return `${fact.lastObservedAt} ${JSON.stringify(fact.value)}`;
}

function addPrint(marks: Set<Mark>, fact: StatedValue): void {
  const member = fact.attribute === 'service.tls' ? 'certificateSha256' : 'classUid';
  if (fact.attribute !== 'service.tls' && fact.attribute !== 'service.implementation') return;
  const value: unknown = fact.value !== null && typeof fact.value === 'object' ? Reflect.get(fact.value, member) : null;
  if (typeof value === 'string' && value !== '') marks.add(`print:${member} ${value}`);
}

function addAddress(marks: Set<Mark>, address: string): void {
  if (!/^(0\.0\.0\.0|255\.255\.255\.255|::1?|127\.0\.0\.1)$/.test(address)) marks.add(`addr:${address}`);
}

function addHostName(marks: Set<Mark>, name: string): void {
  const short = name.toLowerCase().split('.')[0] ?? '';
  if (short.length >= 3 && !/^(localhost|unknown|none|host|server|workstation|default|wildcard)$/.test(short)) {
    marks.add(`hn:${short}`);
  }
}

const PLACEHOLDERS =
  /^(N\/?A|NA|NONE|NULL|NIL|UNKNOWN|UNBEKANNT|INCONNU|DESCONOCIDO|TBD|TBC|TEST|DEFAULT|DEFAULTSTRING|TOBEFILLEDBYO\.?E\.?M\.?|SYSTEMSERIALNUMBER|SERIALNUMBER|SERIAL|NOTAVAILABLE|NOTAPPLICABLE|NOTSPECIFIED|NOTKNOWN|X+|\?+|-+|0?1234(?:5(?:6(?:7(?:8(?:90?)?)?)?)?)?|(.)\2*)$/;

/** A serial number as it is compared, or null when it is a placeholder that identifies nothing. */
export function serialKey(serial: string): string | null {
  const key = serial.toUpperCase().replace(/[\s\-_.]+/g, '');
  return key.length < 3 || PLACEHOLDERS.test(key) ? null : key;
}

/** Whether a hardware address belongs to one unit: not empty, a group, a virtual router or a container bridge. */
export function isUnitMac(mac: string): boolean {
  if (!/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/.test(mac)) return false;
  if (/^(00:00:00:00:00:00|00:00:5e:00:0[12]:|00:00:0c:(07:ac|9f:f)|02:42:)/.test(mac)) return false;
  return (Number.parseInt(mac.slice(0, 2), 16) & 1) === 0;
}
