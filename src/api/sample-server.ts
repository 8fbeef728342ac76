// A server over a store in memory for tests, with everything that is needed to speak to it.
import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import { startWork, type Work } from '#jobs/index.ts';
import { type Clock, seededRandom } from '#kit/index.ts';
import { openSecretBox, People } from '#people/index.ts';
import { openMemoryStore, type Store } from '#store/index.ts';
import { buildServer } from './index.ts';

/** What a test holds of a server. */
export interface SampleServer {
  readonly store: Store;
  readonly people: People;
  readonly work: Work;
  readonly app: FastifyInstance;
  /** Whatever went wrong behind the answers. */
  readonly errors: unknown[];
  /** The same site served by another process, as after a new start; whoever asks closes it. */
  again(): Promise<FastifyInstance>;
  close(): Promise<void>;
}

/** The headers of somebody who has signed in. */
export type Session = Readonly<Record<string, string>>;

/** Starts it. `webRoot`: the folder of the built web app, where pages are to be looked at. */
export async function sampleServer(clock: Clock, webRoot: string | null = null): Promise<SampleServer> {
  const errors: unknown[] = [];
  const onError = (error: unknown) => errors.push(error);
  const store = await openMemoryStore();
  const people = new People(store, { clock, box: openSecretBox(null) });
  const work = await startWork({ store, clock, random: seededRandom(1), onError });
  const options = {
    store,
    people,
    jobs: work.jobs,
    clock,
    version: '0.0.0',
    secure: false,
    webRoot,
    tls: null,
    behindProxy: null,
    removeDemo: async () => undefined,
    hostNames: ['localhost'],
    log: onError,
  };
  const app = await buildServer(options);
  const close = async () => {
    await work.stop();
    await app.close();
    await store.close();
  };
  return { store, people, work, app, errors, close, again: () => buildServer(options) };
}

/** The session that an answer opens. */
export function sessionOf(response: LightMyRequestResponse): Session {
  const cookie = response.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  return { cookie, 'x-csrf-token': response.json<{ csrf: string }>().csrf };
}
