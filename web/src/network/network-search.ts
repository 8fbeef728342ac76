// How the network is shown, as it stands in the address.
import { choiceParam, given, textParam } from '../parts/search-params.ts';

export type NetworkSearch = ReturnType<typeof networkSearch>;

/** Reads the address of the network page. */
export function networkSearch(search: Record<string, unknown>) {
  return given({
    view: choiceParam(search['view'], ['table']),
    zone: textParam(search['zone'], 120),
    q: textParam(search['q'], 100),
  });
}
