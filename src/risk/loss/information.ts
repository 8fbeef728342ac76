// Which unknown to settle first. What a year may be expected to cost hangs on what is not known of its inputs; two figures say how much on each:
// its share of the variance of the expected year (the first-order index of Sobol' 1993), and what it would be worth to know it before one
// chooses the best single treatment or none (the expected value of partial perfect information; Raiffa and Schlaifer 1961, 4.5). Both are
// worked out, not simulated.
import type { LossDocument, Treatment } from '#contracts/index.ts';
import { type Sampler, samplerOf } from './distribution.ts';
import { asChance, type Effect, type LossModel, type Scenario } from './model.ts';
import { normalDensity } from './normal.ts';

/** Halvings of the chance in each tail, and places in each of them. */
const [HALVINGS, PLACES] = [20, 16];
/** The middles of cells that cover one tail, ascending, and how wide the cells are. */
const CELLS = Float64Array.from({ length: HALVINGS * PLACES }, (_, n) => {
  return halved(0.25 * (1 + ((n % PLACES) + 0.5) / PLACES), n);
});
const WIDTHS = CELLS.map((_, n) => halved(0.25 / PLACES, n));
/** What lies below the first cell. */
const LEFT_OVER = (WIDTHS[0] ?? 0) * PLACES;

/** Halved once for each halving between a cell and the innermost ones. */
function halved(value: number, cell: number): number {
  let rest = value;
  for (let n = Math.floor(cell / PLACES); n < HALVINGS - 1; n++) rest /= 2;
  return rest;
}
/** Treatments times inputs up to which values are worked out. */
const MOST_VALUES = 100_000;
/** Terms of Hermite's series; enough for a lognormal with a sigma of 3. */
const TERMS = 48;

/** Values that stand for a distribution, each with its weight; the weights sum up to 1. */
interface Spread {
  readonly values: Float64Array;
  readonly weights: Float64Array;
}

function spreadOf(sampler: Sampler, of: (value: number) => number = (value) => value): Spread {
  if (sampler.variance === 0) return { values: Float64Array.of(of(sampler.mean)), weights: Float64Array.of(1) };
  const [lower, upper] = sampler.tails(CELLS);
  const values = new Float64Array(2 * CELLS.length);
  const weights = new Float64Array(2 * CELLS.length);
  for (const [n, tail] of [lower, upper].entries()) {
    values.set(tail.map(of), n * CELLS.length);
    weights.set(WIDTHS, n * CELLS.length);
  }
  // What lies beyond the outermost cells, a chance of 2^-21 on each side, goes to them.
  for (const n of [0, CELLS.length]) weights[n] = (weights[n] ?? 0) + LEFT_OVER;
  return { values, weights };
}

function mean({ values, weights }: Spread, of: (value: number) => number = (value) => value): number {
  let sum = 0;
  for (let n = 0; n < values.length; n++) sum += (weights[n] ?? 0) * of(values[n] ?? 0);
  return sum;
}

/** The inputs of a scenario that are drawn once for each year. */
interface Yearly {
  readonly scenario: Scenario;
  readonly frequency: Spread;
  readonly action: Spread;
  readonly vulnerability: Spread;
}

/** What it is worth to know each uncertain input; by share of the variance, the greatest first. Empty when all are known. */
export function informationOf(model: LossModel): NonNullable<LossDocument['information']> {
  const yearly = model.scenarios.map((scenario): Yearly => {
    const chance = (sampler: Sampler | null) =>
      sampler === null ? { values: Float64Array.of(1), weights: Float64Array.of(1) } : spreadOf(sampler, asChance);
    return {
      scenario,
      frequency: spreadOf(scenario.frequency),
      action: chance(scenario.action),
      vulnerability: chance(scenario.vulnerability),
    };
  });
  const shares = sharesOf(yearly, model.correlation);
  const values = model.treatments.length === 0 ? null : valuesOf(yearly, model.treatments);
  const inputs = new Set([...shares.keys(), ...(values?.keys() ?? [])]);
  return [...inputs]
    .map((input) => {
      const value = values?.get(input);
      return { input, share: shares.get(input) ?? 0, ...(value === undefined ? {} : { value }) };
    })
    .toSorted((a, b) => b.share - a.share || (b.value ?? 0) - (a.value ?? 0) || (a.input < b.input ? -1 : 1));
}

