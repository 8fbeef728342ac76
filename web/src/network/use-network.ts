// Loads the map, or a part of it, and the flows behind a node or a line.
import { loadFlows, loadNetwork } from '../api/results.ts';
import { useLoad, usePages } from '../api/use-load.ts';
import { type NetworkSearch, ZONE } from './network-search.ts';

const PAGE = 20;

/** The map that fits the search. Where all devices are drawn, a search only lights them up, so it is not asked for. */
export function useNetwork({ zone, protocol, q }: NetworkSearch) {
  const all = useLoad(['network', { zone, protocol }], (signal) => loadNetwork({ zone, protocol }, signal), {
    keep: true,
  });
  const isLarge = all.data?.nodes.some(({ kind }) => kind === ZONE) ?? false;
  const found = useLoad(['network', { zone, protocol, q }], (signal) => loadNetwork({ zone, protocol, q }, signal), {
    keep: true,
    enabled: isLarge && q !== undefined,
  });
  return isLarge && q !== undefined && found.data ? found : all;
}

export interface FlowsOf {
  readonly node?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly protocol?: string | undefined;
}

/** The flows at a node or along a line, page by page. */
export function useFlows(of: FlowsOf) {
  return usePages(['flows', of], (cursor, signal) => loadFlows({ ...of, cursor, limit: PAGE }, signal));
}
