// Nobody writes a patient into the program by hand: wherever people type freely, what looks like the data of a patient is refused and not kept.
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fixedClock } from '#kit/index.ts';
import { TENANT_TABLES, type TenantId } from '#store/index.ts';
import { type SampleServer, type Session, sampleServer, sessionOf } from './sample-server.ts';

const [EMAIL, PASSWORD] = ['owner@ours.example', 'correct horse battery'];
const PATIENT = 'CANARY^JANE^Q';
const clock = fixedClock('2026-11-27T10:00:00.000Z');

let server: SampleServer;
let site: TenantId;
let owner: Session;

beforeAll(async () => {
  server = await sampleServer(clock);
  site = await server.people.addTenant({ name: 'Ours', demo: false });
  await server.people.addUser(site, 'local', { email: EMAIL, name: 'Olga', role: 'owner', password: PASSWORD });
  const payload = { email: EMAIL, password: PASSWORD };
  owner = sessionOf(await server.app.inject({ method: 'POST', url: '/api/v1/session', payload }));
  await send('POST', '/program/policies', { policy: 'updates' });
});

afterAll(async () => {
  await server.close();
  expect(server.errors).toEqual([]);
});

function send(method: 'POST' | 'PUT', url: string, payload: object) {
  return server.app.inject({ method, url: `/api/v1${url}`, headers: owner, payload });
}

const access = {
  maker: 'Acme',
  who: 'Desk',
  devices: ['ct'],
  service: 'VPN',
  reason: 'Service',
  contact: '',
  until: '2027-01-31',
  secondFactor: 'yes',
};
const exception = {
  check: 'staff-trained',
  devices: [],
  instead: 'It stands behind a firewall of its own.',
  owner: 'IT',
  until: '2027-01-31',
};
const someone = { name: 'Pat', reach: '555-0100' };
const engagement = {
  title: 'First look',
  provider: someone,
  contact: someone,
  emergency: someone,
  from: '2026-12-01',
  until: '2026-12-31',
  timeZone: 'UTC',
  activities: ['interview'],
  scope: { networks: [], places: [], excluded: [], level: 'none', hours: [] },
  keeping: '',
  plannedMinutes: null,
  rate: null,
};
const template = {
  schema: 'dosimeter.template/1',
  name: 'First look',
  terms: {
    title: 'First look',
    activities: ['interview'],
    level: 'none',
    hours: [],
    days: 30,
    keeping: '',
    plannedMinutes: null,
    rate: null,
  },
};
const calendar = { version: 0, timeZone: 'UTC', remindTo: [], remindDays: 14, changes: [] };
const ownDuty = { id: 'aprons', name: 'Look at the lead aprons', why: '', months: 12, side: 'provider', nextOn: null };
const drill = { heldOn: '2026-11-20', sent: 5, reported: 3, clicked: 1 };
const branding = { version: 0, name: '', accent: null, preparedBy: '', contact: '', footer: '' };
const device = { name: PATIENT, kind: '', modality: '', maker: '', model: '', address: '' };

test.each([
  ['POST', '/program/attestations', { attestations: [{ question: 'own-accounts', answer: 'yes', note: PATIENT }] }],
  [
    'PUT',
    '/program/assessments/answers',
    { answers: [{ kind: 'control', subject: 'awareness', answer: 'yes', note: PATIENT }] },
  ],
  [
    'PUT',
    '/program/assessments/answers',
    { answers: [{ kind: 'control', subject: 'awareness', answer: 'yes', evidence: PATIENT }] },
  ],
  ['POST', '/program/questionnaires', { questionnaire: 'vendor', name: PATIENT, contact: '' }],
  ['POST', '/program/remote-access', { ...access, reason: PATIENT }],
  ['POST', '/program/remote-access', { ...access, who: PATIENT }],
  ['POST', '/program/exceptions', { ...exception, reason: `The exam of ${PATIENT} needs it.` }],
  ['POST', '/program/decision-log', { kind: 'plan', subject: 'Firewall', decision: 'Buy', because: PATIENT }],
  ['PUT', '/program/responsibilities', { version: 0, parties: [{ id: 'x', name: PATIENT, side: 'it' }], duties: [] }],
  ['POST', '/program/policies/updates/retire', { reason: PATIENT }],
  ['POST', '/training/drills', { ...drill, note: PATIENT }],
  ['POST', '/program/calendar/duties/restore-test/done', { on: '2026-11-20', note: PATIENT }],
  ['POST', '/program/calendar/duties/restore-test/done', { on: '2026-11-20', by: PATIENT }],
  ['PUT', '/program/calendar/settings', { ...calendar, own: [{ ...ownDuty, name: PATIENT }] }],
  ['PUT', '/program/calendar/settings', { ...calendar, own: [{ ...ownDuty, why: PATIENT }] }],
  ['PUT', '/branding', { ...branding, preparedBy: PATIENT }],
  ['PUT', '/branding', { ...branding, footer: `Of ${PATIENT}` }],
  ['POST', '/program/benchmark/signers', { fingerprint: 'ab'.repeat(32), name: PATIENT }],
  ['PUT', '/start', { field: 'devices', value: [device], version: 0 }],
  ['POST', '/program/engagements', { ...engagement, title: PATIENT }],
  ['POST', '/program/engagements', { ...engagement, keeping: PATIENT }],
  ['POST', '/program/engagements', { ...engagement, contact: { name: PATIENT, reach: '' } }],
  ['POST', '/program/engagement-templates/import', { ...template, name: PATIENT }],
  ['POST', '/program/engagement-templates/import', { ...template, terms: { ...template.terms, keeping: PATIENT } }],
] as const)('%s %s', async (method, url, body) => {
  const answer = await send(method, url, body);
  expect(answer.json(), answer.body).toMatchObject({ status: 400, detail: expect.stringContaining('patient') });
  expect(answer.body).not.toContain(PATIENT);
  for (const table of TENANT_TABLES) {
    const { rows } = await server.store.system((tx) =>
      sql<{ row: unknown }>`select to_jsonb(t) as row from ${sql.table(table)} t where tenant_id = ${site}`.execute(
        tx.db,
      ),
    );
    expect(JSON.stringify(rows), table).not.toContain('CANARY');
  }
});