function nameOf({ id, action }: Scenario): string {
  return `${id}.${action === null ? 'frequency' : 'contactFrequency'}`;
}

/** The share of the variance of the expected year that goes when an input is known. */
function sharesOf(yearly: readonly Yearly[], correlation: LossModel['correlation']): Map<string, number> {
  let all = 0;
  const known = new Map<string, number>();
  const note = (input: string, variance: number) => {
    if (variance > 0) known.set(input, variance);
  };
  for (const { scenario, frequency, action, vulnerability } of yearly) {
    const { id, meanLoss } = scenario;
    const f = correlation === null ? momentsOf(frequency) : momentsIn(hermiteOf(scenario.frequency));
    const [a, v] = [momentsOf(action), momentsOf(vulnerability)];
    const square = meanLoss * meanLoss;
    all += square * (f.square * a.square * v.square - squareOf(f.mean * a.mean * v.mean));
    if (correlation === null) note(nameOf(scenario), square * f.variance * squareOf(a.mean * v.mean));
    note(`${id}.probabilityOfAction`, square * a.variance * squareOf(f.mean * v.mean));
    note(`${id}.vulnerability`, square * v.variance * squareOf(f.mean * a.mean));
  }
  if (correlation !== null) all += correlated(yearly, correlation, note);
  if (!(all > 0)) return new Map();
  for (const [input, variance] of known) known.set(input, variance / all);
  return known;
}

function squareOf(value: number): number {
  return value * value;
}

interface Moments {
  readonly mean: number;
  readonly square: number;
  readonly variance: number;
}

function momentsOf(spread: Spread): Moments {
  const middle = mean(spread);
  const variance = mean(spread, (value) => (value - middle) * (value - middle));
  return { mean: middle, variance, square: variance + middle * middle };
}

/** Of the distribution whose series this is. */
function momentsIn([first = 0, ...others]: Float64Array): Moments {
  const variance = others.reduce((sum, term) => sum + term * term, 0);
  return { mean: first, variance, square: variance + first * first };
}

/**
 * Frequencies as series of Hermite polynomials in their normal scores, for which knowing one score tells of all others (Mehler 1866): notes what
 * each explains, and gives twice the covariances of all pairs.
 */
function correlated(
  yearly: readonly Yearly[],
  correlation: NonNullable<LossModel['correlation']>,
  note: (input: string, variance: number) => void,
): number {
  const series = yearly.map(({ scenario, action, vulnerability }) => {
    const factor = scenario.meanLoss * mean(action) * mean(vulnerability);
    return hermiteOf(scenario.frequency).map((term) => factor * term);
  });
  let pairs = 0;
  for (const [row, { scenario }] of yearly.entries()) {
    const told = new Float64Array(TERMS);
    for (const [column, terms] of series.entries()) {
      const rho = correlation[row]?.[column] ?? 0;
      let power = 1;
      for (let k = 1; k < TERMS && power !== 0; k++) {
        power *= rho;
        told[k] = (told[k] ?? 0) + (terms[k] ?? 0) * power;
        if (column !== row) pairs += (series[row]?.[k] ?? 0) * (terms[k] ?? 0) * power;
      }
    }
    note(
      nameOf(scenario),
      told.reduce((sum, term) => sum + term * term, 0),
    );
  }
  return pairs;
}

/** Coefficients of a distribution, as a function of its normal score, in the normed polynomials of Hermite. */
function hermiteOf(sampler: Sampler): Float64Array {
  const terms = new Float64Array(TERMS);
  if (sampler.variance === 0) {
    terms[0] = sampler.mean;
    return terms;
  }
  const scores = SCORES.slice();
  sampler.fromScores(scores, scores.length);
  for (let n = 0; n < scores.length; n++) {
    const z = SCORES[n] ?? 0;
    let [before, now] = [0, (SCORE_WEIGHTS[n] ?? 0) * (scores[n] ?? 0)];
    for (let k = 0; k < TERMS; k++) {
      terms[k] = (terms[k] ?? 0) + now;
      [before, now] = [now, (z * now - Math.sqrt(k) * before) / Math.sqrt(k + 1)];
    }
  }
  return terms;
}

