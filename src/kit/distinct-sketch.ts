// How many different values were seen, without keeping one: a HyperLogLog sketch (Flajolet and others 2007) over keyed hashes of 64 bits
// (Heule and others 2013), read by the estimator of Ertl 2017 (arXiv 1702.01284, algorithm 6), which needs neither a table of
// corrections nor a change to linear counting, and is without bias from 0 on.
import { hash } from 'node:crypto';

/** Bits of a hash that choose a register; 2^14 registers. */
const INDEX_BITS = 14;
const REGISTERS = 1 << INDEX_BITS;
/** Bits that are left for the rank. */
const RANK_BITS = 64 - INDEX_BITS;
/** 1 / (2 ln 2), the constant of the estimator for infinitely many registers. */
const ALPHA = 0.7213475204444817;

/** What a sketch says: the count that is most likely, and the ends of its 90 % interval, whole numbers. */
export interface DistinctCount {
  readonly count: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Counts different values in 16 KiB, however many there are. The standard error is 1.04 / sqrt(2^14) = 0.81 % (and less for few).
 * The key decides where values fall: whoever does not have it cannot tell from the sketch whether a value was seen.
 */
export class DistinctSketch {
  /** Standard error of a count, as a share of it. */
  static readonly ERROR = 1.04 / Math.sqrt(REGISTERS);

  readonly #registers = new Uint8Array(REGISTERS);
  readonly #key: Uint8Array;

  /** Throws RangeError for a key of other than 32 bytes. */
  constructor(key: Uint8Array) {
    if (key.length !== 32) throw new RangeError('The key of a sketch has 32 bytes.');
    this.#key = Uint8Array.from(key);
  }

  /** Takes a value in and keeps nothing of it but the length of a run of zeros in its keyed hash. */
  add(value: Uint8Array): void {
    const keyed = new Uint8Array(this.#key.length + value.length);
    keyed.set(this.#key);
    keyed.set(value, this.#key.length);
    const digest = hash('sha256', keyed, 'buffer');
    // Nothing of the value waits in memory for whoever collects it.
    keyed.fill(0);
    const [first, second] = [digest.readUInt32BE(0), digest.readUInt32BE(4)];
    const register = first >>> (32 - INDEX_BITS);
    const rest = (first << INDEX_BITS) >>> 0;
    // The rank: one more than the zeros before the first one among the 50 bits that are left.
    const zeros = rest === 0 ? 32 - INDEX_BITS + Math.clz32(second) : Math.clz32(rest);
    const rank = Math.min(zeros, RANK_BITS) + 1;
    if (rank > (this.#registers[register] ?? 0)) this.#registers[register] = rank;
  }

  /** The estimate, not rounded. */
  get estimate(): number {
    const counts = Array.from({ length: RANK_BITS + 2 }, () => 0);
    for (const rank of this.#registers) counts[rank] = (counts[rank] ?? 0) + 1;
    const of = (rank: number) => counts[rank] ?? 0;
    let sum = REGISTERS * tau(1 - of(RANK_BITS + 1) / REGISTERS);
    for (let rank = RANK_BITS; rank >= 1; rank--) sum = (sum + of(rank)) / 2;
    sum += REGISTERS * sigma(of(0) / REGISTERS);
    return sum === Number.POSITIVE_INFINITY ? 0 : (ALPHA * REGISTERS * REGISTERS) / sum;
  }

  /** The estimate with its 90 % interval (1.645 standard errors to each side, rounded outward). */
  get count(): DistinctCount {
    const { estimate } = this;
    const width = 1.645 * DistinctSketch.ERROR * estimate;
    return {
      count: Math.round(estimate),
      low: Math.floor(estimate - width),
      high: Math.ceil(estimate + width),
    };
  }
}

/** Ertl 2017, (28): x + sum of x^(2^k) 2^(k-1); infinite at 1. */
function sigma(share: number): number {
  if (share === 1) return Number.POSITIVE_INFINITY;
  let [x, y, z] = [share, 1, share];
  for (let before = -1; z !== before; ) {
    before = z;
    x *= x;
    z += x * y;
    y += y;
  }
  return z;
}

/** Ertl 2017, (31): (1 - x - sum of (1 - x^(2^-k))^2 2^-k) / 3. */
function tau(share: number): number {
  if (share === 0 || share === 1) return 0;
  let [x, y, z] = [share, 1, 1 - share];
  for (let before = -1; z !== before; ) {
    before = z;
    x = Math.sqrt(x);
    y /= 2;
    z -= (1 - x) ** 2 * y;
  }
  return z / 3;
}
