// Calendar days: whatever clocks and zones do, a day is counted once and in order.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RecurringDuty } from '#contracts/index.ts';
import { addMonths } from '../policies/review-day.ts';
import { checkCalendar, dueOn, readRecurringDuties, standingDuties } from './calendar.ts';
import { addDays, dayIn, endOfDayIn, isTimeZone, stateOf } from './calendar-days.ts';
import { holdersOf, isToldTo } from './duty-holders.ts';
import { readDuties } from './responsibilities.ts';

const ZONES = [
  'UTC',
  'America/New_York',
  'Europe/Berlin',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'Pacific/Kiritimati',
  'Pacific/Pago_Pago',
  'America/Sao_Paulo',
  'America/Los_Angeles',
  'Pacific/Auckland',
];
const FROM = Date.parse('2000-01-02');
const UNTIL = Date.parse('2099-12-30');
const moment = fc.integer({ min: FROM, max: UNTIL }).map((ms) => new Date(ms));
const aDay = moment.map((at) => at.toISOString().slice(0, 10));
const zone = fc.constantFrom(...ZONES);
const months = fc.integer({ min: 1, max: 60 });

describe('the end of a day', () => {
  test.each([
    ['2026-12-31', 'UTC', '2026-12-31T23:59:59.999Z'],
    ['2026-12-31', 'Pacific/Auckland', '2026-12-31T10:59:59.999Z'],
    ['2026-12-31', 'America/Los_Angeles', '2027-01-01T07:59:59.999Z'],
    // Days of 23 and 25 hours, in which clocks are put forward and back.
    ['2026-09-26', 'Pacific/Auckland', '2026-09-26T11:59:59.999Z'],
    ['2026-09-27', 'Pacific/Auckland', '2026-09-27T10:59:59.999Z'],
    ['2027-04-04', 'Pacific/Auckland', '2027-04-04T11:59:59.999Z'],
    ['2026-03-07', 'America/Los_Angeles', '2026-03-08T07:59:59.999Z'],
    ['2026-03-08', 'America/Los_Angeles', '2026-03-09T06:59:59.999Z'],
    ['2026-11-01', 'America/Los_Angeles', '2026-11-02T07:59:59.999Z'],
    // At midnight clocks go forward: the day ends where the next one begins at 1:00.
    ['2018-11-03', 'America/Sao_Paulo', '2018-11-04T02:59:59.999Z'],
    // The day that is written for "for ever", as far as years have four digits.
    ['9999-12-31', 'UTC', '9999-12-31T23:59:59.999Z'],
    ['9999-12-31', 'Pacific/Auckland', '9999-12-31T10:59:59.999Z'],
    ['9999-12-31', 'America/Los_Angeles', '9999-12-31T23:59:59.999Z'],
  ])('%s in %s is %s', (of, timeZone, end) => {
    expect(endOfDayIn(of, timeZone).toISOString()).toBe(end);
  });

  test('is of that day in every zone, and a thousandth of a second later is the next', () => {
    fc.assert(
      fc.property(aDay, zone, (of, timeZone) => {
        const end = endOfDayIn(of, timeZone);
        expect(dayIn(end, timeZone)).toBe(of);
        expect(dayIn(new Date(end.getTime() + 1), timeZone)).toBe(addDays(of, 1));
      }),
      { numRuns: 50 },
    );
  });
});

describe('the day of a moment', () => {
  test.each([
    // Clocks of New York go forward at 07:00 UTC on 2027-03-14, and back at 06:00 UTC on 2027-11-07.
    ['2027-03-14T04:59:59.000Z', 'America/New_York', '2027-03-13'],
    ['2027-03-14T05:00:00.000Z', 'America/New_York', '2027-03-14'],
    ['2027-03-15T03:59:59.000Z', 'America/New_York', '2027-03-14'],
    ['2027-03-15T04:00:00.000Z', 'America/New_York', '2027-03-15'],
    ['2027-11-08T04:59:59.000Z', 'America/New_York', '2027-11-07'],
    ['2027-11-08T05:00:00.000Z', 'America/New_York', '2027-11-08'],
    // Midnight of this day did not exist: clocks went from 23:59:59 to 01:00.
    ['2018-11-04T02:59:59.000Z', 'America/Sao_Paulo', '2018-11-03'],
    ['2018-11-04T03:00:00.000Z', 'America/Sao_Paulo', '2018-11-04'],
    ['2028-02-29T10:00:00.000Z', 'Pacific/Kiritimati', '2028-03-01'],
    ['2028-03-01T10:59:59.000Z', 'Pacific/Pago_Pago', '2028-02-29'],
  ])('%s in %s is %s', (at, timeZone, day) => {
    expect(dayIn(new Date(at), timeZone)).toBe(day);
  });

  test('never goes back while time goes on, and moves by one day at most within 23 hours', () => {
    fc.assert(
      fc.property(moment, zone, fc.integer({ min: 0, max: 22 * 3_600_000 }), (at, timeZone, ms) => {
        const before = dayIn(at, timeZone);
        const after = dayIn(new Date(at.getTime() + ms), timeZone);
        expect([before, addDays(before, 1)]).toContain(after);
      }),
    );
  });

  test('is the day of UTC or one beside it', () => {
    fc.assert(
      fc.property(moment, zone, (at, timeZone) => {
        const utc = at.toISOString().slice(0, 10);
        expect([addDays(utc, -1), utc, addDays(utc, 1)]).toContain(dayIn(at, timeZone));
      }),
    );
  });

  test.each(['', 'Mars/Olympus', '+02:00', 'UTC; drop', 'America'])('%j is no time zone', (name) => {
    expect(isTimeZone(name)).toBe(false);
    expect(() => dayIn(new Date(FROM), name)).toThrow(/timeZone/);
  });
});

