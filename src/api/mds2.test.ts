// Claims about MDS2 over HTTP: taken in, listed, compared, chosen for a device, and checked before a purchase.
import { PassThrough, type Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { api, mds2, type PurchaseDocument } from '#contracts/index.ts';
import { makeFact } from '#evidence/model.ts';
import { takeFacts, takeIn } from '#jobs/index.ts';
import { fixedClock } from '#kit/index.ts';
import type { People } from '#people/index.ts';
import type { Store, TenantId } from '#store/index.ts';
import { type SampleServer, type Session, sampleServer, sessionOf } from './sample-server.ts';

const PASSWORD = 'correct horse battery';
const clock = fixedClock('2026-11-23T10:00:00.000Z');

let server: SampleServer;
let store: Store;
let people: People;
let app: FastifyInstance;
let site: TenantId;
let editor: Session;
let reader: Session;

/** A service that spoke DICOM without encryption. */
const PLAIN = { kind: 'service', key: 'tcp/10.0.0.5:104@wire' } as const;
const QUESTIONS = ['MPII-1', 'ALOF-1', 'AUTH-1', 'CONN-7', 'MLDP-2', 'TXCF-2', 'SGUD-1', 'PAUT-5'];

function form(day: string, no: readonly string[]): Buffer {
  const rows = [
    ['DOC-1', 'Maker', 'Acme'],
    ['DOC-3', 'Model', 'Sono 9'],
    ['DOC-7', 'Day', day],
    ...QUESTIONS.map((id) => [id, `What ${id} asks`, no.includes(id) ? 'No' : 'Yes']),
  ];
  return Buffer.from(rows.map((row) => row.map((cell) => `"${cell}"`).join(',')).join('\n'));
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

async function signIn(email: string, role: 'editor' | 'reader'): Promise<Session> {
  await people.addUser(site, 'local', { email, name: email, role, password: PASSWORD });
  const response = await app.inject({ method: 'POST', url: '/api/v1/session', payload: { email, password: PASSWORD } });
  return sessionOf(response);
}

const get = (url: string) => app.inject({ method: 'GET', url: `/api/v1${url}`, headers: reader });
const send = (method: 'POST' | 'PATCH' | 'DELETE', who: Session, url: string, payload?: object) =>
  app.inject({ method, url: `/api/v1${url}`, headers: who, ...(payload ? { payload } : {}) });

beforeAll(async () => {
  server = await sampleServer(clock);
  ({ app, people, store } = server);
  site = await people.addTenant({ name: 'Site', demo: false });
  editor = await signIn('editor@example.org', 'editor');
  reader = await signIn('reader@example.org', 'reader');
  const run = { tenantId: site, by: 'anna', signal: new AbortController().signal, progress: () => undefined };
  for (const bytes of [form('2022-01-01', ['PAUT-5']), form('2024-01-01', ['ALOF-1'])]) {
    await takeIn({ store, clock }, run, { source: once(bytes), fileName: 'x', bytes: null });
  }
});

afterAll(async () => {
  await server.close();
  expect(server.errors).toEqual([]);
});

test('documents are listed, judged by capability, compared, chosen, removed, and the right to it is asked for', async () => {
  const { items } = mds2.mds2List.parse((await get('/mds2?limit=1')).json());
  const rest = mds2.mds2List.parse((await get('/mds2?limit=1&cursor=1')).json());
  const [newest, oldest] = [...items, ...rest.items];
  expect([newest?.day, oldest?.day, rest.next]).toEqual(['2024-01-01', '2022-01-01', null]);
  const [right, left] = [newest?.id ?? '', oldest?.id ?? ''];

  const source = { sensor: 'capture', run: 'r', detail: null };
  const fact = {
    subject: { kind: 'address', key: '10.0.0.5' },
    basis: 'observed',
    confidence: 0.9,
    source,
    by: 't',
  } as const;
  const { devices } = await takeFacts({ store, clock }, site, [
    makeFact({ ...fact, attribute: 'device.address', value: '10.0.0.5' }, clock),
    makeFact({ ...fact, attribute: 'device.vendor', value: 'Acme' }, clock),
    makeFact({ ...fact, attribute: 'device.model', value: 'Sono 9' }, clock),
    makeFact({ ...fact, subject: PLAIN, attribute: 'service.port', value: 104 }, clock),
    makeFact({ ...fact, subject: PLAIN, attribute: 'service.protocol', value: 'dicom' }, clock),
  ]);
  const device = devices[0] ?? '';
  const page = mds2.mds2Document.parse((await get(`/mds2/${right}`)).json());
  expect(page.devices.map(({ id }) => id)).toEqual([device]);
  expect(page.others.map(({ id }) => id)).toEqual([left]);
  const answers = page.capabilities.flatMap((capability) => capability.answers);
  expect(answers.find(({ id }) => id === 'ALOF-1')).toMatchObject({
    asks: 'It locks or signs users out when nobody works on it',
    question: 'What ALOF-1 asks',
    standing: 'bad',
  });

  expect([newest?.supersededBy, oldest?.supersededBy]).toEqual([null, right]);

  // The finding, the page of the device and the page of the document point at the same fact.
  const view = api.deviceDetail.parse((await get(`/devices/${device}`)).json());
  const broken = view.findings.find(({ rule }) => rule === 'promise-not-kept');
  const said = answers.find(({ id }) => id === 'TXCF-2')?.facts ?? [];
  expect(said).toHaveLength(1);
  expect(broken?.reasons[0]?.facts).toEqual(said);
  expect(view.cited.find(({ id }) => id === said[0])).toMatchObject({
    attribute: 'mds2.answer',
    value: { question: 'TXCF-2', answer: 'Yes' },
    by: 'Acme (maker)',
  });

  const compared = mds2.mds2Comparison.parse((await get(`/mds2/compare?left=${left}&right=${right}`)).json());
  const changed = compared.rows.filter(({ change }) => change !== 'same').map(({ id, change }) => [id, change]);
  expect(changed).toEqual([
    ['DOC-7', 'other'],
    ['ALOF-1', 'worse'],
    ['PAUT-5', 'better'],
  ]);

  expect((await get(`/devices/${device}/mds2`)).json()).toMatchObject({ document: { id: right }, isChosen: false });
  expect((await send('PATCH', reader, `/devices/${device}/mds2`, { document: left })).statusCode).toBe(403);
  const chosen = await send('PATCH', editor, `/devices/${device}/mds2`, { document: left });
  expect(chosen.json()).toMatchObject({ document: { id: left }, isChosen: true });
  expect((await send('PATCH', editor, `/devices/${device}/mds2`, { document: null })).json()).toMatchObject({
    document: null,
  });
  expect((await send('PATCH', editor, `/devices/${device}/mds2`, {})).json()).toMatchObject({
    document: { id: right },
  });

  const check = await send('POST', reader, '/purchase', { document: right, system: 'Windows 7' });
  const found: PurchaseDocument = mds2.purchaseDocument.parse(check.json());
  expect(found.items.find(({ id }) => id === 'system')).toMatchObject({ judged: 'bad', answer: 'Windows 7' });

  expect((await send('DELETE', reader, `/mds2/${left}`)).statusCode).toBe(403);
  expect((await send('DELETE', editor, `/mds2/${left}`)).statusCode).toBe(204);
  for (const gone of [`/mds2/${left}`, `/mds2/compare?left=${left}&right=${right}`]) {
    expect((await get(gone)).statusCode).toBe(404);
  }
  expect((await get('/mds2?cursor=x')).statusCode).toBe(400);
});

const boundary = 'b0undary';
const upload = (who: Session, payload: Buffer | Readable) =>
  app.inject({
    method: 'POST',
    url: '/api/v1/purchase/file?system=Windows%207',
    headers: { ...who, 'content-type': `multipart/form-data; boundary=${boundary}` },
    payload,
  });

test('a few files are checked at one time; more are sent away, and readers bring none', async () => {
  const held = Array.from({ length: 6 }, () => new PassThrough());
  const waiting = held.map((stream) => {
    stream.write(`--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="m.csv"\r\n\r\n`);
    return upload(editor, stream);
  });
  const further = async () => (await upload(editor, Buffer.from(`--${boundary}--\r\n`))).json<{ status: number }>();
  await expect.poll(further).toMatchObject({ status: 503, detail: expect.stringContaining('Try again') });
  for (const stream of held) stream.end(`a,b\n\r\n--${boundary}--\r\n`);
  expect((await Promise.all(waiting)).map(({ statusCode }) => statusCode)).toEqual(held.map(() => 400));
  expect(await further()).toMatchObject({ status: 400 });
  expect((await upload(reader, Buffer.from(''))).statusCode).toBe(403);
});

test('a file is checked before a purchase and not kept', async () => {
  const payload = (bytes: Buffer) =>
    Buffer.concat([
      Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="m.csv"\r\n\r\n`),
      bytes,
      Buffer.from(`\r\n--${boundary}--\r\n`),
    ]);
  const checked = (bytes: Buffer) => upload(editor, payload(bytes));
  const before = mds2.mds2List.parse((await get('/mds2')).json()).total;
  const found = mds2.purchaseDocument.parse((await checked(form('2026-01-01', ['CONN-7']))).json());
  expect(found).toMatchObject({ product: { model: 'Sono 9' }, inputs: { system: 'Windows 7' } });
  expect(found.items.find(({ id }) => id === 'CONN-7')?.judged).toBe('bad');
  const packed = mds2.purchaseDocument.parse((await checked(gzipSync(form('2026-01-01', ['CONN-7'])))).json());
  expect(packed.items).toEqual(found.items);
  expect((await checked(Buffer.from('a,b\n1,2\n'))).statusCode).toBe(400);
  expect(mds2.mds2List.parse((await get('/mds2')).json()).total).toEqual(before);
});
