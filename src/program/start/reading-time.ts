// How long the questions of the guided start take: 200 words a minute, and 10 seconds for each answer.
import type { Asked } from './state-answers.ts';

const WORDS_A_MINUTE = 200;
const SECONDS_AN_ANSWER = 10;
const ANSWER_WORDS = {
  'yes-no': "Yes No Don't know",
  'yes-partly-no': "Yes Partly No Don't know",
  number: "Don't know",
};

/** Seconds to read these questions, with why we ask and where to look, and to answer them. */
export function walkSeconds(asked: readonly Asked[]): number {
  return asked.reduce((sum, { question, modalities }) => {
    const { ask, why, where, answer } = question;
    const shown = [ask, why, where, ANSWER_WORDS[answer.kind], answer.kind === 'number' ? answer.unit : ''].join(' ');
    const words = shown.split(/\s+/).filter((word) => word !== '').length + modalities.length;
    return sum + (words / WORDS_A_MINUTE) * 60 + SECONDS_AN_ANSWER * Math.max(1, modalities.length);
  }, 0);
}
