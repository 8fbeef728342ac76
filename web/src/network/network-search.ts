// How the network is shown, as it stands in the address.
import { choiceParam, given, textParam } from '../parts/search-params.ts';

/** Kind of the node that stands for everything beyond our own addresses. */
export const INTERNET = 'internet';
/** Kind of the nodes that stand for a place that was scanned from; they are no devices and have no page. */
export const VANTAGE = 'vantage';
/** Kind of the nodes that stand for the devices of a zone. */
export const ZONE = 'zone';

/** Whether a node is a device with a page of its own: not a place, a zone or the internet. */
export function isDevice({ kind }: { readonly kind: string | null }): boolean {
  return kind !== VANTAGE && kind !== INTERNET && kind !== ZONE;
}

export type NetworkSearch = ReturnType<typeof networkSearch>;

/** Reads the address of the network page. */
export function networkSearch(search: Record<string, unknown>) {
  return given({
    view: choiceParam(search['view'], ['table']),
    zone: textParam(search['zone'], 120),
    q: textParam(search['q'], 100),
    protocol: textParam(search['protocol'], 60),
    /** The node that is picked. */
    pick: textParam(search['pick'], 140),
    /** The two ends of the line that is picked. */
    from: textParam(search['from'], 140),
    to: textParam(search['to'], 140),
    /** What is spoken on the line, where only that is asked for. */
    spoken: textParam(search['spoken'], 60),
  });
}

/** The same search with nothing picked. */
export function unpicked(search: NetworkSearch): NetworkSearch {
  const { pick: _pick, from: _from, to: _to, spoken: _spoken, ...rest } = search;
  return rest;
}
