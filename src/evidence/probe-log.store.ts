// The log of every probe: what was sent where, how much, under which clearance, and who allowed it. Silent addresses of one
// network stand together as a range, so that a scan of 65,536 addresses leaves a log that a person can read.
import { sql } from 'kysely';
import { z } from 'zod';
import type { ClearanceLevel } from '#contracts/index.ts';
import { clearanceLevel } from '#contracts/index.ts';
import type { Tenant } from '#store/index.ts';

/** One line of the log. */
export interface ProbeEntry {
  readonly scan: string;
  /** An address, or a range in which nothing answered. */
  readonly target: string;
  readonly ports: readonly number[];
  readonly connections: number;
  readonly bytesSent: number;
  readonly clearance: ClearanceLevel;
  readonly authority: string | null;
  readonly allowedBy: string;
  readonly at: string;
}

const BATCH = 1000;

/** Adds lines to the log. */
export async function recordProbes(tx: Tenant, entries: readonly ProbeEntry[]): Promise<void> {
  for (let at = 0; at < entries.length; at += BATCH) {
    await sql`
      insert into probe_log (tenant_id, scan_id, target, ports, connections, bytes_sent, clearance, authority, allowed_by, at)
      select ${tx.id}, scan, target, ports, connections, "bytesSent", clearance, authority, "allowedBy", at
      from jsonb_to_recordset(${JSON.stringify(entries.slice(at, at + BATCH))}::jsonb) as row (scan text, target text,
        ports jsonb, connections integer, "bytesSent" bigint, clearance text, authority text, "allowedBy" text,
        at timestamptz)`.execute(tx.db);
  }
}

const storedEntry = z.object({
  target: z.string(),
  ports: z.array(z.number()),
  connections: z.number(),
  bytesSent: z.coerce.number(),
  clearance: clearanceLevel,
  authority: z.string().nullable(),
  allowedBy: z.string(),
  at: z.date().transform((at) => at.toISOString()),
});

/** The log of one scan, in the order of writing. */
export async function* readProbes(tx: Tenant, scan: string): AsyncGenerator<ProbeEntry> {
  for (let after = 0; ; ) {
    const page = await sql<{ seq: number | string }>`
      select seq, target, ports, connections, bytes_sent, clearance, authority, allowed_by, at from probe_log
      where tenant_id = ${tx.id} and scan_id = ${scan} and seq > ${after} order by seq limit ${BATCH}`.execute(tx.db);
    for (const row of page.rows) yield { scan, ...storedEntry.parse(row) };
    const last = page.rows.at(-1);
    if (!last || page.rows.length < BATCH) return;
    after = Number(last.seq);
  }
}
