// Shape of the matrix by which a site judges harm to a person (ISO 14971), and of where a scenario falls on it.
import { z } from 'zod';
import { text, time } from './parts.ts';
import { HARM_SEVERITIES, harmSeverity } from './threats.ts';

/** How often harm is to be expected of one device, from the most often to the least. */
export const PROBABILITY_BANDS = ['frequent', 'probable', 'occasional', 'remote', 'improbable'] as const;
export const probabilityBand = z.enum(PROBABILITY_BANDS);
export type ProbabilityBand = z.infer<typeof probabilityBand>;

/** From the best to the worst; `investigate`: as low as reasonably practicable, each with a reason on file. */
export const ACCEPTABILITIES = ['acceptable', 'investigate', 'not acceptable'] as const;
export const acceptability = z.enum(ACCEPTABILITIES);
export type Acceptability = z.infer<typeof acceptability>;

const lowerBound = z.number().gt(0, { error: 'This must be above 0.' }).lt(1, { error: 'This must be below 1.' });
const worse = (one: Acceptability, other: Acceptability) =>
  ACCEPTABILITIES.indexOf(one) > ACCEPTABILITIES.indexOf(other);

/** Words that are not blank. */
function named(most: number) {
  return text.trim().min(1).max(most);
}

/** The matrix that the site owns. */
export const harmMatrix = z
  .strictObject({
    schema: z.literal('dosimeter.harm-matrix/1'),
    /** Who set it, and on what grounds. */
    basis: text.min(1).max(500),
    /** The lowest chance of harm in a year of one device that a band holds; `improbable` is all below `remote`. */
    bounds: z.strictObject({
      frequent: lowerBound,
      probable: lowerBound,
      occasional: lowerBound,
      remote: lowerBound,
    }),
    cells: z.record(probabilityBand, z.record(harmSeverity, acceptability)),
    /** What the site calls the bands, where it has names of its own. */
    bandNames: z.partialRecord(probabilityBand, named(40)).optional(),
    /** What each severity means here, in plain words; `SEVERITY_MEANINGS` where it is left out. */
    meanings: z.partialRecord(harmSeverity, named(300)).optional(),
  })
  .check(({ value, issues }) => {
    const wrong = (path: string[], message: string) => issues.push({ code: 'custom', input: value, path, message });
    const { bounds, cells } = value;
    for (const [above, below] of [
      ['frequent', 'probable'],
      ['probable', 'occasional'],
      ['occasional', 'remote'],
    ] as const) {
      if (bounds[below] >= bounds[above])
        wrong(['bounds', below], `This must be below the bound of ${above} (${bounds[above]}).`);
    }
    const taken = new Map<string, string>();
    for (const band of PROBABILITY_BANDS) {
      const name = (value.bandNames?.[band] ?? band).toLowerCase();
      const other = taken.get(name);
      if (other !== undefined) wrong(['bandNames', band], `This must not be the name of ${other}, too.`);
      taken.set(name, band);
    }
    for (const [row, band] of PROBABILITY_BANDS.entries()) {
      for (const [column, severity] of HARM_SEVERITIES.entries()) {
        const here = cells[band][severity];
        const rarer = PROBABILITY_BANDS[row + 1];
        const milder = HARM_SEVERITIES[column - 1];
        if (rarer && worse(cells[rarer][severity], here))
          wrong(['cells', band, severity], `This must not be better than the rarer ${rarer}.${severity}.`);
        if (milder && worse(cells[band][milder], here))
          wrong(['cells', band, severity], `This must not be better than the milder ${band}.${milder}.`);
      }
    }
  });
export type HarmMatrix = z.infer<typeof harmMatrix>;

/** A row of the matrix, from negligible to catastrophic. */
function row(...of: [Acceptability, Acceptability, Acceptability, Acceptability, Acceptability]) {
  const [negligible, minor, serious, critical, catastrophic] = of;
  return { negligible, minor, serious, critical, catastrophic };
}

const [YES, ASK, NO] = ACCEPTABILITIES;

/** What holds until the site sets its own; bounds and cells are ours (docs/harm.md). */
export const DEFAULT_HARM_MATRIX: HarmMatrix = {
  schema: 'dosimeter.harm-matrix/1',
  basis: 'default of Dosimeter, to be replaced by the policy of the site',
  bounds: { frequent: 0.1, probable: 0.01, occasional: 0.001, remote: 0.0001 },
  cells: {
    frequent: row(ASK, ASK, NO, NO, NO),
    probable: row(YES, ASK, NO, NO, NO),
    occasional: row(YES, ASK, ASK, NO, NO),
    remote: row(YES, YES, ASK, ASK, NO),
    improbable: row(YES, YES, YES, ASK, ASK),
  },
};

/** What the severities mean until a site says it in its own words (after the example in ISO/TR 24971:2020, table 4). */
export const SEVERITY_MEANINGS: Readonly<Record<z.infer<typeof harmSeverity>, string>> = {
  negligible: 'Discomfort or inconvenience that passes; no care is needed.',
  minor: 'An injury or a delay that passes without treatment.',
  serious: 'An injury, a wrong diagnosis or a delay that needs treatment.',
  critical: 'Lasting impairment, or an injury that threatens life.',
  catastrophic: 'Death of a patient or of somebody who works here.',
};

const span = <T extends z.ZodType>(of: T) => z.tuple([of, of]);

/** Where a scenario falls. Ranges run from the best that the inputs allow to the worst. */
export const harmPlacement = z.object({
  /** False for what never harms a person: it has its place among the money alone. */
  reachesPerson: z.boolean(),
  severity: harmSeverity,
  severityRange: span(harmSeverity),
  /** Of harm in a year of one device; null where nobody knows how often it happens. */
  yearlyChance: z.number().nullable(),
  yearlyChanceRange: span(z.number()),
  band: probabilityBand.nullable(),
  bandRange: span(probabilityBand),
  acceptability: acceptability.nullable(),
  acceptabilityRange: span(acceptability),
});
export type HarmPlacement = z.infer<typeof harmPlacement>;

/** `GET /api/v1/harm-matrix`: the one in force, and who set it when; null while the default holds. */
export const harmMatrixAnswer = z.object({
  matrix: harmMatrix,
  isDefault: z.boolean(),
  by: text.nullable(),
  at: time.nullable(),
});
/** `PUT /api/v1/harm-matrix`: null goes back to the default. */
export const harmMatrixInput = z.strictObject({ matrix: harmMatrix.nullable() });
export type HarmMatrixAnswer = z.infer<typeof harmMatrixAnswer>;
