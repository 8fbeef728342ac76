// Links that open one lesson or one policy for one person of the roster, without an account. The token has 256 random bits and is shown
// when the link is made, never again: only its hash is kept, as of sessions.
import { randomBytes, randomUUID } from 'node:crypto';
import { type LinkKind, roster } from '#contracts/index.ts';
import { Fault, sha256 } from '#kit/index.ts';
import { type Store, type System, type Tenant, type TenantId, tenantIdOf } from '#store/index.ts';
import type { Actor } from './own-words.ts';

const BATCH = 1000;
const DAY_MS = 86_400_000;
/** How long a link is good for, in days, where nobody says otherwise. */
export const LINK_DAYS = 30;
/** Links that ended are kept for so many days, so that who opens one is told that it ended. */
const KEPT_DAYS = 180;

/** A link as it is made; `token` goes into its address. */
export interface MadeLink {
  readonly id: string;
  readonly staffId: string;
  readonly subject: string;
  readonly token: string;
  readonly expiresAt: Date;
}

/** What a token opens. */
export interface OpenLink {
  readonly id: string;
  readonly tenantId: TenantId;
  readonly kind: LinkKind;
  readonly subject: string;
  readonly staffId: string;
  readonly expiresAt: Date;
}

/** A link that opens nothing (410), by `code`: link-unknown, link-expired, link-used, link-off. */
export class LinkEnded extends Fault {
  constructor(code: keyof typeof ENDED) {
    super(code, code === 'link-unknown' ? 404 : 410, ENDED[code]);
  }
}

const ENDED = {
  'link-unknown':
    'This link opens nothing here. Look whether all of it was copied, or ask whoever sent it for a new one.',
  'link-expired': 'This link was good for a while only, and that is over. Ask whoever sent it for a new one.',
  'link-used': 'This link was used already, and what you said was kept. There is nothing more to do.',
  'link-off': 'You are no longer on the list of staff here. If that is a mistake, tell whoever sent the link.',
} as const;

/** Makes one link for each person and subject; those made before stay good until they expire. The tokens are shown this once. */
export async function makeLinks(
  tx: Tenant,
  kind: LinkKind,
  wanted: readonly { readonly staffId: string; readonly subject: string }[],
  actor: Actor & { readonly days?: number },
): Promise<MadeLink[]> {
  const expiresAt = new Date(actor.now.getTime() + (actor.days ?? LINK_DAYS) * DAY_MS);
  const made = wanted.map(({ staffId, subject }) => ({
    id: randomUUID(),
    staffId,
    subject,
    token: randomBytes(32).toString('base64url'),
    expiresAt,
  }));
  await tx.db
    .deleteFrom('staffLinks')
    .where('tenantId', '=', tx.id)
    .where('expiresAt', '<', new Date(actor.now.getTime() - KEPT_DAYS * DAY_MS))
    .execute();
  for (let from = 0; from < made.length; from += BATCH) {
    await tx.db
      .insertInto('staffLinks')
      .values(
        made.slice(from, from + BATCH).map(({ token, ...link }) => ({
          ...link,
          tenantId: tx.id,
          tokenSha256: sha256(token),
          kind,
          createdAt: actor.now,
          createdBy: actor.by,
        })),
      )
      .execute();
  }
  return made;
}

/** What a token opens at `now`. Throws LinkEnded, which says why it opens nothing and what to do. */
export async function openLink(store: Store, token: string, now: Date): Promise<OpenLink> {
  return store.system((tx) => resolveLink(tx, token, now));
}

/** The same within a transaction across tenants. */
export async function resolveLink(tx: System, token: string, now: Date): Promise<OpenLink> {
  const row = await tx.db
    .selectFrom('staffLinks as link')
    .innerJoin('staff', (join) =>
      join.onRef('staff.tenantId', '=', 'link.tenantId').onRef('staff.id', '=', 'link.staffId'),
    )
    .select(['link.id', 'link.tenantId', 'link.kind', 'link.subject', 'link.staffId', 'link.expiresAt'])
    .select(['link.usedAt', 'staff.active'])
    .where('link.tokenSha256', '=', sha256(token))
    .executeTakeFirst();
  if (!row) throw new LinkEnded('link-unknown');
  if (row.usedAt !== null) throw new LinkEnded('link-used');
  if (row.expiresAt.getTime() <= now.getTime()) throw new LinkEnded('link-expired');
  if (!row.active) throw new LinkEnded('link-off');
  const { id, subject, staffId, expiresAt } = row;
  return { id, subject, staffId, expiresAt, kind: roster.linkKind.parse(row.kind), tenantId: tenantIdOf(row.tenantId) };
}

/** Notes that a link was opened for the first time. */
export async function noteOpened(tx: Tenant, id: string, now: Date): Promise<void> {
  await tx.db
    .updateTable('staffLinks')
    .set({ openedAt: now })
    .where('tenantId', '=', tx.id)
    .where('id', '=', id)
    .where('openedAt', 'is', null)
    .execute();
}

/** Ends a link that is good for one answer. Throws LinkEnded when somebody was faster. */
export async function spendLink(tx: Tenant, id: string, now: Date): Promise<void> {
  const spent = await tx.db
    .updateTable('staffLinks')
    .set({ usedAt: now })
    .where('tenantId', '=', tx.id)
    .where('id', '=', id)
    .where('usedAt', 'is', null)
    .returning('id')
    .executeTakeFirst();
  if (!spent) throw new LinkEnded('link-used');
}
