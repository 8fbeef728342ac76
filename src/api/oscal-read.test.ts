// OSCAL documents over HTTP: what they say against what is known here, what is taken over and marked, and that a second time changes nothing.
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { oscalReadings, type ReadControl } from '#contracts/index.ts';
import { controlDetail, oscalDocument, oscalSite, performRisk } from '#jobs/index.ts';
import { fixedClock } from '#kit/index.ts';
import { oscalText } from '#knowledge/index.ts';
import { answersOf, decisionsOf, doneSteps } from '#program/index.ts';
import { openJobs, type TenantId } from '#store/index.ts';
import { type SampleServer, type Session, sampleServer, sessionOf } from './sample-server.ts';

const PASSWORD = 'correct horse battery';
const UUID = '11111111-2222-4333-8444-555555555555';
const NS = 'https://dosimeter.example/ns/oscal';
const PATIENT = 'CANARY^JANE^Q';
const clock = fixedClock('2026-11-27T10:00:00.000Z');
let server: SampleServer;
let site: TenantId;
const sessions = new Map<string, Session>();

interface Sending {
  readonly who?: string;
  readonly name?: string;
  /** `standing` of the reading that was looked at. */
  readonly seen?: string | undefined;
}

function send(url: string, content: string | Buffer, { who = 'editor', name = 'ssp.json', seen }: Sending = {}) {
  const edge = 'edge-of-a-part';
  // After the file, where a form may have it as well as before; pages send it before.
  const field =
    seen === undefined ? '' : `\r\n--${edge}\r\ncontent-disposition: form-data; name="standing"\r\n\r\n${seen}`;
  const head = `--${edge}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\n\r\n`;
  return server.app.inject({
    method: 'POST',
    url: `/api/v1${url}`,
    headers: { ...sessions.get(who), 'content-type': `multipart/form-data; boundary=${edge}` },
    payload: Buffer.concat([Buffer.from(head), Buffer.from(content), Buffer.from(`${field}\r\n--${edge}--\r\n`)]),
  });
}

async function read(document: object, take = false, seen?: string) {
  const answer = await send(`/oscal/read${take ? '?take=yes' : ''}`, JSON.stringify(document), { seen });
  expect(answer.statusCode, answer.body).toBe(200);
  return oscalReadings.oscalReading.parse(answer.json());
}

const metadata = (day: string, title = 'Plan of the hospital') => ({
  title,
  'last-modified': `${day}T08:00:00Z`,
  version: '2',
  'oscal-version': '1.1.2',
});
const requirement = (control: string, state: string | null, text = 'It is done so.') => ({
  uuid: UUID,
  'control-id': control,
  'by-components': [
    {
      uuid: UUID,
      'component-uuid': UUID,
      description: text,
      'responsible-roles': [{ 'role-id': 'isso' }],
      ...(state === null ? {} : { 'implementation-status': { state } }),
    },
  ],
});
const plan = (day: string, requirements: readonly object[]) => ({
  'system-security-plan': {
    uuid: UUID,
    metadata: metadata(day),
    'import-profile': { href: 'profile.json' },
    'system-implementation': { components: [{ uuid: UUID, type: 'this-system', title: 'Imaging' }] },
    'control-implementation': { description: 'd', 'implemented-requirements': requirements },
  },
});
const brief = ({ control, here, there, difference, take }: ReadControl) => [
  control,
  here?.scope ?? null,
  there,
  difference,
  take.can,
];
const enforced = async (id: string) => (await controlDetail({ store: server.store, clock }, site, id)).status.enforced;

beforeAll(async () => {
  server = await sampleServer(clock);
  site = await server.people.addTenant({ name: 'Ours', demo: false });
  for (const [name, role] of [
    ['editor', 'editor'],
    ['reader', 'reader'],
  ] as const) {
    const email = `${name}@clinic.example`;
    await server.people.addUser(site, 'local', { email, name, role, password: PASSWORD });
    const payload = { email, password: PASSWORD };
    sessions.set(name, sessionOf(await server.app.inject({ method: 'POST', url: '/api/v1/session', payload })));
  }
  const list =
    'Name;Modality;IP address;Manufacturer;Model;Operating system\nCT 1;CT;10.0.0.11;Acme;Scan 3;Windows XP\n';
  expect((await send('/imports', list, { name: 'list.csv' })).statusCode).toBe(202);
  await vi.waitFor(async () => expect(await server.store.tenant(site, openJobs)).toEqual([]), { timeout: 60_000 });
});

