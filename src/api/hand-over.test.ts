// The hand-over as a browser fetches it: a real archive, one at a time, and whoever leaves in the middle is in nobody's way.
import { once } from 'node:events';
import net from 'node:net';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { handOvers } from '#contracts/index.ts';
import { takeIn } from '#jobs/index.ts';
import { fixedClock, sha256 } from '#kit/index.ts';
import type { TenantId } from '#store/index.ts';
import { type SampleServer, type Session, sampleServer, sessionOf } from './sample-server.ts';

const PASSWORD = 'correct horse battery';
const ROUTE = '/api/v1/hand-over';
const clock = fixedClock('2026-11-27T10:00:00.000Z');
let server: SampleServer;
let site: TenantId;
let owner: Session;
let port: number;

async function memberAs(role: 'owner' | 'editor', name: string): Promise<Session> {
  const email = `${name}@x.example`;
  await server.people.addUser(site, 'local', { email, name, role, password: PASSWORD });
  const payload = { email, password: PASSWORD };
  return sessionOf(await server.app.inject({ method: 'POST', url: '/api/v1/session', payload }));
}

beforeAll(async () => {
  server = await sampleServer(clock);
  site = await server.people.addTenant({ name: 'Lakeside Imaging', demo: false });
  await server.people.addTenant({ name: 'Other clinic', demo: false });
  owner = await memberAs('owner', 'olga');
  const list = 'Name;Type;IP address\nCT 1;Modality;10.0.0.11\nMR 1;Modality;10.0.0.12\n';
  const source = (async function* () {
    yield Buffer.from(list);
  })();
  const run = { tenantId: site, by: 'olga', signal: new AbortController().signal, progress: () => undefined };
  await takeIn({ store: server.store, clock }, run, { source, fileName: 'list.csv', bytes: list.length });
  port = Number(new URL(await server.app.listen({ host: '127.0.0.1', port: 0 })).port);
});
afterAll(async () => {
  await server.close();
  expect(server.errors).toEqual([]);
});

const get = (url: string, headers = owner) => server.app.inject({ method: 'GET', url, headers });
const running = async () => (await get(`${ROUTE}/progress`)).json();

/** Asks over a socket, and leaves it when `until` resolves; resolves when the server has seen that. */
async function leave(until: (socket: net.Socket) => Promise<unknown>): Promise<void> {
  const seen = new Promise<void>((resolve) =>
    server.app.server.once('request', (_request, { socket }) => socket?.once('close', resolve)),
  );
  const begun = once(server.app.server, 'request');
  const socket = net.connect(port, '127.0.0.1');
  const headers = Object.entries({ host: 'localhost', ...owner }).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(`GET ${ROUTE} HTTP/1.1\r\n${headers.join('')}\r\n`);
  await begun;
  await until(socket);
  socket.destroy();
  await seen;
}

const answersAgain = async () => {
  const idle = async () => expect(await running()).toEqual({ running: null });
  await vi.waitFor(idle, { timeout: 30_000, interval: 200 });
  expect((await get(ROUTE)).statusCode).toBe(200);
};

test('an owner fetches an archive of the site and of no other, which holds what its list says', async () => {
  const answer = await get(ROUTE);
  expect(answer.statusCode).toBe(200);
  expect(answer.headers).toMatchObject({
    'content-type': 'application/zip',
    'content-disposition': 'attachment; filename="hand-over-2026-11-27.zip"',
  });
  const files = unzipSync(answer.rawPayload);
  const textOf = (file: string) => Buffer.from(files[file] ?? []).toString('utf8');
  const manifest = handOvers.handOver.parse(JSON.parse(textOf('manifest.json')));
  expect(manifest.site).toEqual({ id: site, name: 'Lakeside Imaging' });
  for (const { path, sha256: hash } of manifest.files) expect(sha256(textOf(path)), path).toBe(hash);
  expect(textOf('reports/devices.csv')).toContain('MR 1');
  expect(textOf('people.json')).toContain('olga@x.example');
  for (const file of Object.keys(files)) expect(textOf(file), file).not.toContain('Other clinic');
  const taken = await server.store.tenant(site, ({ db }) =>
    db.selectFrom('audit').select('who').where('action', '=', 'site handed over').execute(),
  );
  expect(taken).toEqual([{ who: 'olga@x.example' }]);
});

test('nobody but an owner fetches it, or sees how far it is', async () => {
  const editor = await memberAs('editor', 'eric');
  for (const url of [ROUTE, `${ROUTE}/progress`]) {
    expect((await get(url, editor)).statusCode, url).toBe(403);
    expect((await get(url, {})).statusCode, url).toBe(401);
  }
});

test('a second one is refused while the first is made', async () => {
  const answers = await Promise.all([get(ROUTE), get(ROUTE)]);
  const [made, refused] = answers.toSorted((a, b) => a.statusCode - b.statusCode);
  expect([made?.statusCode, refused?.statusCode]).toEqual([200, 409]);
  expect(refused?.json()).toMatchObject({
    detail: expect.stringMatching(/on its way already\. Wait until it is there/),
  });
  await vi.waitFor(async () => expect(await running()).toEqual({ running: null }));
});

test('somebody who leaves in the middle holds up nobody', async () => {
  await leave((socket) => once(socket, 'data'));
  await answersAgain();
});

test('somebody who leaves before it is begun holds up nobody', async () => {
  // The database is busy while they come and go.
  await server.store.system(async () => leave(async () => undefined));
  await answersAgain();
});
