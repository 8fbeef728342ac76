// Which scenario stands on the page of ratings, as it stands in the address.
import { given, textParam } from '../parts/search-params.ts';

/** Reads the address. */
export function ratingsSearch(search: Record<string, unknown>) {
  return given({ scenario: textParam(search['scenario'], 80) });
}
