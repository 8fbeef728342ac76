// Filters of bills of materials and of the components of one, as they stand in the address.
import { choiceParam, given, textParam } from '../parts/search-params.ts';

export type ComponentSearch = ReturnType<typeof componentSearch>;

/** Reads the address of the list. */
export function sbomSearch(search: Record<string, unknown>) {
  return given({ q: textParam(search['q']) });
}

/** Reads the address of one bill. */
export function componentSearch(search: Record<string, unknown>) {
  return given({ q: textParam(search['q']), flawed: choiceParam(search['flawed'], ['true'] as const) });
}
