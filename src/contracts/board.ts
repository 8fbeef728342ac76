// The report for the board and the pack for a management review (`dosimeter.board/1`): the state of a date, and what changed since the report before.
import { z } from 'zod';
import { decisionEntry, decisionLog } from './governance.ts';
import { nullableText, text, time } from './parts.ts';

const day = z.iso.date();
const count = z.number().int().min(0);
const amount = z.number();
const range = z.tuple([amount, amount]);

/** From where it is known when the report before was: it was asked for, a review stands in the log, or the assessment before is taken. */
export const BOARD_SINCE = ['asked', 'review', 'assessment'] as const;
export const BOARD_SUBJECTS = ['controls', 'policies', 'training', 'duties'] as const;

export const boardException = z.object({
  id: text,
  about: text,
  devices: z.array(text),
  instead: text,
  owner: text,
  until: day,
  /** As it was on the day. */
  state: z.enum(['asked', 'approved', 'expired']),
  /** What it leaves standing by the assessment of the day; null without one. */
  left: z.object({ scenarios: count, loss: amount, harm: nullableText }).nullable(),
});
export type BoardException = z.infer<typeof boardException>;

/** How a part of the program stands. */
export const boardStanding = z.object({
  subject: z.enum(BOARD_SUBJECTS),
  /** The day whose state this is: that of the report, or the last one before it that is kept; null where none is. */
  asOf: day.nullable(),
  isOfDate: z.boolean(),
  words: text,
  columns: z.array(text),
  rows: z.array(z.array(text)),
  /** How many of it are open: not enforced, not approved, not passed, nobody's. */
  open: count,
});
export type BoardStanding = z.infer<typeof boardStanding>;

export const MOVED_SUBJECTS = ['policies', 'controls', 'checks', 'training', 'duties'] as const;
/** What of the program stands otherwise than at the report before, and the decisions and answers in between that explain it. */
export const boardMoved = z.object({
  /** The kept day with which it is held against; null where nothing is held. */
  from: day.nullable(),
  words: text,
  rows: z.array(z.object({ subject: z.enum(MOVED_SUBJECTS), what: text, was: text, is: text, because: z.array(text) })),
});
export type BoardMoved = z.infer<typeof boardMoved>;

/** One input of a management review. */
export const boardInputOfReview = z.object({
  heading: text,
  source: text,
  lines: z.array(text),
  /** What only people can say; null where the data says it all. */
  open: nullableText,
});

export const boardDocument = z.object({
  schema: z.literal('dosimeter.board/1'),
  site: text,
  date: day,
  /** The newest assessment of risk at the end of the day; null before the first. */
  assessment: z.object({ id: text, at: time }).nullable(),
  /** That with which it is compared; null where there is none. */
  previous: z.object({ from: z.enum(BOARD_SINCE), day, assessment: nullableText, at: time.nullable() }).nullable(),
  /** Of harm, and of money: two sentences that are never one. */
  headline: z.object({ harm: text, money: text }),
  hurt: z.object({
    rows: z.array(z.object({ what: text, where: text, severity: text, today: text, after: text, acceptability: text })),
    total: count,
    story: nullableText,
    basis: text,
  }),
  cost: z
    .object({
      currency: text,
      mean: amount,
      interval: range,
      after: amount,
      afterInterval: range,
      rows: z.array(z.object({ label: text, today: text, after: text })),
      /** Against each line of tolerance, or that there is none. */
      tolerance: z.array(text),
      /** Chances of a year above a line that are higher than what is tolerated. */
      above: count,
      basis: text,
    })
    .nullable(),
  decisions: z.object({
    /** Since the report before. */
    count,
    total: count,
    /** The newest of them first, at most 50. */
    items: z.array(
      decisionEntry.omit({ log: true, previous: true }).extend({
        /** The day of `at` at the site. */
        on: day,
      }),
    ),
    head: decisionLog.shape.head,
  }),
  changed: z.object({ lines: z.array(text), because: z.array(text) }),
  asks: z.array(z.object({ ask: text, because: text })),
  exceptions: z.array(boardException),
  standing: z.array(boardStanding),
  moved: boardMoved,
  steps: z.array(z.object({ what: text, who: text, due: text, cost: text, saves: text, care: text })),
  review: z.array(boardInputOfReview),
  /** What this report cannot say, in sentences. */
  limits: z.array(text),
});
export type BoardDocument = z.infer<typeof boardDocument>;

export const BOARD_FORMATS = ['html', 'pdf', 'json'] as const;
export const BOARD_PACKS = ['board', 'review'] as const;
export type BoardPack = (typeof BOARD_PACKS)[number];
export const boardQuery = z.object({
  /** Without one, today. */
  date: day.optional(),
  /** The day of the report before. */
  since: day.optional(),
  pack: z.enum(BOARD_PACKS).default('board'),
  format: z.enum(BOARD_FORMATS).default('html'),
});
