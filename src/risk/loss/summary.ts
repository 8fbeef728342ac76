// What many simulated years come to.
import type { LossSummary } from '#contracts/index.ts';

/** Chances at which the curve of losses is written down: finer where losses are rare and large. */
const CURVE = [
  ...Array.from({ length: 19 }, (_, n) => 0.95 - n * 0.05),
  0.04,
  0.03,
  0.02,
  0.01,
  0.005,
  0.002,
  0.001,
  0.0005,
  0.0002,
  0.0001,
];

/** The figures of a year; sorts the losses in place. At least one year. */
export function summaryOf(losses: Float64Array): LossSummary {
  losses.sort();
  const years = losses.length;
  let sum = 0;
  for (const loss of losses) sum += loss;
  const mean = sum / years;
  let squares = 0;
  for (const loss of losses) squares += (loss - mean) ** 2;
  const worst = Math.max(1, Math.round(years * 0.05));
  let shortfall = 0;
  for (let place = years - worst; place < years; place++) shortfall += losses[place] ?? 0;
  return {
    mean,
    sd: years < 2 ? 0 : Math.sqrt(squares / (years - 1)),
    quantiles: {
      '0.05': quantile(losses, 0.05),
      '0.5': quantile(losses, 0.5),
      '0.9': quantile(losses, 0.9),
      '0.95': quantile(losses, 0.95),
      '0.99': quantile(losses, 0.99),
    },
    probabilityOfAnyLoss: chanceAbove(losses, 0),
    expectedShortfall95: shortfall / worst,
    exceedance: curveOf(losses),
  };
}

/** Of sorted values, straight lines between them (Hyndman and Fan 1996, definition 7). */
export function quantile(sorted: Float64Array, p: number): number {
  const place = (sorted.length - 1) * p;
  const low = Math.floor(place);
  const [from = 0, to = from] = [sorted[low], sorted[low + 1]];
  return from + (to - from) * (place - low);
}

/** The share of the sorted values above this one. */
function chanceAbove(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? 0) > value) high = middle;
    else low = middle + 1;
  }
  return (sorted.length - low) / sorted.length;
}

function curveOf(sorted: Float64Array): [number, number][] {
  const points = new Map<number, number>([[0, chanceAbove(sorted, 0)]]);
  for (const chance of CURVE) {
    if (chance * sorted.length < 1) continue;
    const loss = quantile(sorted, 1 - chance);
    if (loss > 0) points.set(loss, chanceAbove(sorted, loss));
  }
  return [...points];
}
