// Shape of the checks of policies over facts (`dosimeter.checks/1`), and of what they say of a device or of the site.
import { z } from 'zod';
import { id, nullableText, text, time } from './parts.ts';
import { libraryId } from './training.ts';

const line = text.trim().min(1).max(300);

/** A person's word: the question, and for how many months the answer holds. */
const attestedQuestion = z.strictObject({
  question: libraryId,
  ask: line,
  months: z.number().int().min(1).max(60),
  /** What a no says: that it is not so, or only that nobody has looked. */
  no: z.enum(['broken', 'unknown']).default('broken'),
});

/** A word that makes a check hold although facts break it; with `excuses`, only where no other rule breaks it. */
const excuse = attestedQuestion.extend({ excuses: z.array(text.max(60)).min(1).optional() });

/** A rule of findings that breaks a check; with `potential` a finding that is not proven does, too. */
const breakingRule = z.union([
  text.max(60).transform((rule) => ({ rule, potential: false })),
  z.strictObject({ rule: text.max(60), potential: z.literal(true) }),
]);

export const policyCheck = z.strictObject({
  id: libraryId,
  /** What holds when the check holds, as a sentence. */
  title: line,
  /** Judged for each device, or once for the site by what people say. */
  of: z.enum(['device', 'site']).default('device'),
  /** Kinds of device as the inventory names them, and modalities; every one, when left out. */
  applies: z
    .strictObject({
      kinds: z.array(text.max(40)).min(1).optional(),
      modalities: z.array(text.max(16)).min(1).optional(),
    })
    .default({}),
  /** A circumstance in which alone it applies (src/program/checks/conditions.ts). */
  onlyIf: text.max(60).optional(),
  /** Findings that break it. One that is only likely leaves it unknown. */
  breaks: z.array(breakingRule).default([]),
  /** Findings that say that something could not be judged. */
  unsettledBy: z.array(text.max(60)).default([]),
  /** Facts that must be known, and good, before it holds (src/program/checks/needs.ts). */
  needs: z.array(text.max(60)).default([]),
  /** A person's word where facts cannot tell. */
  attested: attestedQuestion.optional(),
  /** What makes it hold although facts break it, such as an exception on file. */
  excusedBy: excuse.optional(),
  /** What to do, or whom to ask, where it is not known. */
  asks: line,
});
export type PolicyCheck = z.infer<typeof policyCheck>;

export const checkFile = z.strictObject({
  schema: z.literal('dosimeter.checks/1'),
  checks: z.array(policyCheck).min(1),
});

/** What a person says to the question of a check: of one device, or of the whole site. */
export const attestation = z.object({
  id,
  question: libraryId,
  device: nullableText,
  answer: z.enum(['yes', 'partly', 'no', 'unknown']),
  at: time,
  /** Day after which it no longer holds, where somebody set one. */
  until: time.nullable(),
});
export type Attestation = z.infer<typeof attestation>;

/** What somebody says: a day stands for its end at the site. */
export const attestationInput = z.strictObject({
  question: libraryId,
  /** Null for the whole site. */
  device: id.nullable().default(null),
  answer: attestation.shape.answer,
  until: z.union([z.iso.date(), time]).nullable().default(null),
  note: text.trim().max(2_000).default(''),
});
export type AttestationInput = z.input<typeof attestationInput>;

/** With who said it, and by which way it came. */
export const attestationKept = attestation.extend({ by: text, via: text, note: text });
export type AttestationKept = z.infer<typeof attestationKept>;

export const CHECK_STATES = ['holds', 'broken', 'unknown', 'not applicable'] as const;
export const checkState = z.enum(CHECK_STATES);
export type CheckState = z.infer<typeof checkState>;

export const checkResult = z.object({
  check: text,
  /** Null for a check of the site. */
  device: nullableText,
  state: checkState,
  /** Why, as a sentence or two. */
  why: text,
  evidence: z.array(z.object({ kind: z.enum(['fact', 'finding', 'attestation']), id: text })),
  /** What would settle it; null where it is settled. */
  asks: nullableText,
});
export type CheckResult = z.infer<typeof checkResult>;
