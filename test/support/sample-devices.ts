// Devices made up for tests: an endpoint that nobody can reach and a device about which nothing is known, to be varied.
import type { ScanEndpoint } from '#contracts/index.ts';
import { type DeviceSnapshot, NO_HARDENING } from '#inventory/model.ts';

/** A closed plain DICOM endpoint, changed as told. */
export function sampleEndpoint(change: Partial<ScanEndpoint> = {}): ScanEndpoint {
  return {
    address: '10.0.0.5',
    port: 104,
    transport: 'tcp',
    protocol: 'dicom',
    web: null,
    honeypot: null,
    exposure: 'E2',
    offered: [],
    refusal: 'calling',
    titles: { calling: 'checked', called: 'unknown' },
    echo: null,
    query: 'unknown',
    worklist: 'unknown',
    read: 'unknown',
    write: 'unknown',
    reject: null,
    abort: null,
    tls: { grade: 0, versions: [], cipher: null, mutual: false, certificate: null, weaknesses: [] },
    implementation: null,
    deviceClass: null,
    maxPdu: null,
    connections: 1,
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

/** An endpoint that took a stranger in as far as `rung`. */
export function openEndpoint(rung: 'E3' | 'E4' | 'E5' | 'E6' | 'E7', change: Partial<ScanEndpoint> = {}): ScanEndpoint {
  return sampleEndpoint({
    exposure: rung,
    refusal: null,
    titles: { calling: 'unchecked', called: 'unchecked' },
    echo: true,
    offered: rung >= 'E5' ? ['E5'] : [],
    query: rung >= 'E6' ? 'executed' : rung === 'E5' ? 'offered' : 'not offered',
    ...change,
  });
}

/** An open DICOM archive, changed as told. */
export function openArchive(change: Partial<ScanEndpoint> = {}): ScanEndpoint {
  const silent = { worklist: 'not offered', read: 'not offered', write: 'not offered' } as const;
  return openEndpoint('E4', { ...silent, maxPdu: 16_384, connections: 2, ...change });
}

/** A device about which only its name is known, changed as told. */
export function sampleDevice(change: Partial<DeviceSnapshot> = {}): DeviceSnapshot {
  return {
    id: 'device-1',
    name: 'PACS',
    kind: null,
    modality: null,
    vendor: null,
    model: null,
    serial: null,
    software: [],
    identityFacts: [],
    os: null,
    location: null,
    owner: null,
    addresses: ['10.0.0.5'],
    aeTitles: [],
    zone: null,
    criticality: null,
    services: [],
    onWire: [],
    remoteServices: [],
    internet: [],
    hardening: NO_HARDENING,
    mds2: null,
    lastSeenAt: null,
    retired: false,
    ...change,
  };
}

/** A device with these endpoints, seen on the day before the tests' now. */
export function deviceWith(endpoints: readonly ScanEndpoint[], change: Partial<DeviceSnapshot> = {}): DeviceSnapshot {
  return sampleDevice({
    services: endpoints.map((endpoint, index) => ({
      endpoint,
      observedAt: '2026-11-22T10:00:00.000Z',
      facts: [`fact-${index}`],
    })),
    lastSeenAt: '2026-11-22T10:00:00.000Z',
    ...change,
  });
}

/** An operating system as a list would give it. */
export function attestedSystem(name: string, version: string | null = null): NonNullable<DeviceSnapshot['os']> {
  return { name, version, build: null, confidence: 0.9, basis: 'attested', facts: ['fact-os'] };
}
