// The picture of a whole organization, counted by the database: what the overview shows at 50,000 devices without reading
// each. The same words and the same rules as the assessment of a report (findings, report); a test compares the two.
import { sql } from 'kysely';
import { type AssessmentDocument, RUNG_ORDER } from '#contracts/index.ts';
import {
  ANSWERS_ONLY,
  doFirstTexts,
  exposureRows,
  FIRST_OPEN_RUNG,
  FURTHER_DEVICE,
  FURTHER_DEVICES_MOST,
  GIVES_PATIENT_DATA,
  headline,
  MAY_GIVE_PATIENT_DATA,
  narrowingFacts,
  type OpenQuestion,
  SURE_ENOUGH,
} from '#findings/index.ts';
import { round9 } from '#kit/index.ts';
import type { Tenant } from '#store/index.ts';
import { severityCounts } from './list.store.ts';

export type Picture = Pick<AssessmentDocument, 'summary' | 'doFirst'>;

const ACTIONS = 5;
/** Devices and findings listed with an action; its reasons carry the full counts. */
const LISTED = 500;

const OPEN_RUNGS = RUNG_ORDER.slice(FIRST_OPEN_RUNG);
const UNDECIDED = ['dicom-title-unknown', 'dicom-busy'];

/** Summary and first actions of an organization as it stands now. */
export async function overviewOf(tx: Tenant): Promise<Picture> {
  const devices = await deviceCounts(tx);
  const access = await accessCounts(tx);
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
      byExposure: exposureRows(devices.byRung),
      bySeverity: await severityCounts(tx),
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
    doFirst: await firstActions(tx),
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
}

async function accessCounts(tx: Tenant): Promise<AccessCounts> {
  const gives = [...GIVES_PATIENT_DATA];
  const { rows } = await sql<AccessCounts>`
    with judged as (
      select finding.device_id,
        bool_or(rule in (${sql.join(gives)}) and state = 'confirmed' and confidence >= ${SURE_ENOUGH}) as gives,
        bool_or(rule in (${sql.join([...gives, ...MAY_GIVE_PATIENT_DATA])})) as may,
        bool_or(rule in (${sql.join(UNDECIDED)})) as undecided,
        bool_or(device.exposure in (${sql.join(OPEN_RUNGS)})) as open
      from findings finding
      join devices device on device.tenant_id = finding.tenant_id and device.id = finding.device_id and not device.retired
      where finding.tenant_id = ${tx.id} and closed_at is null
        and rule in (${sql.join([...gives, ...MAY_GIVE_PATIENT_DATA, ...UNDECIDED])})
      group by finding.device_id)
    select count(*) filter (where gives)::integer as giving,
      count(*) filter (where may and not gives)::integer as offering,
      count(*) filter (where undecided and open is not true)::integer as undecided
    from judged`.execute(tx.db);
  return rows[0] ?? { giving: 0, offering: 0, undecided: 0 };
}

async function openQuestions(tx: Tenant): Promise<OpenQuestion[]> {
  const { rows } = await sql<OpenQuestion>`
    select rule, min(title) as title, min(kind) as kind, body->'fix'->>'text' as how,
      count(distinct device_id)::integer as devices
    from findings where tenant_id = ${tx.id} and closed_at is null and state = 'unknown'
    group by rule, body->'fix'->>'text'`.execute(tx.db);
  return rows;
}

/** Open findings that ask for something, each with its action's first sentence and the help that follows it. */
function asking(tx: Tenant) {
  return sql`
    select id, device_id, title, priority, severity, confidence, who, coalesce(core, text) as core,
      btrim(substr(text, length(coalesce(core, text)) + 1)) as detail
    from (
      select id, device_id, title, priority, severity, confidence, body->'fix'->>'who' as who, body->'fix'->>'text' as text,
        substring(body->'fix'->>'text' from '^.+?[.?!](?=\\s|$)') as core
      from findings where tenant_id = ${tx.id} and closed_at is null and severity > 0
        and state in ('confirmed', 'potential')) as open_finding`;
}

interface ActionRow {
  readonly who: string;
  readonly core: string;
  readonly details: string[];
  readonly titles: { title: string; devices: number }[];
  readonly findings: string[];
  readonly devices: { id: string; name: string }[];
}

async function firstActions(tx: Tenant): Promise<Picture['doFirst']> {
  const weight = sql<number>`max(priority) + least(${FURTHER_DEVICES_MOST}::float8, ${FURTHER_DEVICE}::float8 * (count(distinct device_id) - 1))`;
  const { rows } = await sql<ActionRow>`
    with asking as materialized (${asking(tx)}),
    chosen as materialized (
      select who, core, ${weight} as weight from asking group by who, core
      order by weight desc, core collate "C" limit ${ACTIONS})
    select chosen.who, chosen.core,
      (select json_agg(detail) from (select distinct detail from asking
        where asking.who = chosen.who and asking.core = chosen.core and detail <> '') as each_detail) as details,
      (select json_agg(json_build_object('title', title, 'devices', devices)) from (
        select title, count(distinct device_id)::integer as devices from asking
        where asking.who = chosen.who and asking.core = chosen.core
        group by title order by max(priority) desc, max(severity) desc, max(confidence) desc, min(id)) as each_title) as titles,
      (select json_agg(id) from (select id from asking where asking.who = chosen.who and asking.core = chosen.core
        order by priority desc, severity desc, confidence desc, id limit ${LISTED}) as each_finding) as findings,
      (select json_agg(json_build_object('id', id, 'name', name)) from (
        select device.id, device.name from devices device where device.tenant_id = ${tx.id} and exists (
          select from asking where asking.device_id = device.id and asking.who = chosen.who and asking.core = chosen.core)
        order by device.name collate "C", device.id limit ${LISTED}) as each_device) as devices
    from chosen order by weight desc, core collate "C"`.execute(tx.db);
  return rows.map((row) => ({
    action: doFirstTexts.action(row.core, row.details ?? []),
    who: row.who,
    findings: row.findings ?? [],
    devices: row.devices ?? [],
    because: doFirstTexts.because(row.titles ?? []),
  }));
}
