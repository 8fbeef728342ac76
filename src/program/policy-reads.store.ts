// Who has said that they have read a policy: by a link without an account, with an account, or on a signed list that somebody typed in.
import { type PolicyReader, type PolicyToRead, policyTexts } from '#contracts/index.ts';
import { Conflict, Invalid } from '#kit/index.ts';
import { audit, mailState } from '#people/index.ts';
import type { Tenant } from '#store/index.ts';
import { siteDay } from './governance/calendar.store.ts';
import { dayIn, endOfDayIn } from './governance/calendar-days.ts';
import { type Actor, mustHaveName } from './own-words.ts';
import { filledBody } from './policies/edit-policy.ts';
import { countReaders, type KeptRead, keyOf, readersOf, readersToMail } from './policies/readers.ts';
import { mailedReaders } from './policy-mail.store.ts';
import { policyHead, policyText } from './policy-texts.store.ts';
import { rosterOf, staffMember } from './roster.store.ts';
import { makeLinks } from './staff-links.store.ts';

/** Rows in one statement. */
const BATCH = 1000;
/** A list of a past day was signed in the middle of it. */
const HALF_A_DAY_MS = 43_200_000;

/** The newest word of each person, by policy: of one, or of what was said by a moment, where they are given. */
export async function policyReads(
  tx: Tenant,
  { policy, until }: { readonly policy?: string | undefined; readonly until?: Date | undefined } = {},
): Promise<Map<string, KeptRead[]>> {
  const rows = await tx.db
    .selectFrom('policyReads')
    .distinctOn(['policy', 'person'])
    .selectAll()
    .where('tenantId', '=', tx.id)
    .$if(policy !== undefined, (query) => query.where('policy', '=', policy ?? ''))
    .$if(until !== undefined, (query) => query.where('at', '<=', until ?? new Date(0)))
    .orderBy('policy')
    .orderBy('person')
    .orderBy('at', 'desc')
    .orderBy('version', 'desc')
    .execute();
  const reads = rows.map(({ policy: of, person, name, version, at, how, byWhom }) => ({
    of,
    read: { person, name, version, at: at.toISOString(), how: policyTexts.readHow.parse(how), by: byWhom },
  }));
  return new Map([...Map.groupBy(reads, ({ of }) => of)].map(([of, all]) => [of, all.map(({ read }) => read)]));
}

/** The newest approved version of each policy that means something else than the one before; of those approved by `until`, where it is given. */
export async function meaningSince(tx: Tenant, until?: Date): Promise<Map<string, number>> {
  const rows = await tx.db
    .selectFrom('policyTexts')
    .select(['policy', (is) => is.fn.max('version').as('version')])
    .where('tenantId', '=', tx.id)
    .where('state', '=', 'approved')
    .where('meaning', '=', true)
    .$if(until !== undefined, (query) => query.where('decidedAt', '<=', until ?? new Date(0)))
    .groupBy('policy')
    .execute();
  return new Map(rows.map(({ policy, version }) => [policy, Number(version)]));
}

async function meaningOf(tx: Tenant, id: string): Promise<number> {
  return (await meaningSince(tx)).get(id) ?? 1;
}

/** Everybody who is asked to read a policy or has read it. Throws NotFound. */
export async function policyReaders(tx: Tenant, id: string, now: Date): Promise<PolicyReader[]> {
  const head = await policyHead(tx, id);
  const { body } = await policyText(tx, id, head.approved ?? head.latest);
  const since = await meaningOf(tx, id);
  return readersOf({
    roster: await rosterOf(tx),
    reads: (await policyReads(tx, { policy: id })).get(id) ?? [],
    attestedBy: body.attestedBy,
    meaningSince: since,
    ...(await siteDay(tx, now)),
    mailed: await mailedReaders(tx, { policy: id, since }, now),
  });
}

