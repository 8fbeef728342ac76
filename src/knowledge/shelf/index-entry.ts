// Tables of a shelf that find records by something else than their key.

/** A line of an index: which, the key, and as JSON text what is found under it. The table holds the list of all that a key has. */
export type IndexEntry = readonly [index: string, key: string, value: string];

/** The tables of few entries, made in memory; those of a feed are made from sorted runs, see writeFeed(). */
export function indexTables(
  entries: Iterable<IndexEntry>,
): Map<string, readonly (readonly [key: string, json: string])[]> {
  const found = new Map<string, Map<string, Set<string>>>();
  for (const [index, key, value] of entries) {
    const table = found.get(index) ?? new Map<string, Set<string>>();
    found.set(index, table);
    const known = table.get(key);
    if (known) known.add(value);
    else table.set(key, new Set([value]));
  }
  const list = (values: ReadonlySet<string>): string => `[${[...values].sort().join(',')}]`;
  const rows = (table: ReadonlyMap<string, ReadonlySet<string>>) =>
    [...table].map(([key, values]) => [key, list(values)] as const).sort(([a], [b]) => (a < b ? -1 : 1));
  return new Map([...found].map(([index, table]) => [index, rows(table)]));
}
