// How much depends on a device: 1 (can wait) to 5 (patients depend on it now). What a person stated holds; otherwise a rule
// by what the device is gives a starting value that is marked as inferred. Never a patient's condition.

import type { Circumstance, Circumstances, Criticality } from '#contracts/index.ts';
import { lookup } from '#kit/index.ts';

interface Rule {
  readonly level: number;
  readonly because: string;
}

const BY_MODALITY: Readonly<Record<string, Rule>> = lookup({
  CT: { level: 5, because: 'emergency care for stroke and injury waits for CT' },
  XA: { level: 5, because: 'a patient lies on the table during the procedure' },
  RTIMAGE: { level: 5, because: 'radiotherapy must not be interrupted' },
  MR: { level: 4, because: 'few units, long queues, high income' },
  DX: { level: 4, because: 'most examinations of a department are X-rays' },
  CR: { level: 4, because: 'most examinations of a department are X-rays' },
  RF: { level: 4, because: 'used while the patient is on the table' },
  PT: { level: 4, because: 'the tracer decays while the unit stands' },
  NM: { level: 3, because: 'the tracer decays while the unit stands, few patients a day' },
  US: { level: 3, because: 'several units usually stand in for each other' },
  MG: { level: 3, because: 'examinations can be moved by days' },
});

const BY_KIND: Readonly<Record<string, Rule>> = lookup({
  archive: { level: 5, because: 'all reading and all earlier images depend on it' },
  worklist: { level: 4, because: 'every scanner takes its patients from it' },
  gateway: { level: 3, because: 'others reach the department, or the maker the scanners, through it' },
  modality: { level: 4, because: 'patients are examined on it' },
  viewer: { level: 3, because: 'doctors outside the department see images through it' },
  workstation: { level: 2, because: 'another workstation can stand in' },
  printer: { level: 1, because: 'films can wait' },
});

/** What was stated of a device's criticality. */
export interface StatedCriticality {
  readonly level: number;
  readonly reasons: readonly string[];
}

/** What kind of device it is, as far as that is known. */
interface KindOfDevice {
  readonly kind: string | null;
  readonly modality: string | null;
}

/** How critical a device is by rule, with what is not known. */
export interface CriticalityScore extends Criticality {
  /** The levels that it may have, whatever is not known turns out to be. */
  readonly lowest: number;
  readonly highest: number;
  /** What nobody has said, the one that may move the level most first. */
  readonly unknown: readonly Circumstance[];
}

/** What a circumstance does to the level: half a level at the least, so that no single one decides. */
interface Weight {
  /** The smallest and the largest step that it can take. */
  readonly span: readonly [number, number];
  step(value: boolean | number): number;
  words(value: boolean | number): string;
}

/** By the order in which they are told. */
const WEIGHTS: Readonly<Record<Circumstance, Weight>> = {
  onlyOne: {
    span: [-0.5, 1],
    step: (only) => (only === true ? 1 : -0.5),
    words: (only) =>
      only === true ? 'no other device of the site does its work' : 'another device does its work, too',
  },
  emergency: {
    span: [-0.5, 1],
    step: (used) => (used === true ? 1 : -0.5),
    words: (used) =>
      used === true ? 'emergency patients are examined on it' : 'no emergency patients are examined on it',
  },
  guidesTherapy: {
    span: [0, 1],
    step: (guides) => (guides === true ? 1 : 0),
    words: (guides) => (guides === true ? 'a treatment is guided by it' : 'no treatment is guided by it'),
  },
  substituteHours: {
    span: [-1, 0.5],
    step: (hours) => (Number(hours) <= 4 ? -1 : Number(hours) > 24 ? 0.5 : 0),
    words: (hours) => `its patients can be examined elsewhere after ${counted(Number(hours), 'hour')}`,
  },
  patientsPerDay: {
    span: [-0.5, 0.5],
    step: (patients) => (Number(patients) >= 40 ? 0.5 : Number(patients) < 5 ? -0.5 : 0),
    words: (patients) => `${counted(Number(patients), 'patient')} a day`,
  },
  replacementDays: {
    span: [-0.5, 0.5],
    step: (days) => (Number(days) > 60 ? 0.5 : Number(days) <= 7 ? -0.5 : 0),
    words: (days) => `a new one works after ${counted(Number(days), 'day')}`,
  },
};
const NAMES: readonly Circumstance[] = [
  'onlyOne',
  'emergency',
  'guidesTherapy',
  'substituteHours',
  'patientsPerDay',
  'replacementDays',
];

/** Where the kind is not known, but something of its circumstances is. */
const MIDDLE = 3;

/**
 * How critical a device is: the level of its kind, moved by what is known of its circumstances, rounded with halves upwards and kept within
 * 1 to 5. Null when neither is known. The weights are ours (docs/harm.md).
 */
export function criticalityScore(
  device: KindOfDevice & { readonly circumstances?: Circumstances },
): CriticalityScore | null {
  const { circumstances = {} } = device;
  const base = ruleFor(device);
  const known = NAMES.flatMap((name) => {
    const value = circumstances[name];
    return value === undefined ? [] : [{ name, value }];
  });
  if (!base && known.length === 0) return null;
  const unknown = NAMES.filter((name) => circumstances[name] === undefined);
  const steps = known.map(({ name, value }) => ({
    step: WEIGHTS[name].step(value),
    words: WEIGHTS[name].words(value),
  }));
  const moved = steps.reduce((sum, { step }) => sum + step, 0);
  const open = (end: 0 | 1) => unknown.reduce((sum, name) => sum + WEIGHTS[name].span[end], 0);
  const from = base?.level ?? MIDDLE;
  return {
    level: levelOf(from + moved),
    lowest: levelOf((base?.level ?? 1) + moved + open(0)),
    highest: levelOf((base?.level ?? 5) + moved + open(1)),
    reasons: [
      base
        ? `inferred from its kind (${base.what}): ${base.because}`
        : 'its kind is not known; counted from the middle level',
      ...steps.map(({ step, words }) => (step === 0 ? words : `${words} (${step > 0 ? '+' : ''}${step})`)),
    ],
    unknown: [...unknown].sort((a, b) => widthOf(b) - widthOf(a)),
  };
}

function widthOf(name: Circumstance): number {
  const [least, most] = WEIGHTS[name].span;
  return most - least;
}

function levelOf(sum: number): number {
  return Math.min(5, Math.max(1, Math.floor(sum + 0.5)));
}

function counted(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

function ruleFor({ kind, modality }: KindOfDevice): (Rule & { readonly what: string | null }) | null {
  const byModality = kind === 'modality' || kind === null ? BY_MODALITY[modality ?? ''] : undefined;
  const rule = byModality ?? BY_KIND[kind ?? ''];
  return rule ? { ...rule, what: byModality ? modality : kind } : null;
}

/** The criticality of a device with its reasons, or null when nobody stated it and nothing is known that it could be told from. */
export function criticalityOf(
  stated: StatedCriticality | null,
  device: KindOfDevice & { readonly circumstances?: Circumstances },
): Criticality | null {
  if (stated) return { level: stated.level, reasons: stated.reasons.length > 0 ? [...stated.reasons] : ['as stated'] };
  const score = criticalityScore(device);
  return score && { level: score.level, reasons: score.reasons };
}
