// What the list of scenarios is narrowed to, as it stands in the address.
import { given, textParam } from '../parts/search-params.ts';

export interface ScenarioSearch {
  readonly q?: string;
}

/** Reads the search parameters of the list. */
export function scenarioSearch(search: Record<string, unknown>): ScenarioSearch {
  return given({ q: textParam(search['q']) });
}
