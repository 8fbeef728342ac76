// Policies of a site at rest. Every save is a version of its own and none is ever changed; one is approved by somebody who neither wrote it
// nor asked for it, and holds until its review.
import {
  type PolicyBody,
  type PolicyDifferences,
  type PolicyEdit,
  type PolicyTemplate,
  type PolicyVersion,
  policyTexts,
} from '#contracts/index.ts';
import { Conflict, Invalid, NotFound, Refused } from '#kit/index.ts';
import { audit } from '#people/index.ts';
import type { Tenant } from '#store/index.ts';
import { siteDay } from './governance/calendar.store.ts';
import { logDecision } from './governance/decision-log.store.ts';
import { type Actor, mustHaveName, ownWords } from './own-words.ts';
import { differencesOf } from './policies/differences.ts';
import { asksElse, begunBody, editedBody, filledBody, type KnownSite } from './policies/edit-policy.ts';
import { addMonths } from './policies/review-day.ts';
import { policyLibrary } from './program-library.ts';

/** A policy of the site: which version is the newest, and which one counts. */
export interface PolicyHead {
  readonly id: string;
  readonly latest: number;
  readonly approved: number | null;
  readonly ownClauses: number;
  readonly retired: { readonly at: string; readonly by: string; readonly why: string } | null;
}

/** A version with its text. */
export interface KeptText {
  readonly version: PolicyVersion;
  readonly body: PolicyBody;
}

const NONE = 'This site has no such policy. Begin it from the library first.';

/** Every policy that the site has begun, by id. */
export async function policyHeads(tx: Tenant): Promise<PolicyHead[]> {
  const rows = await tx.db.selectFrom('sitePolicies').selectAll().where('tenantId', '=', tx.id).orderBy('id').execute();
  return rows.map(headOf);
}

/** One of them. `lock`: whoever changes it next waits until this transaction is over. Throws NotFound. */
export async function policyHead(tx: Tenant, id: string, lock = false): Promise<PolicyHead> {
  const row = await tx.db
    .selectFrom('sitePolicies')
    .selectAll()
    .where('tenantId', '=', tx.id)
    .where('id', '=', id)
    .$if(lock, (query) => query.forUpdate())
    .executeTakeFirst();
  if (!row) throw new NotFound(NONE);
  return headOf(row);
}

/** The newest version of every policy, and the one that counts, in one reading. */
export async function standingTexts(tx: Tenant): Promise<Map<string, KeptText[]>> {
  const rows = await tx.db
    .selectFrom('policyTexts as kept')
    .innerJoin('sitePolicies as head', (join) =>
      join.onRef('head.tenantId', '=', 'kept.tenantId').onRef('head.id', '=', 'kept.policy'),
    )
    .selectAll('kept')
    .where('kept.tenantId', '=', tx.id)
    .where((is) =>
      is.or([is('kept.version', '=', is.ref('head.latest')), is('kept.version', '=', is.ref('head.approved'))]),
    )
    .orderBy('kept.version')
    .execute();
  const texts = new Map<string, KeptText[]>();
  for (const row of rows) texts.set(row.policy, [...(texts.get(row.policy) ?? []), keptOf(row)]);
  return texts;
}

/** Every version of a policy without its text, the newest first. */
export async function policyVersions(tx: Tenant, policy: string): Promise<PolicyVersion[]> {
  const rows = await tx.db
    .selectFrom('policyTexts')
    .select(VERSION)
    .where('tenantId', '=', tx.id)
    .where('policy', '=', policy)
    .orderBy('version', 'desc')
    .execute();
  return rows.map(versionOf);
}

/** Every version of every policy that was there at a moment, without its text. */
export async function versionsBy(tx: Tenant, moment: Date): Promise<Map<string, PolicyVersion[]>> {
  const rows = await tx.db
    .selectFrom('policyTexts')
    .select(['policy', ...VERSION])
    .where('tenantId', '=', tx.id)
    .where('at', '<=', moment)
    .orderBy('version')
    .execute();
  const versions = rows.map(({ policy, ...row }) => ({ policy, version: versionOf(row) }));
  return new Map(
    [...Map.groupBy(versions, ({ policy }) => policy)].map(([id, all]) => [id, all.map(({ version }) => version)]),
  );
}

