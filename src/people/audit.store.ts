// The audit trail of a tenant: who did what, when. Appended, never changed.
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { inertText } from '#kit/index.ts';
import type { System, Tenant, TenantId } from '#store/index.ts';

export interface AuditInput {
  readonly who: string;
  readonly action: string;
  readonly subject: string;
  readonly detail?: string;
}

export interface AuditEntry extends Required<AuditInput> {
  readonly id: string;
  readonly at: string;
}

/** Writes one entry in the tenant's trail. */
export async function audit(tx: Tenant, entry: AuditInput, at: Date): Promise<void> {
  await tx.db
    .insertInto('audit')
    .values(rowOf(tx.id, entry, at))
    .execute();
}

/** Writes one entry in the trail of every tenant that a user belongs to: sign-ins and changes of accounts. */
export async function auditForUser(tx: System, userId: string, entry: AuditInput, at: Date): Promise<void> {
  const tenants = await tx.db.selectFrom('memberships').select('tenantId').where('userId', '=', userId).execute();
  if (tenants.length === 0) return;
  await tx.db
    .insertInto('audit')
    .values(tenants.map((row) => rowOf(row.tenantId, entry, at)))
    .execute();
}

function rowOf(tenantId: TenantId | string, entry: AuditInput, at: Date) {
  return {
    tenantId,
    id: randomUUID(),
    at,
    who: inertText(entry.who, 200),
    action: entry.action,
    subject: inertText(entry.subject, 400),
    detail: inertText(entry.detail ?? '', 1000),
  };
}

/** The newest entries first; `cursor` is where the last page ended. */
export async function listAudit(
  tx: Tenant,
  page: { readonly cursor?: string | undefined; readonly limit: number },
): Promise<{ items: AuditEntry[]; next: string | null }> {
  let query = tx.db
    .selectFrom('audit')
    .selectAll()
    .orderBy('at', 'desc')
    .orderBy('id')
    .limit(page.limit + 1);
  if (page.cursor !== undefined) {
    query = query.where(
      sql<boolean>`at < (select at from audit where id = ${page.cursor}) or (at = (select at from audit where id = ${page.cursor}) and id > ${page.cursor})`,
    );
  }
  const rows = await query.execute();
  const items = rows.slice(0, page.limit).map(({ id, at, who, action, subject, detail }) => ({
    id,
    at: at.toISOString(),
    who,
    action,
    subject,
    detail,
  }));
  return { items, next: rows.length > page.limit ? (items.at(-1)?.id ?? null) : null };
}
