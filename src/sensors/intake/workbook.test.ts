import { readFileSync } from 'node:fs';
import path from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { sayings, takenIn } from './taken.ts';

const file = readFileSync(path.join(import.meta.dirname, 'samples/devices.xlsx'));

test('the first sheet of a workbook is taken in like a list, with an error for its row alone', async () => {
  const { report, facts } = await takenIn(file);
  expect(report).toMatchObject({ kind: 'inventory-csv', rows: 3, accepted: 3 });
  expect(report.problems.join()).toContain('no network address');
  const said = sayings(facts).map((line) => line.replace(/^\S+ /, ''));
  expect(said).toContain('device.model MR "30", wide');
  expect(said).toContain('os.name Windows 7');
  expect(said).toContain('device.serial SN-0817');
});

/** An archive with one entry that claims to unpack to `size` bytes. */
function bomb(size: number): Buffer {
  const name = Buffer.from('xl/worksheets/sheet1.xml');
  const data = deflateRawSync(Buffer.alloc(1000));
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(8, 8);
  local.writeUInt32LE(data.length, 18);
  local.writeUInt32LE(size, 22);
  local.writeUInt16LE(name.length, 26);
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt32LE(data.length, 20);
  entry.writeUInt32LE(size, 24);
  entry.writeUInt16LE(name.length, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(30 + name.length + data.length, 16);
  return Buffer.concat([local, name, data, entry, name, end]);
}

test.each([
  ['an archive that claims 2 GB', bomb(0x7fffffff), /swells/],
  ['an archive that is no workbook', bomb(1000), /no workbook/],
  ['a cut archive', file.subarray(0, 2000), /cut off/],
])('%s is refused in words', async (_, bytes, words) => {
  await expect(takenIn(bytes)).rejects.toThrow(words);
});
