// What the site says about published flaws of its devices: one statement for each finding with a CVE, with what was decided about it.
import { sql } from 'kysely';
import { api, documents, type Finding, type VexJustification } from '#contracts/index.ts';
import type { Tenant } from '#store/index.ts';

/** One flaw on one device, and what the site says of it. */
export interface VexStatement {
  readonly cve: string;
  readonly device: string;
  readonly status: 'affected' | 'not affected' | 'fixed' | 'under investigation';
  /** Only where people said so, two of them. */
  readonly justification: VexJustification | null;
  /** What is done, when affected; why not, when not. */
  readonly text: string;
  readonly response: Finding['fix']['kind'] | 'accepted';
  readonly advisories: readonly string[];
  readonly cvss: Finding['cvss'];
  readonly firstSeenAt: string;
  /** When this last became so. */
  readonly changedAt: string;
}

const GRAVEST: readonly VexStatement['status'][] = ['affected', 'under investigation', 'not affected', 'fixed'];

interface Row {
  readonly body: unknown;
  readonly state: string;
  readonly firstSeenAt: Date;
  readonly updatedAt: Date;
  readonly reason: string | null;
  readonly justification: string | null;
  readonly until: Date | null;
  readonly approvedAt: Date | null;
  readonly maker: string | null;
  readonly makerAnswer: string | null;
  readonly makerState: string | null;
  readonly makerAt: Date | null;
}

/** Every statement, by flaw and device, one for each pair: the gravest where several findings speak of one flaw. Findings of retired devices, and those closed without repair, say nothing. */
export async function vexStatements(tx: Tenant): Promise<VexStatement[]> {
  const { rows } = await sql<Row>`
    select whole.body, finding.state, finding.first_seen_at, finding.updated_at,
      accepted.reason, accepted.justification, accepted.until, accepted.approved_at,
      asked.maker, asked.answer as maker_answer, asked.state as maker_state, coalesce(asked.ended_at, asked.asked_at) as maker_at
    from findings finding
    join finding_bodies whole on whole.tenant_id = finding.tenant_id and whole.finding_id = finding.id
    join devices device on device.tenant_id = finding.tenant_id and device.id = finding.device_id and not device.retired
    left join decisions accepted on accepted.tenant_id = finding.tenant_id and accepted.finding_id = finding.id
      and accepted.ended_at is null and accepted.state = 'accepted'
    left join lateral (select * from decisions one where one.tenant_id = finding.tenant_id and one.finding_id = finding.id
      and one.kind = 'maker' and one.state <> 'withdrawn' order by one.asked_at desc, one.id limit 1) asked on true
    where finding.tenant_id = ${tx.id} and finding.cve is not null and (finding.closed_at is null or finding.state = 'fixed')
    order by finding.cve, finding.device_id, finding.id`.execute(tx.db);
  const byPair = Map.groupBy(rows.map(statementFrom), ({ cve, device }) => `${cve}\n${device}`);
  return [...byPair.values()].flatMap((said) =>
    said.toSorted((a, b) => GRAVEST.indexOf(a.status) - GRAVEST.indexOf(b.status)).slice(0, 1),
  );
}

function statementFrom(row: Row): VexStatement {
  const finding = documents.finding.parse(row.body);
  const state = documents.findingState.parse(row.state);
  const justification = row.justification === null ? null : api.vexJustification.parse(row.justification);
  const times = [row.updatedAt, row.approvedAt, row.makerAt].flatMap((time) =>
    time === null ? [] : [time.toISOString()],
  );
  return {
    cve: finding.cve ?? '',
    device: finding.device,
    status: statusOf(state, justification),
    justification,
    text: textOf(finding, state, row),
    response: row.reason !== null && justification === null ? 'accepted' : finding.fix.kind,
    advisories: finding.advisories,
    cvss: finding.cvss,
    firstSeenAt: row.firstSeenAt.toISOString(),
    changedAt: times.reduce((a, b) => (a > b ? a : b)),
  };
}

function statusOf(state: Finding['state'], justification: VexJustification | null): VexStatement['status'] {
  if (state === 'fixed') return 'fixed';
  if (state === 'not affected' || justification !== null) return 'not affected';
  return state === 'confirmed' ? 'affected' : 'under investigation';
}

function textOf(finding: Finding, state: Finding['state'], row: Row): string {
  const asked =
    row.maker === null ? '' : ` ${row.maker} was asked${row.makerAnswer === null ? '.' : `: ${row.makerAnswer}`}`;
  if (row.reason !== null) {
    const until = row.until?.toISOString().slice(0, 10) ?? '';
    const kind = row.justification === null ? 'The risk is accepted' : 'Judged by the site';
    return `${kind} until ${until}: ${row.reason}${asked}`;
  }
  const isGood = state === 'fixed' || state === 'not affected';
  const words = isGood ? finding.reasons.map(({ because }) => because).join(' ') : finding.fix.text;
  return `${words}${asked}`.slice(0, 2000) || finding.title;
}
