// Knowledge made up for tests and benchmarks, from records in memory instead of shelves.
import {
  type Advisory,
  builtInKnowledge,
  type CveRecord,
  cveRecordSource,
  cveSource,
  indexAdvisories,
  indexCveRecord,
  indexNvdRecord,
  indexTables,
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
  const nvdTables = indexTables(nvd.flatMap((record) => [...indexNvdRecord(record)]));
  const recordTables = indexTables(records.flatMap((record) => [...indexCveRecord(record)]));
  return {
    ...builtInKnowledge,
    advisories: [indexAdvisories('CSAF', advisories)],
    cves: cveSource(
      { name: 'NVD', asOf: '2026-01-01', size: nvd.length },
      {
        records: tableOf(nvd.map((record) => [record.id, JSON.stringify(record)])),
        products: tableOf(nvdTables.get('products') ?? []),
        names: tableOf(nvdTables.get('names') ?? []),
      },
    ),
    cveRecords: cveRecordSource({ name: 'CVE Program', asOf: '2026-01-01', size: records.length }, (name) =>
      name === 'records'
        ? tableOf(records.map((record) => [record.id, JSON.stringify(record)]))
        : tableOf(recordTables.get(name) ?? []),
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
