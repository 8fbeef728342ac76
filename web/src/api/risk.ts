// What could happen, to whom, and what it would cost; and the figures it is worked out from.
import { api, type RiskSettingsInput, risk } from '#contracts/index.ts';
import { type Query, read, write } from './http.ts';

/** The newest assessment, or null before the first. */
export function loadRisk(signal?: AbortSignal) {
  return read(risk.riskNow, 'risk', signal ? { signal } : {});
}

/** A page of assessments, the newest first. */
export function loadRiskList(query: Query, signal?: AbortSignal) {
  return read(risk.riskList, 'risk/assessments', { query, ...(signal ? { signal } : {}) });
}

/** Works the risk out anew; the answer names the job to watch. */
export function assessRisk() {
  return write({ method: 'POST', path: 'risk/assess', body: {}, shape: api.jobAccepted });
}

/** The figures as they count, and what was stated of them. */
export function loadRiskSettings(signal?: AbortSignal) {
  return read(risk.riskSettingsNow, 'risk/settings', signal ? { signal } : {});
}

/** Replaces what is stated, as it was in `version`; what is left out is a default again. */
export function saveRiskSettings(body: RiskSettingsInput, version: string) {
  return write({
    method: 'PUT',
    path: `risk/settings?version=${encodeURIComponent(version)}`,
    body,
    shape: risk.riskSettingsNow,
  });
}
