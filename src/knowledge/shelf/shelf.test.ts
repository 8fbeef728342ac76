import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openShelf, type ShelfAbout, type ShelfBytes, writeShelf } from '../index.ts';

const ABOUT: ShelfAbout = {
  feed: 'test',
  asOf: '2026-11-01',
  compiledAt: '2026-11-26T00:00:00.000Z',
  rows: 0,
  problems: [],
};

function shelfOf(tables: Record<string, Map<string, unknown>>): Buffer {
  const sorted = Object.entries(tables).map(
    ([name, records]) =>
      [
        name,
        [...records].map(([key, value]) => [key, JSON.stringify(value)] as const).sort(([a], [b]) => (a < b ? -1 : 1)),
      ] as const,
  );
  return Buffer.concat([...writeShelf(sorted, () => ABOUT)]);
}

function bytesOf(buffer: Buffer): ShelfBytes {
  return { size: buffer.length, read: (offset, length) => buffer.subarray(offset, offset + length) };
}

const key = fc.string({
  minLength: 1,
  maxLength: 12,
  unit: fc.constantFrom('a', 'b', 'c', 'é', '0', '-', ':', '\u{1F9EA}'),
});

test('every record is found by its key, nothing else is, and all come back in order', () => {
  fc.assert(
    fc.property(fc.dictionary(key, fc.jsonValue()), fc.array(key), (records, others) => {
      const known = new Map(Object.entries(records));
      const shelf = openShelf(bytesOf(shelfOf({ one: known, two: new Map([['x', 1]]) })), { verify: true });
      const table = shelf.table('one');
      for (const [each, value] of known)
        expect(JSON.parse(table.get(each) ?? 'null')).toEqual(JSON.parse(JSON.stringify(value)));
      for (const other of others) if (!known.has(other)) expect(table.get(other)).toBeNull();
      const all = [...table.entries()].map(([each]) => each);
      expect(all).toEqual([...known.keys()].sort());
      expect(shelf.table('none').get('x')).toBeNull();
    }),
    { numRuns: 200 },
  );
});

test('many records over many blocks', () => {
  const records = new Map(
    Array.from({ length: 30_000 }, (_, n) => [`CVE-${n}`, { n, text: 'x'.repeat(n % 90) }] as const),
  );
  const bytes = shelfOf({ cve: records });
  const table = openShelf(bytesOf(bytes)).table('cve');
  for (let n = 0; n < 30_000; n += 997) expect(JSON.parse(table.get(`CVE-${n}`) ?? '')).toMatchObject({ n });
  expect(table.get('CVE-30000')).toBeNull();
  expect([...table.entries()]).toHaveLength(30_000);
});

test('a shelf that was cut or changed is refused, never half read', () => {
  const bytes = shelfOf({ one: new Map(Array.from({ length: 500 }, (_, n) => [`k${n}`, n] as const)) });
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
      const changed = Buffer.from(bytes);
      changed.writeUInt8((changed.readUInt8(at) + change) & 255, at);
      expect(() => openShelf(bytesOf(changed), { verify: true })).toThrow('no knowledge file');
      expect(() => openShelf(bytesOf(bytes.subarray(0, at)), { verify: true })).toThrow('no knowledge file');
    }),
  );
});
