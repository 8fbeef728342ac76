// Shapes of the benchmark: where a site stands among the own clients of its provider, and the signed file of noise-added counts that providers
// exchange (`dosimeter.benchmark/1`, docs/benchmark-between-clients.md).
import { z } from 'zod';
import { day } from './calendar.ts';
import { nullableText, text, time } from './parts.ts';

/**
 * So many clients must have a figure before anything of it is shown or leaves. With fewer, one who knows two of the values could nearly work out
 * the others; with five, each value stands among at least four more.
 */
export const LEAST_CLIENTS = 5;
/** Privacy loss for one figure of one period, where nobody chose another. */
export const DEFAULT_EPSILON = 1;

const SHARE_EDGES = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];
const DAY_EDGES = [7, 14, 30, 60, 90, 180, 365];
const fixDays = (who: string) =>
  ({ name: `fix-days-${who}`, unit: 'days', better: 'low', edges: DAY_EDGES }) satisfies BenchmarkFigure;

export type BenchmarkUnit = 'share' | 'days' | 'each' | 'dollars';
export interface BenchmarkFigure {
  readonly name: string;
  readonly unit: BenchmarkUnit;
  readonly better: 'high' | 'low';
  /** The first bin holds what is below the first edge, the last what is at or above the last one. */
  readonly edges: readonly number[];
}

/** What is compared, as ratios, each with its fixed bins. A change of bins is a new schema. */
export const BENCHMARK_FIGURES: readonly BenchmarkFigure[] = [
  { name: 'devices-known', unit: 'share', better: 'high', edges: SHARE_EDGES },
  { name: 'policies-enforced', unit: 'share', better: 'high', edges: SHARE_EDGES },
  { name: 'staff-trained', unit: 'share', better: 'high', edges: SHARE_EDGES },
  { name: 'support-ended', unit: 'share', better: 'low', edges: SHARE_EDGES },
  { name: 'open-findings', unit: 'each', better: 'low', edges: [0.5, 1, 2, 4, 8, 16] },
  { name: 'loss-per-device', unit: 'dollars', better: 'low', edges: [100, 300, 1000, 3000, 10_000, 30_000, 100_000] },
  ...['network', 'pacs', 'biomed', 'maker', 'owner'].map(fixDays),
];

/** How many devices a client has in use. `all`: the clients are too few to be told apart. */
export const CLIENT_SIZES = ['all', '1-10', '11-100', '101+'] as const;
export const clientSize = z.enum(CLIENT_SIZES);
export type ClientSize = z.infer<typeof clientSize>;

/** What a site agreed to: `clients`, to be counted among the own clients of its provider; `files`, in files that leave as well. */
export const AGREEMENTS = ['none', 'clients', 'files'] as const;
export const agreement = z.enum(AGREEMENTS);
export type CountedIn = z.infer<typeof agreement>;
export const agreementInput = z.strictObject({ agreed: agreement });
export const agreementState = z.object({ agreed: agreement, by: nullableText, at: time.nullable() });
export type CountedAgreement = z.infer<typeof agreementState>;

// ---- the file ----
export const period = text.regex(/^20\d\d-Q[1-4]$/, { error: 'write a quarter, as in 2026-Q4' });
export const fingerprint = text.regex(/^[0-9a-f]{64}$/, { error: 'write 64 hexadecimal digits' });
const count = z.number().int();
const figureName = text.regex(/^[a-z-]{3,40}$/);
const epsilonOf = z.number().min(0.1).max(2);

const group = z.strictObject({
  size: clientSize,
  /** Clients in each bin with the noise added: it may be below zero. */
  counts: z.array(count.min(-100_000).max(100_000)).min(2).max(20),
});
const unsigned = z.strictObject({
  schema: z.literal('dosimeter.benchmark/1'),
  period,
  day,
  minimumGroup: count.min(LEAST_CLIENTS).max(1000),
  mechanism: z.literal('discrete Laplace'),
  /** For each figure. */
  epsilon: epsilonOf,
  /** Of all figures together, for one client in this period. */
  epsilonTotal: z.number().min(0).max(100),
  figures: z
    .array(
      z.strictObject({
        name: figureName,
        edges: z.array(z.number()).min(1).max(19),
        groups: z.array(group).min(1).max(3),
      }),
    )
    .min(1)
    .max(40),
  signer: z.strictObject({
    algorithm: z.literal('Ed25519'),
    /** 32 bytes, base64. */
    publicKey: text.max(100),
    fingerprint,
  }),
});
export const benchmarkDocument = unsigned.extend({
  /** Of the canonical JSON of all other members; base64. */
  signature: text.max(200),
});
export type UnsignedBenchmark = z.infer<typeof unsigned>;
export type BenchmarkDocument = z.infer<typeof benchmarkDocument>;

