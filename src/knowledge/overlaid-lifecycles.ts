// Newer life cycles over those that ship with the product: of two rows for the same cycle the one of the later day counts, and each keeps its
// source and its day. Cycles that only one of them has stay.
import type { EndoflifeProduct } from './feeds/read-endoflife.ts';
import { type Cycle, cycleFromRow, type LifecycleSource, PRODUCTS } from './lifecycle.ts';

/** The built-in table with the files of endoflife.date over it. */
export function overlaidLifecycles(below: LifecycleSource, files: readonly EndoflifeProduct[]): LifecycleSource {
  const cycles = new Map<string, readonly Cycle[]>();
  let asOf = below.asOf;
  for (const { product: name, revised, cycles: rows } of files) {
    const product = PRODUCTS.find((each) => each === name);
    if (product === undefined) continue;
    // The files name no day of their own.
    const origin = { certainty: 'published' as const, source: 'endoflife.date (day of the file)', asOf: revised };
    const fresh = new Map(rows.map((row) => [row[0], cycleFromRow(product, row, origin)]));
    const kept = below.cycles(product).map((old) => {
      const newer = fresh.get(old.cycle);
      fresh.delete(old.cycle);
      return newer && (newer.asOf > old.asOf || old.certainty === 'unverified') ? newer : old;
    });
    // The newest cycle comes first, as in the files.
    cycles.set(product, [...fresh.values(), ...kept]);
    if (revised > asOf) asOf = revised;
  }
  if (cycles.size === 0) return below;
  return { name: below.name, asOf, cycles: (product) => cycles.get(product) ?? below.cycles(product) };
}
