// OSCAL documents about a system, read back: what they say of controls, risks and items; nothing is lost on the way, and what points nowhere is told.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ControlStatus, type OscalPlace, oscal } from '#contracts/index.ts';
import { Invalid } from '#kit/index.ts';
import {
  type OscalDocument,
  openReferences,
  oscalText,
  readSystemDocument,
  saidInDocument,
  writtenSystemDocument,
} from '#knowledge/index.ts';
import { assessmentResults, componentsOfPlace, planOfAction, systemSecurityPlan } from '#report/index.ts';

const SHARED = process.env['DOSIMETER_SHARED'] ?? path.resolve(import.meta.dirname, '../../shared');
const EXAMPLES = path.join(SHARED, 'samples/oscal/oscal-content/examples');
const METADATA = { title: 'T', 'last-modified': '2026-01-01T00:00:00Z', version: '1', 'oscal-version': '1.1.2' };
const UUID = '11111111-2222-4333-8444-555555555555';
const NS = 'https://dosimeter.example/ns/oscal';

const bytes = (document: unknown) => new TextEncoder().encode(JSON.stringify(document));
const said = (document: unknown) => saidInDocument(readSystemDocument(bytes(document)));
const plan = (requirements: readonly object[]) => ({
  'system-security-plan': {
    uuid: UUID,
    metadata: METADATA,
    'import-profile': { href: 'p.json' },
    'control-implementation': { description: 'd', 'implemented-requirements': requirements },
  },
});

const answer = fc.constantFrom<ControlStatus['enforced']['answer']>('yes', 'partly', 'no', 'unknown');
const words = fc.string({ minLength: 1, maxLength: 30 });
const status = fc.record({
  written: fc.record({ answer, why: words }),
  known: fc.record({ answer, why: words }),
  enforced: fc.record({ answer, why: words, basis: fc.constantFrom('observed' as const, 'attested' as const) }),
});
const ids = ['one', 'two', 'three'] as const;
const some = fc.subarray([...ids]);
/** Places with devices, controls, findings, checks and actions that name one another, or name what is gone. */
const places: fc.Arbitrary<OscalPlace> = fc
  .record({
    name: words,
    devices: some,
    controls: fc.array(fc.tuple(fc.constantFrom(...ids), status), { minLength: 1, maxLength: 3 }),
    findings: fc.array(fc.tuple(fc.constantFrom(...ids), fc.constantFrom('confirmed', 'fixed', 'unknown'), some)),
    broken: some,
    actions: fc.array(fc.tuple(some, fc.boolean(), fc.option(fc.constant('2027-01-31')))),
  })
  .map(({ name, devices, controls, findings, broken, actions }) =>
    oscal.oscalPlace.parse({
      id: 'site',
      name,
      organization: name,
      description: name,
      asOf: '2026-11-27T09:00:00Z',
      devices: devices.map((id) => {
        return { id, name: id, kind: 'modality', maker: 'Acme', model: id, version: null, addresses: ['10.0.0.1'] };
      }),
      controls: [...new Map(controls)].map(([id, each]) => ({ id, status: each, owner: null })),
      findings: findings.map(([device, state, against], place) => {
        const at = '2026-11-26T10:00:00Z';
        const id = `f${place}`;
        return { id, device, title: name, severity: 'high', state, reasons: [], observedAt: at, controls: against };
      }),
      checks: [
        {
          id: 'c1',
          title: name,
          methods: ['TEST'],
          counts: { holds: 1, excused: 0, broken: broken.length + 4, unknown: 0, notApplicable: 0 },
          broken: broken.map((device) => ({ device, name: device, why: name, evidence: [] })),
          controls: ['one'],
        },
      ],
      actions: [
        { id: 'a', title: name, what: '', owner: null, due: null, done: false, findings: [] },
        ...actions.map(([of, done, due], place) => {
          const findingIds = findings.flatMap(([device], n) => (of.includes(device) ? [`f${n}`] : []));
          return { id: `a${place}`, title: name, what: '', owner: name, due, done, findings: findingIds };
        }),
      ],
    }),
  );
const empty: OscalDocument = { 'component-definition': { uuid: UUID, metadata: METADATA, components: [] } };
const makers: readonly [string, (place: OscalPlace) => OscalDocument][] = [
  ['system-security-plan', (place) => systemSecurityPlan(place, 'p.json')],
  ['assessment-results', assessmentResults],
  ['plan-of-action-and-milestones', (place) => planOfAction(place, 'ssp.json')],
  ['component-definition', (place) => componentsOfPlace(empty, place)],
];

