// The step of the guided start, as it stands in the address; without one, the first that is open.
import { given, textParam } from '../parts/search-params.ts';

/** Reads the address of the guided start. */
export function startSearch(search: Record<string, unknown>) {
  return given({ step: textParam(search['step'], 80) });
}
