// Filters of the advisories, as they stand in the address.
import { choiceParam, given, textParam } from '../parts/search-params.ts';

export type AdvisorySearch = ReturnType<typeof advisorySearch>;

/** Reads the address of the page of advisories. */
export function advisorySearch(search: Record<string, unknown>) {
  return given({ q: textParam(search['q']), here: choiceParam(search['here'], ['true'] as const) });
}
