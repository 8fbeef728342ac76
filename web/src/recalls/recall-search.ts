// Filters of the recalls, as they stand in the address.
import { documents } from '#contracts/index.ts';
import { choiceParam, given, textParam } from '../parts/search-params.ts';

export type RecallSearch = ReturnType<typeof recallSearch>;

/** Reads the address of the page of recalls. */
export function recallSearch(search: Record<string, unknown>) {
  return given({
    q: textParam(search['q']),
    recall: textParam(search['recall'], 80),
    unit: choiceParam(search['unit'], documents.recallAnswer.options),
  });
}
