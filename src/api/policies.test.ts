// Claims about the policies of a site over HTTP: begun, edited by two people at once, approved by somebody else, read again, retired.
import type { LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type PolicyEdit, policyTexts, type SitePolicy } from '#contracts/index.ts';
import { fixedClock } from '#kit/index.ts';
import { listAudit } from '#people/index.ts';
import { policyEvidence } from '#program/index.ts';
import type { TenantId } from '#store/index.ts';
import { type SampleServer, type Session, sampleServer, sessionOf } from './sample-server.ts';

const PASSWORD = 'correct horse battery';
const clock = fixedClock('2026-01-31T23:30:00.000Z');

let server: SampleServer;
let site: TenantId;
const sessions = new Map<string, Session>();

beforeAll(async () => {
  server = await sampleServer(clock);
  site = await server.people.addTenant({ name: 'Lakeside Imaging', demo: false });
  const other = await server.people.addTenant({ name: 'Theirs', demo: false });
  for (const [tenant, name, role] of [
    [site, 'owner', 'owner'],
    [site, 'second', 'owner'],
    [site, 'editor', 'editor'],
    [site, 'reader', 'reader'],
    [other, 'stranger', 'owner'],
  ] as const) {
    await server.people.addUser(tenant, 'local', { email: emailOf(name), name, role, password: PASSWORD });
    await signIn(name);
  }
});

afterAll(async () => {
  await server.close();
  expect(server.errors).toEqual([]);
});

const emailOf = (name: string) => `${name}@clinic.example`;

async function signIn(name: string): Promise<void> {
  const payload = { email: emailOf(name), password: PASSWORD };
  sessions.set(name, sessionOf(await server.app.inject({ method: 'POST', url: '/api/v1/session', payload })));
}

function call(who: string, method: 'GET' | 'POST' | 'PUT', path: string, payload?: object) {
  const headers = sessions.get(who) ?? {};
  return server.app.inject({ method, url: `/api/v1/program/${path}`, headers, ...(payload ? { payload } : {}) });
}

function policyIn(answer: LightMyRequestResponse): SitePolicy {
  expect(answer.json()).not.toHaveProperty('detail');
  return policyTexts.sitePolicy.parse(answer.json());
}

const begin = async (policy: string) => policyIn(await call('editor', 'POST', 'policies', { policy }));
const open = async (policy: string) => policyIn(await call('reader', 'GET', `policies/${policy}`));

/** What a page would send when nothing was changed. */
function editOf({ newest }: SitePolicy): PolicyEdit {
  const { title, purpose, values, clauses, reviewMonths, attestedBy } = newest.body;
  return { basis: newest.version.version, title, purpose, values, clauses, reviewMonths, attestedBy, note: '' };
}

/** An edit in which every blank is filled. */
function filledEdit(policy: SitePolicy): PolicyEdit {
  const named = policy.newest.filled.missing.map((name) => [name, 'Ann Lee']);
  const edit = editOf(policy);
  return { ...edit, values: { ...edit.values, ...Object.fromEntries(named) } };
}

/** Begins a policy, fills it and has it approved by the second owner. */
async function approved(policy: string): Promise<SitePolicy> {
  const filled = policyIn(await call('editor', 'PUT', `policies/${policy}`, filledEdit(await begin(policy))));
  const { version } = filled.newest.version;
  expect((await call('editor', 'POST', `policies/${policy}/ask`, { version, meaning: true })).statusCode).toBe(200);
  return policyIn(await call('second', 'POST', `policies/${policy}/approve`, { version }));
}

test('a policy begins from the library with the name of the site, and another site sees nothing of it', async () => {
  const policy = await begin('remote-service');
  expect(policy).toMatchObject({
    state: 'draft',
    inForce: null,
    newest: { version: { version: 1, by: emailOf('editor') } },
  });
  expect(policy.newest.filled.purpose).toContain('At Lakeside Imaging each way in is known');
  expect(policy.newest.filled.missing).toEqual(['biomedical engineer']);
  expect(policy.status.written).toMatchObject({ answer: 'partly' });
  const list = policyTexts.policyList.parse((await call('reader', 'GET', 'policies')).json());
  expect(list.items).toHaveLength(15);
  expect(list.items.filter(({ state }) => state !== 'not begun').map(({ id }) => id)).toEqual(['remote-service']);
  expect((await call('stranger', 'GET', 'policies/remote-service')).statusCode).toBe(404);
  expect((await call('editor', 'POST', 'policies', { policy: 'remote-service' })).json()).toMatchObject({
    status: 409,
    detail: 'This policy is begun already. Open it in the list.',
  });
  expect((await call('editor', 'POST', 'policies', { policy: 'no-such' })).statusCode).toBe(404);
});

