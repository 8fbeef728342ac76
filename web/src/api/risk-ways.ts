// The assessment of risk as the pages of ways, plan and what-if need it: read it, work it out again, and ask what would be if.
import type { z } from 'zod';
import { api, documents, type Finding, type RiskSettingsInput, risk, type WhatIfResult } from '#contracts/index.ts';
import { read, write } from './http.ts';

export type WhatIfQuestion = z.input<typeof risk.whatIfInput>;

/** The newest assessment; null before the first. */
export function loadRiskNow(signal?: AbortSignal): Promise<z.output<typeof risk.riskNow>> {
  return read(risk.riskNow, 'risk', signal ? { signal } : {});
}

/** Works the risk out anew, as a job. */
export function assessRisk(): Promise<z.output<typeof api.jobAccepted>> {
  return write({ method: 'POST', path: 'risk/assess', body: {}, shape: api.jobAccepted });
}

/** What the site stated, and every figure as it counts. */
export function loadStatedRisk(signal?: AbortSignal): Promise<z.output<typeof risk.riskSettingsNow>> {
  return read(risk.riskSettingsNow, 'risk/settings', signal ? { signal } : {});
}

/** States figures; what is left out goes back to its default. */
export function stateRisk(stated: RiskSettingsInput): Promise<z.output<typeof risk.riskSettingsNow>> {
  return write({ method: 'PUT', path: 'risk/settings', body: stated, shape: risk.riskSettingsNow });
}

/** What a year would cost with these actions done and these figures changed. */
export function askWhatIf(body: WhatIfQuestion, signal: AbortSignal): Promise<WhatIfResult> {
  return write({ method: 'POST', path: 'risk/what-if', body, shape: risk.whatIfResult, signal });
}

/** A finding with its reasons. */
export function loadFinding(id: string, signal?: AbortSignal): Promise<Finding> {
  return read(documents.finding, `findings/${encodeURIComponent(id)}`, signal ? { signal } : {});
}
