// The OSCAL documents of a place: valid by the schemas of NIST, pointing at one another, and the same for the same place.
import { describe, expect, test } from 'vitest';
import { type ControlStatus, type OscalPlace, oscal } from '#contracts/index.ts';
import { Invalid } from '#kit/index.ts';
import { type OscalDocument, oscalText } from '#knowledge/index.ts';
import { assessmentResults, planOfAction, systemSecurityPlan } from '#report/index.ts';
import { HAS_OSCAL_SCHEMAS, type OscalKind, oscalErrors } from './support/oscal-schemas.ts';

function status(answer: ControlStatus['enforced']['answer']): ControlStatus {
  return {
    written: { answer: 'yes', why: 'The policy is approved.' },
    known: { answer: 'partly', why: '3 of 5 people have said that they read it.' },
    enforced: { answer, why: `Because it is ${answer}.`, basis: answer === 'unknown' ? 'nothing' : 'observed' },
  };
}

const PLACE: OscalPlace = oscal.oscalPlace.parse({
  id: 'tenant-1',
  name: 'Imaging Centre\n East',
  organization: 'East Radiology',
  description: 'A CT, an archive and what belongs to them.',
  asOf: '2026-11-27T09:00:00Z',
  devices: [
    {
      id: 'd1',
      name: 'CT 1',
      kind: 'modality',
      maker: 'Acme',
      model: 'Scan 3',
      version: '4.1',
      addresses: ['10.0.0.5', 'fd00::5'],
    },
    { id: 'd2', name: 'Archive', kind: 'archive', maker: null, model: null, version: null, addresses: [] },
  ],
  controls: [
    { id: 'known-partners', status: status('no'), owner: 'PACS administrator' },
    { id: 'offline-backup', status: status('yes'), owner: null },
    { id: 'patching', status: status('partly'), owner: null },
    { id: 'awareness', status: status('unknown'), owner: null },
  ],
  findings: [
    {
      id: 'f1',
      device: 'd2',
      title: 'The archive answers strangers',
      severity: 'critical',
      state: 'confirmed',
      reasons: ['E6 was proven.'],
      observedAt: '2026-11-26T10:00:00Z',
      controls: ['known-partners'],
    },
    {
      id: 'f2',
      device: 'd1',
      title: 'A repair is missing',
      severity: 'medium',
      state: 'potential',
      reasons: [],
      observedAt: '2026-11-26T10:00:00Z',
      controls: ['patching'],
    },
    {
      id: 'f3',
      device: 'gone',
      title: 'Once open',
      severity: 'high',
      state: 'fixed',
      reasons: ['It was closed.'],
      observedAt: '2026-11-20T10:00:00Z',
      controls: ['known-partners'],
    },
  ],
  checks: [
    {
      id: 'no-unknown-caller',
      title: 'The device takes no connection from a calling title that it does not know.',
      methods: ['TEST'],
      counts: { holds: 1, excused: 0, broken: 12, unknown: 0, notApplicable: 0 },
      broken: [
        { device: 'd2', name: 'Archive', why: 'It let a stranger in.', evidence: [{ kind: 'finding', id: 'f1' }] },
        { device: 'gone', name: 'Old archive', why: 'It did, too.', evidence: [] },
      ],
      controls: ['known-partners'],
    },
    {
      id: 'backup-tested',
      title: 'A backup was put back within a year.',
      methods: ['EXAMINE'],
      counts: { holds: 0, excused: 0, broken: 1, unknown: 0, notApplicable: 0 },
      broken: [{ device: null, name: 'The site', why: 'Somebody said no.', evidence: [] }],
      controls: ['offline-backup'],
    },
  ],
  actions: [
    {
      id: 'a1',
      title: 'Enter the partners of the archive',
      what: 'Titles and addresses of all scanners.',
      owner: 'PACS administrator',
      due: '2026-12-15',
      done: false,
      findings: ['f1'],
    },
    { id: 'a2', title: 'Close the old port', what: '', owner: null, due: null, done: true, findings: ['f3'] },
  ],
});

type Json = { readonly [member: string]: unknown };
const within = (document: OscalDocument, ...steps: (string | number)[]) =>
  steps.reduce<unknown>((value, step) => (value as Json)[step], document);
const list = (document: OscalDocument, ...steps: (string | number)[]) => within(document, ...steps) as readonly Json[];

const makers: readonly [OscalKind, (place: OscalPlace) => OscalDocument][] = [
  ['system-security-plan', (place) => systemSecurityPlan(place, 'dosimeter-profile.json')],
  ['assessment-results', assessmentResults],
  ['plan-of-action-and-milestones', (place) => planOfAction(place, 'ssp.json')],
];

