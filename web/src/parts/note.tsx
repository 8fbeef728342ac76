// A remark in a box: something to know, to watch, or that went wrong.
import { type Icon, IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './note.module.css';

const ICONS: Readonly<Record<NoteTone, Icon>> = {
  info: IconInfoCircle,
  watch: IconAlertTriangle,
  danger: IconAlertTriangle,
};

type NoteTone = 'info' | 'watch' | 'danger';

interface NoteProps {
  readonly tone?: NoteTone;
  readonly icon?: Icon;
  readonly title?: string;
  /** Read out at once by screen readers. */
  readonly urgent?: boolean;
  readonly children: ReactNode;
}

/** A remark with its icon. */
export function Note({ tone = 'info', icon, title, urgent = false, children }: NoteProps) {
  const Picture = icon ?? ICONS[tone];
  return (
    <div className={classes['note']} data-tone={tone} role={urgent ? 'alert' : undefined}>
      <Picture size={19} stroke={1.8} aria-hidden />
      <div className={classes['words']}>
        {title ? <div className={classes['title']}>{title}</div> : null}
        {children}
      </div>
    </div>
  );
}