/** A page of them, those who have not read it first, with how many there are; `who` is whoever asks. */
export async function readersPage(
  tx: Tenant,
  id: string,
  query: {
    readonly state?: PolicyReader['state'] | undefined;
    readonly cursor?: string | undefined;
    readonly limit: number;
  },
  { by: who, now }: Actor,
) {
  const all = await policyReaders(tx, id, now);
  const wanted = query.state === undefined ? all : all.filter(({ state }) => state === query.state);
  const rest = wanted.filter((reader) => query.cursor === undefined || keyOf(reader) > query.cursor);
  const items = rest.slice(0, query.limit);
  const last = items.at(-1);
  return {
    items,
    next: rest.length > items.length && last ? keyOf(last) : null,
    total: { value: wanted.length, relation: 'eq' as const },
    ...countReaders(all),
    notMailed: readersToMail(all).length,
    mailIsSet: (await mailState(tx)).server !== null,
    mine: all.find(({ email }) => email === who.toLowerCase()) ?? null,
  };
}

/** Keeps that somebody with an account has read the version that counts. Throws Conflict where another one counts, or none. */
export async function readPolicy(
  tx: Tenant,
  id: string,
  { version, name }: { readonly version: number; readonly name: string },
  actor: Actor,
): Promise<void> {
  mustHaveName(actor);
  await mustCount(tx, id, version);
  await keepReads(
    tx,
    id,
    { version, at: actor.now, how: 'account' },
    [{ person: actor.by.toLowerCase(), name }],
    actor,
  );
}

/**
 * Keeps who signed a list, on the day of the list. Throws Invalid with the field for somebody who is not on the roster, and for a day that is to
 * come or before the version was approved.
 */
export async function readOnPaper(
  tx: Tenant,
  id: string,
  { staff, on }: { readonly staff: readonly string[]; readonly on: string },
  actor: Actor,
): Promise<void> {
  mustHaveName(actor);
  const head = await policyHead(tx, id);
  if (head.approved === null)
    throw new Conflict('No version of this policy counts, so that nobody can have signed it.');
  const { version } = await policyText(tx, id, head.approved);
  const { today, timeZone } = await siteDay(tx, actor.now);
  if (on > today) throw new Invalid('on: This day is still to come. Write the day of the list.');
  const approvedOn = dayIn(new Date(version.decidedAt ?? version.at), timeZone);
  if (on < approvedOn) {
    throw new Invalid(
      `on: Version ${version.version} was approved on ${approvedOn}. A list of before is about another text.`,
    );
  }
  const members = new Map((await rosterOf(tx)).map((member) => [member.id, member]));
  const people = [...new Set(staff)].map((each, place) => {
    const member = members.get(each);
    if (!member) throw new Invalid(`staff[${place}]: Nobody on the roster has this id.`);
    return { person: member.email, name: member.name };
  });
  const at = on === today ? actor.now : new Date(endOfDayIn(on, timeZone).getTime() - HALF_A_DAY_MS);
  await keepReads(tx, id, { version: version.version, at, how: 'paper' }, people, actor);
}

/** What a link about a policy shows to a person of the roster. Throws NotFound where the policy is gone, Conflict where no version counts. */
export async function policyToRead(
  tx: Tenant,
  { policy, staffId }: { readonly policy: string; readonly staffId: string },
  site: string,
  now: Date,
): Promise<PolicyToRead> {
  const head = await policyHead(tx, policy);
  if (head.approved === null) throw new Conflict('This policy does not count any more. There is nothing to read.');
  const { version, body } = await policyText(tx, policy, head.approved);
  const member = await staffMember(tx, staffId);
  const { title, purpose, clauses } = filledBody(policy, body);
  const mine = (await policyReaders(tx, policy, now)).find(({ staff }) => staff === staffId);
  return {
    site,
    name: member.name,
    id: policy,
    version: version.version,
    title,
    purpose,
    clauses: clauses.map(({ id, text, who }) => ({ id, text, who })),
    readAt: mine?.state === 'read' ? mine.at : null,
  };
}

/** Keeps that a person has read the version that a link showed. Throws Conflict where another one counts by now. */
export async function readByLink(
  tx: Tenant,
  { policy, staffId, version }: { readonly policy: string; readonly staffId: string; readonly version: number },
  now: Date,
): Promise<void> {
  await mustCount(tx, policy, version);
  const { name, email } = await staffMember(tx, staffId);
  await keepReads(tx, policy, { version, at: now, how: 'link' }, [{ person: email, name }], { by: email, now });
}

