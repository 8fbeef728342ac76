// The line of one figure: what is not known is a gap.
import { expect, test } from 'vitest';
import { lightChart } from './theme.ts';
import { trendChart } from './trend-chart.ts';

const frame = {
  width: 300,
  theme: lightChart,
  id: 't',
  title: 'Devices known',
  most: 1,
  written: String,
  writtenDay: String,
};
const days = (values: readonly (number | null)[]) => values.map((value, at) => ({ day: `2026-11-1${at}`, value }));

test.each([
  [[0.2, 0.4, 0.5], 1],
  [[0.2, 0.4, null, 0.5, 0.6], 2],
  [[null, null], 0],
  [[0.5], 0],
  [[], 0],
])('%j draws %i lines', (values, lines) => {
  const svg = trendChart(days(values), frame);
  expect(svg.match(/<path /g)?.length ?? 0).toBe(lines);
  expect(svg).not.toMatch(/NaN|Infinity/);
});

test('a zero is at the bottom, and the largest value at the top', () => {
  const svg = trendChart(days([0, 40]), { ...frame, most: 1 });
  expect(svg).toContain('d="M46.0 74.0L294.0 10.0"');
  expect(svg).toContain('2026-11-10: 0; 2026-11-11: 40');
});
