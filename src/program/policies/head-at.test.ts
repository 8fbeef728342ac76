// Which version of a policy counted on which day, also after it was retired and taken up again.
import { expect, test } from 'vitest';
import type { PolicyVersion } from '#contracts/index.ts';
import { headAt } from './head-at.ts';

const at = (day: number) => `2026-09-${String(day).padStart(2, '0')}T10:00:00.000Z`;

function version(number: number, on: number, change: Partial<PolicyVersion> = {}): PolicyVersion {
  const asked = { askedBy: null, askedAt: null, askNote: null };
  const decided = { decidedBy: null, decidedAt: null, decisionNote: null, reviewOn: null };
  const own = { version: number, state: 'draft' as const, by: 'anna', at: at(on), note: '', meaning: true };
  return { ...own, ...asked, ...decided, ...change };
}

/** Written on the 1st, approved on the 3rd; changed on the 5th, asked on the 6th, approved on the 8th; retired on the 10th, taken up again on the 12th. */
const VERSIONS = [
  version(1, 1, { state: 'approved', askedAt: at(2), decidedAt: at(3) }),
  version(2, 5, { state: 'approved', askedAt: at(6), decidedAt: at(8) }),
  version(3, 12),
];

test.each([
  [0, null],
  [1, { latest: 1, state: 'draft', approved: null, isRetired: false }],
  [2, { latest: 1, state: 'asked', approved: null, isRetired: false }],
  [3, { latest: 1, state: 'approved', approved: 1, isRetired: false }],
  [5, { latest: 2, state: 'draft', approved: 1, isRetired: false }],
  [7, { latest: 2, state: 'asked', approved: 1, isRetired: false }],
  [9, { latest: 2, state: 'approved', approved: 2, isRetired: false }],
  [11, { latest: 2, state: 'approved', approved: null, isRetired: true }],
  [13, { latest: 3, state: 'draft', approved: null, isRetired: false }],
])('on day %i', (day, expected) => {
  const moment = day === 0 ? '2026-08-31T10:00:00.000Z' : at(day);
  expect(headAt(VERSIONS, [at(10)], moment)).toEqual(expected);
});
