// Branding of reports as people set it: who may, what is refused, what two people at once see, and that the reports of this site alone carry it.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fixedClock } from '#kit/index.ts';
import { PICTURES } from '#support/pictures.ts';
import { type SampleServer, type Session, sampleServer, sessionOf } from './sample-server.ts';

const PASSWORD = 'correct horse battery';
const clock = fixedClock('2026-11-27T10:00:00.000Z');
const brand = {
  version: 0,
  name: 'St. Mary Imaging',
  accent: '#7A0B5C',
  preparedBy: 'North Consulting',
  contact: 'desk@north.example',
  footer: 'For the addressee alone.',
  logo: { data: PICTURES.rgba.base64 },
};
let server: SampleServer;
/** Begun at both sites. */
const POLICY = 'acceptable-use';
const people = new Map<string, Session>();

beforeAll(async () => {
  server = await sampleServer(clock);
  for (const site of ['ours', 'theirs']) {
    const id = await server.people.addTenant({ name: site, demo: false });
    for (const role of ['owner', 'reader'] as const) {
      const email = `${role}@${site}.example`;
      await server.people.addUser(id, 'local', { email, name: role, role, password: PASSWORD });
      const payload = { email, password: PASSWORD };
      const answer = await server.app.inject({ method: 'POST', url: '/api/v1/session', payload });
      people.set(email, sessionOf(answer));
    }
    const url = '/api/v1/program/policies';
    const headers = headersOf(`owner@${site}.example`);
    const begun = await server.app.inject({ method: 'POST', url, headers, payload: { policy: POLICY } });
    expect(begun.statusCode, begun.body).toBe(200);
  }
});

afterAll(async () => {
  await server.close();
  expect(server.errors).toEqual([]);
});

const headersOf = (email: string) => people.get(email) ?? {};
const put = (payload: object, email = 'owner@ours.example') =>
  server.app.inject({ method: 'PUT', url: '/api/v1/branding', headers: headersOf(email), payload });
const get = (url: string, email = 'reader@ours.example') =>
  server.app.inject({ method: 'GET', url: `/api/v1${url}`, headers: headersOf(email) });

test.each([
  ['a pale color', { accent: '#9ad1e3' }, /too pale to read on white: its contrast is 1\.6, and 4\.5 is needed/],
  ['a color that is none', { accent: 'red' }, /#0b5c7a/],
  ['a drawing', { logo: { data: Buffer.from('<svg onload="x"></svg>').toString('base64') } }, /neither PNG nor JPEG/],
  ['a logo that is too large', { logo: { data: Buffer.alloc(256 * 1024 + 1).toString('base64') } }, /256 KiB/],
  ['a picture that unpacks to more than it says', { logo: { data: PICTURES.bomb.base64 } }, /cannot be used/],
])('is refused with a sentence: %s', async (_what, change, why) => {
  const answer = await put({ ...brand, ...change });
  expect([answer.statusCode, answer.json().detail]).toEqual([400, expect.stringMatching(why)]);
});

test('stands on the reports of its site alone once an owner has saved it', async () => {
  expect((await put(brand, 'reader@ours.example')).statusCode).toBe(403);
  const before = (await get('/report/board?format=html')).body;
  const saved = await put(brand);
  expect(saved.json()).toMatchObject({ version: 1, by: 'owner@ours.example', accent: '#7a0b5c', logo: { width: 7 } });
  expect(Buffer.from(saved.json().logo.data, 'base64').includes('CANARY')).toBe(false);
  expect((await get('/branding')).json()).toEqual(saved.json());
  for (const url of [
    '/report?format=html',
    '/report/board?format=html',
    '/report/board?format=html&pack=review',
    `/program/policies/${POLICY}/document?format=html&version=1`,
  ]) {
    const ours = (await get(url)).body;
    for (const text of [brand.name, brand.preparedBy, brand.contact, brand.footer, 'data:image/png;base64,'])
      expect(ours, url).toContain(text);
    expect((await get(url, 'reader@theirs.example')).body, url).not.toContain('St. Mary');
  }
  // The documents for programs keep the name of the site.
  expect((await get('/report/board?format=json')).json().site).toBe('ours');
  // Somebody who had the page open before is told, and nothing is overwritten.
  const late = await put({ ...brand, name: 'Other' });
  expect([late.statusCode, late.json().detail]).toEqual([409, expect.stringContaining('owner@ours.example changed')]);
  const { logo: _left, ...words } = brand;
  expect((await put({ ...words, version: 1, name: '' })).json().logo.width).toBe(7);
  const none = { name: '', accent: null, preparedBy: '', contact: '', footer: '', logo: null };
  expect((await put({ ...none, version: 2 })).json()).toMatchObject({ ...none, version: 3 });
  expect((await get('/report/board?format=html')).body).toBe(before);
});
