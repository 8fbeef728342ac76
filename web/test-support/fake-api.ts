// A stand-in for the server: the API's shapes with made-up data, and the built web app, under the same security policy.
// For tests and for work on the pages: node web/test-support/fake-api.ts [port]
import { createReadStream, existsSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import path from 'node:path';
import { FakeJobs } from './fake-jobs.ts';
import { type FakeRequest, ROUTES } from './fake-routes.ts';
import { type FakeTenant, fakeTenants } from './fake-tenant.ts';

const BUILT = path.resolve(import.meta.dirname, '../dist');
const POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'";
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
};

export interface FakeOptions {
  /** `out`: nobody is signed in; `setup`: no account exists; `in`: an owner is signed in. */
  session?: 'in' | 'out' | 'setup';
  role?: 'owner' | 'editor' | 'reader';
  /** Every answer but the session's fails with this status. */
  failWith?: number | undefined;
  /** Every answer waits this long. */
  delayMs?: number;
}

export interface FakeApi {
  readonly url: string;
  readonly options: FakeOptions;
  /** Puts all data back as they were. */
  reset(): void;
  close(): Promise<void>;
}

interface FakeApiOptions {
  /** On loopback; 0 picks a free one. */
  readonly port?: number;
  /** Devices of the huge site. */
  readonly groupSize?: number;
  /** The folder of the built web app. */
  readonly dist?: string;
}

/** Starts the fake. */
export async function startFakeApi({
  port = 0,
  groupSize = 50_000,
  dist = BUILT,
}: FakeApiOptions = {}): Promise<FakeApi> {
  const options: FakeOptions = {};
  let tenants = fakeTenants(groupSize);
  const jobs = new FakeJobs();
  let isWritten = false;
  const server = createServer((request, response) => {
    isWritten ||= request.method !== 'GET';
    answer(request, response, { tenants, jobs, options, dist }).catch((error: unknown) => {
      problem(response, 500, 'failed', error instanceof Error ? error.message : 'failed');
    });
  });
  const url = await listen(server, port);
  return {
    url,
    options,
    reset() {
      if (isWritten) tenants = fakeTenants(groupSize);
      isWritten = false;
      for (const key of ['session', 'role', 'failWith', 'delayMs'] as const) delete options[key];
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function listen(server: Server, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      resolve(`http://127.0.0.1:${typeof address === 'object' && address ? address.port : port}`);
    });
  });
}

interface World {
  readonly tenants: FakeTenant[];
  readonly jobs: FakeJobs;
  readonly options: FakeOptions;
  readonly dist: string;
}

const FAKE_WAYS = [
  { id: 'way-1', kind: 'oidc', label: 'Center account' },
  { id: 'way-2', kind: 'ldap', label: 'the directory' },
];

async function answer(request: IncomingMessage, response: ServerResponse, world: World): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://fake');
  if (!url.pathname.startsWith('/api/')) return serveFile(world.dist, url.pathname, response);
  const name = url.pathname.replace(/^\/api\/v1\//, '');
  const { options, jobs } = world;
  if (options.delayMs) await new Promise((resolve) => setTimeout(resolve, options.delayMs));
  const body = await readBody(request);
  if (name === 'session' || name === 'setup') return session(request.method ?? 'GET', response, { world, body });
  if (name === 'sign-in/ways') return send(response, 200, { ways: FAKE_WAYS, waiting: null });
  if (options.failWith)
    return problem(response, options.failWith, 'unavailable', 'The database does not answer; try again in a moment.');
  const asked = request.headers['x-tenant'] ?? url.searchParams.get('tenant');
  const tenant = world.tenants.find((each) => each.id === asked) ?? world.tenants[0];
  if (!tenant) return problem(response, 404, 'not-found', 'There is no such organization.');
  if (request.method !== 'GET' && request.headers['x-csrf-token'] !== 'csrf-1') {
    return problem(response, 403, 'refused', 'The request carries no valid token.');
  }
  const removed = /^tenants\/(.+)$/.exec(name);
  if (removed && request.method === 'DELETE') {
    world.tenants.splice(0, world.tenants.length, ...world.tenants.filter((each) => each.id !== removed[1]));
    return send(response, 204, undefined);
  }
  const events = /^jobs\/([^/]+)\/events$/.exec(name);
  if (events) return streamJob(events[1] ?? '', jobs, response);
  if (name === 'report') return send(response, 200, { schema: 'dosimeter.assessment/1' });
  for (const [method, pattern, handle] of ROUTES) {
    const match = request.method === method ? pattern.exec(name) : null;
    if (!match) continue;
    const result = handle(
      { tenant, jobs, query: url.searchParams, ...body },
      decodeURIComponent(match[1] ?? ''),
      decodeURIComponent(match[2] ?? ''),
    );
    if (!result) return problem(response, 404, 'not-found', 'There is nothing of that name any more.');
    if (result.text !== undefined) return plain(response, result.text);
    return send(response, result.status ?? 200, result.json);
  }
  problem(response, 404, 'not-found', `${request.method} ${name} is no route.`);
}

