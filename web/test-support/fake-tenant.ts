// A made-up organization: its devices, scans, clearances and what follows from them.
import type {
  AssessmentDocument,
  Clearance,
  DecisionPolicy,
  FeedsDocument,
  Finding,
  Overview,
  ScanEndpoint,
  ScanRow,
  SourceRow,
} from '#contracts/index.ts';
import { RUNG_MEANING, SEVERITY_ORDER } from '#contracts/index.ts';
import { endpointOf, findingsOf } from './fake-details.ts';
import { centreDevices, daysAgo, type FakeDevice, groupDevices, NOW } from './fake-devices.ts';
import type { FakeRisk } from './fake-risk.ts';

export interface FakeTenant {
  readonly id: string;
  readonly name: string;
  readonly demo: boolean;
  devices: FakeDevice[];
  scans: ScanRow[];
  clearances: Clearance[];
  schedules: FakeSchedule[];
  /** The days to act that an owner has set. */
  policy?: { policy: DecisionPolicy; isDefault: boolean; by: string | null } | undefined;
  risk?: FakeRisk;
}

export interface FakeSchedule {
  id: string;
  name: string;
  scan: {
    targets: string[];
    clearance: 'handshake' | 'query' | 'full';
    authority: string | null;
    ports: number[] | null;
    perHostIntervalMs: number | null;
    vantage: string;
  };
  cron: string;
  timeZone: string;
  allowedHours: { from: string; to: string }[];
  enabled: boolean;
  nextRunAt: string | null;
  lastScan: string | null;
  createdBy: string;
}

/** The organizations of the fake: the demo, a group of `size` devices, a hospital of 2,000, and one that knows nothing yet. */
export function fakeTenants(size: number): FakeTenant[] {
  // What is huge takes a while to make, and few ask for it.
  let group: FakeDevice[] | undefined;
  return [
    { id: 'demo', name: 'Demo imaging centre', demo: true, devices: centreDevices(), ...records('127.77.0.0/24') },
    {
      id: 'group',
      name: 'Seven Hills Imaging Group',
      demo: false,
      get devices() {
        group ??= groupDevices(size);
        return group;
      },
      set devices(changed) {
        group = changed;
      },
      ...records('10.0.0.0/10'),
    },
    { id: 'hospital', name: 'Lakeview Hospital', demo: false, devices: hospitalDevices(), ...records('10.20.0.0/16') },
    { id: 'empty', name: 'Rivera Radiology', demo: false, devices: [], scans: [], clearances: [], schedules: [] },
  ];
}

/** 2,000 devices in 20 subnets. */
function hospitalDevices(): FakeDevice[] {
  return groupDevices(2000).map((device, index) => ({
    ...device,
    zone: `10.20.${index % 20}.0/24`,
    addresses: [`10.20.${index % 20}.${10 + Math.floor(index / 20)}`],
  }));
}

function records(range: string): Pick<FakeTenant, 'scans' | 'clearances' | 'schedules'> {
  const scan = (id: string, days: number, state: ScanRow['state']): ScanRow => ({
    id,
    state,
    targets: [range],
    clearance: 'query',
    authority: 'Dr. Rivera, owner of the practice',
    vantage: 'this server',
    startedAt: daysAgo(days),
    endedAt: daysAgo(days - 0.001),
    startedBy: 'owner@example.org',
    totals: { hosts: 254, endpoints: 4064, connections: 96, bytesSent: 48_213, seconds: 61.4 },
    open: 7,
    job: null,
  });
  return {
    scans: [scan('scan-2', 0.1, 'finished'), scan('scan-1', 7, 'finished'), scan('scan-0', 9, 'cut')],
    clearances: [
      {
        id: 'clearance-1',
        range,
        level: 'query',
        deny: false,
        publicScope: false,
        authority: null,
        note: 'Agreed in the safety meeting of October.',
        createdAt: daysAgo(20),
        createdBy: 'owner@example.org',
        expiresAt: daysAgo(-300),
        letter: null,
      },
      {
        id: 'clearance-2',
        range: '10.20.9.0/28',
        level: 'none',
        deny: true,
        publicScope: false,
        authority: null,
        note: 'Linear accelerator: never touch.',
        createdAt: daysAgo(20),
        createdBy: 'owner@example.org',
        expiresAt: null,
        letter: null,
      },
    ],
    schedules: [
      {
        id: 'schedule-1',
        name: 'Weekly look at the imaging rooms',
        scan: {
          targets: [range],
          clearance: 'query',
          authority: null,
          ports: null,
          perHostIntervalMs: null,
          vantage: 'this server',
        },
        cron: '30 21 * * 6',
        timeZone: 'America/New_York',
        allowedHours: [{ from: '20:00', to: '06:00' }],
        enabled: true,
        nextRunAt: daysAgo(-5),
        lastScan: 'scan-1',
        createdBy: 'owner@example.org',
      },
    ],
  };
}