// ---- what a site sees ----
const amount = z.number();
/** Between which values something lies; null: there is no end on that side. */
const between = z.object({ from: amount.nullable(), to: amount.nullable() });
export type Between = z.infer<typeof between>;

const amongClients = z.object({
  /** How many have the figure; null where they are too few to say anything. */
  clients: count.nullable(),
  /** The bins in which the first quarter, the half and the third quarter of the clients end, the best first. */
  quartiles: z.array(between).length(3).nullable(),
  /** 1: among the best quarter. Null without an own value. */
  quarter: count.min(1).max(4).nullable(),
});
export type AmongClients = z.infer<typeof amongClients>;

const amongOthers = z.object({
  size: clientSize,
  /** Files in the sum. */
  files: count,
  /** Clients in each bin: sums of noise-added counts, none below zero. */
  counts: z.array(count),
  /** In 95 of 100 cases the noise moves one bin by no more than this. */
  binNoise: count,
  /** Share of clients that are in better bins than the own value, and between which it lies in at least 90 of 100 cases; null without an own value. */
  better: z.object({ share: amount, low: amount, high: amount }).nullable(),
});
export type AmongOthers = z.infer<typeof amongOthers>;

export const siteFigure = z.object({
  name: text,
  /** The own value as a ratio; null where it is not known. */
  own: amount.nullable(),
  /** The bin of the own value, 0 for the first. */
  bin: count.nullable(),
  clients: amongClients,
  others: amongOthers.nullable(),
});
export type SiteFigure = z.infer<typeof siteFigure>;

/** Where the site that is open stands. */
export const benchmarkView = z.object({
  schema: z.literal('dosimeter.benchmark-view/1'),
  /** The day on which the own figures were taken; null before the first. */
  takenOn: day.nullable(),
  size: clientSize.exclude(['all']),
  agreement: agreementState,
  /** Sites of the person that agreed to be counted, the open one with them if it agreed. */
  counted: count,
  figures: z.array(siteFigure),
});
export type BenchmarkView = z.infer<typeof benchmarkView>;

// ---- the exchange, for whoever owns every site ----
const release = z.object({
  period,
  day,
  by: text,
  at: time,
  figures: count,
  epsilon: amount,
  epsilonTotal: amount,
});
const signer = z.object({
  fingerprint,
  name: text,
  by: text,
  at: time,
  files: z.array(z.object({ period, day, figures: count, by: text, at: time })),
});
export type BenchmarkSigner = z.infer<typeof signer>;
export const exchangeState = z.object({
  schema: z.literal('dosimeter.benchmark-exchange/1'),
  /** Why the person may not exchange, as a sentence; null where they may. What follows is empty then. */
  closed: nullableText,
  period,
  /** Of the key of this installation; null before the first file. */
  fingerprint: fingerprint.nullable(),
  /** Sites that agreed to be counted in files. */
  agreed: count,
  /** Files that left, the newest first. */
  releases: z.array(release),
  signers: z.array(signer),
});
export type ExchangeState = z.infer<typeof exchangeState>;

export const exportInput = z.strictObject({ epsilon: epsilonOf.multipleOf(0.1).optional() });
export const signerInput = z.strictObject({
  /** As the other provider read it out: 64 hexadecimal digits, spaces and colons between them do not count. */
  fingerprint: text.max(200),
  name: text.trim().min(1).max(120),
});
export type SignerInput = z.infer<typeof signerInput>;
/** `outcome`: `same`: it was here already. */
export const importedFile = z.object({
  outcome: z.enum(['taken', 'replaced', 'same']),
  signer: text,
  period,
  figures: count,
});
export type ImportedFile = z.infer<typeof importedFile>;
