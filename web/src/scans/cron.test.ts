import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatWeekly, inWindow, parseWeekly, touchesClinicalHours } from './cron.ts';

test('days and a time come back from the expression that they were written as', () => {
  const days = fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { minLength: 1 });
  fc.assert(
    fc.property(days, fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }), (chosen, hour, minute) => {
      const time = `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
      const weekly = parseWeekly(formatWeekly({ days: chosen, time }));
      expect(weekly).toEqual({ days: [...chosen].toSorted((a, b) => a - b), time });
    }),
  );
});

test.each([
  ['30 21 * * 6', { days: [6], time: '21:30' }],
  ['0 2 * * 1-5', { days: [1, 2, 3, 4, 5], time: '02:00' }],
  ['0 2 * * 7', { days: [0], time: '02:00' }],
  ['0 2 1 * *', undefined],
  ['*/5 2 * * *', undefined],
  ['0 24 * * *', undefined],
  ['', undefined],
])('%s', (cron, expected) => {
  expect(parseWeekly(cron)).toEqual(expected);
});

test('a window may pass midnight', () => {
  const night = { from: '20:00', to: '06:00' };
  expect(['20:00', '23:59', '00:00', '05:59'].every((time) => inWindow(time, night))).toBe(true);
  expect(['06:00', '12:00', '19:59'].some((time) => inWindow(time, night))).toBe(false);
});

test.each([
  [{ from: '20:00', to: '06:00' }, false],
  [{ from: '19:00', to: '07:00' }, false],
  [{ from: '19:00', to: '07:01' }, true],
  [{ from: '12:00', to: '13:00' }, true],
  [{ from: '00:00', to: '00:00' }, true],
  [{ from: '22:00', to: '20:00' }, true],
])('%j touches clinical hours: %s', (window, expected) => {
  expect(touchesClinicalHours(window)).toBe(expected);
});
