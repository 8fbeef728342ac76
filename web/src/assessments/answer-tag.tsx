// An answer as a label: its icon and its word say it, the color repeats it.
import { type Icon, IconCircleCheck, IconCircleHalf2, IconCircleX, IconHelpCircle } from '@tabler/icons-react';
import type { Tone } from '#charts/index.ts';
import type { RowStanding } from '#contracts/index.ts';
import { Tag } from '../parts/tag.tsx';
import { text } from '../text/index.ts';

type Answer = RowStanding['answer'];

const LOOKS: Readonly<Record<Answer, readonly [tone: Tone, icon: Icon]>> = {
  yes: ['safe', IconCircleCheck],
  partly: ['watch', IconCircleHalf2],
  no: ['danger', IconCircleX],
  unknown: ['unknown', IconHelpCircle],
};

/** Yes, partly, no or not known. */
export function AnswerTag({ answer }: { readonly answer: Answer }) {
  const [tone, icon] = LOOKS[answer];
  return (
    <Tag tone={tone} icon={icon}>
      {text.programAssess.answers[answer]}
    </Tag>
  );
}
