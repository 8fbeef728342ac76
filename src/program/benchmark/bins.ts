// Figures of clients in fixed bins: nothing finer than a bin of anybody else is ever shown, and nothing finer leaves.
import {
  type AmongClients,
  type BenchmarkFigure,
  type Between,
  type ClientSize,
  LEAST_CLIENTS,
} from '#contracts/index.ts';

/** What one client puts in: its figures as ratios, by name; a figure that is not known is not there. */
export interface Client {
  readonly devices: number;
  readonly figures: ReadonlyMap<string, number>;
}

/** The bin of a value, 0 for the first. */
export function binOf(value: number, edges: readonly number[]): number {
  return edges.filter((edge) => value >= edge).length;
}

/** How many of the values lie in each bin. */
export function histogram(values: readonly number[], edges: readonly number[]): number[] {
  const counts = Array.from({ length: edges.length + 1 }, () => 0);
  for (const value of values) {
    const bin = binOf(value, edges);
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts;
}

/** The size class of a client. */
export function sizeOf(devices: number): Exclude<ClientSize, 'all'> {
  return devices <= 10 ? '1-10' : devices <= 100 ? '11-100' : '101+';
}

/** The values of a figure among clients that have it. */
export function valuesOf(clients: readonly Client[], name: string): number[] {
  return clients.flatMap(({ figures }) => figures.get(name) ?? []);
}

/**
 * Where an own value stands among the values of clients, by bins: in which bin each quarter of them ends, counted from the best, and in which
 * quarter the own one is. Nothing where fewer than the least number of clients have the figure.
 */
export function amongClients(values: readonly number[], own: number | null, figure: BenchmarkFigure): AmongClients {
  if (values.length < LEAST_CLIENTS) return { clients: null, quartiles: null, quarter: null };
  const best = ({ length }: readonly number[], bin: number) => (figure.better === 'low' ? bin : length - 1 - bin);
  const counts = histogram(values, figure.edges);
  const fromBest = counts.map((_, place) => counts[best(counts, place)] ?? 0);
  const ends = [0.25, 0.5, 0.75].map((share) => placeOf(fromBest, share * values.length));
  const ownPlace = own === null ? null : best(counts, binOf(own, figure.edges));
  return {
    clients: values.length,
    quartiles: ends.map((place) => betweenOf(best(counts, place), figure.edges)),
    quarter: ownPlace === null ? null : 1 + ends.filter((place) => ownPlace > place).length,
  };
}

/** The first place at which so many are reached. */
function placeOf(counts: readonly number[], many: number): number {
  let sum = 0;
  for (const [place, count] of counts.entries()) {
    sum += count;
    if (sum >= many) return place;
  }
  return counts.length - 1;
}

/** Between which values a bin lies. */
export function betweenOf(bin: number, edges: readonly number[]): Between {
  return { from: edges[bin - 1] ?? null, to: edges[bin] ?? null };
}
