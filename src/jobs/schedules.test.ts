import { expect, test } from 'vitest';
import { minutesLeft, nextRun } from './schedules.store.ts';

const from = new Date('2026-11-23T09:00:00Z');

test.each([
  ['every night at half past two', '30 2 * * *', 'UTC', [], '2026-11-24T02:30:00.000Z'],
  ['every hour, but not while patients are examined', '0 * * * *', 'UTC', [], '2026-11-23T19:00:00.000Z'],
  [
    'noon only when the owner lists it',
    '0 12 * * *',
    'UTC',
    [{ from: '11:00', to: '13:00' }],
    '2026-11-23T12:00:00.000Z',
  ],
  ['noon without being listed: never', '0 12 * * *', 'UTC', [], undefined],
  [
    'local hours in the zone of the site',
    '0 * * * *',
    'America/New_York',
    [{ from: '20:00', to: '21:00' }],
    '2026-11-24T01:00:00.000Z',
  ],
  ['the hour that the clock skips', '30 2 * * 7', 'Europe/Berlin', [], '2026-11-29T01:30:00.000Z'],
])('%s', (_, cron, timeZone, allowedHours, expected) => {
  expect(nextRun({ cron, timeZone, allowedHours }, from)?.toISOString()).toBe(expected);
});

test.each([
  ['x y z', 'UTC', []],
  ['0 0 * * *', 'Nowhere/City', []],
  ['0 0 * * *', 'UTC', [{ from: 'late', to: '06:00' }]],
])('%s in %s with %j is refused with what to write', (cron, timeZone, allowedHours) => {
  expect(() => nextRun({ cron, timeZone, allowedHours }, from)).toThrow(/Write/);
});

test.each([
  ['in the night, over midnight', [], '2026-11-23T23:30:00Z', 450],
  ['in the morning before the patients', [], '2026-11-23T06:59:00Z', 1],
  ['at seven it is over', [], '2026-11-23T07:00:00Z', 0],
  ['at noon', [], '2026-11-23T12:00:00Z', 0],
  [
    'the longest of several',
    [
      { from: '11:00', to: '13:00' },
      { from: '12:00', to: '24:00' },
    ],
    '2026-11-23T12:30:00Z',
    690,
  ],
  ['no time between a time and itself', [{ from: '11:00', to: '11:00' }], '2026-11-23T11:00:00Z', 0],
])('minutes left: %s', (_, allowedHours, at, minutes) => {
  expect(minutesLeft({ timeZone: 'UTC', allowedHours }, new Date(at))).toBe(minutes);
});
