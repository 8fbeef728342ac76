// Claims about engagements over HTTP: two editors, a letter that stays as it was issued, who may sign it, what may be cleared by it, hours, templates.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Clearance, Engagement, HourEntry, TemplateRow } from '#contracts/index.ts';
import { fixedClock, sha256 } from '#kit/index.ts';
import type { TenantId } from '#store/index.ts';
import { type SampleServer, type Session, sampleServer, sessionOf } from './sample-server.ts';

const PASSWORD = 'correct horse battery';
const clock = fixedClock('2026-11-27T21:00:00.000Z');

let server: SampleServer;
let site: TenantId;
/** Olga and Bert are owners, Eve is the provider's consultant. */
const people: Record<'olga' | 'bert' | 'eve', Session> = { olga: {}, bert: {}, eve: {} };

beforeAll(async () => {
  server = await sampleServer(clock);
  site = await server.people.addTenant({ name: 'Harbor Imaging', demo: false });
  for (const [name, role] of [
    ['olga', 'owner'],
    ['bert', 'owner'],
    ['eve', 'editor'],
  ] as const) {
    const email = `${name}@harbor.example`;
    await server.people.addUser(site, 'local', { email, name, role, password: PASSWORD });
    const payload = { email, password: PASSWORD };
    people[name] = sessionOf(await server.app.inject({ method: 'POST', url: '/api/v1/session', payload }));
  }
});

afterAll(async () => {
  await server.close();
  expect(server.errors).toEqual([]);
});

function send(who: keyof typeof people, method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, payload?: object) {
  const url = `/api/v1/program/${path}`;
  return server.app.inject({ method, url, headers: people[who], ...(payload ? { payload } : {}) });
}

const TERMS = {
  title: 'Yearly look at Harbor',
  provider: { name: 'North Shore Biomed', reach: 'desk@northshore.example' },
  contact: { name: 'Maria Keller', reach: '555-0100' },
  emergency: { name: 'Reading room', reach: '555-0199' },
  from: '2026-11-20',
  until: '2026-12-20',
  timeZone: 'UTC',
  activities: ['scan', 'interview'],
  scope: {
    networks: [{ range: '10.20.30.7/24', place: 'CT floor' }, { range: '192.168.4.0/28' }],
    places: ['Main building'],
    excluded: [{ address: '10.20.30.9', reason: 'In use through the night' }],
    level: 'query',
    hours: [{ from: '20:00', to: '06:00' }],
  },
  keeping: 'Kept for 90 days.',
  plannedMinutes: 600,
  rate: { amount: 120.5, currency: 'USD' },
};

async function begun(over: object = {}): Promise<Engagement> {
  const answer = await send('eve', 'POST', 'engagements', { ...TERMS, ...over });
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json();
}

async function moved({ id, version }: Engagement, ...states: string[]): Promise<Engagement> {
  let now = { id, version } as Engagement;
  for (const state of states) {
    const answer = await send('olga', 'POST', `engagements/${id}/state`, { version: now.version, state });
    expect(answer.statusCode, answer.body).toBe(200);
    now = answer.json();
  }
  return now;
}

/** Its newest letter, issued by the consultant. */
async function issued({ id, version }: Engagement): Promise<string> {
  const answer = await send('eve', 'POST', `engagements/${id}/letters`, { version });
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json<Engagement>().letters[0]?.id ?? '';
}

const clientByAccount = { way: 'account', side: 'client' };
const onPaper = { way: 'paper', side: 'client', name: 'Maria Keller', day: '2026-11-27', how: 'Paper in the safe' };

async function clearances(): Promise<Clearance[]> {
  const answer = await server.app.inject({ method: 'GET', url: '/api/v1/clearances', headers: people.olga });
  return answer.json<{ items: Clearance[] }>().items;
}

