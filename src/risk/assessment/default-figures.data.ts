// Figures that count until a site states its own. Those without a public source are ours: a judgement, wide on purpose.
import type { EntryKind, ModalityFigures, RiskSettings, Triple } from '#contracts/index.ts';

const OURS = 'ours: a judgement, not measured';
const WEAK = 'trade figures, weak; state your own';

function triple(low: number, mode: number, high: number): Triple {
  return { low, mode, high };
}

/** Figures of a kind of machine: exams a day, income of an exam (net, US dollars), share that cannot be moved, price of a new one. */
function machine(exams: Triple, income: Triple, cannotMove: Triple, replacement: Triple): ModalityFigures {
  return { examsPerDay: exams, incomePerExam: income, cannotMove, replacement };
}

const K = 1000;
/** By DICOM modality; `other` for the rest. CT: 30 slots of 20 minutes in 10 hours, half to four fifths used; MR: 13 slots of 45 minutes. */
export const DEFAULT_MODALITIES: Readonly<Record<string, ModalityFigures>> = {
  CT: machine(triple(15, 20, 24), triple(250, 350, 500), triple(0.2, 0.4, 0.7), triple(300 * K, 600 * K, 1500 * K)),
  MR: machine(triple(7, 9, 12), triple(450, 600, 900), triple(0.2, 0.4, 0.7), triple(800 * K, 1300 * K, 2500 * K)),
  DX: machine(triple(20, 40, 80), triple(40, 60, 80), triple(0.1, 0.3, 0.5), triple(80 * K, 150 * K, 300 * K)),
  CR: machine(triple(20, 40, 80), triple(40, 60, 80), triple(0.1, 0.3, 0.5), triple(60 * K, 120 * K, 250 * K)),
  US: machine(triple(10, 15, 25), triple(100, 140, 200), triple(0.05, 0.2, 0.4), triple(40 * K, 90 * K, 200 * K)),
  MG: machine(triple(10, 18, 30), triple(80, 120, 200), triple(0.05, 0.2, 0.4), triple(200 * K, 350 * K, 500 * K)),
  XA: machine(triple(3, 6, 10), triple(800, 1500, 4000), triple(0.3, 0.5, 0.8), triple(600 * K, 1000 * K, 2000 * K)),
  RF: machine(triple(5, 10, 18), triple(100, 180, 300), triple(0.1, 0.3, 0.5), triple(150 * K, 300 * K, 600 * K)),
  NM: machine(triple(4, 8, 14), triple(200, 350, 600), triple(0.2, 0.4, 0.7), triple(250 * K, 450 * K, 900 * K)),
  PT: machine(triple(4, 8, 14), triple(600, 1000, 1800), triple(0.3, 0.5, 0.8), triple(1200 * K, 2000 * K, 3500 * K)),
  other: machine(triple(4, 10, 25), triple(50, 120, 300), triple(0.1, 0.3, 0.6), triple(20 * K, 80 * K, 300 * K)),
};

/** Kinds that examine nobody themselves: what a new one costs, installed, in US dollars. */
export const DEFAULT_REPLACEMENT: Readonly<Record<string, Triple>> = {
  archive: triple(8 * K, 30 * K, 120 * K),
  worklist: triple(5 * K, 20 * K, 80 * K),
  viewer: triple(5 * K, 20 * K, 80 * K),
  gateway: triple(2 * K, 6 * K, 20 * K),
  workstation: triple(3 * K, 8 * K, 25 * K),
};

/** Times a year that somebody who means harm holds the entry, with a chance to go on from there. */
export const DEFAULT_ENTRIES: Readonly<Record<EntryKind, Triple>> = {
  internet: triple(0.1, 0.5, 3),
  guest: triple(0.02, 0.1, 0.5),
  office: triple(0.1, 0.4, 1.5),
  vendor: triple(0.005, 0.03, 0.2),
  media: triple(0.02, 0.1, 0.5),
  insider: triple(0.005, 0.03, 0.15),
};

/** What the figure of an entry counts, in words. */
export const HOW_OFTEN: Readonly<Record<EntryKind, string>> = {
  internet: 'How often somebody attacks from the internet',
  guest: 'How often an attacker holds a laptop in the guest network',
  office: 'How often an attacker holds an office PC whose user was deceived',
  vendor: "How often an attacker holds a maker's remote access",
  media: "How often somebody brings a stick or disk with an attacker's program on it",
  insider: 'How often somebody who works here means harm',
};

/** What an entry is called in words. */
export const ENTRY_NAMES: Readonly<Record<EntryKind, string>> = {
  internet: 'the internet',
  guest: 'a laptop in the guest network',
  office: 'an office PC whose user was deceived',
  vendor: "a maker's remote access",
  media: 'a stick or disk that somebody brings',
  insider: 'somebody who works here',
};

/** Years of exams that an archive keeps, and exams of one patient in them, where nobody counted the patients. */
export const ARCHIVE_YEARS = 5;
export const EXAMS_A_PATIENT = 2.5;

/** The figures of a site that stated none. */
export const DEFAULT_SETTINGS: RiskSettings = {
  currency: 'USD',
  patients: null,
  costOfRecords: 'regression',
  openDaysPerYear: 250,
  modalities: { ...DEFAULT_MODALITIES },
  entries: {
    internet: { yearly: DEFAULT_ENTRIES.internet, zones: null },
    guest: { yearly: DEFAULT_ENTRIES.guest, zones: null },
    office: { yearly: DEFAULT_ENTRIES.office, zones: null },
    vendor: { yearly: DEFAULT_ENTRIES.vendor, zones: null },
    media: { yearly: DEFAULT_ENTRIES.media, zones: null },
    insider: { yearly: DEFAULT_ENTRIES.insider, zones: null },
  },
  reach: [],
  controls: [],
  tolerance: [],
  budget: null,
  horizonDays: 90,
};

/** Where the defaults are from, by the first part of their path. */
export const DEFAULT_SOURCES: Readonly<Record<string, string>> = {
  modalities: WEAK,
  entries: OURS,
  patients: `estimated: ${ARCHIVE_YEARS} years of exams, ${EXAMS_A_PATIENT} for each patient; ${OURS}`,
  costOfRecords:
    'Jacobs 2014: ln(cost) = 7.68 + 0.7584 ln(records), residual standard error 0.523, over 115 US breaches of 2013 and 2014',
  openDaysPerYear: OURS,
  currency: OURS,
  perDollar: 'nobody has said it, and figures in dollars cannot be read without it',
  actionCosts: OURS,
};
