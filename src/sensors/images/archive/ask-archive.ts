// Asks an archive for the department's machines: from the newest day back, in ranges of days that grow while little is found and
// shrink when a bound is hit; what a match says is counted by device and day and let go.
import { Fault } from '#kit/index.ts';
import { daysFrom, daysLater } from '../day-of.ts';
import { acquires, type Equipment, isNamed, MODALITIES } from '../equipment.ts';
import type { ImageInventory } from '../image-inventory.ts';
import { type Archive, type Days, type Match, Stopped } from './archive.ts';

/** What is wanted. */
export interface ArchiveWish extends Days {
  /** Exams after which asking ends. */
  readonly mostStudies: number;
  readonly signal: AbortSignal;
  onProgress?(fraction: number, studies: number): void;
}

/** What became of it; the machines are in the inventory. */
export interface ArchiveReport {
  /** Exams that were looked at. */
  readonly studies: number;
  /** Exams whose machine the archive does not name, by modality. */
  readonly unnamed: Readonly<Record<string, number>>;
  /** The oldest day that was asked for and answered in full; null when none was. */
  readonly backTo: string | null;
  readonly ended: 'whole' | 'stopped' | 'bound' | 'broken';
  /** What was not as it should be, in sentences. */
  readonly problems: readonly string[];
}

/** Matches of one question; where there are more, the days are halved. */
export const MOST_MATCHES = 500;
/** Matches of one day, which cannot be halved. */
export const MOST_OF_DAY = 5000;
const MOST_SERIES = 500;
export const MOST_DAYS = 64;
/** Image searches that taught nothing, after which no more are made. */
const MOST_IN_VAIN = 3;
const MOST_SAMPLES = 20_000;
/** Longest that an archive is asked. */
export const MOST_MS = 4 * 3_600_000;

/** Asks from the newest day to the oldest. What was learned before trouble came is kept. */
export async function askArchive(
  archive: Archive,
  inventory: ImageInventory,
  wish: ArchiveWish,
): Promise<ArchiveReport> {
  const survey = new Survey(archive, inventory, wish);
  let ended: ArchiveReport['ended'];
  try {
    ended = await survey.run();
  } catch (error) {
    if (error instanceof Stopped) ended = 'stopped';
    else if (error instanceof Fault) {
      ended = 'broken';
      survey.problems.add(error.message);
    } else throw error;
  }
  const { studies, unnamed, backTo, problems } = survey;
  return {
    studies,
    unnamed: Object.fromEntries([...unnamed].sort(([a], [b]) => (a < b ? -1 : 1))),
    backTo,
    ended,
    problems: [...problems],
  };
}

class Survey {
  readonly #archive: Archive;
  readonly #inventory: ImageInventory;
  readonly #wish: ArchiveWish;
  /** What images told of machines of which series say little, by what series do say. */
  readonly #samples = new Map<string, Equipment | null>();
  #inVain = 0;
  readonly #until = performance.now() + MOST_MS;
  studies = 0;
  backTo: string | null = null;
  readonly unnamed = new Map<string, number>();
  readonly problems = new Set<string>();

  constructor(archive: Archive, inventory: ImageInventory, wish: ArchiveWish) {
    this.#archive = archive;
    this.#inventory = inventory;
    this.#wish = wish;
  }

