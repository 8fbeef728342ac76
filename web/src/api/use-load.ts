// The hooks under all others: load for the present tenant, write and then refresh what the write may have changed.
import {
  keepPreviousData,
  type QueryKey,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useTenant } from './tenant.ts';

interface LoadOptions {
  readonly enabled?: boolean;
  /** Show the answer to the last question while the next one is on its way. */
  readonly keep?: boolean;
  readonly refetchMs?: number;
}

/** Loads something of the present tenant; `key` names it among all that is loaded. */
export function useLoad<T>(key: QueryKey, load: (signal: AbortSignal) => Promise<T>, options: LoadOptions = {}) {
  const tenant = useTenant();
  return useQuery({
    queryKey: [tenant, ...key],
    queryFn: ({ signal }) => load(signal),
    enabled: options.enabled ?? true,
    ...(options.keep ? { placeholderData: keepPreviousData } : {}),
    ...(options.refetchMs ? { refetchInterval: options.refetchMs } : {}),
  });
}

interface Page<T> {
  readonly items: T[];
  readonly next: string | null;
  readonly total: { readonly value: number; readonly relation: 'eq' | 'gte' };
}

/** Loads a list page by page along its cursors. */
export function usePages<P extends Page<unknown>>(
  key: QueryKey,
  load: (cursor: string | undefined, signal: AbortSignal) => Promise<P>,
) {
  const tenant = useTenant();
  return useInfiniteQuery({
    queryKey: [tenant, ...key],
    queryFn: ({ pageParam, signal }) => load(pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: keepPreviousData,
  });
}

/** A write; when it is done, everything of this tenant on screen is asked for again. */
export function useWrite<I, O>(send: (input: I) => Promise<O>, onDone?: (output: O, input: I) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: send,
    onSuccess: async (output, input) => {
      onDone?.(output, input);
      await client.invalidateQueries();
    },
  });
}
