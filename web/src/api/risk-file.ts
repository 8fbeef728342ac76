// What the organization says in its risk-management file.
import { riskFile } from '#contracts/index.ts';
import { read, write } from './http.ts';

/** Everything that is asked, and what was said. */
export function loadRiskFileQuestions(signal?: AbortSignal) {
  return read(riskFile.riskFileQuestions, 'risk/file/texts', signal ? { signal } : {});
}

/** Says some of it; null takes a text back. */
export function sayInRiskFile(texts: Readonly<Record<string, string | null>>) {
  return write({ method: 'PUT', path: 'risk/file/texts', body: { texts }, shape: riskFile.riskFileQuestions });
}
