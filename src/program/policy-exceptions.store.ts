// Exceptions at rest: asked by one person, approved by another, over on their day.
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import {
  type CheckResult,
  type ExceptionInput,
  type PolicyCheck,
  type PolicyException,
  policyExceptions,
} from '#contracts/index.ts';
import { Conflict, Invalid, NotFound, Refused } from '#kit/index.ts';
import { audit } from '#people/index.ts';
import type { Tenant } from '#store/index.ts';
import { keepAttestations } from './attestations.store.ts';
import { siteDay } from './governance/calendar.store.ts';
import { logDecision } from './governance/decision-log.store.ts';
import { type Actor, mustHaveName, ownWords } from './own-words.ts';
import { filledBody } from './policies/edit-policy.ts';
import { leftStanding } from './policies/left-standing.ts';
import { addMonths } from './policies/review-day.ts';
import { policyHead, policyText, standingTexts } from './policy-texts.store.ts';
import { policyLibrary } from './program-library.ts';
import { riskOf } from './risk.store.ts';

/** An exception holds for so many months at most; then somebody decides anew. */
const LONGEST_MONTHS = 12;

type Row = Awaited<ReturnType<ReturnType<typeof stored>['execute']>>[number];

function stored(tx: Tenant) {
  return tx.db.selectFrom('policyExceptions').selectAll().where('tenantId', '=', tx.id);
}

/**
 * Asks for an exception. Throws Invalid with the field where it names what is not there, where its day is over or more than 12 months away, and
 * where it names no device although its checks look at devices.
 */
export async function askException(tx: Tenant, input: ExceptionInput, actor: Actor): Promise<string> {
  mustHaveName(actor);
  const { today } = await siteDay(tx, actor.now);
  if (input.until <= today) throw new Invalid('until: This day is over. Choose a day to come.');
  const last = addMonths(today, LONGEST_MONTHS);
  if (input.until > last)
    throw new Invalid(`until: An exception holds for 12 months at most. Choose ${last} or earlier.`);
  const checks = await checksOf(tx, input);
  const known = await deviceNames(tx, input.devices);
  const stranger = input.devices.findIndex((device) => !known.has(device));
  if (stranger >= 0) throw new Invalid(`devices[${stranger}]: There is no device ${input.devices[stranger] ?? ''}.`);
  const ofDevices = checks.some(({ of }) => of === 'device');
  if (ofDevices && input.devices.length === 0) throw new Invalid('devices: Name the devices that it is for.');
  const id = randomUUID();
  const row = {
    policy: input.policy,
    clause: input.clause,
    checks: checks.map((check) => check.id),
    devices: [...new Set(input.devices)],
    reason: ownWords(input.reason),
    instead: ownWords(input.instead),
    owner: ownWords(input.owner),
    until: input.until,
  };
  await tx.db
    .insertInto('policyExceptions')
    .values({ tenantId: tx.id, id, ...row, state: 'asked', askedBy: actor.by, askedAt: actor.now })
    .execute();
  await note(tx, actor, 'exception asked', input, row.reason);
  return id;
}

/**
 * Approves an exception that somebody else asked for. Where a check has an excuse, the excuse is said of the devices until that day. Throws
 * Refused for the asker, Conflict where it was decided already or its day is over.
 */
export async function approveException(tx: Tenant, id: string, words: string, actor: Actor): Promise<void> {
  const row = await askedRow(tx, id, actor);
  if (isSame(row.askedBy, actor.by)) {
    throw new Refused('You asked for this exception yourself. Somebody else must look at it and approve it.');
  }
  if (row.until < (await siteDay(tx, actor.now)).today)
    throw new Conflict('The last day of this exception is over. Ask for a new one.');
  const decisionNote = ownWords(words);
  await settle(tx, id, { state: 'approved', decidedBy: actor.by, decidedAt: actor.now, decisionNote });
  const { checks } = await policyLibrary();
  const said = checks.flatMap((check) => {
    if (!row.checks.includes(check.id) || !check.excusedBy) return [];
    const { question } = check.excusedBy;
    const excused = check.of === 'site' ? [null] : row.devices;
    return excused.map((device) => ({
      question,
      device,
      answer: 'yes' as const,
      until: row.until,
      note: `Exception ${id}`,
    }));
  });
  // The same question may stand at two checks of one clause.
  const once = [...new Map(said.map((each) => [`${each.question} ${each.device ?? ''}`, each])).values()];
  await keepAttestations(tx, once, actor, 'exception');
  const subject = subjectOf(row);
  await logDecision(
    tx,
    { kind: 'exception', subject, decision: `approved until ${row.until}`, because: row.reason },
    actor,
  );
  await note(tx, actor, 'exception approved', row, decisionNote);
}

