// Signing out: on the server first, then everything that was loaded is dropped from this page.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { signOut } from '../api/session.ts';

/** A mutation that ends the session. */
export function useSignOut() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: signOut,
    onSuccess: (next) => {
      if (next !== null) window.location.assign(next);
    },
    onSettled: () => client.resetQueries(),
  });
}
