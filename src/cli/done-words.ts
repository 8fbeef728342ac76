// What was done, as the terminal says it: expected and achieved beside each other.
import type { DoneList, RiskDocument } from '#contracts/index.ts';
import { table } from './output.ts';

/** Expected and achieved of each step, then of all together; nothing where nothing was said to be done. */
export function doneWords(
  { done, achieved }: Pick<RiskDocument, 'done' | 'achieved'>,
  money: (amount: number) => string,
): string[] {
  if (done.length === 0) return [];
  const span = ({ mean, interval: [low, high] }: { mean: number; interval: readonly [number, number] }) =>
    `${money(mean)} (${money(low)} to ${money(high)})`;
  const rows = done.map((step) => [
    step.name,
    step.at.slice(0, 10),
    step.state,
    span(step.expected),
    step.achieved ? span(step.achieved) : 'not known',
  ]);
  const reasons = done.map(({ name, because, offeredAgain }) =>
    [`- ${name}: ${because}`, ...(offeredAgain ? ['It is offered again.'] : [])].join(' '),
  );
  return [
    'What was done, a year less in the mean (90% interval):',
    table([['what', 'said on', 'state', 'expected', 'achieved'], ...rows]),
    reasons.join('\n'),
    ...(achieved
      ? [
          `All of it together: expected ${span(achieved.expected)}, achieved ${span(achieved.achieved)}. A year cost ${money(achieved.from.mean)} on ${achieved.from.at.slice(0, 10)}; without what was done it would cost ${money(achieved.without)} today.`,
        ]
      : []),
  ];
}

/** The steps that are said to be done. */
export function doneListWords({ items }: DoneList): string {
  if (items.length === 0) return 'Nobody has said of any step that it is done.';
  const rows = items.map(({ name, at, by, note, action }) => [name, at.slice(0, 10), by, note, action]);
  return [
    table([['done', 'said on', 'by', 'note', 'action'], ...rows]),
    'The next assessment (risk) holds them against what was expected.',
  ].join('\n\n');
}
