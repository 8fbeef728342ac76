// The picture of a whole organization, counted by the database: what the overview shows at 50,000 devices without reading
// each. The same words and the same rules as the assessment of a report (findings, report); a test compares the two.
import { sql } from 'kysely';
import { type AssessmentDocument, RUNG_ORDER, SEVERITY_ORDER } from '#contracts/index.ts';
import {
  ANSWERS_ONLY,
  actionWeight,
  doFirstTexts,
  exposureRows,
  FIRST_OPEN_RUNG,
  GIVES_PATIENT_DATA,
  headline,
  MAY_GIVE_PATIENT_DATA,
  narrowingFacts,
  type OpenQuestion,
  SURE_ENOUGH,
} from '#findings/index.ts';
import { round9 } from '#kit/index.ts';
import type { Tenant } from '#store/index.ts';
import { accepted } from './decisions-standing.store.ts';

export type Picture = Pick<AssessmentDocument, 'summary' | 'doFirst'>;

const ACTIONS = 5;
/** Devices and findings listed with an action, and read for its help with single products; its reasons count all. */
const LISTED = 500;

const OPEN_RUNGS = RUNG_ORDER.slice(FIRST_OPEN_RUNG);
const UNDECIDED = ['dicom-title-unknown', 'dicom-busy'];

/** Summary and first actions of an organization as it stands now. */
export async function overviewOf(tx: Tenant): Promise<Picture> {
  const devices = await deviceCounts(tx);
  const access = await accessCounts(tx);
  const work = await workCounts(tx);
  const unseen = devices.byRung.get(null) ?? 0;
  const open = OPEN_RUNGS.reduce((sum, rung) => sum + (devices.byRung.get(rung) ?? 0), 0);
  const unknown = unseen + access.undecided;
  const share = (part: number) => (devices.all === 0 ? 0 : round9(part / devices.all));
  return {
    summary: {
      headline: headline({
        systems: devices.all,
        giving: access.giving,
        offering: access.offering,
        open,
        unknown,
      }),
      byExposure: exposureRows(devices.byRung, new Map(Object.entries(access.undecidedRungs))),
      bySeverity: bySeverity(work),
      openShare: { low: share(open), high: devices.all === 0 ? 1 : share(open + unknown) },
      coverage: {
        devices: devices.all,
        observed: devices.all - unseen,
        withOperatingSystem: devices.withOperatingSystem,
        withOwner: devices.withOwner,
      },
      narrow: narrowingFacts(await openQuestions(tx), {
        withoutCriticality: devices.withoutCriticality,
        withoutOwner: devices.all - devices.withOwner,
      }),
    },
    doFirst: await firstActions(tx, work),
  };
}

interface DeviceCounts {
  readonly all: number;
  readonly withOperatingSystem: number;
  readonly withOwner: number;
  readonly withoutCriticality: number;
  readonly byRung: ReadonlyMap<string | null, number>;
}

async function deviceCounts(tx: Tenant): Promise<DeviceCounts> {
  const { rows } = await sql<{
    rung: string | null;
    devices: number;
    system: number;
    owner: number;
    uncritical: number;
  }>`
    select coalesce(device.exposure, case when exists (
        select from services service where service.tenant_id = device.tenant_id and service.device_id = device.id)
      then ${ANSWERS_ONLY} end) as rung,
      count(*)::integer as devices, count(os)::integer as system, count(nullif(owner, ''))::integer as owner,
      count(*) filter (where criticality is null)::integer as uncritical
    from devices device where device.tenant_id = ${tx.id} and not retired group by 1`.execute(tx.db);
  const sum = (of: (row: (typeof rows)[number]) => number) => rows.reduce((total, row) => total + of(row), 0);
  return {
    all: sum((row) => row.devices),
    withOperatingSystem: sum((row) => row.system),
    withOwner: sum((row) => row.owner),
    withoutCriticality: sum((row) => row.uncritical),
    byRung: new Map(rows.map((row) => [row.rung, row.devices])),
  };
}

interface AccessCounts {
  readonly giving: number;
  readonly offering: number;
  /** Not open as far as proven, and a refusal that decides nothing. */
  readonly undecided: number;
  /** The same by rung. */
  readonly undecidedRungs: Readonly<Record<string, number>>;
}

async function accessCounts(tx: Tenant): Promise<AccessCounts> {
  const gives = [...GIVES_PATIENT_DATA];
  const { rows } = await sql<AccessCounts>`
    with judged as (
      select finding.device_id,
        bool_or(rule in (${sql.join(gives)}) and state = 'confirmed' and confidence >= ${SURE_ENOUGH}) as gives,
        bool_or(rule in (${sql.join([...gives, ...MAY_GIVE_PATIENT_DATA])})) as may,
        bool_or(rule in (${sql.join(UNDECIDED)})) as undecided,
        bool_or(device.exposure in (${sql.join(OPEN_RUNGS)})) as open,
        min(device.exposure) as exposure
      from findings finding
      join devices device on device.tenant_id = finding.tenant_id and device.id = finding.device_id and not device.retired
      where finding.tenant_id = ${tx.id} and closed_at is null
        and rule in (${sql.join([...gives, ...MAY_GIVE_PATIENT_DATA, ...UNDECIDED])})
      group by finding.device_id)
    select count(*) filter (where gives)::integer as giving,
      count(*) filter (where may and not gives)::integer as offering,
      count(*) filter (where undecided and open is not true)::integer as undecided,
      (select coalesce(jsonb_object_agg(exposure, devices), '{}') from (
        select exposure, count(*)::integer as devices from judged
        where undecided and open is not true and exposure is not null group by exposure) rungs) as undecided_rungs
    from judged`.execute(tx.db);
  return rows[0] ?? { giving: 0, offering: 0, undecided: 0, undecidedRungs: {} };
}

