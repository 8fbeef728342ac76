// The roster of staff at rest: taken in as a list, one by one, or from a directory; nobody is deleted, who leaves is no longer active.
import { randomUUID } from 'node:crypto';
import { type Expression, sql } from 'kysely';
import {
  type RosterReport,
  roster,
  type StaffChange,
  type StaffInput,
  type StaffMember,
  type StaffRow,
  type StaffVia,
} from '#contracts/index.ts';
import { Conflict, Invalid, inertText, NotFound } from '#kit/index.ts';
import { audit } from '#people/index.ts';
import type { Tenant } from '#store/index.ts';
import type { Actor } from './own-words.ts';
import { type RosterPerson, readRoster } from './roster/read-roster.ts';

/** Rows that go to the database in one statement. */
const BATCH = 1000;
/** Lists are counted up to here; beyond it the total says "at least". */
const COUNTED = 10_000;
const MOST_TOLD = 1000;

const COLUMNS = [
  'id',
  'name',
  'email',
  'roles',
  'devices',
  'active',
  'via',
  'createdAt',
  'updatedAt',
  'bouncedAt',
  'bouncedBecause',
] as const;

interface StaffRecord {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly roles: string[];
  readonly devices: string[];
  readonly active: boolean;
  readonly via: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly bouncedAt: Date | null;
  readonly bouncedBecause: string | null;
}

function memberOf({ bouncedAt, bouncedBecause, ...row }: StaffRecord): StaffMember {
  return roster.staffMember.parse({
    ...row,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    bounced: bouncedAt === null ? null : { at: bouncedAt.toISOString(), because: bouncedBecause ?? '' },
  });
}

/** Everybody on the roster, by name; those who left as well. */
export async function rosterOf(tx: Tenant): Promise<StaffMember[]> {
  const rows = await tx.db
    .selectFrom('staff')
    .select(COLUMNS)
    .where('tenantId', '=', tx.id)
    .orderBy(sql`lower(name)`)
    .orderBy('id')
    .execute();
  return rows.map(memberOf);
}

/** One person of the roster. Throws NotFound. */
export async function staffMember(tx: Tenant, id: string): Promise<StaffMember> {
  const row = await tx.db
    .selectFrom('staff')
    .select(COLUMNS)
    .where('tenantId', '=', tx.id)
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) throw new NotFound('Nobody on the roster has this id.');
  return memberOf(row);
}

/** The person with an address (in small letters), or null. */
export async function staffByEmail(tx: Tenant, email: string): Promise<StaffMember | null> {
  const row = await tx.db
    .selectFrom('staff')
    .select(COLUMNS)
    .where('tenantId', '=', tx.id)
    .where('email', '=', email)
    .executeTakeFirst();
  return row ? memberOf(row) : null;
}

/** The people with these addresses (in small letters), those who left as well. */
export async function staffByEmails(
  tx: Tenant,
  emails: readonly string[],
): Promise<{ readonly email: string; readonly name: string; readonly active: boolean }[]> {
  if (emails.length === 0) return [];
  return tx.db
    .selectFrom('staff')
    .select(['email', 'name', 'active'])
    .where('tenantId', '=', tx.id)
    .where('email', 'in', [...new Set(emails)])
    .execute();
}

/** A part of the roster by place, as SCIM asks for it (RFC 7644, 3.4.2.4), and how many there are. */
export async function staffPage(
  tx: Tenant,
  { skip, limit }: { readonly skip: number; readonly limit: number },
): Promise<{ items: StaffMember[]; total: number }> {
  const all = tx.db.selectFrom('staff').where('tenantId', '=', tx.id);
  const rows = await all.select(COLUMNS).orderBy('id').offset(skip).limit(limit).execute();
  const { count } = await all.select((each) => each.fn.countAll().as('count')).executeTakeFirstOrThrow();
  return { items: rows.map(memberOf), total: Number(count) };
}