/** One version with its text. Throws NotFound. */
export async function policyText(tx: Tenant, policy: string, version: number): Promise<KeptText> {
  const row = await tx.db
    .selectFrom('policyTexts')
    .selectAll()
    .where('tenantId', '=', tx.id)
    .where('policy', '=', policy)
    .where('version', '=', version)
    .executeTakeFirst();
  if (!row) throw new NotFound(`This policy has no version ${version}.`);
  return keptOf(row);
}

/** What two versions do not have in common. Throws NotFound. */
export async function policyDifferences(
  tx: Tenant,
  policy: string,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<PolicyDifferences> {
  const before = await policyText(tx, policy, from);
  const after = await policyText(tx, policy, to);
  return { from: before.version, to: after.version, items: differencesOf(before.body, after.body) };
}

/**
 * Begins a policy from the library, or takes a retired one up again as a draft of the text that it had. Throws NotFound where the library has
 * none of that name, Conflict where the site has begun it.
 */
export async function beginPolicy(tx: Tenant, id: string, siteName: string, actor: Actor): Promise<void> {
  const template = await templateOf(id);
  const known = await tx.db
    .selectFrom('sitePolicies')
    .selectAll()
    .where('tenantId', '=', tx.id)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (known) {
    const head = headOf(known);
    if (head.retired === null) throw new Conflict('This policy is begun already. Open it in the list.');
    const { body } = await policyText(tx, id, head.latest);
    await addVersion(tx, head, body, { ...actor, note: 'Taken up again' });
    await tx.db
      .updateTable('sitePolicies')
      .set({ retiredAt: null, retiredBy: null, retiredWhy: null })
      .where('tenantId', '=', tx.id)
      .where('id', '=', id)
      .execute();
    await note(tx, actor, 'policy taken up again', id);
    return;
  }
  const body = begunBody(template, await knownSite(tx, siteName));
  const added = await tx.db
    .insertInto('sitePolicies')
    .values({ tenantId: tx.id, id, begunBy: actor.by, begunAt: actor.now, latest: 0, ownClauses: 0 })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!added) throw new Conflict('Somebody has begun this policy in the meantime. Open it in the list.');
  const head = { id, latest: 0, approved: null, ownClauses: 0, retired: null };
  await addVersion(tx, head, body, { ...actor, note: `From the library, version ${template.version}` });
  await note(tx, actor, 'policy begun', id);
}

/**
 * Keeps an edit as the next version. Throws Conflict, and changes nothing, where somebody saved another version since `basis`; Invalid with the
 * field where the text cannot be used. The same text again makes no version.
 */
export async function savePolicy(tx: Tenant, id: string, edit: PolicyEdit, actor: Actor): Promise<void> {
  const head = await policyHead(tx, id, true);
  mustNotBeRetired(head);
  const { version, body: before } = await policyText(tx, id, head.latest);
  if (head.latest !== edit.basis) {
    throw new Conflict(
      `${version.by} saved version ${head.latest} after you had opened version ${edit.basis}. Nothing was overwritten: look at both texts.`,
    );
  }
  const { policies, checks } = await policyLibrary();
  const shipped = policies.items.find((each) => each.id === id)?.clauses ?? [];
  const words = {
    ...edit,
    title: ownWords(edit.title),
    purpose: ownWords(edit.purpose),
    clauses: edit.clauses.map((clause) => ({ ...clause, text: ownWords(clause.text) })),
  };
  const { body, ownClauses } = editedBody(words, {
    before,
    shipped,
    ownClauses: head.ownClauses,
    checks: new Set(checks.map((check) => check.id)),
  });
  if (JSON.stringify(body) === JSON.stringify(before)) return;
  await addVersion(tx, { ...head, ownClauses }, body, { ...actor, note: ownWords(edit.note) });
  await note(tx, actor, 'policy changed', `${id}, version ${head.latest + 1}`, edit.note);
}

/**
 * Asks that a version be approved. A text that is in force already may be asked for again unchanged, as its review. Throws Invalid while a
 * blank of the text is open, Conflict where it is not the newest version or was asked for already.
 */
