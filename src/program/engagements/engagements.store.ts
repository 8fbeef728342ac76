// Engagements at rest: what a service provider agreed with the site, and how far it is.
import { randomUUID } from 'node:crypto';
import {
  ENGAGEMENT_MOVES,
  type Engagement,
  type EngagementState,
  type EngagementTerms,
  engagements,
} from '#contracts/index.ts';
import { removeLetterClearances } from '#evidence/index.ts';
import { Conflict, canonicalJson } from '#kit/index.ts';
import { audit } from '#people/index.ts';
import type { Tenant } from '#store/index.ts';
import { logDecision } from '../governance/decision-log.store.ts';
import { type Actor, mustHaveName } from '../own-words.ts';
import { devicesNamed, engagementRow, lockedEngagement } from './engagement-row.store.ts';
import { coveredBy, keptTerms, mustBeOpen } from './engagement-terms.ts';
import { endLetters, letterHeads, lettersInForce } from './letters.store.ts';

/** Rows are counted up to so many. */
const MOST_COUNTED = 10_000;

/** A page of the engagements, the newest first. */
export async function listEngagements(
  tx: Tenant,
  { cursor, limit }: { readonly cursor?: string | undefined; readonly limit: number },
) {
  const after =
    cursor === undefined
      ? undefined
      : await tx.db
          .selectFrom('engagements')
          .select(['createdAt', 'id'])
          .where('tenantId', '=', tx.id)
          .where('id', '=', cursor)
          .executeTakeFirst();
  const rows = await tx.db
    .selectFrom('engagements as one')
    .select((is) => [
      'one.id',
      'one.version',
      'one.state',
      'one.body',
      is
        .selectFrom('engagementHours as hour')
        .select((sum) => sum.fn.sum<string | null>('hour.minutes').as('minutes'))
        .whereRef('hour.tenantId', '=', 'one.tenantId')
        .whereRef('hour.engagement', '=', 'one.id')
        .where('hour.correctedBy', 'is', null)
        .as('minutes'),
      is
        .selectFrom('engagementLetters as letter')
        .select('letter.state')
        .whereRef('letter.tenantId', '=', 'one.tenantId')
        .whereRef('letter.engagement', '=', 'one.id')
        .orderBy('letter.number', 'desc')
        .limit(1)
        .as('letter'),
    ])
    .where('one.tenantId', '=', tx.id)
    .$if(after !== undefined, (query) =>
      query.where((is) =>
        is.or([
          is('one.createdAt', '<', after?.createdAt ?? new Date(0)),
          is.and([is('one.createdAt', '=', after?.createdAt ?? new Date(0)), is('one.id', '>', after?.id ?? '')]),
        ]),
      ),
    )
    .orderBy('one.createdAt', 'desc')
    .orderBy('one.id')
    .limit(limit + 1)
    .execute();
  const { count } = await tx.db
    .selectFrom((from) =>
      from.selectFrom('engagements').select('id').where('tenantId', '=', tx.id).limit(MOST_COUNTED).as('some'),
    )
    .select((is) => is.fn.countAll<string>().as('count'))
    .executeTakeFirstOrThrow();
  const items = rows.slice(0, limit).map(({ id, version, state, body, minutes, letter }) => {
    const { title, provider, from, until, plannedMinutes } = engagements.engagementTerms.parse(body);
    return engagements.engagementRow.parse({
      id,
      version,
      state,
      title,
      provider: provider.name,
      from,
      until,
      minutes: Number(minutes ?? 0),
      plannedMinutes,
      letter,
    });
  });
  return {
    items,
    next: rows.length > limit ? (items.at(-1)?.id ?? null) : null,
    total: { value: Number(count), relation: Number(count) < MOST_COUNTED ? ('eq' as const) : ('gte' as const) },
  };
}

/** Begins an engagement as a draft, and gives its id. Throws Invalid with the field. */
export async function beginEngagement(tx: Tenant, input: EngagementTerms, actor: Actor): Promise<string> {
  const terms = keptTerms(input);
  const id = randomUUID();
  await tx.db
    .insertInto('engagements')
    .values({
      tenantId: tx.id,
      id,
      version: 1,
      state: 'draft',
      body: JSON.stringify(terms),
      createdAt: actor.now,
      createdBy: actor.by,
      changedAt: actor.now,
      changedBy: actor.by,
    })
    .execute();
  await note(tx, actor, 'engagement begun', id, terms.title);
  return id;
}

