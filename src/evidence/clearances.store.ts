// Clearances at rest: who may send what where, as owners decided it.
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { api, type Clearance, type LetterLimit } from '#contracts/index.ts';
import { type Clock, Invalid, inertText, isPrivate, NotFound, parseRange } from '#kit/index.ts';
import type { Tenant } from '#store/index.ts';
import type { ClearanceRule } from './clearance.ts';

/** What an owner states when adding a clearance. */
export type ClearanceInput = z.input<typeof api.clearanceInput>;

const stored = api.clearance.extend({
  createdAt: z.date().transform((at) => at.toISOString()),
  expiresAt: z
    .date()
    .nullable()
    .transform((at) => at?.toISOString() ?? null),
});

/** Every clearance, in the order in which they were made. */
export async function listClearances(tx: Tenant): Promise<Clearance[]> {
  const rows = await tx.db
    .selectFrom('clearances')
    .select([
      'id',
      'range',
      'level',
      'deny',
      'publicScope',
      'authority',
      'note',
      'createdAt',
      'createdBy',
      'expiresAt',
      'letter',
    ])
    .where('tenantId', '=', tx.id)
    .orderBy('createdAt')
    .orderBy('id')
    .execute();
  return rows.map((row) => stored.parse(row));
}

/** Every clearance as the rule that decides over a probe. */
export async function clearanceRules(tx: Tenant): Promise<ClearanceRule[]> {
  return (await listClearances(tx)).map((clearance) => ({ ...clearance, range: parseRange(clearance.range) }));
}

/** Adds a clearance, which may rest on a signed letter; throws Invalid when it would not mean anything. */
export async function addClearance(
  tx: Tenant,
  input: ClearanceInput,
  {
    by,
    clock,
    letter = null,
  }: { readonly by: string; readonly clock: Pick<Clock, 'now'>; readonly letter?: LetterLimit | null },
): Promise<Clearance> {
  const wanted = api.clearanceInput.parse(input);
  if (wanted.level === 'full' && !wanted.deny && !wanted.authority) {
    throw new Invalid(
      "Clearance 'full' needs the data owner's name, the hash of the signed document and the day it expires.",
    );
  }
  const range = parseRange(wanted.range.trim());
  const sends = !wanted.deny && !['none', 'passive'].includes(wanted.level);
  if (sends && !wanted.publicScope && !isPrivate(range)) {
    throw new Invalid(
      `${range.cidr} is on the public internet. Say that it is yours to look at (public addresses), or correct the range.`,
    );
  }
  const clearance: Clearance = {
    ...wanted,
    id: randomUUID(),
    range: range.cidr,
    authority: wanted.authority && { ...wanted.authority, owner: inertText(wanted.authority.owner, 200) },
    note: inertText(wanted.note, 500),
    createdAt: clock.now().toISOString(),
    createdBy: by,
    letter,
  };
  const { authority, letter: limit, ...row } = clearance;
  await tx.db
    .insertInto('clearances')
    .values({
      tenantId: tx.id,
      ...row,
      authority: authority && JSON.stringify(authority),
      letter: limit && JSON.stringify(limit),
    })
    .execute();
  return clearance;
}

/** Takes a clearance back and returns it; throws NotFound. */
export async function removeClearance(tx: Tenant, id: string): Promise<Clearance> {
  const removed = (await listClearances(tx)).find((clearance) => clearance.id === id);
  if (!removed) throw new NotFound('There is no such clearance. Open the list of clearances.');
  await tx.db.deleteFrom('clearances').where('tenantId', '=', tx.id).where('id', '=', id).execute();
  return removed;
}

/** Takes back what was cleared by letters, and tells the ranges. What is denied stays denied. */
export async function removeLetterClearances(tx: Tenant, letters: readonly string[]): Promise<string[]> {
  const made = (await listClearances(tx)).filter(
    ({ letter, deny }) => letter && !deny && letters.includes(letter.letter),
  );
  if (made.length === 0) return [];
  await tx.db
    .deleteFrom('clearances')
    .where('tenantId', '=', tx.id)
    .where(
      'id',
      'in',
      made.map(({ id }) => id),
    )
    .execute();
  return made.map(({ range }) => range);
}
