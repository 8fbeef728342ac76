// How the network is shown, as it stands in the address.
import { choiceParam, given, textParam } from '../parts/search-params.ts';

/** Kind of the nodes that stand for a place that was scanned from; they are no devices and have no page. */
export const VANTAGE = 'vantage';

export type NetworkSearch = ReturnType<typeof networkSearch>;

/** Reads the address of the network page. */
export function networkSearch(search: Record<string, unknown>) {
  return given({
    view: choiceParam(search['view'], ['table']),
    zone: textParam(search['zone'], 120),
    q: textParam(search['q'], 100),
  });
}
