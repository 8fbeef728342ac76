// Filters of the findings, as they stand in the address.
import { api, documents, flaws, severity } from '#contracts/index.ts';
import { choiceParam, given, textParam } from '../parts/search-params.ts';

export type FindingSearch = ReturnType<typeof findingSearch>;

/** Reads the address of the findings page. */
export function findingSearch(search: Record<string, unknown>) {
  return given({
    q: textParam(search['q']),
    kind: choiceParam(search['kind'], documents.findingKind.options),
    severity: choiceParam(search['severity'], severity.options),
    state: choiceParam(search['state'], documents.findingState.options),
    decision: choiceParam(search['decision'], api.findingDecision.options),
    rule: textParam(search['rule'], 80),
    cve: textParam(search['cve'], 80),
    advisory: textParam(search['advisory'], 120),
    maker: textParam(search['maker']),
    action: textParam(search['action'], 500),
    sbom: textParam(search['sbom'], 80),
    component: textParam(search['component'], 300),
    kev: choiceParam(search['kev'] === true ? 'true' : search['kev'] === false ? 'false' : search['kev'], [
      'true',
      'false',
    ]),
    ssvc: choiceParam(search['ssvc'], documents.ssvcDecision.options),
    device: textParam(search['device'], 80),
    by: choiceParam(search['by'], flaws.groupedBy.options),
  });
}
