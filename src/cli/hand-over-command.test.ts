// A site from one data folder into another by the commands that a person types: whole, once, and in sentences.
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Command } from 'commander';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemClock } from '#kit/index.ts';
import { openSecretBox, People } from '#people/index.ts';
import { openMemoryStore } from '#store/index.ts';
import { registerAdmin } from './admin-commands.ts';
import { failed } from './failed.ts';
import { type Output, resultText } from './output.ts';
import type { GlobalOptions } from './program.ts';
import { inSite, type OpenedData } from './session.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'dosimeter-hand-over-command-'));
let here: OpenedData;
let there: OpenedData;
beforeAll(async () => {
  [here, there] = [await emptyData(), await emptyData()];
});
afterAll(async () => {
  for (const { store } of [here, there]) await store.close();
  rmSync(folder, { recursive: true, force: true });
});

/** What a new data folder holds. */
async function emptyData(): Promise<OpenedData> {
  const store = await openMemoryStore();
  const people = new People(store, { clock: systemClock, box: openSecretBox(null) });
  return { store, people, [Symbol.asyncDispose]: async () => undefined };
}

/** Types a command line: its exit status, and what it says on either stream. */
async function type(data: OpenedData, ...words: string[]): Promise<{ status: number; out: string; said: string }> {
  const out: string[] = [];
  const said: string[] = [];
  const output: Output = {
    result: async (document, text) => void out.push(resultText(document, text, false)),
    bytes: async (body) => void out.push(String(body)),
    say: (line) => void said.push(line),
    progress: () => undefined,
  };
  const place = { dataDir: folder, databaseUrl: undefined };
  const file = (name: string) => path.resolve(folder, name);
  const around = { output, signal: new AbortController().signal, cwd: folder, state: { status: 0 } };
  const open = (name: string | undefined) => inSite(data, name);
  const program = new Command().exitOverride().configureOutput({ writeErr: () => undefined });
  registerAdmin({
    command: (name, description) => program.command(name).description(description).option('--tenant <name>'),
    context: {
      ...around,
      ask: async () => 'correct horse battery',
      async *input() {},
      open: (_place, name) => open(name),
      openData: async () => data,
    },
    surroundings: ({ tenant }: GlobalOptions) => ({ ...around, place, tenant, file, open: () => open(tenant) }),
    version: '1.2.3',
  });
  try {
    await program.parseAsync(words, { from: 'user' });
  } catch (error) {
    around.state.status = failed(error, output);
  }
  return { status: around.state.status, out: out.join(''), said: said.join('\n') };
}

test('a site goes from one data folder into an empty one, once, and nothing of a damaged archive is kept', async () => {
  writeFileSync(path.join(folder, 'list.csv'), 'Name;Type;Operating system\nCT 1;Modality;Windows 7\n');
  expect(await type(here, 'import', 'list.csv')).toMatchObject({ status: 0 });
  expect(await type(here, 'user', 'add', 'anna@x.example', '--role', 'owner')).toMatchObject({ status: 0 });
  const exported = await type(here, 'tenant', 'export', 'My site', '--out', 'site.zip');
  expect(exported).toMatchObject({ status: 0, said: '' });
  expect(exported.out).toMatch(
    /^Everything of My site is in site\.zip: \d+ rows in \d+ tables\.\nIt shows how .*few\.\n$/,
  );
  const place = path.join(folder, 'site.zip');
  const archive = readFileSync(place);
  expect(Object.keys(unzipSync(archive))).toContain('reports/devices.csv');
  expect(statSync(place).mode & 0o077).toBe(0);

  writeFileSync(path.join(folder, 'cut.zip'), archive.subarray(0, archive.length - 50));
  const refused = await type(here, 'tenant', 'take-over', 'cut.zip', '--name', 'Cut');
  expect(refused).toMatchObject({ status: 2, out: '' });
  expect(refused.said).toMatch(/^This is no whole ZIP archive: .*Fetch it again\.$/);

  const taken = await type(there, 'tenant', 'take-over', 'site.zip');
  expect(taken).toMatchObject({ status: 0, said: '' });
  expect(taken.out).toMatch(/^My site is here: \d+ rows in \d+ tables, as of \d{4}-\d\d-\d\d\.\n/);
  expect(taken.out).toContain("  dosimeter user add 'anna@x.example' --role owner --tenant 'My site'\n");
  const again = await type(there, 'tenant', 'take-over', 'site.zip');
  expect(again).toMatchObject({ status: 1, out: '' });
  expect(again.said).toBe(`There is a site 'My site' here. Give the new one another name, as in: --name "My site 2"`);
  const report = await type(there, 'report', '--format', 'csv');
  expect(report.out).toContain('CT 1');
  const sites = await type(here, 'tenant', 'list');
  expect(sites.out).toMatch(/^My site .*\n$/);
});

test.each<[words: string[], says: RegExp]>([
  [['export', 'My site'], /^Name the archive, as in: tenant export "Lakeside Imaging" --out lakeside\.zip$/],
  [['export', '--out', 'x.zip'], /^Name the site, as in: /],
  [['export', 'No site', '--out', 'x.zip'], /^There is no site 'No site'\. 'dosimeter tenant list' shows them\.$/],
  [['export', 'My site', '--out', 'none/x.zip'], /^none\/x\.zip cannot be written\. Name another place\.$/],
  [['take-over'], /^Name the archive, as in: tenant take-over lakeside\.zip$/],
  [['take-over', 'nowhere.zip'], /nowhere\.zip cannot be read\. Check its name and its rights\.$/],
])(
  'tenant %j is refused in a sentence, and leaves no file',
  async (words, says) => {
    const { status, out, said } = await type(here, 'tenant', ...words);
    expect([status > 0, out]).toEqual([true, '']);
    expect(said).toMatch(says);
    expect(readdirSync(folder).filter((name) => /^x|part/.test(name))).toEqual([]);
  },
  60_000,
);
