// How an answer stands beside the safer one, in a word.
import type { Tone } from '#charts/index.ts';
import type { JudgedAnswer } from '#contracts/index.ts';
import { Tag } from '../parts/tag.tsx';
import { text } from '../text/index.ts';

const TONES: Readonly<Record<JudgedAnswer['standing'], Tone>> = {
  good: 'safe',
  bad: 'warn',
  unknown: 'unknown',
  'does not apply': 'quiet',
  neutral: 'quiet',
};

/** The word with its color. */
export function StandingTag({ of }: { readonly of: JudgedAnswer['standing'] }) {
  return <Tag tone={TONES[of]}>{text.mds2.standings[of]}</Tag>;
}
