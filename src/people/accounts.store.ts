// Rows of accounts, memberships and tenants.
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Role } from '#contracts/index.ts';
import { type System, type TenantId, tenantIdOf } from '#store/index.ts';

export interface Account {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly passwordHash: string;
  readonly totpSecret: string | null;
  readonly totpConfirmedAt: Date | null;
  readonly totpLastStep: number | null;
  readonly createdAt: Date;
  readonly lastSeenAt: Date | null;
}

export interface Membership {
  readonly tenant: { readonly id: TenantId; readonly name: string; readonly demo: boolean };
  readonly role: Role;
}

const COLUMNS = [
  'id',
  'email',
  'name',
  'passwordHash',
  'totpSecret',
  'totpConfirmedAt',
  'totpLastStep',
  'createdAt',
  'lastSeenAt',
] as const;

/** Whether any account exists. */
export async function anyAccount(tx: System): Promise<boolean> {
  return (await tx.db.selectFrom('users').select('id').limit(1).execute()).length > 0;
}

export function accountByEmail(tx: System, email: string): Promise<Account | undefined> {
  return tx.db
    .selectFrom('users')
    .select(COLUMNS)
    .where(sql`lower(email)`, '=', email.toLowerCase())
    .where('disabledAt', 'is', null)
    .executeTakeFirst();
}

export function accountById(tx: System, id: string): Promise<Account | undefined> {
  return tx.db
    .selectFrom('users')
    .select(COLUMNS)
    .where('id', '=', id)
    .where('disabledAt', 'is', null)
    .executeTakeFirst();
}

/** Adds an account without any membership; returns its id. */
export async function addAccount(
  tx: System,
  input: { readonly email: string; readonly name: string; readonly passwordHash: string; readonly at: Date },
): Promise<string> {
  const id = randomUUID();
  const { email, name, passwordHash, at } = input;
  await tx.db.insertInto('users').values({ id, email, name, passwordHash, createdAt: at }).execute();
  return id;
}

export async function changeAccount(
  tx: System,
  id: string,
  change: Partial<Omit<Account, 'id' | 'createdAt'>>,
): Promise<void> {
  await tx.db.updateTable('users').set(change).where('id', '=', id).execute();
}

export async function removeAccount(tx: System, id: string): Promise<void> {
  await tx.db.deleteFrom('users').where('id', '=', id).execute();
}

/** The tenants of a user, their own sites before the demo. */
export async function membershipsOf(tx: System, userId: string): Promise<Membership[]> {
  const rows = await tx.db
    .selectFrom('memberships')
    .innerJoin('tenants', 'tenants.id', 'memberships.tenantId')
    .select(['tenants.id', 'tenants.name', 'tenants.demo', 'memberships.role'])
    .where('userId', '=', userId)
    .orderBy('tenants.demo')
    .orderBy('tenants.createdAt')
    .execute();
  return rows.map((row) => ({
    tenant: { id: tenantIdOf(row.id), name: row.name, demo: row.demo },
    role: row.role as Role, // the column's check constraint allows these three only
  }));
}

/** The users of a tenant with their role there. */
export function usersOfTenant(tx: System, tenantId: TenantId) {
  return tx.db
    .selectFrom('memberships')
    .innerJoin('users', 'users.id', 'memberships.userId')
    .select(['users.id', 'email', 'users.name', 'role', 'totpConfirmedAt', 'users.createdAt', 'lastSeenAt'])
    .where('tenantId', '=', tenantId)
    .where('disabledAt', 'is', null)
    .orderBy('users.createdAt')
    .orderBy('users.id')
    .execute();
}

/**
 * Waits until nobody else changes who belongs to a tenant, and keeps them waiting until the transaction ends. To be called before anything is read
 * by which a membership is given, changed or taken, so that two changes at once do not each rely on what the other one takes away.
 */
export async function lockMemberships(tx: System, tenantId: TenantId): Promise<void> {
  await tx.db.selectFrom('tenants').select('id').where('id', '=', tenantId).forNoKeyUpdate().execute();
}

export async function setMembership(tx: System, userId: string, tenantId: TenantId, role: Role): Promise<void> {
  await tx.db
    .insertInto('memberships')
    .values({ userId, tenantId, role })
    .onConflict((conflict) => conflict.columns(['userId', 'tenantId']).doUpdateSet({ role }))
    .execute();
}

export async function removeMembership(tx: System, userId: string, tenantId: TenantId): Promise<void> {
  await tx.db.deleteFrom('memberships').where('userId', '=', userId).where('tenantId', '=', tenantId).execute();
  await tx.db.deleteFrom('signInLinks').where('userId', '=', userId).where('tenantId', '=', tenantId).execute();
}

/**
 * Makes a tenant and lets those own it who own every real one so far: whoever runs the installation, and not the owner of one
 * site among several. The demo is for every owner.
 */
export async function addTenant(
  tx: System,
  input: { readonly name: string; readonly demo: boolean; readonly at: Date; readonly id?: string },
): Promise<TenantId> {
  const id = tenantIdOf(input.id ?? randomUUID());
  await tx.db.insertInto('tenants').values({ id, name: input.name, demo: input.demo, createdAt: input.at }).execute();
  await sql`insert into memberships (user_id, tenant_id, role)
    select user_id, ${id}, 'owner' from memberships join tenants on tenants.id = tenant_id
    where role = 'owner' and not tenants.demo
    group by user_id
    having ${input.demo} or count(*) = (select count(*) from tenants where not demo and id <> ${id})
    on conflict do nothing`.execute(tx.db);
  return id;
}

/** Every tenant of the installation, oldest first. */
export async function allTenants(tx: System): Promise<Membership['tenant'][]> {
  const rows = await tx.db
    .selectFrom('tenants')
    .select(['id', 'name', 'demo'])
    .orderBy('demo')
    .orderBy('createdAt')
    .execute();
  return rows.map((row) => ({ ...row, id: tenantIdOf(row.id) }));
}
