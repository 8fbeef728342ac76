// Hand-made ways of attack and what to do about them, for the pages of paths, plan and what-if: the demo's story, and a large one.
import type { EntryKind, HarmPlacement, RiskAction, RiskDocument, RiskTalk, RiskTarget } from '#contracts/index.ts';
import { daysAgo } from './fake-devices.ts';
import type { FakeTenant } from './fake-tenant.ts';

type Placed = Pick<HarmPlacement, 'severity' | 'band' | 'acceptability'>;

/** Where harm falls, with a little of what is not known around it. */
function placed({ severity, band, acceptability }: Placed, yearlyChance: number): HarmPlacement {
  return {
    reachesPerson: true,
    severity,
    severityRange: [severity === 'critical' ? 'serious' : 'minor', severity],
    yearlyChance,
    yearlyChanceRange: [yearlyChance / 4, yearlyChance * 3],
    band,
    bandRange: [band ?? 'remote', band ?? 'remote'],
    acceptability,
    acceptabilityRange: [acceptability ?? 'acceptable', acceptability ?? 'acceptable'],
  };
}

/** Today, in the story of the demo. */
export const CRITICAL_PROBABLE = placed(
  { severity: 'critical', band: 'probable', acceptability: 'not acceptable' },
  0.03,
);
/** After its plan. */
export const CRITICAL_REMOTE = placed({ severity: 'critical', band: 'remote', acceptability: 'investigate' }, 0.0004);

const aroundLoss = (mean: number): [number, number] => [mean / 2, mean * 2];
const around = (mode: number) => ({ low: mode * 0.7, mode, high: Math.min(1, mode * 1.35) });

const CLOSE_GUEST = {
  id: 'way:guest>demo-6:11112',
  kind: 'close',
  words: 'Close the way from the guest network to Main PACS, port 11112',
  from: 'zone:guest',
  to: 'demo-6',
  port: 11112,
  finding: null,
  cutsFlows: 0,
  lastCutAt: null,
} as const;
const MEND_CONSOLE = {
  id: 'demo-1#system/control',
  kind: 'mend',
  words: 'Update the operating system of the console of CT 1, or shield it',
  from: null,
  to: 'demo-1',
  port: null,
  finding: 'demo-1-lifecycle',
  cutsFlows: 0,
  lastCutAt: null,
} as const;
const CLOSE_OFFICE = {
  id: 'way:office>demo-1:11112',
  kind: 'close',
  words: 'Close the way from the offices to CT 1, port 11112',
  from: 'zone:office',
  to: 'demo-1',
  port: 11112,
  finding: null,
  cutsFlows: 14,
  lastCutAt: daysAgo(2),
} as const;

