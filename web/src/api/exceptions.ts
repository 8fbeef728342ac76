// Exceptions from clauses and checks of policies.
import { policyExceptions } from '#contracts/index.ts';
import { read, write } from './http.ts';
import { usePages } from './use-load.ts';

/** Exceptions, what waits for a decision first; of one policy alone when it is named. */
export function useExceptions(policy?: string) {
  return usePages(['exceptions', policy ?? ''], (cursor, signal) =>
    read(policyExceptions.exceptionList, 'program/exceptions', { query: { policy, cursor }, signal }),
  );
}

/** Asks for one. */
export function askException(body: unknown) {
  return write({ method: 'POST', path: 'program/exceptions', body, shape: policyExceptions.exceptionDone });
}

/** Approves, refuses or ends one. */
export function settleException({
  id,
  step,
  body,
}: {
  readonly id: string;
  readonly step: 'approve' | 'refuse' | 'end';
  readonly body: object;
}) {
  const path = `program/exceptions/${encodeURIComponent(id)}/${step}`;
  return write({ method: 'POST', path, body, shape: policyExceptions.exceptionDone });
}
