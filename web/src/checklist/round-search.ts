// Search and filter of the walk-round, as they stand in the address.
import { api } from '#contracts/index.ts';
import { choiceParam, given, textParam } from '../parts/search-params.ts';

/** Reads the address of the walk-round. */
export function roundSearch(search: Record<string, unknown>) {
  return given({
    q: textParam(search['q']),
    zone: textParam(search['zone'], 120),
    state: choiceParam(search['state'], api.roundState.options),
  });
}
