// `show` at the command line: what the pages show, as the API answers it, the same with a server on the data and without.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { documents, type Finding, flaws } from '#contracts/index.ts';
import { endAll, getLocal, ownFolder, run, startServer } from './dosimeter.ts';

vi.setConfig({ testTimeout: 240_000 });

const HEAD = ['DOC-1,Maker,Acme', 'DOC-3,Model,Sono 9'];
const QUESTIONS = ['MPII-1', 'ALOF-1', 'AUTH-1', 'CONN-7', 'MLDP-2', 'TXCF-2', 'SGUD-1', 'PAUT-5'];
const mds2 = (version: string, answer: string) =>
  [...HEAD, `DOC-4,Document,${version}`, ...QUESTIONS.map((id) => `${id},Is it so?,${answer}`)].join('\n');
let folder: string;
let data: string;
/** What was answered before a server had the data. */
let alone: string[];
beforeAll(async () => {
  folder = ownFolder();
  data = path.join(folder, 'data');
  const files = {
    'devices.csv': [
      'Device,Manufacturer,Model,IP address,Operating system,Software version',
      'Ultrasound 1,GE Healthcare,LOGIQ E9,10.0.0.5,Windows 7 Professional SP1,',
      'Archive,Philips,Vue PACS,10.0.0.6,Windows Server 2008 R2,12.2.0',
    ].join('\n'),
    'a.csv': mds2('A', 'Yes'),
    'b.csv': mds2('B', 'No'),
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
  const imported = await run(['import', ...Object.keys(files), '--data', data], { cwd: folder });
  expect(imported.status, imported.stdout + imported.stderr).toBe(0);
  const entry = { cveID: 'CVE-2019-0708', vulnerabilityName: 'BlueKeep', dateAdded: '2021-11-03' };
  const catalog = { catalogVersion: '2025.08.25', dateReleased: '2025-08-25T00:00:00Z', vulnerabilities: [entry] };
  writeFileSync(path.join(folder, 'kev.json'), JSON.stringify(catalog));
  expect(await run(['feeds', 'import', 'kev.json', '--data', data], { cwd: folder })).toMatchObject({ status: 0 });
  alone = [await words('findings', '--json', '--limit', '50'), await words('life-cycles', '--json')];
  await startServer(data);
});
afterAll(() => endAll());

const show = (...args: string[]) => run(['show', ...args, '--data', data], { cwd: folder });

async function words(...args: string[]): Promise<string> {
  const { status, stdout, stderr } = await show(...args);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout;
}

async function answer<T extends z.ZodType>(of: T, ...args: string[]): Promise<z.infer<T>> {
  return of.parse(JSON.parse(await words(...args, '--json')));
}

const listOf = <T extends z.ZodType>(of: T) => z.object({ items: z.array(of), next: z.string().nullable() });
const findings = (...args: string[]) => answer(listOf(documents.finding), 'findings', ...args);
const first = (items: readonly Finding[]) => items[0] ?? expect.fail('no finding');

describe('lists', () => {
  test.each([
    [['--severity', 'critical'], (found: Finding) => found.severity === 'critical'],
    [['--state', 'confirmed'], (found: Finding) => found.state === 'confirmed'],
    [['--kind', 'lifecycle'], (found: Finding) => found.kind === 'lifecycle'],
    [['--cve', 'CVE-2019-0708'], (found: Finding) => found.cve === 'CVE-2019-0708'],
    [['--kev'], (found: Finding) => found.kev],
    [['--search', 'Stuxnet'], (found: Finding) => found.title.includes('Stuxnet')],
  ])('findings with %j are those and no others', async (filter, isOne) => {
    const { items } = await findings('--limit', '900');
    const wanted = items.filter(isOne).map(({ id }) => id);
    expect(wanted.length).toBeGreaterThan(0);
    expect((await findings('--limit', '900', ...filter)).items.map(({ id }) => id)).toEqual(wanted);
  });

  test('of advisories name a document once, whoever has it', async () => {
    const { items } = await answer(listOf(flaws.advisoryRow), 'advisories', '--limit', '900');
    expect(items.length).toBeGreaterThan(30);
    expect(new Set(items.map(({ id }) => id)).size).toBe(items.length);
  });
});

describe('one of them', () => {
  test('a finding with every reason, its order of work and its sources', async () => {
    const found = first((await findings('--cve', 'CVE-2019-0708')).items);
    const said = (await words('finding', found.id)).replaceAll(/(?<=\S)\s+(?=\S)/g, ' ');
    for (const { because } of found.reasons) expect(said).toContain(` - ${because}`);
    for (const { because } of found.priority.terms) expect(said).toContain(because);
    expect(said).toMatch(/ Sources - /);
  });

  test('two statements beside each other', async () => {
    const { items } = await answer(listOf(z.object({ id: z.string() })), 'mds2');
    const [one = '', other = ''] = items.map(({ id }) => id);
    expect(await words('mds2', one, other)).toMatch(/^Acme Sono 9.* beside Acme Sono 9.*\n\d better, \d worse, /);
  });

  test.each([
    [['finding', 'none'], /finding/],
    [['flaw', 'CVE-1999-9999'], /Nothing is known here about CVE-1999-9999/],
    [['advisory', 'ICSMA-1'], /The advisory ICSMA-1 is not here/],
    [['sbom', '../devices'], /./],
  ])('%j that is not there is said in a sentence, with 1', async (args, says) => {
    const { status, stdout, stderr } = await show(...args);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(says);
    expect(stderr.trim()).not.toContain('\n');
  });
});

test('it is what the API answers, with a server on the data and without', async () => {
  expect([await words('findings', '--json', '--limit', '50'), await words('life-cycles', '--json')]).toEqual(alone);
  const { body } = await getLocal(data, '/api/v1/findings?limit=50');
  expect(JSON.parse(alone[0] ?? '')).toEqual(JSON.parse(body));
});
