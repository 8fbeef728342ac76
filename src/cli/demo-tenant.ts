// The demo as a tenant of its own: the centre comes up on loopback, its list is imported, what its devices say to each other is taken in
// as a capture, its papers as files, and its network is really scanned, through the same jobs as any other site. Removed in one click, never mixed with real data.

import { answerChecklist, listDevices, nameZone, zonesKnown } from '#inventory/index.ts';
import { judgeDevices, takeIn, type Work } from '#jobs/index.ts';
import { Fault, systemClock } from '#kit/index.ts';
import type { People } from '#people/index.ts';
import { keepAttestations, setRiskSettings } from '#program/index.ts';
import { enqueueJob, type Store, type Tenant } from '#store/index.ts';
import { ROUND, SAID } from './demo-answers.data.ts';
import { beginDemoProgram } from './demo-program.ts';
import type { DemoCentre } from './serve-command.ts';

export const DEMO_NAME = 'Lakeside Imaging (demo)';

export interface DemoTenantContext {
  readonly store: Store;
  readonly people: People;
  readonly work: Work;
  readonly centre: DemoCentre;
  readonly say: (line: string) => void;
}

/** Brings the demo up; a demo that cannot start (its addresses are taken) is said and left out. */
export async function startDemoTenant(context: DemoTenantContext): Promise<{ close(): Promise<void> } | undefined> {
  const { store, people, work, centre, say } = context;
  const known = (await people.tenants()).find((tenant) => tenant.demo);
  if (!known && (await wasRemoved(store))) return undefined;
  const running = await centre.start().catch((error: unknown) => {
    if (!(error instanceof Fault)) throw error;
    say(`No demo this time: ${error.message}`);
    return undefined;
  });
  if (!running) return undefined;
  const tenantId = known?.id ?? (await people.addTenant({ name: DEMO_NAME, demo: true }));
  await noteDemo(store);
  const take: Take = async (fileName, content) => {
    const run = { tenantId, by: 'demo', signal: new AbortController().signal, progress: () => undefined };
    const source = once(Buffer.from(content));
    await takeIn({ store, clock: systemClock }, run, { source, fileName, bytes: null });
  };
  await take('demo.csv', running.csv);
  // Another day would say the same once more.
  if (!known) {
    await takeTraffic(running, take, say);
    for (const { name, content } of running.papers) await take(name, content);
    await store.tenant(tenantId, (tx) => stateFigures(tx, running));
    const devices = await store.tenant(tenantId, sayWhatIsKnown);
    await store.tenant(tenantId, beginProgram);
    await judgeDevices({ store, clock: systemClock }, tenantId, { devices, gone: [] });
  }
  const scan = {
    targets: [running.network],
    clearance: 'query',
    authority: 'the demo centre belongs to this program',
    ports: [...centre.ports],
    perHostIntervalMs: 100,
    vantage: 'this server',
  };
  await store.tenant(tenantId, (tx) =>
    enqueueJob(tx, { kind: 'scan', payload: { scan, schedule: null }, by: 'demo', at: systemClock.now() }),
  );
  work.jobs.wake();
  say(`The demo centre is up on ${running.network} and is being scanned.`);
  return running;
}

type Take = (fileName: string, content: string | Uint8Array) => Promise<void>;

/** What a mirror port would have seen; a demo whose devices cannot speak with each other goes on without. */
async function takeTraffic(
  running: Awaited<ReturnType<DemoCentre['start']>>,
  take: Take,
  say: (line: string) => void,
): Promise<void> {
  try {
    await take('demo-mirror.pcap', await running.overhear());
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    say(`The demo shows no traffic this time: ${error.message}`);
  }
}

/** What the owner of the centre says of its networks, and what the waiting room may do. */
async function stateFigures(
  tx: Tenant,
  { network, guests }: { readonly network: string; readonly guests: string },
): Promise<void> {
  const actor = { by: 'demo', now: systemClock.now() };
  await setRiskSettings(
    tx,
    {
      patients: 40_000,
      tolerance: [
        { loss: 100_000, probability: 0.2 },
        { loss: 1_000_000, probability: 0.02 },
      ],
      budget: 25_000,
      entries: {
        internet: { zones: [] },
        guest: { zones: [guests], yearly: { low: 0.1, mode: 0.4, high: 1.2 } },
        office: { zones: [], yearly: { low: 0.02, mode: 0.1, high: 0.3 } },
      },
      reach: [
        { from: 'internet', to: network, state: 'closed', because: 'firewall of the provider' },
        { from: 'internet', to: guests, state: 'closed', because: 'firewall of the provider' },
        { from: guests, to: network, state: 'closed', because: 'the guest network is its own, as its installer wrote' },
        { from: network, to: guests, state: 'closed', because: 'the guest network is its own, as its installer wrote' },
      ],
    },
    actor,
  );
  const known = new Set((await zonesKnown(tx)).map(({ id }) => id));
  for (const [zone, name] of [
    [network, 'Imaging'],
    [guests, 'Guest Wi-Fi'],
  ] as const)
    if (known.has(zone)) await nameZone(tx, zone, name, { by: 'demo', clock: systemClock });
}

async function beginProgram(tx: Tenant): Promise<void> {
  const { items } = await listDevices(tx, { sort: 'name', order: 'asc', limit: 100, retired: 'false' });
  const devices = new Map(items.map(({ name, id }) => [name, id]));
  await beginDemoProgram(tx, { devices, centre: 'Lakeside Imaging', now: systemClock.now() });
}

/** What people of the centre found on their round, and said to the questions of checks; gives the devices that changed. */
async function sayWhatIsKnown(tx: Tenant): Promise<string[]> {
  const { items } = await listDevices(tx, { sort: 'name', order: 'asc', limit: 100, retired: 'false' });
  const ids = new Map(items.map(({ name, id }) => [name, id]));
  const changes: string[] = [];
  for (const [name, answers] of Object.entries(ROUND)) {
    const id = ids.get(name);
    if (id === undefined) continue;
    const { devices } = await answerChecklist(tx, id, { answers }, { by: 'demo', clock: systemClock });
    changes.push(...devices);
  }
  const said = SAID.flatMap(({ device, ...answer }) => {
    const id = device === null ? null : ids.get(device);
    return id === undefined ? [] : [{ ...answer, device: id }];
  });
  await keepAttestations(tx, said, { by: 'demo', now: systemClock.now() }, 'demo');
  return changes;
}

/** From memory: what passed names a patient, even if made up, and never lies on the disk. */
async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

const DEMO_MADE = 'demo-made';

/** A demo that a person removed does not come back by itself. */
function wasRemoved(store: Store): Promise<boolean> {
  return store.system(async ({ db }) => {
    const row = await db.selectFrom('meta').select('value').where('key', '=', DEMO_MADE).executeTakeFirst();
    return row !== undefined;
  });
}

async function noteDemo(store: Store): Promise<void> {
  await store.system(({ db }) =>
    db
      .insertInto('meta')
      .values({ key: DEMO_MADE, value: 'yes' })
      .onConflict((conflict) => conflict.doNothing())
      .execute(),
  );
}
