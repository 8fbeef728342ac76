// Claims about VEX: each form has what its schema and its profile ask for, says what was decided, and the same state gives the same
// bytes. The checks here walk the documents by themselves; that of CSAF is first tried on the test files of the OASIS committee.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { Invalid } from '#kit/index.ts';
import type { VexStatement } from '#program/index.ts';
import { type VexInput, vexCsaf, vexCycloneDx, vexOpenVex } from './index.ts';

const MONDAY = '2026-11-23T10:00:00.000Z';
const TUESDAY = '2026-11-24T10:00:00.000Z';

function statement(change: Partial<VexStatement>): VexStatement {
  return {
    cve: 'CVE-2024-1000',
    device: 'ct-1',
    status: 'affected',
    justification: null,
    text: 'Ask the maker for the repair.',
    response: 'ask maker',
    advisories: ['ICSMA-24-1'],
    cvss: null,
    firstSeenAt: MONDAY,
    changedAt: MONDAY,
    ...change,
  };
}

const device = (id: string, change = {}) => ({
  id,
  vendor: 'Siemens Healthineers',
  model: 'SOMATOM go.Up',
  serial: `SN-${id}`,
  version: 'VB19A',
  kind: 'ct',
  ...change,
});

const INPUT: VexInput = {
  site: { id: 'tenant-1', name: 'Lakeside <Imaging>' },
  devices: [
    device('ct-1'),
    device('ct-2', { version: null, serial: null }),
    device('pacs', { vendor: null, model: null, kind: 'pacs' }),
    device('never-named'),
  ],
  statements: [
    statement({}),
    statement({ device: 'ct-2', status: 'under investigation', changedAt: TUESDAY }),
    statement({
      device: 'pacs',
      status: 'not affected',
      justification: 'inline_mitigations_already_exist',
      text: 'Judged by the site until 2027-02-01: the port is closed by the firewall.',
    }),
    statement({ cve: 'CVE-2024-2000', status: 'not affected', text: 'The version is not in the range.' }),
    statement({ cve: 'CVE-2024-2000', device: 'ct-2', status: 'fixed', text: 'The repair is in.' }),
    statement({
      cve: 'CVE-2024-2000',
      device: 'pacs',
      response: 'accepted',
      text: 'The risk is accepted until 2027-02-01.',
    }),
    statement({ cve: 'CVE-2024-3000', device: 'gone', status: 'affected' }),
  ],
};

const WRITERS = { csaf: vexCsaf, openvex: vexOpenVex, cyclonedx: vexCycloneDx };

describe.each(Object.entries(WRITERS))('VEX as %s', (_name, write) => {
  test('the same state gives the same bytes, in whatever order devices come', () => {
    expect(write({ ...INPUT, devices: [...INPUT.devices].reverse() })).toBe(write(INPUT));
  });
  test('another decision gives another document with another name', () => {
    const changed = {
      ...INPUT,
      statements: INPUT.statements.map((each) => ({ ...each, text: `${each.text} Again.` })),
    };
    expect(write(changed)).not.toBe(write(INPUT));
  });
  test('nothing about a published flaw is said so, not written as an empty document', () => {
    expect(() => write({ ...INPUT, statements: [] })).toThrow(Invalid);
  });
  test('no address, name or place of a device goes out', () => {
    expect(write(INPUT)).not.toMatch(/never-named|gone/);
  });
});

const ids = z.array(z.string().min(1)).min(1);
const STATUSES = ['fixed', 'known_affected', 'known_not_affected', 'under_investigation'] as const;
const About = z.object({ product_ids: ids.default([]), group_ids: z.array(z.string()).default([]) });
const Flaw = z.looseObject({
  cve: z
    .string()
    .regex(/^CVE-\d{4}-\d{4,}$/)
    .optional(),
  ids: z
    .array(z.object({ system_name: z.string().min(1), text: z.string().min(1) }))
    .min(1)
    .optional(),
  notes: z.array(z.object({ category: z.string().min(1), text: z.string().min(1) })).min(1),
  product_status: z.record(z.string(), ids),
  flags: z.array(About.extend({ label: z.string() })).default([]),
  threats: z.array(About.extend({ category: z.string(), details: z.string().min(1) })).default([]),
  remediations: z.array(About.extend({ category: z.string(), details: z.string().min(1) })).default([]),
});
const CsafVex = z.object({
  document: z.looseObject({
    category: z.literal('csaf_vex'),
    csaf_version: z.literal('2.0'),
    title: z.string().min(1),
    publisher: z.object({ category: z.string(), name: z.string().min(1), namespace: z.string().regex(/^[a-z]+:/) }),
    tracking: z.looseObject({
      id: z.string().regex(/^\S(.*\S)?$/),
      status: z.enum(['draft', 'interim', 'final']),
      version: z.string().min(1),
      initial_release_date: z.iso.datetime(),
      current_release_date: z.iso.datetime(),
      revision_history: z
        .array(z.object({ date: z.iso.datetime(), number: z.string(), summary: z.string().min(1) }))
        .min(1),
    }),
  }),
  product_tree: z.looseObject({}),
  vulnerabilities: z.array(Flaw).min(1),
});

