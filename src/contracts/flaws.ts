// Published flaws, the advisories about them, and the life cycles of operating systems, as pages show them.
import { z } from 'zod';
import { severity } from './ladder.ts';
import { listOf, page } from './parts.ts';

const text = z.string();
const day = text.max(40);

/** Findings that belong together: of one device, of one maker's devices, about one flaw, asking for one thing. */
export const groupedBy = z.enum(['device', 'maker', 'cve', 'action']);
export const findingGroup = z.object({
  key: text,
  /** As people know it; null where nothing is known, such as the maker of a device. */
  label: text.nullable(),
  findings: z.number().int(),
  devices: z.number().int(),
  severity,
  /** The highest place in the order of work among them. */
  priority: z.number(),
});
export const findingGroups = listOf(findingGroup);
export type FindingGroup = z.infer<typeof findingGroup>;

/** A score that somebody published, recomputed here from its vector. */
export const publishedScore = z.object({
  version: text,
  vector: text,
  score: z.number(),
  severity: text,
  by: text,
});

/** What one source says of a flaw. */
export const flawSaid = z.object({
  source: text,
  title: text,
  publisher: text,
  released: day,
  revised: day,
  url: text.nullable(),
  /** An advisory that has a page of its own here. */
  advisory: text.nullable(),
  /** Products and versions in the document's own words. */
  products: z.array(z.object({ vendor: text, product: text, versions: text, state: text })),
  remedies: z.array(z.object({ kind: text, text })),
});

/** A published flaw, with every source's own words. */
export const flawDetail = z.object({
  id: text,
  title: text.nullable(),
  cwe: z.object({ id: text, name: text.nullable() }).nullable(),
  scores: z.array(publishedScore),
  exploited: z.object({ added: day, name: text, isUsedByRansomware: z.boolean(), asOf: text.nullable() }).nullable(),
  epss: z.object({ chance: z.number(), asOf: text.nullable() }).nullable(),
  said: z.array(flawSaid),
  /** Devices here that have it or may have it, and all findings about it. */
  devices: z.number().int(),
  findings: z.number().int(),
});
export type FlawDetail = z.infer<typeof flawDetail>;

export const advisoryRow = z.object({
  id: text,
  title: text,
  publisher: text,
  source: text,
  released: day,
  revised: day,
  flaws: z.number().int(),
  /** Open findings here that name it. */
  findings: z.number().int(),
});
export const advisoryList = listOf(advisoryRow);
export const advisoryQuery = page.extend({
  q: text.max(200).optional(),
  /** Only those that findings here name. */
  here: z.enum(['true', 'false']).default('false'),
});
export type AdvisoryRow = z.infer<typeof advisoryRow>;

export const advisoryDetail = advisoryRow.extend({
  url: text.nullable(),
  products: z.array(z.object({ vendor: text, product: text, versions: text })),
  items: z.array(
    z.object({
      cve: text.nullable(),
      title: text.nullable(),
      cwe: text.nullable(),
      scores: z.array(publishedScore),
      affected: z.array(z.number().int()),
      fixed: z.array(z.number().int()),
      notAffected: z.array(z.number().int()),
      underInvestigation: z.array(z.number().int()),
      remedies: z.array(z.object({ kind: text, text })),
    }),
  ),
});
export type AdvisoryDetail = z.infer<typeof advisoryDetail>;

/** One operating system in use here and until when it gets security updates. */
export const lifeCycleRow = z.object({
  /** As the devices name it; null for those of which none is known. */
  os: text.nullable(),
  label: text,
  standing: z.enum(['supported', 'ending', 'ended', 'assumed ended', 'unknown']),
  securityEnd: day.nullable(),
  paidEnd: day.nullable(),
  earliestEnd: day.nullable(),
  latestEnd: day.nullable(),
  certainty: z.enum(['published', 'unverified']),
  wouldSettle: text.nullable(),
  source: text.nullable(),
  asOf: day.nullable(),
  devices: z.number().int(),
  /** Some of them, the most critical first. */
  examples: z.array(z.object({ id: text, name: text, criticality: z.number().int().nullable() })),
});
export const lifeCycles = z.object({
  today: day,
  items: z.array(lifeCycleRow),
  /** Kinds of system that are not listed, because there are too many. */
  left: z.number().int(),
});
export type LifeCycleRow = z.infer<typeof lifeCycleRow>;
export type LifeCycles = z.infer<typeof lifeCycles>;