export async function askPolicyApproval(
  tx: Tenant,
  id: string,
  input: { readonly version: number; readonly meaning: boolean; readonly note: string },
  actor: Actor,
): Promise<void> {
  mustHaveName(actor);
  const head = await policyHead(tx, id, true);
  mustNotBeRetired(head);
  mustBeNewest(head, input.version);
  const { version, body } = await policyText(tx, id, input.version);
  const { missing } = filledBody(id, body);
  if (missing.length > 0) {
    const labels = missing.map((name) => body.variables.find((each) => each.name === name)?.label ?? name);
    throw new Invalid(`values: Fill in what is still open: ${labels.join('; ')}.`);
  }
  if (version.state === 'asked') throw new Conflict('Approval of this version was asked for already.');
  const before = head.approved === null ? null : (await policyText(tx, id, head.approved)).body;
  const meaning = input.meaning || asksElse(before, body);
  const asked = { state: 'asked', meaning, askedBy: actor.by, askedAt: actor.now, askNote: ownWords(input.note) };
  if (version.state === 'approved') {
    await addVersion(tx, head, body, { ...actor, note: 'Read again, unchanged' });
    await setVersion(tx, id, head.latest + 1, asked);
  } else {
    await setVersion(tx, id, head.latest, { ...asked, decidedBy: null, decidedAt: null, decisionNote: null });
  }
  await note(tx, actor, 'policy: approval asked', id, input.note);
}

/**
 * Approves a version that was asked for; it counts from now on, and its review is due after as many months as it says. Throws Refused for
 * whoever asked for it or wrote it, Conflict where it was decided already or is not the newest.
 */
export async function approvePolicy(
  tx: Tenant,
  id: string,
  input: { readonly version: number; readonly note: string },
  actor: Actor,
): Promise<void> {
  const { head, version, body } = await askedVersion(tx, id, input.version, actor);
  if (isSame(version.askedBy, actor.by)) {
    throw new Refused('You asked for this approval yourself. Somebody else must read the text and approve it.');
  }
  if (isSame(version.by, actor.by)) {
    throw new Refused('You wrote this version yourself. Somebody else must read the text and approve it.');
  }
  await setVersion(tx, id, head.latest, {
    state: 'approved',
    decidedBy: actor.by,
    decidedAt: actor.now,
    decisionNote: ownWords(input.note),
    reviewOn: addMonths((await siteDay(tx, actor.now)).today, body.reviewMonths),
  });
  await tx.db
    .updateTable('sitePolicies')
    .set({ approved: head.latest })
    .where('tenantId', '=', tx.id)
    .where('id', '=', id)
    .execute();
  const decision = `version ${head.latest} approved`;
  await logDecision(tx, { kind: 'policy', subject: `policy ${id}`, decision, because: ownWords(input.note) }, actor);
  await note(tx, actor, 'policy approved', `${id}, version ${head.latest}`, input.note);
}

/** Says no to a version that was asked for; the one in force stays. */
export async function refusePolicy(
  tx: Tenant,
  id: string,
  input: { readonly version: number; readonly reason: string },
  actor: Actor,
): Promise<void> {
  const { head } = await askedVersion(tx, id, input.version, actor);
  const decisionNote = ownWords(input.reason);
  await setVersion(tx, id, head.latest, {
    state: 'refused',
    decidedBy: actor.by,
    decidedAt: actor.now,
    decisionNote,
  });
  const decision = `version ${head.latest} not approved`;
  await logDecision(tx, { kind: 'policy', subject: `policy ${id}`, decision, because: decisionNote }, actor);
  await note(tx, actor, 'policy refused', `${id}, version ${head.latest}`, decisionNote);
}

/** Ends a policy; its versions stay. Throws Conflict where it is retired already. */
export async function retirePolicy(tx: Tenant, id: string, why: string, actor: Actor): Promise<void> {
  mustHaveName(actor);
  const head = await policyHead(tx, id, true);
  mustNotBeRetired(head);
  const retiredWhy = ownWords(why);
  await tx.db
    .updateTable('sitePolicies')
    .set({ approved: null, retiredAt: actor.now, retiredBy: actor.by, retiredWhy })
    .where('tenantId', '=', tx.id)
    .where('id', '=', id)
    .execute();
  await logDecision(tx, { kind: 'policy', subject: `policy ${id}`, decision: 'retired', because: retiredWhy }, actor);
  await note(tx, actor, 'policy retired', id, retiredWhy);
}

async function askedVersion(tx: Tenant, id: string, number: number, actor: Actor) {
  mustHaveName(actor);
  const head = await policyHead(tx, id, true);
  mustNotBeRetired(head);
  mustBeNewest(head, number);
  const kept = await policyText(tx, id, number);
  if (kept.version.state !== 'asked') throw new Conflict('Nobody is waiting for a decision about this version.');
  return { head, ...kept };
}