/** A page of the roster by name. */
export async function listStaff(
  tx: Tenant,
  query: {
    readonly search?: string | undefined;
    readonly active: 'true' | 'false' | 'all';
    readonly cursor?: string | undefined;
    readonly limit: number;
  },
): Promise<{ items: StaffRow[]; next: string | null; total: { value: number; relation: 'eq' | 'gte' } }> {
  const search = query.search?.trim().toLowerCase() ?? '';
  const matching = tx.db
    .selectFrom('staff')
    .where('tenantId', '=', tx.id)
    .$if(query.active !== 'all', (each) => each.where('active', '=', query.active === 'true'))
    .$if(search !== '', (each) =>
      each.where(sql<boolean>`position(${search} in lower(name)) > 0 or position(${search} in email) > 0`),
    );
  const rows = await matching
    .select(COLUMNS)
    .$if(query.cursor !== undefined, (each) =>
      each.where(
        sql<boolean>`(lower(name), id) > (select lower(other.name), other.id from staff other where other.tenant_id = ${tx.id} and other.id = ${query.cursor})`,
      ),
    )
    .orderBy(sql`lower(name)`)
    .orderBy('id')
    .limit(query.limit + 1)
    .execute();
  const counted = await tx.db
    .selectFrom(
      matching
        .select('id')
        .limit(COUNTED + 1)
        .as('found'),
    )
    .select((each) => each.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  const shown = rows.slice(0, query.limit).map(memberOf);
  const names = await deviceNames(tx, [...new Set(shown.flatMap(({ devices }) => devices))]);
  const count = Number(counted.count);
  return {
    items: shown.map((member) => ({ ...member, deviceNames: member.devices.map((each) => names.get(each) ?? each) })),
    next: rows.length > query.limit ? (shown.at(-1)?.id ?? null) : null,
    total: count > COUNTED ? { value: COUNTED, relation: 'gte' } : { value: count, relation: 'eq' },
  };
}

/** Adds a person. Throws Conflict where the address is on the roster, Invalid for a device that is not here. */
export async function addStaff(
  tx: Tenant,
  input: StaffInput & { readonly externalId?: string | null },
  actor: Actor,
  via: StaffVia = 'hand',
): Promise<StaffMember> {
  const { externalId = null, ...person } = input;
  await checkDevices(tx, person.devices);
  const id = randomUUID();
  const added = await tx.db
    .insertInto('staff')
    .values({ ...valuesOf(tx, person), id, active: true, via, externalId, createdAt: actor.now, updatedAt: actor.now })
    .onConflict((conflict) => conflict.columns(['tenantId', 'email']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!added) {
    throw new Conflict(`email: ${inertText(person.email, 100)} is on the roster already. Change that person instead.`);
  }
  await audit(tx, { who: actor.by, action: 'person added to the roster', subject: person.email }, actor.now);
  return staffMember(tx, id);
}

/** Changes a person. Throws NotFound; Conflict for the address of another; Invalid for a device that is not here. */
export async function changeStaff(
  tx: Tenant,
  id: string,
  change: StaffChange & { readonly externalId?: string | null },
  actor: Actor,
): Promise<StaffMember> {
  const before = await staffMember(tx, id);
  if (change.devices) {
    await checkDevices(
      tx,
      change.devices.filter((each) => !before.devices.includes(each)),
    );
  }
  if (change.email !== undefined && change.email !== before.email) {
    const other = await tx.db
      .selectFrom('staff')
      .select('id')
      .where('tenantId', '=', tx.id)
      .where('email', '=', change.email)
      .executeTakeFirst();
    if (other) throw new Conflict(`email: ${inertText(change.email, 100)} belongs to another person of the roster.`);
  }
  const { name, email, roles, devices, active, externalId } = change;
  const isNewAddress = email !== undefined && email !== before.email;
  await tx.db
    .updateTable('staff')
    .set({
      ...(name === undefined ? {} : { name: inertText(name, 120) }),
      ...(email === undefined ? {} : { email }),
      ...(roles === undefined ? {} : { roles: [...roles] }),
      ...(devices === undefined ? {} : { devices: [...devices] }),
      ...(active === undefined ? {} : { active }),
      ...(externalId === undefined ? {} : { externalId }),
      ...(isNewAddress ? { bouncedAt: null, bouncedBecause: null } : {}),
      updatedAt: actor.now,
    })
    .where('tenantId', '=', tx.id)
    .where('id', '=', id)
    .execute();
  const detail = Object.keys(change).join(', ');
  await audit(tx, { who: actor.by, action: 'person of the roster changed', subject: before.email, detail }, actor.now);
  return staffMember(tx, id);
}

/** Takes in a list: who is new is added, who is known by e-mail is brought up to it, and nobody is taken out. */
export async function importRoster(tx: Tenant, csv: string, actor: Actor): Promise<RosterReport> {
  const read = readRoster(csv);
  const notes = [...read.notes];
  const known = new Map((await rosterOf(tx)).map((member) => [member.email, member]));
  const byName = await devicesByName(
    tx,
    read.people.flatMap(({ devices }) => devices ?? []),
  );
  const rows: { member: StaffInput & { active: boolean }; before: StaffMember | undefined }[] = [];
  for (const person of read.people) {
    const before = known.get(person.email);
    const devices = devicesMeant(person, byName, notes) ?? before?.devices ?? [];
    const active = person.active ?? before?.active ?? true;
    rows.push({
      member: { name: person.name, email: person.email, roles: [...person.roles], devices, active },
      before,
    });
    if (before?.active === false && person.active === null) {
      notes.push({ line: person.line, message: `${person.email} is not active on the roster, and stays so.` });
    }
  }
  const added = rows.filter(({ before }) => before === undefined);
  const changed = rows.filter(({ before, member }) => before !== undefined && isOther(before, member));
  const at = { createdAt: actor.now, updatedAt: actor.now };
  const written = [...added, ...changed].map(({ member, before }) => ({
    ...valuesOf(tx, member),
    id: before?.id ?? randomUUID(),
    active: member.active,
    via: 'csv',
    externalId: null,
    ...at,
  }));
  for (let from = 0; from < written.length; from += BATCH) {
    await tx.db
      .insertInto('staff')
      .values(written.slice(from, from + BATCH))
      .onConflict((conflict) =>
        conflict.columns(['tenantId', 'email']).doUpdateSet((row) => ({
          name: row.ref('excluded.name'),
          roles: row.ref('excluded.roles'),
          devices: row.ref('excluded.devices'),
          active: row.ref('excluded.active'),
          updatedAt: row.ref('excluded.updatedAt'),
        })),
      )
      .execute();
  }
  if (written.length > 0) {
    const detail = `${added.length} added, ${changed.length} changed, ${read.rejected.length} rows rejected`;
    await audit(tx, { who: actor.by, action: 'roster imported', subject: 'roster', detail }, actor.now);
  }
  return {
    schema: 'dosimeter.roster-import/1',
    added: added.length,
    changed: changed.length,
    unchanged: rows.length - added.length - changed.length,
    columns: [...read.columns],
    rejected: read.rejected.slice(0, MOST_TOLD),
    notes: notes.toSorted((a, b) => a.line - b.line).slice(0, MOST_TOLD),
    rejectedRows: read.rejected.length,
  };
}

function valuesOf(tx: Tenant, { name, email, roles, devices }: StaffInput) {
  return { tenantId: tx.id, name: inertText(name, 120), email, roles: [...roles], devices: [...devices] };
}

function isOther(before: StaffMember, { name, roles, devices, active }: StaffInput & { active: boolean }): boolean {
  const same = (a: readonly string[], b: readonly string[]) => a.toSorted().join('\n') === b.toSorted().join('\n');
  return (
    before.name !== name || before.active !== active || !same(before.roles, roles) || !same(before.devices, devices)
  );
}

/** Ids of the devices that a row names; what names none, or several, is told of. Null where the list has no such column. */
function devicesMeant(
  { devices, line }: RosterPerson,
  byName: ReadonlyMap<string, readonly string[]>,
  notes: { line: number; message: string }[],
): string[] | null {
  if (devices === null) return null;
  const found = devices.map((name) => byName.get(name.toLowerCase()) ?? []);
  for (const [place, ids] of found.entries()) {
    const name = inertText(devices[place] ?? '', 80);
    if (ids.length === 1) continue;
    const many = `${ids.length} devices are called "${name}". Choose one on the page of the person.`;
    notes.push({ line, message: ids.length > 1 ? many : `No device is called "${name}"; it was left out.` });
  }
  return [...new Set(found.flatMap((ids) => (ids.length === 1 ? ids : [])))];
}

async function devicesByName(tx: Tenant, names: readonly string[]): Promise<Map<string, string[]>> {
  const asked = [...new Set(names.map((name) => name.toLowerCase()))];
  const found = new Map<string, string[]>();
  if (asked.length === 0) return found;
  const rows = await tx.db
    .selectFrom('devices')
    .select(['id', 'name'])
    .where('tenantId', '=', tx.id)
    .where('retired', '=', false)
    .where(sql<boolean>`(lower(name) = any(${asked}::text[]) or lower(id) = any(${asked}::text[]))`)
    .orderBy('id')
    .execute();
  for (const { id, name } of rows) {
    for (const word of new Set([id.toLowerCase(), name.toLowerCase()]))
      found.set(word, [...(found.get(word) ?? []), id]);
  }
  return found;
}

async function deviceNames(tx: Tenant, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.db
    .selectFrom('devices')
    .select(['id', 'name'])
    .where('tenantId', '=', tx.id)
    .where(isAnyOf(sql.ref('id'), ids))
    .execute();
  return new Map(rows.map(({ id, name }) => [id, name]));
}

async function checkDevices(tx: Tenant, ids: readonly string[]): Promise<void> {
  const known = await deviceNames(tx, ids);
  const missing = ids.find((each) => !known.has(each));
  if (missing !== undefined) throw new Invalid(`devices: there is no device ${inertText(missing, 80)} here.`);
}

function isAnyOf(column: Expression<unknown>, values: readonly string[]) {
  return sql<boolean>`${column} = any(${[...values]}::text[])`;
}

/** Notes with a person what a mail server said of their address: its words where it refused a mail for good, null where it took one. */
export async function noteRefusal(tx: Tenant, id: string, refused: string | null, now: Date): Promise<void> {
  await tx.db
    .updateTable('staff')
    .set({ bouncedAt: refused === null ? null : now, bouncedBecause: refused })
    .where('tenantId', '=', tx.id)
    .where('id', '=', id)
    .execute();
}
