// An image archive that is asked what it holds (PS3.4 C Query/Retrieve, PS3.18 10.6 QIDO-RS): by days, then study by study. Only
// equipment and dates are asked for, unless patients are to be counted; identifiers live as long as the question that needs them.
import { Unavailable } from '#kit/index.ts';
import type { Equipment } from '../equipment.ts';

/** Days from first to last, both included, as YYYY-MM-DD. */
export interface Days {
  readonly from: string;
  readonly to: string;
}

/** What an archive says of a study, a series or an image; '' where it says nothing. */
export interface Match {
  readonly equipment: Equipment;
  /** YYYY-MM-DD of the study. */
  readonly day: string;
  readonly study: string;
  readonly series: string;
  /** Modalities in a study, when the archive tells. */
  readonly modalities: readonly string[];
  /** Images of a series, when the archive tells. */
  readonly objects: number | null;
}

/** Matches as far as they were taken. */
export interface Matches {
  readonly matches: readonly Match[];
  /** False when there were more than were wanted, or some could not be read. */
  readonly complete: boolean;
}

/** Exams whose patients were handed on, as far as they were taken. */
export interface PatientMatches {
  readonly exams: number;
  /** Exams with which no patient was named. */
  readonly unnamed: number;
  /** False when there were more than were wanted, or some could not be read. */
  readonly complete: boolean;
}

/** Takes the bytes that name a patient, and keeps none of them. */
export type TakePatient = (patient: Uint8Array) => void;

/** What asking has cost so far. */
export interface Bill {
  readonly connections: number;
  readonly bytesSent: number;
}

/** An archive that can be asked. Throws ArchiveTrouble when it does not answer as it should, Stopped when somebody wants to stop. */
export interface Archive extends AsyncDisposable {
  readonly bill: Bill;
  /** Gets ready to ask; nothing is asked yet. */
  open(): Promise<void>;
  /** What it holds of some days: series at once where the archive agreed to that, studies otherwise. */
  list(days: Days, most: number): Promise<Matches & { readonly level: 'study' | 'series' }>;
  series(study: string, most: number): Promise<Matches>;
  /** Hands on who was examined on some days, exam by exam; the one question that names patients, asked only to count them. */
  patients(days: Days, most: number, take: TakePatient): Promise<PatientMatches>;
  /** One image of a series, for what the archive tells of images alone; null when it names none. */
  image(study: string, series: string): Promise<Match | null>;
}

/** An archive that refuses, breaks off or answers nonsense, in one sentence. */
export class ArchiveTrouble extends Unavailable {}

/** Thrown inside when somebody wants to stop. */
export class Stopped extends Error {}

/** How gently: the rest between two questions is at least `pauseMs`, and as long as the last answer took, so that half of an archive's time stays its own. */
export const MOST_REST_MS = 5000;
/** Rests after an archive said that it is busy. */
export const BUSY_RESTS_MS: readonly number[] = [2000, 8000];
/** An archive may search long; a stranger's patience would call it silent. */
export const ARCHIVE_PATIENCE = { connectMs: 5000, firstByteMs: 20_000, wholeMs: 60_000 } as const;
