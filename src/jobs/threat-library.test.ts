// The library as it ships, and what becomes of files that cannot be used.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { SHIPPED_THREATS, threatFolders, threatLibrary } from './threat-library.ts';

const data = mkdtempSync(path.join(tmpdir(), 'dosimeter-threats-'));
const site = path.join(data, 'threats');
afterAll(() => rmSync(data, { recursive: true, force: true }));

const shipped = await threatLibrary(threatFolders(null));
const sample = readFileSync(path.join(SHIPPED_THREATS, 'ct-dose-too-high.yaml'), 'utf8');

async function withFiles(files: Readonly<Record<string, string | Uint8Array>>) {
  rmSync(site, { recursive: true, force: true });
  mkdirSync(site);
  for (const [name, content] of Object.entries(files)) writeFileSync(path.join(site, name), content);
  return threatLibrary(threatFolders(data));
}

test('every file that ships is used, under its own name', () => {
  expect(shipped.problems).toEqual([]);
  expect(shipped.scenarios.map(({ id }) => `${id}.yaml`)).toEqual(readdirSync(SHIPPED_THREATS).toSorted());
});

test('a site without a folder has the shipped library', async () => {
  rmSync(site, { recursive: true, force: true });
  expect(await threatLibrary(threatFolders(data))).toEqual(shipped);
});

test('a scenario of the site is added, and one with the id of a shipped one takes its place', async () => {
  const library = await withFiles({
    'our-own.yaml': sample.replace('id: ct-dose-too-high', 'id: our-own'),
    'changed.yml': sample.replace(/^name: .*$/m, 'name: As we see it'),
    'notes.txt': 'no scenario',
  });
  expect(library.problems).toEqual([]);
  expect(library.scenarios).toHaveLength(shipped.scenarios.length + 1);
  expect(library.scenarios.find(({ id }) => id === 'ct-dose-too-high')?.name).toBe('As we see it');
  const ids = library.scenarios.map(({ id }) => id);
  expect(ids).toEqual(ids.toSorted());
});

const own = sample.replace('id: ct-dose-too-high', 'id: own');
const bomb = [
  'a: &a [x, x, x, x, x, x, x, x, x]',
  ...'bcdefgh'.split('').map((letter, place) => {
    const before = Array(9)
      .fill(`*${'abcdefg'.charAt(place)}`)
      .join(', ');
    return `${letter}: &${letter} [${before}]`;
  }),
].join('\n');