/** What is wrong with a CSAF document by the VEX profile (CSAF 2.0, 4.5, tests 6.1.1, 6.1.2, 6.1.6, 6.1.23, 6.1.27.7 to 10). */
function csafProblems(document: unknown): string[] {
  const parsed = CsafVex.safeParse(document);
  if (!parsed.success) return parsed.error.issues.map((issue) => `${issue.path.join('/')}: ${issue.message}`);
  const { product_tree, vulnerabilities } = parsed.data;
  const problems: string[] = [];
  const products = defined(product_tree);
  if (new Set(products).size !== products.length) problems.push('a product is defined twice');
  const groups = new Map(groupsOf(product_tree));
  const flaws = vulnerabilities.flatMap(({ cve }) => cve ?? []);
  if (new Set(flaws).size !== flaws.length) problems.push('a CVE stands twice');
  for (const flaw of vulnerabilities) {
    if (!flaw.cve && !flaw.ids) problems.push('a flaw without a name');
    const status = STATUSES.flatMap((each) => (flaw.product_status[each] ?? []).map((id) => [id, each] as const));
    if (status.length === 0) problems.push('a flaw without a status of VEX');
    if (new Set(status.map(([id]) => id)).size !== status.length) problems.push('a product with two statuses');
    const about = (of: readonly z.output<typeof About>[]) =>
      new Set(
        of.flatMap((each) => [...each.product_ids, ...each.group_ids.flatMap((group) => groups.get(group) ?? [])]),
      );
    const impact = about([...flaw.flags, ...flaw.threats.filter(({ category }) => category === 'impact')]);
    const action = about(flaw.remediations);
    for (const [id, each] of status) {
      if (!products.includes(id)) problems.push(`${id} is not in the tree`);
      if (each === 'known_not_affected' && !impact.has(id)) problems.push(`${id} without an impact statement`);
      if (each === 'known_affected' && !action.has(id)) problems.push(`${id} without an action statement`);
    }
  }
  return problems;
}

/** Ids of all products that are defined anywhere in a tree. */
function defined(tree: unknown): string[] {
  if (Array.isArray(tree)) return tree.flatMap(defined);
  if (tree === null || typeof tree !== 'object') return [];
  const own: unknown = Reflect.get(tree, 'product_id');
  return [
    ...(typeof own === 'string' ? [own] : []),
    ...Object.entries(tree).flatMap(([name, member]) => (name === 'product_groups' ? [] : defined(member))),
  ];
}

function groupsOf(tree: object): [string, string[]][] {
  const groups = z.looseObject({
    product_groups: z.array(z.looseObject({ group_id: z.string(), product_ids: ids })).default([]),
  });
  return groups.parse(tree).product_groups.map(({ group_id, product_ids }) => [group_id, product_ids]);
}

const OASIS = path.resolve('../shared/samples/sbom-vex/csaf/csaf_2.0');
const read = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));

describe('the check of CSAF is right about the committee’s own files', () => {
  const folder = path.join(OASIS, 'test/validator/data/mandatory');
  // -0x is wrong in what the test is about, -1x is right; 7 to 10 are those of the VEX profile.
  const files = readdirSync(folder).filter((file) => /6-1-27-(07|08|09|10)-\d\d\.json$/.test(file));
  test.each(files)('%s', (file) => {
    const document = read(path.join(folder, file));
    const isRight = /-1\d\.json$/.test(file);
    expect(csafProblems(document).length === 0).toBe(isRight);
  });
  test('and about its example', () => {
    expect(csafProblems(read(path.join(OASIS, 'examples/csaf/csaf_vex/sec-vex-2022-0001.json')))).toEqual([]);
  });
});

describe('VEX as CSAF 2.0', () => {
  const document: unknown = JSON.parse(vexCsaf(INPUT));
  const { vulnerabilities, document: head } = CsafVex.parse(document);
  test('fulfils the profile', () => {
    expect(csafProblems(document)).toEqual([]);
  });
  test('says each status, why not, and what is done', () => {
    expect(vulnerabilities[0]).toMatchObject({
      cve: 'CVE-2024-1000',
      product_status: { known_affected: ['ct-1'], known_not_affected: ['pacs'], under_investigation: ['ct-2'] },
      flags: [{ label: 'inline_mitigations_already_exist', product_ids: ['pacs'] }],
      remediations: [{ category: 'none_available', product_ids: ['ct-1'] }],
    });
    expect(vulnerabilities[1]).toMatchObject({
      product_status: { fixed: ['ct-2'], known_not_affected: ['ct-1'], known_affected: ['pacs'] },
      threats: [{ category: 'impact', details: 'The version is not in the range.', product_ids: ['ct-1'] }],
      remediations: [{ category: 'no_fix_planned', product_ids: ['pacs'] }],
    });
  });
  test('takes its time from the newest decision, and its name from its content', () => {
    expect(head.tracking).toMatchObject({ current_release_date: TUESDAY, initial_release_date: TUESDAY });
    expect(head.tracking.id).toMatch(/^DOSIMETER-VEX-2026-11-24-[0-9a-f]{12}$/);
  });
});

