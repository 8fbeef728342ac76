// The quiet page before the app: set-up and sign-in stand on it.
import { Paper, Title } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';
import { Brand } from '../shell/brand.tsx';
import { SchemeSwitch } from '../shell/scheme-switch.tsx';
import { text } from '../text/index.ts';
import classes from './front.module.css';

interface FrontProps {
  readonly title: string;
  readonly lead: ReactNode;
  /** For more than a form. */
  readonly wide?: boolean;
  readonly children: ReactNode;
}

/** Brand, a heading, and one form. */
export function Front({ title, lead, wide = false, children }: FrontProps) {
  useEffect(() => {
    document.title = `${title} · ${text.product}`;
  }, [title]);
  return (
    <div className={classes['front']}>
      <header className={classes['bar']}>
        <Brand />
        <SchemeSwitch />
      </header>
      <main className={classes['main']}>
        <Paper className={classes['card'] ?? ''} data-wide={wide}>
          <Title order={1}>{title}</Title>
          <div className={classes['lead']}>{lead}</div>
          {children}
        </Paper>
        <p className={classes['foot']}>{text.front.foot}</p>
      </main>
    </div>
  );
}
