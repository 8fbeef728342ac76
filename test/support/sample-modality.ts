// Devices made up for tests of checks: a modality of which nothing is known but that, to be varied; and what is said of it.
import {
  type Attestation,
  type Finding,
  HARDENING,
  type HardeningTopic,
  hardeningEntry,
  type ScanEndpoint,
} from '#contracts/index.ts';
import { type DeviceSnapshot, type Hardening, NO_HARDENING } from '#inventory/model.ts';
import { sampleDevice, sampleEndpoint } from './sample-devices.ts';

/** The time of the tests, and the day before, on which everything was seen. */
export const NOW = '2026-11-23T10:00:00.000Z';
export const SEEN = '2026-11-22T10:00:00.000Z';

/** A modality of which nothing else is known, changed as told. */
export function sampleModality(change: Partial<DeviceSnapshot> = {}): DeviceSnapshot {
  return sampleDevice({ id: 'ct-1', name: 'CT 1', kind: 'modality', modality: 'CT', ...change });
}

/** A DICOM service that turned a stranger away by its list of callers, changed as told. */
export function dicomService(
  change: Partial<ScanEndpoint> = {},
  observedAt = SEEN,
): DeviceSnapshot['services'][number] {
  return { observedAt, facts: ['fact-service'], endpoint: sampleEndpoint(change) };
}

/** What is believed of settings, by topic; all of it said by a person. */
export function settings(values: Partial<Record<HardeningTopic, string>>, change: Partial<Hardening> = {}): Hardening {
  const topics = Object.keys(HARDENING) as HardeningTopic[]; // the keys of that table
  return {
    ...NO_HARDENING,
    topics: topics.flatMap((topic) => {
      const value = values[topic];
      const entry = value === undefined ? undefined : hardeningEntry(topic).values[value];
      if (value === undefined || !entry) return [];
      const said = {
        basis: 'attested',
        confidence: 0.8,
        observedAt: SEEN,
        sensor: 'checklist',
        against: null,
      } as const;
      return [{ topic, value, good: entry.good, words: entry.words, facts: [`fact-${topic}`], ...said }];
    }),
    ...change,
  };
}

/** A figure that a collector read. */
export function figure<T>(value: T) {
  return { value, observedAt: SEEN, sensor: 'hardening-collector', facts: ['fact-figure'] };
}

/** A finding on the sample, as far as checks look at it. */
export function finding(rule: string, state: Finding['state']): Finding {
  return {
    id: `finding-${rule}`,
    device: 'ct-1',
    deviceName: 'CT 1',
    kind: 'vulnerability',
    rule,
    title: `Title of ${rule}`,
    severity: 'medium',
    state,
    confidence: 1,
    reasons: [{ rule, because: 'made up', facts: ['fact-finding'] }],
    cve: null,
    advisories: [],
    kev: false,
    epss: null,
    cvss: null,
    ssvc: null,
    fix: { kind: 'configure', text: 'made up', who: 'biomed' },
    sources: [],
    priority: { score: 0, terms: [] },
  };
}

/** A person's word, of the sample where no device is named. */
export function said(question: string, answer: Attestation['answer'], change: Partial<Attestation> = {}): Attestation {
  return { id: `said-${question}-${answer}`, question, device: 'ct-1', answer, at: SEEN, until: null, ...change };
}
