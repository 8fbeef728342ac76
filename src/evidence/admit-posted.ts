// A fact that a remote sensor posts: what it may say is narrower than what the house may. Nothing attested, nothing about devices as
// people name them, nothing in another's name; and the id must be that of the content.
import type { Fact } from '#contracts/index.ts';
import { canonicalJson, Invalid, inertText, parseAddress } from '#kit/index.ts';
import { admitValue, factId } from './make-fact.ts';
import { MOST_AHEAD_MS } from './observations.ts';
import { looksLikePatientData } from './patient-gate.ts';
import { isSubjectKind, parseFlowKey, parseServiceKey } from './subject.ts';
import { attributeNamed } from './vocabulary.ts';

/** Deeper than any value of the vocabulary. */
const MOST_DEPTH = 8;
const MOST_KEY = 400;
const MOST_DETAIL = 300;
const KIND = /^[a-z0-9-]{1,40}$/;
const RUN = /^[\w.:-]{1,80}$/;
const VANTAGE = /^[\w .:-]{1,80}$/;

/** How a sensor signs: what it stated, on whose account. */
export function signatureOf(name: string): { readonly suffix: string; readonly by: string } {
  return { suffix: `@${name}`, by: `sensor ${name}` };
}

/** The fact as it may be recorded at `now`. Throws Invalid with the reason, never with the value. */
export function admitPosted(fact: Fact, { sensor, now }: { readonly sensor: string; readonly now: string }): Fact {
  const { suffix, by } = signatureOf(sensor);
  const { subject, source, basis } = fact;
  const kind = source.sensor.endsWith(suffix) ? source.sensor.slice(0, -suffix.length) : '';
  if (fact.by !== by || !KIND.test(kind)) {
    throw new Invalid(`A fact of this sensor is signed '${by}', and its source ends in '${suffix}'.`);
  }
  const detail = source.detail ?? '';
  if (!RUN.test(source.run) || inertText(detail, MOST_DETAIL) !== detail || looksLikePatientData(detail)) {
    throw new Invalid('The source of the fact is too long, no plain text, or looks like patient data.');
  }
  const aheadMs = Date.parse(fact.observedAt) - Date.parse(now);
  if (!(aheadMs <= MOST_AHEAD_MS) || Date.parse(fact.observedAt) < 0) {
    throw new Invalid('The fact is dated in the future, or before 1970. Set the clock of the machine that saw it.');
  }
  if (basis === 'attested') throw new Invalid('A sensor states what it sees; what people say is entered by people.');
  checkSubject(subject);
  if (isTooDeep(fact.value, MOST_DEPTH)) throw new Invalid('The value is nested too deeply.');
  // The name is not repeated: whoever made it up may have put anything into it.
  if (!attributeNamed(fact.attribute)) throw new Invalid('The fact states an attribute that is not known here.');
  const value = admitValue(fact.attribute, fact.value);
  if (canonicalJson(value) !== canonicalJson(fact.value) || factId(fact) !== fact.id) {
    throw new Invalid('The id of the fact is not that of its content.');
  }
  return { ...fact, recordedAt: now };
}

function checkSubject({ kind, key }: Fact['subject']): void {
  if (!isSubjectKind(kind) || kind === 'device' || kind === 'document')
    throw new Invalid('A sensor does not speak about this kind of thing.');
  if (looksLikePatientData(key)) throw new Invalid('The key of the subject looks like patient data.');
  if (key === '' || inertText(key, MOST_KEY) !== key) throw new Invalid('The key of the subject is no plain text.');
  if (!isWellFormed(kind, key)) throw new Invalid('The key of the subject is no address, service or flow.');
}

function isAddress(text: string): boolean {
  return Boolean(parseAddress(text));
}

function isWellFormed(kind: string, key: string): boolean {
  try {
    if (kind === 'address') return isAddress(key);
    if (kind === 'service') {
      const { address, port, vantage } = parseServiceKey(key);
      return isAddress(address) && port > 0 && VANTAGE.test(vantage);
    }
    if (kind === 'flow') {
      const { client, server, port } = parseFlowKey(key);
      return isAddress(client) && isAddress(server) && port > 0;
    }
    return true;
  } catch (error) {
    if (error instanceof Invalid) return false;
    throw error;
  }
}

function isTooDeep(value: unknown, left: number): boolean {
  if (value === null || typeof value !== 'object') return false;
  if (left === 0) return true;
  return Object.values(value).some((member) => isTooDeep(member, left - 1));
}
