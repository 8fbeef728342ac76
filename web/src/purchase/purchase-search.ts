// Which document a purchase is checked by, as it stands in the address.
import { given, textParam } from '../parts/search-params.ts';

/** Reads the address of the purchase check. */
export function purchaseSearch(search: Record<string, unknown>) {
  return given({ document: textParam(search['document'], 80) });
}
