// What each sensor last took in: a capture, a file, a folder of images. Names of files are not kept; they may name a patient.

import { sql } from 'kysely';
import { z } from 'zod';
import type { Fact, SourceRow } from '#contracts/index.ts';
import type { Tenant } from '#store/index.ts';

/** One thing that was taken in. */
export interface SourceEntry {
  readonly sensor: string;
  readonly run: string;
  readonly kind: string;
  /** What people call it; never the name of a file. */
  readonly name: string;
  readonly at: Date;
  readonly by: string;
  readonly facts: number;
  readonly summary: Readonly<Record<string, number>>;
  readonly problems: readonly string[];
}

const MOST_PROBLEMS = 50;
/** Entries kept; older ones are forgotten, their facts are not. */
const MOST_ENTRIES = 2000;
const counts = z.record(z.string(), z.number());

/** Notes what was taken in. */
export async function recordSource(tx: Tenant, entry: SourceEntry): Promise<void> {
  const { sensor, run, kind, name, at, by, facts, summary, problems } = entry;
  const values = {
    kind,
    name,
    at,
    byWhom: by,
    facts,
    summary: JSON.stringify(summary),
    problems: JSON.stringify(problems.slice(0, MOST_PROBLEMS)),
  };
  await tx.db
    .insertInto('sources')
    .values({ tenantId: tx.id, sensor, run, ...values })
    .onConflict((conflict) => conflict.columns(['tenantId', 'sensor', 'run']).doUpdateSet(values))
    .execute();
  await tx.db
    .deleteFrom('sources')
    .where('tenantId', '=', tx.id)
    .where('at', '<', (query) =>
      query
        .selectFrom('sources')
        .select('at')
        .where('tenantId', '=', tx.id)
        .orderBy('at', 'desc')
        .offset(MOST_ENTRIES)
        .limit(1),
    )
    .execute();
}

/** What was taken in, the newest first. */
export async function listSources(tx: Tenant, limit: number): Promise<SourceRow[]> {
  const rows = await tx.db
    .selectFrom('sources')
    .selectAll()
    .where('tenantId', '=', tx.id)
    .orderBy('at', 'desc')
    .orderBy('run')
    .limit(limit)
    .execute();
  return rows.map(({ sensor, run, kind, name, at, byWhom, facts, summary, problems }) => ({
    sensor,
    run,
    kind,
    name,
    at: at.toISOString(),
    by: byWhom,
    facts,
    summary: counts.parse(summary),
    problems: z.array(z.string()).parse(problems),
  }));
}

/** Which of the things that were taken in some facts came from, the newest first; what is forgotten is left out. */
export async function sourcesBehind(
  tx: Tenant,
  facts: readonly Fact[],
): Promise<Pick<SourceRow, 'sensor' | 'run' | 'name' | 'at' | 'by'>[]> {
  const runs = [...new Map(facts.map(({ source }) => [`${source.sensor}\n${source.run}`, source])).values()];
  if (runs.length === 0) return [];
  const rows = await sql<{ sensor: string; run: string; name: string; at: Date; byWhom: string }>`
    select source.sensor, source.run, source.name, source.at, source.by_whom
    from unnest(${runs.map(({ sensor }) => sensor)}::text[], ${runs.map(({ run }) => run)}::text[]) as wanted (sensor, run)
    join sources source on source.tenant_id = ${tx.id} and source.sensor = wanted.sensor and source.run = wanted.run
    order by source.at desc, source.run`.execute(tx.db);
  return rows.rows.map(({ at, byWhom, ...row }) => ({ ...row, at: at.toISOString(), by: byWhom }));
}