const TARGETS: readonly RiskTarget[] = [
  {
    device: 'demo-1',
    name: 'CT 1',
    kind: 'scanner',
    modality: 'CT',
    zone: 'Imaging rooms',
    probability: around(0.44),
    method: 'exact',
    entries: [
      { entry: 'guest', probability: around(0.31), cut: [CLOSE_GUEST, MEND_CONSOLE] },
      { entry: 'office', probability: around(0.18), cut: [CLOSE_OFFICE] },
      { entry: 'insider', probability: around(0.12), cut: null },
      { entry: 'internet', probability: { low: 0, mode: 0, high: 0 }, cut: [] },
    ],
    paths: [
      {
        entry: 'guest',
        probability: 0.27,
        days: [2, 9],
        steps: [
          {
            node: 'demo-6#dicom',
            device: 'demo-6',
            name: 'Main PACS',
            words:
              'From the guest network the archive answers on port 11112. It takes searches and images from anybody, because it does not check who is calling.',
            finding: 'demo-6-exposure',
            isAssumed: false,
          },
          {
            node: 'demo-1#system',
            device: 'demo-1',
            name: 'CT 1',
            words:
              'The archive speaks with the console of the CT every day. The console runs Windows 7, for which nobody mends flaws any more, so that a known flaw gives way.',
            finding: 'demo-1-exposure',
            isAssumed: false,
          },
        ],
      },
      {
        entry: 'office',
        probability: 0.15,
        days: [3, 21],
        steps: [
          {
            node: 'demo-11#system',
            device: 'demo-11',
            name: 'Reading station 1',
            words: 'Somebody at a reading station opens a mail that was made to deceive.',
            finding: null,
            isAssumed: true,
          },
          {
            node: 'zone:imaging',
            device: null,
            name: 'Imaging rooms',
            words:
              'From there the imaging rooms are within reach. Nothing proves that way; nobody has said that it is closed.',
            finding: null,
            isAssumed: true,
          },
          {
            node: 'demo-1#dicom',
            device: 'demo-1',
            name: 'CT 1',
            words: 'The CT accepts connections from titles it does not know.',
            finding: 'demo-1-exposure',
            isAssumed: false,
          },
        ],
      },
    ],
  },
  {
    device: 'demo-6',
    name: 'Main PACS',
    kind: 'archive',
    modality: null,
    zone: 'Servers',
    probability: around(0.58),
    method: 'monte carlo',
    entries: [{ entry: 'guest', probability: around(0.58), cut: [CLOSE_GUEST] }],
    paths: [
      {
        entry: 'guest',
        probability: 0.58,
        days: [0.1, 1],
        steps: [
          {
            node: 'demo-6#dicom',
            device: 'demo-6',
            name: 'Main PACS',
            words: 'From the guest network the archive answers on port 11112 and takes searches from anybody.',
            finding: 'demo-6-exposure',
            isAssumed: false,
          },
        ],
      },
    ],
  },
  {
    device: 'demo-14',
    name: 'Mammography',
    kind: 'scanner',
    modality: 'MG',
    zone: 'Imaging rooms',
    probability: { low: 0, mode: 0, high: 0 },
    method: 'exact',
    entries: [],
    paths: [],
  },
];

function talk(from: string, fromName: string, hangs: RiskTalk['hangs'], flows: number): RiskTalk {
  const to = { to: 'demo-6', toName: 'Main PACS', port: 11_112, protocols: ['dicom'] };
  return { from, fromName, ...to, hangs, flows, lastSeenAt: daysAgo(2) };
}

function action(id: string, name: string, more: Partial<RiskAction>): RiskAction {
  return {
    id,
    name,
    why: 'It takes away the likeliest way to the CT.',
    kind: 'close',
    cost: { low: 200, mode: 500, high: 1200 },
    days: 1,
    ownerRole: 'network',
    downtimeHours: 0,
    needsMaker: false,
    findings: ['demo-6-exposure'],
    devices: ['demo-6'],
    cutsFlows: 0,
    scenarios: [],
    saves: { mean: 61_000, interval: [22_000, 140_000] },
    harmEventsLess: 0,
    basis: 'ours: half a day of a network engineer',
    ...more,
  };
}

