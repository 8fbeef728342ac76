// What people say to the questions of checks, at rest: of a device or of the whole site. Nothing is overwritten; of what was said the newest counts.
import { sql } from 'kysely';
import {
  type Attestation,
  type AttestationInput,
  type AttestationKept,
  programChecks,
  checks as shapes,
  whatIsWrong,
} from '#contracts/index.ts';
import { canonicalJson, Invalid, sha256 } from '#kit/index.ts';
import { audit } from '#people/index.ts';
import type { Tenant } from '#store/index.ts';
import { siteDay } from './governance/calendar.store.ts';
import { dayIn, endOfDayIn } from './governance/calendar-days.ts';
import { noPatientData } from './own-words.ts';
import { policyLibrary } from './program-library.ts';

/** Who says it, and when. */
export interface AttestationActor {
  readonly by: string;
  readonly now: Date;
}

/** What was new of what was said. */
export interface AttestationsKept {
  readonly kept: number;
  /** Said before by the same person in the same words, on the same day: nothing was changed. */
  readonly known: number;
}

const answers = shapes.attestation.shape.answer;

interface Row {
  readonly question: string;
  readonly deviceId: string;
  readonly answer: string;
  readonly until: Date | null;
  readonly note: string;
  readonly byWhom: string;
  readonly via: string;
}

/**
 * Keeps what somebody says. The same said twice on one day of the site by the same person changes nothing, so that a file can be imported again;
 * on a later day it is said anew, and its months run from then. `via` is the way it came: `page`, `api`, `start`, `import`.
 * Throws Invalid for a question that no check asks, for a device that is not there and for an `until` that is over.
 */
export async function keepAttestations(
  tx: Tenant,
  said: readonly AttestationInput[],
  { by, now }: AttestationActor,
  via: string,
): Promise<AttestationsKept> {
  if (said.length === 0) return { kept: 0, known: 0 };
  const { today, timeZone } = await siteDay(tx, now);
  // A file names few days many times.
  const ends = new Map<string, Date>();
  const endOf = (day: string) => {
    const end = ends.get(day) ?? endOfDayIn(day, timeZone);
    ends.set(day, end);
    return end;
  };
  const rows = said.map((each, place) => rowOf(each, { place, by, now, via, endOf }));
  await faultless(tx, rows);
  // Two people who speak at the same moment take turns.
  await sql`select pg_advisory_xact_lock(hashtext(${`attestations ${tx.id}`}))`.execute(tx.db);
  const before = await newestRows(tx);
  const turns = new Map(before.map((row) => [placeOf(row), row]));
  const fresh: (Row & { id: string; turn: number; at: Date })[] = [];
  for (const row of rows) {
    const last = turns.get(placeOf(row));
    if (last && isSame(last, row) && dayIn(last.at, timeZone) === today) continue;
    const spoken = { ...row, at: now, turn: (last?.turn ?? 0) + 1 };
    const next = { ...spoken, id: idOf(spoken) };
    turns.set(placeOf(row), next);
    fresh.push(next);
  }
  for (let at = 0; at < fresh.length; at += BATCH) {
    const values = fresh.slice(at, at + BATCH).map((row) => ({ tenantId: tx.id, ...row }));
    await tx.db.insertInto('attestations').values(values).execute();
  }
  const [only] = fresh;
  if (only) {
    const detail =
      fresh.length === 1
        ? `${only.deviceId === '' ? 'of the site' : `of ${only.deviceId}`}: ${only.answer}`
        : `${fresh.length} answers (${via})`;
    const subject = fresh.length === 1 ? only.question : 'questions of checks';
    await audit(tx, { who: by, action: 'attested', subject, detail }, now);
  }
  return { kept: fresh.length, known: rows.length - fresh.length };
}

/** Rows in one statement. */
const BATCH = 1_000;

/** The newest answer to each question of each device and of the site, by question and device; of what was said by `until`, where it is given. */
export async function attestationsOf(tx: Tenant, until?: Date): Promise<Attestation[]> {
  return (await newestRows(tx, until)).map(({ id, question, deviceId, answer, at, until }) => ({
    id,
    question,
    device: deviceId === '' ? null : deviceId,
    answer: answers.parse(answer),
    at: at.toISOString(),
    until: until?.toISOString() ?? null,
  }));
}

async function newestRows(tx: Tenant, until?: Date) {
  return tx.db
    .selectFrom('attestations')
    .distinctOn(['question', 'deviceId'])
    .select(['question', 'deviceId', 'turn', 'id', 'answer', 'at', 'until', 'note', 'byWhom', 'via'])
    .where('tenantId', '=', tx.id)
    .$if(until !== undefined, (each) => each.where('at', '<=', until ?? new Date(0)))
    .orderBy('question')
    .orderBy('deviceId')
    .orderBy('turn', 'desc')
    .execute();
}

