// How many pairs of a scenario and a device fall into each cell of the matrix of harm.
import type { Acceptability, HarmPlacement, HarmSeverity, ProbabilityBand, RiskDocument } from '#contracts/index.ts';

export interface Cell {
  today: number;
  after: number;
  judged: Acceptability | undefined;
}

/** The cells that something falls into, and how many pairs fall nowhere because nobody knows how often. */
export function cellsOf(harm: RiskDocument['harm']): { cells: ReadonlyMap<string, Cell>; unknown: number } {
  const cells = new Map<string, Cell>();
  let unknown = 0;
  const add = ({ band, severity, acceptability }: HarmPlacement, when: 'today' | 'after') => {
    if (band === null) {
      if (when === 'today') unknown++;
      return;
    }
    const key = keyOf(band, severity);
    const cell = cells.get(key) ?? { today: 0, after: 0, judged: undefined };
    cell[when]++;
    cell.judged ??= acceptability ?? undefined;
    cells.set(key, cell);
  };
  for (const { today, after } of harm) {
    if (today.reachesPerson) add(today, 'today');
    if (after.reachesPerson) add(after, 'after');
  }
  return { cells, unknown };
}

/** A cell by its row and column. */
export function keyOf(band: ProbabilityBand, severity: HarmSeverity): string {
  return `${band} ${severity}`;
}
