// The matrix that harm is judged by.
import { type HarmMatrix, harm } from '#contracts/index.ts';
import { read, write } from './http.ts';

/** The matrix in force, and who set it when. */
export function loadHarmMatrix(signal?: AbortSignal) {
  return read(harm.harmMatrixAnswer, 'harm-matrix', signal ? { signal } : {});
}

/** Makes a matrix the one in force; null goes back to the default. */
export function saveHarmMatrix(matrix: HarmMatrix | null) {
  return write({ method: 'PUT', path: 'harm-matrix', body: { matrix }, shape: harm.harmMatrixAnswer });
}
