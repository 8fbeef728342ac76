// Bills of materials, as pages show them.
import { z } from 'zod';
import { severity } from './ladder.ts';
import { id, listOf, nullableText, page, text, time } from './parts.ts';

/** A bill, with how many devices it is about and how many open findings rest on it. */
export const sbomRow = z.object({
  id,
  format: text,
  spec: text,
  vendor: nullableText,
  product: nullableText,
  version: nullableText,
  tool: nullableText,
  made: nullableText,
  components: z.number().int(),
  relations: z.number().int(),
  devices: z.number().int(),
  findings: z.number().int(),
  importedAt: time,
  importedBy: text,
});
export type SbomRow = z.infer<typeof sbomRow>;
export const sbomList = listOf(sbomRow);
export const sbomQuery = page.extend({ q: text.max(200).optional() });

/** A bill by itself; of the devices the first hundred. */
export const sbomDetail = sbomRow.extend({
  serial: nullableText,
  duplicates: z.number().int(),
  problems: z.array(text),
  /** Components that are held against what is known; of larger bills the first, those with a package URL or a CPE name ahead. */
  heldAgainst: z.number().int(),
  linked: z.array(z.object({ id, name: text, how: z.enum(['matched', 'chosen']), by: text, at: time })),
});
export type SbomDetail = z.infer<typeof sbomDetail>;

/** `flawed`: only components for which a device here has an open finding. */
export const sbomComponentQuery = sbomQuery.extend({ flawed: z.enum(['true', 'false']).optional() });

/** A component with the published flaws that it may bring, and how many open findings on devices here rest on it. */
export const sbomComponent = z.object({
  seq: z.number().int(),
  name: text,
  version: nullableText,
  purl: nullableText,
  cpe: nullableText,
  supplier: nullableText,
  license: nullableText,
  flaws: z.array(z.object({ cve: nullableText, title: text, severity })),
  findings: z.number().int(),
});
export type SbomComponentRow = z.infer<typeof sbomComponent>;
export const sbomComponents = listOf(sbomComponent);
