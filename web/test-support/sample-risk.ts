// Made-up assessments of risk, of any number of scenarios and devices, as the contract has them. Figures are invented; their directions are
// those of a real one: what is inherent is worst, the plan lowers both money and harm.
import {
  type Acceptability,
  DEFAULT_HARM_MATRIX,
  type HarmPlacement,
  type HarmSeverity,
  type LossSummary,
  type ProbabilityBand,
  type RiskAction,
  type RiskDocument,
  type RiskFigure,
  type RiskPath,
  type RiskScenario,
} from '#contracts/index.ts';
import { daysAgo, type FakeDevice, HOSTILE_NAMES } from './fake-devices.ts';

const OURS = 'ours: judgement of the authors of this library, not measured';
const BOUNDS: Readonly<Record<ProbabilityBand, number>> = { ...DEFAULT_HARM_MATRIX.bounds, improbable: 0.00002 };

/** Chances of a year, and the normal score of each. */
const SCORES = [
  [0.95, -1.645],
  [0.8, -0.842],
  [0.5, 0],
  [0.3, 0.524],
  [0.2, 0.842],
  [0.1, 1.282],
  [0.05, 1.645],
  [0.02, 2.054],
  [0.01, 2.326],
  [0.002, 2.878],
  [0.0005, 3.291],
] as const;

/** A year that loses nothing but with chance `any`, and then something lognormal of this median and spread. */
function lossOf(any: number, median: number, spread: number): LossSummary {
  const mean = any * median * Math.exp(spread ** 2 / 2);
  const at = (chance: number) => {
    const score = SCORES.findLast(([each]) => each >= Math.min(0.95, chance / any))?.[1] ?? 0;
    return chance >= any ? 0 : median * Math.exp(spread * score);
  };
  return {
    mean,
    sd: mean * 2,
    quantiles: { '0.05': at(0.95), '0.5': at(0.5), '0.9': at(0.1), '0.95': at(0.05), '0.99': at(0.01) },
    probabilityOfAnyLoss: any,
    expectedShortfall95: Math.max(at(0.03), mean),
    exceedance: [
      [0, any],
      ...SCORES.map(([chance, z]): [number, number] => [median * Math.exp(spread * z), any * chance]),
    ],
  };
}

function placed(severity: HarmSeverity, band: ProbabilityBand | null, reachesPerson = true): HarmPlacement {
  const { cells } = DEFAULT_HARM_MATRIX;
  const chance = band === null ? null : BOUNDS[band] * 1.6;
  const range: [Acceptability, Acceptability] = ['investigate', 'not acceptable'];
  return {
    reachesPerson,
    severity,
    severityRange: ['minor', severity],
    yearlyChance: chance,
    yearlyChanceRange: [(chance ?? 0.001) / 5, (chance ?? 0.02) * 4],
    band,
    bandRange: ['improbable', band ?? 'frequent'],
    acceptability: band === null ? null : (cells[band]?.[severity] ?? null),
    acceptabilityRange: range,
  };
}

function band(mode: number) {
  return { low: mode / 4, mode, high: mode * 3 };
}

interface Plot {
  readonly id: string;
  readonly name: string;
  readonly group: string;
  readonly story: string;
  readonly who: string;
  readonly motive: string;
  readonly function: string;
  /** Loss events a year, today. */
  readonly yearly: number;
  readonly median: number;
  readonly severity: HarmSeverity;
  readonly today: ProbabilityBand;
  readonly after: ProbabilityBand;
  readonly person: boolean;
}

