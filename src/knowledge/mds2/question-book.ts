// The question book: what each question of MDS2 asks, in our words, which answer is the safer one, and how much it weighs (ours).
import { CAPABILITIES } from './capabilities.data.ts';
import type { AnswerKind, Edition } from './mds2-form.ts';
import { QUESTIONS_2013, SECTIONS_2013 } from './questions-2013.data.ts';
import { QUESTIONS_2019 } from './questions-2019.data.ts';

/** One question of the form of 2019. */
export interface Question {
  readonly id: string;
  readonly capability: string;
  readonly asks: string;
  /** The safer answer; null where neither is. */
  readonly safer: 'yes' | 'no' | null;
  readonly weight: 0 | 1 | 2 | 3;
}

export interface Capability {
  readonly code: string;
  readonly label: string;
  readonly about: string;
}

/** The questions in the order of the form. */
export const QUESTIONS: readonly Question[] = QUESTIONS_2019.map(([id, asks, safer, weight]) => ({
  id,
  capability: id.slice(0, id.indexOf('-')),
  asks,
  safer: safer === '' ? null : safer,
  weight,
}));

/** The capabilities in the order of the form. */
export const MDS2_CAPABILITIES: readonly Capability[] = CAPABILITIES.map(([code, label, about]) => ({
  code,
  label,
  about,
}));

const BY_ID = new Map(QUESTIONS.map((question) => [question.id, question]));
const OLD = new Map(QUESTIONS_2013.map(([id, , holds, sameAs]) => [id, { holds, sameAs }]));
const CODES = new Map(CAPABILITIES.map(([code], at) => [code as string, at]));
const NUMBERED = /^([A-Z]{3,4})\s?[-–—_]\s?(\d{1,2}(?:\.\d{1,2}){0,3})\.?$/i;
const OLD_NUMBERED = /^(?:([A-D])(?:\.\d{1,2})?|(\d{1,2})-\d{1,2}(?:\.\d{1,2}){0,2})$/;
/** Slips that stand in forms that are in use. */
const SLIPS: Readonly<Record<string, string>> = { SHAD: 'SAHD', MPPI: 'MPII' };

/** A question by its id of 2019. */
export function questionOf(id: string): Question | undefined {
  return BY_ID.get(id);
}

/** The place of a capability in the form; those that nobody knows come last. */
export function capabilityOrder(code: string): number {
  return CODES.get(code) ?? CODES.size;
}

/** An id as a cell has it, in one spelling, or null when it is none of this form. */
export function readQuestionId(cell: string, edition: Edition): { id: string; capability: string } | null {
  const text = cell.trim();
  if (edition === '2013') {
    const [found, letter, section] = OLD_NUMBERED.exec(text) ?? [];
    if (found === undefined) return null;
    const capability = letter === undefined ? SECTIONS_2013[Number(section)] : 'MPII';
    return capability ? { id: text, capability } : null;
  }
  const [, code = '', number = ''] = NUMBERED.exec(text) ?? [];
  const upper = code.toUpperCase();
  const capability = SLIPS[upper] ?? upper;
  return CODES.has(capability) ? { id: `${capability}-${number}`, capability } : null;
}

/** The question of 2019 behind an id; of 2013 only when the document's own question bears it out. */
export function sameQuestion(id: string, edition: Edition, question: string | null): string | null {
  if (edition === '2019') return BY_ID.has(id) ? id : null;
  const old = OLD.get(id);
  return old && question !== null && old.holds.test(question) ? old.sameAs : null;
}

/** What was written as an answer, as it can be judged. */
export function readAnswer(text: string): AnswerKind {
  const plain = text
    .trim()
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(/[.:;*]+$/, '');
  if (/^[_\s–—-]*$/.test(plain)) return 'none';
  if (/^(?:yes|y)$/.test(plain)) return 'yes';
  if (/^(?:no|n)$/.test(plain)) return 'no';
  if (/^(?:n\s?[/.]?\s?a|not applicable)$/.test(plain)) return 'n/a';
  if (/^see (?:the )?notes?\b/.test(plain)) return 'see note';
  return 'text';
}

/** How an answer stands beside the safer one. */
export type Standing = 'good' | 'bad' | 'unknown' | 'does not apply' | 'neutral';

/** Judges an answer to a question of 2019; what is left open is unknown, never good. */
export function standingOf(question: Question, kind: AnswerKind): Standing {
  if (question.safer === null || question.weight === 0) return 'neutral';
  if (kind === 'yes' || kind === 'no') return kind === question.safer ? 'good' : 'bad';
  return kind === 'n/a' ? 'does not apply' : 'unknown';
}
