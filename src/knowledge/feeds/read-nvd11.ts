// A vulnerability of NVD's feeds in their older form (JSON 1.1, a member of `CVE_Items`; published until 2023), as archives hold them. It
// becomes the same record as one of form 2.0: a node with children is a configuration of them, any other is one by itself.
import { z } from 'zod';
import { matchOf, type NvdNode, type NvdRecord, shortTitle } from './read-nvd.ts';
import { unusable } from './unusable.ts';

const text = z.string();
const operator = z.enum(['AND', 'OR']);
const match = z.object({
  vulnerable: z.boolean(),
  cpe23Uri: text,
  versionStartIncluding: text.optional(),
  versionStartExcluding: text.optional(),
  versionEndIncluding: text.optional(),
  versionEndExcluding: text.optional(),
});
const leaf = z.object({
  operator: operator.default('OR'),
  negate: z.boolean().default(false),
  cpe_match: z.array(match).default([]),
  // Deeper trees were never published; one that is deeper is no entry that can be used.
  children: z.array(z.unknown()).max(0).default([]),
});
const node = leaf.extend({ children: z.array(leaf).default([]) });
const words = z.array(z.object({ lang: text.default('en'), value: text }));

const entry = z.object({
  cve: z.object({
    CVE_data_meta: z.object({ ID: text.regex(/^CVE-\d{4}-\d{4,}$/) }),
    description: z.object({ description_data: words.default([]) }).default({ description_data: [] }),
    problemtype: z
      .object({ problemtype_data: z.array(z.object({ description: words.default([]) })).default([]) })
      .default({ problemtype_data: [] }),
  }),
  configurations: z.object({ nodes: z.array(node).default([]) }).default({ nodes: [] }),
  impact: z
    .object({
      baseMetricV3: z.object({ cvssV3: z.object({ vectorString: text }) }).optional(),
      baseMetricV2: z.object({ cvssV2: z.object({ vectorString: text }) }).optional(),
    })
    .default({}),
  publishedDate: text,
  lastModifiedDate: text,
});

/** The record of one entry, or what is wrong with it. */
export function readNvd11(value: unknown, which: string): NvdRecord | { readonly problem: string } {
  const parsed = entry.safeParse(value);
  if (!parsed.success) return { problem: unusable(which, parsed.error) };
  const { cve, configurations, impact, publishedDate, lastModifiedDate } = parsed.data;
  const { description_data: said } = cve.description;
  const description = (said.find(({ lang }) => lang === 'en') ?? said[0])?.value ?? '';
  const weaknesses = cve.problemtype.problemtype_data.flatMap(({ description: named }) => named);
  const vectors = [impact.baseMetricV3?.cvssV3.vectorString, impact.baseMetricV2?.cvssV2.vectorString];
  return {
    id: cve.CVE_data_meta.ID,
    title: shortTitle(description),
    released: secondsOf(publishedDate),
    revised: secondsOf(lastModifiedDate),
    rejected: description.startsWith('** REJECT **'),
    cwe: weaknesses.find(({ value: id }) => /^CWE-\d+$/.test(id))?.value ?? null,
    vectors: vectors.filter((vector) => vector !== undefined),
    configurations: configurations.nodes.map((each) => ({
      all: each.children.length > 0 && each.operator === 'AND',
      negate: each.children.length > 0 && each.negate,
      nodes: each.children.length > 0 ? each.children.map(nodeOf) : [nodeOf(each)],
    })),
  };
}

function nodeOf(each: z.infer<typeof leaf>): NvdNode {
  return {
    all: each.operator === 'AND',
    negate: each.negate,
    matches: each.cpe_match.map(({ cpe23Uri, ...bounds }) => matchOf({ criteria: cpe23Uri, ...bounds })),
  };
}

/** "2018-09-11T14:32Z" in the form of 2.0, so that both can be told older or newer: "2018-09-11T14:32:00.000". */
function secondsOf(time: string): string {
  const [, minute] = /^(\d{4}-\d\d-\d\dT\d\d:\d\d)Z$/.exec(time) ?? [];
  return minute === undefined ? time : `${minute}:00.000`;
}