const ACTIONS: readonly RiskAction[] = [
  action('close-guest', 'Close the guest network against the archive', {
    asksFlows: 1,
    cuts: [talk('laptop', 'LAPTOP', 'guest', 1)],
  }),
  action('close-office', 'Close the offices against CT 1', {
    cutsFlows: 14,
    asksFlows: 1,
    cuts: [talk('ws-1', 'Reading workstation', 'exam', 13), talk('pc-9', 'PC of the front desk', 'unsure', 1)],
    saves: { mean: 18_000, interval: [-2_000, 52_000] },
  }),
  action('mend-console', 'Bring the console of CT 1 to a supported system', {
    kind: 'mend',
    ownerRole: 'biomed',
    cost: { low: 9_000, mode: 14_000, high: 30_000 },
    days: 20,
    downtimeHours: 8,
    needsMaker: true,
    findings: ['demo-1-exposure'],
    devices: ['demo-1'],
    saves: { mean: 74_000, interval: [31_000, 180_000] },
  }),
  action('check-callers', 'Let the archive check who is calling', {
    kind: 'mend',
    ownerRole: 'pacs',
    cost: { low: 500, mode: 1_000, high: 3_000 },
    days: 3,
    downtimeHours: 1,
    saves: { mean: 40_000, interval: [12_000, 95_000] },
  }),
  action('offline-copies', 'Keep copies of the archive off the network', {
    kind: 'control',
    ownerRole: 'pacs',
    cost: { low: 3_000, mode: 6_000, high: 12_000 },
    days: 10,
    findings: [],
    devices: ['demo-6', 'demo-7'],
    saves: { mean: 35_000, interval: [8_000, 110_000] },
  }),
  action('train', 'Train everybody to tell a mail that was made to deceive', {
    kind: 'control',
    ownerRole: 'owner',
    cost: { low: 1_000, mode: 2_500, high: 6_000 },
    days: 30,
    findings: [],
    devices: [],
    saves: { mean: 9_000, interval: [0, 31_000] },
  }),
];

/** The assessment of an organization with ways to its devices, and what to do about them. */
export function withWays(document: RiskDocument, tenant: FakeTenant): RiskDocument {
  const big = tenant.id === 'group' ? bigOf(tenant) : null;
  const actions = big?.actions ?? ACTIONS;
  const chosen = big ? actions.slice(0, 120) : ACTIONS.filter(({ id }) => id !== 'close-office' && id !== 'train');
  const cost = chosen.reduce((sum, each) => sum + each.cost.mode, 0);
  const [today, after] = [document.expected.today.mean, document.expected.after.mean];
  const share = (part: number) => today - (today - after) * part;
  const { budget = document.plan.budget, horizonDays = document.plan.horizonDays } = tenant.risk?.stated ?? {};
  const known = new Set(document.figures.map(({ path }) => path));
  return {
    ...document,
    figures: [...document.figures, ...FIGURES.filter(({ path }) => !known.has(path))],
    entries: [...ENTRIES],
    targets: [...(big?.targets ?? TARGETS)],
    chokePoints: [
      { change: CLOSE_GUEST, reduction: 0.72, interval: [0.4, 1.1] },
      { change: MEND_CONSOLE, reduction: 0.29, interval: [0.1, 0.5] },
      { change: CLOSE_OFFICE, reduction: 0.11 },
    ],
    actions: [...actions],
    plan: {
      budget,
      horizonDays,
      chosen: chosen.map(({ id }, index) => ({
        action: id,
        dueDay: [4, 20, 55, 88][index % 4] ?? 4,
        bucket: (['30', '30', '60', '90'] as const)[index % 4] ?? '30',
        lossBefore: share(index / chosen.length),
        lossAfter: share((index + 1) / chosen.length),
        beforeInterval: aroundLoss(share(index / chosen.length)),
        afterInterval: aroundLoss(share((index + 1) / chosen.length)),
      })),
      cost,
      saves: { mean: today - after, interval: [(today - after) / 2, (today - after) * 2] },
      leftOut: actions
        .filter((each) => !chosen.includes(each))
        .map(({ id }) => ({ action: id, because: 'It would cut 14 recorded conversations that exams depend on.' })),
      capacity: tenant.risk?.stated.capacity,
      frontier: [
        { budget: 0, remainingLoss: today, actions: 0 },
        { budget: cost * 0.02, remainingLoss: share(0.4), actions: 1 },
        { budget: cost * 0.07, remainingLoss: share(0.6), actions: 2 },
        { budget: cost * 0.35, remainingLoss: share(0.75), actions: 3 },
        { budget: cost, remainingLoss: after, actions: 4 },
        { budget: cost * 1.1, remainingLoss: share(1.02), actions: 5 },
        { budget: cost * 2, remainingLoss: share(1.03), actions: 6 },
      ].map((point) => ({ ...point, interval: aroundLoss(point.remainingLoss) })),
    },
  };
}