/** An engagement with its letters. Throws NotFound. */
export async function engagementOf(tx: Tenant, id: string): Promise<Engagement> {
  const { terms, ...row } = await engagementRow(tx, id);
  const devices = terms.scope.excluded.flatMap(({ device }) => device ?? []);
  const known = devices.length === 0 ? [] : await devicesNamed(tx, devices);
  const { minutes } = await tx.db
    .selectFrom('engagementHours')
    .select((is) => is.fn.sum<string | null>('minutes').as('minutes'))
    .where('tenantId', '=', tx.id)
    .where('engagement', '=', id)
    .where('correctedBy', 'is', null)
    .executeTakeFirstOrThrow();
  return {
    schema: 'dosimeter.engagement/1',
    ...row,
    moves: [...ENGAGEMENT_MOVES[row.state]],
    terms,
    names: Object.fromEntries(known.map((device) => [device.id, device.name])),
    minutes: Number(minutes ?? 0),
    letters: await letterHeads(tx, { id, covers: coveredBy(terms) }),
  };
}

/**
 * Changes what is agreed, on top of the version that was looked at. Throws Conflict where somebody else was faster, or it is over. Where a
 * letter of clearance no longer says what is agreed, what was cleared by it is taken back.
 */
export async function changeEngagement(
  tx: Tenant,
  id: string,
  edit: { readonly version: number; readonly terms: EngagementTerms },
  actor: Actor,
): Promise<void> {
  const before = await lockedEngagement(tx, id, edit.version);
  mustBeOpen(before.state);
  const terms = keptTerms(edit.terms);
  if (canonicalJson(terms) === canonicalJson(before.terms)) return;
  await tx.db
    .updateTable('engagements')
    .set({ body: JSON.stringify(terms), version: before.version + 1, changedAt: actor.now, changedBy: actor.by })
    .where('tenantId', '=', tx.id)
    .where('id', '=', id)
    .execute();
  await note(tx, actor, 'engagement changed', id, `${terms.title}, version ${before.version + 1}`);
  if (coveredBy(terms) !== coveredBy(before.terms)) {
    await takeBack(tx, id, 'its letter no longer says what is agreed', actor);
  }
}

/** Moves an engagement to another state. Throws Conflict where that does not follow, or somebody else was faster. */
export async function moveEngagement(
  tx: Tenant,
  id: string,
  to: { readonly version: number; readonly state: EngagementState },
  actor: Actor,
): Promise<void> {
  mustHaveName(actor);
  const { state, version, terms } = await lockedEngagement(tx, id, to.version);
  if (!ENGAGEMENT_MOVES[state].includes(to.state)) {
    throw new Conflict(`An engagement that is '${state}' cannot become '${to.state}'.`);
  }
  await tx.db
    .updateTable('engagements')
    .set({ state: to.state, version: version + 1, changedAt: actor.now, changedBy: actor.by })
    .where('tenantId', '=', tx.id)
    .where('id', '=', id)
    .execute();
  await note(tx, actor, `engagement ${to.state}`, id, terms.title);
  const decision = `from ${state} to ${to.state}`;
  await logDecision(tx, { kind: 'other', subject: `engagement ${terms.title}`, decision, because: '' }, actor);
  if (to.state === 'draft') await takeBack(tx, id, 'the engagement is a draft again', actor);
  if (to.state === 'ended' || to.state === 'cancelled') {
    await takeBack(tx, id, `the engagement is ${to.state}`, actor);
    await endLetters(tx, id, { state: 'withdrawn', because: `The engagement is ${to.state}.` }, actor);
  }
}

/** Takes back what was cleared by letters of an engagement, at once. */
export async function takeBack(tx: Tenant, engagement: string, because: string, actor: Actor): Promise<void> {
  const letters = await lettersInForce(tx, engagement);
  const ranges = await removeLetterClearances(tx, letters);
  if (ranges.length === 0) return;
  await note(tx, actor, 'clearances of a letter taken back', ranges.join(', '), because);
}

function note(tx: Tenant, { by, now }: Actor, action: string, subject: string, detail: string): Promise<void> {
  return audit(tx, { who: by, action, subject, detail }, now);
}
