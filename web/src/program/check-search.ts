// Which devices of a check are shown, as it stands in the address.
import { checks } from '#contracts/index.ts';
import { choiceParam, given } from '../parts/search-params.ts';

/** Reads the address of a check. */
export function checkSearch(search: Record<string, unknown>) {
  return given({ state: choiceParam(search['state'], checks.CHECK_STATES) });
}