interface SessionContext {
  readonly world: World;
  readonly body: Pick<FakeRequest, 'body' | 'file'>;
}

async function session(method: string, response: ServerResponse, { world, body }: SessionContext): Promise<void> {
  const { options, tenants } = world;
  if (method === 'DELETE') {
    options.session = 'out';
    return send(response, 200, { done: true, next: null });
  }
  if (method === 'POST') {
    const { password, code } = body.body;
    if (options.session !== 'setup' && password === 'wrong password') {
      return problem(response, 401, 'wrong-sign-in', 'The e-mail or the password is wrong.');
    }
    if (options.session !== 'setup' && password === 'with second factor' && code !== '123456') {
      const detail =
        code === undefined ? 'Type the code from your phone.' : 'That code is not right; wait for the next one.';
      return problem(response, 401, 'code-needed', detail);
    }
    options.session = 'in';
  }
  const signedIn = (options.session ?? 'in') === 'in';
  const user = {
    id: 'user-1',
    email: 'owner@example.org',
    name: 'Dana Rivera',
    role: options.role ?? 'owner',
    totp: false,
    createdAt: '2026-10-01T08:00:00.000Z',
    lastSeenAt: null,
  };
  send(response, 200, {
    user: signedIn ? user : null,
    csrf: 'csrf-1',
    setupNeeded: options.session === 'setup',
    tenants: signedIn ? tenants.map(({ id, name, demo }) => ({ id, name, demo })) : [],
    version: '0.1.0',
  });
}

function streamJob(id: string, jobs: FakeJobs, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  const tick = () => {
    const job = jobs.get(id);
    response.write(`data: ${JSON.stringify(job ?? null)}\n\n`);
    if (job?.state !== 'running') {
      clearInterval(timer);
      response.end();
    }
  };
  const timer = setInterval(tick, 200);
  response.on('close', () => clearInterval(timer));
}

async function readBody(request: IncomingMessage): Promise<Pick<FakeRequest, 'body' | 'file'>> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) if (chunk instanceof Uint8Array) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString('utf8');
  const type = request.headers['content-type'] ?? '';
  if (type.startsWith('multipart/form-data')) {
    const name = /filename="([^"]*)"/.exec(text)?.[1] ?? '';
    const from = text.indexOf('\r\n\r\n', text.indexOf('filename="')) + 4;
    const fields = [...text.matchAll(/name="(\w+)"\r\n\r\n([^\r\n]*)\r\n--/g)].map(([, key, value]) => [key, value]);
    return { body: Object.fromEntries(fields), file: { name, text: text.slice(from, text.indexOf('\r\n--', from)) } };
  }
  const body: unknown = text === '' ? {} : JSON.parse(text);
  // The fake serves one well-behaved client: its bodies are objects.
  return { body: body as Record<string, unknown>, file: undefined };
}

function send(response: ServerResponse, status: number, json: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(json === undefined ? undefined : JSON.stringify(json));
}

function plain(response: ServerResponse, text: string): void {
  response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' });
  response.end(text);
}

function problem(response: ServerResponse, status: number, code: string, detail: string): void {
  response.writeHead(status, { 'content-type': 'application/problem+json' });
  response.end(JSON.stringify({ type: 'about:blank', title: code, status, detail, code }));
}

async function serveFile(dist: string, pathname: string, response: ServerResponse): Promise<void> {
  const wanted = path.join(dist, path.normalize(pathname));
  const isFile = wanted.startsWith(`${dist}${path.sep}`) && path.extname(wanted) !== '' && existsSync(wanted);
  const file = isFile ? wanted : path.join(dist, 'index.html');
  if (!existsSync(file)) return problem(response, 404, 'not-found', 'Build the web app first: npm run build');
  response.writeHead(200, {
    'content-type': TYPES[path.extname(file)] ?? 'application/octet-stream',
    'content-security-policy': POLICY,
    // As the server does: these names change with what is in them.
    ...(pathname.startsWith('/assets/') ? { 'cache-control': 'public, max-age=31536000, immutable' } : {}),
  });
  createReadStream(file).pipe(response);
}

if (process.argv[1] === import.meta.filename) {
  const fake = await startFakeApi({ port: Number(process.argv[2] ?? 7190) });
  console.log(fake.url);
}
