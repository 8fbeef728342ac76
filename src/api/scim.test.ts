// Claims about the roster as a directory keeps it by SCIM 2.0.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fixedClock } from '#kit/index.ts';
import { makeScimToken, rosterOf } from '#program/index.ts';
import type { TenantId } from '#store/index.ts';
import { type SampleServer, sampleServer } from './sample-server.ts';

const clock = fixedClock('2026-11-27T10:00:00.000Z');
let server: SampleServer;
let site: TenantId;
let token: string;
let strange: string;

function call(method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', url: string, body?: object, bearer = token) {
  return server.app.inject({
    method,
    url: `/scim/v2${url}`,
    headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/scim+json' },
    ...(body ? { payload: JSON.stringify(body) } : {}),
  });
}

beforeAll(async () => {
  server = await sampleServer(clock);
  site = await server.people.addTenant({ name: 'Ours', demo: false });
  const other = await server.people.addTenant({ name: 'Theirs', demo: false });
  const actor = { by: 'owner@center.example', now: clock.now() };
  token = await server.store.tenant(site, (tx) => makeScimToken(tx, actor));
  strange = await server.store.tenant(other, (tx) => makeScimToken(tx, actor));
}, 60_000);
afterAll(() => server.close());

const ann = {
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
  userName: 'Ann@Center.example',
  name: { givenName: 'Ann', familyName: 'Lee' },
  title: 'CT Technologist',
  active: true,
};

test('a user is created once, found by name, changed, put out and taken in again', async () => {
  const made = await call('POST', '/Users', ann);
  expect(made.statusCode).toBe(201);
  expect(made.headers['content-type']).toContain('application/scim+json');
  const { id } = made.json<{ id: string }>();
  expect(made.json()).toMatchObject({ userName: 'ann@center.example', displayName: 'Ann Lee', active: true });
  expect((await call('POST', '/Users', ann)).json()).toMatchObject({ status: '409', scimType: 'uniqueness' });
  const filter = encodeURIComponent('userName eq "ANN@center.example"');
  expect((await call('GET', `/Users?filter=${filter}`)).json()).toMatchObject({ totalResults: 1, Resources: [{ id }] });
  const off = { Operations: [{ op: 'Replace', path: 'active', value: 'False' }] };
  expect((await call('PATCH', `/Users/${id}`, off)).json()).toMatchObject({ active: false });
  const on = { Operations: [{ op: 'replace', value: { active: true, displayName: 'Ann L.' } }] };
  expect((await call('PATCH', `/Users/${id}`, on)).json()).toMatchObject({ active: true, displayName: 'Ann L.' });
  const put = { ...ann, title: 'PACS administrator' };
  expect((await call('PUT', `/Users/${id}`, put)).json()).toMatchObject({ roles: [{ value: 'pacs' }] });
  expect((await call('DELETE', `/Users/${id}`)).statusCode).toBe(204);
  expect(await server.store.tenant(site, rosterOf)).toMatchObject([{ active: false, via: 'scim', name: 'Ann Lee' }]);
});

test('what cannot be used is refused in the words of SCIM', async () => {
  expect((await call('POST', '/Users', { ...ann, userName: 'bo@a.example', title: 'cook' })).json()).toMatchObject({
    status: '400',
    detail: expect.stringContaining('no role we know'),
  });
  expect((await call('GET', '/Users?filter=title%20sw%20%22x%22')).json()).toMatchObject({ status: '400' });
  expect((await call('GET', '/Users/none')).json()).toMatchObject({ status: '404' });
  expect((await call('GET', '/ServiceProviderConfig')).json()).toMatchObject({ patch: { supported: true } });
});

test('another directory sees nobody of ours, and without a token nothing is told', async () => {
  const [person] = await server.store.tenant(site, rosterOf);
  expect((await call('GET', '/Users', undefined, strange)).json()).toMatchObject({ totalResults: 0, Resources: [] });
  expect((await call('GET', `/Users/${person?.id}`, undefined, strange)).statusCode).toBe(404);
  expect(
    (
      await call(
        'PATCH',
        `/Users/${person?.id}`,
        { Operations: [{ op: 'replace', path: 'active', value: true }] },
        strange,
      )
    ).statusCode,
  ).toBe(404);
  const guessed = await call('GET', '/Users', undefined, 'x'.repeat(43));
  expect(guessed.json()).toMatchObject({ status: '401' });
});