describe.each(makers)('%s', (kind, make) => {
  const bare: OscalPlace = { ...PLACE, devices: [], actions: [] };
  test.skipIf(!HAS_OSCAL_SCHEMAS)('is valid by the schema of NIST, with and without devices and actions', () => {
    expect(oscalErrors(kind, make(PLACE))).toEqual([]);
    expect(oscalErrors(kind, make(bare))).toEqual([]);
    expect(oscalErrors(kind, make({ ...PLACE, devices: PLACE.devices.slice(0, 1) }))).toEqual([]);
  });
  test.skipIf(!HAS_OSCAL_SCHEMAS)('stays valid with hostile names', () => {
    const hostile = '  \u202e<script>\n\u0000"\'{{x}}  ';
    const place: OscalPlace = {
      ...PLACE,
      id: hostile,
      name: hostile,
      devices: PLACE.devices.map((device) => ({
        ...device,
        name: hostile,
        kind: hostile,
        maker: hostile,
        model: ' ',
        addresses: [hostile],
      })),
      findings: PLACE.findings.map((finding) => ({ ...finding, title: hostile, reasons: [hostile] })),
      actions: PLACE.actions.map((action) => ({ ...action, title: hostile, what: hostile, owner: hostile })),
      controls: PLACE.controls.map((control) => ({ ...control, owner: hostile })),
    };
    expect(oscalErrors(kind, make(place))).toEqual([]);
  });
  test('is the same for the same place, and another document for another day', () => {
    expect(oscalText(make(PLACE))).toBe(oscalText(make(structuredClone(PLACE))));
    const uuid = (place: OscalPlace) => within(make(place), kind, 'uuid');
    expect(uuid({ ...PLACE, asOf: '2026-11-28T09:00:00Z' })).not.toBe(uuid(PLACE));
  });
  test('points only at what is in it', () => {
    const text = JSON.stringify(make(PLACE));
    const made = new Set([...text.matchAll(/"uuid":"([^"]+)"/g)].map(([, uuid]) => uuid));
    const pointed = [...text.matchAll(/"(?:component|observation|risk|subject)-uuid":"([^"]+)"/g)].map(
      ([, uuid]) => uuid,
    );
    expect(pointed.length).toBeGreaterThan(0);
    expect(pointed.filter((uuid) => !made.has(uuid))).toEqual([]);
    expect(made.size).toBe([...text.matchAll(/"uuid":"([^"]+)"/g)].length);
  });
});

test('the plan names each control with its three answers, and a state where OSCAL has one', () => {
  const requirements = list(
    systemSecurityPlan(PLACE, 'p.json'),
    'system-security-plan',
    'control-implementation',
    'implemented-requirements',
  );
  const seen = requirements.map((requirement) => [
    requirement['control-id'],
    (requirement['props'] as readonly Json[]).filter(({ name }) => name === 'enforced').map(({ value }) => value)[0],
    ((requirement['by-components'] as readonly Json[])[0]?.['implementation-status'] as Json | undefined)?.['state'],
  ]);
  expect(seen).toEqual([
    ['known-partners', 'no', undefined],
    ['offline-backup', 'yes', 'implemented'],
    ['patching', 'partly', 'partial'],
    ['awareness', 'unknown', undefined],
  ]);
});

test('a control that is not known was reviewed and has no result; the others have one, with the findings against them', () => {
  const results = assessmentResults(PLACE);
  const reviewed = list(
    results,
    'assessment-results',
    'results',
    0,
    'reviewed-controls',
    'control-selections',
    0,
    'include-controls',
  );
  expect(reviewed.map((control) => control['control-id'])).toEqual([
    'known-partners',
    'offline-backup',
    'patching',
    'awareness',
  ]);
  const findings = list(results, 'assessment-results', 'results', 0, 'findings');
  expect(findings.map(({ title, target }) => [title, ((target as Json)['status'] as Json)['state']])).toEqual([
    ['known-partners', 'not-satisfied'],
    ['offline-backup', 'satisfied'],
    ['patching', 'not-satisfied'],
  ]);
  // f1 is open against it, and the check of callers is broken; f3 was against it and is fixed.
  expect(findings[0]?.['related-observations']).toHaveLength(2);
  expect(findings[0]?.['related-risks']).toHaveLength(1);
  const risks = list(results, 'assessment-results', 'results', 0, 'risks');
  expect(risks.map(({ status: state, deadline }) => [state, deadline])).toEqual([
    ['remediating', '2026-12-15T23:59:59Z'],
    ['open', undefined],
    ['closed', undefined],
  ]);
});

test('each check is an observation with its method, how many break it, the first of them, and what shows that', () => {
  const observations = list(assessmentResults(PLACE), 'assessment-results', 'results', 0, 'observations');
  const told = observations.flatMap(({ props, methods, subjects, collected, ...rest }) => {
    const named = new Map((props as readonly Json[]).map(({ name, value }) => [name, value]));
    if (!named.has('check')) return [];
    const evidence = (rest['relevant-evidence'] as readonly Json[]).map(({ description }) => description);
    const types = (subjects as readonly Json[]).map(({ type }) => type);
    return [
      [named.get('check'), methods, named.get('broken'), named.get('broken-not-listed'), types, evidence, collected],
    ];
  });
  expect(told).toEqual([
    [
      'no-unknown-caller',
      ['TEST'],
      '12',
      '10',
      ['inventory-item'],
      ['Archive: It let a stranger in.', 'Old archive: It did, too.'],
      PLACE.asOf,
    ],
    ['backup-tested', ['EXAMINE'], '1', undefined, ['component'], ['The site: Somebody said no.'], PLACE.asOf],
  ]);
});

test('the plan of action holds what is not done, and open findings against which nothing is planned', () => {
  const items = list(planOfAction(PLACE, 'ssp.json'), 'plan-of-action-and-milestones', 'poam-items');
  expect(items.map(({ title }) => title)).toEqual(['Enter the partners of the archive', 'A repair is missing']);
});

test('an empty plan and a place without controls are refused in words', () => {
  const done = { ...PLACE, actions: [], findings: PLACE.findings.filter(({ state }) => state === 'fixed') };
  expect(() => planOfAction(done, 'ssp.json')).toThrow(Invalid);
  expect(() => systemSecurityPlan({ ...PLACE, controls: [] }, 'p.json')).toThrow(/controls: name at least one/);
  expect(() => assessmentResults({ ...PLACE, controls: [] })).toThrow(/controls: name at least one/);
});
