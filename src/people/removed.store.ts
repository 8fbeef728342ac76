// Whom an owner took out of a site: by address, and by who they are at each source that they came from. They stay out until an owner adds
// the address that they come under.
import { Refused } from '#kit/index.ts';
import type { System, TenantId } from '#store/index.ts';

/** Stands for the address itself among the sources, none of which is empty. */
const BY_ADDRESS = '';

/** Somebody as a source knows them, in a site. */
interface Mark {
  readonly tenantId: TenantId;
  readonly source: string;
  readonly subject: string;
}

/** An owner took this person out of the site. */
export class TakenOut extends Refused {
  constructor(email: string) {
    super(`An owner removed you from this site. To come back, ask an owner to add ${email} again.`);
  }
}

/** Remembers that an account leaves a site; to be called while its ties to sources still stand. */
export async function keepOut(
  tx: System,
  { tenantId, userId, email }: { readonly tenantId: TenantId; readonly userId: string; readonly email: string },
  { by, at }: { readonly by: string; readonly at: Date },
): Promise<void> {
  const links = await tx.db
    .selectFrom('signInLinks')
    .select(['source', 'subject'])
    .where('tenantId', '=', tenantId)
    .where('userId', '=', userId)
    .execute();
  const marks = [{ source: BY_ADDRESS, subject: email.toLowerCase() }, ...links];
  await tx.db
    .insertInto('removedPeople')
    .values(marks.map((mark) => ({ ...mark, tenantId, byWhom: by, at })))
    .onConflict((conflict) => conflict.columns(['tenantId', 'source', 'subject']).doUpdateSet({ byWhom: by, at }))
    .execute();
}

/** Throws TakenOut for who was removed from the site. */
export async function mayComeBack(
  tx: System,
  { tenantId, source, subject, email }: Mark & { readonly email: string },
): Promise<void> {
  const found = await tx.db
    .selectFrom('removedPeople')
    .select('at')
    .where('tenantId', '=', tenantId)
    .where((where) =>
      where.or([
        where.and([where('source', '=', source), where('subject', '=', subject)]),
        where.and([where('source', '=', BY_ADDRESS), where('subject', '=', email.toLowerCase())]),
      ]),
    )
    .limit(1)
    .executeTakeFirst();
  if (found) throw new TakenOut(email);
}

/** Keeps out who came under a removed address as who they are at the source, too: another address there does not help. */
export async function keepOutSubject(
  tx: System,
  { tenantId, source, subject }: Mark,
  { by, at }: { readonly by: string; readonly at: Date },
): Promise<void> {
  await tx.db
    .insertInto('removedPeople')
    .values({ tenantId, source, subject, byWhom: by, at })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** An owner adds an address again. Who else came under it, and comes under another one now, stays out. */
export async function letAddressBack(tx: System, tenantId: TenantId, email: string): Promise<void> {
  await letBack(tx, { tenantId, source: BY_ADDRESS, subject: email.toLowerCase() });
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