afterAll(async () => {
  await server.close();
  expect(server.errors).toEqual([]);
});

describe('a plan of others', () => {
  const document = plan('2026-11-20', [
    requirement('paper-worklist', 'implemented'),
    requirement('old-system-shield', 'implemented'),
    requirement('ac-2', 'partial'),
    requirement('sanctions', null),
    requirement('exercise', 'not-applicable'),
    requirement('zz-99', 'implemented'),
    requirement('report-odd', 'implemented', `Ask ${PATIENT} about it.`),
  ]);

  test('is told control by control, and nothing is changed before it is asked for', async () => {
    const reading = await read(document);
    expect(reading.controls.map(brief)).toEqual([
      ['paper-worklist', '', 'yes', 'not known here', true],
      // Facts show that it is not so: the statement may be kept and changes nothing.
      ['old-system-shield', '', 'yes', 'less here', true],
      ['ac-2', 'nist-800-53', 'partly', 'not known here', true],
      ['sanctions', '', null, 'not said there', false],
      ['exercise', '', null, 'not said there', false],
      ['zz-99', null, 'yes', 'unknown here', false],
      ['report-odd', '', 'yes', 'not known here', false],
    ]);
    expect(JSON.stringify(reading)).not.toContain(PATIENT);
    expect(reading.controls[0]).toMatchObject({
      roles: ['isso'],
      components: [{ title: 'Imaging' }],
      word: 'implemented',
    });
    expect(reading.references).toEqual([]);
    expect(reading.counts).toMatchObject({ controls: 7, takeable: 3, unknownHere: 1 });
    expect(reading.taken).toBeNull();
    expect(await server.store.tenant(site, answersOf)).toEqual([]);
    expect((await send('/oscal/read', '{}', { who: 'reader' })).statusCode).toBe(403);
  });

  test('is taken over as stated on its day with the hash of the file; facts still win; a second time nothing changes', async () => {
    const reading = await read(document, true);
    expect(reading.taken).toMatchObject({ answers: 3, steps: 0, acceptances: 0 });
    expect(reading.counts.takeable).toBe(0);
    const kept = await server.store.tenant(site, answersOf);
    expect(kept.map(({ kind, subject, answer, on, via }) => [kind, subject, answer, on, via])).toEqual([
      ['control', 'old-system-shield', 'yes', '2026-11-20', 'OSCAL'],
      ['control', 'paper-worklist', 'yes', '2026-11-20', 'OSCAL'],
      ['row', 'ac-2', 'partly', '2026-11-20', 'OSCAL'],
    ]);
    expect(kept[1]?.evidence).toContain(reading.file.sha256);
    expect(await enforced('paper-worklist')).toMatchObject({ answer: 'yes', basis: 'attested' });
    expect(await enforced('old-system-shield')).toMatchObject({ answer: 'no', basis: 'observed' });
    clock.advance(3_600_000);
    expect((await read(document, true)).taken).toMatchObject({ answers: 0 });
    expect(await server.store.tenant(site, answersOf)).toEqual(kept);
  });

  test('does not take the place of what somebody answered here later, nor an older document that of a newer one', async () => {
    const answers = [{ kind: 'control', subject: 'paper-worklist', answer: 'no', on: '2026-11-25' }];
    const url = '/api/v1/program/assessments/answers';
    await server.app.inject({ method: 'PUT', url, headers: { ...sessions.get('editor') }, payload: { answers } });
    const [worklist] = (await read(document)).controls;
    expect(worklist?.take).toMatchObject({
      can: false,
      why: expect.stringContaining('answered no here on 2026-11-25'),
    });
    const older = await read(plan('2026-11-19', [requirement('ac-2', 'implemented')]));
    expect(older.controls[0]?.take).toMatchObject({ can: false, why: expect.stringContaining('newer document') });
    const newer = await read(plan('2026-11-26', [requirement('ac-2', 'implemented')]), true);
    expect(newer.taken).toMatchObject({ answers: 1 });
  });

  test.each([
    ['2025-01-01', /more than a year ago/],
    ['2027-01-01', /still to come/],
    ['someday', /date of the document cannot be read/],
  ])('of %s is told and not taken', async (day, why) => {
    const [control] = (await read(plan(day, [requirement('sanctions', 'implemented')]), true)).controls;
    expect(control?.take.can).toBe(false);
    expect(control?.take.why).toMatch(why);
  });
});