const ordered = new WeakMap<FakeDevice[], Finding[]>();

/** All findings in the order of work. */
export function findingsIn(tenant: FakeTenant): Finding[] {
  const known = ordered.get(tenant.devices) ?? orderFindings(tenant);
  ordered.set(tenant.devices, known);
  return known;
}

function orderFindings(tenant: FakeTenant): Finding[] {
  return tenant.devices
    .filter((device) => !device.retired)
    .flatMap(findingsOf)
    .sort((a, b) => b.priority.score - a.priority.score || (a.id < b.id ? -1 : 1));
}

/** Endpoints that a scan of the organization found. */
export function endpointsIn(tenant: FakeTenant): ScanEndpoint[] {
  return tenant.devices
    .slice(0, 4000)
    .flatMap((device) => device.ports.map(({ port, rung }) => endpointOf(device, port, rung)));
}

function isOpen(device: FakeDevice): boolean {
  return device.exposure !== null && Number(device.exposure.charAt(1)) >= 3;
}

/** The overview of the organization. */
export function overviewOf(tenant: FakeTenant): Overview {
  const { id, name, demo, devices } = tenant;
  const findings = findingsIn(tenant);
  const last = tenant.scans.find((scan) => scan.state !== 'running');
  return {
    tenant: { id, name, demo },
    assessment: devices.length === 0 ? null : assessmentOf(tenant, findings),
    top: findings.slice(0, 10),
    lastScan: last ? { id: last.id, state: last.state, endedAt: last.endedAt, vantage: last.vantage } : null,
    running: [],
  };
}

function assessmentOf(tenant: FakeTenant, findings: readonly Finding[]): NonNullable<Overview['assessment']> {
  const devices = tenant.devices.filter((device) => !device.retired);
  const observed = devices.filter((device) => device.exposure !== null).length;
  const open = devices.filter(isOpen).length;
  const rungs = Object.entries(RUNG_MEANING).filter(([rung]) => rung !== 'E8o');
  return {
    schema: 'dosimeter.assessment/1',
    site: tenant.name,
    generatedAt: new Date(NOW).toISOString(),
    evidence: {
      oldestFact: daysAgo(200),
      newestFact: daysAgo(0.1),
      facts: devices.length * 11,
      knowledgeAsOf: '2026-08-22',
    },
    summary: {
      headline: `${open.toLocaleString('en-US')} of ${devices.length.toLocaleString('en-US')} devices let strangers in`,
      byExposure: [
        ...rungs.map(([rung, meaning]) => ({
          rung,
          meaning,
          devices: devices.filter((device) => device.exposure === rung).length,
        })),
        { rung: 'unknown', meaning: 'Nobody has looked at it yet', devices: devices.length - observed },
      ],
      bySeverity: SEVERITY_ORDER.map((severity) => ({
        severity,
        findings: findings.filter((finding) => finding.severity === severity).length,
      })),
      openShare: { low: open / devices.length, high: (open + devices.length - observed) / devices.length },
      coverage: {
        devices: devices.length,
        observed,
        withOperatingSystem: devices.filter((device) => device.os !== null).length,
        withOwner: devices.filter((device) => device.owner !== null).length,
      },
      narrow: [
        {
          fact: 'Whether the mammography unit answers strangers',
          devices: devices.length - observed,
          how: 'Clear its address and scan again; about one minute.',
        },
        {
          fact: 'Operating system of the ultrasound units',
          devices: 2,
          how: 'Read it from the system information page and enter it, or import the asset list.',
        },
      ],
    },
    doFirst: stepsOf(findings),
  };
}