const OpenVex = z.strictObject({
  '@context': z.literal('https://openvex.dev/ns/v0.2.0'),
  '@id': z.string().regex(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
  author: z.string().min(1),
  role: z.string().optional(),
  timestamp: z.iso.datetime(),
  version: z.int().min(1),
  tooling: z.string().optional(),
  statements: z
    .array(
      z
        .strictObject({
          vulnerability: z.strictObject({ name: z.string().min(1) }),
          timestamp: z.iso.datetime(),
          products: z.array(z.strictObject({ '@id': z.string().startsWith('urn:uuid:') })).min(1),
          status: z.enum(['not_affected', 'affected', 'fixed', 'under_investigation']),
          status_notes: z.string().optional(),
          justification: z.string().optional(),
          impact_statement: z.string().min(1).optional(),
          action_statement: z.string().min(1).optional(),
        })
        .refine(
          (each) =>
            each.status !== 'not_affected' ||
            (each.justification === undefined) !== (each.impact_statement === undefined),
        )
        .refine((each) => each.status !== 'affected' || each.action_statement),
    )
    .min(1),
});

describe('VEX as OpenVEX 0.2.0', () => {
  const { statements, timestamp } = OpenVex.parse(JSON.parse(vexOpenVex(INPUT)));
  test('has a statement for each flaw, status and reason', () => {
    expect(statements.map(({ vulnerability, status }) => [vulnerability.name, status])).toEqual([
      ['CVE-2024-1000', 'affected'],
      ['CVE-2024-1000', 'under_investigation'],
      ['CVE-2024-1000', 'not_affected'],
      ['CVE-2024-2000', 'not_affected'],
      ['CVE-2024-2000', 'fixed'],
      ['CVE-2024-2000', 'affected'],
    ]);
    expect(timestamp).toBe(TUESDAY);
  });
});

/** ECMA-424, the parts that VEX uses. */
const CycloneDx = z.strictObject({
  bomFormat: z.literal('CycloneDX'),
  specVersion: z.literal('1.6'),
  serialNumber: z.string().regex(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/),
  version: z.literal(1),
  metadata: z.looseObject({ timestamp: z.iso.datetime() }),
  components: z.array(z.looseObject({ type: z.literal('device'), 'bom-ref': z.string(), name: z.string().min(1) })),
  vulnerabilities: z.array(
    z.strictObject({
      id: z.string(),
      source: z.strictObject({ name: z.string(), url: z.url() }),
      analysis: z.strictObject({
        state: z.enum([
          'resolved',
          'resolved_with_pedigree',
          'exploitable',
          'in_triage',
          'false_positive',
          'not_affected',
        ]),
        justification: z
          .enum([
            'code_not_present',
            'code_not_reachable',
            'requires_configuration',
            'requires_dependency',
            'requires_environment',
            'protected_by_compiler',
            'protected_at_runtime',
            'protected_at_perimeter',
            'protected_by_mitigating_control',
          ])
          .optional(),
        response: z
          .array(z.enum(['can_not_fix', 'will_not_fix', 'update', 'rollback', 'workaround_available']))
          .optional(),
        detail: z.string().min(1),
        firstIssued: z.iso.datetime(),
        lastUpdated: z.iso.datetime(),
      }),
      affects: z.array(z.strictObject({ ref: z.string() })).min(1),
    }),
  ),
});

describe('VEX as CycloneDX 1.6', () => {
  const { components, vulnerabilities } = CycloneDx.parse(JSON.parse(vexCycloneDx(INPUT)));
  test('every device that is spoken of is there, and no other', () => {
    const spoken = new Set(vulnerabilities.flatMap(({ affects }) => affects.map(({ ref }) => ref)));
    expect(components.map((each) => each['bom-ref'])).toEqual([...spoken].sort());
  });
  test('says what was decided in its words', () => {
    expect(
      vulnerabilities.map(({ analysis }) => [analysis.state, analysis.justification ?? analysis.response?.[0]]),
    ).toEqual([
      ['exploitable', 'can_not_fix'],
      ['in_triage', undefined],
      ['not_affected', 'protected_by_mitigating_control'],
      ['not_affected', undefined],
      ['resolved', undefined],
      ['exploitable', 'will_not_fix'],
    ]);
  });
});
