// A command's way to the data: through the running server's socket when there is one, else by opening the store itself.
import { existsSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { Fault, inertText, NotFound, systemClock, Unavailable } from '#kit/index.ts';
import { openSecretBox, People } from '#people/index.ts';
import { openStore, type Store, socketPath, type TenantId } from '#store/index.ts';
import { COMMAND_SOCKET, serverStopped } from './remote.ts';

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
  return socketIn(place, 'dosimeter.sock');
}

/** The socket that takes whole commands for the server on this data folder. */
export function commandSocket(place: Place): string | null {
  return socketIn(place, COMMAND_SOCKET);
}

function socketIn(place: Place, name: string): string | null {
  if (!existsSync(place.dataDir)) return null;
  const file = socketPath(place.dataDir, name);
  return existsSync(file) ? file : null;
}

/** What a place holds, without a look at its sites. */
export interface OpenedData extends AsyncDisposable {
  readonly store: Store;
  readonly people: People;
}

/** What a place holds, and the site that a command works in. */
export interface Opened extends OpenedData {
  /** The tenant that commands work in: the first real one, made on first use. */
  readonly tenant: { readonly id: TenantId; readonly name: string };
}

/** Opens the store for a command. Throws Conflict when a server has the embedded database. */
export async function openData(place: Place): Promise<OpenedData> {
  const store = await openStore(place);
  try {
    const people = new People(store, { clock: systemClock, box: openSecretBox(place.dataDir) });
    return { store, people, [Symbol.asyncDispose]: () => store.close() };
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** The same with a site, as `tenantOf` finds it. */
export async function openPlace(place: Place, tenantName?: string): Promise<Opened> {
  return inSite(await openData(place), tenantName);
}

/** Adds the site to what was opened; closes it where there is none of this name. */
export async function inSite(data: OpenedData, tenantName: string | undefined): Promise<Opened> {
  try {
    return { ...data, tenant: await tenantOf(data.people, tenantName) };
  } catch (error) {
    await data[Symbol.asyncDispose]();
    throw error;
  }
}

/** The tenant of this name or id; without a name the first real one, made on first use. Throws NotFound. */
export async function tenantOf(people: People, name?: string): Promise<Opened['tenant']> {
  const tenants = await people.tenants();
  if (name !== undefined) {
    const wanted = tenants.find((tenant) => tenant.name === name || tenant.id === name);
    if (wanted) return wanted;
    throw new NotFound(`There is no site '${inertText(name, 100)}'. 'dosimeter tenant list' shows them.`);
  }
  const first = tenants.find((tenant) => !tenant.demo);
  if (first) return first;
  const made = 'My site';
  return { id: await people.addTenant({ name: made, demo: false }), name: made };
}

/** One request over the server's socket; throws the problem that the server reports, Unavailable when there is no server. */
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
        response.on('error', (error) => reject(serverStopped(error)));
      },
    );
    request.on('error', (error) => reject(serverStopped(error)));
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
    return error instanceof Fault && !(error instanceof Unavailable);
  }
}
