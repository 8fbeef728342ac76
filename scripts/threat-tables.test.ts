// docs/threats.md shows the library that ships.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { threatFolders, threatLibrary } from '#jobs/index.ts';
import { PAGE, withTables } from './threat-tables.ts';

test('the tables of docs/threats.md are those of the library', async () => {
  const page = readFileSync(PAGE, 'utf8');
  const { scenarios } = await threatLibrary(threatFolders(null));
  for (const { id } of scenarios) expect(page).toContain(`\`${id}\``);
  expect(page).toBe(withTables(page, scenarios));
});

test('a table that nobody knows is refused', () => {
  expect(() => withTables('<!-- table weather -->\n<!-- end -->', [])).toThrow(/weather/);
});