describe('months', () => {
  test.each([
    ['2027-01-31', 1, '2027-02-28'],
    ['2028-01-31', 1, '2028-02-29'],
    ['2028-02-29', 12, '2029-02-28'],
    ['2027-10-31', 1, '2027-11-30'],
    ['2027-12-31', 2, '2028-02-29'],
  ])('%s and %i months is %s', (day, count, later) => {
    expect(addMonths(day, count)).toBe(later);
  });

  test('clamp to the end of a month, keep the day otherwise, and keep the order of days', () => {
    fc.assert(
      fc.property(aDay, aDay, months, (one, other, count) => {
        const later = addMonths(one, count);
        const wanted = Number(one.slice(0, 4)) * 12 + Number(one.slice(5, 7)) - 1 + count;
        expect(Number(later.slice(0, 4)) * 12 + Number(later.slice(5, 7)) - 1).toBe(wanted);
        const isLast = addDays(later, 1).slice(8) === '01';
        expect(later.slice(8) === one.slice(8) || (isLast && later.slice(8) < one.slice(8))).toBe(true);
        if (one <= other) expect(later <= addMonths(other, count)).toBe(true);
      }),
    );
  });
});

describe('what is due', () => {
  test.each([
    ['2027-03-01', 'soon'],
    ['2027-02-28', 'overdue'],
    ['2027-03-31', 'soon'],
    ['2027-04-01', 'later'],
    [null, 'unplanned'],
  ] as const)('%s is %s on 2027-03-01', (due, state) => {
    expect(stateOf(due, '2027-03-01')).toBe(state);
  });

  const doneAt = (on: string, at = `${on}T10:00:00.000Z`) => ({ on, at });
  const plannedAt = (on: string) => ({ on, at: `${on}T11:00:00.000Z` });

  test('a planned day counts until it was done for it, at most half an interval before; after that its months', () => {
    fc.assert(
      fc.property(aDay, aDay, months, (nextOn, doneOn, count) => {
        const due = dueOn({ months: count, nextOn, planned: null }, doneAt(doneOn));
        expect(due).toBe(doneOn < addDays(nextOn, -15 * count) ? nextOn : addMonths(doneOn, count));
        expect(due !== null && due > doneOn).toBe(true);
      }),
    );
    expect(dueOn({ months: 3, nextOn: null, planned: null }, null)).toBeNull();
  });

  test('a day that was planned after the last doing holds, however near that is', () => {
    fc.assert(
      fc.property(aDay, aDay, aDay, months, (nextOn, doneOn, said, count) => {
        fc.pre(doneOn < said && doneOn < nextOn);
        expect(dueOn({ months: count, nextOn, planned: plannedAt(said) }, doneAt(doneOn))).toBe(nextOn);
      }),
    );
  });

  test.each([
    ['was done the day before it', '2026-06-01', '2026-11-30', '2027-11-30'],
    ['was done long before it', '2026-01-01', '2026-03-30', '2026-12-01'],
    ['was done before it was planned', '2026-11-15', '2026-11-10', '2026-12-01'],
    ['was done on the day on which it was planned later', '2026-11-15', '2026-11-15', '2026-12-01'],
    ['was done after it was planned', '2026-11-15', '2026-11-16', '2027-11-16'],
    ['was done on it, which was over when it was planned', '2026-12-05', '2026-12-01', '2027-12-01'],
  ])('a duty of a year planned for December 1 that %s', (_, said, done, due) => {
    expect(dueOn({ months: 12, nextOn: '2026-12-01', planned: plannedAt(said) }, doneAt(done))).toBe(due);
  });

  test('a zone that is changed moves no due day, and the state by a day of today at most', () => {
    const rank = { overdue: 0, soon: 1, later: 2, unplanned: 3 };
    fc.assert(
      fc.property(moment, zone, zone, fc.integer({ min: -40, max: 40 }), (at, one, other, off) => {
        const due = addDays(dayIn(at, one), off);
        const [before, after] = [dayIn(at, one), dayIn(at, other)].map((today) => rank[stateOf(due, today)]);
        expect(Math.abs((before ?? 0) - (after ?? 9))).toBeLessThanOrEqual(1);
        if (off > 1 && off < 29) expect(before).toBe(after);
      }),
    );
  });
});

