// What people decide about findings: risks accepted for a time, questions that wait for a maker, and the days that each finding has.
import { z } from 'zod';
import { severity } from './ladder.ts';
import { id, listOf, nullableText, text, time } from './parts.ts';

const day = z.iso.date();
const sentence = text.trim().min(3, 'Say why, in a few words.').max(2000);

/** Why a product is not affected (CISA, "VEX Status Justifications", 2022; the flags of CSAF 2.0 section 3.2.3.5). */
export const vexJustification = z.enum([
  'component_not_present',
  'vulnerable_code_not_present',
  'vulnerable_code_not_in_execute_path',
  'vulnerable_code_cannot_be_controlled_by_adversary',
  'inline_mitigations_already_exist',
]);
export type VexJustification = z.infer<typeof vexJustification>;

/** How a maker was asked. */
export const askedHow = z.enum(['e-mail', 'portal', 'phone', 'letter', 'visit']);

/** Where a finding stands in the program of the site: what was decided, who is waited for, when it is due. */
export const standing = z.object({
  firstSeenAt: time,
  /** Null: it asks for nothing, or the policy gives no day. */
  due: z.object({ at: time, days: z.number().int(), because: text, overdue: z.boolean() }).nullable(),
  acceptance: z
    .object({
      decision: id,
      state: z.enum(['asked', 'accepted']),
      reason: text,
      justification: vexJustification.nullable(),
      until: time,
      askedBy: text,
      askedAt: time,
      approvedBy: nullableText,
      approvedAt: time.nullable(),
    })
    .nullable(),
  maker: z
    .object({
      decision: id,
      maker: text,
      how: askedHow,
      question: text,
      askedBy: text,
      askedAt: time,
      days: z.number().int(),
      promisedFor: day.nullable(),
      answer: nullableText,
    })
    .nullable(),
});
export type Standing = z.infer<typeof standing>;

export const acceptInput = z.object({
  reason: text.trim().min(10, 'Say why in a sentence; somebody else must understand it.').max(2000),
  /** The last day on which it holds. */
  until: day,
  /** Given: the site says that the flaw does not affect the device; without it a risk is accepted. */
  justification: vexJustification.nullable().default(null),
});
export const approveInput = z.object({ decision: id, note: text.trim().max(2000).default('') });
export const refuseInput = z.object({ decision: id, reason: sentence });
export const withdrawInput = z.object({ decision: id, reason: sentence });
export const askMakerInput = z.object({
  how: askedHow,
  question: text.trim().min(3, 'Write what was asked.').max(2000),
  /** The day of the question; today if left out. */
  on: day.nullable().default(null),
  /** Who was asked, when it is not the maker that the device names. */
  maker: text.trim().min(1).max(100).nullable().default(null),
});
export const makerAnswerInput = z
  .object({
    decision: id,
    outcome: z.enum(['answered', 'promised', 'refused']),
    answer: sentence,
    promisedFor: day.nullable().default(null),
  })
  .refine(({ outcome, promisedFor }) => (outcome === 'promised') === (promisedFor !== null), {
    path: ['promisedFor'],
    message: 'A promise has a day, and only a promise has one.',
  });

/** A decision with all that happened to it. */
export const decision = z.object({
  id,
  finding: id,
  kind: z.enum(['acceptance', 'maker']),
  state: z.enum(['asked', 'accepted', 'refused', 'withdrawn', 'reopened', 'waiting', 'answered', 'ended']),
  reason: text,
  justification: vexJustification.nullable(),
  until: time.nullable(),
  maker: nullableText,
  how: askedHow.nullable(),
  promisedFor: day.nullable(),
  answer: nullableText,
  askedBy: text,
  askedAt: time,
  endedAt: time.nullable(),
  events: z.array(z.object({ at: time, who: text, what: text, why: text })),
});
export type Decision = z.infer<typeof decision>;
/** What the command `decision` says: the decisions that it listed, or the one that it took. */
export const decisionsDocument = z.object({
  schema: z.literal('dosimeter.decisions/1'),
  decisions: z.array(decision),
  advice: nullableText,
});
export type DecisionsDocument = z.infer<typeof decisionsDocument>;
export const decisionsOfFinding = z.object({ items: z.array(decision) });
/** `advice`: what must happen next, when it cannot happen as things are. */
export const decisionDone = z.object({ decision, advice: nullableText });
export type DecisionDone = z.infer<typeof decisionDone>;

const daysToAct = z.number().int().min(1).max(3650).nullable();
/** Days to act by what SSVC says at its soonest, without SSVC by severity; null: none. `epssLine`: an accepted risk comes back when EPSS reaches it. */
export const decisionPolicy = z.object({
  ssvc: z.object({ immediate: daysToAct, 'out-of-cycle': daysToAct, scheduled: daysToAct, defer: daysToAct }),
  severity: z.record(severity, daysToAct),
  epssLine: z.number().gt(0).max(1),
  longestAcceptanceDays: z.number().int().min(1).max(366),
});
export type DecisionPolicy = z.infer<typeof decisionPolicy>;
/** Null: back to the policy that the product ships with. */
export const policyInput = z.object({ policy: decisionPolicy.nullable() });
/** The policy of the site, and whether it is the one that the product ships with. */
export const policyAnswer = z.object({ policy: decisionPolicy, isDefault: z.boolean(), by: nullableText });

/** What a maker is asked, and what it owes an answer to. */
export const makerRow = z.object({
  maker: text,
  devices: z.number().int(),
  /** Findings for which the maker must act and nobody has asked. */
  notAsked: z.number().int(),
  waiting: z.number().int(),
  /** Days since the oldest question without an answer. */
  longestDays: z.number().int(),
  /** Promised for a day that is over. */
  promisesBroken: z.number().int(),
  answered: z.number().int(),
  refused: z.number().int(),
});
export type MakerRow = z.infer<typeof makerRow>;
export const makerList = z.object({ items: z.array(makerRow) });
export const makerQuestion = z.object({
  decision: id,
  finding: id,
  title: text,
  cve: nullableText,
  device: z.object({ id, name: text }),
  state: z.enum(['waiting', 'answered', 'refused', 'withdrawn', 'ended']),
  how: askedHow,
  question: text,
  askedBy: text,
  askedAt: time,
  days: z.number().int(),
  promisedFor: day.nullable(),
  answer: nullableText,
});
export type MakerQuestion = z.infer<typeof makerQuestion>;
export const makerQuestionList = listOf(makerQuestion);
export const makerQuery = z.object({
  maker: text.min(1).max(100),
  cursor: text.optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
});
