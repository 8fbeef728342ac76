// What a scan is compared with, as it stands in the address.
import { given, textParam } from '../parts/search-params.ts';

/** Reads the address of a scan. */
export function scanSearch(search: Record<string, unknown>) {
  return given({ from: textParam(search['from'], 80) });
}
