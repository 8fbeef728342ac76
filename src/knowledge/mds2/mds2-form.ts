// A Manufacturer Disclosure Statement for Medical Device Security (ANSI/NEMA HN 1-2019, or HIMSS/NEMA HN 1-2013): what a maker answers
// about one product.

/** Which form the maker filled in. */
export type Edition = '2019' | '2013';

/** An answer as it can be judged: 'text' is one in other words, 'none' is a question that nobody answered. */
export type AnswerKind = 'yes' | 'no' | 'n/a' | 'see note' | 'text' | 'none';

/** One question with what the maker says. */
export interface Mds2Answer {
  /** As printed, but for known slips: `CSUP-2.4`, or `12-4` in the form of 2013. */
  readonly id: string;
  readonly capability: string;
  /** The question of 2019 that it is, or stands for; null when it is none. */
  readonly sameAs: string | null;
  readonly kind: AnswerKind;
  /** As written; '' when nothing was. */
  readonly answer: string;
  readonly note: string | null;
  /** The question as the document has it; shown, never shipped. Null when it could not be told apart. */
  readonly question: string | null;
}

/** What one document says of one product. */
export interface Mds2Form {
  readonly edition: Edition;
  readonly manufacturer: string | null;
  readonly model: string | null;
  /** Release of the product that it speaks of, where it says so. */
  readonly version: string | null;
  readonly documentId: string | null;
  /** Day of the document, YYYY-MM-DD. */
  readonly day: string | null;
  readonly answers: readonly Mds2Answer[];
  /** What could not be read, for the person who took it in. */
  readonly problems: readonly string[];
}

/** The answer to a question of 2019, or undefined. */
export function answerTo(form: Pick<Mds2Form, 'answers'>, id: string): Mds2Answer | undefined {
  return form.answers.find((answer) => answer.sameAs === id);
}
