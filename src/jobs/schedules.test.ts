import { expect, test } from 'vitest';
import { nextRun } from './schedules.store.ts';

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
