// Dose and technique of a machine's exams, as a distribution of one day and one protocol: never what one exam got. Figures as PS3.3
// defines them (C.8.2.1 CT Image, C.8.7.2 X-Ray Acquisition) with the tags of PS3.6; exposure and deviation index by IEC 62494-1.
import { z } from 'zod';

/** Fewer exams than this are no distribution: nothing is stated of them. */
export const LEAST_EXAMS = 5;
/** From so many exams on the tenths at both ends are stated, too; of fewer they would be the record of one exam. */
export const LEAST_FOR_ENDS = 10;

/** A figure that images state, with its unit. */
export interface DoseFigure {
  readonly tag: number;
  readonly label: string;
  readonly unit: string;
  /** May be zero or less; of the others, that means that nobody filled it in. */
  readonly signed?: boolean;
}

/** The figures by name. */
export const DOSE_FIGURES = {
  ctdiVolMgy: { tag: 0x00189345, label: 'CTDIvol', unit: 'mGy' },
  doseAreaProductDgycm2: { tag: 0x0018115e, label: 'Dose area product', unit: 'dGy·cm²' },
  exposureIndex: { tag: 0x00181411, label: 'Exposure index', unit: '' },
  deviationIndex: { tag: 0x00181413, label: 'Deviation index', unit: '', signed: true },
  exposureMas: { tag: 0x00181152, label: 'Exposure', unit: 'mAs' },
  tubeCurrentMa: { tag: 0x00181151, label: 'Tube current', unit: 'mA' },
  kVp: { tag: 0x00180060, label: 'Tube voltage', unit: 'kV' },
} as const satisfies Readonly<Record<string, DoseFigure>>;

/** The name of a figure. */
export type DoseFigureName = keyof typeof DOSE_FIGURES;

/** How a figure is spread over exams; of each exam its highest value counts. Rounded to three digits. */
export const doseSpread = z.object({
  exams: z.number().int().min(LEAST_EXAMS),
  /** The tenth below and above which a tenth of the exams lies; null of fewer than ten exams. */
  low: z.number().nullable(),
  quartile1: z.number(),
  median: z.number(),
  quartile3: z.number(),
  high: z.number().nullable(),
});
export type DoseSpread = z.infer<typeof doseSpread>;

const spread = doseSpread.nullable().default(null);

/** The exams of one day under one protocol. */
export const doseDay = z.object({
  day: z.iso.date(),
  protocol: z.string().max(64).nullable(),
  exams: z.number().int().min(LEAST_EXAMS),
  figures: z.object({
    ctdiVolMgy: spread,
    doseAreaProductDgycm2: spread,
    exposureIndex: spread,
    deviationIndex: spread,
    exposureMas: spread,
    tubeCurrentMa: spread,
    kVp: spread,
  } satisfies Record<DoseFigureName, typeof spread>),
});
export type DoseDay = z.infer<typeof doseDay>;
