// Filters of the findings, as they stand in the address.
import { documents, severity } from '#contracts/index.ts';
import { choiceParam, given, textParam } from '../parts/search-params.ts';

export type FindingSearch = ReturnType<typeof findingSearch>;

/** Reads the address of the findings page. */
export function findingSearch(search: Record<string, unknown>) {
  return given({
    q: textParam(search['q']),
    kind: choiceParam(search['kind'], documents.findingKind.options),
    severity: choiceParam(search['severity'], severity.options),
    state: choiceParam(search['state'], documents.findingState.options),
    rule: textParam(search['rule'], 80),
  });
}
