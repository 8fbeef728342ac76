// Checks and controls as they stand, and what people say to their questions.
import type { AttestationInput } from '#contracts/index.ts';
import { programChecks } from '#contracts/index.ts';
import { type Query, read, write } from './http.ts';

/** Every check with its counts. */
export function loadChecks(signal?: AbortSignal) {
  return read(programChecks.checkList, 'program/checks', signal ? { signal } : {});
}

/** A page of the devices on which a check stands so. */
export function loadCheck(id: string, query: Query, signal?: AbortSignal) {
  const path = `program/checks/${encodeURIComponent(id)}`;
  return read(programChecks.checkDetail, path, { query, ...(signal ? { signal } : {}) });
}

/** Every control as it stands. */
export function loadControls(signal?: AbortSignal) {
  return read(programChecks.controlList, 'program/controls', signal ? { signal } : {});
}

/** One control. */
export function loadControl(id: string, signal?: AbortSignal) {
  return read(programChecks.controlDetail, `program/controls/${encodeURIComponent(id)}`, signal ? { signal } : {});
}

/** What was said to a question, the newest first. */
export function loadAttestations(question: string, signal?: AbortSignal) {
  const query = { question, limit: 20 };
  return read(programChecks.attestationHistory, 'program/attestations', { query, ...(signal ? { signal } : {}) });
}

/** Says something. */
export function sendAttestation(said: AttestationInput) {
  const body = { attestations: [said] };
  return write({ method: 'POST', path: 'program/attestations', body, shape: programChecks.attestationsKept });
}
