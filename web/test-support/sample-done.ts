// What was done at the demo centre of the stand-in: a step of each state, with what it achieved.
import type { RiskDocument, RiskDone } from '#contracts/index.ts';
import { daysAgo } from './fake-devices.ts';
import type { FakeTenant } from './fake-tenant.ts';

const THEN = daysAgo(30);

const people = (before: number, after: number) => ({ before, after });

function stepOf(
  change: Pick<RiskDone, 'action' | 'name' | 'kind' | 'state' | 'because'> & Partial<RiskDone>,
): RiskDone {
  return {
    at: daysAgo(12),
    by: 'pacs@example.org',
    note: '',
    assessment: 'risk-0',
    expected: { mean: 40_000, interval: [12_000, 95_000], harm: people(0.21, 0.16) },
    achieved: { mean: 38_500, interval: [11_000, 92_000], harm: people(0.21, 0.163) },
    offeredAgain: false,
    proof: { findings: [], flows: [] },
    devices: ['demo-6'],
    ...change,
  };
}

/** The steps of the demo centre; others have none. */
export function sampleDone({ id }: FakeTenant): Pick<RiskDocument, 'done' | 'achieved'> {
  if (id !== 'demo') return { done: [], achieved: null };
  const done = [
    stepOf({
      action: 'mend demo-7 system',
      name: 'Reading workstation: Install the repairs of the system',
      kind: 'mend',
      state: 'confirmed',
      because:
        'Gone: The system has had no repairs for a long time. Reading workstation was last looked at on 2026-11-25.',
      note: 'CHG-2041, by Kim.',
      proof: {
        findings: [
          { id: 'gone-1', title: 'The system has had no repairs for a long time', isThere: false, seenAt: daysAgo(2) },
        ],
        flows: [],
      },
      devices: ['demo-7'],
    }),
    stepOf({
      action: 'close zone:guest demo-6 11112',
      name: 'Close port 11112 of Old archive to Guest Wi-Fi',
      kind: 'close',
      state: 'contradicted',
      because: 'A conversation on it was seen on 2026-11-24: from Guest Wi-Fi to port 11112 of Old archive.',
      expected: { mean: 61_000, interval: [20_000, 140_000], harm: people(0.21, 0.12) },
      achieved: { mean: 0, interval: [0, 0], harm: people(0.21, 0.21) },
      offeredAgain: true,
      proof: {
        findings: [],
        flows: [{ from: 'Guest Wi-Fi', to: 'demo-6', port: 11112, protocol: 'dicom', lastSeenAt: daysAgo(3) }],
      },
    }),
    stepOf({
      action: 'mend demo-10 web',
      name: 'Viewer: Ask for a password before the search',
      kind: 'mend',
      state: 'not seen again',
      because: 'Nobody has looked at Viewer since: Answers searches in a browser without a password.',
      achieved: null,
      proof: {
        findings: [
          {
            id: 'open-1',
            title: 'Answers searches in a browser without a password',
            isThere: true,
            seenAt: daysAgo(31),
          },
        ],
        flows: [],
      },
      devices: ['demo-10'],
    }),
    stepOf({
      action: 'control backups',
      name: 'Copies that nobody on the network can change',
      kind: 'control',
      state: 'stated',
      because: 'Somebody said that it is in place; nothing proves it yet.',
      expected: { mean: 22_000, interval: [6_000, 70_000], harm: null },
      achieved: { mean: 21_000, interval: [6_000, 68_000], harm: people(0.21, 0.21) },
      devices: [],
    }),
  ];
  return {
    done,
    achieved: {
      actions: 4,
      from: { id: 'risk-0', at: THEN, mean: 154_000 },
      without: 171_000,
      expected: { mean: 118_000, interval: [41_000, 260_000], harm: people(0.21, 0.06) },
      achieved: { mean: 57_000, interval: [18_000, 151_000], harm: people(0.21, 0.16) },
      because: ['2 devices are new: CT 2; Portable ultrasound.', '1 finding is new: os-known-hole on CT 2.'],
    },
  };
}