  async run(): Promise<'whole' | 'bound'> {
    const { from, to } = this.#wish;
    let last = to;
    let width = 1;
    while (last >= from) {
      if (performance.now() > this.#until) {
        this.problems.add(`Asking took four hours; what is older than ${daysLater(last, 1)} was not asked for.`);
        return 'bound';
      }
      const earliest = daysLater(last, 1 - width);
      const days = { from: earliest < from ? from : earliest, to: last };
      const found = await this.#archive.list(days, width === 1 ? MOST_OF_DAY : MOST_MATCHES);
      if (!found.complete && width > 1) {
        width = Math.max(1, Math.floor(width / 2));
        continue;
      }
      if (!found.complete)
        this.problems.add(`More was stored on ${last} than is read of one day; its exams are too few.`);
      if (!(await this.#take(days, found))) return 'bound';
      this.backTo = days.from;
      if (found.matches.length < MOST_MATCHES / 4) width = Math.min(MOST_DAYS, width * 2);
      last = daysLater(days.from, -1);
    }
    this.#wish.onProgress?.(1, this.studies);
    return 'whole';
  }

  /** Takes what was found; false when enough was. */
  async #take(
    days: Days,
    { level, matches }: { readonly level: 'study' | 'series'; readonly matches: readonly Match[] },
  ): Promise<boolean> {
    const studies = new Map<string, Match[]>();
    for (const match of matches) {
      const day = match.day === '' && days.from === days.to ? days.from : match.day;
      // What lies outside of the days was not asked for.
      if (match.study === '' || day < days.from || day > days.to) continue;
      const own = studies.get(match.study);
      if (own) own.push({ ...match, day });
      else studies.set(match.study, [{ ...match, day }]);
    }
    for (const [study, [first, ...others]] of studies) {
      if (!first) continue;
      if (this.studies >= this.#wish.mostStudies) return false;
      if (performance.now() > this.#until) {
        this.problems.add(`Asking took four hours; what is older than ${first.day} was not asked for.`);
        return false;
      }
      const series = level === 'series' ? [first, ...others] : await this.#seriesOf(first);
      this.studies++;
      await this.#count(study, first.day, series);
      this.#progress(first.day);
    }
    return true;
  }

  #progress(day: string): void {
    const { from, to } = this.#wish;
    this.#wish.onProgress?.(Math.min(0.99, daysFrom(day, to) / daysFrom(from, to)), this.studies);
  }

  async #seriesOf(study: Match): Promise<readonly Match[]> {
    // Reports and documents alone: no machine took them.
    if (study.modalities.length > 0 && !study.modalities.some((each) => MODALITIES.has(each))) return [];
    const { matches } = await this.#archive.series(study.study, MOST_SERIES);
    return matches;
  }

  async #count(study: string, day: string, series: readonly Match[]): Promise<void> {
    const unnamed = new Set<string>();
    let isNamedOnce = false;
    for (const match of series) {
      if (!acquires(match.equipment)) continue;
      const equipment = await this.#equipmentOf(match, study, day);
      if (!isNamed(equipment)) {
        unnamed.add(equipment.modality);
        continue;
      }
      isNamedOnce = true;
      this.#inventory.add({ equipment, day, study, sourceTitle: '' }, Math.max(1, match.objects ?? 1));
    }
    if (isNamedOnce) return;
    for (const modality of unnamed) this.unnamed.set(modality, (this.unnamed.get(modality) ?? 0) + 1);
  }

  /** What a series says of its machine; where that is little, what an image of the same station on the same day says. */
  async #equipmentOf({ equipment, series }: Match, study: string, day: string): Promise<Equipment> {
    const { serial, software, station, model, modality } = equipment;
    if (serial !== '' || software !== '') return equipment;
    const alike = [station === '' ? study : station, model, modality, day].join('\n');
    const known = this.#samples.get(alike);
    if (known !== undefined) return known ?? equipment;
    if (series === '' || this.#inVain >= MOST_IN_VAIN || this.#samples.size >= MOST_SAMPLES) return equipment;
    const image = await this.#archive.image(study, series);
    const told = image && moreOf(equipment, image.equipment);
    this.#inVain = told ? 0 : this.#inVain + 1;
    this.#samples.set(alike, told);
    return told ?? equipment;
  }
}

/** What an image adds to what its series says; null when it adds nothing. */
function moreOf(series: Equipment, image: Equipment): Equipment | null {
  const both = {
    vendor: series.vendor || image.vendor,
    model: series.model || image.model,
    serial: series.serial || image.serial,
    station: series.station || image.station,
    software: series.software || image.software,
    modality: series.modality,
    department: series.department || image.department,
    derived: series.derived,
  };
  const isMore = both.serial !== series.serial || both.software !== series.software || both.station !== series.station;
  return isMore ? both : null;
}