test('who saves on an older version is told so, and overwrites nothing', async () => {
  const { id } = await begun();
  const first = await send('eve', 'PUT', `engagements/${id}`, { version: 1, terms: { ...TERMS, title: 'By Eve' } });
  expect(first.json()).toMatchObject({ version: 2, terms: { title: 'By Eve' } });
  const second = await send('olga', 'PUT', `engagements/${id}`, { version: 1, terms: { ...TERMS, title: 'By Olga' } });
  expect(second.json()).toMatchObject({ status: 409, detail: expect.stringContaining('eve@harbor.example saved') });
  expect((await send('eve', 'GET', `engagements/${id}`)).json()).toMatchObject({ terms: { title: 'By Eve' } });
});

test.each([
  [
    'a network that is none',
    { scope: { ...TERMS.scope, networks: [{ range: '10.1.0.0/33' }] } },
    /scope.networks\[0\]/,
  ],
  ['a scan that sends nothing', { scope: { ...TERMS.scope, level: 'none' } }, /scope.level/],
  ['something sent where nothing is scanned', { activities: ['interview'] }, /scope.level/],
  ['an archive asked without the full level', { activities: ['ask archives'] }, /full/],
  ['a time zone that is none', { timeZone: 'Moon/Base' }, /timeZone/],
  ['an end before the begin', { until: '2026-01-01' }, /ends before/],
  ['an exclusion of nothing', { scope: { ...TERMS.scope, excluded: [{ reason: 'why' }] } }, /an address or a device/],
])('%s is refused', async (_, over, why) => {
  const answer = await send('eve', 'POST', 'engagements', { ...TERMS, ...over });
  expect(answer.statusCode).toBe(400);
  expect(answer.body).toMatch(why);
});

test('an engagement moves as it can, and what is over stays over', async () => {
  const draft = await begun();
  const jump = await send('olga', 'POST', `engagements/${draft.id}/state`, { version: 1, state: 'running' });
  expect(jump.statusCode).toBe(409);
  const ended = await moved(draft, 'agreed', 'running', 'ended');
  expect(ended.moves).toEqual([]);
  const { id, version } = ended;
  for (const [method, path, body] of [
    ['PUT', `engagements/${id}`, { version, terms: TERMS }],
    ['POST', `engagements/${id}/letters`, { version }],
    ['POST', `engagements/${id}/hours`, { day: '2026-11-27', person: 'Eve', minutes: 5, activity: 'scan' }],
  ] as const)
    expect((await send('eve', method, path, body)).json(), path).toMatchObject({ status: 409 });
});

test('a letter stays as it was issued, and its hash is that of its text', async () => {
  const engagement = await begun();
  const letter = await issued(engagement);
  const at = `engagements/${engagement.id}/letters/${letter}`;
  const text = (await send('eve', 'GET', `${at}?format=text`)).body;
  expect(text).toContain('10.20.30.0/24 | CT floor');
  expect(text).toContain('10.20.30.9/32 | 10.20.30.9/32 | In use through the night');
  expect(text).toContain('Only from 20:00 to 06:00');
  expect(text).toContain('Reading room, 555-0199');
  expect(text).toContain('No password is tried.');
  expect(text).not.toContain('120.5');
  const changed = await send('eve', 'PUT', `engagements/${engagement.id}`, {
    version: 1,
    terms: { ...TERMS, scope: { ...TERMS.scope, networks: [{ range: '10.99.0.0/24' }] } },
  });
  expect(changed.json<Engagement>().letters[0]).toMatchObject({
    current: false,
    state: 'issued',
    sha256: sha256(text),
  });
  expect((await send('eve', 'GET', `${at}?format=text`)).body).toBe(text);
  const [newer, older] = (
    await send('eve', 'POST', `engagements/${engagement.id}/letters`, { version: 2 })
  ).json<Engagement>().letters;
  expect(newer).toMatchObject({ number: 2, current: true, state: 'issued' });
  expect(older).toMatchObject({ id: letter, state: 'replaced', overBecause: `Replaced by ${newer?.reference}.` });
  const page = (await send('eve', 'GET', `${at}?format=html`)).body;
  expect(page).toContain('This letter counts no more');
  const pdf = await send('eve', 'GET', `${at}?format=pdf`);
  expect(pdf.rawPayload.subarray(0, 5).toString()).toBe('%PDF-');
});

