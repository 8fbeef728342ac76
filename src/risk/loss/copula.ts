// Correlated draws: independent normal scores mixed so that they have the wanted correlation (a Gaussian copula; Nelsen 2006, 2.9).
import { Invalid } from '#kit/index.ts';

/** Rounding that a correlation written with a few decimals may show. */
const ROUNDING = 1e-9;
/** A scenario that others decide wholly has nothing of its own to mix in. */
const PIVOT = 1e-6;

/** A table that may be a correlation, but for whether its numbers contradict each other. Throws Invalid with the field. */
export function checkCorrelation(correlation: readonly (readonly number[])[], size: number): void {
  if (correlation.length !== size || correlation.some((row) => row.length !== size))
    throw new Invalid(`correlation: write ${size} rows of ${size} numbers, one for each scenario in their order.`);
  const at = (row: number, column: number) => correlation[row]?.[column] ?? Number.NaN;
  for (let row = 0; row < size; row++) {
    if (Math.abs(at(row, row) - 1) > ROUNDING)
      throw new Invalid(`correlation[${row}][${row}]: a scenario has the correlation 1 with itself.`);
    for (let column = 0; column < row; column++) {
      if (Math.abs(at(row, column) - at(column, row)) > ROUNDING)
        throw new Invalid(`correlation[${row}][${column}]: it differs from correlation[${column}][${row}].`);
    }
  }
}

/** The lower triangle whose product with its transpose is the matrix (Cholesky). Throws Invalid where the matrix is no correlation. */
export function mixerOf(correlation: readonly (readonly number[])[], size: number): Float64Array[] {
  checkCorrelation(correlation, size);
  const mixer = mixerIn(correlation);
  if (typeof mixer === 'number')
    throw new Invalid(
      `correlation: the numbers contradict each other from scenario ${mixer} on (not positive semidefinite). Bring them nearer to 0, or write repair: true.`,
    );
  return mixer;
}

/** As mixerOf, of a checked table; where its numbers contradict each other, the number of the scenario where that shows. */
export function mixerIn(correlation: readonly (readonly number[])[]): Float64Array[] | number {
  const mixer: Float64Array[] = [];
  for (const [row, given] of correlation.entries()) {
    const mixed = new Float64Array(row + 1);
    for (let column = 0; column <= row; column++) {
      const upper = mixer[column] ?? mixed;
      let rest = given[column] ?? 0;
      for (let k = 0; k < column; k++) rest -= (mixed[k] ?? 0) * (upper[k] ?? 0);
      const pivot = upper[column] ?? 0;
      const isTied = column < row && pivot <= PIVOT;
      if (isTied ? Math.abs(rest) > PIVOT : column === row && rest < -ROUNDING) return row + 1;
      mixed[column] = column === row ? Math.sqrt(Math.max(0, rest)) : isTied ? 0 : rest / pivot;
    }
    mixer.push(mixed);
  }
  return mixer;
}
