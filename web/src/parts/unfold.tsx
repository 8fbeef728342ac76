// Detail on demand: a native disclosure, so that it works by keyboard and in find-in-page. The content is built when
// it is first opened.
import { IconChevronRight } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import classes from './unfold.module.css';

interface UnfoldProps {
  readonly label: ReactNode;
  readonly startsOpen?: boolean;
  readonly children: ReactNode;
}

/** A line that opens to show more. */
export function Unfold({ label, startsOpen = false, children }: UnfoldProps) {
  const [built, setBuilt] = useState(startsOpen);
  return (
    <details
      className={classes['unfold']}
      open={startsOpen}
      onToggle={(event) => {
        if (event.currentTarget.open) setBuilt(true);
      }}
    >
      <summary className={classes['summary']}>
        <IconChevronRight size={16} stroke={2} aria-hidden className={classes['mark']} />
        <span>{label}</span>
      </summary>
      <div className={classes['content']}>{built ? children : null}</div>
    </details>
  );
}
