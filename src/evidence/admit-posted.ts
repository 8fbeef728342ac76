// A fact that a remote sensor posts: what it may say is narrower than what the house may. Nothing attested, nothing about devices as
// people name them, nothing in another's name; and the id must be that of the content.
import type { Fact } from '#contracts/index.ts';
import { canonicalJson, Invalid, inertText } from '#kit/index.ts';
import { admitValue, factId } from './make-fact.ts';
import { looksLikePatientData } from './patient-gate.ts';
import { isSubjectKind, parseFlowKey, parseServiceKey } from './subject.ts';

/** Deeper than any value of the vocabulary. */
const MOST_DEPTH = 8;
const MOST_KEY = 400;

/** How a sensor signs: what it stated, on whose account. */
export function signatureOf(name: string): { readonly suffix: string; readonly by: string } {
  return { suffix: `@${name}`, by: `sensor ${name}` };
}

/** The fact as it may be recorded at `now`. Throws Invalid with the reason, never with the value. */
export function admitPosted(fact: Fact, { sensor, now }: { readonly sensor: string; readonly now: string }): Fact {
  const { suffix, by } = signatureOf(sensor);
  const { subject, source, basis } = fact;
  if (fact.by !== by || !source.sensor.endsWith(suffix)) {
    throw new Invalid(`A fact of this sensor is signed '${by}', and its source ends in '${suffix}'.`);
  }
  for (const [words, most] of [
    [source.sensor, 80],
    [source.run, 80],
    [source.detail ?? '', 300],
  ] as const) {
    if (inertText(words, most) !== words) throw new Invalid('The source of the fact is too long or not plain text.');
  }
  if (basis === 'attested') throw new Invalid('A sensor states what it sees; what people say is entered by people.');
  checkSubject(subject);
  if (isTooDeep(fact.value, MOST_DEPTH)) throw new Invalid('The value is nested too deeply.');
  const value = admitValue(fact.attribute, fact.value);
  if (canonicalJson(value) !== canonicalJson(fact.value) || factId(fact) !== fact.id) {
    throw new Invalid('The id of the fact is not that of its content.');
  }
  return { ...fact, recordedAt: now };
}

function checkSubject({ kind, key }: Fact['subject']): void {
  if (!isSubjectKind(kind) || kind === 'device') throw new Invalid('A sensor does not speak about this kind of thing.');
  if (looksLikePatientData(key)) throw new Invalid('The key of the subject looks like patient data.');
  if (key === '' || inertText(key, MOST_KEY) !== key) throw new Invalid('The key of the subject is no plain text.');
  if (kind === 'service') parseServiceKey(key);
  if (kind === 'flow') parseFlowKey(key);
}

function isTooDeep(value: unknown, left: number): boolean {
  if (value === null || typeof value !== 'object') return false;
  if (left === 0) return true;
  return Object.values(value).some((member) => isTooDeep(member, left - 1));
}
