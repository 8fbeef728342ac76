import { expect, test } from 'vitest';
import { ago, bytes, chance, counted, date, duration, listed, money, often, percent, signed, total } from './format.ts';

const NOW = Date.parse('2026-11-23T12:00:00Z');

test.each([
  ['2026-11-23T11:59:40Z', 'just now'],
  ['2026-11-23T11:58:00Z', '2 minutes ago'],
  ['2026-11-22T12:00:00Z', 'yesterday'],
  ['2026-11-09T11:00:00Z', '2 weeks ago'],
  ['2025-11-01T11:00:00Z', 'last year'],
  ['2026-11-23T14:30:00Z', 'in 2 hours'],
  ['2026-11-23T12:00:20Z', 'in a moment'],
])('%s is %s', (iso, expected) => {
  expect(ago(iso, NOW)).toBe(expected);
});

test('a share that is not quite nothing or everything says so', () => {
  expect([0, 0.004, 0.42, 0.996, 1].map(percent)).toEqual(['0%', '<1%', '42%', '>99%', '100%']);
});

test('durations, sizes and counts read as a person would say them', () => {
  expect([4.23, 200, 7500].map(duration)).toEqual(['4.2 s', '3 min 20 s', '2 h 5 min']);
  expect([900, 56_789, 3_400_000].map(bytes)).toEqual(['900 B', '56.8 kB', '3.4 MB']);
  expect([counted(1, 'device', 'devices'), counted(12_345, 'device', 'devices')]).toEqual([
    '1 device',
    '12,345 devices',
  ]);
  expect([total({ value: 10_000, relation: 'gte' }), total({ value: 3, relation: 'eq' })]).toEqual(['10,000+', '3']);
  expect([signed(3), signed(-1.5)]).toEqual(['+3', '−1.5']);
  expect(listed(['a', 'b', 'c'])).toBe('a, b, and c');
});

test('a day is the same day in every time zone, and a year alone claims no day', () => {
  expect([date('2020-01-14'), date('2024')]).toEqual(['Jan 14, 2020', '2024']);
});

test('a small chance keeps the digits that count', () => {
  expect([0, 0.000_01, 0.0005, 0.027, 0.34, 0.999, 1].map(chance)).toEqual([
    '0%',
    '<0.01%',
    '0.05%',
    '2.7%',
    '34%',
    '>99%',
    '100%',
  ]);
});

test('how often is said as a person would say it', () => {
  expect([0, 0.000_01, 0.03, 1, 3.2, 250].map(often)).toEqual([
    'never',
    'less than once in 10,000 years',
    'once in 33 years',
    'once a year',
    '3.2 times a year',
    '250 times a year',
  ]);
});

test('an amount is short, in its currency, and what is no currency stays text', () => {
  expect([0, 0.4, 860, 41_234, 1_230_000, -5000].map((amount) => money(amount, 'USD'))).toEqual([
    '$0',
    '<$1',
    '$860',
    '$41K',
    '$1.2M',
    '−$5K',
  ]);
  expect(money(1_230_000, 'EUR')).toBe('€1.2M');
  expect(money(1234, '<b>')).toBe('1,234 <b>');
});
