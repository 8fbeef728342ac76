// Policies of a site: texts with versions, approved by a second person, read by the staff, and held against facts.
import { z } from 'zod';
import { controlStatus } from './controls.ts';
import { id, listOf, nullableText, text, time } from './parts.ts';
import { policyClause, policyPerson, policyValues, policyVariable } from './policies.ts';
import { libraryId, staffRole } from './training.ts';

const day = z.iso.date();
const note = text.trim().max(1000);
const reason = text.trim().min(3, 'Say why, in a few words.').max(1000);
const version = z.number().int().min(1);
const title = text.trim().min(1).max(120);
const purpose = text.trim().min(1).max(1600);
const reviewMonths = z.number().int().min(1).max(60);
const attestedBy = z.array(staffRole).min(1);

/** The text of a policy as a site has it, with its blanks and what stands in them. */
export const policyBody = z.strictObject({
  title,
  purpose,
  variables: z.array(policyVariable).max(60),
  values: policyValues,
  clauses: z.array(policyClause).min(1).max(80),
  reviewMonths,
  attestedBy,
});
export type PolicyBody = z.infer<typeof policyBody>;

/** A clause as it is sent: one without an id is new, and only a new one may bring checks; an old one keeps those that it has. */
export const clauseInput = z.strictObject({
  id: libraryId.nullable(),
  text: text.trim().min(1).max(800),
  who: z.array(policyPerson).min(1),
  checks: z.array(libraryId).max(20).default([]),
});

/** A new version. `basis` is the version that was on the screen while it was written. */
export const policyEdit = z.strictObject({
  basis: version,
  title,
  purpose,
  values: policyValues,
  clauses: z.array(clauseInput).min(1).max(80),
  reviewMonths,
  attestedBy,
  note: note.default(''),
});
export type PolicyEdit = z.output<typeof policyEdit>;

export const beginInput = z.strictObject({ policy: libraryId });
/** `meaning`: people have to do something else than before, so that they read it again. */
export const askApprovalInput = z.strictObject({ version, meaning: z.boolean(), note: note.default('') });
export const approvalInput = z.strictObject({ version, note: note.default('') });
export const refusalInput = z.strictObject({ version, reason });
export const retireInput = z.strictObject({ reason });

const versionState = z.enum(['draft', 'asked', 'approved', 'refused']);

/** A version without its text. */
export const policyVersion = z.object({
  version,
  state: versionState,
  by: text,
  at: time,
  note: text,
  /** Whether people have to read it again once it is approved. */
  meaning: z.boolean(),
  askedBy: nullableText,
  askedAt: time.nullable(),
  askNote: nullableText,
  decidedBy: nullableText,
  decidedAt: time.nullable(),
  decisionNote: nullableText,
  /** The day of the next review, where it was approved. */
  reviewOn: day.nullable(),
});
export type PolicyVersion = z.infer<typeof policyVersion>;

/** A text with its blanks filled. */
const filled = z.object({
  title: text,
  purpose: text,
  clauses: z.array(policyClause),
  /** Blanks that stand in the text and have no value. */
  missing: z.array(text),
});
export const policyText = z.object({ version: policyVersion, body: policyBody, filled });
export type PolicyText = z.infer<typeof policyText>;

const state = z.enum(['not begun', 'draft', 'asked', 'approved', 'refused', 'retired']);

/** A policy in the list: one of the site, or one of the library that nobody has begun. */
export const policyRow = z.object({
  id,
  title: text,
  purpose: text,
  /** Of the newest version. */
  state,
  version: z.number().int(),
  approved: z.object({ version, on: day, by: text, due: day, isOverdue: z.boolean() }).nullable(),
  /** Null where it is not begun. */
  status: controlStatus.nullable(),
});
export type PolicyRow = z.infer<typeof policyRow>;
export const policyList = z.object({ schema: z.literal('dosimeter.site-policies/1'), items: z.array(policyRow) });
export type PolicyList = z.infer<typeof policyList>;

/** A check that a clause is bound to, over all devices (or of the site). */
export const clauseCheck = z.object({
  id,
  title: text,
  of: z.enum(['device', 'site']),
  holds: z.number().int(),
  broken: z.number().int(),
  /** Devices with an approved exception that is not over. */
  excepted: z.number().int(),
  unknown: z.number().int(),
  /** What would settle it, where it is not known. */
  asks: text,
  /** The first devices that break it, and the first ones that are excepted. */
  breaking: z.array(z.object({ id, name: text, why: text })),
  exempt: z.array(z.object({ id, name: text })),
  /** Why, for a check of the site. */
  why: nullableText,
});
export type ClauseCheck = z.infer<typeof clauseCheck>;

