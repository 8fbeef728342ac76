// Makes a Fact: one statement about a subject with its source, time, basis and confidence. Its id is the hash of all but
// the time of recording, so that the same statement sent twice is one.
import type { z } from 'zod';
import type { Basis, Fact } from '#contracts/index.ts';
import { type Clock, canonicalJson, Invalid, inertText, round9, sha256 } from '#kit/index.ts';
import { looksLikePatientData } from './patient-gate.ts';
import { isSubjectKind, type SubjectRef } from './subject.ts';
import { type AttributeInput, type AttributeName, attributeNamed } from './vocabulary.ts';

/** What a sensor or a person states. */
export interface FactInput<A extends AttributeName = AttributeName> {
  readonly subject: SubjectRef;
  readonly attribute: A;
  readonly value: AttributeInput<A>;
  readonly basis: Basis;
  readonly confidence: number;
  readonly source: { readonly sensor: string; readonly run: string; readonly detail: string | null };
  /** When it was so; now if left out. */
  readonly observedAt?: string;
  readonly by: string;
}

type JsonValue = Fact['value'];

/** A fact from what was stated; throws Invalid when the vocabulary or the patient gate refuses it. */
export function makeFact<A extends AttributeName>(input: FactInput<A>, clock: Clock): Fact {
  const { subject, attribute, basis, by } = input;
  const value = admitValue(attribute, input.value);
  if (!isSubjectKind(subject.kind) || subject.key === '' || subject.key.length > 400) {
    throw new Invalid(
      'A fact is about a service, an address, an asset, a device, a flow or a document, with a key of 1 to 400 characters.',
    );
  }
  if (!(input.confidence >= 0 && input.confidence <= 1)) {
    throw new Invalid(`Confidence is a number from 0 to 1, not ${input.confidence}.`);
  }
  const now = clock.now().toISOString();
  const observedAt = input.observedAt === undefined ? now : isoTime(input.observedAt);
  const confidence = round9(input.confidence);
  const { sensor, run, detail } = input.source;
  const source = { sensor: inertText(sensor, 80), run: inertText(run, 80), detail: detail && inertText(detail, 300) };
  const statement = { subject: { kind: subject.kind, key: subject.key }, attribute, value, basis, confidence };
  const body = { ...statement, source, observedAt, by: inertText(by, 200) };
  return { id: sha256(canonicalJson(body)), ...body, recordedAt: now };
}

/** The id that a fact must have: the hash of all but `recordedAt` (and itself). */
export function factId(fact: Fact): string {
  const { id: _, recordedAt: __, ...body } = fact;
  return sha256(canonicalJson(body));
}

/** The value as it may be stored, made inert; throws Invalid with what is wrong, never with the value itself. */
export function admitValue(attribute: string, value: unknown): JsonValue {
  const known = attributeNamed(attribute);
  if (!known) throw new Invalid(`'${inertText(attribute, 60)}' is no attribute of the vocabulary.`);
  if (looksLikePatientData(value)) {
    throw new Invalid(`The value for ${known.label.toLowerCase()} looks like patient data and is not stored.`);
  }
  const parsed = known.schema.safeParse(value);
  if (!parsed.success) throw new Invalid(`The value for ${known.label.toLowerCase()} ${problemOf(parsed.error)}.`);
  // Every schema of the vocabulary yields JSON.
  return parsed.data as JsonValue;
}

function problemOf(error: z.ZodError): string {
  const issue = error.issues[0];
  const where = issue && issue.path.length > 0 ? ` at ${issue.path.join('.')}` : '';
  return `has the wrong shape${where} (${issue?.code ?? 'unknown'})`;
}

function isoTime(text: string): string {
  const time = new Date(text);
  if (Number.isNaN(time.getTime()))
    throw new Invalid(`'${inertText(text, 40)}' is no time; write 2026-01-31T12:00:00Z.`);
  return time.toISOString();
}
