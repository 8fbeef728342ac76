// Written, known and enforced from what is known of a control, case by case.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { type ControlEvidence, controls, type StatusAnswer } from '#contracts/index.ts';
import { controlStatusOf, threatControlsInPlace } from './control-status.ts';

const TODAY = '2026-11-27';
const check = (pass: number, fail: number, unknown: number, excepted = 0) => ({
  id: 'c',
  pass,
  fail,
  excepted,
  unknown,
});
const statusOf = (evidence: unknown) => controlStatusOf(controls.controlEvidence.parse(evidence), TODAY);

describe('written', () => {
  const cases: readonly [string, ControlEvidence['policy'], StatusAnswer, RegExp][] = [
    ['nothing is known of a policy', undefined, 'unknown', /which policy/],
    ['there is none', { state: 'none' }, 'no', /No policy/],
    ['a draft', { state: 'draft' }, 'partly', /draft/],
    ['approved, with no day of review', { state: 'approved', due: null }, 'yes', /approved\.$/],
    ['approved, review to come', { state: 'approved', due: '2027-01-01' }, 'yes', /until 2027-01-01/],
    ['approved, review due today', { state: 'approved', due: TODAY }, 'yes', /until 2026-11-27/],
    ['approved, review past', { state: 'approved', due: '2026-11-26' }, 'partly', /due on 2026-11-26/],
  ];
  test.each(cases)('%s', (_, policy, answer, why) => {
    const { written } = statusOf({ policy });
    expect(written.answer).toBe(answer);
    expect(written.why).toMatch(why);
  });
});

describe('known', () => {
  const cases: readonly [string, Pick<ControlEvidence, 'attestations' | 'training'>, StatusAnswer, RegExp][] = [
    ['nothing was measured', {}, 'unknown', /Nobody was asked/],
    ['nobody was to read it', { attestations: { asked: 0, given: 0, stale: 0 } }, 'unknown', /Nobody was asked/],
    ['all have read it', { attestations: { asked: 10, given: 10, stale: 0 } }, 'yes', /10 of 10 people/],
    ['nine of ten have', { attestations: { asked: 10, given: 9, stale: 0 } }, 'yes', /9 of 10/],
    ['eight of ten have', { attestations: { asked: 10, given: 8, stale: 0 } }, 'partly', /8 of 10/],
    [
      'all did, two too long ago',
      { attestations: { asked: 10, given: 10, stale: 2 } },
      'partly',
      /8 of 10.*and 2 too long ago/,
    ],
    ['nobody did', { attestations: { asked: 10, given: 0, stale: 0 } }, 'no', /0 of 10/],
    [
      'read by all, lesson passed by half',
      { attestations: { asked: 4, given: 4, stale: 0 }, training: { assigned: 4, passed: 2 } },
      'partly',
      /4 of 4.*; 2 of 4 people passed/,
    ],
    [
      'read by nobody, lesson passed by all',
      { attestations: { asked: 4, given: 0, stale: 0 }, training: { assigned: 4, passed: 4 } },
      'partly',
      /0 of 4/,
    ],
    ['more passed than were asked', { training: { assigned: 4, passed: 5 } }, 'yes', /4 of 4/],
  ];
  test.each(cases)('%s', (_, evidence, answer, why) => {
    const { known } = statusOf(evidence);
    expect(known.answer).toBe(answer);
    expect(known.why).toMatch(why);
  });
});