export const sitePolicy = z.object({
  id,
  state,
  retired: z.object({ at: time, by: text, why: text }).nullable(),
  newest: policyText,
  /** The version that counts; null until one is approved, and once the policy is retired. */
  inForce: policyText.nullable(),
  isOverdue: z.boolean(),
  status: controlStatus,
  /** Every check that a clause of the text in force (of the newest, where none is) is bound to. */
  checks: z.array(clauseCheck),
  versions: z.array(policyVersion),
  /** Whether a clause came, went or changed its people or checks since the version in force, so that everyone reads it again. */
  mustBeReadAgain: z.boolean(),
});
export type SitePolicy = z.infer<typeof sitePolicy>;

/** What was done, and what must happen next when it cannot happen as things are. */
export const policyDone = z.object({ policy: sitePolicy, advice: nullableText });

/** A version to take away. `tenant` as in every download: a browser that fetches by itself sends no headers. */
export const documentQuery = z.object({
  version: z.coerce.number().int().min(1),
  format: z.enum(['html', 'pdf']).default('html'),
  tenant: text.max(80).optional(),
});
export const differencesQuery = z.object({ from: z.coerce.number().int().min(1), to: z.coerce.number().int().min(1) });
const piece = z.object({ kind: z.enum(['same', 'gone', 'new']), text });
/** What two versions do not have in common. */
export const policyDifference = z.object({
  place: z.enum(['title', 'purpose', 'clause', 'review', 'readers']),
  clause: nullableText,
  kind: z.enum(['added', 'removed', 'changed', 'moved']),
  pieces: z.array(piece),
});
export type PolicyDifference = z.infer<typeof policyDifference>;
export const policyDifferences = z.object({ from: policyVersion, to: policyVersion, items: z.array(policyDifference) });
export type PolicyDifferences = z.infer<typeof policyDifferences>;

// ---- who has read it ----
export const readHow = z.enum(['link', 'account', 'paper']);
/** `stale`: a text of another meaning was approved since, or it is more than 12 months ago. */
export const readState = z.enum(['not yet', 'stale', 'read']);
export const policyReader = z.object({
  /** Id on the roster; null for somebody with an account who is not on it. */
  staff: id.nullable(),
  name: text,
  email: text,
  /** Whether the roles of the policy ask the person. */
  isAsked: z.boolean(),
  state: readState,
  version: version.nullable(),
  at: time.nullable(),
  how: readHow.nullable(),
  /** Who typed it in from paper. */
  recordedBy: nullableText,
  /** When a mail went to them with a link to this meaning that still opens. */
  mailedAt: time.nullable(),
  /** Why no mail reaches them, in the words of the server that refused it. */
  bounced: nullableText,
});
export type PolicyReader = z.infer<typeof policyReader>;
export const readersQuery = z.object({
  state: readState.optional(),
  cursor: text.max(500).optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
});
export const policyReaders = listOf(policyReader).extend({
  asked: z.number().int(),
  given: z.number().int(),
  stale: z.number().int(),
  /** Who is asked, has not read it, and may get a mail with a link. */
  notMailed: z.number().int(),
  mailIsSet: z.boolean(),
  /** Of whoever asks. */
  mine: policyReader.nullable(),
});
export type PolicyReaders = z.infer<typeof policyReaders>;
export const readInput = z.strictObject({ version });
/** Names on a signed list, by their ids on the roster, and the day of the list. */
export const paperInput = z.strictObject({ staff: z.array(id).min(1).max(1000), on: day });
/** People who get a link; null: everybody who is asked and has not read it. */
export const policyLinksInput = z.strictObject({
  staff: z.array(id).min(1).max(1000).nullable(),
  days: z.number().int().min(1).max(365).default(30),
});
/** Shown once: of the token only a hash is kept. */
export const policyLinks = z.object({
  items: z.array(z.object({ staff: id, name: text, email: text, path: text, expiresAt: time })),
});
/** What a link shows to somebody without an account. */
export const policyToRead = z.object({
  site: text,
  name: text,
  id,
  version,
  title: text,
  purpose: text,
  clauses: z.array(z.object({ id, text, who: z.array(policyPerson) })),
  /** When the person said so of this meaning before; null where they have not. */
  readAt: time.nullable(),
});
export type PolicyToRead = z.infer<typeof policyToRead>;