/** Says no to an exception. */
export async function refuseException(tx: Tenant, id: string, reason: string, actor: Actor): Promise<void> {
  const row = await askedRow(tx, id, actor);
  const decisionNote = ownWords(reason);
  await settle(tx, id, { state: 'refused', decidedBy: actor.by, decidedAt: actor.now, decisionNote });
  await logDecision(
    tx,
    { kind: 'exception', subject: subjectOf(row), decision: 'refused', because: decisionNote },
    actor,
  );
  await note(tx, actor, 'exception refused', row, decisionNote);
}

/** Ends an exception before its day, or takes the question back. What was said as an excuse by it is taken back with it. */
export async function endException(tx: Tenant, id: string, reason: string, actor: Actor): Promise<void> {
  mustHaveName(actor);
  const row = await lockedRow(tx, id);
  if (row.state !== 'asked' && row.state !== 'approved') throw new Conflict('This exception has ended already.');
  const endNote = ownWords(reason);
  await settle(tx, id, { state: 'ended', endedBy: actor.by, endedAt: actor.now, endNote });
  if (row.state === 'approved') await takeExcusesBack(tx, row, actor);
  await note(tx, actor, 'exception ended', row, endNote);
}

/** Says "no" to the excuses that this exception brought, where no other exception that holds brings them. */
async function takeExcusesBack(tx: Tenant, row: Row, actor: Actor): Promise<void> {
  const { checks } = await policyLibrary();
  const standing = new Set((await exceptedOn(tx, actor.now)).map(({ check, device }) => pairOf(check, device)));
  const said = checks.flatMap((check) => {
    if (!row.checks.includes(check.id) || !check.excusedBy) return [];
    const { question } = check.excusedBy;
    const excused = check.of === 'site' ? [null] : row.devices;
    return excused
      .filter((device) => !standing.has(pairOf(check.id, device)))
      .map((device) => ({
        question,
        device,
        answer: 'no' as const,
        until: null,
        note: `Exception ${row.id} ended`,
      }));
  });
  const once = [...new Map(said.map((each) => [`${each.question} ${each.device ?? ''}`, each])).values()];
  await keepAttestations(tx, once, actor, 'exception');
}

/**
 * Tells of a result whether it counts as excepted at `now`: an approved exception that is not over names its check and device, and the check is
 * broken, or holds by its excuse alone.
 */
export async function exceptedNow(tx: Tenant, now: Date): Promise<(result: CheckResult) => boolean> {
  const { checks } = await policyLibrary();
  const pairs = new Set((await exceptedOn(tx, now)).map(({ check, device }) => pairOf(check, device)));
  const excusable = new Set(checks.flatMap(({ id, excusedBy }) => (excusedBy ? [id] : [])));
  return ({ check, device, state, evidence }) => {
    if (!pairs.has(pairOf(check, device))) return false;
    if (state === 'broken') return true;
    return state === 'holds' && excusable.has(check) && evidence.every(({ kind }) => kind === 'attestation');
  };
}

