// OSCAL from the data of a site: each document valid by the schemas of NIST, the same twice, and of what is known there.
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type OscalSite, oscalDocument, oscalSite } from '#jobs/index.ts';
import { fixedClock, Invalid } from '#kit/index.ts';
import { oscalText } from '#knowledge/index.ts';
import { policyLibrary } from '#program/index.ts';
import { OSCAL_FILE_NAMES, OSCAL_FILES, type OscalFileName } from '#report/index.ts';
import { openJobs, type TenantId } from '#store/index.ts';
import { type SampleServer, type Session, sampleServer, sessionOf } from '../src/api/sample-server.ts';
import { HAS_OSCAL_SCHEMAS, oscalErrors } from './support/oscal-schemas.ts';

const EMAIL = 'owner@clinic.example';
const PASSWORD = 'correct horse battery';
const LIST =
  'Name;Modality;IP address;Manufacturer;Model;Operating system\n' +
  'CT 1;CT;10.0.0.11;Acme;Scan 3;Windows XP\nMR 1;MR;10.0.0.12;Acme;Field 2;Windows 7\n';
const clock = fixedClock('2026-11-27T10:00:00.000Z');
let server: SampleServer;
let site: TenantId;
let empty: TenantId;
let owner: Session;

const get = (url: string) => server.app.inject({ method: 'GET', url: `/api/v1${url}`, headers: owner });
const siteOf = (tenant: TenantId): Promise<OscalSite> =>
  oscalSite({ store: server.store, clock }, tenant, 'Imaging <East>');

async function signIn(): Promise<void> {
  const payload = { email: EMAIL, password: PASSWORD };
  owner = sessionOf(await server.app.inject({ method: 'POST', url: '/api/v1/session', payload }));
}

beforeAll(async () => {
  server = await sampleServer(clock);
  site = await server.people.addTenant({ name: 'Ours', demo: false });
  empty = await server.people.addTenant({ name: 'Empty', demo: false });
  await server.people.addUser(site, 'local', { email: EMAIL, name: 'owner', role: 'owner', password: PASSWORD });
  await signIn();
  const edge = 'edge-of-a-part';
  const part = `--${edge}\r\ncontent-disposition: form-data; name="file"; filename="list.csv"\r\n\r\n`;
  const begun = await server.app.inject({
    method: 'POST',
    url: '/api/v1/imports',
    headers: { ...owner, 'content-type': `multipart/form-data; boundary=${edge}` },
    payload: `${part}${LIST}\r\n--${edge}--\r\n`,
  });
  expect(begun.statusCode).toBe(202);
  await vi.waitFor(async () => expect(await server.store.tenant(site, openJobs)).toEqual([]), { timeout: 60_000 });
});

afterAll(async () => {
  await server.close();
  expect(server.errors).toEqual([]);
});

let ours: OscalSite;
test('a day later it is the same to the byte, as long as nothing else is known', async () => {
  ours = await siteOf(site);
  clock.advance(86_400_000);
  const later = await siteOf(site);
  for (const name of OSCAL_FILE_NAMES)
    expect(oscalText(oscalDocument(later, name)) === oscalText(oscalDocument(ours, name)), name).toBe(true);
});

test.skipIf(!HAS_OSCAL_SCHEMAS).each(OSCAL_FILE_NAMES)('%s is valid by its schema', (name) => {
  expect(oscalErrors(name, oscalDocument(ours, name))).toEqual([]);
});

test('devices, what was found on them and what is open are in it, with the controls that they break', () => {
  const { place } = ours;
  expect(place.devices.map(({ name }) => name).sort()).toEqual(['CT 1', 'MR 1']);
  const past = place.findings.filter(({ title }) => /support|update/i.test(title));
  expect(past.length).toBeGreaterThan(0);
  expect(past.every(({ controls }) => controls.includes('life-cycle-plan') || controls.length > 0)).toBe(true);
  const plan = oscalText(oscalDocument(ours, 'plan-of-action-and-milestones'));
  for (const { id, state } of place.findings)
    expect(plan.includes(id), `${id} is ${state}`).toBe(['confirmed', 'potential', 'unknown'].includes(state));
  const parts = oscalText(oscalDocument(ours, 'component-definition'));
  expect(parts).toContain('Acme Scan 3');
  expect(parts).toContain(OSCAL_FILES.catalog);
});

test('every check of policies is an observation, and the findings of controls name those that show them', async () => {
  const { checks } = await policyLibrary();
  const { place } = ours;
  expect(place.checks.map(({ id }) => id)).toEqual(checks.map(({ id }) => id));
  const old = place.checks.find(({ id }) => id === 'supported-or-shielded');
  expect(old).toMatchObject({ counts: { broken: 2 }, controls: expect.arrayContaining(['old-system-shield']) });
  expect(old?.broken.map(({ name }) => name)).toEqual(['CT 1', 'MR 1']);
});

test('a site of which nothing is known has its documents too, and no plan of action', async () => {
  const nothing = await siteOf(empty);
  const names: readonly OscalFileName[] = ['system-security-plan', 'assessment-results', 'component-definition'];
  for (const name of names) {
    const document = oscalDocument(nothing, name);
    if (HAS_OSCAL_SCHEMAS) expect(oscalErrors(name, document)).toEqual([]);
  }
  expect(() => oscalDocument(nothing, 'plan-of-action-and-milestones')).toThrow(Invalid);
});

test('the report gives each document as a file that says what it covers', async () => {
  await signIn();
  const answer = await get('/report?format=oscal&document=system-security-plan');
  expect(answer.statusCode).toBe(200);
  expect(answer.headers['content-disposition']).toContain('system-security-plan.json');
  expect(answer.headers['x-scope']).toBe('Ours');
  expect(Object.keys(answer.json())).toEqual(['system-security-plan']);
  expect(Object.keys((await get('/report?format=oscal')).json())).toEqual(['assessment-results']);
  expect((await get('/report?format=oscal&document=anything')).statusCode).toBe(400);
});
