// The benchmark: where the site stands, whether it is counted, and the files that providers exchange.
import { benchmark, type CountedIn, type SignerInput } from '#contracts/index.ts';
import { read, write } from './http.ts';

const PATH = 'program/benchmark';

/** Where the site stands. */
export function loadBenchmark(signal?: AbortSignal) {
  return read(benchmark.benchmarkView, PATH, signal ? { signal } : {});
}

/** Says whether the site is counted. */
export function saveAgreement(agreed: CountedIn) {
  return write({ method: 'PUT', path: `${PATH}/agreement`, body: { agreed }, shape: benchmark.agreementState });
}

/** The exchange as it stands, for owners. */
export function loadExchange(signal?: AbortSignal) {
  return read(benchmark.exchangeState, `${PATH}/exchange`, signal ? { signal } : {});
}

/** The file of this quarter, made now or before. */
export function exportFile(epsilon: number | undefined) {
  const body = epsilon === undefined ? {} : { epsilon };
  return write({ method: 'POST', path: `${PATH}/export`, body, shape: benchmark.benchmarkDocument });
}

/** Takes in a file of another provider; what is no JSON is sent as text, so that the server says what is wrong. */
export async function importFile(file: File) {
  const words = await file.text();
  let body: unknown = words;
  try {
    body = JSON.parse(words);
  } catch {
    // Said by the server.
  }
  return write({ method: 'POST', path: `${PATH}/files`, body, shape: benchmark.importedFile });
}

/** Trusts the key of another provider. */
export function trustSigner(body: SignerInput) {
  return write({ method: 'POST', path: `${PATH}/signers`, body, shape: benchmark.exchangeState });
}

/** Trusts it no more. */
export function dropSigner(fingerprint: string) {
  return write({ method: 'DELETE', path: `${PATH}/signers/${fingerprint}`, shape: benchmark.exchangeState });
}