describe.each(makers)('%s of ours', (kind, make) => {
  test('comes back as it was written, whatever the place, and every reference in it leads somewhere', () => {
    fc.assert(
      fc.property(places, (place) => {
        const text = oscalText(make(place));
        const read = readSystemDocument(new TextEncoder().encode(text));
        expect(read.kind).toBe(kind);
        expect(writtenSystemDocument(read)).toEqual(JSON.parse(text));
        expect(openReferences(read)).toEqual([]);
        saidInDocument(read);
      }),
      { numRuns: 25, seed: 7 },
    );
  });
});

test('what our plan says of controls is what they are: no and unknown too, for which OSCAL has no word', () => {
  fc.assert(
    fc.property(places, (place) => {
      const read = said(systemSecurityPlan(place, 'p.json')).controls;
      expect(read.map(({ control, state }) => [control, state ?? 'unknown'])).toEqual(
        place.controls.map(({ id, status: { enforced } }) => [id, enforced.answer]),
      );
    }),
    { numRuns: 25, seed: 7 },
  );
});

test('risks come back with their status, deadline and finding, and items with what they are about', () => {
  const [base] = fc.sample(places, { numRuns: 1, seed: 3 });
  if (!base) throw new Error('no place');
  const at = '2026-11-26T10:00:00Z';
  const place: OscalPlace = {
    ...base,
    findings: ['f1', 'f2'].map((id) => {
      return {
        id,
        device: null,
        title: id,
        severity: 'high',
        state: 'confirmed',
        reasons: [],
        observedAt: at,
        controls: [],
      };
    }),
    actions: [
      { id: 'a1', title: 'Close it', what: 'w', owner: null, due: '2027-01-31', done: false, findings: ['f1'] },
    ],
  };
  const { systems, risks, items } = said(planOfAction(place, 'ssp.json'));
  expect(systems).toEqual(['site']);
  expect(risks.map(({ finding, status: word, deadline }) => [finding, word, deadline])).toEqual([
    ['f1', 'remediating', '2027-01-31T23:59:59Z'],
    ['f2', 'open', null],
  ]);
  expect(items.map(({ action, finding, deadline, isClosed }) => [action, finding, deadline, isClosed])).toEqual([
    ['a1', 'f1', '2027-01-31T23:59:59Z', false],
    [null, 'f2', null, false],
  ]);
  const { observations } = said(assessmentResults(place));
  expect(observations.map(({ finding, check }) => finding ?? check)).toEqual(['f1', 'f2', 'c1']);
});

const files = existsSync(EXAMPLES)
  ? ['component-definition', 'ssp'].flatMap((kind) =>
      readdirSync(path.join(EXAMPLES, kind, 'json')).map((name) => path.join(kind, 'json', name)),
    )
  : [];

describe.skipIf(files.length === 0)('the published examples of NIST', () => {
  test.each(files)('%s comes back equal', (file) => {
    const text = readFileSync(path.join(EXAMPLES, file));
    const read = readSystemDocument(text);
    expect(writtenSystemDocument(read)).toEqual(JSON.parse(text.toString('utf8')));
    expect(saidInDocument(read).controls.length).toBeGreaterThan(0);
  });

  test('say of a control what they say, by component', () => {
    const read = readSystemDocument(readFileSync(path.join(EXAMPLES, 'ssp/json/ifa_ssp-example.json')));
    const { controls, components } = saidInDocument(read);
    expect(controls.map(({ control, state, word }) => [control, state, word])).toEqual([
      ['ac-6.1', 'yes', 'implemented'],
    ]);
    const [first] = controls;
    const title = components.find(({ uuid }) => uuid === first?.by[0]?.component)?.title;
    expect(title).toBeTruthy();
    const maker = readSystemDocument(
      readFileSync(path.join(EXAMPLES, 'component-definition/json/example-component-definition.json')),
    );
    const product = saidInDocument(maker);
    expect(product.controls.map(({ control, state }) => [control, state])).toEqual([
      ['sc-8', null],
      ['sc-8.1', null],
      ['sa-4.9', null],
    ]);
    expect(product.controls[1]?.by.flatMap(({ roles }) => roles)).toContain('customer');
    // The role of a customer is named by the file and listed nowhere in it.
    expect(openReferences(maker).map(({ to }) => to)).toContain('customer');
  });
});

const by = (state: string | null) => ({
  'component-uuid': UUID,
  uuid: UUID,
  description: 'd',
  ...(state === null ? {} : { 'implementation-status': { state } }),
});

