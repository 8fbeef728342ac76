// The exchange at rest, of the installation and not of a site: the key, files that left (one for a quarter, so that asking again draws no new noise),
// keys of other providers that a person trusted, and the files that came from them.
import {
  type BenchmarkDocument,
  type BenchmarkSigner,
  benchmark,
  type ImportedFile,
  type SignerInput,
} from '#contracts/index.ts';
import { Conflict, canonicalJson, Invalid, NotFound } from '#kit/index.ts';
import type { SecretBox } from '#people/index.ts';
import type { System } from '#store/index.ts';
import { type Actor, ownWords } from '../own-words.ts';
import { QUARTERS_TAKEN, quartersFrom } from './periods.ts';
import { newBenchmarkKey, readBenchmark, signerOf } from './signed-file.ts';

/** The private key, sealed as other secrets are. */
const KEY = 'benchmark-key';
/** Providers whose files are compared with. */
const MOST_SIGNERS = 100;

/** The private key of the installation, made when it is first needed; PEM. */
export async function benchmarkKey(tx: System, box: SecretBox): Promise<string> {
  const read = () => tx.db.selectFrom('meta').select('value').where('key', '=', KEY).executeTakeFirst();
  if (!(await read())) {
    await tx.db
      .insertInto('meta')
      .values({ key: KEY, value: box.seal(newBenchmarkKey()) })
      .onConflict((conflict) => conflict.column('key').doNothing())
      .execute();
  }
  return box.open((await read())?.value ?? '');
}

/** The fingerprint of the key of the installation; null before it has one. */
export async function ownFingerprint(tx: System, box: SecretBox): Promise<string | null> {
  const row = await tx.db.selectFrom('meta').select('value').where('key', '=', KEY).executeTakeFirst();
  return row ? signerOf(box.open(row.value)).fingerprint : null;
}

/** The file that left for a quarter, byte for byte; null before it was made. */
export async function releaseOf(tx: System, period: string): Promise<BenchmarkDocument | null> {
  const row = await tx.db
    .selectFrom('benchmarkReleases')
    .select('document')
    .where('period', '=', period)
    .executeTakeFirst();
  return row ? benchmark.benchmarkDocument.parse(JSON.parse(row.document)) : null;
}

/** Keeps a file that is to leave; gives the one that leaves, which is another where somebody was first, and whether it is new. */
export async function keepRelease(
  tx: System,
  document: BenchmarkDocument,
  { by, now }: Actor,
): Promise<{ readonly document: BenchmarkDocument; readonly isNew: boolean }> {
  const made = await tx.db
    .insertInto('benchmarkReleases')
    .values({ period: document.period, document: JSON.stringify(document), byWhom: by, at: now })
    .onConflict((conflict) => conflict.column('period').doNothing())
    .returning('period')
    .executeTakeFirst();
  const kept = await releaseOf(tx, document.period);
  if (!kept) throw new Error('a file that was kept is gone');
  return { document: kept, isNew: made !== undefined };
}

/** Files that left, the newest first; two years of them. */
export async function listReleases(tx: System) {
  const rows = await tx.db.selectFrom('benchmarkReleases').selectAll().orderBy('period', 'desc').limit(8).execute();
  return rows.map(({ document, byWhom, at }) => {
    const { period, day, figures, epsilon, epsilonTotal } = benchmark.benchmarkDocument.parse(JSON.parse(document));
    return { period, day, by: byWhom, at: at.toISOString(), figures: figures.length, epsilon, epsilonTotal };
  });
}

/** Keys that a person trusted, with the files that came from each, the newest first. */
export async function listSigners(tx: System): Promise<BenchmarkSigner[]> {
  const signers = await tx.db.selectFrom('benchmarkSigners').selectAll().orderBy('at').orderBy('fingerprint').execute();
  const files = await tx.db.selectFrom('benchmarkFiles').selectAll().orderBy('period', 'desc').execute();
  const ofSigner = Map.groupBy(files, ({ fingerprint }) => fingerprint);
  return signers.map(({ fingerprint, name, byWhom, at }) => ({
    fingerprint,
    name,
    by: byWhom,
    at: at.toISOString(),
    files: (ofSigner.get(fingerprint) ?? []).map((file) => ({
      period: file.period,
      day: file.day,
      figures: benchmark.benchmarkDocument.parse(JSON.parse(file.document)).figures.length,
      by: file.byWhom,
      at: file.at.toISOString(),
    })),
  }));
}

