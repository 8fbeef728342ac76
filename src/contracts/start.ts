// Shape of the questions of the guided start (`dosimeter.start/1`), of their answers, and of what the answers state.
import { z } from 'zod';
import { text } from './parts.ts';
import type { RiskSettingsInput } from './risk.ts';
import { entryKind } from './threats.ts';
import { libraryId } from './training.ts';

const line = text.trim().min(1).max(200);
const where = z.strictObject({
  kinds: z.array(text.max(40)).min(1).optional(),
  modalities: z.array(text.max(16)).min(1).optional(),
});

/** Figures that a number states. Exams a day are said for all machines together, or for one of each kind. */
export const START_SETTINGS = ['patients', 'examsPerDay', 'budget'] as const;

/** One thing that an answer states. */
export const startStatement = z.union([
  /** A control of the library of threats, in place or not. */
  z.strictObject({ control: libraryId, inPlace: z.boolean() }),
  /** The answer to a question of a check, for the whole site. */
  z.strictObject({ attest: libraryId, answer: z.enum(['yes', 'partly', 'no']) }),
  /** A fact about each of these devices. */
  z.strictObject({ fact: text.max(60), value: z.json(), on: where }),
  /** What an entry opens: nothing, or the networks in which imaging devices are. */
  z.strictObject({ entry: entryKind, opens: z.enum(['nothing', 'imaging']) }),
  /** The number is this figure. */
  z.strictObject({ setting: z.enum(START_SETTINGS) }),
]);
export type StartStatement = z.infer<typeof startStatement>;

/** When a question is asked: only where such a device is there, or another question was answered so. */
const startCondition = z.union([
  z.strictObject({ has: where }),
  z.strictObject({ question: libraryId, is: z.array(z.enum(['yes', 'partly', 'no', 'unknown'])).min(1) }),
]);

export const startQuestion = z.strictObject({
  id: libraryId,
  section: z.enum(['Your center', 'People', 'Machines', 'Network', 'Images', 'When things go wrong', 'Money']),
  ask: line,
  /** Why we ask. */
  why: line,
  /** Where to look, or whom to ask. */
  where: line,
  answer: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('yes-no') }),
    z.strictObject({ kind: z.literal('yes-partly-no') }),
    z.strictObject({
      kind: z.literal('number'),
      unit: text.min(1).max(40),
      least: z.number(),
      most: z.number(),
      /** Whole numbers only. */
      whole: z.boolean(),
      /** Of all machines together; it may also be answered for one machine of each kind. */
      split: z.literal('modality').optional(),
    }),
  ]),
  onlyIf: z.array(startCondition).default([]),
  /** "Don't know" states nothing, whatever the question. */
  states: z.strictObject({
    yes: z.array(startStatement).default([]),
    partly: z.array(startStatement).default([]),
    no: z.array(startStatement).default([]),
    number: z.array(startStatement).default([]),
  }),
});
export type StartQuestion = z.infer<typeof startQuestion>;

export const startFile = z.strictObject({
  schema: z.literal('dosimeter.start/1'),
  questions: z.array(startQuestion).min(1).max(60),
});

const choice = z.enum(['yes', 'partly', 'no', 'unknown']);
const figure = z.union([z.number(), z.literal('unknown')]);
/** Answers by question; a figure that may be split is a number, or a number by modality. What is left out is not known. */
export const startAnswers = z.record(
  libraryId,
  z.union([choice, z.number(), z.record(text.regex(/^[A-Z]{2,16}$/), figure)]),
);
export type StartAnswers = z.infer<typeof startAnswers>;

/** What the answers state. A control that stands in no list was not asked about, or its question not answered. */
export interface Stated {
  readonly settings: RiskSettingsInput;
  readonly controls: {
    readonly inPlace: readonly string[];
    readonly notInPlace: readonly string[];
    readonly unknown: readonly string[];
  };
  readonly attested: readonly { readonly question: string; readonly answer: 'yes' | 'partly' | 'no' }[];
  readonly facts: readonly {
    readonly device: string;
    readonly attribute: string;
    readonly value: unknown;
    readonly confidence: number;
  }[];
  /** Questions that were asked and are not known, in their order. */
  readonly open: readonly string[];
  /** Questions that do not concern this site. */
  readonly notAsked: readonly string[];
}
