// Shapes of the ways between the zones of a site: what people stated of each, and what recorded conversations say.
import { z } from 'zod';
import { listOf, nullableText, page, text, time } from './parts.ts';

const zone = text.min(1).max(80);

/** From the most urgent: closed, but something passed since; stated; only seen; nobody knows. */
export const WAY_STANDINGS = ['contradicted', 'open', 'closed', 'seen', 'unknown'] as const;
const wayStanding = z.enum(WAY_STANDINGS);
export type WayStanding = z.infer<typeof wayStanding>;

const wayState = z.enum(['open', 'closed']);

/** A way from one zone (or `internet`) to another. */
export const wayRow = z.object({
  from: text,
  fromName: nullableText,
  to: text,
  toName: nullableText,
  standing: wayStanding,
  /** `forAll`: it was said for every zone at once, not for this pair; `at`: null where the day was not kept. */
  stated: z
    .object({ state: wayState, because: text, forAll: z.boolean(), at: time.nullable().default(null) })
    .nullable(),
  /** That a step of the plan closed it, where nothing newer was stated. */
  done: z.object({ at: time, by: text }).nullable().default(null),
  /** Zones of it that were stated, but in which no device is known. */
  empty: z.array(text).default([]),
  /** Recorded conversations with devices of ours: how many machines and services, over which ports, and when the last was seen. */
  seen: z
    .object({
      conversations: z.number().int(),
      /** Some of them, ascending. */
      ports: z.array(z.number().int()),
      lastSeenAt: time.nullable(),
    })
    .nullable(),
});
export type WayRow = z.infer<typeof wayRow>;
export const wayList = listOf(wayRow);
export type WayList = z.infer<typeof wayList>;

/** Which ways are listed. */
export const wayQuery = page.extend({
  /** Those that begin or end here. */
  zone: zone.optional(),
  show: z.enum(['all', 'stated', ...WAY_STANDINGS]).default('all'),
});
export type WayQuery = z.infer<typeof wayQuery>;

/** What is said of a way; null takes it back. `*` as `from` stands for every other zone; `internet` may be closed to `*`. */
export const wayInput = z.strictObject({
  from: zone,
  to: zone,
  state: wayState.nullable(),
  because: text.trim().max(300).default(''),
});
export type WayInput = z.infer<typeof wayInput>;
