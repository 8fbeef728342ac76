// docs/built-in-knowledge.md prints the tables that are in use.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { CWE_NAMES } from './cwe-names.data.ts';
import { DEVICE_SYSTEM_HOLES, SYSTEM_HOLES } from './holes/system-holes.data.ts';
import {
  builtInAdvisories,
  builtInKnowledge,
  builtInToolkitFlaws,
  flawDetail,
  parseCvss,
  weaknessName,
} from './index.ts';

const page = readFileSync(path.resolve(import.meta.dirname, '../../docs/built-in-knowledge.md'), 'utf8');
const lines = page.split('\n').filter((line) => line.startsWith('| '));

test('every hole and every flaw stands on the page, with its versions and its source', () => {
  for (const { cves, name, source } of [...SYSTEM_HOLES, ...DEVICE_SYSTEM_HOLES])
    expect(
      lines.some((line) => line.startsWith(`| ${cves[0]}`) && line.includes(name) && line.includes(source[0])),
    ).toBe(true);
  for (const { id, title, publisher, revised } of builtInToolkitFlaws)
    expect(
      lines.some((line) => line.startsWith(`| ${title} | ${id} |`) && line.includes(`${publisher} (${revised})`)),
    ).toBe(true);
  for (const { affects } of SYSTEM_HOLES)
    for (const [, , , repaired] of affects) if (repaired !== null) expect(page).toContain(`repaired in ${repaired}`);
});

test('the counts on the page are the ones in use', () => {
  const counts = Object.fromEntries(
    lines
      .map((line) =>
        line
          .split('|')
          .slice(1)
          .map((cell) => cell.trim()),
      )
      .map((cells) => [cells[0], cells[2]]),
  );
  expect(counts['holes of operating systems that worms or many attackers use']).toBe(
    String(SYSTEM_HOLES.length + DEVICE_SYSTEM_HOLES.length),
  );
  expect(counts['advisories about imaging products']).toBe(String(builtInAdvisories.length));
  expect(counts['flaws of toolkits, viewers and components']).toBe(String(builtInToolkitFlaws.length));
  expect(counts['names of kinds of weakness']).toBe(String(CWE_NAMES.length));
});

test('a number of the table of holes is described where nobody else does', () => {
  const found = flawDetail('CVE-2019-0708', builtInKnowledge);
  expect(found).toMatchObject({ title: 'BlueKeep', said: [{ source: 'built in', released: '2019-05-16' }] });
  expect(found?.scores.length).toBe(SYSTEM_HOLES.find(({ name }) => name === 'BlueKeep')?.vector === null ? 0 : 1);
});

test('every weakness of a built-in row has a name, every vector can be read', () => {
  for (const { flaws } of [...builtInAdvisories, ...builtInToolkitFlaws])
    for (const { cwe, vectors } of flaws) {
      if (cwe !== null) expect(weaknessName(cwe), cwe).not.toBeNull();
      for (const vector of vectors) expect(parseCvss(vector)).not.toHaveProperty('error');
    }
  for (const { vector } of [...SYSTEM_HOLES, ...DEVICE_SYSTEM_HOLES])
    if (vector !== null) expect(parseCvss(vector)).not.toHaveProperty('error');
});
