// Which two documents are compared, as it stands in the address.
import { given, textParam } from '../parts/search-params.ts';

export type CompareSearch = ReturnType<typeof compareSearch>;

/** Reads the address of the comparison. */
export function compareSearch(search: Record<string, unknown>) {
  return given({
    left: textParam(search['left'], 80),
    right: textParam(search['right'], 80),
    same: search['same'] === 'true' || search['same'] === true ? ('true' as const) : undefined,
  });
}
