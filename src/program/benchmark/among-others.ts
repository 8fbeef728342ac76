// The files of other providers together: the newest of each signer, their noise-added counts summed, and how far the noise may have moved the sums.
import type { AmongOthers, BenchmarkDocument, BenchmarkFigure, ClientSize } from '#contracts/index.ts';
import { round9 } from '#kit/index.ts';
import { binOf } from './bins.ts';
import { noiseReach, noiseVariance } from './discrete-laplace.ts';
import { quartersFrom } from './periods.ts';

/** The newest file of each signer: older ones count the same clients. */
export function newestOfEach(files: readonly BenchmarkDocument[]): BenchmarkDocument[] {
  const newest = new Map<string, BenchmarkDocument>();
  for (const file of files) {
    const known = newest.get(file.signer.fingerprint);
    if (!known || quartersFrom(known.period, file.period) > 0) newest.set(file.signer.fingerprint, file);
  }
  return [...newest.values()];
}

interface Own {
  readonly value: number | null;
  readonly size: Exclude<ClientSize, 'all'>;
}

interface Part {
  readonly counts: readonly number[];
  readonly epsilon: number;
}

/**
 * A figure in the files: among clients of the size of the own one where each file tells sizes apart, else among all. Null where no file has the
 * figure. Give one file of each signer.
 */
export function amongOthers(
  files: readonly BenchmarkDocument[],
  figure: BenchmarkFigure,
  own: Own,
): AmongOthers | null {
  const found = files.flatMap(({ epsilon, figures }) => {
    const groups = figures.find(({ name }) => name === figure.name)?.groups;
    return groups ? [{ epsilon, groups }] : [];
  });
  if (found.length === 0) return null;
  const isBySize = found.every(({ groups }) => groups.some(({ size }) => size === own.size));
  const parts = found.flatMap(({ epsilon, groups }): Part[] =>
    groups.filter(({ size }) => !isBySize || size === own.size).map(({ counts }) => ({ counts, epsilon })),
  );
  const sums = Array.from({ length: figure.edges.length + 1 }, (_, bin) =>
    parts.reduce((sum, { counts }) => sum + (counts[bin] ?? 0), 0),
  );
  const variance = parts.reduce((sum, { epsilon }) => sum + noiseVariance(epsilon), 0);
  return {
    size: isBySize ? own.size : 'all',
    files: found.length,
    counts: sums.map((count) => Math.max(0, count)),
    binNoise: noiseReach(variance),
    better: own.value === null ? null : shareBetter(sums, variance, { figure, value: own.value }),
  };
}

/** The share of clients in better bins. The noise of both parts of a share is weighed as if both were as far off as they may be. */
function shareBetter(
  sums: readonly number[],
  variance: number,
  { figure, value }: { readonly figure: BenchmarkFigure; readonly value: number },
): AmongOthers['better'] {
  const own = binOf(value, figure.edges);
  const isBetter = (bin: number) => (figure.better === 'low' ? bin < own : bin > own);
  const add = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, 0);
  const better = sums.filter((_, bin) => isBetter(bin));
  const rest = sums.filter((_, bin) => !isBetter(bin));
  const [ahead, behind] = [add(better), add(rest)];
  const [aheadReach, behindReach] = [better, rest].map(({ length }) => noiseReach(variance * length));
  const share = (first: number, second: number) => {
    const [a, b] = [Math.max(0, first), Math.max(0, second)];
    return a + b === 0 ? 0 : round9(a / (a + b));
  };
  return {
    share: share(ahead, behind),
    low: share(ahead - (aheadReach ?? 0), behind + (behindReach ?? 0)),
    high: share(ahead + (aheadReach ?? 0), behind - (behindReach ?? 0)),
  };
}
