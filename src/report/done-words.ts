// What was done, in the words of the executive page: how many steps, expected, achieved, and what does not hold.
import type { DoneState, RiskDocument } from '#contracts/index.ts';
import { moneySpan, moneyWords } from './risk-words.ts';
import { counted } from './words.ts';

const IN_WORDS: Readonly<Record<DoneState, string>> = {
  confirmed: 'confirmed by what was found since',
  stated: 'stated, not proven',
  contradicted: 'contradicted, and offered again',
  'not seen again': 'not looked at since',
};

/** One sentence or two; none where nothing was said to be done. */
export function doneLines({ done, achieved, currency }: RiskDocument): string[] {
  if (done.length === 0) return [];
  const states = (Object.keys(IN_WORDS) as DoneState[]).flatMap((state) => {
    const of = done.filter((step) => step.state === state).length;
    return of > 0 ? [`${of} ${IN_WORDS[state]}`] : [];
  });
  const known = achieved && achieved.actions < done.length ? `, ${achieved.actions} of them worked out` : '';
  const sum = achieved
    ? `${known}: expected ${moneyWords(achieved.expected.mean, currency)} less a year, achieved ${moneyWords(achieved.achieved.mean, currency)} (range ${moneySpan(achieved.achieved.interval, currency)})`
    : '';
  return [`${counted(done.length, 'step')} done${sum}; ${states.join(', ')}.`];
}