/** Trusts a key by its fingerprint; gives the fingerprint. Throws Invalid for what is none. */
export async function trustSigner(tx: System, input: SignerInput, box: SecretBox, { by, now }: Actor): Promise<string> {
  const parsed = benchmark.fingerprint.safeParse(input.fingerprint.replace(/[\s:]/g, '').toLowerCase());
  if (!parsed.success) {
    throw new Invalid('fingerprint: write the 64 hexadecimal digits that the other provider reads out to you.');
  }
  const fingerprint = parsed.data;
  if (fingerprint === (await ownFingerprint(tx, box))) {
    throw new Invalid('fingerprint: this is the key of this installation. Write that of the other provider.');
  }
  const known = await tx.db.selectFrom('benchmarkSigners').select('fingerprint').execute();
  if (known.length >= MOST_SIGNERS && !known.some((each) => each.fingerprint === fingerprint)) {
    throw new Conflict(`At most ${MOST_SIGNERS} providers are compared with. Remove one first.`);
  }
  const row = { name: ownWords(input.name), byWhom: by, at: now };
  await tx.db
    .insertInto('benchmarkSigners')
    .values({ fingerprint, ...row })
    .onConflict((conflict) => conflict.column('fingerprint').doUpdateSet(row))
    .execute();
  return fingerprint;
}

/** Trusts a key no more; its files go with it. Throws NotFound. */
export async function dropSigner(tx: System, fingerprint: string): Promise<void> {
  const gone = await tx.db
    .deleteFrom('benchmarkSigners')
    .where('fingerprint', '=', fingerprint)
    .returning('fingerprint')
    .executeTakeFirst();
  if (!gone) throw new NotFound('No key of this fingerprint is trusted.');
}

/**
 * Takes in a file of a trusted key. One of the same signer and quarter takes the place of the one before, so that it is never counted twice. Throws
 * Invalid for a file that is none, was changed, is too old or has other bins, Conflict where nobody trusted its key, and for one that is older
 * than what is here.
 */
export async function takeBenchmark(
  tx: System,
  value: unknown,
  { by, now, box }: Actor & { readonly box: SecretBox },
): Promise<{ readonly file: ImportedFile; readonly fingerprint: string }> {
  const document = readBenchmark(value, now.toISOString().slice(0, 10));
  const { period, day, figures, signer } = document;
  const { fingerprint } = signer;
  if (fingerprint === (await ownFingerprint(tx, box))) {
    throw new Invalid('This file was made here. Take in the files of other providers.');
  }
  const trusted = await tx.db
    .selectFrom('benchmarkSigners')
    .select('name')
    .where('fingerprint', '=', fingerprint)
    .forUpdate()
    .executeTakeFirst();
  if (!trusted) {
    throw new Conflict(
      `Nobody here trusted the key that signed this file. Have the other provider read its fingerprint out to you. Only if it is ${fingerprint}, trust it and try again.`,
    );
  }
  const kept = await tx.db
    .selectFrom('benchmarkFiles')
    .select(['day', 'document'])
    .where('fingerprint', '=', fingerprint)
    .where('period', '=', period)
    .executeTakeFirst();
  const said = { signer: trusted.name, period, figures: figures.length };
  const words = canonicalJson(document);
  if (kept?.document === words) return { file: { outcome: 'same', ...said }, fingerprint };
  if (kept && kept.day > day) {
    throw new Conflict(
      `A newer file of this signer for ${period} is here, of ${kept.day}. The older one was not taken.`,
    );
  }
  const row = { day, document: words, byWhom: by, at: now };
  await tx.db
    .insertInto('benchmarkFiles')
    .values({ fingerprint, period, ...row })
    .onConflict((conflict) => conflict.columns(['fingerprint', 'period']).doUpdateSet(row))
    .execute();
  return { file: { outcome: kept ? 'replaced' : 'taken', ...said }, fingerprint };
}

/** Files that count now: of trusted keys, and not too old. */
export async function filesThatCount(tx: System, period: string): Promise<BenchmarkDocument[]> {
  const rows = await tx.db
    .selectFrom('benchmarkFiles')
    .select(['document', 'period'])
    .orderBy('fingerprint')
    .orderBy('period')
    .execute();
  return rows
    .filter((row) => quartersFrom(row.period, period) < QUARTERS_TAKEN)
    .map(({ document }) => benchmark.benchmarkDocument.parse(JSON.parse(document)));
}