test('of two people who edit one version the second is told, and neither text is lost', async () => {
  const policy = await begin('access');
  const edit = filledEdit(policy);
  const first = { ...edit, purpose: 'What the first one wrote.' };
  const second = { ...edit, purpose: 'What the second one wrote.' };
  expect(policyIn(await call('editor', 'PUT', 'policies/access', first)).newest.version.version).toBe(2);
  const refused = await call('owner', 'PUT', 'policies/access', second);
  expect(refused.json()).toMatchObject({
    status: 409,
    detail: expect.stringMatching(
      /^editor@clinic\.example saved version 2 after you had opened version 1\. Nothing was/,
    ),
  });
  expect((await open('access')).newest.body.purpose).toBe(first.purpose);
  const merged = policyIn(await call('owner', 'PUT', 'policies/access', { ...second, basis: 2 }));
  expect([merged.newest.version.version, merged.newest.body.purpose]).toEqual([3, second.purpose]);
  const kept = await call('reader', 'GET', 'policies/access/versions/2');
  expect(policyTexts.policyText.parse(kept.json()).body.purpose).toBe(first.purpose);
  const { items } = policyTexts.policyDifferences.parse(
    (await call('reader', 'GET', 'policies/access/differences?from=2&to=3')).json(),
  );
  expect(items).toEqual([
    expect.objectContaining({
      place: 'purpose',
      kind: 'changed',
      pieces: [
        { kind: 'same', text: 'What the' },
        { kind: 'gone', text: ' first' },
        { kind: 'new', text: ' second' },
        { kind: 'same', text: ' one wrote.' },
      ],
    }),
  ]);
  const again = policyIn(await call('owner', 'PUT', 'policies/access', { ...second, basis: 3 }));
  expect(again.newest.version.version).toBe(3);
});

test('a clause keeps its id and its checks; a new one gets an id that no other ever had', async () => {
  const policy = await begin('passwords');
  const edit = filledEdit(policy);
  const clauses = edit.clauses
    .filter(({ id }) => id !== 'long')
    .map((clause) => ({ ...clause, text: `${clause.text} Yes.`, checks: [] }));
  const own = {
    id: null,
    text: 'Nobody writes a password on the screen.',
    who: ['everyone'],
    checks: ['session-lock'],
  };
  const saved = policyIn(await call('editor', 'PUT', 'policies/passwords', { ...edit, clauses: [...clauses, own] }));
  expect(saved.newest.body.clauses.find(({ id }) => id === 'defaults-changed')).toMatchObject({
    text: expect.stringMatching(/ Yes\.$/),
    checks: ['default-account-changed'],
  });
  expect(saved.newest.body.clauses.at(-1)).toEqual({ ...own, id: 'own-1' });
  const without = { ...editOf(saved), clauses: editOf(saved).clauses.slice(0, -1) };
  const gone = policyIn(await call('editor', 'PUT', 'policies/passwords', without));
  const back = { ...editOf(gone), clauses: [...editOf(gone).clauses, own, policy.newest.body.clauses[0]] };
  const returned = policyIn(await call('editor', 'PUT', 'policies/passwords', back));
  expect(returned.newest.body.clauses.slice(-2).map(({ id }) => id)).toEqual(['own-2', 'long']);
});

describe('what cannot be used is refused with the field', () => {
  test.each<[string, (edit: PolicyEdit) => object, RegExp]>([
    [
      'a clause that is none',
      (edit) => ({ clauses: [{ ...edit.clauses[0], id: 'made-up' }] }),
      /^clauses\[0\]\.id: This policy has no/,
    ],
    ['a clause twice', (edit) => ({ clauses: [edit.clauses[0], edit.clauses[0]] }), /^clauses\[1\]\.id: .* twice/],
    [
      'a check that is none',
      (edit) => ({ clauses: [{ ...edit.clauses[0], id: null, checks: ['no-such'] }] }),
      /^clauses\[0\]\.checks: There is no check no-such/,
    ],
    ['a blank that is none', () => ({ purpose: 'Call {{nobody}}.' }), /^purpose: {{nobody}} is no blank/],
    ['a value for no blank', () => ({ values: { weather: 'fine' } }), /^values\.weather: /],
    ['no clause', () => ({ clauses: [] }), /^Clauses: /],
    ['an empty title', () => ({ title: ' ' }), /^Title: /],
    ['no review', () => ({ reviewMonths: 0 }), /^ReviewMonths: /],
    ['nobody who reads it', () => ({ attestedBy: [] }), /^AttestedBy: /],
    ['patient data', () => ({ purpose: 'Mueller^Anna, born 1961-04-03, MRN 4711' }), /patient/],
  ])('%s', async (_what, change, words) => {
    await call('editor', 'POST', 'policies', { policy: 'updates' });
    const edit = editOf(await open('updates'));
    const answer = await call('editor', 'PUT', 'policies/updates', { ...edit, ...change(edit) });
    expect(answer.json()).toMatchObject({ status: 400, detail: expect.stringMatching(words) });
  });
});

