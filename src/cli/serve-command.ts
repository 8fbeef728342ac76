// `serve`: the server with its database, jobs and demo, until it is told to stop.
import { chmodSync, readFileSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { createSecureContext } from 'node:tls';
import pino from 'pino';
import { buildServer, clearUploads, localServer } from '#api/index.ts';
import { startWork } from '#jobs/index.ts';
import { Invalid, isPrivate, parseAddress, parseRange, systemClock, systemRandom } from '#kit/index.ts';
import { deleteTenant, socketPath, tenantIdOf } from '#store/index.ts';
import { startDemoTenant } from './demo-tenant.ts';
import type { Output } from './output.ts';
import { COMMAND_SOCKET } from './remote.ts';
import { type Opened, openPlace, type Place } from './session.ts';

export interface ServeOptions {
  readonly host: string;
  readonly port: number;
  readonly demo: boolean;
  readonly tlsCert?: string | undefined;
  readonly tlsKey?: string | undefined;
  readonly behindProxy?: string | undefined;
  /** Names by which browsers reach the server, beside its own. */
  readonly publicHost?: readonly string[] | undefined;
}

/** The demo imaging centre: how to bring it up, and where it listens; main.ts puts it in. */
export interface DemoCentre {
  readonly ports: readonly number[];
  start(): Promise<{
    readonly network: string;
    /** The network of its waiting room. */
    readonly guests: string;
    readonly csv: string;
    /** Documents that the centre has in hand, to be taken in as any other. */
    readonly papers: readonly { readonly name: string; readonly content: string }[];
    /** Lets its devices speak with each other, and gives what passed as a capture file. Throws Unavailable. */
    overhear(): Promise<Uint8Array>;
    close(): Promise<void>;
  }>;
}

export interface ServeAround {
  readonly place: Place;
  readonly output: Output;
  readonly signal: AbortSignal;
  readonly version: string;
  /** Folder of the built web app, or null. */
  readonly webRoot: string | null;
  readonly demo: DemoCentre;
  /** Takes command lines from the terminal, for the data that is open here. */
  commands(opened: Opened): net.Server;
}

/** Runs until the signal; resolves after a clean end. */
export async function serve(options: ServeOptions, around: ServeAround): Promise<void> {
  const tls = tlsOf(options);
  const log = pino({ level: 'warn', base: null }, pino.destination(2));
  const onError = (error: unknown, where: string) => log.error({ err: error, where }, 'unexpected error');
  await using opened = await openPlace(around.place);
  const { store, people } = opened;
  const work = await startWork({ store, clock: systemClock, random: systemRandom, box: people.box, onError });
  let demo: { close(): Promise<void> } | undefined;
  const removeDemo = async (id: string) => {
    await demo?.close();
    demo = undefined;
    await deleteTenant(store, tenantIdOf(id));
  };
  await clearUploads(store);
  const app = await buildServer({
    store,
    people,
    jobs: work.jobs,
    clock: systemClock,
    version: around.version,
    secure: tls !== null || options.behindProxy !== undefined,
    removeDemo,
    webRoot: around.webRoot,
    hostNames: hostNamesOf(options),
    tls,
    behindProxy: options.behindProxy ?? null,
    log: onError,
  });
  const local = localServer(app);
  const commands = around.commands(opened);
  const sockets = [
    [local, socketPath(around.place.dataDir, 'dosimeter.sock')],
    [commands, socketPath(around.place.dataDir, COMMAND_SOCKET)],
  ] as const;
  try {
    await app.listen({ host: options.host, port: options.port }).catch((error: NodeJS.ErrnoException) => {
      throw cannotListen(error, options);
    });
    for (const [server, file] of sockets) {
      rmSync(file, { force: true });
      await new Promise<void>((resolve, reject) => server.once('error', reject).listen(file, resolve));
      chmodSync(file, 0o600);
    }
    const { port } = app.server.address() as AddressInfo; // it listens on a port
    const url = `${tls ? 'https' : 'http'}://${shownHost(options.host)}:${port}`;
    around.output.say(`Dosimeter is ready: ${url}/`);
    const token = await people.issueSetupToken();
    if (token) around.output.say(`First visit: create the owner's account at ${url}/setup#token=${token}`);
    if (options.demo)
      demo = await startDemoTenant({
        store,
        people,
        work,
        centre: around.demo,
        say: (line) => around.output.say(line),
      });
    if (!around.signal.aborted) {
      await new Promise((resolve) => around.signal.addEventListener('abort', resolve, { once: true }));
    }
    around.output.say('Stopping.');
  } finally {
    await demo?.close();
    await work.stop();
    local.close();
    local.closeAllConnections();
    commands.close();
    for (const [, file] of sockets) rmSync(file, { force: true });
    await app.close();
  }
}

function cannotListen({ code, message }: NodeJS.ErrnoException, { host, port }: ServeOptions): Error {
  switch (code) {
    case 'EADDRINUSE':
      return new Invalid(`Port ${port} on ${host} is taken. Choose another with --port, or stop what runs there.`);
    case 'EACCES':
      return new Invalid(`Port ${port} may not be used by this user. Choose one above 1023 with --port.`);
    default:
      return new Invalid(`This machine cannot listen on ${host} (${message}). Give one of its addresses with --host.`);
  }
}

function tlsOf(options: ServeOptions): { cert: Buffer; key: Buffer } | null {
  const loopback = isLoopback(options.host);
  const { tlsCert, tlsKey, behindProxy } = options;
  if ((tlsCert === undefined) !== (tlsKey === undefined)) throw new Invalid('--tls-cert and --tls-key go together.');
  if (behindProxy !== undefined && net.isIP(behindProxy) === 0)
    throw new Invalid('--behind-proxy takes the address of the proxy.');
  if (!loopback && tlsCert === undefined && behindProxy === undefined) {
    throw new Invalid(
      `On ${options.host} others can listen in. Give --tls-cert and --tls-key, or --behind-proxy ADDRESS when a proxy does TLS.`,
    );
  }
  if (tlsCert === undefined || tlsKey === undefined) return null;
  const read = (option: string, file: string) => {
    try {
      return readFileSync(file);
    } catch {
      throw new Invalid(`${option}: ${path.resolve(file)} cannot be read.`);
    }
  };
  const pair = { cert: read('--tls-cert', tlsCert), key: read('--tls-key', tlsKey) };
  try {
    createSecureContext(pair);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Invalid(`--tls-cert and --tls-key are no certificate with its key, both in PEM form (${why}).`);
  }
  return pair;
}

function isLoopback(host: string): boolean {
  if (host === 'localhost') return true;
  const address = parseAddress(host);
  return address !== undefined && isPrivate(parseRange(host)) && (host.startsWith('127.') || host === '::1');
}

function hostNamesOf(options: ServeOptions): string[] {
  const extra = (options.publicHost ?? []).map((name) => name.trim().toLowerCase());
  const own = isLoopback(options.host) ? [] : networkNames();
  return ['localhost', '127.0.0.1', '::1', options.host.toLowerCase(), ...own, ...extra].filter((name) => name !== '');
}

/** Names under which a server on every address is reached: the machine's own. */
function networkNames(): string[] {
  const addresses = Object.values(os.networkInterfaces()).flatMap((list) => (list ?? []).map(({ address }) => address));
  return [os.hostname().toLowerCase(), ...addresses];
}

function shownHost(host: string): string {
  return net.isIPv6(host) ? `[${host}]` : host;
}
