// Letters of clearance at rest: frozen when they are issued, signed by both sides, replaced by the next one.
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { z } from 'zod';
import {
  type ClearanceLetter,
  type EngagementTerms,
  engagements,
  type LetterHead,
  type LetterSignature,
  type SignatureInput,
} from '#contracts/index.ts';
import { listClearances, removeLetterClearances } from '#evidence/index.ts';
import { Conflict, Invalid, inertText, NotFound, Refused, sha256 } from '#kit/index.ts';
import { audit } from '#people/index.ts';
import type { Tenant } from '#store/index.ts';
import { dayIn } from '../governance/calendar-days.ts';
import { logDecision } from '../governance/decision-log.store.ts';
import { type Actor, mustHaveName, ownWords } from '../own-words.ts';
import { devicesNamed, engagementRow, lockedEngagement } from './engagement-row.store.ts';
import { coveredBy, mustBeOpen } from './engagement-terms.ts';
import { isSameName } from './same-name.ts';

/** What must not be touched, as it stands in a letter: a name, and the addresses known on that day. */
const lettered = z.object({
  device: z.string().nullable(),
  name: z.string(),
  addresses: z.array(z.string()),
  reason: z.string(),
});
export type LetteredExclusion = z.infer<typeof lettered>;

/** What a letter was made from. */
const letterTerms = z.object({
  terms: engagements.engagementTerms,
  excluded: z.array(lettered),
  /** The name of whoever issued it, on that day. */
  issuer: z.string().optional(),
});

/** What is needed to word a letter. */
export interface LetterMatter {
  readonly reference: string;
  /** The day on which it is issued, where the client is. */
  readonly day: string;
  readonly terms: EngagementTerms;
  readonly excluded: readonly LetteredExclusion[];
}

/** Words a letter, for people and as plain text. */
export type WordLetter = (matter: LetterMatter) => { readonly letter: ClearanceLetter; readonly text: string };

const HEAD = [
  'id',
  'engagement',
  'number',
  'reference',
  'covers',
  'state',
  'terms',
  'sha256',
  'issuedAt',
  'issuedBy',
  'signatures',
  'overAt',
  'overBecause',
] as const;

/**
 * Issues a letter from the version that was looked at and freezes it; the one before is replaced, and what was cleared by it is taken back.
 * Throws Invalid where something that it must say is missing, Conflict where it would say what the newest says already.
 */
export async function issueLetter(
  tx: Tenant,
  id: string,
  asked: { readonly version: number; readonly word: WordLetter; readonly account: string },
  actor: Actor,
): Promise<string> {
  mustHaveName(actor);
  const { state, terms } = await lockedEngagement(tx, id, asked.version);
  mustBeOpen(state);
  const day = dayIn(actor.now, terms.timeZone);
  mustBeComplete(terms, day);
  const covers = coveredBy(terms);
  const before = await rowsOf(tx, id);
  const [newest] = before;
  if (newest && newest.covers === covers && inForce(newest.state)) {
    throw new Conflict(`Letter ${newest.reference} says the same already.`);
  }
  const number = (newest?.number ?? 0) + 1;
  const reference = `CL-${day}-${id.slice(0, 8)}-${number}`;
  const excluded = await excludedIn(tx, terms);
  const { letter, text } = asked.word({ reference, day, terms, excluded });
  const ranges = await removeLetterClearances(
    tx,
    before.map((row) => row.id),
  );
  if (ranges.length > 0)
    await note(tx, actor, 'clearances of a letter taken back', ranges.join(', '), 'a new letter was issued');
  await endLetters(tx, id, { state: 'replaced', because: `Replaced by ${reference}.` }, actor);
  const letterId = randomUUID();
  await tx.db
    .insertInto('engagementLetters')
    .values({
      tenantId: tx.id,
      id: letterId,
      engagement: id,
      number,
      reference,
      covers,
      state: 'issued',
      terms: JSON.stringify({ terms, excluded, issuer: asked.account }),
      body: JSON.stringify(letter),
      letterText: text,
      sha256: sha256(text),
      issuedAt: actor.now,
      issuedBy: actor.by,
      signatures: '[]',
    })
    .execute();
  await note(tx, actor, 'letter of clearance issued', reference, `SHA-256 ${sha256(text)}`);
  return letterId;
}

/** An account of the site, and whose it is. */
export interface NamedAccount {
  readonly email: string;
  readonly name: string;
}

/**
 * Writes down that a side signed. Throws Refused where whoever issued the letter would sign for the client, by account or by the name on paper,
 * or one account for both sides; Conflict where the letter is over or that side signed already.
 */