test.each<[string, string | Uint8Array, RegExp]>([
  ['a bomb of anchors', bomb, /neither YAML nor JSON/],
  ['broken YAML', 'id: [', /neither YAML nor JSON/],
  ['a deep nest', '['.repeat(50_000), /neither YAML nor JSON/],
  ['two documents', `${own}---\n${own}`, /neither YAML nor JSON/],
  ['the same field twice', `${own}id: again\n`, /neither YAML nor JSON/],
  ['an empty file', '', /must be an object/],
  ['a list', '- 1\n', /must be an object/],
  ['bytes that are no text', new Uint8Array([0xff, 0xfe, 0x00]), /not written in UTF-8/],
  ['a large file', `# ${'x'.repeat(300_000)}`, /larger than 256 kB/],
  ['an unknown field', `${own}severe: 3\n`, /severe/],
  ['a missing field', own.replace(/^name:.*\n/m, ''), /name: This is missing/],
  ['a number in place of a name', own.replace(/^name:.*$/m, 'name: 5'), /name: This must be text/],
  [
    'a rating above 4',
    own.replace('low: 2, mode: 3, high: 4', 'low: 2, mode: 3, high: 5'),
    /severity\.injury\.value\.high/,
  ],
  ['a rating out of order', own.replace('low: 2, mode: 3, high: 4', 'low: 3, mode: 2, high: 4'), /in this order/],
  [
    'a cause that is not known',
    own.replace('of: downtime', 'of: weather'),
    /losses\[1\]\.cause\.of: This must be one of downtime/,
  ],
  [
    'downtime without a number',
    own.replace('low: 1, mode: 4', 'low: one, mode: 4'),
    /losses\[1\]\.cause\.days\.low: This must be a number/,
  ],
  [
    'downtime below nothing',
    own.replace('low: 1, mode: 4', 'low: -1, mode: 4'),
    /losses\[1\]\.cause\.days: This must not go below 0/,
  ],
  [
    'an intent above 1',
    own.replace('mode: 0.0002, high: 0.002', 'mode: 0.0002, high: 2'),
    /likelihood\.intent\.value: .*between 0 and 1/,
  ],
  ['an attack pattern that is none', own.replace('CAPEC-75', 'CAPEC-99999'), /techniques\.capec\[0\]: .*CAPEC-99999/],
  ['a technique that was withdrawn', own.replace('T0836', 'T0833'), /techniques\.ics\[0\]: .*T0833/],
  [
    'a rule that does not exist',
    own.replace('- known-flaw', '- unheard-of'),
    /preconditions\[0\]\.rules\[2\]: .*unheard-of/,
  ],
  [
    'a kind of device that is not known',
    own.replace('kinds: [modality]', 'kinds: [scanner]'),
    /target\.kinds\[0\]: .*scanner/,
  ],
  ['an attacker without an entry', own.replace(/^entries:.*$/m, 'entries: []'), /entries: /],
  ['a control that lowers nothing', own.replace('vulnerability: 0.3', 'vulnerability: 1'), /controls\[0\]: /],
  [
    'a control twice',
    own.replace('id: allow-listing', 'id: segmentation'),
    /controls\[1\]\.id: segmentation stands here twice/,
  ],
  ['an id with spaces', own.replace('id: own', 'id: our own'), /id: write small letters/],
])('%s is told with file and field, and the others stay', async (_what, content, words) => {
  const { problems, scenarios } = await withFiles({
    'bad.yaml': content,
    'good.yaml': sample.replace('id: ct-dose-too-high', 'id: good'),
  });
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatch(/^bad\.yaml: /);
  expect(problems[0]).toMatch(words);
  expect(problems[0]).not.toMatch(/\n/);
  expect(scenarios.map(({ id }) => id)).toContain('good');
  expect(scenarios).toHaveLength(shipped.scenarios.length + 1);
});

test('of two files with one id in a folder the first by name is used, and the second is told of', async () => {
  const { problems, scenarios } = await withFiles({
    'b.yaml': own.replace(/^name: .*$/m, 'name: Second'),
    'a.yaml': own.replace(/^name: .*$/m, 'name: First'),
  });
  expect(problems).toEqual(['b.yaml: id: a.yaml has the name own already. Write another one.']);
  expect(scenarios.find(({ id }) => id === 'own')?.name).toBe('First');
});

test('a folder in place of a file is told of', async () => {
  await withFiles({});
  mkdirSync(path.join(site, 'inside.yaml'));
  const { problems, scenarios } = await threatLibrary(threatFolders(data));
  expect(problems).toEqual(['inside.yaml: it is no file. Put the scenario into a file of its own.']);
  expect(scenarios).toEqual(shipped.scenarios);
});

test('nothing is read again until a file has changed', async () => {
  const first = await withFiles({ 'own.yaml': own });
  expect(await threatLibrary(threatFolders(data))).toBe(first);
  writeFileSync(path.join(site, 'own.yaml'), own.replace('id: own', 'id: new'));
  const second = await threatLibrary(threatFolders(data));
  expect(second.scenarios.map(({ id }) => id)).toContain('new');
  expect(second.scenarios.map(({ id }) => id)).not.toContain('own');
});

test('more files than a folder may hold are told of', async () => {
  const many = Object.fromEntries(Array.from({ length: 502 }, (_, n) => [`${String(n).padStart(4, '0')}.yaml`, '']));
  const { problems, scenarios } = await withFiles(many);
  expect(problems[0]).toBe('threats: of 502 files, those after the first 500 by name are left out.');
  expect(problems).toHaveLength(501);
  expect(scenarios).toEqual(shipped.scenarios);
});

test('a place that is no folder is told of', async () => {
  rmSync(site, { recursive: true, force: true });
  writeFileSync(site, 'no folder');
  const { problems, scenarios } = await threatLibrary(threatFolders(data));
  expect(problems).toEqual([`${site}: the folder cannot be read. Check its rights.`]);
  expect(scenarios).toEqual(shipped.scenarios);
});
