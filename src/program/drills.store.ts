// Drills with messages that only look evil: how many were sent, reported and clicked.
import { randomUUID } from 'node:crypto';
import type { Drill, DrillInput } from '#contracts/index.ts';
import { Invalid, NotFound } from '#kit/index.ts';
import { audit } from '#people/index.ts';
import type { Tenant } from '#store/index.ts';
import type { Actor } from './own-words.ts';
import { noPatientData } from './own-words.ts';

const MOST = 200;

/** The drills, the newest first; at most 200. */
export async function drillsOf(tx: Tenant): Promise<Drill[]> {
  const rows = await tx.db
    .selectFrom('phishingDrills')
    .select(['id', 'heldOn', 'sent', 'reported', 'clicked', 'note', 'byWhom', 'at'])
    .where('tenantId', '=', tx.id)
    .orderBy('heldOn', 'desc')
    .orderBy('at', 'desc')
    .orderBy('id')
    .limit(MOST)
    .execute();
  return rows.map(({ byWhom, at, ...drill }) => ({ ...drill, by: byWhom, at: at.toISOString() }));
}

/** Keeps a drill. Throws Invalid for a day that is still to come. */
export async function addDrill(tx: Tenant, drill: DrillInput, { by, now }: Actor): Promise<void> {
  noPatientData(drill.note);
  // A day is over somewhere before it begins in Greenwich.
  if (Date.parse(drill.heldOn) > now.getTime() + 14 * 3_600_000)
    throw new Invalid('heldOn: this day is still to come.');
  await tx.db
    .insertInto('phishingDrills')
    .values({ ...drill, tenantId: tx.id, id: randomUUID(), at: now, byWhom: by })
    .execute();
  const detail = `${drill.sent} sent, ${drill.reported} reported, ${drill.clicked} clicked`;
  await audit(tx, { who: by, action: 'drill recorded', subject: drill.heldOn, detail }, now);
}

/** Takes a drill out. Throws NotFound. */
export async function dropDrill(tx: Tenant, id: string, { by, now }: Actor): Promise<void> {
  const gone = await tx.db
    .deleteFrom('phishingDrills')
    .where('tenantId', '=', tx.id)
    .where('id', '=', id)
    .returning('heldOn')
    .executeTakeFirst();
  if (!gone) throw new NotFound('There is no such drill.');
  await audit(tx, { who: by, action: 'drill removed', subject: gone.heldOn }, now);
}
