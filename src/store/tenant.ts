// Work inside one tenant, and work across tenants: two types, so that forgetting the tenant does not compile.
import type { Transaction } from 'kysely';
import type { Schema } from './schema.ts';

declare const tenantId: unique symbol;
/** The id of a tenant: one organization whose data is never mixed with another's. */
export type TenantId = string & { readonly [tenantId]: true };

/** A transaction that sees one tenant only; row-level security refuses everything else. */
export interface Tenant {
  readonly id: TenantId;
  readonly db: Transaction<Schema>;
}

/** A transaction that crosses tenants: accounts, dispatch of jobs, backup. */
export interface System {
  readonly db: Transaction<Schema>;
}

/** Text from a trusted place (a row, a checked membership) as a tenant id. */
export function tenantIdOf(text: string): TenantId {
  return text as TenantId; // the brand has no run-time form
}
