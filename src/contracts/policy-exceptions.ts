// Exceptions: devices that need not keep a clause or a check for a time, what is done in its place, and what that leaves standing.
import { z } from 'zod';
import { id, listOf, nullableText, text, time } from './parts.ts';
import { harmSeverity } from './threats.ts';
import { libraryId } from './training.ts';

const day = z.iso.date();
const sentence = text.trim().min(10, 'Say it in a sentence; somebody else must understand it.').max(1000);
const words = text.trim().max(1000);

/** From a clause of a policy (and all of its checks), or from one check. */
export const exceptionInput = z
  .strictObject({
    policy: libraryId.nullable().default(null),
    clause: libraryId.nullable().default(null),
    check: libraryId.nullable().default(null),
    devices: z.array(id).max(500),
    reason: sentence,
    /** The compensating control: what is done in its place. */
    instead: sentence,
    /** Who sees to that. */
    owner: text.trim().min(2, 'Name a person or a role.').max(120),
    /** The last day. */
    until: day,
  })
  .refine(({ policy, clause, check }) => (check === null ? policy !== null && clause !== null : clause === null), {
    path: ['check'],
    message: 'Name a clause with its policy, or a check.',
  });
export type ExceptionInput = z.output<typeof exceptionInput>;
export const exceptionApproval = z.strictObject({ note: words.default('') });
export const exceptionReason = z.strictObject({ reason: text.trim().min(3, 'Say why, in a few words.').max(1000) });

/** What an exception leaves standing, by the newest assessment of risk; `counted` says how. */
export const exceptionLeft = z.object({
  assessment: text,
  assessedAt: time,
  currency: text,
  /** Open findings of these devices by which the checks are broken. */
  findings: z.number().int(),
  /** Scenarios that hang on them: mending one makes them rarer, or their likeliest way leads over it. */
  scenarios: z.number().int(),
  /** The mean year of these scenarios, whole: at most so much hangs on the findings. */
  loss: z.number(),
  /** What a mean year would cost less if the findings were mended, each step alone; null where no step mends one. */
  mended: z.number().nullable(),
  /** The worst harm of those that reach a person; null where none does. */
  harm: z.object({ severity: harmSeverity, scenario: text }).nullable(),
  counted: text,
});
export type ExceptionLeft = z.infer<typeof exceptionLeft>;

export const policyException = z.object({
  id,
  policy: z.object({ id, title: text }).nullable(),
  clause: z.object({ id, text }).nullable(),
  checks: z.array(z.object({ id, title: text })),
  devices: z.array(z.object({ id, name: text })),
  reason: text,
  instead: text,
  owner: text,
  until: day,
  /** `expired`: approved, and its last day is over, so that what breaks the checks counts again. */
  state: z.enum(['asked', 'approved', 'expired', 'refused', 'ended']),
  askedBy: text,
  askedAt: time,
  decidedBy: nullableText,
  decidedAt: time.nullable(),
  decisionNote: nullableText,
  endedBy: nullableText,
  endedAt: time.nullable(),
  endNote: nullableText,
  /** Null where no assessment of risk was made, or the exception holds for nothing that a check looks at. */
  left: exceptionLeft.nullable(),
});
export type PolicyException = z.infer<typeof policyException>;
export const exceptionQuery = z.object({
  policy: libraryId.optional(),
  cursor: text.max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const exceptionList = listOf(policyException);
export const exceptionDone = z.object({ exception: policyException, advice: nullableText });
