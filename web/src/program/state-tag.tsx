// How something stands: the word, with an icon and a tone that repeat it.
import { IconCheck, IconCircleHalf2, IconHelp, IconMinus, IconX } from '@tabler/icons-react';
import type { CheckState, StatusAnswer } from '#contracts/index.ts';
import { Tag } from '../parts/tag.tsx';
import { text } from '../text/index.ts';

const ANSWERS = {
  yes: { tone: 'safe', icon: IconCheck },
  partly: { tone: 'watch', icon: IconCircleHalf2 },
  no: { tone: 'danger', icon: IconX },
  unknown: { tone: 'unknown', icon: IconHelp },
} as const;

const STATES = {
  holds: ANSWERS.yes,
  broken: ANSWERS.no,
  unknown: ANSWERS.unknown,
  'not applicable': { tone: 'quiet', icon: IconMinus },
} as const;

/** Whether a control is written, known or enforced. */
export function StandingTag({ answer }: { readonly answer: StatusAnswer }) {
  return <Tag {...ANSWERS[answer]}>{text.controlPages.states[answer]}</Tag>;
}

/** What a check says. */
export function StateTag({ state }: { readonly state: CheckState }) {
  return <Tag {...STATES[state]}>{text.checkPages.states[state]}</Tag>;
}