/** What was said after one moment and by another, by question: how often, and the newest of it. */
export async function saidBetween(
  tx: Tenant,
  { after, until, timeZone }: { readonly after: Date; readonly until: Date; readonly timeZone: string },
) {
  const { rows } = await sql<{ question: string; many: number; answer: string; by: string; at: Date }>`
    select distinct on (question) question, count(*) over (partition by question)::int as many, answer, by_whom as by, at
    from attestations where tenant_id = ${tx.id} and at > ${after.toISOString()}::timestamptz and at <= ${until.toISOString()}::timestamptz
    order by question, at desc, device_id, turn desc`.execute(tx.db);
  return rows.map(({ at, ...row }) => ({ ...row, on: dayIn(at, timeZone) }));
}

/** Everything that was said to a question (of one device, or of the site where `device` is null), the newest first; at most `limit`. */
export async function attestationHistory(
  tx: Tenant,
  { question, device, limit }: { readonly question: string; readonly device?: string | null; readonly limit: number },
): Promise<AttestationKept[]> {
  const rows = await tx.db
    .selectFrom('attestations')
    .select(['question', 'deviceId', 'id', 'answer', 'at', 'until', 'note', 'byWhom', 'via'])
    .where('tenantId', '=', tx.id)
    .where('question', '=', question)
    .$if(device !== undefined, (each) => each.where('deviceId', '=', device ?? ''))
    .orderBy('at', 'desc')
    .orderBy('deviceId')
    .orderBy('turn', 'desc')
    .limit(limit)
    .execute();
  return rows.map(({ id, deviceId, answer, at, until, note, byWhom, via }) => ({
    id,
    question,
    device: deviceId === '' ? null : deviceId,
    answer: answers.parse(answer),
    at: at.toISOString(),
    until: until?.toISOString() ?? null,
    note,
    by: byWhom,
    via,
  }));
}

function rowOf(
  said: AttestationInput,
  {
    place,
    by,
    now,
    via,
    endOf,
  }: AttestationActor & { readonly place: number; readonly via: string; readonly endOf: (day: string) => Date },
): Row {
  const parsed = shapes.attestationInput.safeParse(said);
  if (!parsed.success) {
    const { field, message } = whatIsWrong(parsed.error);
    throw new Invalid(`attestations[${place}]${field === '' ? '' : `.${field}`}: ${message}`);
  }
  const { question, device, answer, until, note } = parsed.data;
  noPatientData(note);
  const end = until === null ? null : until.length === 10 ? endOf(until) : new Date(until);
  if (end && end < now)
    throw new Invalid(`attestations[${place}].until: this day is over. Leave it out, or name one to come.`);
  return { question, deviceId: device ?? '', answer, until: end, note, byWhom: by, via };
}

/** Throws Invalid for the first question that no check asks, and for the first device that is not there. */
async function faultless(tx: Tenant, rows: readonly Row[]): Promise<void> {
  const { checks } = await policyLibrary();
  const asked = new Map(
    checks.flatMap(({ of, attested, excusedBy }) =>
      [attested, excusedBy].flatMap((each) => (each ? [[each.question, of] as const] : [])),
    ),
  );
  const wanted = [...new Set(rows.flatMap(({ deviceId }) => (deviceId === '' ? [] : [deviceId])))];
  const found = await sql<{ id: string }>`
    select id from devices where tenant_id = ${tx.id} and id = any(${wanted}::text[])`.execute(tx.db);
  const devices = new Set(found.rows.map(({ id }) => id));
  for (const [place, { question, deviceId }] of rows.entries()) {
    // Of a control as a whole; that it exists, whoever offers the question knows.
    const of = question.startsWith(programChecks.CONTROL_QUESTION) ? 'site' : asked.get(question);
    if (of === undefined)
      throw new Invalid(
        `attestations[${place}].question: no check asks ${question}. Look the question up in the list.`,
      );
    if (deviceId !== '' && of === 'site')
      throw new Invalid(`attestations[${place}].device: ${question} is asked of the whole site. Leave the device out.`);
    if (deviceId !== '' && !devices.has(deviceId))
      throw new Invalid(`attestations[${place}].device: there is no device ${deviceId}.`);
  }
}

function placeOf({ question, deviceId }: Pick<Row, 'question' | 'deviceId'>): string {
  return `${question} ${deviceId}`;
}

function isSame(a: Row, b: Row): boolean {
  return (
    a.answer === b.answer &&
    a.until?.getTime() === b.until?.getTime() &&
    a.note === b.note &&
    a.byWhom === b.byWhom &&
    a.via === b.via
  );
}

function idOf(row: Row & { readonly turn: number; readonly at: Date }): string {
  return sha256(canonicalJson({ ...row, at: row.at.toISOString(), until: row.until?.toISOString() ?? null })).slice(
    0,
    24,
  );
}
