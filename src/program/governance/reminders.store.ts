// Who was reminded of what is due, at rest: for each thing, due day and address one mail. A row is taken before its mail leaves and marked after, so
// that two processes do not send it both; what was taken and not marked (the server was away) is taken again an hour later. Addresses lie here in
// small letters: one person has one, however somebody writes it.
import { sql } from 'kysely';
import type { CalendarItem } from '#contracts/index.ts';
import type { Tenant } from '#store/index.ts';

const HOUR_MS = 3_600_000;
const BATCH = 1000;

/** A line of which somebody is to be told. */
export type DueItem = Pick<CalendarItem, 'key' | 'title' | 'why'> & { readonly due: string };

/** Takes what an address was not yet told of, or not within the last hour, at most 1,000 lines; gives the lines taken. */
export async function takeReminders<Item extends DueItem>(
  tx: Tenant,
  items: readonly Item[],
  email: string,
  now: Date,
): Promise<Item[]> {
  const address = email.toLowerCase();
  const taken = new Set<string>();
  for (let from = 0; from < items.length && taken.size === 0; from += BATCH) {
    const rows = await tx.db
      .insertInto('dueReminders')
      .values(
        items
          .slice(from, from + BATCH)
          .map(({ key, due }) => ({ tenantId: tx.id, item: key, dueOn: due, email: address, triedAt: now })),
      )
      .onConflict((conflict) =>
        conflict
          .columns(['tenantId', 'item', 'dueOn', 'email'])
          .doUpdateSet({ triedAt: now })
          .where('dueReminders.sentAt', 'is', null)
          .where('dueReminders.refused', 'is', null)
          .where('dueReminders.triedAt', '<=', new Date(now.getTime() - HOUR_MS)),
      )
      .returning(['item', 'dueOn'])
      .execute();
    for (const { item, dueOn } of rows) taken.add(`${dueOn} ${item}`);
  }
  return items.filter(({ key, due }) => taken.has(`${due} ${key}`));
}

/** Marks what was taken: sent, or refused by the mail server for good, in its words. */
export async function noteReminders(
  tx: Tenant,
  items: readonly DueItem[],
  { email, refused, now }: { readonly email: string; readonly refused: string | null; readonly now: Date },
): Promise<void> {
  const places = items.map(({ key, due }) => `${due} ${key}`);
  await tx.db
    .updateTable('dueReminders')
    .set(refused === null ? { sentAt: now } : { refused })
    .where('tenantId', '=', tx.id)
    .where('email', '=', email.toLowerCase())
    .where(sql<boolean>`due_on || ' ' || item = any(${places}::text[])`)
    .execute();
}

/** Those of the addresses to which the newest mail was refused. */
export async function refusedReminders(
  tx: Tenant,
  emails: readonly string[],
): Promise<{ email: string; because: string; at: string }[]> {
  if (emails.length === 0) return [];
  const rows = await tx.db
    .selectFrom('dueReminders')
    .distinctOn('email')
    .select(['email', 'refused', 'triedAt'])
    .where('tenantId', '=', tx.id)
    .where(
      'email',
      'in',
      emails.map((email) => email.toLowerCase()),
    )
    .orderBy('email')
    .orderBy('triedAt', 'desc')
    .execute();
  return rows
    .flatMap(({ email, refused, triedAt }) =>
      refused === null ? [] : [{ email, because: refused, at: triedAt.toISOString() }],
    )
    .sort((a, b) => (a.at < b.at ? 1 : -1));
}