async function openQuestions(tx: Tenant): Promise<OpenQuestion[]> {
  const { rows } = await sql<OpenQuestion>`
    with asked as materialized (
      select rule, min(title) as title, min(kind) as kind, min(id) as example, count(distinct device_id)::integer as devices
      from findings where tenant_id = ${tx.id} and closed_at is null and state = 'unknown' group by rule, action)
    select asked.rule, asked.title, asked.kind, example.body->'fix'->>'text' as how, devices
    from asked join finding_bodies example on example.tenant_id = ${tx.id} and example.finding_id = asked.example`.execute(
    tx.db,
  );
  return rows;
}

/** Findings that are confirmed or potential, counted by what is asked of whom, title and severity. */
interface WorkCount {
  readonly who: string;
  readonly action: string;
  readonly title: string;
  readonly severity: number;
  readonly findings: number;
  readonly priority: number;
  readonly confidence: number;
  readonly first: string;
  /** The risk is accepted for now: it counts, and asks for nothing. */
  readonly accepted: boolean;
}

async function workCounts(tx: Tenant): Promise<WorkCount[]> {
  const { rows } = await sql<WorkCount>`
    select who, action, title, severity, accepted, count(*)::integer as findings, max(priority) as priority,
      max(confidence) as confidence, min(id) as first
    from (select findings.*, ${accepted('findings')} as accepted from findings
      where tenant_id = ${tx.id} and closed_at is null and state in ('confirmed', 'potential')) open
    group by who, action, title, severity, accepted`.execute(tx.db);
  return rows;
}

function bySeverity(work: readonly WorkCount[]): Picture['summary']['bySeverity'] {
  return SEVERITY_ORDER.map((severity, rank) => ({
    severity,
    findings: work.reduce((sum, each) => sum + (each.severity === rank ? each.findings : 0), 0),
  })).reverse();
}

interface Action {
  readonly who: string;
  readonly action: string;
  readonly weight: number;
  readonly because: string;
}

function heaviest(work: readonly WorkCount[]): Action[] {
  const asking = work.filter((each) => each.severity > 0 && !each.accepted);
  return [...Map.groupBy(asking, (each) => `${each.who}\u0000${each.action}`).values()]
    .flatMap((group): Action[] => {
      const sorted = [...group].sort(byUrgency);
      const [first] = sorted;
      if (!first) return [];
      const times = new Map<string, number>();
      for (const { title, findings } of sorted) times.set(title, (times.get(title) ?? 0) + findings);
      const findings = group.reduce((sum, each) => sum + each.findings, 0);
      return [
        {
          who: first.who,
          action: first.action,
          weight: actionWeight(first.priority, findings),
          because: doFirstTexts.because([...times].map(([title, count]) => ({ title, times: count }))),
        },
      ];
    })
    .sort((a, b) => b.weight - a.weight || (a.action < b.action ? -1 : 1))
    .slice(0, ACTIONS);
}

function byUrgency(a: WorkCount, b: WorkCount): number {
  return (
    b.priority - a.priority || b.severity - a.severity || b.confidence - a.confidence || (a.first < b.first ? -1 : 1)
  );
}

interface Member {
  readonly id: string;
  readonly device: string;
  readonly name: string;
  readonly detail: string;
}

async function firstActions(tx: Tenant, work: readonly WorkCount[]): Promise<Picture['doFirst']> {
  const found: Picture['doFirst'] = [];
  for (const { who, action, because } of heaviest(work)) {
    const { rows } = await sql<Member>`
      with member as materialized (
        select id, device_id, priority, severity, confidence from findings
        where tenant_id = ${tx.id} and closed_at is null and severity > 0 and state in ('confirmed', 'potential')
          and who = ${who} and action = ${action} and not ${accepted('findings')}
        order by priority desc, severity desc, confidence desc, id limit ${LISTED})
      select member.id, device_id as device, coalesce(device.name, '') as name,
        btrim(substr(whole.body->'fix'->>'text', ${action.length + 1}::integer)) as detail
      from member join finding_bodies whole on whole.tenant_id = ${tx.id} and whole.finding_id = member.id
      left join devices device on device.tenant_id = ${tx.id} and device.id = member.device_id
      order by member.priority desc, member.severity desc, member.confidence desc, member.id`.execute(tx.db);
    const devices = new Map(rows.map((row) => [row.device, row.name]));
    found.push({
      action: doFirstTexts.action(action, new Set(rows.map((row) => row.detail))),
      who,
      findings: rows.map((row) => row.id),
      devices: [...devices].map(([id, name]) => ({ id, name })).sort(byName),
      because,
    });
  }
  return found;
}

function byName(a: { id: string; name: string }, b: { id: string; name: string }): number {
  if (a.name !== b.name) return a.name < b.name ? -1 : 1;
  return a.id < b.id ? -1 : 1;
}
