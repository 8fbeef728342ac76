// `quantify` at the command line: a file as YAML and as JSON, the same bytes for the same seed, and a sentence for what cannot be.
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { loss } from '#contracts/index.ts';
import { endAll, ownFolder, run } from './dosimeter.ts';

vi.setConfig({ testTimeout: 240_000 });

const YAML = `
currency: EUR
scenarios:
  - id: archive
    frequency: { dist: pert, low: 0.05, mode: 0.2, high: 0.8 }
    losses:
      - { form: productivity, magnitude: { dist: lognormal, p05: 40000, p95: 900000 } }
treatments:
  - { id: segment, cost: 1000, applies: [{ scenario: archive, vulnerability: 0.4 }] }
`;
const JSON_TEXT = JSON.stringify({
  schema: 'dosimeter.scenarios/1',
  currency: 'EUR',
  scenarios: [
    {
      id: 'archive',
      frequency: { dist: 'pert', low: 0.05, mode: 0.2, high: 0.8 },
      losses: [{ form: 'productivity', magnitude: { dist: 'lognormal', p05: 40000, p95: 900000 } }],
    },
  ],
  treatments: [{ id: 'segment', cost: 1000, applies: [{ scenario: 'archive', vulnerability: 0.4 }] }],
});

let folder: string;
beforeAll(() => {
  folder = ownFolder();
  const bomb = `a: &a [1,1]\n${Array.from({ length: 30 }, (_, n) => `b${n}: &b${n} [${`*${n === 0 ? 'a' : `b${n - 1}`},`.repeat(9)}1]`).join('\n')}`;
  const files = {
    'good.yaml': YAML,
    'good.json': JSON_TEXT,
    'broken.yaml': 'currency: [',
    'bomb.yaml': bomb,
    'list.yaml': '- 1',
    'order.yaml': YAML.replace('mode: 0.2', 'mode: 2'),
    'name.yaml': YAML.replace('dist: lognormal', 'dist: cauchy'),
    'none.yaml': YAML.replace('p05: 40000', 'p05: 0'),
    'tag.yaml': YAML.replace('p05: 40000', 'p05: !much 1'),
    'word.yaml': YAML.replace('p05: 40000', 'p05: much'),
    'money.yaml': YAML.replace('EUR', 'euros'),
    'more.yaml': YAML.replace('id: archive', 'id: archive\n    colour: red'),
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
});
afterAll(() => endAll());

const quantify = (...args: string[]) => run(['quantify', ...args], { cwd: folder });

test('a file as YAML and as JSON gives one document, the same bytes each time, and makes no data folder', async () => {
  const runs = [
    await quantify('good.yaml', '--json', '--trials', '20000', '--seed', '7'),
    await quantify('good.json', '--json', '--trials', '20000', '--seed', '7'),
  ];
  expect(runs.map(({ status }) => status)).toEqual([0, 0]);
  expect(runs[1]?.stdout).toBe(runs[0]?.stdout);
  const document = loss.lossDocument.parse(JSON.parse(runs[0]?.stdout ?? ''));
  expect(document).toMatchObject({ seed: 7, trials: 20_000, currency: 'EUR', scenarios: [{ id: 'archive' }] });
  const other = await quantify('good.yaml', '--json', '--trials', '20000', '--seed', '8');
  expect(other.stdout).not.toBe(runs[0]?.stdout);
  expect(existsSync(path.join(folder, '.dosimeter'))).toBe(false);
});

test('in words it says the mean year, the bad ones, what a treatment saves and what the mean hangs on', async () => {
  const { status, stdout } = await quantify('good.yaml');
  expect(status).toBe(0);
  expect(stdout).toMatch(/^A year, over 100,000 simulated ones:\n/);
  expect(stdout).toMatch(/\nall together +EUR [\d,]+ +\d+\.\d% /);
  expect(stdout).toMatch(/\nsegment +EUR [\d,]+ +EUR 1,000 /);
  expect(stdout).toMatch(/\narchive\.losses\[0\]\.magnitude +EUR /);
});

test.each([
  [['broken.yaml'], /^broken\.yaml is neither JSON nor YAML: /],
  [['bomb.yaml'], /^bomb\.yaml is neither JSON nor YAML: .*alias/],
  [['list.yaml'], /^list\.yaml: /],
  [['order.yaml'], /^order\.yaml: scenarios\[0\]\.frequency: low, mode and high must be in this order/],
  [['word.yaml'], /^word\.yaml: scenarios\[0\]\.losses\[0\]\.magnitude\.p05: /],
  [['name.yaml'], /^name\.yaml: scenarios\[0\]\.losses\[0\]\.magnitude\.dist: This must be one of pert, /],
  [['none.yaml'], /magnitude\.p05: This must be above 0\./],
  [['tag.yaml'], /magnitude\.p05: This must be a number/],
  [['money.yaml'], /^money\.yaml: currency: write the three letters/],
  [['more.yaml'], /^more\.yaml: scenarios\[0\]: .*colour/],
  [['absent.yaml'], /absent\.yaml cannot be read/],
  [['good.yaml', '--trials', '10000001'], /^--trials: write a whole number from 1 to 10000000/],
  [['good.yaml', '--seed', '-1'], /^--seed: write a whole number/],
])('%j is refused with 2 and one line', async (args, says) => {
  const { status, stdout, stderr } = await quantify(...args);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toMatch(says);
  expect(stderr.trim().split('\n')).toHaveLength(1);
});
