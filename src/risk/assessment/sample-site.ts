// A small made-up site for tests: an imaging network and a guest network, an open archive and an unpatched console, two threats.
import {
  DEFAULT_HARM_MATRIX,
  type RiskDevice,
  type RiskFinding,
  type RiskInputs,
  type ThreatScenario,
} from '#contracts/index.ts';
import { resolveSettings } from './settings.ts';

export const IMAGING = '10.1.0.0/24';
export const GUESTS = '10.9.0.0/24';

function device(id: string, name: string, kind: string, modality: string | null, zone = IMAGING): RiskDevice {
  return { id, name, kind, modality, zone, criticality: 5, isOnInternet: false, remoteServices: [] };
}

function finding(id: string, on: string, rule: string, more: Partial<RiskFinding> = {}): RiskFinding {
  return {
    id,
    device: on,
    kind: 'vulnerability',
    rule,
    title: `${rule} on ${on}`,
    state: 'confirmed',
    confidence: 1,
    cve: null,
    kev: false,
    epss: null,
    vector: null,
    fix: { kind: 'configure', text: 'Close it. Then look again.', who: 'pacs' },
    ...more,
  };
}

const rating = (mode: number) => ({
  value: { low: Math.max(0, mode - 1), mode, high: Math.min(4, mode + 1) },
  basis: 'test',
});
const severity = (injury: number, delay: number): ThreatScenario['severity'] => ({
  injury: rating(injury),
  diagnosis: rating(0),
  delay: rating(delay),
  privacy: rating(2),
  equipment: rating(1),
  trust: rating(2),
});

/** Ransomware on a scanner: it needs control, and costs two days. */
export const RANSOM: ThreatScenario = {
  schema: 'dosimeter.threat/1',
  id: 'ransom',
  name: 'Ransomware on a scanner',
  group: 'ransomware',
  story: 'The scanner stands still.',
  actor: { who: 'criminals', motive: 'money' },
  entries: ['guest', 'office', 'insider', 'media'],
  target: { kinds: ['modality'], function: 'host', privilege: 'control', reach: 'device' },
  preconditions: [{ what: 'an old system', rules: ['os-known-hole'] }],
  techniques: { capec: [], ics: [], enterprise: [] },
  likelihood: { intent: { value: 0.5, basis: 'test' } },
  severity: severity(1, 3),
  reachesPerson: { value: 0.1, basis: 'test' },
  losses: [
    { form: 'productivity', what: 'exams lost', cause: { of: 'downtime', days: 2, reach: 'device' }, basis: 'test' },
  ],
  detection: ['somebody notices'],
  controls: [{ id: 'backups', name: 'Backups', magnitude: 0.5, basis: 'test' }],
  sources: [],
};

/** Records taken from an archive that answers strangers: access is enough. */
export const RECORDS: ThreatScenario = {
  ...RANSOM,
  id: 'records',
  name: 'Records taken',
  group: 'records',
  target: { kinds: ['archive'], function: 'images', privilege: 'access', reach: 'department' },
  severity: {
    ...severity(0, 0),
    injury: { value: { low: 0, mode: 0, high: 0 }, basis: 'test' },
    delay: { value: { low: 0, mode: 0, high: 0 }, basis: 'test' },
    diagnosis: { value: { low: 0, mode: 0, high: 0 }, basis: 'test' },
  },
  reachesPerson: { value: 0, basis: 'test' },
  losses: [{ form: 'response', what: 'a breach', cause: { of: 'records', share: 1 }, basis: 'test' }],
  controls: [],
};

/** The inputs of the site; `settings` go over what it states. */
export function sampleInputs(
  settings: Parameters<typeof resolveSettings>[0] = {},
  more: Partial<RiskInputs> = {},
): RiskInputs {
  const exact = (value: number) => ({ low: value, mode: value, high: value });
  const resolved = resolveSettings({
    patients: 10_000,
    openDaysPerYear: 250,
    modalities: {
      CT: { examsPerDay: exact(10), incomePerExam: exact(100), cannotMove: exact(0.5) },
      MR: { examsPerDay: exact(10), incomePerExam: exact(100), cannotMove: exact(0.5) },
    },
    entries: { internet: { zones: [] }, guest: { zones: [GUESTS] }, office: { zones: [] } },
    reach: [
      { from: 'internet', to: '*', state: 'closed', because: '' },
      { from: GUESTS, to: IMAGING, state: 'closed', because: '' },
      { from: IMAGING, to: GUESTS, state: 'closed', because: '' },
    ],
    ...settings,
  });
  return {
    schema: 'dosimeter.risk-inputs/1',
    site: 'Sample',
    at: '2026-11-01T00:00:00.000Z',
    seed: 7,
    trials: 4000,
    settings: resolved.settings,
    stated: [...resolved.stated],
    devices: [
      device('ct', 'CT 1', 'modality', 'CT'),
      device('mr', 'MR 1', 'modality', 'MR'),
      device('old', 'Old archive', 'archive', null),
      device('pacs', 'Archive', 'archive', null),
    ],
    zones: [
      { id: IMAGING, name: 'Imaging' },
      { id: GUESTS, name: 'Guest Wi-Fi' },
    ],
    findings: [
      finding('f1', 'ct', 'os-known-hole', { fix: { kind: 'patch', text: 'Repair it.', who: 'maker' } }),
      finding('f2', 'ct', 'hardening-rdp'),
      finding('f3', 'old', 'dicom-open-query'),
      finding('f4', 'old', 'known-flaw', {
        cve: 'CVE-2022-2119',
        epss: 0.4,
        vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
        fix: { kind: 'patch', text: 'Repair it.', who: 'pacs' },
      }),
    ],
    reach: [
      {
        from: GUESTS,
        to: 'old',
        port: 11112,
        protocol: 'dicom',
        isClinical: false,
        lastSeenAt: '2026-10-30T00:00:00.000Z',
      },
      {
        from: GUESTS,
        to: 'ct',
        port: 3389,
        protocol: 'rdp',
        isClinical: false,
        lastSeenAt: '2026-10-31T00:00:00.000Z',
      },
      {
        from: 'ct',
        to: 'old',
        port: 11112,
        protocol: 'dicom',
        isClinical: true,
        lastSeenAt: '2026-10-31T00:00:00.000Z',
      },
    ],
    threats: [RANSOM, RECORDS],
    matrix: DEFAULT_HARM_MATRIX,
    before: null,
    ...more,
  };
}
