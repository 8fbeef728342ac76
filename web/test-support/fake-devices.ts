// Made-up devices: a small imaging centre written by hand, and a hospital group of any size drawn from a seed.
// Makers and places are invented. Some names are hostile on purpose.
import type { Circumstances, DeviceRow, Severity } from '#contracts/index.ts';
import { fakeRandom } from './fake-random.ts';

/** Names as an attacker would choose them; each must appear as text and do nothing. */
export const HOSTILE_NAMES: readonly string[] = [
  '<img src=x onerror=alert(1)>',
  '"><script>window.__hacked=1</script>',
  'CT \u202egnp.exe\u202c ROOM 3',
  '=HYPERLINK("http://evil.example","click")',
  '\u001b[31mRED\u001b[0m ALERT',
  `VERY${'-LONG'.repeat(28)}-NAME`,
  'javascript:alert(document.cookie)',
  '{{constructor.constructor("alert(1)")()}}',
];

export interface FakeDevice extends DeviceRow {
  readonly serial: string | null;
  /** What people said of how much hangs on it. */
  readonly circumstances?: Circumstances;
  /** Ports that answer, with the rung of each. */
  readonly ports: readonly { readonly port: number; readonly rung: string }[];
}

const DAY = 86_400_000;
/** The moment at which all fake data stand still. */
export const NOW = Date.parse('2026-11-23T09:30:00.000Z');

/** A moment some days before now. */
export function daysAgo(days: number): string {
  return new Date(NOW - days * DAY).toISOString();
}

const RUNG_SEVERITY: Readonly<Record<string, Severity>> = {
  E7: 'critical',
  W5: 'critical',
  E6: 'critical',
  W4: 'critical',
  E5: 'high',
  E4: 'high',
  E3: 'medium',
  W3: 'medium',
};

type Draft = readonly [
  name: string,
  kind: string,
  modality: string | null,
  vendor: string,
  model: string,
  os: string | null,
  title: string | null,
  exposure: string | null,
  criticality: number,
  location: string,
];

const CENTRE: readonly Draft[] = [
  ['CT 1', 'scanner', 'CT', 'Aurora Imaging', 'Helion 64', 'Windows 7 SP1', 'CT1', 'E4', 5, 'Room 1'],
  ['MR 1', 'scanner', 'MR', 'Nordlicht Medical', 'Tesla 1.5 Open', 'Windows 10 LTSC 2016', 'MR1', 'E2', 5, 'Room 4'],
  ['Ultrasound A', 'scanner', 'US', 'Sonoris', 'Wave S7', 'Linux 4.9', 'US_A', 'E3', 3, 'Room 2'],
  ['Ultrasound B', 'scanner', 'US', 'Sonoris', 'Wave S7', null, 'US_B', 'E3', 3, 'Room 3'],
  ['X-ray bucky', 'scanner', 'DX', 'Aurora Imaging', 'Flat DR-2', 'Windows XP Embedded', 'DX1', 'E4', 4, 'Room 5'],
  ['Main PACS', 'archive', null, 'Fjord Archive', 'Vault 9', 'Debian 12', 'PACS', 'E6', 5, 'Server room'],
  [
    'Old archive',
    'archive',
    null,
    'Fjord Archive',
    'Vault 4',
    'Windows Server 2008 R2',
    'ARCHIVE',
    'E5',
    4,
    'Server room',
  ],
  ['Worklist', 'worklist', null, 'Ordinate', 'RIS Broker', 'Windows Server 2019', 'WORKLIST', 'E6', 5, 'Server room'],
  ['Web viewer', 'viewer', null, 'Fjord Archive', 'Lens', 'Debian 12', null, 'W4', 3, 'Server room'],
  ['Service gateway', 'gateway', null, 'Aurora Imaging', 'CareLink box', null, 'GATEWAY', 'E1t', 3, 'Server room'],
  ['Reading station 1', 'workstation', null, 'Lumen', 'Read Pro', 'Windows 11 23H2', 'READ1', 'E2', 4, 'Reading room'],
  ['Reading station 2', 'workstation', null, 'Lumen', 'Read Pro', 'Windows 10 22H2', 'READ2', 'E2', 4, 'Reading room'],
  ['Film printer', 'printer', null, 'Kopia', 'Dry 300', null, 'PRINT', 'E3', 1, 'Archive room'],
  ['Mammography', 'scanner', 'MG', 'Nordlicht Medical', 'Clara', 'Windows 10 LTSC 2019', 'MG1', null, 4, 'Room 6'],
];

