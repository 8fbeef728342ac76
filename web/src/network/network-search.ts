// How the network is shown, as it stands in the address.
import { choiceParam, given, textParam } from '../parts/search-params.ts';

/** Kind of the node that stands for everything beyond our own addresses. */
export const INTERNET = 'internet';

/** Whether a node is a device with a page of its own: not a place, a zone or the internet. */
export function isDevice({ kind }: { readonly kind: string | null }): boolean {
  return kind !== VANTAGE && kind !== INTERNET && kind !== 'zone';
}

/** Kind of the nodes that stand for a place that was scanned from; they are no devices and have no page. */
export const VANTAGE = 'vantage';

export type NetworkSearch = ReturnType<typeof networkSearch>;

/** Reads the address of the network page. */
export function networkSearch(search: Record<string, unknown>) {
  return given({
    view: choiceParam(search['view'], ['table']),
    zone: textParam(search['zone'], 120),
    q: textParam(search['q'], 100),
    protocol: textParam(search['protocol'], 60),
  });
}