/** Checks with the device (null: the site) of which an approved exception said at a moment that they need not be kept. */
export async function exceptedOn(tx: Tenant, at: Date): Promise<{ check: string; device: string | null }[]> {
  const { checks: library } = await policyLibrary();
  const { today } = await siteDay(tx, at);
  const rows = await stored(tx)
    .where('state', 'in', ['approved', 'ended'])
    .where('decidedAt', '<=', at)
    .where((is) => is.or([is('endedAt', 'is', null), is('endedAt', '>', at)]))
    .where('until', '>=', today)
    .execute();
  const ofSite = new Set(library.flatMap(({ id, of }) => (of === 'site' ? [id] : [])));
  const pairs = rows.flatMap(({ checks, devices }) =>
    checks.flatMap((check) => (ofSite.has(check) ? [null] : devices).map((device) => ({ check, device }))),
  );
  return [...new Map(pairs.map((pair) => [pairOf(pair.check, pair.device), pair])).values()];
}

/** A check and a device, or a check of the site. */
function pairOf(check: string, device: string | null): string {
  return `${check} ${device ?? ''}`;
}

/** A page of exceptions: what waits first, then what is over, what holds by its day, and what was decided. */
export async function listExceptions(
  tx: Tenant,
  query: { readonly policy?: string | undefined; readonly cursor?: string | undefined; readonly limit: number },
  now: Date,
): Promise<{ items: PolicyException[]; next: string | null; total: { value: number; relation: 'eq' } }> {
  const { today } = await siteDay(tx, now);
  const rows = await stored(tx)
    .$if(query.policy !== undefined, (each) => each.where('policy', '=', query.policy ?? ''))
    .execute();
  const keyed = rows.map((row) => ({ row, key: keyOf(row, today) })).sort((a, b) => (a.key < b.key ? -1 : 1));
  const rest = keyed.filter(({ key }) => query.cursor === undefined || key > query.cursor);
  const shown = rest.slice(0, query.limit);
  const items = await shownOf(
    tx,
    shown.map(({ row }) => row),
    today,
  );
  return {
    items,
    next: rest.length > shown.length ? (shown.at(-1)?.key ?? null) : null,
    total: { value: rows.length, relation: 'eq' },
  };
}

/** One exception. Throws NotFound. */
export async function exceptionOf(tx: Tenant, id: string, now: Date): Promise<PolicyException> {
  const row = await stored(tx).where('id', '=', id).executeTakeFirst();
  const [shown] = row ? await shownOf(tx, [row], (await siteDay(tx, now)).today) : [];
  if (!shown) throw new NotFound('There is no such exception.');
  return shown;
}

const ORDER: readonly PolicyException['state'][] = ['asked', 'expired', 'approved', 'refused', 'ended'];

function stateOf({ state, until }: Row, today: string): PolicyException['state'] {
  if (state === 'approved' && until < today) return 'expired';
  return policyExceptions.policyException.shape.state.parse(state);
}

function keyOf(row: Row, today: string): string {
  return `${ORDER.indexOf(stateOf(row, today))} ${row.until} ${row.id}`;
}

async function shownOf(tx: Tenant, rows: readonly Row[], today: string): Promise<PolicyException[]> {
  const { checks } = await policyLibrary();
  const texts = await standingTexts(tx);
  const names = await deviceNames(tx, [...new Set(rows.flatMap(({ devices }) => devices))]);
  const document = rows.length === 0 ? null : await riskOf(tx);
  const findings = await findingsOf(tx, rows, checks);
  return rows.map((row) => {
    const kept = texts.get(row.policy ?? '')?.at(-1);
    const filled = kept ? filledBody(row.policy ?? '', kept.body) : null;
    const bound = checks.filter(({ id }) => row.checks.includes(id));
    return {
      id: row.id,
      policy: row.policy === null ? null : { id: row.policy, title: filled?.title ?? row.policy },
      clause:
        row.clause === null
          ? null
          : { id: row.clause, text: filled?.clauses.find(({ id }) => id === row.clause)?.text ?? row.clause },
      checks: bound.map(({ id, title }) => ({ id, title })),
      devices: row.devices.map((id) => ({ id, name: names.get(id) ?? id })),
      reason: row.reason,
      instead: row.instead,
      owner: row.owner,
      until: row.until,
      state: stateOf(row, today),
      askedBy: row.askedBy,
      askedAt: row.askedAt.toISOString(),
      decidedBy: row.decidedBy,
      decidedAt: row.decidedAt?.toISOString() ?? null,
      decisionNote: row.decisionNote,
      endedBy: row.endedBy,
      endedAt: row.endedAt?.toISOString() ?? null,
      endNote: row.endNote,
      left: document && bound.length > 0 ? leftStanding(document, findings.get(row.id) ?? new Set()) : null,
    };
  });
}

