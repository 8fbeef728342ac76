// A page that broke: says so, and lets one try again. A chunk that is gone after an update is the usual cause.
import { type ErrorComponentProps, useRouter } from '@tanstack/react-router';
import { Failure } from '../parts/states.tsx';

/** Shown in place of a page that threw. */
export function PageError({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  return (
    <Failure
      error={error}
      onRetry={() => {
        if (/dynamically imported module|Failed to fetch/.test(error instanceof Error ? error.message : ''))
          window.location.reload();
        reset();
        void router.invalidate();
      }}
    />
  );
}
