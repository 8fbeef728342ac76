// Where findings stand: what was decided about each, who is waited for, and when it is due.
import { type SqlBool, sql } from 'kysely';
import { api, type DecisionPolicy, SEVERITY_ORDER, type Standing } from '#contracts/index.ts';
import type { Tenant } from '#store/index.ts';
import { decisionPolicy } from './decision-policy.store.ts';
import { type Dated, daysBetween, dueOf } from './decision-policy.ts';

/** True of a row of `findings` (under this name in the statement) whose risk is accepted. */
export function accepted(findings: 'finding' | 'findings') {
  return standsAs(findings, 'accepted');
}

/** True of a finding that has a decision in this state now. */
export function standsAs(findings: 'finding' | 'findings', state: 'accepted' | 'asked' | 'waiting') {
  const finding = sql.ref(`${findings}.id`);
  const tenant = sql.ref(`${findings}.tenant_id`);
  return sql<SqlBool>`exists (select from decisions standing where standing.tenant_id = ${tenant}
    and standing.finding_id = ${finding} and standing.ended_at is null and standing.state = ${state})`;
}

/** True of a row of `findings` (called `finding`) that is past its day at `now`: what `dueOf` says, for the database. */
export function isOverdue(policy: DecisionPolicy, now: Date) {
  const bySeverity = SEVERITY_ORDER.map((severity) => policy.severity[severity] ?? null);
  return sql<SqlBool>`finding.severity > 0 and finding.state in ('confirmed', 'potential') and finding.closed_at is null
    and not ${accepted('finding')}
    and finding.first_seen_at + make_interval(days => case
      when jsonb_exists(${JSON.stringify(policy.ssvc)}::jsonb, finding.outcome)
        then (${JSON.stringify(policy.ssvc)}::jsonb->>finding.outcome)::integer
      else (${JSON.stringify(bySeverity)}::jsonb->>finding.severity)::integer end) < ${now.toISOString()}::timestamptz`;
}

interface Placed extends Dated {
  readonly id: string;
}

/** Where each of some findings stands. */
export async function standingsOf(
  tx: Tenant,
  findings: readonly Placed[],
  now: Date,
): Promise<ReadonlyMap<string, Standing>> {
  if (findings.length === 0) return new Map();
  const { policy } = await decisionPolicy(tx);
  const { rows } = await sql<DecisionRow>`
    select id, finding_id, kind, state, reason, justification, until, maker, how, promised_for, answer, asked_by, asked_at,
      approved_by, approved_at
    from decisions where tenant_id = ${tx.id} and ended_at is null
      and finding_id = any(${findings.map(({ id }) => id)}::text[])`.execute(tx.db);
  const byFinding = Map.groupBy(rows, (row) => row.findingId);
  return new Map(
    findings.map((finding) => {
      const own = byFinding.get(finding.id) ?? [];
      const acceptance = own.find(({ kind }) => kind === 'acceptance');
      const maker = own.find(({ kind }) => kind === 'maker');
      const due = dueOf(finding, policy, now);
      return [
        finding.id,
        api.standing.parse({
          firstSeenAt: finding.firstSeenAt.toISOString(),
          // What is accepted has its own last day.
          due: due && acceptance?.state === 'accepted' ? { ...due, overdue: false } : due,
          acceptance: acceptance ? acceptanceOf(acceptance) : null,
          maker: maker ? makerOf(maker, now) : null,
        }),
      ];
    }),
  );
}

interface DecisionRow {
  readonly id: string;
  readonly findingId: string;
  readonly kind: string;
  readonly state: string;
  readonly reason: string;
  readonly justification: string | null;
  readonly until: Date | null;
  readonly maker: string | null;
  readonly how: string | null;
  readonly promisedFor: string | null;
  readonly answer: string | null;
  readonly askedBy: string;
  readonly askedAt: Date;
  readonly approvedBy: string | null;
  readonly approvedAt: Date | null;
}

function acceptanceOf(row: DecisionRow) {
  return {
    decision: row.id,
    state: row.state,
    reason: row.reason,
    justification: row.justification,
    until: row.until?.toISOString(),
    askedBy: row.askedBy,
    askedAt: row.askedAt.toISOString(),
    approvedBy: row.approvedBy,
    approvedAt: row.approvedAt?.toISOString() ?? null,
  };
}

function makerOf(row: DecisionRow, now: Date) {
  return {
    decision: row.id,
    maker: row.maker,
    how: row.how,
    question: row.reason,
    askedBy: row.askedBy,
    askedAt: row.askedAt.toISOString(),
    days: daysBetween(row.askedAt, now),
    promisedFor: row.promisedFor,
    answer: row.answer,
  };
}
