// Claims about how a row of a framework gets its answer, and about what the register of remote access says to a check.
import { describe, expect, test } from 'vitest';
import type { Control, ControlStatus, Framework, KeptAnswer, StatusAnswer } from '#contracts/index.ts';
import { countsOf, rowsOfFramework } from './framework-standing.ts';
import { registerAttestations } from './remote-attestations.ts';

const TODAY = '2026-11-27';
const FRAMEWORK: Framework = {
  id: 'f',
  name: 'F',
  version: '1',
  source: { what: 'x', reference: 'y', asOf: TODAY },
  rows: [
    { id: 'A', name: 'Head', parent: null, kind: 'group', basis: 'checked' },
    { id: 'A.1', name: 'Served', parent: 'A', kind: 'control', basis: 'checked' },
    { id: 'A.2', name: 'Served by none', parent: 'A', kind: 'control', basis: 'checked' },
  ],
};

type Known = readonly [answer: StatusAnswer, basis: ControlStatus['enforced']['basis']];

function control(id: string): Control {
  const how = 'As it is done in a place of this size.';
  const cost = { money: [0, 0, 0] as [number, number, number], days: [0, 0, 0] as [number, number, number] };
  return {
    id,
    name: `Control ${id}`,
    function: 'protect',
    intent: 'To be safe against something.',
    how: { small: how, middle: how, large: how },
    test: 'Somebody looks at it once.',
    evidence: ['A paper'],
    cost: { small: cost, middle: cost, large: cost, basis: 'ours' },
    brings: [],
    partOf: [],
    brokenBy: [],
    maps: { f: ['A.1'], other: ['1', '2'] },
  };
}

function said(subject: string, answer: StatusAnswer, on = TODAY, kind: KeptAnswer['kind'] = 'row'): KeptAnswer {
  const scope = kind === 'control' ? '' : 'f';
  return { kind, scope, subject, answer, note: '', evidence: '', on, at: `${on}T08:00:00.000Z`, by: 'anna', via: 'x' };
}

function rowsWith(known: readonly Known[], answers: readonly KeptAnswer[] = []) {
  const controls = known.map((_, n) => control(`c-${n}`));
  const nothing = { answer: 'unknown' as const, why: 'x' };
  const statuses = new Map(
    known.map(([answer, basis], n) => [
      `c-${n}`,
      { written: nothing, known: nothing, enforced: { answer, why: 'x', basis } },
    ]),
  );
  return rowsOfFramework({ framework: FRAMEWORK, controls, statuses, answers, today: TODAY });
}

const SEEN_YES: Known = ['yes', 'observed'];
const SEEN_NO: Known = ['no', 'observed'];
const STATED_YES: Known = ['yes', 'attested'];
const NOT_KNOWN: Known = ['unknown', 'nothing'];

test.each([
  ['nothing known', [NOT_KNOWN], [], 'unknown', 'nothing'],
  ['all seen', [SEEN_YES, SEEN_YES], [], 'yes', 'observed'],
  ['one of two not known', [SEEN_YES, NOT_KNOWN], [], 'partly', 'observed'],
  ['one seen to be broken', [SEEN_YES, SEEN_NO], [], 'partly', 'observed'],
  ['seen to be broken, the rest not known', [SEEN_NO, NOT_KNOWN], [], 'no', 'observed'],
  ['stated alone', [STATED_YES], [], 'yes', 'attested'],
  ['seen and stated', [SEEN_YES, STATED_YES], [], 'yes', 'both'],
  ['said of the row, nothing known of controls', [NOT_KNOWN], [said('A.1', 'yes')], 'yes', 'attested'],
  ['said of the row over what is stated of controls', [STATED_YES], [said('A.1', 'no')], 'no', 'attested'],
  ['a yes does not outweigh a fact', [SEEN_NO], [said('A.1', 'yes')], 'partly', 'both'],
  ['a no beside a fact', [SEEN_YES], [said('A.1', 'no')], 'partly', 'both'],
  ['a year and a day ago', [NOT_KNOWN], [said('A.1', 'yes', '2025-11-26')], 'unknown', 'nothing'],
  ['a year ago to the day', [NOT_KNOWN], [said('A.1', 'yes', '2025-11-27')], 'yes', 'attested'],
] as const)('a row with %s', (_, known, answers, answer, from) => {
  const row = rowsWith(known, answers).find(({ id }) => id === 'A.1');
  expect(row).toMatchObject({ answer, from });
});

test('a heading asks for nothing, a row that no control serves is for people, and old answers are told', () => {
  const rows = rowsWith([NOT_KNOWN], [said('A.2', 'partly', '2024-01-01'), said('A.2', 'yes', TODAY, 'target')]);
  expect(rows.map(({ id, asks, stale }) => [id, asks, stale])).toEqual([
    ['A', false, false],
    ['A.1', true, false],
    ['A.2', true, true],
  ]);
  expect(countsOf(rows)).toEqual({
    rows: 2,
    yes: 0,
    partly: 0,
    no: 0,
    unknown: 2,
    observed: 0,
    stale: 1,
    belowTarget: 1,
  });
  expect(rows[2]?.why).toContain('2024-01-01');
  expect(rows[1]?.controls[0]?.alsoServes).toBe(2);
});

describe('the register of remote access', () => {
  const entry = { id: 'e', devices: ['d1', 'd2'], at: '2026-11-01T08:00:00.000Z', until: '2026-11-30' };
  test.each([
    ['with a second factor', 'yes', 'UTC', '2026-11-30T23:59:59.000Z', 'yes', '2026-11-30T23:59:59.999Z'],
    ['without', 'no', 'UTC', '2026-11-30T23:59:59.000Z', 'partly', '2026-11-30T23:59:59.999Z'],
    ['past its last day', 'yes', 'UTC', '2026-12-01T00:00:00.000Z', 'no', null],
    ['whose last day is over in Auckland', 'yes', 'Pacific/Auckland', '2026-11-30T11:00:00.000Z', 'no', null],
    [
      'whose last day goes on in Los Angeles',
      'yes',
      'America/Los_Angeles',
      '2026-12-01T07:59:00.000Z',
      'yes',
      '2026-12-01T07:59:59.999Z',
    ],
  ])('says of each device of an entry %s', (_, secondFactor, timeZone, now, answer, until) => {
    const told = registerAttestations([{ ...entry, secondFactor }], { now: new Date(now), timeZone });
    expect(told.map(({ device }) => device)).toEqual(['d1', 'd2']);
    expect(told[0]).toMatchObject({ question: 'remote-access-registered', answer, until });
  });
});
