// What can go wrong between this page and the server, each with a sentence for the person who reads it.
import type { Problem } from '#contracts/index.ts';
import { text } from '../text/index.ts';

/** An answer that is no success; `message` can be shown as it is. */
export class ApiFault extends Error {
  readonly code: string;
  readonly status: number;
  /** What is wrong with which field of a form. */
  readonly fields: Readonly<Record<string, string>>;

  constructor(code: string, status: number, message: string, fields: Readonly<Record<string, string>> = {}) {
    super(message);
    this.name = 'ApiFault';
    this.code = code;
    this.status = status;
    this.fields = fields;
  }

  /** A fault from the server's problem document (RFC 9457). */
  static fromProblem(problem: Problem): ApiFault {
    return new ApiFault(problem.code, problem.status, problem.detail || problem.title, problem.fields ?? {});
  }

  /** The server could not be reached at all. */
  static unreachable(): ApiFault {
    return new ApiFault('unreachable', 0, text.faults.unreachable);
  }

  /** The answer is not what this version of the page understands. */
  static unexpected(place: string): ApiFault {
    return new ApiFault('unexpected', 0, text.faults.unexpected(place));
  }
}

/** Answers to an attempt to sign in, which are told as they are. */
const OF_SIGN_IN = new Set(['code-needed', 'wrong-sign-in']);

/** Whether the server no longer knows who we are. */
export function isSignedOut(error: unknown): boolean {
  return error instanceof ApiFault && error.status === 401 && !OF_SIGN_IN.has(error.code);
}

/** The sentence to show for anything that was thrown. */
export function faultText(error: unknown): string {
  return error instanceof Error ? error.message : text.faults.unknown;
}