describe('what a plan says of one control', () => {
  test.each([
    [['implemented'], 'yes'],
    [['implemented', 'implemented'], 'yes'],
    [['implemented', 'partial'], 'partly'],
    [['implemented', null], 'partly'],
    [['planned', 'planned'], 'no'],
    [['alternative'], 'partly'],
    [['not-applicable'], 'none'],
    [['not-applicable', 'implemented'], 'yes'],
    [['invented'], null],
    [[null], null],
  ])('by components that say %j is %s', (states, expected) => {
    const [control] = said(plan([{ 'control-id': 'ac-1', uuid: UUID, 'by-components': states.map(by) }])).controls;
    expect(control?.state).toBe(expected);
  });

  test('counts what is said once for all of it, and goes through the parts of it', () => {
    const status = { name: 'implementation-status', value: 'implemented' };
    const parts = [{ 'statement-id': 'ac-1_smt.a', uuid: UUID, 'by-components': [by(null)] }];
    const [control] = said(plan([{ 'control-id': 'ac-1', uuid: UUID, props: [status], statements: parts }])).controls;
    expect(control).toMatchObject({ state: 'yes', by: [{ component: UUID, isPart: false, text: 'd' }] });
  });
});

describe('what an assessor found', () => {
  const results = (...findings: readonly (readonly [string, string])[]) => ({
    'assessment-results': {
      uuid: UUID,
      metadata: METADATA,
      results: [
        { uuid: UUID, start: '2025-01-01T00:00:00Z', findings: [finding('ac-1_smt', 'not-satisfied')] },
        { uuid: UUID, start: '2026-01-01T00:00:00Z', findings: findings.map(([id, state]) => finding(id, state)) },
      ],
    },
  });
  const finding = (id: string, state: string) => ({
    uuid: UUID,
    title: 't',
    description: 'd',
    target: { type: 'statement-id', 'target-id': id, status: { state } },
  });
  test.each([
    [[['ac-1_smt', 'satisfied']], 'yes'],
    [[['ac-1_smt.a', 'satisfied']], 'partly'],
    [
      [
        ['ac-1_obj.a-1', 'satisfied'],
        ['ac-1_obj.a-2', 'not-satisfied'],
      ],
      'partly',
    ],
    [[['ac-1_smt', 'not-satisfied']], 'no'],
  ] as const)('%j is %s, by the newest result alone', (findings, state) => {
    const { controls, problems } = said(results(...findings));
    expect(controls.map(({ control, state: read }) => [control, read])).toEqual([['ac-1', state]]);
    expect(problems).toHaveLength(1);
  });
});

test('references to what is not there are told with their place, and what is good beside them is read', () => {
  const away = '99999999-2222-4333-8444-555555555555';
  const document = {
    $schema: 'https://example.org/schema.json',
    'plan-of-action-and-milestones': {
      uuid: UUID,
      metadata: METADATA,
      invented: { keep: [1, null, 'x'] },
      risks: [{ uuid: UUID.replace('1', '2'), title: 'r', status: 'closed', more: true }],
      'poam-items': [
        { title: 'bad', description: 'd', 'related-risks': [{ 'risk-uuid': away }] },
        {
          title: 'good',
          description: 'd',
          props: [{ name: 'action', ns: NS, value: 'a1' }],
          'related-risks': [{ 'risk-uuid': UUID.replace('1', '2') }],
          links: [{ href: '#nowhere' }],
        },
      ],
    },
  };
  const read = readSystemDocument(gzipSync(bytes(document)));
  expect(writtenSystemDocument(read)).toEqual(document);
  expect(openReferences(read)).toEqual([
    { path: 'poam-items[0].related-risks[0].risk-uuid', to: away },
    { path: 'poam-items[1].links[0].href', to: 'nowhere' },
  ]);
  expect(saidInDocument(read).items.map(({ title, isClosed, action }) => [title, isClosed, action])).toEqual([
    ['bad', false, null],
    ['good', true, 'a1'],
  ]);
});

test.each([
  ['nothing', new Uint8Array(), /no JSON/],
  ['a list', bytes([]), /no OSCAL document about a system/],
  ['a catalog', bytes({ catalog: {} }), /no OSCAL document about a system/],
  ['two documents', bytes({ ...plan([]), ...empty }), /several documents/],
  ['a requirement without a control', bytes(plan([{ uuid: UUID }])), /implemented-requirements\[0\]\.control-id/],
  [
    'a plan without items',
    bytes({ 'plan-of-action-and-milestones': { uuid: UUID, metadata: METADATA } }),
    /poam-items/,
  ],
  ['nested without end', new TextEncoder().encode('['.repeat(200) + ']'.repeat(200)), /nested deeper/],
])('%s is refused in words', (_, file, reason) => {
  expect(() => readSystemDocument(file)).toThrow(Invalid);
  expect(() => readSystemDocument(file)).toThrow(reason);
});
