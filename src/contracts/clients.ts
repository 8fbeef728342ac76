// Shapes of the list of sites that an account may open, side by side.
import { z } from 'zod';
import { role } from './api.ts';
import { DUE_STATES } from './calendar.ts';
import { listOf, nullableText, text, time } from './parts.ts';

/** Sites that are sorted by a figure; more are listed by name alone. */
export const MOST_SORTED = 1_000;
export const CLIENT_SORTS = ['name', 'devices', 'urgent', 'loss', 'policies', 'trained'] as const;

const count = z.number().int().min(0);
const part = z.object({ value: count, of: count });

export const clientRow = z.object({
  id: text,
  name: text,
  demo: z.boolean(),
  /** What the account may do there. */
  role,
  /** In use. */
  devices: count,
  /** Open findings that ask to be dealt with now (docs/providers.md). */
  urgent: count,
  /** An average year as the newest assessment has it, with its 90 % interval; null before the first. */
  loss: z
    .object({
      mean: z.number(),
      interval: z.tuple([z.number(), z.number()]).nullable(),
      currency: nullableText,
      at: time,
    })
    .nullable(),
  /** Policies that are approved and within their day of review, of those that a site of ours has or could begin. */
  policies: part,
  /** What was taken on the last day on which figures were taken; each null where nothing was known. */
  figures: z.object({ day: text, enforced: part.nullable(), trained: part.nullable() }).nullable(),
  /** The duty that is due next; null where none is planned. */
  nextDuty: z.object({ title: text, due: text, state: z.enum(DUE_STATES) }).nullable(),
});
export type ClientRow = z.infer<typeof clientRow>;

export const clientList = listOf(clientRow);
export type ClientList = z.infer<typeof clientList>;

export const clientQuery = z.object({
  q: text.max(200).optional(),
  sort: z.enum(CLIENT_SORTS).default('name'),
  order: z.enum(['asc', 'desc']).default('asc'),
  cursor: text.max(100).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
  format: z.enum(['json', 'csv']).default('json'),
  tenant: text.max(80).optional(),
});
export type ClientQuery = z.infer<typeof clientQuery>;
