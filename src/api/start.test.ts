// The guided start over the API: what is said is kept for whoever comes next, nothing is overwritten, and what is stated goes to its room.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RiskSettingsNow, StartResult, StartWalk, Trainee } from '#contracts/index.ts';
import { fixedClock } from '#kit/index.ts';
import { attestationsOf, keepAttestations, policyHeads } from '#program/index.ts';
import type { TenantId } from '#store/index.ts';
import { type SampleServer, type Session, sampleServer, sessionOf } from './sample-server.ts';

const PASSWORD = 'correct horse battery';
let server: SampleServer;
let olga: Session;
let kim: Session;
let site: TenantId;

beforeAll(async () => {
  server = await sampleServer(fixedClock('2026-11-27T10:00:00.000Z'));
  site = await server.people.addTenant({ name: 'Lakeside', demo: false });
  const token = (await server.people.issueSetupToken()) ?? '';
  const owner = { token, email: 'olga@lakeside.example', name: 'Olga', password: PASSWORD };
  olga = sessionOf(await server.app.inject({ method: 'POST', url: '/api/v1/setup', payload: owner }));
  const other = { email: 'kim@lakeside.example', name: 'Kim', role: 'editor', password: PASSWORD } as const;
  await server.people.addUser(site, 'local', other);
  const { email, password } = other;
  kim = sessionOf(await server.app.inject({ method: 'POST', url: '/api/v1/session', payload: { email, password } }));
});
afterAll(async () => {
  await server.close();
  expect(server.errors).toEqual([]);
});

async function call(who: Session, method: 'GET' | 'PUT' | 'POST' | 'DELETE', url: string, payload?: object) {
  return server.app.inject({ method, url: `/api/v1${url}`, headers: who, ...(payload ? { payload } : {}) });
}
const walk = async (who: Session) => (await call(who, 'GET', '/start')).json<StartWalk>();
const save = (who: Session, field: string, value: unknown, version: number) =>
  call(who, 'PUT', '/start', { field, value, version });
const versionOf = async (field: string) => (await walk(olga)).saved.find((each) => each.field === field)?.version ?? 0;
async function say(field: string, value: unknown) {
  const response = await save(olga, field, value, await versionOf(field));
  expect(response.statusCode, response.body).toBe(200);
}
const figures = async () => (await call(olga, 'GET', '/risk/settings')).json<RiskSettingsNow>();
const wordOf = async (question: string) =>
  (await server.store.tenant(site, attestationsOf)).find((each) => each.question === question)?.answer;
async function finish(replace: readonly string[] = []) {
  const response = await call(olga, 'POST', '/start/finish', { replace });
  expect(response.statusCode, response.body).toBe(200);
  return response.json<{ job: string; left: StartResult['left'] }>();
}

describe('what is said', () => {
  test('nothing is known at first: 30 questions, and none of what has no device', async () => {
    const { center, saved, questions, asked, devices, finished } = await walk(olga);
    expect({ center, saved, devices, finished }).toEqual({
      center: 'Lakeside',
      saved: [],
      devices: { total: 0, first: [] },
      finished: null,
    });
    expect(questions).toHaveLength(30);
    expect(asked).not.toContain('archive-knows-callers');
    expect((await call(olga, 'GET', '/start/result')).json()).toMatchObject({ status: 404 });
  });

  test('is there for whoever comes next, and of two at it the second sees the first', async () => {
    expect((await save(olga, 'own-accounts', 'no', 0)).statusCode).toBe(200);
    expect((await walk(kim)).saved).toMatchObject([
      { field: 'own-accounts', value: 'no', version: 1, by: 'olga@lakeside.example' },
    ]);
    const late = await save(kim, 'own-accounts', 'yes', 0);
    expect(late.json()).toMatchObject({
      status: 409,
      detail: expect.stringMatching(/^olga@lakeside\.example has answered this in the meantime/),
    });
    expect((await walk(kim)).saved[0]).toMatchObject({ value: 'no' });
    // Who has seen the other answer may change it; the same answer twice is no conflict.
    expect((await save(kim, 'own-accounts', 'yes', 1)).statusCode).toBe(200);
    expect((await save(olga, 'own-accounts', 'yes', 1)).statusCode).toBe(200);
  });

  test.each([
    ['weather', 'yes', /^weather: there is no such question/],
    ['patients', 'many', /^patients: /],
    ['patients', -1, /^patients: write a whole number from 0/],
    ['own-accounts', 'maybe', /^own-accounts: /],
    ['fears', ['spiders'], /^fears\[0\]: /],
    ['center', ' ', /^center: /],
  ])('%s: %j is refused with its name', async (field, value, words) => {
    const response = await save(olga, field, value, 0);
    expect(response.json()).toMatchObject({ status: 400, detail: expect.stringMatching(words) });
  });
});

describe('devices', () => {
  test('typed in, become devices; a row that cannot be costs no other, and the same again changes nothing', async () => {
    const rows = [
      { name: 'CT 1', kind: 'modality', modality: 'CT', maker: 'Aurora', model: 'Beam 5', address: '10.1.0.11' },
      { name: '', kind: 'modality' },
      { name: 'Archive', kind: 'archive', address: '10.1.0.20' },
      { name: 'MR', modality: 'MR', address: '10.1.0.999' },
      { name: 'Ultrasound', kind: 'modality', modality: 'US' },
      { name: 'ultrasound' },
    ];
    const response = await call(olga, 'POST', '/start/devices', { rows });
    const {
      added,
      rejected,
      walk: after,
    } = response.json<{
      added: number;
      rejected: { row: number; reason: string }[];
      walk: StartWalk;
    }>();
    expect(added).toBe(3);
    expect(rejected.map(({ row, reason }) => `${row} ${reason}`)).toEqual([
      expect.stringMatching(/^2 name: /),
      expect.stringMatching(/^4 '10\.1\.0\.999' is no network address/),
      expect.stringMatching(/^6 Row 5 has the same name/),
    ]);
    expect(after.devices.total).toBe(3);
    expect(after.asked).toContain('archive-knows-callers');
    await call(olga, 'POST', '/start/devices', { rows: rows.slice(0, 1) });
    expect((await walk(olga)).devices.total).toBe(3);
  });
});