describe('enforced', () => {
  const cases: readonly [string, Pick<ControlEvidence, 'checks' | 'stated'>, StatusAnswer, string, RegExp][] = [
    ['nothing is known', {}, 'unknown', 'nothing', /No check/],
    ['checks without a device', { checks: [check(0, 0, 0)] }, 'unknown', 'nothing', /No check/],
    ['all devices pass', { checks: [check(5, 0, 0)] }, 'yes', 'observed', /5 of 5/],
    [
      'one of two checks fails somewhere',
      { checks: [check(5, 0, 0), { ...check(4, 1, 0), id: 'd' }] },
      'partly',
      'observed',
      /9 of 10.*1 fail \(d\)/,
    ],
    ['all fail', { checks: [check(0, 5, 0)] }, 'no', 'observed', /0 of 5/],
    ['none passes, some are not known', { checks: [check(0, 1, 4)] }, 'no', 'observed', /4 not known/],
    ['those that are known pass', { checks: [check(4, 0, 1)] }, 'partly', 'observed', /1 not known/],
    ['nothing but the unknown', { checks: [check(0, 0, 5)] }, 'unknown', 'nothing', /any of 5 devices/],
    ['an exception keeps it from yes', { checks: [check(4, 0, 0, 1)] }, 'partly', 'observed', /approved exception/],
    ['only exceptions', { checks: [check(0, 0, 0, 2)] }, 'partly', 'observed', /2 with an approved exception/],
    ['stated this year', { stated: { done: 'yes', on: '2026-01-02' } }, 'yes', 'attested', /no fact/],
    ['stated to be missing', { stated: { done: 'no', on: '2026-01-02' } }, 'no', 'attested', /stated/],
    ['stated a year ago to the day', { stated: { done: 'yes', on: '2025-11-27' } }, 'yes', 'attested', /stated/],
    [
      'stated a day longer ago',
      { stated: { done: 'yes', on: '2025-11-26' } },
      'unknown',
      'nothing',
      /more than a year/,
    ],
    ['stated for tomorrow', { stated: { done: 'yes', on: '2026-11-28' } }, 'unknown', 'nothing', /still to come/],
    [
      'a fact is heard before a statement',
      { checks: [check(0, 3, 0)], stated: { done: 'yes', on: TODAY } },
      'no',
      'observed',
      /3 fail/,
    ],
    [
      'a statement where checks could not tell',
      { checks: [check(0, 0, 3)], stated: { done: 'yes', on: TODAY } },
      'yes',
      'attested',
      /could not tell on 3/,
    ],
  ];
  test.each(cases)('%s', (_, evidence, answer, basis, why) => {
    const { enforced } = statusOf(evidence);
    expect(enforced).toMatchObject({ answer, basis });
    expect(enforced.why).toMatch(why);
  });
});

test('the three are apart: what is written and known may still be broken everywhere', () => {
  const status = statusOf({
    policy: { state: 'approved', due: null },
    attestations: { asked: 3, given: 3, stale: 0 },
    checks: [check(0, 3, 0)],
  });
  expect([status.written.answer, status.known.answer, status.enforced.answer]).toEqual(['yes', 'yes', 'no']);
  expect(() => controls.controlStatus.parse(status)).not.toThrow();
});

test('the worked example of docs/controls.md comes out as it is written there', () => {
  const status = statusOf({
    policy: { state: 'approved', due: '2027-03-01' },
    attestations: { asked: 5, given: 5, stale: 1 },
    training: { assigned: 5, passed: 5 },
    checks: [
      { id: 'callers', pass: 2, fail: 1, excepted: 1, unknown: 0 },
      { id: 'worklist', pass: 0, fail: 0, unknown: 1 },
    ],
  });
  const page = readFileSync(path.resolve(import.meta.dirname, '../../docs/controls.md'), 'utf8');
  expect([status.written.answer, status.known.answer, status.enforced.answer]).toEqual(['yes', 'partly', 'partly']);
  for (const { why } of [status.written, status.known, status.enforced]) expect(page).toContain(`"${why}"`);
});

test('only what is enforced in full counts against scenarios', () => {
  const yes = statusOf({ checks: [check(1, 0, 0)] });
  const partly = statusOf({ checks: [check(1, 1, 0)] });
  const catalogue = [
    { id: 'b', brings: ['b'] },
    { id: 'a', brings: ['z', 'a'] },
    { id: 'c', brings: ['c'] },
    { id: 'd', brings: ['a'] },
  ];
  const statuses = new Map([
    ['a', yes],
    ['b', yes],
    ['c', partly],
    ['d', yes],
  ]);
  expect(threatControlsInPlace(catalogue, statuses)).toEqual(['a', 'b', 'z']);
});
