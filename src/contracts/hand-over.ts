// Everything of a site as one archive: the list of what is in it (`dosimeter.hand-over/1`), and what came of taking one over.
import { z } from 'zod';
import { role } from './api.ts';
import { text, time } from './parts.ts';

const count = z.number().int().min(0);
const digest = text.regex(/^[0-9a-f]{64}$/, { error: 'write 64 hexadecimal digits' });
/** As PostgreSQL folds it. */
const sqlName = text.regex(/^[a-z_][a-z0-9_]{0,62}$/);

export const handOverTable = z.strictObject({
  table: sqlName,
  rows: count,
  columns: z.array(sqlName).min(1),
  /** Lines of JSON, in this order: each is a row, with every column. */
  files: z.array(text),
  /** Columns that are not in it, and why. */
  without: z.array(z.strictObject({ column: sqlName, because: text })),
});
export type HandOverTable = z.infer<typeof handOverTable>;

/** Lies in the archive as manifest.json. */
export const handOver = z.strictObject({
  schema: z.literal('dosimeter.hand-over/1'),
  /** Of the program that made it, and the last migration of its database. */
  version: text,
  migration: z.strictObject({ id: z.number().int().min(1), name: text }),
  site: z.strictObject({ id: text.min(1).max(100), name: text.min(1).max(100) }),
  madeAt: time,
  day: z.iso.date(),
  tables: z.array(handOverTable),
  /** Tables of a site that are not in it, and why. */
  leftOut: z.array(z.strictObject({ table: sqlName, because: text })),
  /** Every file but manifest.json and SHA256SUMS. */
  files: z.array(z.strictObject({ path: text, bytes: count, sha256: digest })),
});
export type HandOver = z.infer<typeof handOver>;

/** Somebody with an account in the site. */
export const handOverPerson = z.strictObject({ name: text, email: text, role });
export const handOverPeople = z.array(handOverPerson);
export type HandOverPerson = z.infer<typeof handOverPerson>;

export const takeOver = z.strictObject({
  schema: z.literal('dosimeter.take-over/1'),
  site: z.strictObject({ id: text, name: text }),
  /** The site as it was called where it came from. */
  from: z.strictObject({ id: text, name: text, version: text, madeAt: time }),
  tables: count,
  rows: count,
  /** Who had an account there; none is made here. */
  people: handOverPeople,
  /** What is not as it was, as sentences. */
  changed: z.array(text),
});
export type TakeOver = z.infer<typeof takeOver>;

/** How far the archive that is being made is; null when none is. */
export const handOverProgress = z.object({
  running: z.object({ since: time, by: text, done: count, of: count, rows: count }).nullable(),
});
export type HandOverProgress = z.infer<typeof handOverProgress>;
