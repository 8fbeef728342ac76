// Eigenvalues and vectors of a symmetric table: Householder's reduction to three diagonals, then implicit QL (Bowdler, Martin, Reinsch and
// Wilkinson 1968; Golub and Van Loan 2013, 8.3). Only the four operations and roots are used, so that every engine gives the same.

/** What a table stretches, and by how much. */
export interface Eigen {
  /** From the least to the greatest. */
  readonly values: Float64Array;
  /** One for each value, of length 1 and square to the others. */
  readonly vectors: readonly Float64Array[];
}

/** Turns until an eigenvalue must have come out; two or three are usual. */
const MOST_TURNS = 60;
const EPSILON = 2 ** -52;

/** Eigenvalues and vectors of a symmetric table, of which the lower half is read. Throws RangeError for one that holds what is no number. */
export function eigenOf(table: readonly (readonly number[])[]): Eigen {
  const size = table.length;
  const rows = table.map((_, n) => {
    return Float64Array.from({ length: size }, (__, m) => (m <= n ? table[n]?.[m] : table[m]?.[n]) ?? 0);
  });
  const diagonal = new Float64Array(size);
  const beside = new Float64Array(size);
  reduce(rows, diagonal, beside);
  turn(rows, diagonal, beside);
  const order = Array.from(diagonal, (_, n) => n).sort((a, b) => (diagonal[a] ?? 0) - (diagonal[b] ?? 0) || a - b);
  return {
    values: Float64Array.from(order, (n) => diagonal[n] ?? 0),
    vectors: order.map((n) => Float64Array.from(rows, (row) => row[n] ?? 0)),
  };
}

/** Brings the table to a diagonal and the places beside it; `rows` becomes what does so. */
function reduce(rows: readonly Float64Array[], d: Float64Array, e: Float64Array): void {
  const size = rows.length;
  const at = (row: number) => rows[row] ?? d;
  d.set(at(size - 1).subarray(0, size));
  for (let i = size - 1; i > 0; i--) {
    let scale = 0;
    let h = 0;
    for (let k = 0; k < i; k++) scale += Math.abs(d[k] ?? 0);
    if (scale === 0) {
      e[i] = d[i - 1] ?? 0;
      for (let j = 0; j < i; j++) {
        d[j] = at(i - 1)[j] ?? 0;
        at(i)[j] = 0;
        at(j)[i] = 0;
      }
    } else {
      for (let k = 0; k < i; k++) {
        const scaled = (d[k] ?? 0) / scale;
        d[k] = scaled;
        h += scaled * scaled;
      }
      const f = d[i - 1] ?? 0;
      const g = f > 0 ? -Math.sqrt(h) : Math.sqrt(h);
      e[i] = scale * g;
      h -= f * g;
      d[i - 1] = f - g;
      e.fill(0, 0, i);
      for (let j = 0; j < i; j++) {
        const own = d[j] ?? 0;
        at(j)[i] = own;
        let sum = (e[j] ?? 0) + (at(j)[j] ?? 0) * own;
        for (let k = j + 1; k < i; k++) {
          const value = at(k)[j] ?? 0;
          sum += value * (d[k] ?? 0);
          e[k] = (e[k] ?? 0) + value * own;
        }
        e[j] = sum;
      }
      let sum = 0;
      for (let j = 0; j < i; j++) {
        const value = (e[j] ?? 0) / h;
        e[j] = value;
        sum += value * (d[j] ?? 0);
      }
      const half = sum / (h + h);
      for (let j = 0; j < i; j++) e[j] = (e[j] ?? 0) - half * (d[j] ?? 0);
      for (let j = 0; j < i; j++) {
        const [first, second] = [d[j] ?? 0, e[j] ?? 0];
        for (let k = j; k < i; k++) {
          const row = at(k);
          row[j] = (row[j] ?? 0) - (first * (e[k] ?? 0) + second * (d[k] ?? 0));
        }
        d[j] = at(i - 1)[j] ?? 0;
        at(i)[j] = 0;
      }
    }
    d[i] = h;
  }
  gather(rows, d);
  e[0] = 0;
}