describe('the end', () => {
  test('figures, controls, words about devices and the page of results', async () => {
    for (const [field, value] of Object.entries({
      center: 'Lakeside Imaging',
      fears: ['ransom', 'records'],
      patients: 40_000,
      'exams-per-day': 60,
      'only-partners': 'yes',
      'backup-tested': 'no',
      'remote-access': 'no',
      'guests-apart': 'unknown',
    })) {
      await say(field, value);
    }
    const { left } = await finish();
    expect(left).toEqual([]);
    const { stated } = await figures();
    expect(stated.patients).toBe(40_000);
    expect(stated.controls).toEqual(['segmentation']);
    expect(stated.entries).toEqual({ vendor: { zones: [] } });
    expect(Object.keys(stated.modalities ?? {})).toEqual(['CT', 'US']);
    const archive = (await walk(olga)).devices.first.find(({ name }) => name === 'Archive');
    const detail = await call(olga, 'GET', `/devices/${archive?.id}`);
    expect(detail.body).toContain('hardening.backup');

    const page = (await call(olga, 'GET', '/start/result')).json<StartResult>();
    expect(page).toMatchObject({ center: 'Lakeside Imaging', devices: 3, left: [] });
    expect(page.policies).toHaveLength(15);
    expect(await server.store.tenant(site, policyHeads)).toHaveLength(15);
    expect(page.policies.some(({ title }) => title.includes('Lakeside Imaging'))).toBe(true);
    expect(page.training.map(({ lessons }) => lessons.length > 0)).toEqual(Array(6).fill(true));
    expect(page.open.map(({ id }) => id)).toEqual(expect.arrayContaining(['guests-apart', 'budget']));
    const { body, headers } = await call(olga, 'GET', '/start/policies');
    expect(headers['content-disposition']).toContain('starter-policies.html');
    expect(body).toContain('Starter policies of Lakeside Imaging');
    expect(body).toContain('CT 1, Archive and Ultrasound');
  });

  test('assigns the first lessons to who is on the roster, once', async () => {
    const staff = async () => (await call(olga, 'GET', '/start/result')).json<StartResult>().staff;
    expect(await staff()).toEqual({ active: 0, lessons: 0 });
    const person = { name: 'Tess', email: 'tess@lakeside.example', roles: ['technologist'], devices: [] };
    const added = (await call(olga, 'POST', '/staff', person)).json<{ id: string }>();
    await finish();
    expect(await staff()).toEqual({ active: 1, lessons: 3 });
    const { items } = (await call(olga, 'GET', '/training/people')).json<{ items: Trainee[] }>();
    const [first] = items.find(({ id }) => id === added.id)?.assignments ?? [];
    await call(olga, 'DELETE', `/training/people/${added.id}/lessons/${first?.lesson}`);
    await finish();
    expect(await staff()).toEqual({ active: 1, lessons: 2 });
  });

  test('what is stated elsewhere stays and is told of, until somebody wants it replaced', async () => {
    const { stated } = await figures();
    const elsewhere = { ...stated, patients: 55_000, controls: [...(stated.controls ?? []), 'awareness'] };
    expect((await call(olga, 'PUT', '/risk/settings', elsewhere)).statusCode).toBe(200);
    await say('patients', 42_000);
    await say('staff-trained', 'no');
    const kims = { question: 'screen-locks', device: null, answer: 'no' } as const;
    const at = new Date('2026-11-27T10:00:00.000Z');
    await server.store.tenant(site, (tx) => keepAttestations(tx, [kims], { by: 'kim', now: at }, 'page'));
    await say('screens-lock', 'yes');
    const { left } = await finish();
    expect(left).toEqual([
      { what: 'patients', here: '55000', said: '42000' },
      { what: 'controls.awareness', here: 'in place', said: 'not in place' },
      { what: 'attest.screen-locks', here: 'no', said: 'yes' },
    ]);
    expect((await figures()).stated).toMatchObject({ patients: 55_000, controls: ['awareness', 'segmentation'] });
    expect((await finish(['patients'])).left.map(({ what }) => what)).toEqual([
      'controls.awareness',
      'attest.screen-locks',
    ]);
    expect(await wordOf('screen-locks')).toBe('no');
    expect(await wordOf('staff-trained')).toBe('no');
    expect((await figures()).stated.patients).toBe(42_000);
  });

  test('an answer that is taken back takes back what it stated, and nothing else', async () => {
    await say('only-partners', 'unknown');
    await say('patients', null);
    await say('staff-trained', 'unknown');
    await say('backup-tested', 'unknown');
    await finish();
    const { stated } = await figures();
    expect(stated.controls).toEqual(['awareness']);
    expect(stated.patients).toBeUndefined();
    expect(await wordOf('staff-trained')).toBe('unknown');
    expect(await wordOf('screen-locks')).toBe('no');
    const archive = (await walk(olga)).devices.first.find(({ name }) => name === 'Archive');
    const { hardening } = (await call(olga, 'GET', `/devices/${archive?.id}`)).json<{
      hardening: { rows: { topic: string; value: string | null }[] };
    }>();
    expect(JSON.stringify(hardening)).not.toContain('untested"');
  });
});
