// The overview, asked for again while something is running.
import { useQuery } from '@tanstack/react-query';
import { loadOverview } from '../api/results.ts';
import { useTenant } from '../api/tenant.ts';

const WHILE_RUNNING_MS = 3000;

/** Loads the overview of the present tenant. */
export function useOverview() {
  const tenant = useTenant();
  return useQuery({
    queryKey: [tenant, 'overview'],
    queryFn: ({ signal }) => loadOverview(signal),
    refetchInterval: (query) => (query.state.data && query.state.data.running.length > 0 ? WHILE_RUNNING_MS : false),
  });
}