/** Puts the reflections of the reduction together. */
function gather(rows: readonly Float64Array[], d: Float64Array): void {
  const size = rows.length;
  const last = rows[size - 1] ?? d;
  const at = (row: number) => rows[row] ?? d;
  for (let i = 0; i < size - 1; i++) {
    last[i] = at(i)[i] ?? 0;
    at(i)[i] = 1;
    const h = d[i + 1] ?? 0;
    if (h !== 0) {
      for (let k = 0; k <= i; k++) d[k] = (at(k)[i + 1] ?? 0) / h;
      for (let j = 0; j <= i; j++) {
        let sum = 0;
        for (let k = 0; k <= i; k++) sum += (at(k)[i + 1] ?? 0) * (at(k)[j] ?? 0);
        for (let k = 0; k <= i; k++) at(k)[j] = (at(k)[j] ?? 0) - sum * (d[k] ?? 0);
      }
    }
    for (let k = 0; k <= i; k++) at(k)[i + 1] = 0;
  }
  for (let j = 0; j < size; j++) {
    d[j] = last[j] ?? 0;
    last[j] = 0;
  }
  last[size - 1] = 1;
}

/** Turns until nothing is left beside the diagonal, and the vectors with it. */
function turn(rows: readonly Float64Array[], d: Float64Array, e: Float64Array): void {
  const size = d.length;
  e.copyWithin(0, 1);
  e[size - 1] = 0;
  let [moved, greatest] = [0, 0];
  for (let l = 0; l < size; l++) {
    greatest = Math.max(greatest, Math.abs(d[l] ?? 0) + Math.abs(e[l] ?? 0));
    let m = l;
    while (m < size - 1 && Math.abs(e[m] ?? 0) > EPSILON * greatest) m++;
    for (let turns = 0; m > l; turns++) {
      if (!(turns < MOST_TURNS)) throw new RangeError('The eigenvalues of this table do not come out.');
      // The shift.
      const here = d[l] ?? 0;
      const p = ((d[l + 1] ?? 0) - here) / (2 * (e[l] ?? 0));
      const r = p < 0 ? -lengthOf(p, 1) : lengthOf(p, 1);
      d[l] = (e[l] ?? 0) / (p + r);
      d[l + 1] = (e[l] ?? 0) * (p + r);
      const next = d[l + 1] ?? 0;
      const shift = here - (d[l] ?? 0);
      for (let i = l + 2; i < size; i++) d[i] = (d[i] ?? 0) - shift;
      moved += shift;
      // The turn itself, from below.
      let q = d[m] ?? 0;
      let [c, c2, c3, s, s2] = [1, 1, 1, 0, 0];
      const first = e[l + 1] ?? 0;
      for (let i = m - 1; i >= l; i--) {
        c3 = c2;
        c2 = c;
        s2 = s;
        const g = c * (e[i] ?? 0);
        const h = c * q;
        const length = lengthOf(q, e[i] ?? 0);
        e[i + 1] = s * length;
        s = (e[i] ?? 0) / length;
        c = q / length;
        q = c * (d[i] ?? 0) - s * g;
        d[i + 1] = h + s * (c * g + s * (d[i] ?? 0));
        for (const row of rows) {
          const [x, y] = [row[i] ?? 0, row[i + 1] ?? 0];
          row[i + 1] = s * x + c * y;
          row[i] = c * x - s * y;
        }
      }
      q = (-s * s2 * c3 * first * (e[l] ?? 0)) / next;
      e[l] = s * q;
      d[l] = c * q;
      if (Math.abs(e[l] ?? 0) <= EPSILON * greatest) break;
    }
    d[l] = (d[l] ?? 0) + moved;
    e[l] = 0;
  }
}

function lengthOf(x: number, y: number): number {
  return Math.sqrt(x * x + y * y);
}