const library: RecurringDuty[] = [
  {
    id: 'restore-test',
    name: 'Restore',
    why: 'A backup is a hope.',
    months: 3,
    side: 'it',
    source: 'CFR',
    raci: 'backup',
  },
  {
    id: 'walk-round',
    name: 'Walk round',
    why: 'Notes are on no wire.',
    months: 12,
    side: 'provider',
    source: 'CFR',
    raci: 'security-lead',
  },
];
const base = { version: 0, timeZone: 'UTC', remindTo: [], remindDays: 14, changes: [], own: [] };
const own = {
  id: 'lead-aprons',
  name: 'Look at the lead aprons',
  why: '',
  months: 12,
  side: 'provider',
  nextOn: null,
} as const;

test('the site changes, switches off and adds duties', () => {
  const changes = [
    { id: 'restore-test', months: 1 },
    { id: 'walk-round', off: true },
  ];
  const off = { ...own, id: 'old-aprons', off: true };
  const duties = standingDuties({ ...base, changes, own: [own, off] }, library);
  expect(duties.map(({ id, months: every }) => [id, every])).toEqual([
    ['restore-test', 1],
    ['lead-aprons', 12],
  ]);
});

test.each([
  [{ timeZone: 'Mars/Olympus' }, /timeZone/],
  [{ changes: [{ id: 'nothing' }] }, /changes\[0\]\.id/],
  [{ changes: [{ id: 'walk-round' }, { id: 'walk-round' }] }, /twice/],
  [{ own: [{ ...own, id: 'walk-round' }] }, /own\[0\]\.id/],
  [{ remindTo: ['A@b.example', 'a@B.example'] }, /remindTo/],
])('%j is refused', (change, fault) => {
  expect(() => checkCalendar({ ...base, ...change }, library)).toThrow(fault);
});

describe('who holds a duty', () => {
  test('each duty that ships belongs to one of the agreement', async () => {
    const file = async (name: string) => ({ name, text: await readFile(path.join(import.meta.dirname, name), 'utf8') });
    const duties = new Set(readDuties(await file('duties.yaml')).map(({ id }) => id));
    const strangers = readRecurringDuties(await file('recurring-duties.yaml')).filter(({ raci }) => !duties.has(raci));
    expect(strangers).toEqual([]);
  });

  const it = { id: 'it', name: 'Lake IT', side: 'it', email: 'it@lake.example' } as const;
  const boss = { id: 'boss', name: 'Practice manager', side: 'provider', email: 'boss@a.example' } as const;
  const maker = { id: 'maker', name: 'Maker of the CT', side: 'maker' } as const;
  const held = (responsible: string[], accountable: string | null) => ({
    duty: 'backup',
    name: 'Back up',
    why: null,
    usually: null,
    source: null,
    open: null,
    responsible,
    accountable,
    consulted: [],
    informed: [],
  });
  const roster = new Map([
    ['kim@a.example', { name: 'Kim', active: true }],
    ['lee@a.example', { name: 'Lee', active: false }],
    ['boss@a.example', { name: 'Dana', active: true }],
  ]);
  test.each<
    [string, { holder?: string; raci?: string | null; responsible?: string[]; accountable?: string }, string[]]
  >([
    ['who was named', { holder: 'kim@a.example', responsible: ['it'] }, ['named Kim']],
    ['who does its activity, else', { responsible: ['it'] }, ['responsible Lake IT']],
    [
      'who answers for it as well',
      { responsible: ['it'], accountable: 'boss' },
      ['responsible Lake IT', 'accountable Practice manager'],
    ],
    [
      'one who does it and answers for it, once',
      { responsible: ['boss'], accountable: 'boss' },
      ['responsible Practice manager'],
    ],
    [
      'who was named and left is said, and who does it is told',
      { holder: 'lee@a.example', responsible: ['it'] },
      ['named Lee!', 'responsible Lake IT'],
    ],
    ['one without an address is said', { responsible: ['maker'] }, ['responsible Maker of the CT!']],
    ['nobody', {}, []],
    ['nobody where the activity is no longer in the agreement', { raci: 'gone', responsible: ['it'] }, []],
    ['an address that nobody knows as a person', { holder: 'desk@a.example' }, ['named desk@a.example']],
  ])('%s', (_what, { holder = null, raci = 'backup', responsible = [], accountable = null }, expected) => {
    const agreement = { parties: [it, boss, maker], duties: [held(responsible, accountable)] };
    const holders = holdersOf({ holder, raci }, { agreement, roster });
    expect(holders.map(({ as, name, because }) => `${as} ${name}${because === null ? '' : '!'}`)).toEqual(expected);
    const told = (state: 'soon' | 'overdue') => holders.filter((each) => isToldTo(each, { state })).length;
    const [reached, answering] = [
      holders.filter(({ because }) => because === null),
      holders.filter(({ as }) => as === 'accountable'),
    ];
    expect([told('soon'), told('overdue')]).toEqual([reached.length - answering.length, reached.length]);
  });
});
