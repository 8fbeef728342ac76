// Shapes of governance: the log of decisions, which shows what was changed in it afterwards (`dosimeter.decision-log/1`), and who answers for which duty.
import { z } from 'zod';
import { nullableText, text, time } from './parts.ts';

/** What a decision is about. Those of people write themselves; the rest is written when it happens. */
export const DECISION_KINDS = [
  'acceptance',
  'policy',
  'exception',
  'appetite',
  'harm matrix',
  'plan',
  'review',
  'other',
] as const;
export const decisionKind = z.enum(DECISION_KINDS);
export type DecisionKind = z.infer<typeof decisionKind>;
/** Kinds that a person may write into the log. */
export const WRITTEN_KINDS = ['plan', 'review', 'other'] as const;

const digest = text.regex(/^[0-9a-f]{64}$/, { error: 'write 64 hexadecimal digits' });

/** One decision. `hash` is the SHA-256 of the canonical JSON of all other members; `previous` is the hash of the entry before. */
export const decisionEntry = z.strictObject({
  /** The log to which it belongs, so that no entry can be carried to another place. */
  log: text.min(1).max(100),
  /** 1 for the first. */
  seq: z.number().int().min(1),
  at: time,
  by: text,
  kind: decisionKind,
  subject: text,
  decision: text,
  because: text,
  /** 64 zeros before the first. */
  previous: digest,
  hash: digest,
});
export type DecisionEntry = z.infer<typeof decisionEntry>;

const head = z.object({ seq: z.number().int().min(1), hash: digest });
export type DecisionHead = z.infer<typeof head>;

export const decisionLog = z.object({
  schema: z.literal('dosimeter.decision-log/1'),
  place: text,
  exportedAt: time,
  entries: z.array(decisionEntry),
  /** The newest entry; null while there is none. Written down elsewhere, it shows when the end of the log is cut off. */
  head: head.nullable(),
});
export type DecisionLog = z.infer<typeof decisionLog>;

/** What a check of a log says. */
export const decisionLogCheck = z.object({
  schema: z.literal('dosimeter.decision-log-check/1'),
  holds: z.boolean(),
  entries: z.number().int(),
  head: head.nullable(),
  /** What is wrong, as a sentence; null when it holds. */
  fault: nullableText,
  /** The first entry that does not fit; null when it holds or the end is missing. */
  at: z.number().int().nullable(),
});
export type DecisionLogCheck = z.infer<typeof decisionLogCheck>;

export const decisionLogPage = z.object({
  items: z.array(decisionEntry),
  next: nullableText,
  total: z.object({ value: z.number().int(), relation: z.enum(['eq', 'gte']) }),
  head: head.nullable(),
});
export type DecisionLogPage = z.infer<typeof decisionLogPage>;

const said = text.trim().min(3).max(2000);
/** A decision that a person writes into the log. */
export const decisionInput = z.strictObject({
  kind: z.enum(WRITTEN_KINDS),
  subject: text.trim().min(3).max(200),
  decision: said,
  because: said,
});
export type DecisionInput = z.infer<typeof decisionInput>;

export const decisionLogQuery = z.object({
  cursor: z.coerce.number().int().min(1).max(2_000_000_000).optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(50),
});

/** Who takes part in the responsibility agreement (IEC 80001-1): the provider, a maker, or IT. */
export const PARTY_SIDES = ['provider', 'maker', 'it'] as const;
const partyId = text.regex(/^[a-z0-9][a-z0-9-]{0,39}$/, { error: 'write small letters, digits and hyphens' });
const dutyId = text.regex(/^[a-z0-9][a-z0-9-]{1,60}$/, { error: 'write small letters, digits and hyphens' });

export const party = z.strictObject({
  id: partyId,
  name: text.trim().min(1).max(120),
  side: z.enum(PARTY_SIDES),
  /** Where reminders of its duties go. */
  email: z.email({ error: 'write an address of e-mail' }).max(254).toLowerCase().optional(),
});
export type Party = z.infer<typeof party>;

/** What a party does about a duty: does it, answers for it, is asked before, is told after. */
export const RACI = ['responsible', 'accountable', 'consulted', 'informed'] as const;
export const raciPart = z.enum(RACI);
export type RaciPart = z.infer<typeof raciPart>;

/** A duty with the party that takes each part in it. Nobody is unknown, not nobody's. */
export const dutyHolders = z.strictObject({
  duty: dutyId,
  /** The name of a duty of the site's own; left out for one of the library. */
  name: text.trim().min(3).max(160).optional(),
  responsible: z.array(partyId).max(10),
  accountable: partyId.nullable(),
  consulted: z.array(partyId).max(10),
  informed: z.array(partyId).max(10),
});
export type DutyHolders = z.infer<typeof dutyHolders>;

export const responsibilitiesInput = z.strictObject({
  /** The version on which the change was made; 0 before the first. */
  version: z.number().int().min(0),
  parties: z.array(party).max(40),
  duties: z.array(dutyHolders).max(200),
});
export type ResponsibilitiesInput = z.infer<typeof responsibilitiesInput>;

/** A duty as the library has it. */
export const duty = z.strictObject({
  id: dutyId,
  name: text.min(3).max(160),
  why: text.min(10).max(300),
  /** Who usually answers for it. */
  usually: z.enum(PARTY_SIDES),
  /** Where the duty comes from. */
  source: text.min(3).max(200),
});
export type Duty = z.infer<typeof duty>;
export const dutyFile = z.strictObject({ schema: z.literal('dosimeter.duties/1'), duties: z.array(duty).min(1) });

export const responsibilities = z.object({
  schema: z.literal('dosimeter.responsibilities/1'),
  version: z.number().int(),
  by: nullableText,
  at: time.nullable(),
  parties: z.array(party),
  duties: z.array(
    z.object({
      duty: dutyId,
      name: text,
      why: nullableText,
      usually: z.enum(PARTY_SIDES).nullable(),
      source: nullableText,
      responsible: z.array(text),
      accountable: nullableText,
      consulted: z.array(text),
      informed: z.array(text),
      /** What is missing, as a sentence; null when somebody answers for it and somebody does it. */
      open: nullableText,
    }),
  ),
});
export type Responsibilities = z.infer<typeof responsibilities>;
