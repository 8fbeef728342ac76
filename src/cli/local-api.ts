// What the API answers whoever holds the data folder: from the server that runs on it, or, where none runs, from one that is brought up for
// the question on a socket that nobody else can open.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildServer, localServer } from '#api/index.ts';
import { systemClock } from '#kit/index.ts';
import { JobRunner, socketPath } from '#store/index.ts';
import type { Surroundings } from './scan-command.ts';
import { answers, ask, serverSocket } from './session.ts';

/** Asks for a route below /api/v1, which may have a query of its own; throws the problem that the API reports. */
export type Ask = (route: string) => Promise<unknown>;

/** Runs work that asks the API as the holder of the data. */
export async function withLocalApi<T>(
  around: Surroundings,
  version: string,
  work: (ask: Ask) => Promise<T>,
): Promise<T> {
  const running = serverSocket(around.place);
  if (running && (await answers(running))) return work(asker(running, around.tenant));
  await using opened = await around.open();
  const { store, people, tenant } = opened;
  const app = await buildServer({
    store,
    people,
    // Nobody starts work here: the runner only says what waits.
    jobs: new JobRunner(store, { clock: systemClock }),
    clock: systemClock,
    version,
    secure: false,
    removeDemo: async () => undefined,
    webRoot: null,
    hostNames: ['localhost'],
    tls: null,
    behindProxy: null,
    log: (error) => {
      if (process.env['DOSIMETER_DEBUG'])
        process.stderr.write(`${String(error instanceof Error ? error.stack : error)}\n`);
    },
  });
  await app.ready();
  const server = localServer(app);
  const folder = await mkdtemp(path.join(tmpdir(), 'dosimeter-'));
  try {
    const socket = socketPath(folder, 'api.sock');
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(socket, resolve));
    return await work(asker(socket, tenant.id));
  } finally {
    server.closeAllConnections();
    server.close();
    await app.close();
    await rm(folder, { recursive: true, force: true });
  }
}

function asker(socket: string, tenant: string | undefined): Ask {
  return (route) => {
    const query = tenant === undefined ? '' : `${route.includes('?') ? '&' : '?'}tenant=${encodeURIComponent(tenant)}`;
    return ask(socket, 'GET', `${route}${query}`);
  };
}
