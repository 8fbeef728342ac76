// YAML: values as the reader has them, keys that stand twice are told, and very many keys are read.
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { parseYaml } from './yaml.ts';

test.each(['', 'a: 1\nb: [2, {c: null}]', '- &x {a: 1}\n- *x', '1: a\n"1": b', '? [1, 2]\n: pair', '<<: a\nb: 2'])(
  '%j is read as the reader of YAML does',
  (text) => expect(parseYaml(text)).toEqual(parse(text, { logLevel: 'error' })),
);

test.each([
  ['a: 1\na: 2', 'Map keys must be unique at line 2, column 1'],
  ['x:\n  - {b: 1, c: 2, b: 3}', 'Map keys must be unique at line 2, column 18'],
  ['a: [', 'Flow sequence'],
  ['a: 1\n---\nb: 2', 'multiple documents'],
  [
    `a: &a [1,1]\n${Array.from({ length: 30 }, (_, n) => `b${n}: &b${n} [${`*${n === 0 ? 'a' : `b${n - 1}`},`.repeat(9)}1]`).join('\n')}`,
    'alias',
  ],
])('%j is refused', (text, says) => {
  expect(() => parse(text)).toThrow();
  expect(() => parseYaml(text)).toThrow(says);
});

test('as many keys as fit into a file are read, and the one that stands twice is found', () => {
  const many = Array.from({ length: 40_000 }, (_, n) => `k${n}: 1`).join('\n');
  expect(Object.keys(parseYaml(many) as object)).toHaveLength(40_000);
  expect(() => parseYaml(`${many}\nk7: 2`)).toThrow('line 40001, column 1');
});
