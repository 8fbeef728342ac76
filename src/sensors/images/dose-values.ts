// Figures of dose and technique in the values of an object (PS3.6: FD of CTDIvol, DS or IS of the others).
import { DOSE_FIGURES, type DoseFigureName } from '#contracts/index.ts';

/** Figures of one object, in the units of the table. */
export type ObjectDose = Readonly<Partial<Record<DoseFigureName, number>>>;

/** The figures in the order in which they are counted. */
export const DOSE_NAMES: readonly DoseFigureName[] = [
  'ctdiVolMgy',
  'doseAreaProductDgycm2',
  'exposureIndex',
  'deviationIndex',
  'exposureMas',
  'tubeCurrentMa',
  'kVp',
];

const BY_TAG: ReadonlyMap<number, DoseFigureName> = new Map(DOSE_NAMES.map((name) => [DOSE_FIGURES[name].tag, name]));
const CTDI_VOL = DOSE_FIGURES.ctdiVolMgy.tag;
const LARGEST = 1e7;

/** The figure behind a tag, or undefined. */
export function doseFigureOf(tag: number): DoseFigureName | undefined {
  return BY_TAG.get(tag);
}

/** The value of a figure; null when it says nothing. */
export function doseValue(name: DoseFigureName, bytes: Uint8Array, littleEndian: boolean): number | null {
  const value = DOSE_FIGURES[name].tag === CTDI_VOL ? doubleIn(bytes, littleEndian) : numberIn(bytes);
  if (!Number.isFinite(value) || Math.abs(value) > LARGEST) return null;
  const isSigned = 'signed' in DOSE_FIGURES[name];
  return value > 0 || isSigned ? value : null;
}

function doubleIn(bytes: Uint8Array, littleEndian: boolean): number {
  if (bytes.length < 8) return Number.NaN;
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getFloat64(0, littleEndian);
}

function numberIn(bytes: Uint8Array): number {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 64)).toString('latin1');
  const first = (text.split('\\')[0] ?? '').replace(/\0/g, '').trim();
  return first === '' ? Number.NaN : Number(first);
}