/** Adds a version; one that waited for approval waits no more. */
async function addVersion(
  tx: Tenant,
  { id, latest, ownClauses }: PolicyHead,
  body: PolicyBody,
  { by, now, note: words }: Actor & { readonly note: string },
): Promise<void> {
  await tx.db
    .updateTable('policyTexts')
    .set({ state: 'draft' })
    .where('tenantId', '=', tx.id)
    .where('policy', '=', id)
    .where('state', '=', 'asked')
    .execute();
  const version = latest + 1;
  const row = { policy: id, version, note: words, byWhom: by, at: now, state: 'draft', meaning: true };
  await tx.db
    .insertInto('policyTexts')
    .values({ tenantId: tx.id, ...row, body: JSON.stringify(body) })
    .execute();
  await tx.db
    .updateTable('sitePolicies')
    .set({ latest: version, ownClauses })
    .where('tenantId', '=', tx.id)
    .where('id', '=', id)
    .execute();
}

async function setVersion(
  tx: Tenant,
  policy: string,
  version: number,
  change: {
    readonly state: string;
    readonly meaning?: boolean;
    readonly askedBy?: string;
    readonly askedAt?: Date;
    readonly askNote?: string;
    readonly decidedBy?: string | null;
    readonly decidedAt?: Date | null;
    readonly decisionNote?: string | null;
    readonly reviewOn?: string;
  },
): Promise<void> {
  await tx.db
    .updateTable('policyTexts')
    .set(change)
    .where('tenantId', '=', tx.id)
    .where('policy', '=', policy)
    .where('version', '=', version)
    .execute();
}

async function templateOf(id: string): Promise<PolicyTemplate> {
  const template = (await policyLibrary()).policies.items.find((each) => each.id === id);
  if (!template) throw new NotFound('The library has no such policy.');
  return template;
}

/** The name of a site, and its devices in use by name. */
async function knownSite(tx: Tenant, name: string): Promise<KnownSite> {
  const devices = tx.db.selectFrom('devices').where('tenantId', '=', tx.id).where('retired', '=', false);
  const rows = await devices.select('name').orderBy('name').orderBy('id').limit(20).execute();
  const { count } = await devices.select((is) => is.fn.countAll<string>().as('count')).executeTakeFirstOrThrow();
  return { name, devices: rows.map((row) => row.name.slice(0, 300)), count: Number(count) };
}

function mustNotBeRetired({ retired }: PolicyHead): void {
  if (retired !== null) throw new Conflict('This policy is retired. Take it up again from the list first.');
}

function mustBeNewest({ latest }: PolicyHead, version: number): void {
  if (version !== latest) {
    throw new Conflict(
      `There is a newer version (${latest}) than the one that you looked at (${version}). Read it first.`,
    );
  }
}

function isSame(one: string | null, other: string): boolean {
  return one?.trim().toLowerCase() === other.trim().toLowerCase();
}

function note(tx: Tenant, { by, now }: Actor, action: string, subject: string, detail = ''): Promise<void> {
  return audit(tx, { who: by, action, subject, detail }, now);
}

const VERSION = [
  'version',
  'state',
  'byWhom',
  'at',
  'note',
  'meaning',
  'askedBy',
  'askedAt',
  'askNote',
  'decidedBy',
  'decidedAt',
  'decisionNote',
  'reviewOn',
] as const;

interface VersionRow {
  readonly byWhom: string;
  readonly at: Date;
  readonly askedAt: Date | null;
  readonly decidedAt: Date | null;
}

function versionOf({ byWhom, at, askedAt, decidedAt, ...row }: VersionRow): PolicyVersion {
  const times = { askedAt: askedAt?.toISOString() ?? null, decidedAt: decidedAt?.toISOString() ?? null };
  return policyTexts.policyVersion.parse({ ...row, by: byWhom, at: at.toISOString(), ...times });
}

function keptOf({ body, ...row }: VersionRow & { readonly body: unknown }): KeptText {
  return { version: versionOf(row), body: policyTexts.policyBody.parse(body) };
}

function headOf(row: {
  readonly id: string;
  readonly latest: number;
  readonly approved: number | null;
  readonly ownClauses: number;
  readonly retiredAt: Date | null;
  readonly retiredBy: string | null;
  readonly retiredWhy: string | null;
}): PolicyHead {
  const { id, latest, approved, ownClauses, retiredAt, retiredBy, retiredWhy } = row;
  const retired =
    retiredAt === null ? null : { at: retiredAt.toISOString(), by: retiredBy ?? '', why: retiredWhy ?? '' };
  return { id, latest, approved, ownClauses, retired };
}
