// The tables of SSVC against the files of CERT/CC (domain facts, appendix A), and the decisions as claims that hold for any input.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decideSsvc, type SsvcTable } from './ssvc-table.ts';
import { CISA_BOD_26_04, CISA_COORDINATOR, DEPLOYER, HUMAN_IMPACT } from './ssvc-tables.data.ts';

const shared = process.env['DOSIMETER_SHARED'] ?? path.resolve(import.meta.dirname, '../../../../shared');
const FACTS = path.join(shared, 'domain.md');

const TABLES: readonly (readonly [file: string, table: SsvcTable, rows: number])[] = [
  ['cisa_bod_26_04_1_0_0', CISA_BOD_26_04, 16],
  ['cisa_coordinator_2_0_3', CISA_COORDINATOR, 36],
  ['human_impact_1_0_0', HUMAN_IMPACT, 16],
  ['deployer_patch_application_priority_1_0_0', DEPLOYER, 72],
];

describe.skipIf(!existsSync(FACTS))('as published', () => {
  test.each(TABLES)('every row of %s', (file, table, count) => {
    const facts = readFileSync(FACTS, 'utf8');
    const text = facts.split(`### ${file}.csv\n\`\`\`csv\n`)[1]?.split('```')[0] ?? '';
    const [head = [], ...rows]: string[][] = parse(text);
    expect(rows).toHaveLength(count);
    expect(table.rows).toEqual(rows.map((row) => row.slice(1)));
    const named = [...table.points, table.outcome].map(({ name, version }) => `${name} v${version}`);
    expect(named).toEqual(head.slice(1).map((title) => title.replace(' (cisa)', '')));
  });
});

const inputsOf = (table: SsvcTable, values: readonly (string | null)[]) =>
  table.points.map(({ name }, at) => ({ point: name, value: values[at] ?? null, because: 'said' }));

describe.each(TABLES)('%s', (_file, table) => {
  test('has one row for each combination', () => {
    const size = table.points.reduce((product, { values }) => product * values.length, 1);
    expect(new Set(table.rows.map((row) => row.slice(0, -1).join('|'))).size).toBe(size);
  });

  test('answers what its rows say, and names the path', () => {
    for (const row of table.rows) {
      const answer = decideSsvc(table, inputsOf(table, row));
      expect(answer).toMatchObject({ decision: row.at(-1), lowest: row.at(-1), highest: row.at(-1) });
      expect(answer.path.map(({ value }) => value)).toEqual(row.slice(0, -1));
    }
  });

  test('never says less for a worse value', () => {
    const rank = (values: readonly (string | null)[]) =>
      table.outcome.values.indexOf(decideSsvc(table, inputsOf(table, values)).lowest);
    for (const row of table.rows) {
      for (const [at, { values }] of table.points.entries()) {
        const worse = values[values.indexOf(row[at] ?? '') + 1];
        if (worse !== undefined)
          expect(rank(row.with(at, worse).slice(0, -1))).toBeGreaterThanOrEqual(rank(row.slice(0, -1)));
      }
    }
  });

  test('what is not known spans what it may be', () => {
    const partly = fc.tuple(...table.points.map(({ values }) => fc.option(fc.constantFrom(...values))));
    fc.assert(
      fc.property(partly, (values) => {
        const { decision, lowest, highest } = decideSsvc(table, inputsOf(table, values));
        const possible = table.rows.filter((row) => values.every((value, at) => value === null || row[at] === value));
        const ranks = possible.map((row) => table.outcome.values.indexOf(row.at(-1) ?? ''));
        expect([lowest, highest]).toEqual(
          [Math.min(...ranks), Math.max(...ranks)].map((at) => table.outcome.values[at]),
        );
        expect(decision).toBe(lowest === highest ? lowest : null);
      }),
      { numRuns: 300, seed: 20261126 },
    );
  });
});

test('a value that the table does not have is a mistake of the program, not an answer', () => {
  expect(() => decideSsvc(HUMAN_IMPACT, inputsOf(HUMAN_IMPACT, ['harmless', 'degraded']))).toThrow(/harmless/);
  expect(() => decideSsvc(HUMAN_IMPACT, [])).toThrow(/Safety Impact/);
});
