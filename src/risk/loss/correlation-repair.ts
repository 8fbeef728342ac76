// A correlation whose numbers contradict each other, brought to one that can be: eigenvalues below a hair are raised to it and the diagonal is
// brought back to 1 (spectral decomposition; Rebonato and Jäckel 2000, section 3).

/** The least eigenvalue that is left. */
const LEAST = 1e-8;
const MOST_SWEEPS = 30;
/** Sum of the squares beside the diagonal at which it counts as reached. */
const REACHED = 1e-22;

/** The correlation that comes of a symmetric table with ones in its diagonal. */
export function nearestCorrelation(table: readonly (readonly number[])[]): number[][] {
  const size = table.length;
  const { values, vectors } = eigenOf(table);
  // Rows whose products with each other are the clipped table.
  const roots = values.map((value) => Math.sqrt(Math.max(LEAST, value)));
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

interface Eigen {
  readonly values: Float64Array;
  /** One for each value. */
  readonly vectors: readonly Float64Array[];
}

/** Eigenvalues and vectors of a symmetric table, by Jacobi's rotations in cycles (Golub and Van Loan 2013, 8.5). */
export function eigenOf(table: readonly (readonly number[])[]): Eigen {
  const size = table.length;
  const a = table.map((row, n) => Float64Array.from(row, (value, m) => (m <= n ? value : (table[m]?.[n] ?? 0))));
  const vectors = a.map((_, n) => {
    const vector = new Float64Array(size);
    vector[n] = 1;
    return vector;
  });
  for (let sweep = 0; sweep < MOST_SWEEPS; sweep++) {
    let beside = 0;
    for (const [p, first] of a.entries()) {
      for (let q = p + 1; q < size; q++) {
        const second = a[q];
        const off = first[q] ?? 0;
        beside += off * off;
        if (!second || off * off < REACHED / (size * size)) continue;
        const theta = ((second[q] ?? 0) - (first[p] ?? 0)) / (2 * off);
        const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        const c = 1 / Math.sqrt(t * t + 1);
        rotate(a, { p, q, c, s: t * c });
        turn(vectors[p] ?? first, vectors[q] ?? second, c, t * c);
      }
    }
    if (beside < REACHED) break;
  }
  return { values: Float64Array.from(a, (row, n) => row[n] ?? 0), vectors };
}

interface Rotation {
  readonly p: number;
  readonly q: number;
  readonly c: number;
  readonly s: number;
}

/** Turns rows and columns p and q of a symmetric table. */
function rotate(a: readonly Float64Array[], { p, q, c, s }: Rotation): void {
  for (const row of a) {
    const [x, y] = [row[p] ?? 0, row[q] ?? 0];
    row[p] = c * x - s * y;
    row[q] = s * x + c * y;
  }
  const [first, second] = [a[p], a[q]];
  if (first && second) turn(first, second, c, s);
}

function turn(first: Float64Array, second: Float64Array, c: number, s: number): void {
  for (let n = 0; n < first.length; n++) {
    const x = first[n] ?? 0;
    const y = second[n] ?? 0;
    first[n] = c * x - s * y;
    second[n] = s * x + c * y;
  }
}