function bigOf(tenant: FakeTenant): { targets: RiskTarget[]; actions: RiskAction[] } {
  const devices = tenant.devices.slice(0, 400);
  const [story] = TARGETS;
  const targets = devices.map(
    (device, index): RiskTarget => ({
      ...(story ?? raise()),
      device: device.id,
      name: device.name,
      kind: device.kind,
      modality: device.modality,
      zone: device.zone,
      probability: around(0.7 / (1 + index / 20)),
      paths: (story?.paths ?? []).map((way) => ({
        ...way,
        steps: [
          ...way.steps
            .slice(0, -1)
            .map((step) => ({ ...step, name: devices[(index + 1) % devices.length]?.name ?? '' })),
          { ...(way.steps.at(-1) ?? raise()), device: device.id, name: device.name },
        ],
      })),
    }),
  );
  const roles = ['network', 'pacs', 'biomed', 'owner', 'maker'];
  const actions = devices.map((device, index) =>
    action(`action-${index}`, `Close what nobody uses at ${device.name}`, {
      ownerRole: roles[index % roles.length] ?? 'network',
      devices: [device.id],
      findings: [],
      saves: { mean: 9_000 - index * 20, interval: [2_000, 20_000] },
    }),
  );
  return { targets, actions };
}

function raise(): never {
  throw new Error('the sample has no story');
}

type SampleFigure = RiskDocument['figures'][number];

const OURS = 'ours: a judgement, not measured';
const FIGURES: readonly SampleFigure[] = [
  {
    path: 'patients',
    label: 'Patients in the archives',
    unit: 'patients',
    value: 42_000,
    basis: 'stated',
    source: 'stated by Kim',
  },
  ...(
    [
      ['CT', 20],
      ['MR', 9],
      ['US', 15],
      ['DX', 40],
      ['MG', 18],
      ['XA', 6],
    ] as const
  ).map(
    ([modality, mode]): SampleFigure => ({
      path: `modalities.${modality}.examsPerDay`,
      label: `Exams a day of a ${modality} machine`,
      unit: 'exams a day',
      value: { low: mode * 0.7, mode, high: mode * 1.3 },
      basis: 'default',
      source: OURS,
    }),
  ),
  ...(
    [
      ['guest', 'a laptop in the guest network', 0.1],
      ['office', 'an office PC whose user was deceived', 0.4],
      ['insider', 'somebody who works here', 0.03],
      ['internet', 'the internet', 0.5],
    ] as const
  ).map(
    ([entry, name, mode]): SampleFigure => ({
      path: `entries.${entry}.yearly`,
      label: `Times a year that somebody holds ${name}`,
      unit: 'times a year',
      value: { low: mode / 5, mode, high: mode * 5 },
      basis: 'default',
      source: OURS,
    }),
  ),
];

const ENTRIES: readonly RiskDocument['entries'][number][] = (
  [
    ['guest', 'a laptop in the guest network', 0.1, 2, true, 'Kim said that it opens Servers and Offices.'],
    [
      'office',
      'an office PC whose user was deceived',
      0.4,
      3,
      false,
      'Nobody said which zones it opens; it is taken to open those with office in their name.',
    ],
    [
      'insider',
      'somebody who works here',
      0.03,
      4,
      false,
      'Nobody said which zones it opens; it is taken to open all.',
    ],
    ['internet', 'the internet', 0.5, 0, true, 'No device was seen to be opened from the internet.'],
  ] as const satisfies readonly (readonly [EntryKind, string, number, number, boolean, string])[]
).map(([entry, name, mode, opens, isKnown, because]) => ({
  entry,
  name,
  yearly: { low: mode / 5, mode, high: mode * 5 },
  opens,
  isKnown,
  because,
}));
