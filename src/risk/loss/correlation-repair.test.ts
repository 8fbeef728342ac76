// Claims about correlations that are repaired: they can be, nothing that can be is nearer, and the example of the literature comes out.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mixerOf } from './copula.ts';
import { clippedCorrelation, distance, nearestCorrelation } from './correlation-repair.ts';
import { eigenOf } from './eigen.ts';

/** A symmetric table with ones in its diagonal, of these numbers row by row. */
function tableOf(size: number, entries: readonly number[]): number[][] {
  let next = 0;
  const table = Array.from({ length: size }, () => Array.from({ length: size }, () => 1));
  for (let row = 0; row < size; row++)
    for (let column = 0; column < row; column++) {
      const value = entries[next++] ?? 0;
      (table[row] ?? [])[column] = value;
      (table[column] ?? [])[row] = value;
    }
  return table;
}

const SIZE = 8;
const entry = fc.double({ min: -1, max: 1, noNaN: true });
const tables = fc
  .tuple(fc.integer({ min: 2, max: SIZE }), fc.array(entry, { minLength: 28, maxLength: 28 }))
  .map(([size, entries]) => tableOf(size, entries));

test.each([
  // Higham 2002, section 4: the nearest correlation of this table.
  [
    'the 3 x 3 example',
    [
      [1, 1, 0],
      [1, 1, 1],
      [0, 1, 1],
    ],
    [0.7607, 0.1573, 0.7607],
    0.5278,
  ],
  // By symmetry: the eigenvalues are 1.9, 1.9 and -0.8.
  [
    'three that contradict each other',
    [
      [1, 0.9, -0.9],
      [0.9, 1, 0.9],
      [-0.9, 0.9, 1],
    ],
    [0.5, -0.5, 0.5],
    Math.sqrt(6 * 0.4 ** 2),
  ],
])('%s comes to the nearest correlation', (_, table, [first, second, third], far) => {
  const found = nearestCorrelation(table);
  expect([found[0]?.[1], found[0]?.[2], found[1]?.[2]]).toEqual([
    expect.closeTo(first ?? 0, 4),
    expect.closeTo(second ?? 0, 4),
    expect.closeTo(third ?? 0, 4),
  ]);
  expect(distance(found, table)).toBeCloseTo(far, 4);
});

describe('of any table', () => {
  test('what comes out has ones in its diagonal, is symmetric, has no negative eigenvalue, and can be drawn from', () => {
    fc.assert(
      fc.property(tables, (table) => {
        const found = nearestCorrelation(table);
        for (const [row, values] of found.entries())
          for (const [column, value] of values.entries()) {
            expect(value).toBe(found[column]?.[row]);
            if (row === column) expect(value).toBe(1);
            expect(Math.abs(value)).toBeLessThanOrEqual(1);
          }
        expect(eigenOf(found).values[0]).toBeGreaterThan(0);
        expect(mixerOf(found, found.length)).toHaveLength(found.length);
      }),
    );
  });

  test('it is never farther than eigenvalues clipped once, and often nearer', () => {
    let nearer = 0;
    fc.assert(
      fc.property(tables, (table) => {
        const [near, once] = [nearestCorrelation(table), clippedCorrelation(table)].map((each) =>
          distance(each, table),
        );
        expect(near).toBeLessThanOrEqual((once ?? 0) + 1e-12);
        if ((near ?? 0) < 0.99 * (once ?? 0)) nearer++;
      }),
      { seed: 4, numRuns: 100 },
    );
    expect(nearer).toBeGreaterThan(20);
  });

  test('no other correlation beside it is nearer', () => {
    fc.assert(
      fc.property(tables, tables, fc.double({ min: 0.001, max: 0.5, noNaN: true }), (table, given, step) => {
        const found = nearestCorrelation(table);
        // Any mixture of correlations is one.
        const other = clippedCorrelation(
          tableOf(
            found.length,
            given.flatMap((row, n) => row.slice(0, n)),
          ),
        );
        const mixed = found.map((row, n) => row.map((value, m) => value + step * ((other[n]?.[m] ?? 0) - value)));
        expect(distance(found, table)).toBeLessThanOrEqual(distance(mixed, table) + 1e-6);
      }),
    );
  });

  test('one that can be stays', () => {
    fc.assert(
      fc.property(tables, (table) => {
        const possible = clippedCorrelation(table);
        expect(distance(nearestCorrelation(possible), possible)).toBeLessThan(1e-6);
      }),
    );
  });

  test('the same table gives the same bytes', () => {
    const table = tableOf(
      6,
      Array.from({ length: 15 }, (_, n) => ((n * 37) % 19) / 9.5 - 1),
    );
    expect(JSON.stringify(nearestCorrelation(table))).toBe(JSON.stringify(nearestCorrelation(table)));
  });
});

test('eigenvalues come with their vectors, from the least to the greatest, of a table with equal ones, too', () => {
  fc.assert(
    fc.property(fc.oneof(tables, fc.constant(tableOf(5, [])), fc.constant(tableOf(4, [1, 1, 1, 1, 1, 1]))), (table) => {
      const { values, vectors } = eigenOf(table);
      expect([...values]).toEqual([...values].sort((a, b) => a - b));
      expect(values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(table.length, 9);
      for (const [n, vector] of vectors.entries())
        for (const [row, given] of table.entries()) {
          const product = given.reduce((sum, value, column) => sum + value * (vector[column] ?? 0), 0);
          expect(product).toBeCloseTo((values[n] ?? 0) * (vector[row] ?? 0), 9);
        }
    }),
  );
});
