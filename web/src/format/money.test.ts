import { expect, test } from 'vitest';
import { figureRange, money, moneyRange, percentRange, rareChance } from './money.ts';

test.each([
  [123_456, '$120,000'],
  [99, '$99'],
  [0, '$0'],
  [-2_345, '−$2,300'],
])('an estimate is told with two digits that count: %d is %s', (amount, told) => {
  expect(money(amount, 'USD')).toBe(told);
});

test('a range whose ends read the same is one figure', () => {
  expect(moneyRange(123_400, 123_456, 'EUR')).toBe('€120,000');
  expect(moneyRange(0, 31_000, 'EUR')).toBe('€0 to €31,000');
  expect(percentRange(0.31, 0.314)).toBe('31%');
  expect(figureRange({ low: 2, mode: 2, high: 2 })).toBe('2');
  expect(figureRange({ low: 0.02, mode: 0.1, high: 0.5 })).toBe('0.1 (0.02 to 0.5)');
});

test('a chance that is rare is no zero', () => {
  expect(rareChance(0.0004)).toBe('0.04%');
  expect(rareChance(0.03)).toBe('3%');
  expect(rareChance(0)).toBe('0%');
});