export async function signLetter(
  tx: Tenant,
  which: { readonly engagement: string; readonly letter: string },
  input: SignatureInput & { readonly account: string; readonly people: readonly NamedAccount[] },
  actor: Actor,
): Promise<void> {
  mustHaveName(actor);
  const { state, terms } = await engagementRow(tx, which.engagement, true);
  mustBeOpen(state);
  const row = await letterRow(tx, which);
  mustBeInForce(row);
  const signatures = signaturesOf(row.signatures);
  if (signatures.some(({ side }) => side === input.side)) throw new Conflict('This side has signed already.');
  const today = dayIn(actor.now, terms.timeZone);
  const signature = signatureOf(input, { today, issued: dayIn(row.issuedAt, terms.timeZone) }, actor);
  if (input.side === 'client') {
    const isOwn = isSame(actor.by, row.issuedBy);
    if (isOwn && signature.way === 'account')
      throw new Refused('You issued this letter yourself. Somebody else must sign for the client.');
    const known = input.people.filter(({ email }) => isSame(email, row.issuedBy)).map(({ name }) => name);
    const issuers = [row.issuedBy, row.made.issuer ?? '', ...known, isOwn ? input.account : ''];
    if (signature.way === 'paper' && issuers.some((name) => isSameName(signature.name, name)))
      throw new Refused(`${signature.name} issued this letter. Somebody else must sign for the client.`);
  }
  if (signature.way === 'account' && signatures.some(({ way, by }) => way === 'account' && isSame(by, actor.by))) {
    throw new Refused('You signed for the other side. Somebody else must sign for this one.');
  }
  await tx.db
    .updateTable('engagementLetters')
    .set({
      signatures: JSON.stringify([...signatures, signature]),
      state: input.side === 'client' ? 'signed' : row.state,
    })
    .where('tenantId', '=', tx.id)
    .where('id', '=', row.id)
    .execute();
  const detail = `for the ${signature.side}: ${signature.name}, ${signature.day}, ${signature.way}`;
  await note(tx, actor, 'letter of clearance signed', row.reference, detail);
  const subject = `letter of clearance ${row.reference}`;
  await logDecision(tx, { kind: 'other', subject, decision: `signed ${detail}`, because: signature.how }, actor);
}

/** Takes a letter back before its day, with all that was cleared by it. */
export async function withdrawLetter(
  tx: Tenant,
  which: { readonly engagement: string; readonly letter: string },
  reason: string,
  actor: Actor,
): Promise<void> {
  mustHaveName(actor);
  await engagementRow(tx, which.engagement, true);
  const row = await letterRow(tx, which);
  mustBeInForce(row);
  const because = ownWords(reason);
  const ranges = await removeLetterClearances(tx, [row.id]);
  await endLetters(tx, which.engagement, { state: 'withdrawn', because }, actor);
  await note(tx, actor, 'letter of clearance withdrawn', row.reference, because);
  if (ranges.length > 0) await note(tx, actor, 'clearances of a letter taken back', ranges.join(', '), because);
  const subject = `letter of clearance ${row.reference}`;
  await logDecision(tx, { kind: 'other', subject, decision: 'withdrawn', because }, actor);
}

/** The letters of an engagement, the newest first; `covers` is the hash of what is agreed now. */
export async function letterHeads(
  tx: Tenant,
  engagement: { readonly id: string; readonly covers: string },
): Promise<LetterHead[]> {
  const rows = await rowsOf(tx, engagement.id);
  if (rows.length === 0) return [];
  const made = new Map<string, number>();
  for (const { letter, deny } of await listClearances(tx))
    if (letter && !deny) made.set(letter.letter, (made.get(letter.letter) ?? 0) + 1);
  return rows.map((row) => {
    const { terms } = letterTerms.parse(row.terms);
    return engagements.letterHead.parse({
      ...row,
      current: inForce(row.state) && row.covers === engagement.covers,
      level: terms.scope.level,
      from: terms.from,
      until: terms.until,
      issuedAt: row.issuedAt.toISOString(),
      overAt: row.overAt?.toISOString() ?? null,
      clearances: made.get(row.id) ?? 0,
    });
  });
}

/** A letter as it was issued: its words, and its text, of which `sha256` is the hash. Throws NotFound. */
export async function letterAsIssued(tx: Tenant, which: { readonly engagement: string; readonly letter: string }) {
  const { letterText, body, issuedAt, ...row } = await letterRow(tx, which);
  return {
    reference: row.reference,
    sha256: row.sha256,
    text: letterText,
    letter: engagements.clearanceLetter.parse(body),
    issuedAt: issuedAt.toISOString(),
    signatures: signaturesOf(row.signatures),
    over: row.overBecause,
  };
}

