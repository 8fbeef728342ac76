import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { RecordSpool } from './record-spool.ts';

let here: string;
beforeEach(() => {
  here = mkdtempSync(path.join(os.tmpdir(), 'dosimeter-spool-'));
});
afterEach(() => rmSync(here, { recursive: true, force: true }));

const json = (revised: number, text: string): string => JSON.stringify({ text, revised: `2026-01-0${revised}` });

describe('records on their way in', () => {
  test('come back in order, the newest revision of each, whether they fit into memory or not', () => {
    const record = fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 1, max: 9 }), fc.string());
    const file = fc.record({ records: fc.array(record), isGood: fc.boolean() });
    fc.assert(
      fc.property(fc.array(file, { maxLength: 8 }), fc.integer({ min: 10, max: 2000 }), (files, room) => {
        using spool = new RecordSpool(here, room);
        const expected = new Map<string, { revised: number; json: string }>();
        for (const { records, isGood } of files) {
          for (const [number, revised, text] of records) {
            const key = `CVE-2026-${1000 + number}`;
            spool.add(key, json(revised, text));
            if (isGood && (expected.get(key)?.revised ?? 0) <= revised)
              expected.set(key, { revised, json: json(revised, text) });
          }
          if (isGood) spool.keep();
          else spool.drop();
        }
        const sorted = [...expected]
          .map(([key, value]) => [key, value.json])
          .sort(([a = ''], [b = '']) => (a < b ? -1 : 1));
        expect([...spool.entries()]).toEqual(sorted);
        expect([...spool.entries()]).toEqual(sorted);
      }),
      { numRuns: 100 },
    );
    expect(readdirSync(here)).toEqual([]);
  });

  test('a file can replace what came before', () => {
    using spool = new RecordSpool(here, 50);
    for (let n = 0; n < 20; n++) spool.add(`a${n}`, json(9, 'old'));
    spool.keep();
    spool.add('b', json(1, 'new'));
    spool.keep(true);
    expect([...spool.entries()].map(([key]) => key)).toEqual(['b']);
  });
});
