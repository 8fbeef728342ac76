// Everything without a network: the program runs in a network namespace of its own that holds loopback and nothing else, as on a machine
// with its cable pulled, and does there what it does elsewhere.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { documentOf, type Ended, endAll, getLocal, ownFolder, run, start } from './dosimeter.ts';

const SHARED = process.env['DOSIMETER_SHARED'] ?? path.resolve(import.meta.dirname, '../../../shared');
const DATA = path.join(SHARED, 'data');

/** Without rights over the machine, a user of its own is needed too (util-linux, unshare(1)). */
const UNDER = [
  'unshare',
  ...(process.getuid?.() === 0 ? ['--net'] : ['--map-root-user', '--net']),
  'sh',
  '-c',
  'ip link set lo up && exec "$@"',
  'sh',
];

vi.setConfig({ testTimeout: 300_000 });

let folder: string;
/** A data folder that has the feeds, and no server. */
let data: string;
beforeAll(() => {
  folder = ownFolder();
  data = path.join(folder, 'data');
  writeFileSync(
    path.join(folder, 'devices.csv'),
    [
      'Device,Manufacturer,Model,IP address,Operating system',
      'Ultrasound 1,GE Healthcare,LOGIQ E9,10.0.0.5,Windows 7 Professional SP1',
      'Archive,Philips,Vue PACS,10.0.0.6,Windows Server 2008 R2',
    ].join('\n'),
  );
});
afterAll(() => endAll());

const unplugged = (...args: string[]) => run([...args, '--data', data], { cwd: folder, under: UNDER });

function done(ended: Ended): Ended {
  expect(ended.stderr).not.toMatch(/ENETUNREACH|ENOTFOUND|EAI_AGAIN|at .*\.ts:\d+/);
  expect(ended.status, ended.stderr).toBe(0);
  return ended;
}

test('the place that the program runs in leads nowhere', () => {
  const [command = '', ...words] = UNDER;
  const script = `require('net').connect(443, '192.0.2.1').on('error', (error) => console.log(error.code))`;
  const { stdout } = spawnSync(command, [...words, process.execPath, '-e', script], { encoding: 'utf8' });
  expect(stdout.trim()).toBe('ENETUNREACH');
});

test.skipIf(!existsSync(DATA))('feeds come from a folder, leave as a pack, and arrive elsewhere', async () => {
  const feeds = ['csaf', 'kev', 'epss', 'eol'].map((each) => path.join(DATA, each));
  done(await unplugged('feeds', 'import', ...feeds));
  done(await unplugged('feeds', 'pack', path.join(folder, 'knowledge.pack')));
  const elsewhere = path.join(folder, 'elsewhere');
  const there = (...args: string[]) => run(['feeds', ...args, '--data', elsewhere], { cwd: folder, under: UNDER });
  done(await there('import', 'knowledge.pack', '--key', path.join(data, 'keys', 'pack-key.pub.pem')));
  const status = done(await there('status', '--json'));
  const { feeds: taken } = z
    .object({ feeds: z.array(z.object({ feed: z.string(), rows: z.number().nullable() })) })
    .parse(documentOf(status));
  const rows = new Map(taken.map((feed) => [feed.feed, feed.rows]));
  for (const id of ['csaf', 'cisa-kev', 'epss', 'endoflife']) expect(rows.get(id), id).toBeGreaterThan(100);
});

test('a list is judged with reasons, and reported', async () => {
  const matched = documentOf(done(await unplugged('match', 'devices.csv', '--json')));
  const { findings } = z
    .object({ findings: z.array(z.object({ rule: z.string(), reasons: z.array(z.unknown()).min(1) })) })
    .parse(matched);
  expect([...new Set(findings.map(({ rule }) => rule))]).toEqual(
    expect.arrayContaining(['known-flaw', 'os-known-hole', 'os-past-support']),
  );
  done(await unplugged('assess', '--import', 'devices.csv', '--out', 'report'));
  expect(readFileSync(path.join(folder, 'report', 'index.html'), 'utf8')).not.toMatch(
    /(?:src|href)="(?:https?:)?\/\/[^"]+\.(?:js|css|woff2?|png|svg)"/,
  );
  expect(
    readFileSync(path.join(folder, 'report', 'report.pdf'))
      .subarray(0, 5)
      .toString(),
  ).toBe('%PDF-');
});

test('fetching says in a sentence that there is no way out', async () => {
  const ended = await unplugged('feeds', 'update', '--allow-network');
  expect(ended.status).not.toBe(0);
  expect(ended.stdout.match(/nvd\.nist\.gov is not found\. Does this machine need a proxy\?/g)).toHaveLength(1);
  expect(ended.stderr).not.toMatch(/at .*\.ts:\d+/);
});

test('the demo comes up, and its pages show life cycles, advisories, flaws and settings', async () => {
  const place = path.join(folder, 'demo');
  const Sites = z.object({ tenants: z.array(z.object({ id: z.string(), demo: z.boolean() })) });
  const Found = z.object({ items: z.array(z.object({ rule: z.string() })) });
  const server = start(['serve', '--port', '0', '--data', place], { cwd: folder, under: UNDER, timeoutMs: 280_000 });
  await server.says(/Dosimeter is ready: (\S+?)\/\s/);
  const page = await getLocal(place, '/');
  expect([page.status, page.body]).toEqual([200, expect.stringContaining('<title>')]);
  await expect
    .poll(
      async () => {
        const { tenants } = Sites.parse(JSON.parse((await getLocal(place, '/api/v1/session')).body));
        const demo = tenants.find((tenant) => tenant.demo)?.id;
        if (demo === undefined) return [];
        const { status, body } = await getLocal(place, `/api/v1/findings?limit=200&tenant=${demo}`);
        expect(status, body).toBe(200);
        return [...new Set(Found.parse(JSON.parse(body)).items.map(({ rule }) => rule))];
      },
      { timeout: 200_000, interval: 1_000 },
    )
    .toEqual(expect.arrayContaining(['known-flaw', 'os-past-support', 'hardening-firewall', 'promise-not-kept']));
  server.signal('SIGINT');
  expect((await server.ended).status).toBe(0);
});