test('who asks for an approval, or wrote the text, may not approve it, whatever their role; a second person may', async () => {
  const policy = await begin('training');
  const ask = (who: string, version: number, meaning = true) =>
    call(who, 'POST', 'policies/training/ask', { version, meaning });
  const approve = (who: string, version: number) => call(who, 'POST', 'policies/training/approve', { version });
  expect((await ask('editor', 1)).json()).toMatchObject({
    status: 400,
    detail: expect.stringMatching(/^values: Fill in .*: /),
  });
  const filled = policyIn(await call('owner', 'PUT', 'policies/training', filledEdit(policy)));
  const { version } = filled.newest.version;
  expect((await approve('second', version)).statusCode).toBe(409);
  expect((await ask('reader', version)).statusCode).toBe(403);
  expect((await ask('editor', version)).json()).toMatchObject({ policy: { state: 'asked' }, advice: null });
  expect((await approve('editor', version)).statusCode).toBe(403);
  expect((await approve('owner', version)).json()).toMatchObject({
    status: 403,
    detail: 'You wrote this version yourself. Somebody else must read the text and approve it.',
  });
  const done = policyIn(await approve('second', version));
  expect(done).toMatchObject({
    state: 'approved',
    inForce: { version: { version, decidedBy: emailOf('second'), reviewOn: '2027-01-31' } },
    status: { written: { answer: 'yes', why: 'The policy is approved until 2027-01-31.' } },
  });

  // The review: the same text, asked for by an owner, who may not approve it either.
  expect((await ask('owner', version, false)).json()).toMatchObject({ policy: { mustBeReadAgain: false } });
  expect((await approve('owner', version + 1)).json()).toMatchObject({
    status: 403,
    detail: 'You asked for this approval yourself. Somebody else must read the text and approve it.',
  });
  clock.advance(29 * 86_400_000);
  await signIn('second');
  const again = policyIn(await approve('second', version + 1));
  expect(again.inForce?.version).toMatchObject({ version: version + 1, meaning: false, reviewOn: '2027-03-01' });
});

test('a change while somebody waits for approval takes the question back, and a no leaves the one in force', async () => {
  for (const who of ['owner', 'second', 'editor', 'reader']) await signIn(who);
  const before = await approved('purchase');
  const version = before.newest.version.version;
  const changed = policyIn(
    await call('editor', 'PUT', 'policies/purchase', { ...editOf(before), clauses: editOf(before).clauses.slice(1) }),
  );
  expect(changed).toMatchObject({ state: 'draft', mustBeReadAgain: true, inForce: { version: { version } } });
  await call('editor', 'POST', 'policies/purchase/ask', { version: version + 1, meaning: false });
  const overtaken = policyIn(await call('editor', 'PUT', 'policies/purchase', { ...editOf(changed), reviewMonths: 6 }));
  expect(overtaken.state).toBe('draft');
  const late = await call('second', 'POST', 'policies/purchase/approve', { version: version + 1 });
  expect(late.json()).toMatchObject({ status: 409, detail: expect.stringContaining('There is a newer version') });
  const asked = await call('editor', 'POST', 'policies/purchase/ask', { version: version + 2, meaning: false });
  // A clause is gone, so that everyone reads it again whatever was said.
  expect(asked.json()).toMatchObject({ policy: { newest: { version: { meaning: true } } } });
  const payload = { version: version + 2, reason: 'The first clause must stay.' };
  const refused = policyIn(await call('second', 'POST', 'policies/purchase/refuse', payload));
  expect(refused).toMatchObject({
    state: 'refused',
    inForce: { version: { version } },
    status: { written: { answer: 'yes' } },
  });
});

test('a policy past its review is written in part alone, and a retired one not at all until it is taken up again', async () => {
  const policy = await approved('media-disposal');
  expect(policy.inForce?.version.reviewOn).toBe('2028-03-01');
  clock.advance(733 * 86_400_000);
  for (const who of ['owner', 'second', 'editor', 'reader']) await signIn(who);
  expect(await open('media-disposal')).toMatchObject({ isOverdue: true, status: { written: { answer: 'partly' } } });
  const reason = 'We lease every machine.';
  expect((await call('editor', 'POST', 'policies/media-disposal/retire', { reason })).statusCode).toBe(403);
  const retired = policyIn(await call('owner', 'POST', 'policies/media-disposal/retire', { reason }));
  expect(retired).toMatchObject({ state: 'retired', retired: { why: reason, by: emailOf('owner') }, inForce: null });
  const evidence = await server.store.tenant(site, (tx) =>
    policyEvidence(tx, { today: clock.now().toISOString().slice(0, 10), timeZone: 'UTC' }),
  );
  expect(evidence.get('media-disposal')?.policy).toEqual({ state: 'none' });
  const answer = await call('editor', 'PUT', 'policies/media-disposal', editOf(retired));
  expect(answer.json()).toMatchObject({ status: 409, detail: expect.stringContaining('retired') });
  const again = await begin('media-disposal');
  expect(again).toMatchObject({
    state: 'draft',
    retired: null,
    newest: { body: { values: policy.newest.body.values } },
  });
  const trail = await server.store.tenant(site, (tx) => listAudit(tx, { limit: 1000 }));
  const steps = trail.items.filter(({ subject }) => subject.startsWith('media-disposal')).map(({ action }) => action);
  expect(new Set(steps)).toEqual(
    new Set([
      'policy begun',
      'policy changed',
      'policy: approval asked',
      'policy approved',
      'policy retired',
      'policy taken up again',
    ]),
  );
});
