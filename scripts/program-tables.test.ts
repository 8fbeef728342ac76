// docs/training.md, docs/policies.md and docs/guided-start.md show what ships.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { PAGES, shippedProgram, withTables } from './program-tables.ts';

test.each(PAGES)('the tables of %s are those of the files', async (page) => {
  const text = readFileSync(page, 'utf8');
  expect(text).toContain('<!-- table ');
  expect(text).toBe(withTables(text, await shippedProgram()));
});

test('a table that nobody knows is refused', async () => {
  const library = await shippedProgram();
  expect(() => withTables('<!-- table weather -->\n<!-- end -->', library)).toThrow(/weather/);
});
