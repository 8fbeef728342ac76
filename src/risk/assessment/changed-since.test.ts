// What changed between two assessments is told, whatever kind of change it is; and nothing is told where nothing changed.
import { expect, test } from 'vitest';
import type { RiskDoneInput, RiskInputs } from '#contracts/index.ts';
import { changedSince } from './changed-since.ts';
import { digestsOf } from './digests-of.ts';
import { inForce } from './done-states.ts';
import { GUESTS, IMAGING, sampleInputs } from './sample-site.ts';

const STEP: RiskDoneInput = {
  action: 'control backups',
  name: 'Backups',
  kind: 'control',
  at: '2026-11-05T08:00:00.000Z',
  by: 'kim',
  note: '',
  assessment: 'first',
  assessedAt: '2026-11-02T08:00:00.000Z',
  mean: 0,
  expected: { mean: 0, interval: [0, 0], harm: null },
  findings: [],
  door: null,
  way: null,
  closes: [],
  devices: [],
  seen: [],
  lookedAt: null,
};

function since(then: RiskInputs, now: RiskInputs): string[] {
  const { devices, findings, stated, settings } = then;
  const before = { findings, stated, devices: devices.map(({ id }) => id), currency: settings.currency };
  return changedSince({ ...before, parts: digestsOf(then) }, inForce(now));
}

const FIRST = sampleInputs();
const changed = (change: (inputs: RiskInputs) => Partial<RiskInputs>) => ({ ...FIRST, ...change(FIRST) });
const closed = { from: 'internet', to: '*', state: 'closed' as const, because: '' };

test.each<{ what: string; earlier?: RiskInputs; now: RiskInputs; told: string[] }>([
  { what: 'nothing', now: changed(() => ({ at: '2026-12-01T00:00:00.000Z', seed: 8 })), told: [] },
  {
    what: 'a figure that was stated before',
    now: sampleInputs({ patients: 5_000_000 }),
    told: ['Figures were stated anew: patients.'],
  },
  {
    what: 'a cost of a step whose id holds dots',
    earlier: sampleInputs({ stepCosts: { [`close zone:${GUESTS} ct 3389`]: { days: 1 } } }),
    now: sampleInputs({ stepCosts: { [`close zone:${GUESTS} ct 3389`]: { days: 2 } } }),
    told: [`Figures were stated anew: stepCosts.close zone:${GUESTS} ct 3389.days.`],
  },
  {
    what: 'a figure that was taken back',
    earlier: sampleInputs({ budget: 10 }),
    now: FIRST,
    told: ['Figures that were stated are defaults again: budget.'],
  },
  {
    what: 'a second way that was opened',
    earlier: sampleInputs({ reach: [closed] }),
    now: sampleInputs({ reach: [closed, { from: GUESTS, to: IMAGING, state: 'open', because: '' }] }),
    told: ['What is stated of the ways between networks is another.'],
  },
  {
    what: 'circumstances of a device',
    now: changed(({ devices }) => ({
      devices: devices.map((one) => (one.id === 'ct' ? { ...one, circumstances: { patientsPerDay: 90 } } : one)),
    })),
    told: ['Of 1 device something else is known: CT 1.'],
  },
  {
    what: 'a flaw that is used by attackers now',
    now: changed(({ findings }) => ({
      findings: findings.map((one) => (one.id === 'f4' ? { ...one, kev: true } : one)),
    })),
    told: ['1 finding is judged anew: known-flaw on old.'],
  },
  {
    what: 'other conversations',
    now: changed(({ reach }) => ({ reach: reach.slice(1) })),
    told: ['The conversations that were recorded are others.'],
  },
  {
    what: 'the matrix of harm',
    now: changed(({ matrix }) => ({ matrix: { ...matrix, name: 'Our own' } as typeof matrix })),
    told: ['The matrix that harm is judged by is another.'],
  },
  {
    what: 'a scenario that was rated',
    now: changed(({ threats }) => ({
      threats: threats.map((one) => ({ ...one, reachesPerson: { value: 0.7, basis: 'us' } })),
    })),
    told: ['2 scenarios are new or rated anew: Ransomware on a scanner; Records taken.'],
  },
  {
    what: 'controls that checks prove',
    now: changed(() => ({ controlsProven: ['backups'] })),
    told: ['Other controls are proven to be in place.'],
  },
  { what: 'a step', now: changed(() => ({ done: [STEP] })), told: ['1 step is said to be done: Backups.'] },
  {
    what: 'a step that was taken back',
    earlier: changed(() => ({ done: [STEP] })),
    now: FIRST,
    told: ['1 step is taken back.'],
  },
  {
    what: 'the money',
    now: sampleInputs({ currency: 'JPY', perDollar: 150 }),
    told: [
      'Figures that were defaults are stated now: currency; perDollar.',
      'The money was USD; what was worked out in it stands in JPY here, at the rates that were stated.',
    ],
  },
])('$what', ({ earlier = FIRST, now, told }) => {
  expect(since(earlier, now)).toEqual(told);
});
