// Knowledge made up for tests and benchmarks, from records in memory instead of shelves.
import {
  type Advisory,
  builtInKnowledge,
  CVE_RECORD_INDEXES,
  type CveRecord,
  cveRecordSource,
  cveSource,
  indexAdvisories,
  indexCveRecord,
  indexNvd,
  type Knowledge,
  type NvdRecord,
  type ShelfTable,
} from '#knowledge/index.ts';

/** What this knowledge holds besides the life cycles. */
export interface SampleFeeds {
  readonly advisories?: readonly Advisory[];
  readonly nvd?: readonly NvdRecord[];
  readonly records?: readonly CveRecord[];
}

/** Knowledge of these records alone; advisories that ship with the product are left out. */
export function sampleKnowledge({ advisories = [], nvd = [], records = [] }: SampleFeeds): Knowledge {
  const { products, names } = indexNvd(nvd);
  const indexes = new Map<string, Map<string, Set<string>>>(CVE_RECORD_INDEXES.map((name) => [name, new Map()]));
  for (const record of records) {
    for (const [index, key, value] of indexCveRecord(record)) {
      const table = indexes.get(index);
      table?.set(key, (table.get(key) ?? new Set()).add(value));
    }
  }
  return {
    ...builtInKnowledge,
    advisories: [indexAdvisories('CSAF', advisories)],
    cves: cveSource(
      { name: 'NVD', asOf: '2026-01-01', size: nvd.length },
      {
        records: tableOf(nvd.map((record) => [record.id, JSON.stringify(record)])),
        products: tableOf(products),
        names: tableOf(names),
      },
    ),
    cveRecords: cveRecordSource({ name: 'CVE Program', asOf: '2026-01-01', size: records.length }, (name) =>
      name === 'records'
        ? tableOf(records.map((record) => [record.id, JSON.stringify(record)]))
        : tableOf([...(indexes.get(name) ?? [])].map(([key, values]) => [key, JSON.stringify([...values])])),
    ),
  };
}

function tableOf(rows: Iterable<readonly [string, string]>): ShelfTable {
  const all = new Map(rows);
  return {
    get: (key) => all.get(key) ?? null,
    *entries() {
      yield* all;
    },
  };
}
