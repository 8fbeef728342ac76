// How the losses of a year compare with what is tolerated: a line of losses with the chance that a year may lose more.
import type { LossDocument, LossSummary, Tolerance } from '#contracts/index.ts';

type Point = readonly [loss: number, chance: number];

/** Compares the years with the tolerance; `curve` is the exceedance of their summary. */
export function againstTolerance(
  tolerance: Tolerance,
  years: Float64Array,
  curve: LossSummary['exceedance'],
): NonNullable<LossDocument['tolerance']> {
  const line: readonly Point[] = 'amount' in tolerance ? [[tolerance.amount, tolerance.probability]] : tolerance;
  const points = line.map(([amount, tolerated]) => {
    let above = 0;
    for (const loss of years) if (loss > amount) above++;
    const probability = above / years.length;
    return { amount, tolerated, probability, isWithin: probability <= tolerated };
  });
  const crossings = crossingsOf(
    line,
    points.map(({ amount, probability }): Point => [amount, probability]),
    curve,
  );
  return { isWithin: crossings.length === 0 && points.every(({ isWithin }) => isWithin), points, crossings };
}

/** Where the curve and the line cross, both with straight lines between their points, within the line's losses. */
function crossingsOf(line: readonly Point[], exact: readonly Point[], curve: readonly Point[]): number[] {
  const [first = 0, last = 0] = [line[0]?.[0], line.at(-1)?.[0]];
  const known = new Map([...curve.map(([loss, chance]): [number, number] => [loss, chance]), ...exact]);
  const along = [...known].filter(([loss]) => loss >= first && loss <= last).toSorted(([a], [b]) => a - b);
  const crossings: number[] = [];
  let before: { loss: number; over: number } | null = null;
  for (const [loss, chance] of along) {
    const over = chance - heightAt(line, loss);
    if (before !== null && before.over > 0 !== over > 0)
      crossings.push(before.loss + ((loss - before.loss) * before.over) / (before.over - over));
    before = { loss, over };
  }
  return crossings;
}

function heightAt(line: readonly Point[], loss: number): number {
  const after = line.findIndex(([at]) => at >= loss);
  const [to, from] = [line[after], line[after - 1]];
  if (!to) return 0;
  if (!from) return to[1];
  return from[1] + ((to[1] - from[1]) * (loss - from[0])) / (to[0] - from[0]);
}