test('what somebody answers between the look at a document and the take stays, and is told', async () => {
  const put = async (...said: readonly (readonly [subject: string, answer: string])[]) => {
    const answers = said.map(([subject, answer]) => ({ kind: 'control', subject, answer, on: '2026-11-10' }));
    const url = '/api/v1/program/assessments/answers';
    const headers = { ...sessions.get('editor') };
    const { statusCode } = await server.app.inject({ method: 'PUT', url, headers, payload: { answers } });
    expect(statusCode).toBe(200);
  };
  const subjects = ['purchase-check', 'record-keeping', 'risk-appetite', 'security-owner'];
  const standing = async () =>
    (await server.store.tenant(site, answersOf))
      .filter(({ subject }) => subjects.includes(subject))
      .map(({ subject, answer, via }) => [subject, answer, via]);
  await put(['record-keeping', 'no'], ['security-owner', 'no']);
  const document = plan(
    '2026-11-20',
    subjects.map((subject) => requirement(subject, 'implemented')),
  );
  const looked = await read(document);
  expect(looked.counts.takeable).toBe(4);
  clock.advance(60_000);
  await put(['purchase-check', 'partly'], ['security-owner', 'unknown']);
  const taken = await read(document, true, looked.standing);
  expect(taken.taken).toMatchObject({ answers: 2 });
  expect(taken.problems).toEqual([
    expect.stringMatching(
      /^purchase-check: partly, as of 2026-11-10, was answered here since this was read\. That stays\./,
    ),
    expect.stringMatching(/^security-owner: What was answered here was taken back since this was read\./),
  ]);
  expect(await standing()).toEqual([
    ['purchase-check', 'partly', 'said here'],
    ['record-keeping', 'yes', 'OSCAL'],
    ['risk-appetite', 'yes', 'OSCAL'],
  ]);
  // Looked at again, it is taken; whoever looked before that and takes the same file changes nothing and is told nothing.
  const again = await read(document, true, taken.standing);
  expect([again.taken?.answers, again.problems]).toEqual([2, []]);
  const late = await read(document, true, looked.standing);
  expect([late.taken?.answers, late.problems]).toEqual([0, []]);
  expect((await send('/oscal/read?take=yes', JSON.stringify(document), { seen: 'x' })).statusCode).toBe(400);
});

test('what this site wrote cannot vouch for it', async () => {
  const ours = await oscalSite({ store: server.store, clock }, site, 'Ours');
  for (const name of ['system-security-plan', 'assessment-results'] as const) {
    const reading = await read(JSON.parse(oscalText(oscalDocument(ours, name))));
    expect(reading.document.madeHere).toBe(true);
    expect(reading.counts).toMatchObject({ unknownHere: 0, lessHere: 0, moreHere: 0, takeable: 0, references: 0 });
  }
});

test('a component definition counts for a product that is in use here, and says no more than partly', async () => {
  const component = (title: string, control: string) => ({
    uuid: UUID,
    type: 'hardware',
    title,
    description: 'd',
    'control-implementations': [
      {
        uuid: UUID,
        source: 'catalog.json',
        description: 'd',
        'implemented-requirements': [{ uuid: UUID, 'control-id': control, description: 'Its disk is encrypted.' }],
      },
    ],
  });
  const definition = (component: object) => ({
    'component-definition': { uuid: UUID, metadata: metadata('2026-11-20'), components: [component] },
  });
  const [here] = (await read(definition(component('ACME Scan-3, release 4', 'signed-updates')), true)).controls;
  expect(here).toMatchObject({ there: 'partly' });
  expect(await enforced('signed-updates')).toMatchObject({ answer: 'partly', basis: 'attested' });
  const [away] = (await read(definition(component('Acme Scan 30', 'load-limits')))).controls;
  expect(away).toMatchObject({ there: null, take: { can: false, why: 'No such product is in use here.' } });
});