function stepsOf(findings: readonly Finding[]): AssessmentDocument['doFirst'] {
  const steps = new Map<string, Finding[]>();
  for (const finding of findings) {
    const settled = steps.get(finding.fix.text) ?? [];
    settled.push(finding);
    steps.set(finding.fix.text, settled);
  }
  return [...steps].slice(0, 5).map(([action, settled]) => ({
    action,
    who: settled[0]?.fix.who ?? 'owner',
    findings: settled.slice(0, 500).map((finding) => finding.id),
    devices: settled.slice(0, 30).map((finding) => ({ id: finding.device, name: finding.deviceName })),
    because: `Settles ${settled.length} findings; the worst: ${settled[0]?.title ?? ''}.`,
  }));
}

/** What was taken in. */
export function sourcesOf(tenant: FakeTenant): { items: SourceRow[] } {
  if (tenant.devices.length === 0) return { items: [] };
  const row = { run: 'r1', by: 'Kim', at: '2026-11-20T10:00:00.000Z', facts: 1200, problems: [] };
  return {
    items: [
      { ...row, sensor: 'capture', kind: 'capture', name: 'Network capture', summary: { packets: 542_153, flows: 31 } },
      {
        ...row,
        sensor: 'nmap-xml',
        kind: 'import',
        name: 'nmap report (XML)',
        summary: { rows: 12, rejected: 1 },
        problems: ['Row 4 has no address.', 'Row 9: “10.0.0.999” is no address.', 'Row 11 has no address.'],
      },
      {
        ...row,
        sensor: 'inventory-csv',
        kind: 'import',
        name: 'List of devices',
        at: daysAgo(200),
        summary: { rows: 40, devices: 38 },
      },
    ],
  };
}

const CHECKS = {
  documents: 183,
  hash: { good: 180, notThere: 3 },
  signature: { good: 120, notThere: 51, notChecked: 12 },
  failed: 1,
  because: ['it was made with another key'],
};
const PACK = { signedBy: '5f'.repeat(32), madeAt: daysAgo(5) };

/** What is known about the world: one feed fresh, one old, one not here; nothing yet at an empty site. */
export function feedsOf({ devices }: FakeTenant): FeedsDocument {
  const here = devices.length > 0;
  const feed = (
    id: string,
    label: string,
    publisher: string,
    days: number | null,
    rows: number,
    more: Partial<FeedsDocument['feeds'][number]> = {},
  ): FeedsDocument['feeds'][number] => ({
    feed: id,
    label,
    publisher,
    asOf: here && days !== null ? daysAgo(days) : null,
    ageDays: here ? days : null,
    rows: here ? rows : 0,
    compiledAt: here && days !== null ? daysAgo(days) : null,
    sha256: null,
    problems: [],
    checks: null,
    pack: null,
    ...more,
  });
  return {
    schema: 'dosimeter.feeds/1',
    builtIn: { advisories: 50, lifecyclesAsOf: '2026-08-22' },
    feeds: [
      feed('cisa-kev', 'Known exploited vulnerabilities', 'CISA', 2, 1_404),
      feed('epss', 'Exploit prediction scores (EPSS)', 'FIRST', 96, 290_000),
      feed('openfda-recall', 'Device recalls (openFDA)', 'FDA', 12, 3_000),
      feed(
        'csaf',
        'Security advisories (CSAF)',
        'CISA and makers',
        5,
        183,
        here
          ? {
              checks: CHECKS,
              problems: ['icsma-1.json: The document is not the one that its .sha512 file was made for.'],
            }
          : {},
      ),
      feed('nvd', 'Vulnerabilities (NVD)', 'NIST', 5, 225_000, here ? { pack: PACK } : {}),
      feed('openfda-recall', 'Device recalls (openFDA)', 'FDA', null, 0),
    ],
    files: [],
    sources: [],
    fetched: [],
    landed: [],
    pack: null,
  };
}
