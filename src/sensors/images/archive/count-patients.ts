// How many different patients an archive examined on some days: asked study by study, newest day first, fed into a sketch under a key that
// this run made and that nobody has afterwards. No patient is kept, not even as a hash.
import { randomBytes } from 'node:crypto';
import { type DistinctCount, DistinctSketch, Fault } from '#kit/index.ts';
import { daysFrom, daysLater } from '../day-of.ts';
import { type Archive, type Days, Stopped } from './archive.ts';
import { MOST_DAYS, MOST_MATCHES, MOST_MS, MOST_OF_DAY } from './ask-archive.ts';

/** Different patients in the exams of some days. */
export interface PatientCount extends DistinctCount, Days {
  /** Every day that was asked for was answered in full; otherwise there are at least so many. */
  readonly whole: boolean;
  /** Exams that named a patient. */
  readonly exams: number;
}

export interface PatientCountReport {
  /** Null when nothing could be counted. */
  readonly patients: PatientCount | null;
  readonly problems: readonly string[];
}

export interface PatientWish extends Days {
  onProgress?(fraction: number, exams: number): void;
}

/** Asks from the newest day to the oldest. Trouble ends the count; what was counted before is said with its days. */
export async function countPatients(archive: Archive, wish: PatientWish): Promise<PatientCountReport> {
  const { from, to } = wish;
  const sketch = new DistinctSketch(randomBytes(32));
  const until = performance.now() + MOST_MS;
  const problems: string[] = [];
  let [exams, unnamed, width, last] = [0, 0, 1, to];
  let backTo: string | null = null;
  let whole = true;
  try {
    while (last >= from) {
      if (performance.now() > until) {
        whole = false;
        problems.push(
          `Counting patients took four hours; who was examined before ${daysLater(last, 1)} is not counted.`,
        );
        break;
      }
      const earliest = daysLater(last, 1 - width);
      const days = { from: earliest < from ? from : earliest, to: last };
      // Who is named again, by days that are asked for again, is the same patient to the sketch.
      const most = width === 1 ? MOST_OF_DAY : MOST_MATCHES;
      const found = await archive.patients(days, most, (patient) => sketch.add(patient));
      if (!found.complete && width > 1) {
        width = Math.max(1, Math.floor(width / 2));
        continue;
      }
      if (!found.complete) {
        whole = false;
        problems.push(`More was stored on ${last} than is read of one day; its patients are too few.`);
      }
      exams += found.exams - found.unnamed;
      unnamed += found.unnamed;
      backTo = days.from;
      wish.onProgress?.(Math.min(1, daysFrom(days.from, to) / Math.max(1, daysFrom(from, to))), exams);
      if (found.exams < MOST_MATCHES / 4) width = Math.min(MOST_DAYS, width * 2);
      last = daysLater(days.from, -1);
    }
  } catch (error) {
    if (!(error instanceof Stopped) && !(error instanceof Fault)) throw error;
    whole = false;
    problems.push(`Counting patients was broken off${error instanceof Fault ? `: ${error.message}` : '.'}`);
  }
  if (unnamed > 0) problems.push(`The archive names no patient with ${unnamed} exams; they are counted as nobody's.`);
  if (exams === 0 && unnamed === 0 && whole) problems.push('No exam was found on these days: no patients are counted.');
  const patients = backTo === null || exams === 0 ? null : { ...sketch.count, from: backTo, to, whole, exams };
  return { patients, problems };
}
