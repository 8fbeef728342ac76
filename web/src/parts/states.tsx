// What a page shows when there is nothing yet, when it waits, and when something went wrong.
import { Button, Skeleton, Text } from '@mantine/core';
import { type Icon, IconAlertTriangle, IconPlugConnectedX } from '@tabler/icons-react';
import { type ReactNode, useEffect } from 'react';
import { ApiFault, faultText, isSignedOut } from '../api/fault.ts';
import { loadSession } from '../api/session.ts';
import { text } from '../text/index.ts';
import { Note } from './note.tsx';
import classes from './states.module.css';

interface EmptyProps {
  readonly icon: Icon;
  readonly title: string;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
}

/** Nothing is here yet, why that is, and what to do. */
export function Empty({ icon: Picture, title, children, actions }: EmptyProps) {
  return (
    <div className={classes['empty']}>
      <div className={classes['disc']}>
        <Picture size={26} stroke={1.6} aria-hidden />
      </div>
      <Text fw={600} size="lg">
        {title}
      </Text>
      {children ? <div className={classes['why']}>{children}</div> : null}
      {actions ? <div className={classes['actions']}>{actions}</div> : null}
    </div>
  );
}

/** Grey lines in the place of what is being loaded. */
export function Waiting({ lines = 4 }: { readonly lines?: number }) {
  return (
    <div role="status" className={classes['waiting']}>
      <span className={classes['spoken']}>{text.common.loading}</span>
      {Array.from({ length: lines }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines are all alike and never move
        <Skeleton key={line} height={16} width={`${92 - ((line * 17) % 40)}%`} />
      ))}
    </div>
  );
}

/** What went wrong, in a sentence, with a way to try again. */
export function Failure({ error, onRetry }: { readonly error: unknown; readonly onRetry?: () => void }) {
  if (isSignedOut(error)) return <SessionOver />;
  const unreachable = error instanceof ApiFault && error.code === 'unreachable';
  return (
    <Note
      tone="danger"
      urgent
      icon={unreachable ? IconPlugConnectedX : IconAlertTriangle}
      title={unreachable ? text.faults.unreachableTitle : text.faults.title}
    >
      {faultText(error)}
      {onRetry ? (
        <div className={classes['retry']}>
          <Button variant="default" size="xs" onClick={onRetry}>
            {text.common.retry}
          </Button>
        </div>
      ) : null}
    </Note>
  );
}

/** Signing in stands in another tab, so that what a person wrote here stays. */
function SessionOver() {
  // Whoever comes back has a new session; its pages stay as they are, only what is sent has to name it.
  useEffect(() => {
    const again = () => void loadSession().catch(() => undefined);
    window.addEventListener('focus', again);
    return () => window.removeEventListener('focus', again);
  }, []);
  return (
    <Note tone="danger" urgent icon={IconPlugConnectedX} title={text.faults.sessionOver}>
      {text.faults.sessionOverHow}
      <div className={classes['retry']}>
        <Button component="a" href="/" target="_blank" variant="default" size="xs">
          {text.signIn.action}
        </Button>
      </div>
    </Note>
  );
}

interface LoadedProps<T> {
  readonly of: { readonly data: T | undefined; readonly error: unknown; readonly refetch: () => unknown };
  readonly waiting?: ReactNode;
  readonly children: (value: T) => ReactNode;
}

/** Shows what was loaded; before that it waits, and says so when loading failed. */
export function Loaded<T>({ of, waiting, children }: LoadedProps<T>) {
  if (of.data !== undefined) return children(of.data);
  if (of.error) return <Failure error={of.error} onRetry={() => void of.refetch()} />;
  return waiting ?? <Waiting />;
}
