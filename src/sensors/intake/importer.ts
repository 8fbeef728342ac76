// The shape of every importer of another tool's file: it knows its kind from the content and turns rows into statements. One
// broken row costs that row only.

import type { Basis } from '#contracts/index.ts';
import type { AttributeInput, AttributeName, SubjectRef } from '#evidence/model.ts';

/** One thing that a row says. */
export interface Statement<A extends AttributeName = AttributeName> {
  readonly subject: SubjectRef;
  readonly attribute: A;
  readonly value: AttributeInput<A>;
  readonly basis: Basis;
  readonly confidence: number;
  /** When it was so (milliseconds since 1970); the time of the import when the file does not say. */
  readonly atMs?: number;
}

/** A row (a host, a log line, a finding of a scanner): what it says, or why it was not taken. */
export type ImportedRow =
  | {
      readonly row: number;
      readonly statements: readonly Statement[];
      /** Rows that this stands for, when many were brought together; 1 if left out. */
      readonly rows?: number;
    }
  | { readonly row: number; readonly problem: string };

/** An importer of one kind of file. */
export interface Importer {
  /** Names the kind in commands and documents, as in `nmap-xml`. */
  readonly kind: string;
  /** The kind in words, as in 'nmap report (XML)'. */
  readonly label: string;
  /** Checked against files of the real producer; if not, pages and documents say 'unverified'. */
  readonly verified: boolean;
  /** Whether a file that begins so is of this kind; `head` is text of up to 64 KiB, without a byte order mark. */
  recognizes(head: string): boolean;
  /**
   * The rows of a file, in batches of at most a few thousand. Throws Invalid when the file as a whole cannot be read;
   * a row that cannot be read becomes a `problem`.
   */
  read(source: AsyncIterable<Uint8Array>, context: ReadContext): AsyncIterable<readonly ImportedRow[]>;
}

/** What reports and pages say of a kind that is not verified. */
export const UNVERIFIED =
  'This format is unverified: its reader was written from the description of the format and was not checked against a file of the real tool.';

/** What a reader may need besides the bytes. */
export interface ReadContext {
  /** Time of the import, milliseconds since 1970. */
  readonly nowMs: number;
}

/** A statement with its types checked against the vocabulary. */
export function statement<A extends AttributeName>(
  subject: SubjectRef,
  attribute: A,
  value: AttributeInput<A>,
  known: { readonly basis: Basis; readonly confidence: number; readonly atMs?: number },
): Statement {
  // Statements of all attributes travel together; each was checked here against its own.
  return { subject, attribute, value, ...known } as Statement;
}

/** A hardware address as facts have it, from any way of writing it; '' when it is none. */
export function macText(text: string): string {
  const digits = text.replace(/[:.\s-]/g, '').toLowerCase();
  return /^[0-9a-f]{12}$/.test(digits) ? (digits.match(/../g) ?? []).join(':') : '';
}
