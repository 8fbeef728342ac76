// Assessments: how a site stands against a framework, row by row, and what people answer where no fact can.
import { z } from 'zod';
import { rowBasis, statusAnswer } from './controls.ts';
import { id, nullableText, text, time } from './parts.ts';

const day = z.iso.date();
const key = text.min(1).max(160);

/** What an answer is about: a control, a row of a framework, what is wanted of a row, or a question to a party. */
export const ANSWERED = ['control', 'row', 'target', 'question'] as const;
const answered = z.enum(ANSWERED);

/** `scope` is the framework of a row or a target, the id of the party of a question, and empty for a control. `unknown` takes an answer back. */
export const answerInput = z.strictObject({
  kind: answered,
  scope: text.max(160).default(''),
  subject: key,
  answer: statusAnswer,
  note: text.trim().max(1000).default(''),
  /** Where the proof is: a document, a ticket, a shelf. */
  evidence: text.trim().max(500).default(''),
  /** The day on which it was so; today, when left out. */
  on: day.optional(),
});
export type AnswerInput = z.infer<typeof answerInput>;
export const answersInput = z.strictObject({ answers: z.array(answerInput).min(1).max(500) });

export const keptAnswer = z.object({
  kind: answered,
  scope: text,
  subject: text,
  answer: statusAnswer,
  note: text,
  evidence: text,
  on: day,
  at: time,
  by: text,
  /** How it came in: said here, or from which file. */
  via: text,
});
export type KeptAnswer = z.infer<typeof keptAnswer>;

/** What an answer rests on. */
export const ROW_FROM = ['observed', 'attested', 'both', 'nothing'] as const;
const rowFrom = z.enum(ROW_FROM);

const counts = z.object({
  /** Rows that ask for something: headings are not counted. */
  rows: z.number().int(),
  yes: z.number().int(),
  partly: z.number().int(),
  no: z.number().int(),
  unknown: z.number().int(),
  /** Answered from facts, wholly or in part. */
  observed: z.number().int(),
  /** What people said longer than a year ago, so that it no longer counts. */
  stale: z.number().int(),
  /** Rows with a target that is not reached. */
  belowTarget: z.number().int(),
});
export type StandingCounts = z.infer<typeof counts>;

export const frameworkSummary = counts.extend({ id: text, name: text, version: text, lastAnswer: day.nullable() });
export type FrameworkSummary = z.infer<typeof frameworkSummary>;
export const assessmentList = z.object({
  schema: z.literal('dosimeter.assessments/1'),
  at: time,
  frameworks: z.array(frameworkSummary),
});
export type AssessmentList = z.infer<typeof assessmentList>;

const proof = z.object({ text, at: time.nullable() });

export const rowStanding = z.object({
  id: text,
  name: text,
  parent: nullableText,
  /** How sure the number and the name of the row are. */
  basis: rowBasis,
  /** False for a heading, which asks for nothing by itself. */
  asks: z.boolean(),
  answer: statusAnswer,
  from: rowFrom,
  why: text,
  /** Somebody answered, too long ago. */
  stale: z.boolean(),
  target: statusAnswer,
  /** What somebody said of this very row. */
  own: keptAnswer.nullable(),
  /** Controls that serve it; an answer to one of them counts in every framework that it serves. */
  controls: z.array(
    z.object({
      id: text,
      name: text,
      answer: statusAnswer,
      from: z.enum(['observed', 'attested', 'nothing']),
      why: text,
      /** Rows of other frameworks that the same answer serves. */
      alsoServes: z.number().int(),
      own: keptAnswer.nullable(),
    }),
  ),
});
export type RowStanding = z.infer<typeof rowStanding>;

/** A part of what a risk analysis must hold, with what is there of it. */
const analysisPart = z.object({
  id: text,
  name: text,
  asks: text,
  answer: statusAnswer,
  why: text,
  proof: z.array(proof),
});
export type AnalysisPart = z.infer<typeof analysisPart>;

export const frameworkStanding = z.object({
  schema: z.literal('dosimeter.framework-standing/1'),
  site: text,
  at: time,
  id: text,
  name: text,
  version: text,
  source: text,
  counts,
  /** The nine parts of a risk analysis; only beside the HIPAA Security Rule. */
  analysis: z.array(analysisPart).nullable(),
  rows: z.array(rowStanding),
});
export type FrameworkStanding = z.infer<typeof frameworkStanding>;

export const QUESTIONNAIRES = ['business-associate', 'vendor'] as const;
export const questionnaireKind = z.enum(QUESTIONNAIRES);
export type QuestionnaireKind = z.infer<typeof questionnaireKind>;

export const partyInput = z.strictObject({
  questionnaire: questionnaireKind,
  name: text.trim().min(1).max(200),
  contact: text.trim().max(200).default(''),
});
export type PartyInput = z.infer<typeof partyInput>;

export const party = z.object({
  id,
  questionnaire: questionnaireKind,
  name: text,
  contact: text,
  at: time,
  by: text,
  questions: z.array(
    z.object({
      id: text,
      section: text,
      ask: text,
      /** The control that an answer of yes supports. */
      control: nullableText,
      answer: keptAnswer.nullable(),
      stale: z.boolean(),
    }),
  ),
  answered: z.number().int(),
  bad: z.number().int(),
});
export type AskedParty = z.infer<typeof party>;
export const partyList = z.object({ schema: z.literal('dosimeter.questionnaires/1'), items: z.array(party) });
export type PartyList = z.infer<typeof partyList>;

/** What became of a file of the SRA Tool. */
export const sraImport = z.object({
  schema: z.literal('dosimeter.sra-import/1'),
  rows: z.number().int(),
  taken: z.number().int(),
  unchanged: z.number().int(),
  /** Rows that name no provision of the Security Rule, or whose answer cannot be read, each with why. */
  left: z.array(z.object({ row: z.number().int(), question: text, why: text })),
  /** The headings that were read as what. */
  columns: z.record(text, text),
});
export type SraImport = z.infer<typeof sraImport>;