test('a plan of action: a risk that somebody wants accepted is asked for here, and everything else is told', async () => {
  const ours = await oscalSite({ store: server.store, clock }, site, 'Ours');
  const open = ours.place.findings.find(({ state }) => state === 'confirmed');
  if (!open) throw new Error('no finding');
  const risk = (uuid: string, finding: string, more: object) => ({
    uuid,
    title: 'Old system',
    description: 'd',
    statement: 'It is behind a firewall.',
    props: [{ name: 'finding', ns: NS, value: finding }],
    ...more,
  });
  const [one, two, three] = [1, 2, 3].map((n) => UUID.replace('1', String(n + 1)));
  const document = {
    'plan-of-action-and-milestones': {
      uuid: UUID,
      metadata: metadata('2026-11-20'),
      risks: [
        risk(one ?? '', open.id, { status: 'deviation-approved', deadline: '2026-12-15T00:00:00Z' }),
        risk(two ?? '', open.id, { status: 'closed' }),
        risk(three ?? '', 'nobody', { status: 'open' }),
      ],
      'poam-items': [
        { title: 'Shield it', description: 'd', 'related-risks': [{ 'risk-uuid': two }] },
        { title: 'Invented', description: 'd', props: [{ name: 'action', ns: NS, value: 'no-such' }] },
        { title: 'Lost', description: 'd', 'related-risks': [{ 'risk-uuid': '99999999-2222-4333-8444-555555555555' }] },
      ],
    },
  };
  const reading = await read(document);
  expect(reading.risks.map(({ difference, take }) => [difference, take.can])).toEqual([
    ['Open there and here.', true],
    ['Closed there, open here.', false],
    ['No finding here is the same.', false],
  ]);
  expect(reading.items.map(({ title, difference, take }) => [title, difference, take.can])).toEqual([
    ['Shield it', 'Closed there, open here.', false],
    ['Invented', 'No finding here is the same.', false],
    ['Lost', 'No finding here is the same.', false],
  ]);
  expect(reading.references.map(({ path }) => path)).toEqual(['poam-items[2].related-risks[0].risk-uuid']);
  expect((await read(document, true)).taken).toMatchObject({ acceptances: 1 });
  const decisions = await server.store.tenant(site, (tx) => decisionsOf(tx, open.id));
  expect(decisions.map(({ state, until }) => [state, until?.slice(0, 10)])).toEqual([['asked', '2026-12-15']]);
  expect((await read(document, true)).taken).toMatchObject({ acceptances: 0 });
});

test('a step of the plan here whose risks are closed there is kept as said to be done, once', async () => {
  const [action] = (await performRisk({ store: server.store, clock }, site, { by: 'owner', trials: 1000 })).actions;
  if (!action) throw new Error('no action');
  const item = (title: string, id: string, uuid: string) => ({
    title,
    description: 'd',
    props: [{ name: 'action', ns: NS, value: id }],
    'related-risks': [{ 'risk-uuid': uuid }],
  });
  const [closed, open] = [2, 3].map((n) => UUID.replace('1', String(n)));
  const document = {
    'plan-of-action-and-milestones': {
      uuid: UUID,
      metadata: metadata('2026-11-20'),
      risks: [
        { uuid: closed, title: 'r', description: 'd', statement: 's', status: 'closed' },
        { uuid: open, title: 'r', description: 'd', statement: 's', status: 'open' },
      ],
      'poam-items': [item('Done', action.id, closed ?? ''), item('To do', action.id, open ?? '')],
    },
  };
  const before = await read(document);
  expect(before.items.map(({ difference, take }) => [difference, take.can])).toEqual([
    ['Done there, not done here.', true],
    ['Open there and here.', false],
  ]);
  const after = await read(document, true);
  expect(after.taken).toMatchObject({ steps: 1 });
  expect(after.problems).toEqual([]);
  const [step] = await server.store.tenant(site, doneSteps);
  expect(step).toMatchObject({ action: action.id, note: expect.stringContaining(after.file.sha256) });
  expect((await read(document, true)).taken).toMatchObject({ steps: 0 });
});

test.each([
  ['no JSON', 'x', /no JSON/],
  ['a catalog', '{"catalog":{}}', /no OSCAL document about a system/],
])('%s is refused in words', async (_, content, words) => {
  const answer = await send('/oscal/read', content);
  expect(answer.statusCode).toBe(400);
  expect(answer.body).toMatch(words);
});

test('a file above 8 MB is refused', async () => {
  expect((await send('/oscal/read', Buffer.alloc(8 * 2 ** 20 + 1, 32))).statusCode).toBe(413);
});
