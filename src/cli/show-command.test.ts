// `show` over the demo centre: the same answers as the API gives, with a server on the data folder and without one, and words that fit
// a terminal.
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { buildServer, localServer } from '#api/index.ts';
import { api } from '#contracts/index.ts';
import { DEMO_PORTS, startDemo } from '#demo/index.ts';
import { startWork } from '#jobs/index.ts';
import { systemClock, systemRandom } from '#kit/index.ts';
import { openSecretBox, People } from '#people/index.ts';
import { askMaker, listFindings } from '#program/index.ts';
import { openJobs, openMemoryStore, socketPath, tenantIdOf } from '#store/index.ts';
import { startDemoTenant } from './demo-tenant.ts';
import { type Output, resultText } from './output.ts';
import type { GlobalOptions } from './program.ts';
import { ask, type Opened } from './session.ts';
import { registerShow } from './show-command.ts';

const WIDTH = 100;

let demo: Awaited<ReturnType<typeof openDemo>>;
beforeAll(async () => {
  demo = await openDemo();
}, 120_000);
afterAll(() => demo.close());

/** The demo as it stands after its scan, with a server that listens in one data folder and none in another. */
async function openDemo() {
  const store = await openMemoryStore();
  const people = new People(store, { clock: systemClock, box: openSecretBox(null) });
  const stray: unknown[] = [];
  const onError = (error: unknown) => stray.push(error);
  const work = await startWork({ store, clock: systemClock, random: systemRandom, onError });
  const centre = { ports: DEMO_PORTS, start: () => startDemo({ network: '127.78.8.' }) };
  const running = await startDemoTenant({ store, people, work, centre, say: () => undefined });
  const tenant = (await people.tenants())[0] ?? { id: tenantIdOf(''), name: '', demo: true };
  const isIdle = async () => (await store.tenant(tenant.id, openJobs)).length === 0;
  await vi.waitUntil(isIdle, { timeout: 60_000, interval: 200 });
  await store.tenant(tenant.id, async (tx) => {
    const now = systemClock.now();
    const { items } = await listFindings(tx, { limit: 1, maker: 'Marlin', kind: 'vulnerability' }, now);
    const asked = { how: 'e-mail' as const, question: 'Is there a repair?', on: null, maker: null };
    await askMaker(tx, items[0]?.id ?? '', asked, { by: 'anna@site.example', now });
  });
  const app = await buildServer({
    store,
    people,
    jobs: work.jobs,
    clock: systemClock,
    version: '0.0.0',
    secure: false,
    webRoot: null,
    tls: null,
    behindProxy: null,
    removeDemo: async () => undefined,
    hostNames: ['localhost'],
    log: onError,
  });
  const folder = mkdtempSync(path.join(os.tmpdir(), 'dosimeter-show-'));
  const socket = socketPath(folder, 'dosimeter.sock');
  const local = localServer(app);
  await new Promise<void>((resolve) => local.listen(socket, resolve));
  const open = async (): Promise<Opened> => ({ store, people, tenant, [Symbol.asyncDispose]: async () => undefined });
  return {
    served: folder,
    alone: path.join(folder, 'nobody'),
    open,
    stray,
    answer: (route: string) => ask(socket, 'GET', route),
    async close() {
      local.close();
      local.closeAllConnections();
      await app.close();
      await running?.close();
      await work.stop();
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What the command says on stdout. */
async function show(args: readonly string[], dataDir: string): Promise<string> {
  const said: string[] = [];
  const output: Output = {
    result: async (document, words) => void said.push(resultText(document, words, args.includes('--json'))),
    bytes: async (body) => void said.push(String(body)),
    say: (line) => said.push(line),
    progress: () => undefined,
  };
  const signal = new AbortController().signal;
  const place = { dataDir, databaseUrl: undefined };
  const around = {
    place,
    output,
    signal,
    cwd: dataDir,
    file: (name: string) => name,
    open: demo.open,
    openData: demo.open,
  };
  const program = new Command().exitOverride().configureOutput({ writeErr: () => undefined });
  registerShow({
    command: (name, description) =>
      program.command(name).description(description).option('--json').option('--tenant <name>'),
    context: { ...around, state: { status: 0 }, ask: async () => '', async *input() {} },
    surroundings: ({ tenant }: GlobalOptions) => ({ ...around, tenant }),
    version: '0.0.0',
  });
  await program.parseAsync(['show', ...args], { from: 'user' });
  return said.join('');
}

interface Case {
  readonly args: readonly string[];
  /** A list of the API; the id of its first row follows the arguments, and the route. */
  readonly id?: string;
  /** The route that answers the same, and what stands behind the id. */
  readonly route: string;
  readonly rest?: string;
  /** What its words have. */
  readonly says: readonly (string | RegExp)[];
}

/** The id of the first row that a list has. */
async function firstOf(list: string): Promise<string> {
  const { items } = z.object({ items: z.array(z.object({ id: z.string() })) }).parse(await demo.answer(list));
  return items[0]?.id ?? '';
}

const FLAW = 'CVE-2024-22100';
const FINDING = `/findings?cve=${FLAW}`;
const CASES: readonly Case[] = [
  {
    args: ['findings'],
    route: '/findings?limit=50',
    says: [/^id +priority +severity +state +device\n/, /^50 of \d+ are listed; --limit lists more\.$/m],
  },
  {
    args: ['findings', '--kind', 'lifecycle', '--state', 'confirmed', '--search', 'Windows'],
    route: '/findings?limit=50&kind=lifecycle&state=confirmed&q=Windows',
    says: [/ CT 1\n {2}Windows 7/],
  },
  {
    args: ['findings', '--component', 'dcmtk'],
    route: '/findings?limit=50&component=dcmtk',
    says: [/ Ultrasound A\n/],
  },
  {
    args: ['findings', '--rule', 'os-past-support', '--kev', 'false', '--limit', '1'],
    route: '/findings?limit=1&rule=os-past-support&kev=false',
    says: [/ MR 1\n {2}Windows XP Embedded/],
  },
  {
    args: ['findings', '--advisory', 'ICSMA-24-060-01'],
    route: '/findings?limit=50&advisory=ICSMA-24-060-01',
    says: [/ Reading workstation\n {2}MicroDicom/],
  },
  { args: ['findings', '--kev'], route: '/findings?limit=50&kev=true', says: ['nothing to list'] },
  { args: ['findings', '--maker', 'Nobody'], route: '/findings?limit=50&maker=Nobody', says: ['nothing to list'] },
  ...['device', 'maker', 'cve'].map((by) => ({
    args: ['findings', '--by', by, '--severity', 'high'],
    route: `/finding-groups?by=${by}&severity=high&limit=50`,
    says: [new RegExp(`^priority +worst +findings +devices +${by}\\n`)],
  })),
  {
    args: ['findings', '--by', 'action'],
    route: '/finding-groups?by=action&limit=50',
    says: [/^priority +worst +findings +devices\n/, /\n {2}Ask the PACS administrator to list the stations that may /],
  },
  {
    args: ['finding'],
    id: FINDING,
    route: '/findings/',
    says: [
      /\nWhy\n {2}- ICSMA-24-060-01 /,
      /Version 2023\.1 is among the affected/,
      /\(known-flaw; 1 fact\)/,
      /\nwhat to do: +Ask the administrator/,
      /\ndue: +20\d\d-/,
      /\nHow soon to act\n {2}- /,
      /\nScore on this device\n {2}- CR:/,
    ],
  },
  {
    args: ['finding'],
    id: '/findings?component=dcmtk',
    route: '/findings/',
    says: [/\npart: +dcmtk 3\.6\.6, which .*Echo 9.* lists/, /\nbill: +[0-9a-f]{64}\n/],
  },
  {
    args: ['finding'],
    id: '/findings?decision=waiting',
    route: '/findings/',
    says: [/\nwaits for: +Marlin, for 0 days\. Asked: Is there a repair\?\n/],
  },
  {
    args: ['flaw', FLAW],
    route: `/flaws/${FLAW}`,
    says: [/^CVE-2024-22100/, /CVSS 3\.1: 7\.8 high, CVSS:3\.1/, /MicroDicom DICOM Viewer, .*: affected/],
  },
  {
    args: ['advisories', '--here', '--search', 'microdicom', '--limit', '2'],
    route: '/advisories?here=true&q=microdicom&limit=2',
    says: [/^revised +flaws +findings here +advisory\n/, /ICSMA-25-160-01\n {2}MicroDicom DICOM Viewer/],
  },
  { args: ['advisory', 'ICSMA-24-060-01'], route: '/advisories/ICSMA-24-060-01', says: [/affected: MicroDicom/] },
  {
    args: ['life-cycles'],
    route: '/life-cycles',
    says: [/^system +standing /, /\nWindows 7 +ended +2020-01-14 +1\n {2}CT 1\. Source: endoflife\.date, /],
  },
  { args: ['sboms'], route: '/sboms?limit=50', says: [/ Marlin Echo 9\n {2}[0-9a-f]{64}$/m] },
  { args: ['sbom'], id: '/sboms', route: '/sboms/', says: [/^Marlin Echo 9\n/, /Ultrasound A/] },
  {
    args: ['components', '--flawed'],
    id: '/sboms',
    route: '/sboms/',
    rest: '/components?flawed=true&limit=50',
    says: [/^findings +known flaws +component\n/, / dcmtk 3\.6\.6\n {2}.*CVE-2022-2119/],
  },
  { args: ['mds2'], route: '/mds2?limit=50', says: [/ 2019 +Northwind Medical Helix 64$/m] },
  { args: ['mds2'], id: '/mds2', route: '/mds2/', says: [/^Northwind Medical Helix 64\n/, / {2}- AUTH-1 /] },
  { args: ['recalls'], route: '/findings?rule=recall&limit=50', says: ['nothing to list'] },
  { args: ['makers'], route: '/makers', says: [/^not asked +waiting .* maker\n/, / Northwind Medical$/m] },
  {
    args: ['maker', 'Marlin'],
    route: '/makers/questions?maker=Marlin&limit=50',
    says: [/^finding +state +asked /, / waiting +20\d\d-\d\d-\d\d /, /Asked: Is there a repair\?/],
  },
];

describe.each(CASES.map((each) => ({ ...each, name: [...each.args, each.id ?? ''].join(' ') })))('$name', (each) => {
  const { args, route, rest = '', says, id: list } = each;
  const found = async () => (list === undefined ? [] : [await firstOf(list)]);

  test.each(['served', 'alone'] as const)('--json is what the API answers: %s', async (where) => {
    const ids = await found();
    const answer = await demo.answer(`${route}${ids.join('')}${rest}`);
    expect(JSON.parse(await show([...args, ...ids, '--json'], demo[where]))).toEqual(answer);
    expect(demo.stray).toEqual([]);
  });

  test('the words are plain and fit a terminal', async () => {
    const words = await show([...args, ...(await found())], demo.served);
    for (const pattern of says) expect(words).toMatch(pattern);
    // A link or a vector stays whole, on a line of its own.
    const wide = words.split('\n').filter((line) => line.length > WIDTH && /\S\s+\S/.test(line.trim()));
    expect(wide).toEqual([]);
    expect(words).not.toMatch(/[\u001b\u202e]|undefined|\bnull\b/);
  });
});

describe('--limit goes over the pages of the API', () => {
  test.each([1, 7, 120])('%i', async (limit) => {
    const list = api.findingList.parse(
      JSON.parse(await show(['findings', '--limit', `${limit}`, '--json'], demo.alone)),
    );
    const all = api.findingList.parse(await demo.answer('/findings?limit=1000'));
    expect(list.items.map(({ id }) => id)).toEqual(all.items.slice(0, limit).map(({ id }) => id));
    expect(list.total).toEqual(all.total);
  });
});

describe('what says nothing about what is shown is refused', () => {
  test.each([
    [['flaw', FLAW, '--severity', 'high'], /--severity says nothing about 'show flaw'/],
    [['life-cycles', '--limit', '5'], /--limit says nothing about 'show life-cycles'/],
    [['findings', '--here'], /--here says nothing/],
    [['recalls', '--rule', 'x'], /--rule says nothing/],
    [['components'], /'show sboms' lists them/],
    [['flaw'], /'show findings --by cve' lists them/],
    [['findings', '--unit', 'perhaps'], /on it, not on it, list not readable, serial unknown/],
    [['findings', '--rule', 'x'.repeat(100)], /at most 80 characters/],
    [['maker', 'x'.repeat(200)], /at most 100 characters/],
    [['findings', '--tenant', 'Nowhere'], /no such site/],
  ] as const)('%j', async (args, says) => {
    await expect(show(args, demo.served)).rejects.toThrow(says);
  });
});
