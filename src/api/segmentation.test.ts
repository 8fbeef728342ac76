// Segmentation over HTTP, from lists that are taken in to rules and to what they would do with a capture.
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { segmentation } from '#contracts/index.ts';
import { pcapOf } from '#demo/pcap.ts';
import { makeFact } from '#evidence/model.ts';
import { nameZone } from '#inventory/index.ts';
import { takeFacts, takeIn } from '#jobs/index.ts';
import { fixedClock } from '#kit/index.ts';
import type { TenantId } from '#store/index.ts';
import { type SampleServer, type Session, sampleServer, sessionOf } from './sample-server.ts';

const PASSWORD = 'correct horse battery';
const clock = fixedClock('2026-11-23T10:00:00.000Z');
const CT = '10.0.1.11';
const PACS = '10.0.2.10';
const RIS = '10.0.2.20';
const LAPTOP = '10.0.9.5';

const DEVICES = `Device,Manufacturer,Model,IP address,AE title,Modality
CT 1,Northwind,Helix 64,${CT},CT1,CT
PACS,Lake,Archive,${PACS},LAKEPACS,
Laptop,Dell,XPS,${LAPTOP},,
`;
const FLOWS = `source ip,destination ip,destination port,protocol,application,action,bytes received,start time
${CT},${PACS},104,tcp,dicom,allow,100,2026-11-20 10:00:00
${CT},${RIS},105,tcp,dicom,allow,100,2026-05-20 10:00:00
${CT},52.1.2.3,443,tcp,ssl,allow,100,2026-11-20 10:00:00
${LAPTOP},${CT},3389,tcp,rdp,allow,100,2026-11-20 10:00:00
`;

let server: SampleServer;
let app: FastifyInstance;
let site: TenantId;
let editor: Session;