/** Makes links for people of the roster; without `staff` for everybody who is asked and has not read it. The tokens are shown this once. */
export async function policyLinks(
  tx: Tenant,
  id: string,
  { staff, days }: { readonly staff: readonly string[] | null; readonly days: number },
  actor: Actor,
) {
  const head = await policyHead(tx, id);
  if (head.approved === null) throw new Conflict('No version of this policy counts yet. Have one approved first.');
  const open = (await policyReaders(tx, id, actor.now)).filter(({ isAsked, state }) => isAsked && state !== 'read');
  const chosen = staff ?? open.flatMap((reader) => reader.staff ?? []);
  const members = new Map((await rosterOf(tx)).map((member) => [member.id, member]));
  const missing = chosen.findIndex((each) => members.get(each)?.active !== true);
  if (missing >= 0) throw new Invalid(`staff[${missing}]: Nobody who works here has this id. Look at the roster.`);
  const wanted = [...new Set(chosen)].map((staffId) => ({ staffId, subject: id }));
  const made = await makeLinks(tx, 'policy', wanted, { ...actor, days });
  await audit(
    tx,
    { who: actor.by, action: 'links to a policy made', subject: id, detail: `${made.length} people` },
    actor.now,
  );
  return made.map(({ staffId, token, expiresAt }) => ({
    staff: staffId,
    name: members.get(staffId)?.name ?? '',
    email: members.get(staffId)?.email ?? '',
    path: `/learn/policy/${token}`,
    expiresAt: expiresAt.toISOString(),
  }));
}

/** Who is to get a mail with a link to a policy, and what it is about. Throws NotFound, and Conflict where no version counts. */
export async function policyToMail(tx: Tenant, id: string, now: Date) {
  const head = await policyHead(tx, id);
  if (head.approved === null) throw new Conflict('No version of this policy counts yet. Have one approved first.');
  const { version, body } = await policyText(tx, id, head.approved);
  const people = readersToMail(await policyReaders(tx, id, now)).flatMap(({ staff, name, email }) =>
    staff === null ? [] : [{ staff, name, email }],
  );
  const since = await meaningOf(tx, id);
  return { version: version.version, since, title: filledBody(id, body).title, people };
}

async function mustCount(tx: Tenant, id: string, version: number): Promise<void> {
  const head = await policyHead(tx, id);
  if (head.approved === null)
    throw new Conflict('No version of this policy counts, so that there is nothing to confirm.');
  if (head.approved !== version) {
    throw new Conflict(
      `Version ${head.approved} counts now, and you looked at version ${version}. Read the new one first.`,
    );
  }
}

/** Keeps words of people; of one version the newest word of a person stays. */
async function keepReads(
  tx: Tenant,
  policy: string,
  { version, at, how }: { readonly version: number; readonly at: Date; readonly how: KeptRead['how'] },
  people: readonly { readonly person: string; readonly name: string }[],
  { by, now }: Actor,
): Promise<void> {
  for (let from = 0; from < people.length; from += BATCH) {
    const rows = people
      .slice(from, from + BATCH)
      .map((each) => ({ tenantId: tx.id, policy, version, at, how, byWhom: by, ...each }));
    await tx.db
      .insertInto('policyReads')
      .values(rows)
      .onConflict((conflict) =>
        conflict
          .columns(['tenantId', 'policy', 'person', 'version'])
          .doUpdateSet((is) => ({
            at: is.ref('excluded.at'),
            how: is.ref('excluded.how'),
            name: is.ref('excluded.name'),
            byWhom: is.ref('excluded.byWhom'),
          }))
          .whereRef('excluded.at', '>', 'policyReads.at'),
      )
      .execute();
  }
  const names = people.length === 1 ? (people[0]?.person ?? '') : `${people.length} people`;
  await audit(
    tx,
    { who: by, action: `policy read (${how})`, subject: policy, detail: `version ${version}: ${names}` },
    now,
  );
}