/** A letter as it is kept, with what it was made from. Throws NotFound. */
export async function letterRow(
  tx: Tenant,
  { engagement, letter }: { readonly engagement: string; readonly letter: string },
) {
  const row = await tx.db
    .selectFrom('engagementLetters')
    .select([...HEAD, 'body', 'letterText'])
    .where('tenantId', '=', tx.id)
    .where('engagement', '=', engagement)
    .where('id', '=', letter)
    .executeTakeFirst();
  if (!row) throw new NotFound('There is no such letter. Open the engagement again.');
  return { ...row, made: letterTerms.parse(row.terms), signed: signaturesOf(row.signatures) };
}

/** Ids of letters that count. */
export async function lettersInForce(tx: Tenant, engagement: string): Promise<string[]> {
  return (await rowsOf(tx, engagement)).filter(({ state }) => inForce(state)).map(({ id }) => id);
}

/** Ends every letter that counts. */
export async function endLetters(
  tx: Tenant,
  engagement: string,
  end: { readonly state: 'replaced' | 'withdrawn'; readonly because: string },
  { now }: Actor,
): Promise<void> {
  await tx.db
    .updateTable('engagementLetters')
    .set({ state: end.state, overAt: now, overBecause: end.because })
    .where('tenantId', '=', tx.id)
    .where('engagement', '=', engagement)
    .where(sql<boolean>`state in ('issued', 'signed')`)
    .execute();
}

function rowsOf(tx: Tenant, engagement: string) {
  return tx.db
    .selectFrom('engagementLetters')
    .select(HEAD)
    .where('tenantId', '=', tx.id)
    .where('engagement', '=', engagement)
    .orderBy('number', 'desc')
    .execute();
}

/** What must not be touched, with the addresses that are known now. Throws Invalid for a device that is not here. */
export async function excludedIn(tx: Tenant, { scope }: EngagementTerms): Promise<LetteredExclusion[]> {
  const ids = scope.excluded.flatMap(({ device }) => device ?? []);
  const known = new Map((ids.length === 0 ? [] : await devicesNamed(tx, ids)).map((device) => [device.id, device]));
  return scope.excluded.map(({ address, device, reason }, index) => {
    if (device === null) return { device, name: address, addresses: [address], reason };
    const found = known.get(device);
    if (!found)
      throw new Invalid(
        `scope.excluded[${index}].device: There is no device ${device}. Take it out or choose another.`,
      );
    return { device, name: inertText(found.name, 300), addresses: [...found.addresses].sort(), reason };
  });
}

function mustBeComplete(terms: EngagementTerms, today: string): void {
  const { contact, emergency, scope, until } = terms;
  if (contact.name === '') throw new Invalid('contact.name: A letter names who speaks for the client. Fill it in.');
  if (emergency.name === '' || emergency.reach === '') {
    throw new Invalid('emergency.name: A letter names who can stop the work at once, and how. Fill both in.');
  }
  if (scope.level !== 'none' && scope.networks.length === 0) {
    throw new Invalid('scope.networks: A letter that allows something to be sent names the networks. Fill them in.');
  }
  if (until < today) throw new Invalid('until: The last day is over. Choose another one.');
}

function signatureOf(
  input: SignatureInput & { readonly account: string },
  { today, issued }: { readonly today: string; readonly issued: string },
  { by, now }: Actor,
): LetterSignature {
  const common = { side: input.side, at: now.toISOString(), by };
  if (input.way === 'account') {
    const name = inertText(input.account, 200);
    return { ...common, name, day: today, way: 'account', how: `Signed in as ${inertText(by, 200)}` };
  }
  if (input.day < issued)
    throw new Invalid('day: The letter was issued later than that. Write the day of the signature.');
  if (input.day > today) throw new Invalid('day: This day is to come. Write the day of the signature.');
  return { ...common, name: ownWords(input.name), day: input.day, way: 'paper', how: ownWords(input.how) };
}

function mustBeInForce({ state, overBecause }: { readonly state: string; readonly overBecause: string | null }): void {
  if (!inForce(state)) throw new Conflict(`This letter counts no more. ${overBecause ?? ''}`.trim());
}

function inForce(state: string): boolean {
  return state === 'issued' || state === 'signed';
}

function signaturesOf(value: unknown): LetterSignature[] {
  return z.array(engagements.letterSignature).parse(value);
}

function isSame(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}

function note(tx: Tenant, { by, now }: Actor, action: string, subject: string, detail: string): Promise<void> {
  return audit(tx, { who: by, action, subject, detail }, now);
}