const PLOTS: readonly Plot[] = [
  {
    id: 'ct-dose-too-high',
    name: 'CT protocol altered so that patients get too much radiation',
    group: 'configuration',
    story:
      'Somebody who has got into the computer of the CT changes the stored scan settings, so that each exam gives several times the radiation it should. The pictures still look good, so nobody notices at once.',
    who: 'An attacker who wants to hurt people or to blackmail, or an angry insider',
    motive: 'Harm, blackmail or revenge',
    function: 'acquisition protocols (tube current, voltage, pitch)',
    yearly: 0.002,
    median: 600_000,
    severity: 'critical',
    today: 'probable',
    after: 'remote',
    person: true,
  },
  {
    id: 'findings-removed',
    name: 'Findings removed from images in the archive',
    group: 'images',
    story:
      'Somebody changes stored images so that a growth can no longer be seen. The reader trusts the image and the patient is not treated.',
    who: 'An attacker who wants to hurt one person',
    motive: 'Harm to one person, or doubt about all images',
    function: 'stored images',
    yearly: 0.004,
    median: 350_000,
    severity: 'serious',
    today: 'occasional',
    after: 'remote',
    person: true,
  },
  {
    id: 'worklist-poisoned',
    name: 'Worklist poisoned: the wrong patient is examined',
    group: 'worklist',
    story: 'Somebody changes entries of the worklist, so that images are stored under the name of another patient.',
    who: 'An attacker in the network',
    motive: 'Chaos',
    function: 'worklist',
    yearly: 0.01,
    median: 40_000,
    severity: 'serious',
    today: 'occasional',
    after: 'occasional',
    person: true,
  },
  {
    id: 'ransom-department',
    name: 'Ransomware in the whole department',
    group: 'ransomware',
    story:
      'A program encrypts the archive and the workstations in one night. No exam can be read for days, and urgent patients are sent elsewhere.',
    who: 'A gang that lives on ransom',
    motive: 'Money',
    function: 'all of the department',
    yearly: 0.12,
    median: 420_000,
    severity: 'serious',
    today: 'probable',
    after: 'occasional',
    person: true,
  },
  {
    id: 'records-stolen',
    name: 'Records of patients stolen and published',
    group: 'records',
    story: 'The archive answers strangers. Somebody copies what is in it and publishes a part of it.',
    who: 'A gang, or anybody with a search engine',
    motive: 'Money',
    function: 'stored images and their names',
    yearly: 0.08,
    median: 900_000,
    severity: 'negligible',
    today: 'improbable',
    after: 'improbable',
    person: false,
  },
  {
    id: 'update-failed',
    name: 'An update fails and the machine stands still',
    group: 'update',
    story: 'An update of the maker does not start again. The machine stands still until the service comes.',
    who: 'Nobody; it happens',
    motive: 'None',
    function: 'all of the machine',
    yearly: 0.3,
    median: 18_000,
    severity: 'minor',
    today: 'probable',
    after: 'probable',
    person: true,
  },
];

function pathTo(device: FakeDevice, archive: FakeDevice): RiskPath {
  return {
    entry: 'guest',
    probability: 0.34,
    days: [2, 19],
    steps: [
      {
        node: 'entry:guest',
        device: null,
        name: 'A laptop in the guest network',
        words: 'Somebody sits in the waiting room with a laptop in the guest network.',
        finding: null,
        isAssumed: false,
      },
      {
        node: archive.id,
        device: archive.id,
        name: archive.name,
        words: 'From there the archive answers on port 11112 and takes queries from anyone.',
        finding: `${archive.id}-exposure`,
        isAssumed: false,
      },
      {
        node: device.id,
        device: device.id,
        name: device.name,
        words: 'From the archive the console is reached; it runs a system that nobody repairs any more.',
        finding: `${device.id}-exposure`,
        isAssumed: true,
      },
    ],
  };
}

