// Dose and technique of exams, counted in memory machine by machine, day by day and protocol by protocol, and let go as distributions.
// Of an exam the highest value of each figure counts, so that an object seen twice changes nothing.
import { type DoseDay, type DoseFigureName, type DoseSpread, LEAST_EXAMS, LEAST_FOR_ENDS } from '#contracts/index.ts';
import { looksLikePatientData, type Observations } from '#evidence/model.ts';
import { inertText } from '#kit/index.ts';
import { DOSE_NAMES as NAMES, type ObjectDose } from './dose-values.ts';

/** What is counted of an object. */
export interface DosedObject {
  /** The subject of its machine. */
  readonly key: string;
  /** YYYY-MM-DD of the study. */
  readonly day: string;
  /** What tells its exam from others: a hash that means nothing to anybody else. */
  readonly exam: string;
  readonly protocol: string;
  readonly dose: ObjectDose;
}

interface Group {
  readonly key: string;
  readonly day: string;
  readonly protocol: string | null;
  /** The highest values of each exam, in the order of the figures. */
  readonly exams: Map<string, Float64Array>;
  /** Some of its exams found no room, so that nothing can be said of it. */
  isCut: boolean;
  lastMs: number;
}

const MOST_EXAMS = 100_000;
const MOST_PROTOCOL = 64;

/** Counts the doses of one run. */
export class DoseCount {
  readonly #groups = new Map<string, Group>();
  readonly #most: number;
  #held = 0;
  #cut = 0;

  /** `most`: exams held at a time; a day and protocol that finds no room for one of its exams is left out. */
  constructor(most = MOST_EXAMS) {
    this.#most = most;
  }

  /** Days and protocols that were left out for want of room. */
  get cut(): number {
    return this.#cut;
  }

  /** Adds an object; `atMs`: when it was seen, where that matters. */
  add({ key, day, exam, protocol, dose }: DosedObject, atMs = 0): void {
    const group = this.#groupOf(key, day, protocolName(protocol));
    group.lastMs = Math.max(group.lastMs, atMs);
    let values = group.exams.get(exam);
    if (!values) {
      if (group.isCut) return;
      if (this.#held >= this.#most) {
        group.isCut = true;
        this.#cut++;
        this.#held -= group.exams.size;
        group.exams.clear();
        return;
      }
      this.#held++;
      values = new Float64Array(NAMES.length).fill(Number.NaN);
      group.exams.set(exam, values);
    }
    for (const [at, name] of NAMES.entries()) {
      const value = dose[name];
      const known = values[at];
      if (value !== undefined && !(known !== undefined && known >= value)) values[at] = value;
    }
  }

  #groupOf(key: string, day: string, protocol: string | null): Group {
    const id = `${key}\n${day}\n${protocol ?? ''}`;
    const known = this.#groups.get(id);
    if (known) return known;
    const group: Group = { key, day, protocol, exams: new Map(), isCut: false, lastMs: 0 };
    this.#groups.set(id, group);
    return group;
  }

  /** The distributions of a machine, by its subject, oldest first. */
  daysOf(key: string): DoseDay[] {
    const own = [...this.#groups.values()].filter((group) => group.key === key);
    return own.flatMap((group) => dayOfGroup(group) ?? []).sort(byDay);
  }

  /** States the distributions and forgets them; `before`: only those of which nothing was seen since. */
  state(observations: Observations, before = Number.POSITIVE_INFINITY): void {
    for (const [id, group] of this.#groups) {
      if (group.lastMs >= before) continue;
      this.#groups.delete(id);
      this.#held -= group.exams.size;
      const day = dayOfGroup(group);
      if (!day) continue;
      const at = { basis: 'observed', confidence: 0.85, atMs: Date.parse(group.day) } as const;
      observations.state({ kind: 'asset', key: group.key }, 'device.dose', day, at);
    }
  }
}

/** A protocol as it may be kept: a name that was typed in place of one is let go. */
function protocolName(protocol: string): string | null {
  const name = inertText(protocol.trim().replace(/\s+/g, ' '), MOST_PROTOCOL - 1);
  return name === '' || looksLikePatientData(protocol) ? null : name.slice(0, MOST_PROTOCOL);
}

function dayOfGroup({ day, protocol, exams, isCut }: Group): DoseDay | null {
  if (isCut || exams.size < LEAST_EXAMS) return null;
  const all = [...exams.values()];
  const spreads = NAMES.map((name, at) => [name, spreadOf(all.map((values) => values[at] ?? Number.NaN))] as const);
  if (spreads.every(([, spread]) => spread === null)) return null;
  const of = new Map(spreads);
  const figure = (name: DoseFigureName) => of.get(name) ?? null;
  return {
    day,
    protocol,
    exams: exams.size,
    figures: {
      ctdiVolMgy: figure('ctdiVolMgy'),
      doseAreaProductDgycm2: figure('doseAreaProductDgycm2'),
      exposureIndex: figure('exposureIndex'),
      deviationIndex: figure('deviationIndex'),
      exposureMas: figure('exposureMas'),
      tubeCurrentMa: figure('tubeCurrentMa'),
      kVp: figure('kVp'),
    },
  };
}

/** How values of exams are spread; null when too few exams have one. */
export function spreadOf(values: readonly number[]): DoseSpread | null {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  if (sorted.length < LEAST_EXAMS) return null;
  const hasEnds = sorted.length >= LEAST_FOR_ENDS;
  return {
    exams: sorted.length,
    low: hasEnds ? quantile(sorted, 0.1) : null,
    quartile1: quantile(sorted, 0.25),
    median: quantile(sorted, 0.5),
    quartile3: quantile(sorted, 0.75),
    high: hasEnds ? quantile(sorted, 0.9) : null,
  };
}

/** Between two values in proportion (Hyndman and Fan 1996, type 7), to three digits. */
function quantile(sorted: readonly number[], share: number): number {
  const at = (sorted.length - 1) * share;
  const below = sorted[Math.floor(at)] ?? 0;
  const above = sorted[Math.ceil(at)] ?? below;
  return Number((below + (above - below) * (at - Math.floor(at))).toPrecision(3));
}

function byDay(a: DoseDay, b: DoseDay): number {
  if (a.day !== b.day) return a.day < b.day ? -1 : 1;
  return (a.protocol ?? '') < (b.protocol ?? '') ? -1 : 1;
}
