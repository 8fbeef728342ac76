// The register of makers' remote access, at rest; who of them was seen on the wire, and which devices nobody entered.
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Attestation, RemoteAccessEntry, RemoteAccessInput, RemoteAccessList } from '#contracts/index.ts';
import { Invalid, NotFound } from '#kit/index.ts';
import { audit } from '#people/index.ts';
import type { System, Tenant } from '#store/index.ts';
import { siteDay } from '../governance/calendar.store.ts';
import { dayIn } from '../governance/calendar-days.ts';
import { judgementsDue } from '../judgements-due.store.ts';
import { noPatientData } from '../own-words.ts';
import { registerAttestations } from './remote-attestations.ts';

interface Actor {
  readonly by: string;
  readonly now: Date;
}

/** An entry as the judge of a device sees it. */
export interface RemoteAccessOfDevice {
  readonly device: string;
  readonly id: string;
  readonly maker: string;
  readonly who: string;
  readonly until: string;
  /** Whether its last day is over at the site. */
  readonly isOver: boolean;
}

type Row = Awaited<ReturnType<typeof rowsOf>>[number];

/** The first and the last of the days that it is somewhere, for a search before it is known where. */
const FIRST_ZONE = 'Etc/GMT+12';
const LAST_ZONE = 'Pacific/Kiritimati';

/** Every entry, valid ones first and the next to end on top, with the devices on which remote control was seen and that none covers. */
export async function remoteAccessList(tx: Tenant, now: Date): Promise<RemoteAccessList> {
  const rows = await rowsOf(tx);
  const { today } = await siteDay(tx, now);
  const seen = await seenOnWire(tx);
  const names = await deviceNames(tx, [...rows.flatMap(({ devices }) => devices), ...seen.map(({ device }) => device)]);
  const items = rows.map((row) => entryOf(row, { names, seen, today })).sort(inOrder);
  const covered = new Set(
    items.filter(({ state }) => state === 'valid').flatMap(({ devices }) => devices.map(({ id }) => id)),
  );
  const newest = new Map<string, (typeof seen)[number]>();
  for (const sign of seen) {
    const before = newest.get(sign.device);
    if (!covered.has(sign.device) && (!before || before.at < sign.at)) newest.set(sign.device, sign);
  }
  return {
    schema: 'dosimeter.remote-access/1',
    items,
    unregistered: [...newest.values()].map(({ device, service, at }) => ({
      id: device,
      name: names.get(device)?.name ?? device,
      maker: names.get(device)?.maker ?? null,
      service,
      at: at.toISOString(),
    })),
  };
}

/** Enters an access. Throws Invalid for a device that is not here, or a day that is past. */
export async function addRemoteAccess(tx: Tenant, input: RemoteAccessInput, actor: Actor): Promise<string> {
  await checkInput(tx, input, actor.now);
  const id = randomUUID();
  await tx.db
    .insertInto('remoteAccess')
    .values({ tenantId: tx.id, id, ...input, at: actor.now, byWhom: actor.by })
    .execute();
  await written(tx, 'remote access entered', { id, ...input }, actor);
  return id;
}

/** Changes an entry, which counts as confirmed today. Throws NotFound, or Invalid where it has ended. */
export async function changeRemoteAccess(
  tx: Tenant,
  id: string,
  input: RemoteAccessInput,
  actor: Actor,
): Promise<void> {
  const before = await oneOf(tx, id);
  if (before.endedAt !== null) throw new Invalid('This access has ended. Enter it anew.');
  await checkInput(tx, input, actor.now);
  await tx.db
    .updateTable('remoteAccess')
    .set({ ...input, at: actor.now, byWhom: actor.by, expiryJudged: false })
    .where('tenantId', '=', tx.id)
    .where('id', '=', id)
    .execute();
  await judgementsDue(tx, { devices: before.devices, gone: [] });
  await written(tx, 'remote access changed', { id, ...input }, actor);
}

/** Ends an access today; said again, nothing changes. Throws NotFound. */
export async function endRemoteAccess(tx: Tenant, id: string, actor: Actor): Promise<void> {
  const row = await oneOf(tx, id);
  if (row.endedAt !== null) return;
  await tx.db
    .updateTable('remoteAccess')
    .set({ endedAt: actor.now, endedBy: actor.by })
    .where('tenantId', '=', tx.id)
    .where('id', '=', id)
    .execute();
  await written(tx, 'remote access ended', row, actor);
}

/** What the register says to the question whether remote access is registered, device by device. */
export async function registeredAttestations(tx: Tenant, now: Date): Promise<Attestation[]> {
  const rows = await tx.db
    .selectFrom('remoteAccess')
    .select(['id', 'devices', 'secondFactor', 'at', 'until'])
    .where('tenantId', '=', tx.id)
    .where('endedAt', 'is', null)
    .orderBy('id')
    .execute();
  const entries = rows.map((row) => ({ ...row, at: row.at.toISOString() }));
  return registerAttestations(entries, { now, timeZone: (await siteDay(tx, now)).timeZone });
}

/** Entries of these devices that have not ended, for the judge. */
export async function remoteAccessOf(
  tx: Tenant,
  devices: readonly string[],
  now: Date,
): Promise<RemoteAccessOfDevice[]> {
  const { today } = await siteDay(tx, now);
  const rows = await sql<RemoteAccessOfDevice>`
    select device.id as device, entry.id as id, entry.maker as maker, entry.who as who, entry.until as until,
      entry.until < ${today} as "isOver"
    from remote_access entry cross join lateral unnest(entry.devices) device (id)
    where entry.tenant_id = ${tx.id} and entry.ended_at is null and entry.devices && ${[...devices]}::text[]
      and device.id = any(${[...devices]}::text[])
    order by entry.until, entry.id`.execute(tx.db);
  return rows.rows;
}

