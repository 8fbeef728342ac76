// Which rows of a framework the controls cover, and which none does.
import type { Control, Framework } from '#contracts/index.ts';

/** A row with the controls that point to it or to a row below it. */
export interface RowCoverage {
  readonly id: string;
  readonly name: string;
  /** Ids of controls that point to this very row. */
  readonly controls: readonly string[];
  /** Whether a control points to it or to a row below it. */
  readonly covered: boolean;
}

/** The coverage of each row, in the order of the framework. */
export function coverageOf(framework: Framework, controls: readonly Control[]): RowCoverage[] {
  const pointing = new Map<string, string[]>();
  for (const control of controls) {
    for (const pointer of control.maps[framework.id] ?? []) {
      const id = typeof pointer === 'string' ? pointer : pointer.id;
      pointing.set(id, [...(pointing.get(id) ?? []), control.id]);
    }
  }
  const parents = new Map(framework.rows.map(({ id, parent }) => [id, parent]));
  const covered = new Set<string>();
  for (const start of pointing.keys()) {
    for (let id: string | null | undefined = start; typeof id === 'string' && !covered.has(id); id = parents.get(id))
      covered.add(id);
  }
  return framework.rows.map(({ id, name }) => ({
    id,
    name,
    controls: pointing.get(id) ?? [],
    covered: covered.has(id),
  }));
}
