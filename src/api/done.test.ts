// Claims about saying that a step is done, over HTTP: who may, of what, once, and back.
import type { LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DoneList, type RiskDocument, riskDone } from '#contracts/index.ts';
import { performRisk } from '#jobs/index.ts';
import { fixedClock } from '#kit/index.ts';
import { openJobs, type TenantId } from '#store/index.ts';
import { type SampleServer, type Session, sampleServer, sessionOf } from './sample-server.ts';

const PASSWORD = 'correct horse battery';
const clock = fixedClock('2026-11-27T10:00:00.000Z');

let server: SampleServer;
let site: TenantId;
const sessions = new Map<string, Session>();

function call(
  who: string,
  method: 'GET' | 'POST' | 'DELETE',
  url: string,
  { payload, key }: { readonly payload?: object; readonly key?: string } = {},
): Promise<LightMyRequestResponse> {
  const headers = { ...sessions.get(who), ...(key === undefined ? {} : { 'idempotency-key': key }) };
  return server.app.inject({ method, url: `/api/v1${url}`, headers, ...(payload ? { payload } : {}) });
}

function items(answer: LightMyRequestResponse): DoneList['items'] {
  expect(answer.statusCode).toBe(200);
  return riskDone.doneList.parse(answer.json()).items;
}

/** Uploads a list, as a browser does. */
async function upload(text: string): Promise<void> {
  const edge = 'edge-of-a-part';
  const part = `--${edge}\r\ncontent-disposition: form-data; name="file"; filename="list.csv"\r\n\r\n`;
  const { job } = (
    await server.app.inject({
      method: 'POST',
      url: '/api/v1/imports',
      headers: { ...sessions.get('owner'), 'content-type': `multipart/form-data; boundary=${edge}` },
      payload: `${part}${text}\r\n--${edge}--\r\n`,
    })
  ).json<{ job: string }>();
  const state = async () => (await call('owner', 'GET', `/jobs/${job}`)).json<{ state: string }>().state;
  await expect.poll(state, { timeout: 60_000 }).toBe('done');
  // What it set going by itself ends as well.
  await expect.poll(() => server.store.tenant(site, openJobs), { timeout: 90_000, interval: 200 }).toEqual([]);
}

let document: RiskDocument;
beforeAll(async () => {
  server = await sampleServer(clock);
  site = await server.people.addTenant({ name: 'Ours', demo: false });
  const other = await server.people.addTenant({ name: 'Theirs', demo: false });
  for (const [tenant, name, role] of [
    [site, 'owner', 'owner'],
    [site, 'editor', 'editor'],
    [site, 'reader', 'reader'],
    [other, 'stranger', 'owner'],
  ] as const) {
    const email = `${name}@clinic.example`;
    await server.people.addUser(tenant, 'local', { email, name, role, password: PASSWORD });
    const payload = { email, password: PASSWORD };
    sessions.set(name, sessionOf(await server.app.inject({ method: 'POST', url: '/api/v1/session', payload })));
  }
});

afterAll(async () => {
  await server.close();
  expect(server.errors).toEqual([]);
});

test('before the first assessment there is nothing to be done, and that is said', async () => {
  expect(items(await call('reader', 'GET', '/risk/done'))).toEqual([]);
  const answer = await call('editor', 'POST', '/risk/done', { payload: { action: 'control backups' } });
  expect(answer.json()).toMatchObject({ status: 404, detail: expect.stringContaining('not worked out yet') });
  await upload('Name;Modality;IP address\nCT 1;CT;10.0.0.11\nMR 1;MR;10.0.0.12\n');
  clock.advance(60_000);
  document = await performRisk({ store: server.store, clock }, site, { by: 'owner', trials: 1000 });
  expect(document.actions.length).toBeGreaterThan(0);
});

test('an editor says so of an action of the newest assessment, once; a reader sees it; a stranger sees nothing', async () => {
  const [action] = document.actions;
  if (!action) throw new Error('no action');
  const payload = { action: action.id, note: 'CHG-7' };
  expect((await call('reader', 'POST', '/risk/done', { payload })).statusCode).toBe(403);
  const [said] = items(await call('editor', 'POST', '/risk/done', { payload, key: 'once' }));
  expect(said).toMatchObject({
    action: action.id,
    name: action.name,
    kind: action.kind,
    note: 'CHG-7',
    at: clock.now().toISOString(),
    assessment: document.id,
    expected: { mean: action.saves.mean, interval: action.saves.interval },
  });
  clock.advance(60_000);
  expect(items(await call('editor', 'POST', '/risk/done', { payload, key: 'once' }))).toEqual([said]);
  expect(items(await call('editor', 'POST', '/risk/done', { payload }))).toEqual([said]);
  expect(items(await call('reader', 'GET', '/risk/done'))).toEqual([said]);
  expect(items(await call('stranger', 'GET', '/risk/done'))).toEqual([]);
  const back = `/risk/done?action=${encodeURIComponent(action.id)}`;
  expect((await call('stranger', 'DELETE', back)).statusCode).toBe(404);
  expect((await call('reader', 'DELETE', back)).statusCode).toBe(403);
  expect(items(await call('editor', 'DELETE', back))).toEqual([]);
  const again = await call('editor', 'DELETE', back);
  expect(again.json()).toMatchObject({ status: 404, detail: 'Nobody has said that this step is done.' });
});

test.each([
  ['an unknown action', { action: 'close everything' }, /^action: the newest assessment has no such action\. Look/],
  ['no action', {}, /^Action: This is missing/],
  ['an empty one', { action: '' }, /^Action: .*at least 1/],
  ['a note that is too long', { action: 'x', note: 'y'.repeat(1001) }, /^Note: .*at most 1000/],
  ['something else', { action: 'x', note: '', at: '2020-01-01' }, /at/],
])('%s is refused with a sentence', async (_what, payload, words) => {
  const answer = await call('editor', 'POST', '/risk/done', { payload });
  expect(answer.json()).toMatchObject({ status: 400, detail: expect.stringMatching(words) });
});
