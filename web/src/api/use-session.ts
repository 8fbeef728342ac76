// The session as React state, and what the person in it may do.
import { useQuery } from '@tanstack/react-query';
import type { Role } from '#contracts/index.ts';
import { loadSession } from './session.ts';

export const SESSION_KEY = ['session'] as const;

/** Loads the session once and keeps it until a write or a sign-out changes it. */
export function useSession() {
  return useQuery({ queryKey: SESSION_KEY, queryFn: ({ signal }) => loadSession(signal), staleTime: 60_000 });
}

export interface Powers {
  readonly role: Role | null;
  /** May change devices, import and scan. */
  readonly edit: boolean;
  /** May change users and clearances, and remove the demo. */
  readonly own: boolean;
}

/** What the signed-in person may do; the server decides in the end. */
export function usePowers(): Powers {
  const role = useSession().data?.user?.role ?? null;
  return { role, edit: role === 'owner' || role === 'editor', own: role === 'owner' };
}
