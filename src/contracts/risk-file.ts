// The risk-management file of a medical IT network, as IEC 80001-1 asks for it (`dosimeter.risk-file/1`).
import { z } from 'zod';
import { harmMatrix, harmPlacement } from './harm.ts';
import { nullableText, text, time } from './parts.ts';

/** What only the organization can say: null until it did, and then who has to. Never made up. */
export const filled = z.object({ text: nullableText, toBeFilledBy: text });
export type Filled = z.infer<typeof filled>;

/** The key properties of IEC 80001-1. */
export const KEY_PROPERTIES = ['safety', 'effectiveness', 'security'] as const;
export const keyProperty = z.enum(KEY_PROPERTIES);
export type KeyProperty = z.infer<typeof keyProperty>;

export const controlState = z.enum(['in place', 'done', 'planned', 'proposed']);

const counts = z.object({
  acceptable: z.number().int(),
  investigate: z.number().int(),
  notAcceptable: z.number().int(),
  /** Nobody knows how often. */
  unknown: z.number().int(),
});

export const riskFile = z.object({
  schema: z.literal('dosimeter.risk-file/1'),
  site: text,
  at: time,
  /** What it rests on, in sentences. */
  basis: z.array(text),
  scope: z.object({
    purpose: filled,
    groups: z.array(
      z.object({
        id: text,
        name: text,
        makers: z.array(text),
        zones: z.array(text),
        devices: z.array(z.object({ id: text, name: text })),
        intendedUse: filled,
      }),
    ),
  }),
  keyProperties: z.array(
    z.object({
      property: keyProperty,
      meaning: text,
      /** Ids of the scenarios that touch it. */
      scenarios: z.array(text),
    }),
  ),
  acceptability: z.object({ matrix: harmMatrix, isDefault: z.boolean(), approval: filled }),
  risks: z.array(
    z.object({
      scenario: text,
      hazard: text,
      hazardousSituation: text,
      function: text,
      groups: z.array(text),
      keyProperties: z.array(keyProperty),
      causes: z.array(text),
      severityFrom: z.enum(['default', 'raters']),
      today: harmPlacement,
      controls: z.array(
        z.object({ name: text, state: controlState, owner: filled, due: nullableText, verification: filled }),
      ),
      newRisks: filled,
      /** With the controls that are planned. */
      residual: harmPlacement,
      /** Why nothing is decided yet, or what was, by whom, when and until when. */
      decision: z.object({ what: filled, by: nullableText, at: nullableText, until: nullableText }).nullable(),
    }),
  ),
  overall: z.object({ today: counts, residual: counts, statement: filled }),
  roles: z.array(z.object({ role: text, duty: text, name: filled })),
  responsibilityAgreement: z.object({
    parties: z.array(z.object({ party: text, part: text, contact: filled })),
    items: z.array(z.object({ topic: text, content: filled })),
  }),
  processes: z.array(z.object({ topic: text, content: filled })),
  /** Everything that is still to be filled in; `key` is how it is handed in. */
  open: z.array(z.object({ key: text, what: text, toBeFilledBy: text })),
});
export type RiskFile = z.infer<typeof riskFile>;

/** Longest text that is kept, and how many are. */
export const MOST_TEXT = 4000;
const MOST_SAID_AT_ONCE = 200;

/** Everything that only the organization can say, and what it said. */
export const riskFileQuestions = z.object({
  questions: z.array(
    z.object({
      key: text,
      what: text,
      toBeFilledBy: text,
      text: nullableText,
      by: nullableText,
      at: time.nullable(),
      /** False for what was said once and is not asked in the file of the newest assessment. */
      isAsked: z.boolean(),
    }),
  ),
});
export type RiskFileQuestions = z.infer<typeof riskFileQuestions>;
export type RiskFileQuestion = RiskFileQuestions['questions'][number];

/** What is said, by key; null takes it back, what is left out stays as it was. */
export const riskFileSaid = z.strictObject({
  texts: z
    .record(text.min(1).max(300), text.trim().min(1).max(MOST_TEXT).nullable())
    .refine((texts) => Object.keys(texts).length <= MOST_SAID_AT_ONCE, {
      error: `say at most ${MOST_SAID_AT_ONCE} at once`,
    }),
});