/** Open findings of the rules that break the checks of each exception, on its devices. */
async function findingsOf(
  tx: Tenant,
  rows: readonly Row[],
  checks: readonly PolicyCheck[],
): Promise<Map<string, Set<string>>> {
  const rules = new Map(checks.map(({ id, breaks }) => [id, breaks.map(({ rule }) => rule)]));
  const devices = [...new Set(rows.flatMap((row) => row.devices))];
  const named = [...new Set(rows.flatMap((row) => row.checks.flatMap((check) => rules.get(check) ?? [])))];
  if (devices.length === 0 || named.length === 0) return new Map();
  const found = await sql<{ id: string; device: string; rule: string }>`
    select id, device_id as device, rule from findings
    where tenant_id = ${tx.id} and closed_at is null and state in ('confirmed', 'potential')
      and device_id = any(${devices}::text[]) and rule = any(${named}::text[])`.execute(tx.db);
  return new Map(
    rows.map((row) => {
      const own = new Set(row.checks.flatMap((check) => rules.get(check) ?? []));
      const on = new Set(row.devices);
      const ids = found.rows.filter(({ device, rule }) => on.has(device) && own.has(rule)).map(({ id }) => id);
      return [row.id, new Set(ids)];
    }),
  );
}

/** The checks that an exception is from. Throws Invalid where it names what is not there. */
async function checksOf(tx: Tenant, { policy, clause, check }: ExceptionInput): Promise<readonly PolicyCheck[]> {
  const { checks } = await policyLibrary();
  if (check !== null) {
    const found = checks.find(({ id }) => id === check);
    if (!found) throw new Invalid(`check: There is no check ${check}.`);
    return [found];
  }
  const head = await policyHead(tx, policy ?? '');
  const { body } = await policyText(tx, head.id, head.approved ?? head.latest);
  const bound = body.clauses.find(({ id }) => id === clause);
  if (!bound) throw new Invalid(`clause: This policy has no clause ${clause ?? ''}.`);
  return checks.filter(({ id }) => bound.checks.includes(id));
}

async function deviceNames(tx: Tenant, ids: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; name: string }>`
    select id, name from devices where tenant_id = ${tx.id} and id = any(${ids}::text[])`.execute(tx.db);
  return new Map(rows.map(({ id, name }) => [id, name]));
}

async function lockedRow(tx: Tenant, id: string): Promise<Row> {
  const row = await stored(tx).where('id', '=', id).forUpdate().executeTakeFirst();
  if (!row) throw new NotFound('There is no such exception.');
  return row;
}

async function askedRow(tx: Tenant, id: string, actor: Actor): Promise<Row> {
  mustHaveName(actor);
  const row = await lockedRow(tx, id);
  if (row.state !== 'asked') throw new Conflict('Nobody is waiting for a decision about this exception.');
  return row;
}

async function settle(tx: Tenant, id: string, change: Partial<Row>): Promise<void> {
  await tx.db.updateTable('policyExceptions').set(change).where('tenantId', '=', tx.id).where('id', '=', id).execute();
}

function isSame(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}

function subjectOf({ policy, clause, checks }: Pick<Row, 'policy' | 'clause' | 'checks'>): string {
  return policy === null ? `check ${checks.join(', ')}` : `policy ${policy}, clause ${clause ?? ''}`;
}

function note(
  tx: Tenant,
  { by, now }: Actor,
  action: string,
  of: {
    readonly policy: string | null;
    readonly clause: string | null;
    readonly check?: string | null;
    readonly checks?: string[];
  },
  detail: string,
): Promise<void> {
  const checks = of.checks ?? (of.check ? [of.check] : []);
  return audit(tx, { who: by, action, subject: subjectOf({ ...of, checks }), detail }, now);
}
