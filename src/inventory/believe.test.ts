import { expect, test } from 'vitest';
import type { CurrentFact } from '#evidence/model.ts';
import { believe } from './believe.ts';

type Sign = readonly [value: string, confidence: number, basis?: CurrentFact['basis']];

const AT = '2026-11-22T10:00:00.000Z';
const fact = ([value, confidence, basis = 'inferred']: Sign, at: number): CurrentFact => ({
  subject: { kind: 'address', key: '10.0.0.5' },
  attribute: 'os.name',
  value,
  basis,
  confidence,
  sensor: 'capture',
  factId: `f${at}`,
  firstObservedAt: AT,
  lastObservedAt: AT,
});

test.each<[what: string, signs: Sign[], value: string, confidence: number, conflict: boolean]>([
  ['one sign', [['Windows 7', 0.5]], 'Windows 7', 0.5, false],
  [
    'two signs that agree are surer than each',
    [
      ['Windows 7', 0.5],
      ['windows 7', 0.6],
    ],
    'windows 7',
    0.8,
    false,
  ],
  [
    'two signs that differ are less sure, and a conflict',
    [
      ['Windows 7', 0.6],
      ['Ubuntu', 0.4],
    ],
    'Windows 7',
    0.48,
    true,
  ],
  [
    'a vaguer sign supports',
    [
      ['Windows', 0.4],
      ['Windows 10 Enterprise', 0.5],
    ],
    'Windows 10 Enterprise',
    0.7,
    false,
  ],
  [
    'a surer but vaguer sign does not hide the name',
    [
      ['Linux', 0.9],
      ['Ubuntu', 0.5],
    ],
    'Ubuntu',
    0.95,
    false,
  ],
  [
    'a vaguer sign supports both sides of a conflict and settles nothing',
    [
      ['Windows', 0.5],
      ['Windows 7', 0.6],
      ['Windows 10', 0.4],
    ],
    'Windows 7',
    0.52,
    true,
  ],
  [
    'a name of another family is a conflict',
    [
      ['Linux', 0.4],
      ['Windows 7', 0.8],
    ],
    'Windows 7',
    0.64,
    true,
  ],
  [
    'what a list states is no sign: it stays a side of its own',
    [
      ['Windows', 0.7, 'attested'],
      ['Windows 10', 0.5],
    ],
    'Windows',
    0.525,
    true,
  ],
])('the operating system from signs: %s', (_, signs, value, confidence, conflict) => {
  for (const order of [signs, signs.toReversed()]) {
    const belief = believe(order.map(fact));
    expect(belief).toMatchObject({ value, confidence, conflict });
  }
});

test('the deciding fact comes first, and those that support it follow', () => {
  const belief = believe([fact(['Windows', 0.9], 1), fact(['Windows 7', 0.5], 2)]);
  expect(belief?.facts.map(({ factId }) => factId)).toEqual(['f2', 'f1']);
});