/** The sites where an entry may have expired since anybody looked, or be valid again because the site says another time zone. */
export async function sitesToSettle({ db }: System, now: Date): Promise<string[]> {
  const [first, last] = [dayIn(now, FIRST_ZONE), dayIn(now, LAST_ZONE)];
  const rows = await db
    .selectFrom('remoteAccess')
    .select('tenantId')
    .distinct()
    .where('endedAt', 'is', null)
    .where(sql<boolean>`case when expiry_judged then until >= ${first} else until < ${last} end`)
    .execute();
  return rows.map(({ tenantId }) => tenantId);
}

/** Notes the devices of entries that expired since anybody looked, or are valid again, once, so that they are judged. Gives how many. */
export async function settleRemoteAccess(tx: Tenant, now: Date): Promise<number> {
  const { today } = await siteDay(tx, now);
  const isOver = sql<boolean>`(until < ${today})`;
  const turned = await tx.db
    .updateTable('remoteAccess')
    .set({ expiryJudged: isOver })
    .where('tenantId', '=', tx.id)
    .where('endedAt', 'is', null)
    .where('expiryJudged', '<>', isOver)
    .returning('devices')
    .execute();
  const devices = [...new Set(turned.flatMap((row) => row.devices))];
  await judgementsDue(tx, { devices, gone: [] });
  return devices.length;
}

async function written(
  tx: Tenant,
  action: string,
  { id, maker, who, until, devices }: Pick<Row, 'id' | 'maker' | 'who' | 'until' | 'devices'>,
  { by, now }: Actor,
): Promise<void> {
  await judgementsDue(tx, { devices, gone: [] });
  const detail = `${who} of ${maker}, ${devices.length} devices, until ${until}`;
  await audit(tx, { who: by, action, subject: id, detail }, now);
}

async function checkInput(tx: Tenant, { devices, until, ...words }: RemoteAccessInput, now: Date): Promise<void> {
  noPatientData(words);
  if (until < (await siteDay(tx, now)).today)
    throw new Invalid(`until: ${until} is past. Write the last day on which it is allowed.`);
  const known = await deviceNames(tx, devices);
  const missing = devices.find((device) => !known.has(device));
  if (missing !== undefined)
    throw new Invalid(`devices: there is no device ${missing.slice(0, 80)}. Choose one from the list of devices.`);
}

async function oneOf(tx: Tenant, id: string): Promise<Row> {
  const row = (await rowsOf(tx)).find((each) => each.id === id);
  if (!row) throw new NotFound('There is no such entry in the register of remote access.');
  return row;
}

function rowsOf(tx: Tenant) {
  return tx.db.selectFrom('remoteAccess').selectAll().where('tenantId', '=', tx.id).execute();
}

async function deviceNames(tx: Tenant, ids: readonly string[]) {
  if (ids.length === 0) return new Map<string, { readonly name: string; readonly maker: string | null }>();
  const rows = await tx.db
    .selectFrom('devices')
    .select(['id', 'name', 'vendor'])
    .where('tenantId', '=', tx.id)
    .where('id', 'in', [...new Set(ids)])
    .execute();
  return new Map(rows.map(({ id, name, vendor }) => [id, { name, maker: vendor }]));
}

/** Signs of remote control on devices: facts that open findings of these rules cite, newest of each service. */
async function seenOnWire(tx: Tenant) {
  const rows = await sql<{ device: string; service: string; at: Date }>`
    select finding.device_id as device, finding.title as service, max(known.last_observed_at) as at
    from findings finding
    join finding_bodies whole on whole.tenant_id = finding.tenant_id and whole.finding_id = finding.id
    cross join lateral jsonb_array_elements(whole.body->'reasons') reason (value)
    cross join lateral jsonb_array_elements_text(reason.value->'facts') fact (id)
    join fact_current known on known.tenant_id = finding.tenant_id and known.fact_id = fact.id
    where finding.tenant_id = ${tx.id} and finding.closed_at is null
      and finding.rule in ('wire-remote-service', 'hardening-remote-service')
    group by finding.device_id, finding.title
    order by finding.device_id, finding.title`.execute(tx.db);
  return rows.rows;
}

interface Around {
  readonly names: Awaited<ReturnType<typeof deviceNames>>;
  readonly seen: Awaited<ReturnType<typeof seenOnWire>>;
  readonly today: string;
}

function entryOf(row: Row, { names, seen, today }: Around): RemoteAccessEntry {
  const own = seen.filter(({ device }) => row.devices.includes(device));
  const last = own.toSorted((a, b) => b.at.getTime() - a.at.getTime())[0];
  return {
    id: row.id,
    maker: row.maker,
    who: row.who,
    devices: row.devices.map((id) => ({ id, name: names.get(id)?.name ?? id })),
    service: row.service,
    reason: row.reason,
    until: row.until,
    secondFactor: row.secondFactor === 'yes' ? 'yes' : row.secondFactor === 'no' ? 'no' : 'unknown',
    contact: row.contact,
    state: row.endedAt === null ? (row.until < today ? 'expired' : 'valid') : 'ended',
    at: row.at.toISOString(),
    by: row.byWhom,
    endedAt: row.endedAt?.toISOString() ?? null,
    endedBy: row.endedBy,
    lastSeen: last ? { at: last.at.toISOString(), service: last.service, device: last.device } : null,
  };
}

const STATES = ['expired', 'valid', 'ended'];

function inOrder(a: RemoteAccessEntry, b: RemoteAccessEntry): number {
  return (
    STATES.indexOf(a.state) - STATES.indexOf(b.state) ||
    (a.until < b.until ? -1 : a.until > b.until ? 1 : 0) ||
    (a.id < b.id ? -1 : 1)
  );
}
