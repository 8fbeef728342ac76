// What people answer in assessments, at rest: of each control, row, target and question the newest answer counts; those before it are kept.
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { type AnswerInput, assessments, type KeptAnswer, type PartyInput } from '#contracts/index.ts';
import { Invalid, NotFound } from '#kit/index.ts';
import { audit } from '#people/index.ts';
import type { Tenant } from '#store/index.ts';
import { siteDay } from '../governance/calendar.store.ts';
import { noPatientData } from '../own-words.ts';

/** The answer that takes back what was said before. */
const TAKEN_BACK = 'unknown';

interface Actor {
  readonly by: string;
  readonly now: Date;
}

/** Every answer that stands; by what was said up to then, where `until` says so. */
export async function answersOf(tx: Tenant, until?: Date): Promise<KeptAnswer[]> {
  const rows = (await newestRows(tx, until)).filter(({ answer }) => answer !== TAKEN_BACK);
  return rows.map(({ saidOn, byWhom, at, ...row }) =>
    assessments.keptAnswer.parse({ ...row, on: saidOn, by: byWhom, at: at.toISOString() }),
  );
}

/** Every answer that stands, to change some of them: until the transaction ends, whoever else wants to change one waits. */
export async function answersToChange(tx: Tenant): Promise<KeptAnswer[]> {
  await inTurn(tx);
  return answersOf(tx);
}

/**
 * Keeps answers; of each thing the last one counts from now on, and `unknown` takes what was said back. What says nothing new is left as it is.
 * Gives how many changed. Throws Invalid for a day that is still to come at the site.
 */
export async function keepSaid(
  tx: Tenant,
  said: readonly AnswerInput[],
  { by, now }: Actor,
  via: string,
): Promise<number> {
  const { today } = await siteDay(tx, now);
  const late = said.find(({ on }) => on !== undefined && on > today);
  if (late) throw new Invalid(`on: ${late.on} is still to come. Write the day on which it was so.`);
  noPatientData(said.map(({ note, evidence }) => [note, evidence]));
  await inTurn(tx);
  const known = new Map((await newestRows(tx)).map((row) => [keyOf(row), row]));
  // Of two answers to one thing in the same hand the last counts.
  const last = new Map(said.map((answer) => [keyOf(answer), answer]));
  const changed = [...last.values()].filter((answer) => !isSame(known.get(keyOf(answer)), answer, today));
  if (changed.length > 0)
    await tx.db
      .insertInto('assessmentAnswers')
      .values(
        changed.map(({ on, ...answer }) => ({
          tenantId: tx.id,
          ...answer,
          turn: (known.get(keyOf(answer))?.turn ?? 0) + 1,
          saidOn: on ?? today,
          at: now,
          byWhom: by,
          via,
        })),
      )
      .execute();
  const [first] = changed;
  if (first) {
    const action = changed.some(({ answer }) => answer !== TAKEN_BACK) ? 'assessment answered' : 'answer taken back';
    const subject =
      changed.length === 1 ? `${first.kind} ${first.scope} ${first.subject}` : `${changed.length} answers`;
    await audit(tx, { who: by, action, subject, detail: `${via}: ${first.answer}` }, now);
  }
  return changed.length;
}

/** Two people who answer at the same moment take turns. */
async function inTurn(tx: Tenant): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext(${`assessment answers ${tx.id}`}))`.execute(tx.db);
}

async function newestRows(tx: Tenant, until?: Date) {
  return tx.db
    .selectFrom('assessmentAnswers')
    .distinctOn(['kind', 'scope', 'subject'])
    .selectAll()
    .where('tenantId', '=', tx.id)
    .$if(until !== undefined, (each) => each.where('at', '<=', until ?? new Date(0)))
    .orderBy('kind')
    .orderBy('scope')
    .orderBy('subject')
    .orderBy('turn', 'desc')
    .execute();
}

/** Parties that a questionnaire goes to, by name. */
export async function partiesOf(tx: Tenant) {
  return tx.db
    .selectFrom('assessmentParties')
    .selectAll()
    .where('tenantId', '=', tx.id)
    .orderBy('name')
    .orderBy('id')
    .execute();
}

/** Adds a party and gives its id. Throws Invalid where one of the same name has the questionnaire already. */
export async function addParty(tx: Tenant, input: PartyInput, { by, now }: Actor): Promise<string> {
  noPatientData(input);
  const wanted = input.name.toLowerCase();
  const twin = (await partiesOf(tx)).find(
    ({ questionnaire, name }) => questionnaire === input.questionnaire && name.toLowerCase() === wanted,
  );
  if (twin) throw new Invalid('name: this party has the questionnaire already. Open it in the list.');
  const id = randomUUID();
  await tx.db
    .insertInto('assessmentParties')
    .values({ tenantId: tx.id, id, ...input, at: now, byWhom: by })
    .execute();
  await audit(tx, { who: by, action: 'questionnaire begun', subject: id, detail: input.name }, now);
  return id;
}

/** Removes a party with its answers. Throws NotFound. */
export async function dropParty(tx: Tenant, id: string, { by, now }: Actor): Promise<void> {
  const gone = await tx.db
    .deleteFrom('assessmentParties')
    .where('tenantId', '=', tx.id)
    .where('id', '=', id)
    .returning('name')
    .execute();
  const [party] = gone;
  if (!party) throw new NotFound('There is no such party.');
  await tx.db
    .deleteFrom('assessmentAnswers')
    .where('tenantId', '=', tx.id)
    .where('kind', '=', 'question')
    .where('scope', '=', id)
    .execute();
  await audit(tx, { who: by, action: 'questionnaire removed', subject: id, detail: party.name }, now);
}

function keyOf({ kind, scope, subject }: Record<'kind' | 'scope' | 'subject', string>): string {
  return JSON.stringify([kind, scope, subject]);
}

function isSame(
  before:
    | { readonly answer: string; readonly note: string; readonly evidence: string; readonly saidOn: string }
    | undefined,
  said: AnswerInput,
  today: string,
): boolean {
  const { answer, note, evidence, on } = said;
  if (!before || before.answer === TAKEN_BACK || answer === TAKEN_BACK)
    return (before?.answer ?? TAKEN_BACK) === answer;
  return (
    before.answer === answer && before.note === note && before.evidence === evidence && before.saidOn === (on ?? today)
  );
}
