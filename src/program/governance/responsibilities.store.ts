// Who answers for which duty, as the site states it: one document with a version, so that two people who change it at once see each other.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { type Duty, governance, type Responsibilities, type ResponsibilitiesInput } from '#contracts/index.ts';
import { Conflict } from '#kit/index.ts';
import { audit } from '#people/index.ts';
import type { Tenant } from '#store/index.ts';
import { type Actor, ownWords } from '../own-words.ts';
import { checkResponsibilities, heldDuties, readDuties } from './responsibilities.ts';

const NAME = 'responsibilities';
const kept = z.object({
  version: z.number().int(),
  parties: z.array(governance.party),
  duties: z.array(governance.dutyHolders),
});

/** All duties with who holds them. */
export async function responsibilitiesOf(tx: Tenant): Promise<Responsibilities> {
  const row = await tx.db
    .selectFrom('policies')
    .select(['body', 'byWhom', 'at'])
    .where('tenantId', '=', tx.id)
    .where('name', '=', NAME)
    .executeTakeFirst();
  const { version, parties, duties } = row ? kept.parse(row.body) : { version: 0, parties: [], duties: [] };
  return {
    schema: 'dosimeter.responsibilities/1',
    version,
    by: row?.byWhom ?? null,
    at: row?.at.toISOString() ?? null,
    parties,
    duties: heldDuties(duties, await shippedDuties()),
  };
}

/** Keeps a change. Throws Conflict where somebody changed it in the meantime, Invalid where it cannot be. */
export async function keepResponsibilities(
  tx: Tenant,
  input: ResponsibilitiesInput,
  actor: Actor,
): Promise<Responsibilities> {
  checkResponsibilities(input, await shippedDuties());
  // Who comes second waits here, and then reads what the first left.
  const row = await tx.db
    .selectFrom('policies')
    .select(['body', 'byWhom'])
    .where('tenantId', '=', tx.id)
    .where('name', '=', NAME)
    .forUpdate()
    .executeTakeFirst();
  const version = row ? kept.parse(row.body).version : 0;
  if (version !== input.version) {
    throw new Conflict(
      `${row?.byWhom ?? 'Somebody'} changed the duties in the meantime. Look at what they wrote, and save again what you still want.`,
    );
  }
  const parties = input.parties.map((party) => ({ ...party, name: ownWords(party.name) }));
  const duties = input.duties.map(({ name, ...holders }) =>
    name === undefined ? holders : { ...holders, name: ownWords(name) },
  );
  const change = {
    body: JSON.stringify({ version: version + 1, parties, duties }),
    byWhom: actor.by,
    at: actor.now,
  };
  const written = await tx.db
    .insertInto('policies')
    .values({ tenantId: tx.id, name: NAME, ...change })
    // Two first savers cannot wait for each other at a row that is not there yet.
    .onConflict((conflict) => (row ? conflict.columns(['tenantId', 'name']).doUpdateSet(change) : conflict.doNothing()))
    .returning('name')
    .executeTakeFirst();
  if (!written) throw new Conflict('Somebody else saved the duties at the same moment. Look at what they wrote.');
  const detail = `version ${version + 1}`;
  await audit(tx, { who: actor.by, action: 'duties assigned', subject: 'responsibilities', detail }, actor.now);
  return responsibilitiesOf(tx);
}

let shipped: Promise<readonly Duty[]> | null = null;

function shippedDuties(): Promise<readonly Duty[]> {
  shipped ??= readFile(path.join(import.meta.dirname, 'duties.yaml'), 'utf8').then((text) =>
    readDuties({ name: 'duties.yaml', text }),
  );
  return shipped;
}