function scenarioOf(plot: Plot, devices: readonly FakeDevice[]): RiskScenario {
  const { yearly, median, person } = plot;
  const [device, archive] = [devices[0], devices[5] ?? devices[1]];
  const harm = (at: ProbabilityBand) => placed(plot.severity, at, person);
  return {
    id: plot.id,
    name: plot.name,
    group: plot.group,
    story: plot.story,
    reachesPerson: person,
    function: plot.function,
    actor: { who: plot.who, motive: plot.motive },
    devices: Math.min(3, devices.length),
    events: { inherent: band(yearly * 3), today: band(yearly), after: band(yearly / 4) },
    loss: {
      inherent: lossOf(Math.min(0.9, yearly * 3), median, 1.1),
      today: lossOf(Math.min(0.9, yearly), median, 1.1),
      after: lossOf(yearly / 4, median, 1),
    },
    costs: [
      {
        form: 'productivity',
        what: 'Exams that cannot be made while the device is off',
        mean: median * 0.35,
        because: '20 exams a day × $350 × 8 days × 40% that cannot be moved',
        basis: OURS,
      },
      {
        form: 'response',
        what: 'People and experts to find out what happened and to put it right',
        mean: median * 0.4,
        because: '$20,000 to $400,000, most likely $80,000',
        basis: OURS,
      },
      {
        form: 'fines',
        what: 'Penalty under HIPAA, tier 2',
        mean: median * 0.25,
        because: 'Tier 2: $1,461 to $73,011 for each kind of violation in a year',
        basis: '45 CFR 102.3, as adjusted for 2025',
      },
    ],
    ...(archive
      ? {
          exposed: {
            held: 30_000,
            devices: [
              {
                device: archive.id,
                name: archive.name,
                entry: 'guest',
                rung: 'E6',
                gives: 'answers patient searches from anyone',
                reached: { low: 0.4, mode: 0.95, high: 0.98 },
                records: { low: 12_000, mode: 28_500, high: 29_400 },
              },
            ],
          },
        }
      : {}),
    harm: { inherent: harm(plot.today), today: harm(plot.today), after: harm(plot.after) },
    severity: [
      { aspect: 'injury', rating: person ? 3 : 0, basis: 'FDA MedWatch 2009-10-08; the rating is ours' },
      { aspect: 'diagnosis', rating: person ? 1 : 0, basis: OURS },
      { aspect: 'delay', rating: person ? 2 : 0, basis: OURS },
      { aspect: 'privacy', rating: person ? 0 : 4, basis: OURS },
      { aspect: 'equipment', rating: 1, basis: OURS },
      { aspect: 'trust', rating: 3, basis: OURS },
    ],
    techniques: { capec: ['CAPEC-75', 'CAPEC-176'], ics: ['T0836', 'T0831'], enterprise: ['T1565.001'] },
    preconditions: [
      { what: 'The attacker can run programs on the computer of the device.', holds: 3 },
      { what: 'The scan settings are files that a program on the host can write.', holds: 0 },
    ],
    detection: ['Dose by protocol rises against that of last month.', 'Protocol files differ from the agreed copy.'],
    controls: [
      { id: 'segmentation', name: 'Rules between zones: only named partners reach the device', inPlace: false },
      { id: 'dose-watch', name: 'Dose by protocol looked at every day', inPlace: true },
    ],
    path: device && archive ? pathTo(device, archive) : null,
    sources: [
      { what: 'Mahler and others 2018, four classes of attack on CT', reference: 'arXiv 1801.05583' },
      {
        what: 'FDA 2009: wrong settings gave 206 patients about eight times the dose',
        reference: 'FDA MedWatch 2009-10-08',
      },
    ],
  };
}

function expectedOf({ mean }: LossSummary): RiskDocument['expected']['today'] {
  return { mean, interval: [mean * 0.45, mean * 1.9] };
}

/** `copies` of each scenario; from the second on they have hostile names. */
function plotsOf(copies: number): Plot[] {
  return Array.from({ length: copies }, (_, copy) =>
    PLOTS.map((plot, index) =>
      copy === 0
        ? plot
        : {
            ...plot,
            id: `${plot.id}-${copy}`,
            name: HOSTILE_NAMES[(copy + index) % HOSTILE_NAMES.length] ?? plot.name,
          },
    ),
  ).flat();
}

