// An answer of written, known and enforced: in words, with an icon and a tone that repeat it.
import { IconCheck, IconCircleHalf, IconHelp, IconX } from '@tabler/icons-react';
import type { ControlStatus } from '#contracts/index.ts';
import { Tag } from '../parts/tag.tsx';
import { text } from '../text/index.ts';

type Answer = ControlStatus['written']['answer'];

const LOOKS = {
  yes: { tone: 'safe', icon: IconCheck },
  partly: { tone: 'watch', icon: IconCircleHalf },
  no: { tone: 'danger', icon: IconX },
  unknown: { tone: 'unknown', icon: IconHelp },
} as const;

/** The answer. */
export function AnswerTag({ answer }: { readonly answer: Answer }) {
  return <Tag {...LOOKS[answer]}>{text.policyPages.answers[answer]}</Tag>;
}
