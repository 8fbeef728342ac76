// A correlation whose numbers contradict each other, brought to the nearest one that can be: by turns to the nearest table without negative
// eigenvalues and to the nearest with ones in its diagonal, with Dykstra's correction for what the first took away (Higham 2002, algorithm 3.3).
import { eigenOf } from './eigen.ts';

/** The least eigenvalue that is left. */
const LEAST = 1e-8;
/** No number moves by more in a round, and the two tables differ by no more: then it counts as reached. */
export const TOLERANCE = 1e-9;
/** Rounds at most: 1,000, for large tables as many as this much work allows (a round takes about size³), but never fewer than 20. */
const [MOST_ROUNDS, LEAST_ROUNDS, WORK] = [1000, 20, 2e9];

type Table = readonly (readonly number[])[];

/**
 * The correlation that comes of a symmetric table with ones in its diagonal: the nearest by the root of the summed squares, within `TOLERANCE` where
 * the rounds reach; its eigenvalues are at least about 1e-8, so that it can be drawn from.
 */
export function nearestCorrelation(table: Table): number[][] {
  const clipped = clippedCorrelation(table);
  const nearest = clippedCorrelation(projected(table));
  // Where a large table ran out of rounds, one step alone may be nearer.
  return distance(nearest, table) <= distance(clipped, table) ? nearest : clipped;
}

/** By turns, until both tables agree. */
function projected(table: Table): number[][] {
  const size = table.length;
  const rounds = Math.min(MOST_ROUNDS, Math.max(LEAST_ROUNDS, Math.floor(WORK / size ** 3)));
  let now = table.map((row) => [...row]);
  const taken = table.map(() => new Float64Array(size));
  for (let round = 0; round < rounds; round++) {
    const wanted = now.map((row, n) => row.map((value, m) => value - (taken[n]?.[m] ?? 0)));
    const without = withoutNegative(wanted);
    let most = 0;
    now = without.map((row, n) =>
      row.map((value, m) => {
        const own = taken[n];
        if (own) own[m] = value - (wanted[n]?.[m] ?? 0);
        const next = n === m ? 1 : value;
        most = Math.max(most, Math.abs(next - (now[n]?.[m] ?? 0)), Math.abs(next - value));
        return next;
      }),
    );
    if (most <= TOLERANCE) break;
  }
  return now;
}

/** The nearest table without negative eigenvalues: what those add is taken away. */
function withoutNegative(table: Table): number[][] {
  const { values, vectors } = eigenOf(table);
  const made = table.map((row) => [...row]);
  for (const [n, vector] of vectors.entries()) {
    const value = values[n] ?? 0;
    if (value >= 0) break;
    for (const [row, into] of made.entries()) {
      const own = value * (vector[row] ?? 0);
      for (let column = 0; column <= row; column++) into[column] = (into[column] ?? 0) - own * (vector[column] ?? 0);
    }
  }
  for (const [row, given] of made.entries())
    for (let column = 0; column < row; column++) (made[column] ?? given)[row] = given[column] ?? 0;
  return made;
}

/** In one step: eigenvalues below a hair are raised to it, and the diagonal is brought back to 1 (Rebonato and Jäckel 2000, section 3). */
export function clippedCorrelation(table: Table): number[][] {
  const size = table.length;
  const { values, vectors } = eigenOf(table);
  // Rows whose products with each other are the clipped table.
  const roots = Array.from(values, (value) => Math.sqrt(Math.max(LEAST, value)));
  const rows = Array.from({ length: size }, (_, row) => {
    const scaled = roots.map((root, n) => root * (vectors[n]?.[row] ?? 0));
    const length = Math.sqrt(scaled.reduce((sum, value) => sum + value * value, 0));
    return scaled.map((value) => value / length);
  });
  const product = (row: number, column: number) => {
    const [first, second] = [rows[Math.max(row, column)], rows[Math.min(row, column)]];
    let sum = 0;
    for (let n = 0; n < size; n++) sum += (first?.[n] ?? 0) * (second?.[n] ?? 0);
    return Math.min(1, Math.max(-1, sum));
  };
  return rows.map((_, row) => rows.map((__, column) => (row === column ? 1 : product(row, column))));
}

/** How far two tables are apart: the root of the summed squares (Frobenius). */
export function distance(one: Table, other: Table): number {
  let squares = 0;
  for (const [row, given] of one.entries())
    for (const [column, value] of given.entries()) squares += (value - (other[row]?.[column] ?? 0)) ** 2;
  return Math.sqrt(squares);
}
