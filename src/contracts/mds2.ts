// Shapes of makers' disclosure statements (MDS2), of two beside each other, and of the check before a purchase.
import { z } from 'zod';
import { id, listOf, nullableText, text, time } from './parts.ts';

const edition = z.enum(['2019', '2013']);
const answerKind = z.enum(['yes', 'no', 'n/a', 'see note', 'text', 'none']);
/** How an answer stands beside the safer one, which is our judgment. */
export const answerStanding = z.enum(['good', 'bad', 'unknown', 'does not apply', 'neutral']);

export const mds2Row = z.object({
  id,
  edition,
  manufacturer: nullableText,
  model: nullableText,
  version: nullableText,
  documentId: nullableText,
  day: nullableText,
  questions: z.number().int(),
  answered: z.number().int(),
  problems: z.array(text),
  addedAt: time,
  addedBy: text,
  /** The newer document of the same product and release that speaks in its place; null when it is the newest. */
  supersededBy: nullableText,
});
export type Mds2Row = z.infer<typeof mds2Row>;
export const mds2List = listOf(mds2Row);

export const mds2Answer = z.object({
  id: text,
  /** The question of 2019 that it is, or stands for. */
  sameAs: nullableText,
  capability: text,
  kind: answerKind,
  answer: text,
  note: nullableText,
  /** As the document words it. */
  question: nullableText,
});
const judgedAnswer = mds2Answer.extend({
  /** What it asks, in our words; null when the book does not have it. */
  asks: nullableText,
  safer: z.enum(['yes', 'no']).nullable(),
  weight: z.number().int(),
  standing: answerStanding,
  /** The facts that hold the answer; none where nobody answered. */
  facts: z.array(id),
});
export type JudgedAnswer = z.infer<typeof judgedAnswer>;
export const mds2Document = z.object({
  document: mds2Row,
  capabilities: z.array(z.object({ code: text, label: text, about: text, answers: z.array(judgedAnswer) })),
  devices: z.array(z.object({ id, name: text, because: text, confidence: z.number(), isChosen: z.boolean() })),
  /** Others of this maker and model. */
  others: z.array(mds2Row),
});
export type Mds2Document = z.infer<typeof mds2Document>;

export const mds2Comparison = z.object({
  left: mds2Row,
  right: mds2Row,
  counts: z.object({ same: z.number(), better: z.number(), worse: z.number(), other: z.number() }),
  rows: z.array(
    z.object({
      id: text,
      capability: text,
      asks: nullableText,
      left: mds2Answer.nullable(),
      right: mds2Answer.nullable(),
      /** The right beside the left. */
      change: z.enum(['same', 'better', 'worse', 'other']),
    }),
  ),
});
export type Mds2Comparison = z.infer<typeof mds2Comparison>;
export const mds2CompareQuery = z.object({ left: z.string().max(80), right: z.string().max(80) });
export const mds2Choice = z.object({
  /** Null: none is about this device. Left out: maker and model decide again. */
  document: z.string().max(80).nullable().optional(),
});
export const mds2OfDevice = z.object({
  document: mds2Row.nullable(),
  because: nullableText,
  confidence: z.number().nullable(),
  isChosen: z.boolean(),
});
export type Mds2OfDevice = z.infer<typeof mds2OfDevice>;

/** One thing that was looked at before a purchase. */
export const purchaseItem = z.object({
  /** The question of MDS2, or `system`, `flaws`, `components`. */
  id: text,
  about: text,
  judged: z.enum(['good', 'bad', 'unknown']),
  /** Ours: 3 decides how well it can be protected, 2 matters, 1 helps. */
  weight: z.number().int(),
  answer: nullableText,
  note: nullableText,
  because: text,
  /** What to ask for in the contract; null when nothing is to be asked for. */
  clause: nullableText,
  source: z.object({ name: text, asOf: nullableText }),
});
export type PurchaseItem = z.infer<typeof purchaseItem>;

/** A product held against what makes it easy or hard to protect, before it is bought. */
export const purchaseDocument = z.object({
  schema: z.literal('dosimeter.purchase/1'),
  checkedAt: time,
  product: z.object({ manufacturer: nullableText, model: nullableText, version: nullableText }),
  inputs: z.object({
    mds2: z.object({ edition, documentId: nullableText, day: nullableText, answered: z.number().int() }).nullable(),
    sbom: z.object({ format: text, components: z.number().int() }).nullable(),
    system: nullableText,
  }),
  verdict: z.object({
    word: z.enum(['too little is known', 'not as it is', 'ask before you buy', 'nothing stands against it']),
    because: text,
  }),
  /** All items, and those of weight 3. */
  counts: z.object({ good: z.number().int(), bad: z.number().int(), unknown: z.number().int() }),
  decisive: z.object({ good: z.number().int(), bad: z.number().int(), unknown: z.number().int() }),
  /** What stands against it first, then what is open, the weightiest first. */
  items: z.array(purchaseItem),
  problems: z.array(text),
});
export type PurchaseDocument = z.infer<typeof purchaseDocument>;
export const purchaseInput = z.object({
  document: z.string().max(80),
  sbom: z.string().max(80).optional(),
  /** The operating system, where the maker has said it elsewhere. */
  system: z.string().trim().max(200).optional(),
});
