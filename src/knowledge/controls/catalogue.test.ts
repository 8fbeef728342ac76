// Files of the catalogue as people may write them: what is right is taken, what is not is told of, and the rest stays.
import { describe, expect, test } from 'vitest';
import type { Framework, ThreatScenario } from '#contracts/index.ts';
import { catalogueOf, coverageOf, effectsOf, mappingsOf } from '../index.ts';

const frameworks: Framework[] = [
  {
    id: 'rules',
    name: 'Rules',
    version: '1',
    source: { what: 'made up', reference: 'none', asOf: '2026-01-01' },
    rows: [
      { id: '1', name: 'First', parent: null, kind: 'group', basis: 'checked' },
      { id: '1.a', name: 'Part', parent: '1', kind: 'control', basis: 'checked' },
      { id: '2', name: 'Second', parent: null, kind: 'control', basis: 'unverified' },
    ],
  },
];
const known = { frameworks, threatControls: new Set(['known']), rules: new Set(['rule-one']) };

function control(changes: { readonly [field: string]: unknown } = {}) {
  const how = 'Do it with care, and write down what was done.';
  const cost = { money: [0, 1, 2], days: [0, 1, 2] };
  return {
    id: 'one',
    name: 'The first control',
    function: 'protect',
    intent: 'It keeps something from happening.',
    how: { small: how, middle: how, large: how },
    test: 'Look whether it is done, and how.',
    evidence: ['A note with a date'],
    cost: { small: cost, middle: cost, large: cost, basis: 'ours' },
    maps: { rules: ['1.a'] },
    ...changes,
  };
}

const fileOf = (...controls: unknown[]) => JSON.stringify({ schema: 'dosimeter.catalogue/1', controls });
const read = (...texts: string[]) =>
  catalogueOf([texts.map((text, place) => ({ name: `${place}.yaml`, text }))], known);

test('a right file gives its controls, with nothing said', () => {
  const { controls, problems } = read(fileOf(control({ brings: ['known'], brokenBy: ['rule-one'] })));
  expect(problems).toEqual([]);
  expect(controls).toHaveLength(1);
  expect(controls[0]).toMatchObject({ id: 'one', brings: ['known'], partOf: [] });
});

test('controls come by function and id, whatever the order of files', () => {
  const first = fileOf(control({ id: 'bb', function: 'recover' }));
  const second = fileOf(control({ id: 'zz', function: 'govern' }), control({ id: 'aa', function: 'recover' }));
  const ids = (texts: string[]) => read(...texts).controls.map(({ id }) => id);
  expect(ids([first, second])).toEqual(['zz', 'aa', 'bb']);
  expect(ids([second, first])).toEqual(['zz', 'aa', 'bb']);
});

describe('what is wrong is told with its field, and the other controls stay', () => {
  const cases: readonly [string, { readonly [field: string]: unknown }, RegExp][] = [
    [
      'a control of the threats library that is not there',
      { brings: ['lost'] },
      /0\.yaml: one: brings: .*no control lost/,
    ],
    ['the same in partOf', { partOf: ['lost'] }, /one: partOf: .*no control lost/],
    ['a rule that is not there', { brokenBy: ['lost'] }, /one: brokenBy: .*no rule of findings lost/],
    [
      'a framework that is not there',
      { maps: { lost: ['1'] } },
      /one: maps: there is no framework lost\. It may be one of rules/,
    ],
    ['a row that is not there', { maps: { rules: ['3'] } }, /one: maps\.rules: there is no row 3/],
  ];
  test.each(cases)('%s', (_, changes, sentence) => {
    const { controls, problems } = read(fileOf(control(changes), control({ id: 'two' })));
    expect(controls.map(({ id }) => id)).toEqual(['two']);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(sentence);
  });
});