test('the same letter is not issued twice, nor one that lacks what it must say', async () => {
  const engagement = await begun();
  await issued(engagement);
  const again = await send('eve', 'POST', `engagements/${engagement.id}/letters`, { version: 1 });
  expect(again.json()).toMatchObject({ status: 409, detail: expect.stringContaining('says the same') });
  const unnamed = await begun({ emergency: { name: '', reach: '' } });
  const answer = await send('eve', 'POST', `engagements/${unnamed.id}/letters`, { version: 1 });
  expect(answer.json()).toMatchObject({ status: 400, detail: expect.stringContaining('stop the work') });
});

test('whoever issued a letter does not sign it for the client, and one account signs one side', async () => {
  const engagement = await begun();
  const letter = (await send('olga', 'POST', `engagements/${engagement.id}/letters`, { version: 1 })).json<Engagement>()
    .letters[0]?.id;
  const at = `engagements/${engagement.id}/letters/${letter}/sign`;
  const own = await send('olga', 'POST', at, clientByAccount);
  expect(own.json()).toMatchObject({ status: 403, detail: expect.stringContaining('issued this letter yourself') });
  for (const who of ['olga', 'bert'] as const)
    for (const name of ['Olga@harbor.example', 'OLGA', ' \u00d3lga', 'Olga, olga@harbor.example']) {
      const answer = await send(who, 'POST', at, { ...onPaper, name });
      expect(answer.json(), name).toMatchObject({
        status: 403,
        detail: expect.stringContaining('issued this letter.'),
      });
    }
  expect((await send('eve', 'POST', at, clientByAccount)).statusCode).toBe(403);
  expect((await send('olga', 'POST', at, { way: 'account', side: 'provider' })).statusCode).toBe(200);
  const signed = await send('bert', 'POST', at, clientByAccount);
  expect(signed.json<Engagement>().letters[0]).toMatchObject({
    state: 'signed',
    signatures: [
      { side: 'provider', name: 'olga', way: 'account' },
      { side: 'client', name: 'bert', how: 'Signed in as bert@harbor.example' },
    ],
  });
  expect((await send('bert', 'POST', at, onPaper)).statusCode).toBe(409);
});

test('one account does not sign both sides', async () => {
  const engagement = await begun();
  const at = `engagements/${engagement.id}/letters/${await issued(engagement)}/sign`;
  await send('olga', 'POST', at, clientByAccount);
  const both = await send('olga', 'POST', at, { way: 'account', side: 'provider' });
  expect(both.json()).toMatchObject({ status: 403, detail: expect.stringContaining('other side') });
});

test('a signature on paper has a day that was', async () => {
  const engagement = await begun();
  const at = `engagements/${engagement.id}/letters/${await issued(engagement)}/sign`;
  expect((await send('olga', 'POST', at, { ...onPaper, day: '2026-11-28' })).statusCode).toBe(400);
  expect((await send('olga', 'POST', at, { ...onPaper, day: '2026-11-26' })).statusCode).toBe(400);
  expect((await send('olga', 'POST', at, onPaper)).statusCode).toBe(200);
});

