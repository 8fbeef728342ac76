// Two MDS2 side by side: versions of one product, or two products. Questions of 2013 and 2019 meet where one stands for the other.
import type { AnswerKind, Mds2Answer } from './mds2-form.ts';
import { capabilityOrder, questionOf, type Standing, standingOf } from './question-book.ts';

/** A question with the answers of both sides. */
export interface ComparedAnswer {
  readonly id: string;
  readonly capability: string;
  readonly left: Mds2Answer | null;
  readonly right: Mds2Answer | null;
  /** `better` and `worse`: the right side beside the left, by the safer answer; `other`: it differs, and neither is safer. */
  readonly change: 'same' | 'better' | 'worse' | 'other';
}

const RANK: Readonly<Record<Standing, number | null>> = {
  good: 2,
  unknown: 1,
  bad: 0,
  'does not apply': null,
  neutral: null,
};

/** Every question of either side, in the order of the form. */
export function compareMds2(left: readonly Mds2Answer[], right: readonly Mds2Answer[]): ComparedAnswer[] {
  const [one, other] = [byQuestion(left), byQuestion(right)];
  const ids = [...new Set([...one.keys(), ...other.keys()])];
  const compared = ids.map((id): ComparedAnswer => {
    const [a, b] = [one.get(id) ?? null, other.get(id) ?? null];
    return { id, capability: (a ?? b)?.capability ?? '', left: a, right: b, change: changeOf(id, a, b) };
  });
  return compared.sort((a, b) => capabilityOrder(a.capability) - capabilityOrder(b.capability));
}

function byQuestion(answers: readonly Mds2Answer[]): Map<string, Mds2Answer> {
  return new Map(answers.map((answer) => [answer.sameAs ?? answer.id, answer]));
}

function changeOf(id: string, left: Mds2Answer | null, right: Mds2Answer | null): ComparedAnswer['change'] {
  if (said(left) === said(right) && (left?.note ?? '') === (right?.note ?? '')) return 'same';
  const question = questionOf(id);
  if (!question) return 'other';
  const [before, after] = [rank(left), rank(right)];
  if (before === null || after === null || before === after) return 'other';
  return after > before ? 'better' : 'worse';

  function rank(answer: Mds2Answer | null): number | null {
    const kind: AnswerKind = answer?.kind ?? 'none';
    return question ? RANK[standingOf(question, kind)] : null;
  }
}

function said(answer: Mds2Answer | null): string {
  if (answer === null || answer.kind === 'none') return '';
  return answer.kind === 'text' ? answer.answer.toLowerCase() : answer.kind;
}
