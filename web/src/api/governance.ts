// Governance: the log of decisions and the duties.
import { type DecisionInput, governance, type ResponsibilitiesInput } from '#contracts/index.ts';
import { read, write } from './http.ts';

/** A page of the log, the newest first. */
export function loadDecisionLog(cursor: string | undefined, signal?: AbortSignal) {
  return read(governance.decisionLogPage, 'program/decision-log', {
    query: { cursor, limit: 50 },
    ...(signal ? { signal } : {}),
  });
}

/** Writes a decision at its end. */
export function writeDecision(body: DecisionInput) {
  return write({ method: 'POST', path: 'program/decision-log', body, shape: governance.decisionEntry });
}

/** Checks the whole log where it lies. */
export function checkDecisionLog() {
  return read(governance.decisionLogCheck, 'program/decision-log/check');
}

/** All duties with who holds them. */
export function loadResponsibilities(signal?: AbortSignal) {
  return read(governance.responsibilities, 'program/responsibilities', signal ? { signal } : {});
}

/** Keeps them. Refused where somebody changed them in the meantime. */
export function saveResponsibilities(body: ResponsibilitiesInput) {
  return write({ method: 'PUT', path: 'program/responsibilities', body, shape: governance.responsibilities });
}
