// How long the questions of the guided start take: 200 words a minute, and 10 seconds for each answer.
import type { StartQuestion } from '#contracts/index.ts';

const WORDS_A_MINUTE = 200;
const SECONDS_AN_ANSWER = 10;
const ANSWER_WORDS = {
  'yes-no': "Yes No Don't know",
  'yes-partly-no': "Yes Partly No Don't know",
  number: "Don't know",
};

/** Seconds to read these questions, with why we ask, where to look and the answers, and to answer them. */
export function walkSeconds(questions: readonly StartQuestion[]): number {
  return questions.reduce((sum, { ask, why, where, answer }) => {
    const shown = [ask, why, where, ANSWER_WORDS[answer.kind], answer.kind === 'number' ? answer.unit : ''].join(' ');
    const words = shown.split(/\s+/).filter((word) => word !== '').length;
    return sum + (words / WORDS_A_MINUTE) * 60 + SECONDS_AN_ANSWER;
  }, 0);
}
