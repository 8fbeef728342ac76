// Every policy that ships, and how its blanks are filled.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readChecks } from '../checks/read-checks.ts';
import { readingGrade } from '../training/reading-grade.ts';
import { blanksOf, fillPolicy } from './fill-policy.ts';
import { readPolicies, readPolicy } from './read-policy.ts';

const folder = path.join(import.meta.dirname, 'library');
const files = readdirSync(folder).map((name) => ({ name, text: readFileSync(path.join(folder, name), 'utf8') }));
const checks = readChecks({
  name: 'checks.yaml',
  text: readFileSync(path.join(import.meta.dirname, '../checks/checks.yaml'), 'utf8'),
});
const checkIds = new Set(checks.map(({ id }) => id));
const { items: policies, problems } = readPolicies(files, checkIds);

test('the fifteen policies ship, each under its own name', () => {
  expect(problems).toEqual([]);
  expect(policies.map(({ id }) => `${id}.yaml`)).toEqual(files.map(({ name }) => name).toSorted());
  expect(policies).toHaveLength(15);
});

test('every check is bound to a clause, so that none is asked for without a rule', () => {
  const bound = new Set(policies.flatMap(({ clauses }) => clauses.flatMap((clause) => clause.checks)));
  expect([...checkIds].filter((id) => !bound.has(id))).toEqual([]);
});

describe.each(policies)('$id', (policy) => {
  const values = Object.fromEntries(policy.variables.map(({ name, default: value }) => [name, value ?? 'Ann Lee']));
  const filled = fillPolicy(policy, values);

  test('is at grade 10 or easier once it is filled', () => {
    const lines = [filled.title, filled.purpose, ...filled.clauses.map(({ text }) => text)];
    expect(readingGrade(lines).grade).toBeLessThanOrEqual(10);
  });

  test('has no blank left when every variable has a value', () => {
    const left = [filled.title, filled.purpose, ...filled.clauses.map(({ text }) => text)].flatMap(blanksOf);
    expect({ left, missing: filled.missing }).toEqual({ left: [], missing: [] });
  });

  test('asks for nothing that has a default', () => {
    const without = policy.variables.filter((variable) => variable.default === undefined).map(({ name }) => name);
    expect(fillPolicy(policy, {}).missing).toEqual(without);
  });

  test('has a clause that a fact, or a word, can prove', () => {
    expect(policy.clauses.some((clause) => clause.checks.length > 0)).toBe(true);
  });
});

const remote = policies.find(({ id }) => id === 'remote-service');
const passwords = policies.find(({ id }) => id === 'passwords');
if (!remote || !passwords) throw new Error('the policies of this test are not in the library');

test('blanks are filled wherever they stand, and those without a value stay and are named', () => {
  const { purpose, clauses, missing, unused } = fillPolicy(remote, { centre: 'Lakeside Imaging', weather: 'fine' });
  expect(purpose).toContain('At Lakeside Imaging each way in is known');
  expect(clauses.find(({ id }) => id === 'on-request')?.text).toContain('after at most 4 hours');
  expect(clauses.find(({ id }) => id === 'no-boxes')?.text).toContain('{{biomedical engineer}}');
  expect({ missing, unused }).toEqual({ missing: ['biomedical engineer'], unused: ['weather'] });
});

test.each([
  [['CT 1'], 'goes for: CT 1.'],
  [['CT 1', 'MR 1'], 'goes for: CT 1 and MR 1.'],
  [['CT 1', 'MR 1', 'PACS'], 'goes for: CT 1, MR 1 and PACS.'],
])('a list of %j', (devices, words) => {
  const { clauses } = fillPolicy(passwords, { devices });
  expect(clauses.find(({ id }) => id === 'defaults-changed')?.text).toContain(words);
});

test.each([[''], ['  '], [[]], [['', ' ']]])('an empty value (%j) is none', (value) => {
  expect(fillPolicy(passwords, { 'password length': value, devices: value }).missing).toContain('devices');
  expect(fillPolicy(passwords, { 'password length': value }).clauses[0]?.text).toContain('14 characters');
});

test('a value stands in the text as it was written, whatever it holds', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), (value) => {
      fc.pre(value.trim() !== '');
      const { purpose } = fillPolicy(remote, { centre: value });
      expect(purpose).toBe(remote.purpose.split('{{centre}}').join(value));
    }),
  );
  const tricky = '<b>A & B</b> $& {{session hours}} **x**';
  expect(fillPolicy(remote, { centre: tricky }).purpose).toContain(tricky);
});

const sample = files.find(({ name }) => name === 'remote-service.yaml')?.text ?? '';

test.each<[string, (yaml: string) => string, RegExp]>([
  [
    'a blank that nobody declared',
    (yaml) => yaml.replace('{{session hours}}', '{{visit hours}}'),
    /clauses\[1\]\.text: {{visit hours}} is not among the variables/,
  ],
  [
    'a variable that nobody uses',
    (yaml) => yaml.replace(/\{\{session hours\}\}/g, 'four'),
    /variables\[2\]: {{session hours}} stands nowhere/,
  ],
  [
    'a check that does not exist',
    (yaml) => yaml.replace('[remote-service-registered]', '[unheard-of]'),
    /clauses\[0\]\.checks: There is no check unheard-of/,
  ],
  ['a clause twice', (yaml) => yaml.replace('id: on-request', 'id: registered'), /registered stands here twice/],
  ['a person who does not exist', (yaml) => yaml.replace('who: [everyone]', 'who: [cook]'), /who\[0\]/],
  ['a policy that is never read again', (yaml) => yaml.replace('reviewMonths: 12', 'reviewMonths: 0'), /reviewMonths/],
])('%s is refused with the field', (_what, change, words) => {
  const changed = change(sample);
  expect(changed).not.toBe(sample);
  expect(() => readPolicy({ name: 'x.yaml', text: changed }, checkIds)).toThrow(words);
});