test('a signed letter becomes clearances as wide as the letter and no wider', async () => {
  const engagement = await begun();
  const letter = await issued(engagement);
  const at = `engagements/${engagement.id}/letters/${letter}`;
  const ask = (level: string) => send('olga', 'POST', `${at}/clearance`, { level });
  expect((await ask('query')).json()).toMatchObject({ status: 409, detail: expect.stringContaining('has not signed') });
  await send('olga', 'POST', `${at}/sign`, onPaper);
  expect((await ask('query')).json()).toMatchObject({ status: 409, detail: expect.stringContaining('must be agreed') });
  const agreed = await moved(engagement, 'agreed');
  expect((await ask('full')).json()).toMatchObject({ status: 400, detail: expect.stringContaining("'query' at most") });
  expect((await send('eve', 'POST', `${at}/clearance`, { level: 'query' })).statusCode).toBe(403);
  expect((await ask('query')).json()).toEqual({ made: ['10.20.30.0/24', '192.168.4.0/28'], denied: ['10.20.30.9/32'] });
  // Pressed again, the same stands there.
  await ask('query');
  const limit = { letter, from: TERMS.from, until: TERMS.until, hours: TERMS.scope.hours, timeZone: 'UTC' };
  const made = (await clearances()).filter((each) => each.letter?.letter === letter);
  expect(made).toHaveLength(3);
  expect(made).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ range: '10.20.30.9/32', deny: true, expiresAt: null }),
      ...['10.20.30.0/24', '192.168.4.0/28'].map((range) =>
        expect.objectContaining({
          range,
          level: 'query',
          publicScope: false,
          expiresAt: '2026-12-21T00:00:00.000Z',
          letter: expect.objectContaining(limit),
        }),
      ),
    ]),
  );
  expect((await send('eve', 'GET', `engagements/${agreed.id}`)).json<Engagement>().letters[0]?.clearances).toBe(2);

  // A change of what the letter says takes back what was cleared by it; what is denied stays.
  await send('eve', 'PUT', `engagements/${agreed.id}`, {
    version: agreed.version,
    terms: { ...TERMS, keeping: 'Else' },
  });
  expect((await clearances()).filter((each) => each.letter?.letter === letter)).toEqual([
    expect.objectContaining({ deny: true }),
  ]);
  expect((await ask('query')).json()).toMatchObject({
    status: 409,
    detail: expect.stringContaining('has changed since'),
  });
});

test('what a letter cleared ends with the engagement, and when it is withdrawn', async () => {
  for (const end of ['cancel', 'withdraw'] as const) {
    const engagement = await moved(await begun(), 'agreed');
    const letter = await issued(engagement);
    const at = `engagements/${engagement.id}/letters/${letter}`;
    await send('bert', 'POST', `${at}/sign`, clientByAccount);
    expect((await send('olga', 'POST', `${at}/clearance`, { level: 'handshake' })).statusCode).toBe(200);
    const answer =
      end === 'cancel'
        ? await send('olga', 'POST', `engagements/${engagement.id}/state`, {
            version: engagement.version,
            state: 'cancelled',
          })
        : await send('olga', 'POST', `${at}/withdraw`, { reason: 'The CT behaved oddly' });
    expect(answer.json<Engagement>().letters[0], answer.body).toMatchObject({ state: 'withdrawn', clearances: 0 });
    expect((await send('olga', 'POST', `${at}/clearance`, { level: 'handshake' })).statusCode).toBe(409);
  }
});

test('public addresses are cleared by a letter only where an owner says that they are meant', async () => {
  const scope = { ...TERMS.scope, networks: [{ range: '8.8.8.0/24' }], excluded: [] };
  const engagement = await moved(await begun({ scope }), 'agreed');
  const at = `engagements/${engagement.id}/letters/${await issued(engagement)}`;
  await send('bert', 'POST', `${at}/sign`, clientByAccount);
  expect((await send('olga', 'POST', `${at}/clearance`, { level: 'query' })).statusCode).toBe(400);
  const meant = await send('olga', 'POST', `${at}/clearance`, { level: 'query', publicScope: true });
  expect(meant.json()).toEqual({ made: ['8.8.8.0/24'], denied: [] });
});