describe('a file that cannot be read is told of with its name', () => {
  const cases: readonly [string, string, RegExp][] = [
    ['no YAML', '{ [', /0\.yaml: it is neither YAML nor JSON/],
    ['another schema', JSON.stringify({ schema: 'dosimeter.threat/1', controls: [] }), /0\.yaml: schema: /],
    ['an unknown field', fileOf(control({ extra: 1 })), /0\.yaml: .*extra/],
    [
      'figures out of order',
      fileOf(control({ cost: { ...control().cost, small: { money: [3, 2, 1], days: [0, 1, 2] } } })),
      /cost\.small\.money: write low, most likely and high in this order/,
    ],
    ['a size without words', fileOf(control({ how: { small: 'Short words for a few devices.' } })), /how\.middle/],
    ['an unknown function', fileOf(control({ function: 'prevent' })), /function/],
    ['an id with spaces', fileOf(control({ id: 'a b' })), /id: write small letters, digits and hyphens/],
    [
      'anchors that multiply',
      `a: &a [x]\n${Array.from({ length: 30 }, (_, n) => `c${n}: [*a,*a,*a,*a,*a]`).join('\n')}`,
      /neither YAML nor JSON/,
    ],
  ];
  test('a control of a wrong shape does not take the others of its file along', () => {
    const { controls, problems } = read(fileOf(control({ name: 'x' }), control({ id: 'two' })));
    expect(controls.map(({ id }) => id)).toEqual(['two']);
    expect(problems).toEqual(['0.yaml: controls[0].name: This must have at least 5 characters.']);
  });
  test.each(cases)('%s', (_, text, sentence) => {
    const { controls, problems } = read(text, fileOf(control({ id: 'two' })));
    expect(controls.map(({ id }) => id)).toEqual(['two']);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(sentence);
  });
});

test('within a folder the first file has an id; a later folder takes its place', () => {
  const files = (name: string, text: string) => [{ name, text }];
  const same = read(fileOf(control({ name: 'From the first' })), fileOf(control({ name: 'From the second' })));
  expect(same.controls.map(({ name }) => name)).toEqual(['From the first']);
  expect(same.problems[0]).toMatch(/1\.yaml: one: id: 0\.yaml has the name one already/);
  const later = catalogueOf(
    [files('a.yaml', fileOf(control({ name: 'Shipped one' }))), files('a.yaml', fileOf(control({ name: 'Own one' })))],
    known,
  );
  expect(later.controls.map(({ name }) => name)).toEqual(['Own one']);
  expect(later.problems).toEqual([]);
});

test('a mapping says whose judgement it is, and where the row itself is unsure', () => {
  const [one] = read(
    fileOf(control({ maps: { rules: ['2', '1.a', { id: '1', basis: 'printed in the guide' }] } })),
  ).controls;
  if (!one) throw new Error('no control');
  expect(mappingsOf(one, frameworks).map(({ id, basis }) => [id, basis])).toEqual([
    ['2', 'ours, row unverified'],
    ['1.a', 'ours'],
    ['1', 'printed in the guide'],
  ]);
});

test('a row is covered by what points to it or below it', () => {
  const { controls } = read(fileOf(control({ maps: { rules: ['1.a'] } })));
  const [framework] = frameworks;
  if (!framework) throw new Error('no framework');
  expect(coverageOf(framework, controls)).toEqual([
    { id: '1', name: 'First', controls: [], covered: true },
    { id: '1.a', name: 'Part', controls: ['one'], covered: true },
    { id: '2', name: 'Second', controls: [], covered: false },
  ]);
});

test('effects are those of the threats library, and taking part has none', () => {
  const scenario = {
    id: 'bad-day',
    controls: [
      { id: 'known', name: 'Known', vulnerability: 0.4, basis: 'ours' },
      { id: 'other', name: 'Other', harm: 0.5, basis: 'ours' },
    ],
  } as unknown as ThreatScenario;
  const [brings] = read(fileOf(control({ brings: ['known'] }))).controls;
  const [part] = read(fileOf(control({ partOf: ['known'] }))).controls;
  if (!brings || !part) throw new Error('no control');
  expect(effectsOf(brings, [scenario])).toEqual([{ scenario: 'bad-day', control: 'known', vulnerability: 0.4 }]);
  expect(effectsOf(part, [scenario])).toEqual([]);
});
