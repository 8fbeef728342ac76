import path from 'node:path';
import { expect, test } from 'vitest';
import { checkLayers, violations } from './layers.ts';

test('every import of the checkout keeps the order of the rooms', () => {
  expect(checkLayers(path.resolve(import.meta.dirname, '..'))).toEqual([]);
});

test.each([
  ['src/kit/x.ts', "import { a } from '#store/index.ts';", 'kit stands above store'],
  ['src/findings/x.ts', "import { a } from '#inventory/index.ts';", 'a pure room imports model.ts'],
  ['src/findings/x.ts', "import fs from 'node:fs';", 'findings is pure'],
  ['src/api/x.ts', "import { a } from '#store/tables.ts';", 'entered by their door'],
  ['src/report/x.ts', "import net from 'node:net';", 'report opens no sockets'],
  ['src/inventory/devices.ts', "import { sql } from 'kysely';", 'only store and *.store.ts know SQL'],
  ['src/kit/x.ts', "import { a } from '#support/x.ts';", 'kit stands above support'],
  ['src/kit/x.ts', "import { a } from '../wire/x.ts';", 'a relative import stays in its room'],
  ['web/src/x.ts', "import { a } from '#kit/index.ts';", 'web imports contracts and charts alone'],
])('%s: %s is refused', (file, source, rule) => {
  const found = violations([file], () => source);
  expect(found.map((violation) => violation.rule).join()).toContain(rule);
});

test('types may be imported from a store room by a pure room', () => {
  expect(violations(['src/findings/x.ts'], () => "import type { A } from '#inventory/index.ts';")).toEqual([]);
});
