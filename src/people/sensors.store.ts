// Remote sensors: each has a token that may post facts for its site and do nothing else. The token begins with the sensor's name, so that
// a sensor knows its name before it reaches us; of the token only a hash is kept.
import { randomBytes, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { api, type SensorRow } from '#contracts/index.ts';
import { Conflict, NotFound, sha256 } from '#kit/index.ts';
import { type System, type Tenant, type TenantId, tenantIdOf } from '#store/index.ts';

/** A sensor that a token belongs to. */
export interface KnownSensor {
  readonly id: string;
  readonly name: string;
  readonly tenantId: TenantId;
  readonly lastBatch: string | null;
}

const status = api.sensorStatus.nullable().catch(null);

/** Adds a sensor and gives its token, which is shown this once. Throws Conflict when the name is taken. */
export async function addSensor(
  tx: Tenant,
  name: string,
  { by, at }: { readonly by: string; readonly at: Date },
): Promise<{ id: string; token: string }> {
  const taken = await tx.db
    .selectFrom('sensors')
    .select('id')
    .where('tenantId', '=', tx.id)
    .where('name', '=', name)
    .where('revokedAt', 'is', null)
    .executeTakeFirst();
  if (taken) throw new Conflict(`A sensor named '${name}' is here already. Revoke it first, or choose another name.`);
  const id = randomUUID();
  const token = `${name}.${randomBytes(32).toString('base64url')}`;
  await tx.db
    .insertInto('sensors')
    .values({ tenantId: tx.id, id, name, tokenSha256: sha256(token), createdAt: at, createdBy: by })
    .execute();
  return { id, token };
}

/** The sensors of a site: those that may post, and those that were revoked. */
export async function listSensors(tx: Tenant): Promise<SensorRow[]> {
  const rows = await tx.db
    .selectFrom('sensors')
    .selectAll()
    .where('tenantId', '=', tx.id)
    .orderBy('revokedAt', (order) => order.asc().nullsFirst())
    .orderBy('name')
    .limit(1000)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    createdAt: row.createdAt.toISOString(),
    createdBy: row.createdBy,
    revokedAt: row.revokedAt?.toISOString() ?? null,
    lastSeenAt: row.lastSeenAt?.toISOString() ?? null,
    facts: z.coerce.number().parse(row.facts),
    refused: z.coerce.number().parse(row.refused),
    lastError: row.lastError,
    status: status.parse(row.status),
  }));
}

/** Ends the right of a sensor to post; what it posted stays. Gives its name. Throws NotFound. */
export async function revokeSensor(tx: Tenant, id: string, at: Date): Promise<string> {
  const row = await tx.db
    .updateTable('sensors')
    .set({ revokedAt: at })
    .where('tenantId', '=', tx.id)
    .where('id', '=', id)
    .where('revokedAt', 'is', null)
    .returning('name')
    .executeTakeFirst();
  if (!row) throw new NotFound('There is no such sensor, or it was revoked before.');
  return row.name;
}

/** The sensor that a token belongs to, or null when it is none that may post. */
export async function sensorByToken(tx: System, token: string): Promise<KnownSensor | null> {
  const row = await tx.db
    .selectFrom('sensors')
    .select(['id', 'name', 'tenantId', 'lastBatch'])
    .where('tokenSha256', '=', sha256(token))
    .where('revokedAt', 'is', null)
    .executeTakeFirst();
  return row ? { ...row, tenantId: tenantIdOf(row.tenantId) } : null;
}

/** What a sensor posted. */
export interface Posted {
  readonly at: Date;
  /** Null when the batch was not taken. */
  readonly batch: string | null;
  readonly facts: number;
  readonly refused: number;
  readonly error: string | null;
  readonly status: z.infer<typeof api.sensorStatus>;
}

/** Notes what a sensor posted, and what it says of itself. */
export async function noteSensor(tx: Tenant, id: string, posted: Posted): Promise<void> {
  const { at, batch, facts, refused, error } = posted;
  await tx.db
    .updateTable('sensors')
    .set((row) => ({
      lastSeenAt: at,
      facts: row('facts', '+', facts),
      refused: row('refused', '+', refused),
      lastError: error,
      status: JSON.stringify(posted.status),
      ...(batch === null ? {} : { lastBatch: batch }),
    }))
    .where('tenantId', '=', tx.id)
    .where('id', '=', id)
    .execute();
}
