// A titled part of a page.
import { Paper, Title } from '@mantine/core';
import { type ReactNode, useId } from 'react';
import classes from './panel.module.css';

interface PanelProps {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly actions?: ReactNode;
  readonly id?: string;
  /** The content touches the edges: for tables and lists. */
  readonly flush?: boolean;
  readonly children: ReactNode;
}

/** A section with a heading, on a surface of its own. */
export function Panel({ title, lead, actions, id, flush = false, children }: PanelProps) {
  const heading = useId();
  return (
    <Paper component="section" aria-labelledby={heading} className={classes['panel']} id={id}>
      <div className={classes['head']}>
        <div className={classes['words']}>
          <Title order={2} id={heading}>
            {title}
          </Title>
          {lead ? <div className={classes['lead']}>{lead}</div> : null}
        </div>
        {actions ? <div className={classes['actions']}>{actions}</div> : null}
      </div>
      <div className={flush ? classes['flush'] : classes['body']}>{children}</div>
    </Paper>
  );
}
