import { expect, test } from 'vitest';
import { chanceRange, figureRange, moneyRange } from './ranges.ts';

test('a range whose ends read the same is one figure', () => {
  expect(moneyRange(123_400, 123_456, 'EUR')).toBe('€120K');
  expect(moneyRange(0, 31_000, 'EUR')).toBe('€0 to €31K');
  expect(moneyRange(-2_000, 52_000, 'USD')).toBe('−$2K to $52K');
  expect(chanceRange(0.31, 0.314)).toBe('31%');
  expect(chanceRange(0.0001, 0.012)).toBe('0.01% to 1.2%');
  expect(figureRange({ low: 2, mode: 2, high: 2 })).toBe('2');
  expect(figureRange({ low: 0.02, mode: 0.1, high: 0.5 })).toBe('0.1 (0.02 to 0.5)');
});