function actionsOf(devices: readonly FakeDevice[]): RiskAction[] {
  const names = devices.slice(0, 3);
  const action = (id: string, name: string, kind: RiskAction['kind'], cost: number, saves: number): RiskAction => ({
    id,
    name,
    kind,
    why: 'It lies on the likeliest way to the machines that matter most.',
    cost: { low: cost / 2, mode: cost, high: cost * 2 },
    days: 2,
    ownerRole: kind === 'mend' ? 'Maker of the device' : 'Network team',
    downtimeHours: kind === 'mend' ? 4 : 0,
    needsMaker: kind === 'mend',
    findings: [],
    devices: names.map(({ id: device }) => device),
    cutsFlows: 0,
    scenarios: [],
    saves: { mean: saves, interval: [saves / 3, saves * 2] },
    basis: OURS,
  });
  return [
    action('close-1', 'Close port 11112 of Main PACS to the guest network', 'close', 600, 48_000),
    action('close-2', 'Let only the archive and the worklist reach CT 1', 'close', 900, 21_000),
    action('mend-1', 'Ask the maker for version 4.2 on CT 1', 'mend', 8_000, 9_500),
  ];
}

function figure(path: string, label: string, unit: string, value: RiskFigure['value']): RiskFigure {
  return { path, label, unit, value, basis: 'default', source: OURS };
}

/** Every figure as it counts before anybody states one. */
export function sampleFigures(): RiskFigure[] {
  const triple = (low: number, mode: number, high: number) => ({ low, mode, high });
  return [
    figure('currency', 'Currency', '', 'USD'),
    figure('patients', 'Patients in the archives', 'patients', 41_000),
    figure('costOfRecords', 'Cost of records that get out', 'USD by the number of records', 'regression'),
    figure('openDaysPerYear', 'Days with exams', 'days a year', 250),
    figure('modalities.CT.examsPerDay', 'CT: exams a day of one machine', 'exams', triple(15, 20, 24)),
    figure('modalities.CT.incomePerExam', 'CT: income of an exam', 'USD', triple(250, 350, 500)),
    figure('modalities.CT.cannotMove', 'CT: share of exams that cannot be moved', 'share', triple(0.2, 0.4, 0.7)),
    figure('modalities.CT.replacement', 'CT: price of a new machine', 'USD', triple(300_000, 600_000, 1_500_000)),
    figure('entries.internet.yearly', 'How often an attacker holds the internet', 'times a year', triple(0.1, 0.5, 3)),
    figure(
      'entries.guest.yearly',
      'How often an attacker holds a laptop in the guest network',
      'times a year',
      triple(0.02, 0.1, 0.5),
    ),
    figure('actionCosts.rule.cost', 'A rule between two networks: cost', 'USD', triple(100, 250, 800)),
    figure('actionCosts.rule.days', 'A rule between two networks: work', 'days', 0.5),
    {
      ...figure('devices.demo-1.patientsPerDay', 'CT room 1: patients a day', 'patients', 22),
      basis: 'stated',
      source: 'stated of the device',
    },
  ];
}

export interface SampleOptions {
  readonly id: string;
  readonly site: string;
  readonly devices: readonly FakeDevice[];
  /** How many times each made-up scenario stands in it. */
  readonly copies: number;
  /** Devices for each scenario in the list of harm. */
  readonly pairs: number;
  /** There is one before it, and a tolerance is stated. */
  readonly seasoned: boolean;
}

