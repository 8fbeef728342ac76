// Decisions that end by themselves: the day is over, the finding got worse than what was accepted, or the finding is gone.
import { sql } from 'kysely';
import { SEVERITY_ORDER } from '#contracts/index.ts';
import type { Tenant } from '#store/index.ts';
import { decisionPolicy } from './decision-policy.store.ts';
import { record } from './decisions.store.ts';

/** Who ends a decision when nobody does. */
const ITSELF = 'Dosimeter';

interface Candidate {
  readonly id: string;
  readonly kind: string;
  readonly state: string;
  readonly until: Date | null;
  readonly title: string | null;
  readonly fixed: boolean;
  readonly severity: number | null;
  readonly kev: boolean;
  readonly epss: number | null;
  readonly seenSeverity: number;
  readonly seenKev: boolean;
  readonly seenEpss: number | null;
  readonly confirmed: boolean;
  readonly active: boolean;
}

/** Ends what is over at `now`, in the whole site or for the findings of some devices; gives how many ended. */
export async function settleDecisions(tx: Tenant, now: Date, devices?: readonly string[]): Promise<number> {
  const of = devices === undefined ? sql`true` : sql`finding.device_id = any(${[...devices]}::text[])`;
  const { policy } = await decisionPolicy(tx);
  const { rows } = await sql<Candidate>`
    select standing.* from (
      select decision.id, decision.kind, decision.state, decision.until, finding.title, finding.severity,
        finding.closed_at is not null and finding.state = 'fixed' as fixed,
        coalesce((whole.body->>'kev')::boolean, false) as kev, (whole.body->>'epss')::double precision as epss,
        (decision.seen->>'severity')::integer as seen_severity,
        coalesce((decision.seen->>'kev')::boolean, false) as seen_kev,
        (decision.seen->>'epss')::double precision as seen_epss,
        finding.state = 'confirmed' and decision.seen->>'state' in ('potential', 'unknown') as confirmed,
        not coalesce((decision.seen->>'active')::boolean, false) and jsonb_path_exists(whole.body::jsonb,
          '$.ssvc.path[*] ? (@.point == "Exploitation" && @.value == "active")') as active
      from decisions decision
      left join findings finding on finding.tenant_id = decision.tenant_id and finding.id = decision.finding_id
      left join finding_bodies whole on whole.tenant_id = decision.tenant_id and whole.finding_id = decision.finding_id
      where decision.tenant_id = ${tx.id} and decision.ended_at is null and ${of}) standing
    where title is null or (kind = 'maker' and fixed) or (kind = 'acceptance' and (until <= ${now.toISOString()}::timestamptz
      or severity > seen_severity or (kev and not seen_kev) or confirmed or active
      or (epss >= ${policy.epssLine} and coalesce(seen_epss, 0) < ${policy.epssLine})))
    order by id`.execute(tx.db);
  let ended = 0;
  for (const row of rows) {
    const { state, what, why } = endingOf(row, now, policy.epssLine);
    const done = await tx.db
      .updateTable('decisions')
      .set({ state, endedAt: now })
      .where('tenantId', '=', tx.id)
      .where('id', '=', row.id)
      .where('endedAt', 'is', null)
      .returning('id')
      .executeTakeFirst();
    if (!done) continue;
    ended++;
    await record(tx, {
      decision: row.id,
      at: now,
      who: ITSELF,
      what,
      why,
      about: row.title ?? 'a finding that is gone',
    });
  }
  return ended;
}

function endingOf(row: Candidate, now: Date, epssLine: number) {
  if (row.title === null) {
    return { state: 'ended', what: 'decision ended', why: 'The finding is gone: its device was merged with another.' };
  }
  if (row.kind === 'maker') {
    return { state: 'ended', what: 'question to the maker ended', why: 'The finding is fixed.' };
  }
  const why = [
    ...(row.kev && !row.seenKev
      ? ['Attackers use the flaw now: it is in CISA’s catalog of known exploited flaws.']
      : []),
    ...(row.active && !row.kev ? ['Attackers use the flaw now, as the path of SSVC says.'] : []),
    ...(row.confirmed ? ['It was possible only when it was accepted, and is confirmed now.'] : []),
    ...(row.epss !== null && row.epss >= epssLine && (row.seenEpss ?? 0) < epssLine
      ? [`EPSS rose to ${percent(row.epss)}, the line is ${percent(epssLine)}.`]
      : []),
    ...(row.severity !== null && row.severity > row.seenSeverity
      ? [`Severity rose from ${word(row.seenSeverity)} to ${word(row.severity)}.`]
      : []),
    ...(row.until !== null && row.until <= now ? [`It held until ${row.until.toISOString().slice(0, 10)}.`] : []),
  ].join(' ');
  return row.state === 'asked'
    ? { state: 'ended', what: 'request ended', why }
    : { state: 'reopened', what: 'finding reopened', why };
}

function percent(share: number): string {
  return `${Math.round(share * 1000) / 10} %`;
}

function word(severity: number): string {
  return SEVERITY_ORDER[severity] ?? 'none';
}
