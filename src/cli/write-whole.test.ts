// A file is there whole, or as it was before.
import { linkSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeWhole } from './write-whole.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'whole-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('another file takes the place of the one before, which is not written into', async () => {
  const file = path.join(folder, 'rules.nft');
  writeFileSync(file, 'before');
  // Whoever reads the old one at this moment goes on reading it.
  linkSync(file, path.join(folder, 'held.nft'));
  await writeWhole(file, 'after', 'rules.nft');
  expect(readFileSync(file, 'utf8')).toBe('after');
  expect(readFileSync(path.join(folder, 'held.nft'), 'utf8')).toBe('before');
  expect(readdirSync(folder).sort()).toEqual(['held.nft', 'rules.nft']);
});

test('where it cannot be put it is said, and nothing is left behind', async () => {
  mkdirSync(path.join(folder, 'place', 'inside'), { recursive: true });
  await expect(writeWhole(path.join(folder, 'place'), 'x', 'place')).rejects.toThrow('place cannot be written.');
  await expect(writeWhole(path.join(folder, 'none', 'x'), 'x', 'none/x')).rejects.toThrow('none/x cannot be written.');
  expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([]);
});
