// Whom an owner took out of a site: by address, and by who they are at each source that they came from. Who is known at a source stays out
// under whatever address, that of another member least of all, until an owner adds an address under which they came or were refused.
import { sql } from 'kysely';
import { Refused } from '#kit/index.ts';
import type { System, TenantId } from '#store/index.ts';

/** Stands for the address itself among the sources, none of which is empty. */
const BY_ADDRESS = '';

/** Stands for an address that was not kept: marks of older versions that no removal tells of. */
const NOT_KEPT = '';

/** Somebody as a source knows them, in a site. */
interface Mark {
  readonly tenantId: TenantId;
  readonly source: string;
  readonly subject: string;
}

/** An owner took this person out of the site. */
export class TakenOut extends Refused {
  readonly email: string;

  constructor(email: string, isTaken: boolean) {
    super(
      isTaken
        ? `An owner removed you from this site, and nobody added ${email} for you since. If it is your address, ask an owner to remove it and add it again.`
        : `An owner removed you from this site. To come back, ask an owner to add ${email} again.`,
    );
    this.email = email;
  }
}

/** Remembers that an account leaves a site; to be called while its ties to sources still stand. */
export async function keepOut(
  tx: System,
  { tenantId, userId, email }: { readonly tenantId: TenantId; readonly userId: string; readonly email: string },
  { by, at }: { readonly by: string; readonly at: Date },
): Promise<void> {
  const address = email.toLowerCase();
  const links = await tx.db
    .selectFrom('signInLinks')
    .select(['source', 'subject'])
    .where('tenantId', '=', tenantId)
    .where('userId', '=', userId)
    .execute();
  // Who was let back under this address, and did not come, is not meant any more.
  await tx.db
    .updateTable('removedPeople')
    .set({ letBack: false })
    .where('tenantId', '=', tenantId)
    .where('email', '=', address)
    .execute();
  const marks = [{ source: BY_ADDRESS, subject: address }, ...links.map((link) => ({ ...link, email: address }))];
  await tx.db
    .insertInto('removedPeople')
    .values(marks.map((mark) => ({ ...mark, tenantId, byWhom: by, at })))
    .onConflict((conflict) =>
      conflict.columns(['tenantId', 'source', 'subject', 'email']).doUpdateSet({ byWhom: by, at }),
    )
    .execute();
}

/**
 * Throws TakenOut for who was removed from the site, unless an owner added the address that they come under since they were known by it.
 * `isMember`: the address is that of a member.
 */
export async function mayComeBack(
  tx: System,
  { tenantId, source, subject, email }: Mark & { readonly email: string },
  isMember: boolean,
): Promise<void> {
  const address = email.toLowerCase();
  const found = await tx.db
    .selectFrom('removedPeople')
    .select(['source', 'email', 'letBack', 'at'])
    .where('tenantId', '=', tenantId)
    .where((where) =>
      where.or([
        where.and([where('source', '=', source), where('subject', '=', subject)]),
        where.and([where('source', '=', BY_ADDRESS), where('subject', '=', address)]),
      ]),
    )
    .execute();
  const own = found.filter((mark) => mark.source !== BY_ADDRESS);
  const mark = own.find((each) => each.email === address) ?? own.find((each) => each.email === NOT_KEPT);
  const isLetBack =
    mark?.email === NOT_KEPT ? await wasAdded(tx, { tenantId, address, since: mark.at }) : mark?.letBack === true;
  const isAddressOut = !isMember && own.length < found.length;
  if (isAddressOut || (own.length > 0 && !isLetBack)) throw new TakenOut(email, isMember);
}

/** Whether an owner added an address after a moment. */
async function wasAdded(
  tx: System,
  asked: { readonly tenantId: TenantId; readonly address: string; readonly since: Date },
): Promise<boolean> {
  const found = await tx.db
    .selectFrom('audit')
    .select('id')
    .where('tenantId', '=', asked.tenantId)
    .where('action', '=', 'user added')
    .where('at', '>', asked.since)
    .where(sql`lower(subject)`, '=', asked.address)
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}

/** Keeps out who came under an address, as who they are at the source: another address there does not help. */
export async function keepOutSubject(
  tx: System,
  { tenantId, source, subject, email }: Mark & { readonly email: string },
  { by, at }: { readonly by: string; readonly at: Date },
): Promise<void> {
  await tx.db
    .insertInto('removedPeople')
    .values({ tenantId, source, subject, email: email.toLowerCase(), byWhom: by, at })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** An owner adds an address: who was taken out or refused under it may come under it, and under no other. */
export async function letAddressBack(tx: System, tenantId: TenantId, email: string): Promise<void> {
  const address = email.toLowerCase();
  await letBack(tx, { tenantId, source: BY_ADDRESS, subject: address });
  await tx.db
    .updateTable('removedPeople')
    .set({ letBack: true })
    .where('tenantId', '=', tenantId)
    .where('email', '=', address)
    .execute();
}

/** Somebody whom an owner added again has come back. */
export async function letBack(tx: System, { tenantId, source, subject }: Mark): Promise<void> {
  await tx.db
    .deleteFrom('removedPeople')
    .where('tenantId', '=', tenantId)
    .where('source', '=', source)
    .where('subject', '=', subject)
    .execute();
}
