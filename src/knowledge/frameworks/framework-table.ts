// A framework as its table of data holds it: rows as [id, name, parent], with the basis where it differs from that of the table.
import type { Framework, RowBasis } from '#contracts/index.ts';

/** A row: id, short name in our own words, id of the row above it (null at the top), and its basis where it differs. */
export type TableRow = readonly [id: string, name: string, parent: string | null, basis?: RowBasis];

export interface FrameworkTable {
  readonly id: string;
  readonly name: string;
  readonly version: string;
  readonly source: Framework['source'];
  /** What the rows rest on, unless they say otherwise. */
  readonly basis: RowBasis;
  readonly rows: readonly TableRow[];
}

/** The framework of a table. A row that others stand below is a group. */
export function frameworkOf({ basis, rows, ...about }: FrameworkTable): Framework {
  const parents = new Set(rows.map(([, , parent]) => parent));
  return {
    ...about,
    rows: rows.map(([id, name, parent, own]) => ({
      id,
      name,
      parent,
      kind: parents.has(id) ? 'group' : 'control',
      basis: own ?? basis,
    })),
  };
}
