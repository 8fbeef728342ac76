// Clearances made from a signed letter: its networks, up to its level, on its days and in its hours, without what it excludes. Never more.
import type { ClearedFromLetter, LetterLimit, ProbingLevel } from '#contracts/index.ts';
import { addClearance, listClearances, removeLetterClearances } from '#evidence/index.ts';
import { endOfLetter } from '#evidence/model.ts';
import { Conflict, Invalid, isPrivate, parseRange } from '#kit/index.ts';
import { audit } from '#people/index.ts';
import type { Tenant } from '#store/index.ts';
import { dayIn } from '../governance/calendar-days.ts';
import { logDecision } from '../governance/decision-log.store.ts';
import { type Actor, mustHaveName } from '../own-words.ts';
import { devicesNamed, engagementRow } from './engagement-row.store.ts';
import { coveredBy, PROBING } from './engagement-terms.ts';
import { letterRow } from './letters.store.ts';

/**
 * Makes the clearances; those made from the same letter before are replaced. What the letter excludes is denied, by the addresses in the letter
 * and those known now. Throws Conflict where the letter is not signed, is over, or no longer says what is agreed, and where a device
 * that must not be touched has no known address; Invalid for a level above the letter's.
 */
export async function clearFromLetter(
  tx: Tenant,
  which: { readonly engagement: string; readonly letter: string },
  asked: { readonly level: ProbingLevel; readonly publicScope: boolean },
  actor: Actor,
): Promise<ClearedFromLetter> {
  mustHaveName(actor);
  const engagement = await engagementRow(tx, which.engagement, true);
  const row = await letterRow(tx, which);
  const { terms, excluded } = row.made;
  const signer = row.signed.find(({ side }) => side === 'client');
  if (row.state !== 'signed' || !signer) {
    throw new Conflict(
      row.state === 'issued'
        ? 'The client has not signed this letter. Nothing may be sent before.'
        : `This letter counts no more. ${row.overBecause ?? ''}`,
    );
  }
  if (engagement.state !== 'agreed' && engagement.state !== 'running') {
    throw new Conflict(`The engagement is '${engagement.state}'. It must be agreed or running.`);
  }
  if (row.covers !== coveredBy(engagement.terms)) {
    throw new Conflict('What is agreed has changed since this letter. Issue a new one and have it signed.');
  }
  if (terms.until < dayIn(actor.now, terms.timeZone)) throw new Conflict('The last day of this letter is over.');
  if (PROBING.indexOf(asked.level) > PROBING.indexOf(terms.scope.level)) {
    throw new Invalid(`level: The letter allows '${terms.scope.level}' at most.`);
  }
  if (!terms.activities.some((each) => each === 'scan' || each === 'ask archives')) {
    throw new Conflict('The letter lists neither a scan nor a question to archives, so that it clears nothing.');
  }
  const known = new Map(
    (
      await addressesNow(
        tx,
        excluded.flatMap(({ device }) => device ?? []),
      )
    ).map((each) => [each.id, each.addresses]),
  );
  const spared = excluded.flatMap(({ device, name, addresses }) => {
    const all = [...addresses, ...(device === null ? [] : (known.get(device) ?? []))];
    if (all.length === 0) {
      throw new Conflict(
        `${name} must not be touched, and no address of it is known. Find its address first, or name the address in a new letter.`,
      );
    }
    return all.map((address) => parseRange(address).cidr);
  });
  const limit: LetterLimit = {
    engagement: engagement.id,
    letter: row.id,
    reference: row.reference,
    sha256: row.sha256,
    from: terms.from,
    until: terms.until,
    timeZone: terms.timeZone,
    hours: terms.scope.hours,
    activities: terms.activities,
  };
  const by = { by: actor.by, clock: { now: () => actor.now }, letter: limit };
  const note = `Letter ${row.reference}`;
  await removeLetterClearances(tx, [row.id]);
  const before = new Set((await listClearances(tx)).filter(({ deny }) => deny).map(({ range }) => range));
  const denied = [...new Set(spared)].filter((range) => !before.has(range));
  for (const range of denied) await addClearance(tx, { range, level: 'none', deny: true, note }, by);
  const expiresAt = endOfLetter(terms).toISOString();
  const made = [...new Set(terms.scope.networks.map(({ range }) => range))];
  for (const range of made) {
    await addClearance(
      tx,
      {
        range,
        level: asked.level,
        publicScope: asked.publicScope && !isPrivate(parseRange(range)),
        authority: asked.level === 'full' ? { owner: signer.name, documentSha256: row.sha256, expiresAt } : null,
        note,
        expiresAt,
      },
      by,
    );
  }
  const detail = `${asked.level}: ${made.join(', ')}${denied.length > 0 ? `; denied: ${denied.join(', ')}` : ''}`;
  await audit(tx, { who: actor.by, action: 'cleared by letter', subject: row.reference, detail }, actor.now);
  const subject = `letter of clearance ${row.reference}`;
  await logDecision(tx, { kind: 'other', subject, decision: `cleared, ${detail}`, because: 'signed letter' }, actor);
  return { made, denied };
}

async function addressesNow(tx: Tenant, ids: readonly string[]) {
  return ids.length === 0 ? [] : devicesNamed(tx, ids);
}
