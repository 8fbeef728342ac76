// The counts that leave: of each figure that enough clients have, how many lie in each bin, with noise. Who is counted, and whether there are
// enough, is looked at before the noise is drawn.
import {
  BENCHMARK_FIGURES,
  CLIENT_SIZES,
  type ClientSize,
  LEAST_CLIENTS,
  type UnsignedBenchmark,
} from '#contracts/index.ts';
import { Conflict, type Random, round9 } from '#kit/index.ts';
import { type Client, histogram, sizeOf } from './bins.ts';
import { discreteLaplace } from './discrete-laplace.ts';
import { periodOf } from './periods.ts';

/** Everything of a file but who signs it. */
export type Release = Omit<UnsignedBenchmark, 'signer'>;

interface Making {
  /** The day, in UTC. */
  readonly day: string;
  /** For each figure. */
  readonly epsilon: number;
  /** The machine's secure generator, wherever the file leaves. */
  readonly random: Random;
}

/** The counts of clients. Throws Conflict where fewer than the least number of clients have any figure. */
export function makeRelease(clients: readonly Client[], { day, epsilon, random }: Making): Release {
  const figures = BENCHMARK_FIGURES.flatMap(({ name, edges }) => {
    const groups = groupsOf(clients, name);
    if (groups.length === 0) return [];
    return {
      name,
      edges: [...edges],
      groups: groups.map(({ size, values }) => ({
        size,
        counts: histogram(values, edges).map((count) => count + discreteLaplace(epsilon, random)),
      })),
    };
  });
  if (figures.length === 0) {
    throw new Conflict(
      `At least ${LEAST_CLIENTS} clients that agreed to be counted in files must have the same figure before anything leaves. Ask more of them, or wait until their figures are taken.`,
    );
  }
  return {
    schema: 'dosimeter.benchmark/1',
    period: periodOf(day),
    day,
    minimumGroup: LEAST_CLIENTS,
    mechanism: 'discrete Laplace',
    epsilon,
    // Each client lies in one bin of one group of each figure: groups do not add up, figures do.
    epsilonTotal: round9(epsilon * figures.length),
    figures,
  };
}

interface Group {
  readonly size: ClientSize;
  readonly values: readonly number[];
}

/** Clients that have a figure by size, if each size that there is has enough of them; else all together, if those are enough. */
function groupsOf(clients: readonly Client[], name: string): Group[] {
  const known = clients.flatMap(({ devices, figures }) => {
    const value = figures.get(name);
    return value === undefined ? [] : [{ size: sizeOf(devices), value }];
  });
  if (known.length < LEAST_CLIENTS) return [];
  const bySize = Map.groupBy(known, ({ size }) => size);
  if (bySize.size > 1 && [...bySize.values()].every(({ length }) => length >= LEAST_CLIENTS)) {
    return CLIENT_SIZES.flatMap((size): Group[] => {
      const own = size === 'all' ? undefined : bySize.get(size);
      return own ? [{ size, values: own.map(({ value }) => value) }] : [];
    });
  }
  return [{ size: 'all', values: known.map(({ value }) => value) }];
}
