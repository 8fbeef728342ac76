// What one site is told of the others: bins and quarters, and nothing while they are few.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BENCHMARK_FIGURES, type BenchmarkFigure, LEAST_CLIENTS } from '#contracts/index.ts';
import { amongClients, binOf, histogram } from './bins.ts';

const low: BenchmarkFigure = { name: 'fix-days-maker', unit: 'days', better: 'low', edges: [7, 14, 30] };
const high: BenchmarkFigure = { name: 'devices-known', unit: 'share', better: 'high', edges: [0.25, 0.5, 0.75] };

test('an edge belongs to the bin above it', () => {
  expect([0, 6.9, 7, 29, 30, 1000].map((value) => binOf(value, low.edges))).toEqual([0, 0, 1, 2, 3, 3]);
  expect(histogram([1, 8, 9, 40], low.edges)).toEqual([1, 2, 0, 1]);
});

test('every figure has edges that rise, and bins that a share of 1 fits in', () => {
  for (const { edges, name } of BENCHMARK_FIGURES) {
    expect(
      [...edges].sort((a, b) => a - b),
      name,
    ).toEqual(edges);
    expect(new Set(edges).size, name).toBe(edges.length);
  }
});

test('fewer clients than the least number are not told of at all', () => {
  const values = Array.from({ length: LEAST_CLIENTS - 1 }, () => 3);
  expect(amongClients(values, 3, low)).toEqual({ clients: null, quartiles: null, quarter: null });
  expect(amongClients([...values, 3], 3, low).clients).toBe(LEAST_CLIENTS);
});

test('few days and large shares are the best quarter', () => {
  const days = [1, 2, 8, 9, 20, 21, 50, 60];
  expect(amongClients(days, 1, low)).toEqual({
    clients: 8,
    quartiles: [
      { from: null, to: 7 },
      { from: 7, to: 14 },
      { from: 14, to: 30 },
    ],
    quarter: 1,
  });
  expect([8, 20, 50].map((own) => amongClients(days, own, low).quarter)).toEqual([2, 3, 4]);
  expect(amongClients(days, null, low).quarter).toBeNull();
  const shares = [0.1, 0.2, 0.3, 0.4, 0.6, 0.7, 0.8, 0.9];
  expect(amongClients(shares, 0.9, high)).toMatchObject({ quarter: 1, quartiles: [{ from: 0.75, to: null }, {}, {}] });
  expect(amongClients(shares, 0.1, high).quarter).toBe(4);
});

test('nothing finer than a bin of another client is ever in the answer', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 90, noNaN: true }), { minLength: 5, maxLength: 40 }), (values) => {
      const said = amongClients(values, null, low).quartiles ?? [];
      const allowed = [null, ...low.edges];
      return said.length === 3 && said.every(({ from, to }) => allowed.includes(from) && allowed.includes(to));
    }),
  );
});
