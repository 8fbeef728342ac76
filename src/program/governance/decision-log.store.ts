// The log of decisions at rest: appended, never changed. The database refuses to change it, and its chain of hashes shows it if somebody did.
import { sql } from 'kysely';
import {
  type DecisionEntry,
  type DecisionHead,
  type DecisionInput,
  type DecisionKind,
  type DecisionLog,
  type DecisionLogCheck,
  type DecisionLogPage,
  governance,
} from '#contracts/index.ts';
import { inertText } from '#kit/index.ts';
import type { Tenant } from '#store/index.ts';
import { type Actor, mustHaveName, ownWords } from '../own-words.ts';
import { checkChain, nextEntry } from './decision-chain.ts';

/** Enough at once for a reader of the whole log. */
const BATCH = 1000;

/** Writes one decision at the end of the log of the tenant. */
export async function logDecision(
  tx: Tenant,
  what: { readonly kind: DecisionKind; readonly subject: string; readonly decision: string; readonly because: string },
  { by, now }: Actor,
): Promise<DecisionEntry> {
  // One at a time: who comes second reads what the first left.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`decision log ${tx.id}`}, 0))`.execute(tx.db);
  const newest = await newestOf(tx);
  const entry = nextEntry(
    {
      // A site that was taken over goes on with the log that it brought.
      log: newest?.log ?? tx.id,
      at: now.toISOString(),
      by: inertText(by, 200),
      kind: what.kind,
      subject: inertText(what.subject, 400),
      decision: inertText(what.decision, 2000),
      because: inertText(what.because, 2000),
    },
    newest,
  );
  const { by: byWhom, ...row } = entry;
  await tx.db
    .insertInto('decisionLog')
    .values({ tenantId: tx.id, ...row, byWhom })
    .execute();
  return entry;
}

/** Writes what people decided themselves, in their words. */
export async function writeDecision(tx: Tenant, input: DecisionInput, actor: Actor): Promise<DecisionEntry> {
  mustHaveName(actor);
  const { kind } = input;
  const [subject, decision, because] = [input.subject, input.decision, input.because].map(ownWords);
  return logDecision(tx, { kind, subject: subject ?? '', decision: decision ?? '', because: because ?? '' }, actor);
}

async function newestOf(tx: Tenant): Promise<(DecisionHead & { readonly log: string }) | null> {
  const row = await tx.db
    .selectFrom('decisionLog')
    .select(['seq', 'hash', 'log'])
    .where('tenantId', '=', tx.id)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

async function headOf(tx: Tenant): Promise<DecisionHead | null> {
  const newest = await newestOf(tx);
  return newest && { seq: newest.seq, hash: newest.hash };
}

/** A page of decisions, the newest first; `cursor` is the number of the last one of the page before. */
export async function decisionLogPage(
  tx: Tenant,
  { cursor, limit }: { readonly cursor?: number | undefined; readonly limit: number },
): Promise<DecisionLogPage> {
  const head = await headOf(tx);
  const rows = await rowsOf(tx)
    .where('seq', '<=', cursor === undefined ? (head?.seq ?? 0) : cursor - 1)
    .orderBy('seq', 'desc')
    .limit(limit + 1)
    .execute();
  const items = rows.slice(0, limit).map((row) => entryOf(row));
  return {
    items,
    next: rows.length > limit ? String(items.at(-1)?.seq) : null,
    // Entries are numbered without a gap.
    total: { value: head?.seq ?? 0, relation: 'eq' },
    head,
  };
}

/** The whole log, the oldest first, as a reader elsewhere can check it. */
export async function exportDecisionLog(tx: Tenant, place: string, now: Date): Promise<DecisionLog> {
  const entries: DecisionEntry[] = [];
  for (;;) {
    const rows = await rowsOf(tx)
      .where('seq', '>', entries.at(-1)?.seq ?? 0)
      .orderBy('seq')
      .limit(BATCH)
      .execute();
    entries.push(...rows.map((row) => entryOf(row)));
    if (rows.length < BATCH) break;
  }
  const newest = entries.at(-1);
  return {
    schema: 'dosimeter.decision-log/1',
    place,
    exportedAt: now.toISOString(),
    entries,
    head: newest ? { seq: newest.seq, hash: newest.hash } : null,
  };
}

/** Checks the chain as it lies in the database. */
export async function checkDecisionLog(tx: Tenant, head: string | null, now: Date): Promise<DecisionLogCheck> {
  const { entries } = await exportDecisionLog(tx, '', now);
  return checkChain(entries, head);
}

function rowsOf(tx: Tenant) {
  return tx.db
    .selectFrom('decisionLog')
    .select(['log', 'seq', 'at', 'byWhom', 'kind', 'subject', 'decision', 'because', 'previous', 'hash'])
    .where('tenantId', '=', tx.id);
}

type Row = Awaited<ReturnType<ReturnType<typeof rowsOf>['execute']>>[number];

function entryOf({ at, byWhom, kind, ...row }: Row): DecisionEntry {
  return { ...row, at: at.toISOString(), by: byWhom, kind: governance.decisionKind.parse(kind) };
}
