// An endpoint made up for tests, to be varied.
import type { ScanEndpoint } from '#contracts/index.ts';

/** An open DICOM archive, changed as told. */
export function sampleEndpoint(change: Partial<ScanEndpoint> = {}): ScanEndpoint {
  return {
    address: '10.0.0.5',
    port: 104,
    transport: 'tcp',
    protocol: 'dicom',
    web: null,
    honeypot: null,
    exposure: 'E4',
    offered: [],
    refusal: null,
    titles: { calling: 'unchecked', called: 'unchecked' },
    echo: true,
    query: 'not offered',
    worklist: 'not offered',
    read: 'not offered',
    write: 'not offered',
    reject: null,
    abort: null,
    tls: { grade: 0, versions: [], cipher: null, mutual: false, certificate: null, weaknesses: [] },
    implementation: null,
    deviceClass: null,
    maxPdu: 16_384,
    connections: 2,
    banner: null,
    service: null,
    proven: [],
    asked: 'query',
    complete: true,
    notes: [],
    transcript: [],
    ...change,
  };
}
