// A vulnerability of NIST's National Vulnerability Database (API and feeds 2.0), cut down to what matching needs: what it is, how bad,
// and for which products, as a tree of conditions over CPE names.
import { z } from 'zod';
import { unusable } from './unusable.ts';

const text = z.string();
const match = z.object({
  vulnerable: z.boolean(),
  criteria: text,
  versionStartIncluding: text.optional(),
  versionStartExcluding: text.optional(),
  versionEndIncluding: text.optional(),
  versionEndExcluding: text.optional(),
});
const operator = z.enum(['AND', 'OR']);
const metric = z.object({ type: text.optional(), cvssData: z.object({ vectorString: text }) });

const record = z.object({
  cve: z.object({
    id: text.regex(/^CVE-\d{4}-\d{4,}$/),
    published: text.nullish(),
    lastModified: text,
    vulnStatus: text.optional(),
    descriptions: z.array(z.object({ lang: text, value: text })).default([]),
    metrics: z.record(text, z.unknown()).default({}),
    weaknesses: z.array(z.object({ description: z.array(z.object({ value: text })) })).default([]),
    configurations: z
      .array(
        z.object({
          operator: operator.optional(),
          negate: z.boolean().optional(),
          nodes: z.array(
            z.object({
              operator: operator.default('OR'),
              negate: z.boolean().optional(),
              cpeMatch: z.array(match).default([]),
            }),
          ),
        }),
      )
      .default([]),
  }),
});

/** One line of a condition: a CPE name, with bounds of its version where the name leaves it open. */
export interface NvdMatch {
  readonly criteria: string;
  /** What has the flaw; otherwise what it only runs on. */
  readonly vulnerable: boolean;
  readonly from?: string;
  readonly fromInclusive?: boolean;
  readonly until?: string;
  readonly untilInclusive?: boolean;
}

/** Conditions that hold together, or of which one must. */
export interface NvdNode {
  readonly all: boolean;
  readonly negate: boolean;
  readonly matches: readonly NvdMatch[];
}

/** One vulnerability. */
export interface NvdRecord {
  readonly id: string;
  readonly title: string;
  readonly released: string;
  /** When it was last changed; the newest counts. */
  readonly revised: string;
  readonly rejected: boolean;
  readonly cwe: string | null;
  readonly vectors: readonly string[];
  /** One of them must hold. */
  readonly configurations: readonly {
    readonly all: boolean;
    readonly negate: boolean;
    readonly nodes: readonly NvdNode[];
  }[];
}

const METRICS = ['cvssMetricV40', 'cvssMetricV31', 'cvssMetricV30', 'cvssMetricV2'] as const;
const MOST_TITLE = 300;

/** The record of one entry, or what is wrong with it. */
export function readNvd(value: unknown, which = 'The entry'): NvdRecord | { readonly problem: string } {
  const parsed = record.safeParse(value);
  if (!parsed.success) {
    const named = z.object({ cve: z.object({ id: text.max(30) }) }).safeParse(value);
    return { problem: unusable(named.success ? `${which} (${named.data.cve.id})` : which, parsed.error) };
  }
  const { cve } = parsed.data;
  const description = cve.descriptions.find(({ lang }) => lang === 'en')?.value ?? cve.descriptions[0]?.value ?? '';
  return {
    id: cve.id,
    title: shortTitle(description),
    released: cve.published ?? cve.lastModified,
    revised: cve.lastModified,
    rejected: cve.vulnStatus === 'Rejected',
    cwe:
      cve.weaknesses.flatMap(({ description: named }) => named).find(({ value: id }) => /^CWE-\d+$/.test(id))?.value ??
      null,
    vectors: METRICS.flatMap((name) => vectorsIn(cve.metrics[name])),
    configurations: cve.configurations.map((configuration) => ({
      all: configuration.operator === 'AND',
      negate: configuration.negate === true,
      nodes: configuration.nodes.map((node) => ({
        all: node.operator === 'AND',
        negate: node.negate === true,
        matches: node.cpeMatch.map(matchOf),
      })),
    })),
  };
}

/** NVD's own rating before those of others. */
function vectorsIn(metrics: unknown): string[] {
  const found = z.array(metric).safeParse(metrics);
  if (!found.success) return [];
  const primary = found.data.filter(({ type }) => type === 'Primary');
  return [...new Set([...primary, ...found.data].map(({ cvssData }) => cvssData.vectorString))];
}

/** The beginning of a description. */
export function shortTitle(description: string): string {
  return description.length > MOST_TITLE ? `${description.slice(0, MOST_TITLE).trimEnd()} …` : description;
}

/** A line of a condition with its bounds. */
export function matchOf(each: z.infer<typeof match>): NvdMatch {
  const from = each.versionStartIncluding ?? each.versionStartExcluding;
  const until = each.versionEndIncluding ?? each.versionEndExcluding;
  return {
    criteria: each.criteria,
    vulnerable: each.vulnerable,
    ...(from === undefined ? {} : { from, fromInclusive: each.versionStartIncluding !== undefined }),
    ...(until === undefined ? {} : { until, untilInclusive: each.versionEndIncluding !== undefined }),
  };
}