const [MOST_SCORE, SCORES_A_UNIT] = [8, 64];
const SCORES = Float64Array.from(
  { length: 2 * MOST_SCORE * SCORES_A_UNIT + 1 },
  (_, n) => n / SCORES_A_UNIT - MOST_SCORE,
);
/** The normal density at the scores, which sums up to 1 (the trapezoidal rule, exact here to the last digits). */
const SCORE_WEIGHTS = SCORES.map((z) => normalDensity(z) / SCORES_A_UNIT);

/** How much less each treatment lets be expected in a scenario, and what knowing an input is worth. */
function valuesOf(yearly: readonly Yearly[], treatments: readonly Treatment[]): Map<string, number> | null {
  if (3 * yearly.length * treatments.length > MOST_VALUES) return null;
  const costs = treatments.map(({ cost }) => spreadOf(samplerOf(cost)));
  const net = costs.map((cost) => -mean(cost));
  const touched = yearly.flatMap((each) => each.scenario.effects.map((effect) => touchOf(each, effect)));
  for (const { treatment, saved } of touched) net[treatment] = (net[treatment] ?? 0) + saved;
  const best = Math.max(0, ...net);
  const values = new Map<string, number>();
  for (const [n, { scenario, frequency, action, vulnerability }] of yearly.entries()) {
    const own = touched.filter(({ scenario: place }) => place === n);
    if (own.length === 0) continue;
    const settle = { own, net, best };
    const note = (input: string, value: number) => {
      if (value > 0) values.set(input, value);
    };
    note(
      nameOf(scenario),
      worthOf(frequency, settle, ({ saved }, value) => saved * ratio(value, mean(frequency))),
    );
    note(
      `${scenario.id}.probabilityOfAction`,
      worthOf(action, settle, ({ saved }, value) => saved * ratio(value, mean(action))),
    );
    note(
      `${scenario.id}.vulnerability`,
      worthOf(vulnerability, settle, ({ factor, less }, value) => factor * less(value)),
    );
  }
  for (const [place, { id }] of treatments.entries()) {
    const cost = costs[place];
    if (!cost) continue;
    const own = [{ treatment: place, saved: 0, scenario: -1, factor: 0, less: () => 0 }];
    const value = worthOf(cost, { own, net, best }, (_, amount) => mean(cost) - amount);
    if (value > 0) values.set(`${id}.cost`, value);
  }
  return values;
}

function ratio(value: number, of: number): number {
  return of === 0 ? 0 : value / of;
}

/** What a treatment does to the expected year of a scenario. */
interface Touch {
  readonly treatment: number;
  readonly scenario: number;
  /** What is saved in the mean. */
  readonly saved: number;
  /** What a unit of `less` is worth. */
  readonly factor: number;
  /** How much of each threat event's expected loss goes, in mean losses, given the vulnerability. */
  readonly less: (vulnerability: number) => number;
}

function touchOf({ scenario, frequency, action, vulnerability }: Yearly, effect: Effect): Touch {
  const factor = mean(frequency) * mean(action) * scenario.meanLoss;
  const less = (open: number) => open - effect.frequency * effect.magnitude * asChance(open * effect.vulnerability);
  return { treatment: effect.place, scenario: scenario.place, saved: factor * mean(vulnerability, less), factor, less };
}

interface Settled {
  /** What the treatments do that hang on the input. */
  readonly own: readonly Touch[];
  /** The net benefit of each treatment in the mean. */
  readonly net: readonly number[];
  /** That of the best, or 0. */
  readonly best: number;
}

/** How much better the best choice is in the mean when the input is known; `given`: what a treatment saves in the scenario at a value of it. */
function worthOf(input: Spread, { own, net, best }: Settled, given: (touch: Touch, value: number) => number): number {
  if (input.values.length < 2) return 0;
  const hang = new Set(own.map(({ treatment }) => treatment));
  const other = net.reduce((most, value, n) => (hang.has(n) ? most : Math.max(most, value)), 0);
  // The means over the same values, so that rounding of the spread is not taken for a gain.
  const means = own.map((touch) => mean(input, (value) => given(touch, value)));
  let sum = 0;
  for (let n = 0; n < input.values.length; n++) {
    let most = other;
    for (const [place, touch] of own.entries()) {
      const value = (net[touch.treatment] ?? 0) + given(touch, input.values[n] ?? 0) - (means[place] ?? 0);
      if (value > most) most = value;
    }
    sum += (input.weights[n] ?? 0) * most;
  }
  const worth = sum - best;
  return worth > best * 1e-12 ? worth : 0;
}