/** The document. */
export function sampleRisk({ id, site, devices, copies, pairs, seasoned }: SampleOptions): RiskDocument {
  const plots = plotsOf(copies);
  const scenarios = plots.map((plot) => scenarioOf(plot, devices));
  const actions = actionsOf(devices);
  const loss = {
    inherent: lossOf(0.62, 240_000, 1.2),
    today: lossOf(0.34, 190_000, 1.2),
    after: lossOf(0.16, 90_000, 1.1),
  };
  const saved = { mean: loss.today.mean - loss.after.mean, interval: [31_000, 188_000] as [number, number] };
  return {
    schema: 'dosimeter.risk/1',
    id,
    site,
    at: daysAgo(seasoned ? 0.2 : 3),
    seed: 1,
    trials: 100_000,
    currency: 'USD',
    figures: sampleFigures(),
    entries: [
      {
        entry: 'guest',
        name: 'a laptop in the guest network',
        yearly: { low: 0.02, mode: 0.1, high: 0.5 },
        opens: 4,
        isKnown: false,
        because: 'Nobody said which zones the guest network reaches; every zone without a stated wall counts.',
      },
    ],
    targets: devices.slice(0, 4).map((device) => ({
      device: device.id,
      name: device.name,
      kind: device.kind,
      modality: device.modality,
      zone: device.zone,
      probability: { low: 0.2, mode: 0.6, high: 0.9 },
      method: 'exact',
      entries: [],
      paths: [],
    })),
    chokePoints: [],
    scenarios,
    loss,
    expected: { inherent: expectedOf(loss.inherent), today: expectedOf(loss.today), after: expectedOf(loss.after) },
    tolerance: seasoned
      ? [
          { loss: 100_000, probability: 0.2, today: 0.27, after: 0.08 },
          { loss: 1_000_000, probability: 0.02, today: 0.03, after: 0.003 },
        ]
      : [],
    sensitivity: [
      {
        input: 'ransom-department.frequency',
        label: 'Ransomware in the whole department: how often',
        swing: 96_000,
        sides: [-31_000, 65_000],
      },
      {
        input: 'records-stolen.losses.0',
        label: 'Records of patients stolen and published: cost of records',
        swing: 52_000,
        sides: [-14_000, 38_000],
      },
      { input: 'patients', label: 'Patients in the archives', swing: 33_000, sides: [-15_000, 18_000] },
      {
        input: 'update-failed.frequency',
        label: 'An update fails and the machine stands still: how often',
        swing: 4_200,
        sides: [2_900, -1_300],
      },
    ],
    harm: plots
      .filter(({ person }) => person)
      .flatMap((plot) =>
        devices.slice(0, pairs).map((device) => ({
          scenario: plot.id,
          scenarioName: plot.name,
          device: device.id,
          deviceName: device.name,
          function: plot.function,
          today: placed(plot.severity, plot.today),
          after: placed(plot.severity, plot.after),
        })),
      ),
    actions,
    plan: {
      budget: seasoned ? 20_000 : null,
      horizonDays: 90,
      chosen: actions.map(({ id: action, saves }, index) => ({
        action,
        dueDay: 14 + index * 25,
        bucket: index === 0 ? '30' : index === 1 ? '60' : '90',
        lossBefore: loss.today.mean - index * 20_000,
        lossAfter: loss.today.mean - index * 20_000 - saves.mean,
      })),
      cost: 9_500,
      saves: saved,
      leftOut: [{ action: 'mend-2', because: 'It costs more than it saves.' }],
      frontier: [
        { budget: 0, remainingLoss: loss.today.mean, actions: 0 },
        { budget: 9_500, remainingLoss: loss.after.mean, actions: 3 },
      ],
    },
    settle: [
      { what: 'Count the patients in the archives', because: 'Half of the range of stolen records hangs on it.' },
      {
        what: 'Say which zones the guest network reaches',
        because: 'Every zone counts as open until somebody says so.',
      },
    ],
    since: seasoned
      ? {
          id: 'risk-0',
          at: daysAgo(30),
          mean: 154_000,
          reached: 3.1,
          because: ['The rule between the guest network and the archive is gone.', 'Two devices are new.'],
        }
      : null,
    done: [],
    achieved: null,
  };
}