async function* once(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

beforeAll(async () => {
  server = await sampleServer(clock);
  ({ app } = server);
  site = await server.people.addTenant({ name: 'Site', demo: false });
  const email = 'editor@example.org';
  await server.people.addUser(site, 'local', { email, name: email, role: 'editor', password: PASSWORD });
  const response = await app.inject({ method: 'POST', url: '/api/v1/session', payload: { email, password: PASSWORD } });
  editor = sessionOf(response);
  const run = { tenantId: site, by: 'anna', signal: new AbortController().signal, progress: () => undefined };
  const deps = { store: server.store, clock };
  for (const text of [DEVICES, FLOWS]) await takeIn(deps, run, { source: once(text), fileName: 'x.csv', bytes: null });
  // The archive's table: the CT takes images back at 4242. One association of the CT was turned away.
  const said = { confidence: 0.9, source: { sensor: 'test', run: 'r', detail: null }, by: 'anna' } as const;
  await takeFacts(deps, site, [
    makeFact(
      {
        ...said,
        subject: { kind: 'address', key: PACS },
        attribute: 'device.peer',
        value: { title: 'CT1', address: CT, port: 4242 },
        basis: 'attested',
      },
      clock,
    ),
    ...(['flow.protocol', 'flow.titles'] as const).map((attribute) =>
      makeFact(
        {
          ...said,
          subject: { kind: 'flow', key: `tcp/${CT}>${PACS}:106` },
          attribute,
          value: attribute === 'flow.protocol' ? 'dicom' : { calling: 'CT1', called: 'X', outcome: 'rejected' },
          basis: 'observed',
        },
        clock,
      ),
    ),
  ]);
  await server.store.tenant(site, (tx) => nameZone(tx, '10.0.9.0/24', 'Guest WLAN', { by: 'anna', clock }));
});

afterAll(async () => {
  await server.close();
  expect(server.errors).toEqual([]);
});

const get = (route: string) => app.inject({ method: 'GET', url: `/api/v1/segmentation${route}`, headers: editor });
const ask = async (query = '') => segmentation.segmentationDocument.parse((await get(query)).json());

test('the document has the rules with their proof, what waits for a decision, and what is closed', async () => {
  const document = await ask();
  const allowed = document.rules.filter(({ proof }) => proof.basis !== 'policy');
  expect(allowed.map(({ from, to, port, proof }) => [from.names, to.names, port, proof.basis])).toEqual([
    [['PACS'], ['CT 1'], 4242, 'configured'],
    [['CT 1'], ['PACS'], 104, 'both'],
    [['CT 1'], [`Device ${RIS}`], 105, 'seen'],
  ]);
  expect(allowed[1]?.proof).toMatchObject({ keys: [`tcp/${CT}>${PACS}:104`], firstSeenAt: '2026-11-20T10:00:00.000Z' });
  expect(document.zones.map(({ name, guest }) => [name, guest])).toEqual([
    ['10.0.1.0/24', false],
    ['10.0.2.0/24', false],
    ['Guest WLAN', true],
  ]);
  expect(document.decisions.map(({ kind, port }) => `${kind} ${port}`).sort()).toEqual([
    'guest 3389',
    'internet 443',
    'turned away 106',
  ]);
  expect(document.proof).toMatchObject({ checked: 5, clinical: 2, clinicalCut: 0, otherCut: 3, allowed: 2 });
  expect(document.closes.removed).toBeGreaterThan(0);
  const ct = document.devices.find(({ name }) => name === 'CT 1');
  expect(ct).toMatchObject({ opens: [allowed[1]?.id, allowed[2]?.id], answers: [allowed[0]?.id] });
});

test('where nothing is recorded the document says so, and no rules are handed out', async () => {
  const empty = await server.people.addTenant({ name: 'Empty', demo: false });
  const email = 'other@example.org';
  await server.people.addUser(empty, 'local', { email, name: email, role: 'editor', password: PASSWORD });
  const payload = { email, password: PASSWORD };
  const session = sessionOf(await app.inject({ method: 'POST', url: '/api/v1/session', payload }));
  const run = { tenantId: empty, by: 'anna', signal: new AbortController().signal, progress: () => undefined };
  const source = { source: once(DEVICES), fileName: 'x.csv', bytes: null };
  await takeIn({ store: server.store, clock }, run, source);
  const from = (route: string) => app.inject({ method: 'GET', url: `/api/v1/segmentation${route}`, headers: session });
  const document = segmentation.segmentationDocument.parse((await from('')).json());
  expect(document.nothingKnown).toMatch(
    /^No conversation is recorded here.*Take in a capture or the AE tables first\.$/,
  );
  expect(document.rules.at(-1)?.action).toBe('deny');
  const rules = await from('/rules?format=nftables');
  expect([rules.statusCode, rules.json<{ detail: string }>().detail]).toEqual([409, document.nothingKnown]);
  expect((await ask()).nothingKnown).toBeNull();
});

test('what is old is left out by choice, and listed; a decision makes a rule', async () => {
  const { proof, options } = await ask('?staleDays=90');
  expect(options.staleDays).toBe(90);
  expect(proof.cut.filter(({ carries }) => carries === 'clinical')).toMatchObject([
    { port: 105, clientName: 'CT 1', lastSeenAt: '2026-05-20T10:00:00.000Z' },
  ]);
  const before = await ask();
  const internet = before.decisions.find(({ kind }) => kind === 'internet');
  const after = await ask(`?allow=${internet?.id}`);
  expect(after.rules.map(({ id }) => id)).toContain(internet?.id);
  expect(after.proof.otherCut).toBe(before.proof.otherCut - 1);
});

test.each(segmentation.ruleFormat.options)('rules for %s are a file, the same bytes each time', async (format) => {
  const first = await get(`/rules?format=${format}`);
  expect(first.statusCode).toBe(200);
  expect(first.headers['content-disposition']).toMatch(/^attachment; filename="dosimeter-rules-[\w.-]+"$/);
  expect(first.body).toContain(PACS);
  expect((await get(`/rules?format=${format}`)).body).toBe(first.body);
});

test.each([
  ['/rules?format=pf', /format/],
  ['/rules', /format/],
  ['?staleDays=0', /staleDays/],
  ['?within=maybe', /within/],
])('%s is refused with the field', async (route, says) => {
  const response = await get(route);
  expect(response.statusCode).toBe(400);
  expect(response.body).toMatch(says);
});

function posted(bytes: Uint8Array, query = '') {
  const boundary = 'dosimeter';
  const head = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="day.pcap"\r\n\r\n`;
  const payload = Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]);
  const headers = { ...editor, 'content-type': `multipart/form-data; boundary=${boundary}` };
  return app.inject({ method: 'POST', url: `/api/v1/segmentation/dry-run${query}`, headers, payload });
}

/** A connection on which both sides say something. */
function talk(client: string, server: string, port: number) {
  const atMs = Date.parse('2026-11-22T10:00:00Z');
  const said = (side: 0 | 1, words: string | null) => ({
    atMs,
    side,
    bytes: words === null ? null : Buffer.from(words),
  });
  return {
    client: { address: client, port: 50_000 },
    server: { address: server, port },
    askedMs: atMs,
    openedMs: atMs,
    passed: [said(0, 'one'), said(1, 'two'), said(0, 'three'), said(1, 'four'), said(0, null), said(1, null)],
  };
}

test('a capture is held against the rules, and nothing of it is kept', async () => {
  const before = await ask();
  const response = await posted(pcapOf([talk(CT, PACS, 104), talk(LAPTOP, PACS, 104), talk(CT, '10.0.1.12', 5000)]));
  const document = segmentation.dryRunDocument.parse(response.json());
  expect(document.conversations.map(({ client, port, verdict, carries }) => [client, port, verdict, carries])).toEqual([
    [LAPTOP, 104, 'cut', 'clinical'],
    [CT, 5000, 'allowed', 'unsure'],
    [CT, 104, 'allowed', 'clinical'],
  ]);
  expect(document.proof).toMatchObject({
    checked: 3,
    clinicalCut: 1,
    cut: [{ clientName: 'Laptop', serverName: 'PACS' }],
  });
  expect(await ask()).toEqual(before);
});

test.each([
  ['no capture', 'this is text', /pcap/],
  ['nothing', '', /empty/],
])('%s is refused with a sentence', async (_, content, says) => {
  const response = await posted(Buffer.from(content));
  expect([response.statusCode, response.json<{ detail: string }>().detail]).toEqual([400, expect.stringMatching(says)]);
});
