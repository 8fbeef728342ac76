// A small label with an icon and words; color only repeats what they say.
import type { Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Tone } from '#charts/index.ts';
import classes from './tag.module.css';

interface TagProps {
  readonly tone: Tone;
  readonly icon?: Icon;
  readonly title?: string;
  /** The words are a sentence: they go over several lines where they must, and are never cut. */
  readonly long?: boolean;
  readonly children: ReactNode;
}

/** A label in one of the tones. */
export function Tag({ tone, icon: Picture, title, long = false, children }: TagProps) {
  return (
    <span className={classes['tag']} data-tone={tone} data-long={long || undefined} title={title}>
      {Picture ? <Picture size={14} stroke={2} aria-hidden className={classes['icon']} /> : null}
      <span className={classes['words']}>{children}</span>
    </span>
  );
}