/** The imaging centre that the demo shows. */
export function centreDevices(): FakeDevice[] {
  return CENTRE.map(([name, kind, modality, vendor, model, os, title, exposure, criticality, location], index) => ({
    id: `demo-${index + 1}`,
    name,
    kind,
    modality,
    vendor,
    model,
    os,
    zone: index > 4 && index < 10 ? 'Servers' : index > 9 && index < 12 ? 'Offices' : 'Imaging rooms',
    zoneName: null,
    location,
    owner: index % 3 === 2 ? null : 'M. Okafor, biomedical engineering',
    addresses: [`127.77.0.${10 + index}`],
    aeTitles: title ? [title] : [],
    exposure,
    criticality,
    severity: severityOf(exposure, os),
    findings: countFindings(exposure, os),
    lastSeenAt: exposure === null ? null : daysAgo(0.02),
    retired: false,
    serial: index % 4 === 3 ? null : `SN-${10_000 + index * 37}`,
    ports: exposure === null ? [] : [{ port: exposure.startsWith('W') ? 8080 : 11112, rung: exposure }],
  }));
}

type Kind = readonly [kind: string, modality: string | null];

const KINDS: readonly [Kind, ...Kind[]] = [
  ['scanner', 'CT'],
  ['scanner', 'MR'],
  ['scanner', 'US'],
  ['scanner', 'DX'],
  ['scanner', 'MG'],
  ['scanner', 'XA'],
  ['workstation', null],
  ['archive', null],
  ['printer', null],
  ['gateway', null],
];
const VENDORS = [
  'Aurora Imaging',
  'Nordlicht Medical',
  'Sonoris',
  'Lumen',
  'Fjord Archive',
  'Kopia',
  'Ordinate',
] as const;
const SYSTEMS = [
  'Windows 7 SP1',
  'Windows 10 LTSC 2019',
  'Windows 10 22H2',
  'Windows 11 23H2',
  'Linux 4.9',
  null,
  null,
] as const;
const RUNGS = [
  'E0',
  'E1',
  'E1t',
  'E2',
  'E2',
  'E2',
  'E2',
  'E3',
  'E4',
  'E5',
  'E6',
  'W2',
  'W3',
  'W4',
  null,
  null,
  null,
] as const;
const SITES = ['North', 'Harbor', 'Hill', 'Lakeside', 'Old Town', 'University', 'Airport', 'Riverside'] as const;

/** Devices of a hospital group; the first carry the hostile names. */
export function groupDevices(size: number, seed = 7): FakeDevice[] {
  const random = fakeRandom(seed);
  return Array.from({ length: size }, (_, index) => {
    const [kind, modality] = random.pick(KINDS);
    const site = random.pick(SITES);
    const os = random.pick(SYSTEMS);
    const exposure = index < HOSTILE_NAMES.length ? 'E6' : random.pick(RUNGS);
    const vendor = random.pick(VENDORS);
    const number = String(index + 1).padStart(5, '0');
    const name = HOSTILE_NAMES[index] ?? `${modality ?? kind} ${site} ${number}`;
    return {
      id: `dev-${number}`,
      name,
      kind,
      modality,
      vendor,
      model: `${random.pick(['Helion', 'Wave', 'Vault', 'Clara', 'Read'])} ${1 + random.below(9)}`,
      os,
      zone: `${site} ${random.pick(['imaging', 'servers', 'offices'])}`,
      zoneName: null,
      location: random.chance(0.3) ? null : `Floor ${random.below(9)}, room ${100 + random.below(300)}`,
      owner: random.chance(0.4) ? null : 'Regional biomedical engineering',
      addresses: [`10.${random.below(40)}.${random.below(250)}.${1 + random.below(250)}`],
      aeTitles: HOSTILE_NAMES[index] ? [HOSTILE_NAMES[index].slice(0, 16)] : [`${modality ?? 'AE'}_${number}`],
      exposure,
      criticality: random.chance(0.2) ? null : 1 + random.below(5),
      severity: severityOf(exposure, os),
      findings: countFindings(exposure, os),
      lastSeenAt: exposure === null ? null : daysAgo(random.unit() * 40),
      retired: random.chance(0.01),
      serial: random.chance(0.2) ? null : `SN${1_000_000 + index}`,
      ports: exposure === null ? [] : [{ port: exposure.startsWith('W') ? 443 : 104, rung: exposure }],
    };
  });
}

/** Whether the maker of the system has stopped mending it. */
export function isPastSupport(os: string | null): boolean {
  return os !== null && /Windows (7|XP|Server 2008)/.test(os);
}

function severityOf(exposure: string | null, os: string | null): Severity {
  const fromRung = RUNG_SEVERITY[exposure ?? ''] ?? 'none';
  if (fromRung === 'critical' || !isPastSupport(os)) return fromRung;
  return 'high';
}

function countFindings(exposure: string | null, os: string | null): number {
  return (RUNG_SEVERITY[exposure ?? ''] ? 1 : 0) + (isPastSupport(os) ? 1 : 0);
}
