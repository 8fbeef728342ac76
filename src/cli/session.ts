// A command's way to the data: through the running server's socket when there is one, else by opening the store itself.
import { existsSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { Fault, systemClock } from '#kit/index.ts';
import { openSecretBox, People } from '#people/index.ts';
import { openStore, type Store, socketPath, type TenantId } from '#store/index.ts';

export interface Place {
  readonly dataDir: string;
  readonly databaseUrl: string | undefined;
}

/** Where the data is, from the options and the environment. */
export function placeOf(options: { readonly data?: string; readonly databaseUrl?: string }): Place {
  return {
    dataDir: path.resolve(options.data ?? process.env['DOSIMETER_DATA'] ?? '.dosimeter'),
    databaseUrl: options.databaseUrl ?? process.env['DATABASE_URL'] ?? undefined,
  };
}

/** The socket of a server that runs on this data folder. */
export function serverSocket(place: Place): string | null {
  if (!existsSync(place.dataDir)) return null;
  const file = socketPath(place.dataDir, 'dosimeter.sock');
  return existsSync(file) ? file : null;
}

export interface Opened extends AsyncDisposable {
  readonly store: Store;
  readonly people: People;
  /** The tenant that commands work in: the first real one, made on first use. */
  readonly tenant: { readonly id: TenantId; readonly name: string };
}

/** Opens the store for a command. Throws Conflict when a server has the embedded database. */
export async function openPlace(place: Place, tenantName?: string): Promise<Opened> {
  const store = await openStore(place);
  const people = new People(store, { clock: systemClock, box: openSecretBox(place.dataDir) });
  const real = (await people.tenants()).filter((tenant) => !tenant.demo);
  const wanted =
    tenantName === undefined ? real[0] : real.find(({ id, name }) => name === tenantName || id === tenantName);
  if (!wanted && tenantName !== undefined) {
    await store.close();
    throw new Fault('not-found', 404, `There is no site '${tenantName}'. 'dosimeter tenant list' shows them.`);
  }
  const name = 'My site';
  const tenant = wanted ?? { id: await people.addTenant({ name, demo: false }), name };
  return { store, people, tenant, [Symbol.asyncDispose]: () => store.close() };
}

/** One request over the server's socket; throws the problem that the server reports. */
export async function ask(socket: string, method: string, route: string, body?: unknown): Promise<unknown> {
  const payload = body === undefined ? undefined : JSON.stringify(body);
  const { status, text } = await new Promise<{ status: number; text: string }>((resolve, reject) => {
    const headers =
      payload === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload) };
    const request = http.request(
      { socketPath: socket, method, path: `/api/v1${route}`, headers: { host: 'localhost', ...headers } },
      (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text: Buffer.concat(parts).toString() }));
        response.on('error', reject);
      },
    );
    request.on('error', reject);
    request.end(payload);
  });
  const value: unknown = text === '' ? null : JSON.parse(text);
  if (status < 400) return value;
  const detail =
    typeof value === 'object' && value !== null && 'detail' in value ? String(value.detail) : `status ${status}`;
  throw new Fault('server', status, detail);
}

/** Whether the socket answers; a stale one of a killed server does not. */
export async function answers(socket: string): Promise<boolean> {
  try {
    await ask(socket, 'GET', '/session');
    return true;
  } catch (error) {
    return error instanceof Fault;
  }
}
