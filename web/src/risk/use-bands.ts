// What the bands of probability are called on the matrix that the newest assessment was judged by.
import type { HarmMatrix, ProbabilityBand } from '#contracts/index.ts';
import { visible } from '../parts/foreign.tsx';
import { text } from '../text/index.ts';
import { useRisk } from './use-risk.ts';

export type BandNames = Readonly<Record<ProbabilityBand, string>>;

/** The names of the bands on a matrix. */
export function bandNames(matrix: HarmMatrix | undefined): BandNames {
  const own = Object.entries(matrix?.bandNames ?? {}).map(([band, name]) => [band, visible(name)]);
  return { ...text.risk.bands, ...Object.fromEntries(own) };
}

/** The names of the bands in the newest assessment. */
export function useBands(): BandNames {
  return bandNames(useRisk().data?.document?.matrix);
}
