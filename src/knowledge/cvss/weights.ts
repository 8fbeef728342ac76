// Weights of metric values and the scores that they come to, before the decimal point is put back.

/** Weights by value. */
export type Weights = Readonly<Record<string, number>>;

/** The weight of a value; the value was checked when the vector was read. */
export function weigh(weights: Weights, value: string): number {
  const weight = weights[value];
  if (weight === undefined) throw new Error(`no weight for '${value}'`);
  return weight;
}

/** Scores in whole tenths. */
export interface TenthScores {
  readonly base: number;
  readonly temporal: number | null;
  readonly environmental: number | null;
}