test('hours add up; a correction stands in the place of an entry, which stays to be seen', async () => {
  const { id } = await begun();
  const enter = (over: object) =>
    send('eve', 'POST', `engagements/${id}/hours`, {
      day: '2026-11-26',
      person: 'Eve',
      minutes: 90,
      activity: 'interview',
      note: '=SUM(1)',
      ...over,
    });
  const list = async () => (await send('eve', 'GET', `engagements/${id}/hours`)).json<{ items: HourEntry[] }>().items;
  await enter({});
  expect((await enter({ minutes: 30 })).json<Engagement>().minutes).toBe(120);
  const first = (await list()).at(-1)?.id;
  expect((await enter({ minutes: 60, corrects: first })).json<Engagement>().minutes).toBe(90);
  expect((await enter({ minutes: 61, corrects: first })).json()).toMatchObject({ status: 409 });
  for (const [over, status] of [
    [{ minutes: 0 }, 400],
    [{ minutes: 1441 }, 400],
    [{ minutes: 1360 }, 400],
    [{ day: '2026-11-28' }, 400],
    [{ corrects: 'nothing' }, 404],
  ] as const)
    expect((await enter(over)).statusCode, JSON.stringify(over)).toBe(status);
  const page = (await send('eve', 'GET', `engagements/${id}/hours?limit=2`)).json<{ next: string; total: unknown }>();
  expect(page).toMatchObject({ next: '2', total: { value: 3, relation: 'eq' } });
  const csv = (await send('eve', 'GET', `engagements/${id}/hours.csv`)).body;
  expect(csv).toContain("1,2026-11-26,Eve,90,0,interview,'=SUM(1),,3,2026-11-27T21:00:00.000Z,eve@harbor.example");
  expect(csv).toContain('3,2026-11-26,Eve,60,60,interview');
});

test('a template leaves without the client, and comes in once', async () => {
  const { id } = await begun();
  const save = (over: object) =>
    send('eve', 'POST', 'engagement-templates', {
      engagement: id,
      name: 'Yearly look',
      title: 'Yearly look',
      keeping: TERMS.keeping,
      ...over,
    });
  for (const over of [
    { title: 'Look at harbor imaging' },
    { keeping: 'Ask Maria Keller' },
    { name: 'CT floor' },
    { keeping: 'Kept on 10.1.2.3.' },
    { keeping: 'Sent to a@b.example' },
    { title: 'Look at Harbor\r\nImaging' },
    { keeping: 'Ask Maria \n Keller' },
    { keeping: 'Ask Ma\u00adria Keller' },
    { keeping: 'Sent to x/a@b.example/y@z' },
    { keeping: 'Sent to mailto:a@b.example?subject=x@y' },
    { keeping: 'Sent to \uff41\uff20\uff42.example' },
  ])
    expect((await save(over)).statusCode, JSON.stringify(over)).toBe(400);
  const [row] = (await save({})).json<{ items: TemplateRow[] }>().items;
  const document = (await send('eve', 'GET', `engagement-templates/${row?.id}`)).json();
  expect(document).toEqual({
    schema: 'dosimeter.template/1',
    name: 'Yearly look',
    terms: {
      title: 'Yearly look',
      activities: TERMS.activities,
      level: 'query',
      hours: TERMS.scope.hours,
      days: 31,
      keeping: TERMS.keeping,
      plannedMinutes: 600,
      rate: TERMS.rate,
    },
  });
  const taken = (body: object) => send('eve', 'POST', 'engagement-templates/import', body);
  expect((await taken(document)).json<{ items: TemplateRow[] }>().items).toHaveLength(1);
  expect((await taken({ ...document, terms: { ...document.terms, days: 5 } })).statusCode).toBe(409);
  expect((await taken({ ...document, client: 'Harbor' })).statusCode).toBe(400);
  expect((await taken({ ...document, name: 'Ask x/a@b.example/y@z' })).statusCode).toBe(400);
  expect((await taken({ ...document, schema: 'dosimeter.template/2' })).statusCode).toBe(400);
  expect((await send('eve', 'DELETE', `engagement-templates/${row?.id}`)).json()).toEqual({ items: [] });
});

test('the list pages, the newest first', async () => {
  clock.advance(1000);
  const { id } = await begun({ title: 'The newest' });
  const { items, next, total } = (await send('eve', 'GET', 'engagements?limit=1')).json();
  expect(items).toMatchObject([{ id, title: 'The newest', minutes: 0, letter: null, plannedMinutes: 600 }]);
  const second = (await send('eve', 'GET', `engagements?limit=1000&cursor=${next}`)).json<{ items: unknown[] }>();
  expect(second.items).toHaveLength(total.value - 1);
});
