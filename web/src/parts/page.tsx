// The frame of a page: one first-level heading, a sentence under it, what one can do at its right.
import { Title } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';
import { text } from '../text/index.ts';
import classes from './page.module.css';

interface PageProps {
  /** Heading, and the title of the browser tab unless `tab` is given. */
  readonly title: ReactNode;
  readonly tab?: string;
  readonly above?: ReactNode;
  readonly lead?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A page with its heading. */
export function Page({ title, tab, above, lead, actions, children }: PageProps) {
  const name = tab ?? (typeof title === 'string' ? title : '');
  useEffect(() => {
    document.title = name === '' ? text.product : `${name} · ${text.product}`;
  }, [name]);
  return (
    <div className={classes['page']}>
      <div className={classes['head']}>
        <div className={classes['words']}>
          {above}
          <Title order={1}>{title}</Title>
          {lead ? <div className={classes['lead']}>{lead}</div> : null}
        </div>
        {actions ? <div className={classes['actions']}>{actions}</div> : null}
      </div>
      {children}
    </div>
  );
}
