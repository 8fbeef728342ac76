// Made-up flaws and advisories about the made-up devices, findings in groups, and life cycles.
import type { AdvisoryDetail, AdvisoryRow, Finding, FindingGroup, FlawDetail, LifeCycles } from '#contracts/index.ts';
import { SEVERITY_ORDER } from '#contracts/index.ts';
import { NOW } from './fake-devices.ts';
import { pageOf } from './fake-lists.ts';
import type { Route } from './fake-routes.ts';
import { type FakeTenant, findingsIn } from './fake-tenant.ts';

const VECTOR = 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H';
const SCORE = { version: '3.1', vector: VECTOR, score: 9.8, severity: 'Critical', by: 'Aurora Imaging' };

function rowsOf(tenant: FakeTenant): AdvisoryRow[] {
  const findings = findingsIn(tenant).filter(({ advisories }) => advisories.includes('AUR-2026-01')).length;
  const advisory = (number: number, title: string, here: number): AdvisoryRow => ({
    id: `AUR-2026-${String(number).padStart(2, '0')}`,
    title,
    publisher: 'Aurora Imaging Product Security',
    source: 'CSAF',
    released: '2026-09-30',
    revised: '2026-10-02',
    flaws: number,
    findings: here,
  });
  return [
    advisory(1, 'Helion: console service takes commands without a password', findings),
    ...Array.from({ length: 140 }, (_, index) =>
      advisory(index + 2, index === 3 ? '<img src=x onerror=alert(1)>' : `Viewer ${index + 2}: file names`, 0),
    ),
  ];
}

function detailOf(row: AdvisoryRow): AdvisoryDetail {
  return {
    ...row,
    url: 'https://example.org/advisories/aur-2026-01',
    products: [
      { vendor: 'Aurora Imaging', product: 'Helion 64', versions: 'before 4.2' },
      { vendor: 'Aurora Imaging', product: 'Helion 128', versions: '*' },
    ],
    items: [
      {
        cve: 'CVE-2026-10001',
        title: 'Missing authentication for the console service',
        cwe: 'CWE-306',
        scores: [SCORE],
        affected: [0],
        fixed: [],
        notAffected: [1],
        underInvestigation: [],
        remedies: [{ kind: 'vendor_fix', text: 'Ask the service for version 4.2.' }],
      },
    ],
  };
}

function flawOf(tenant: FakeTenant, id: string): FlawDetail {
  const about = findingsIn(tenant).filter(({ cve }) => cve === id);
  return {
    id,
    title: 'Missing authentication for the console service',
    cwe: { id: 'CWE-306', name: 'Missing Authentication for Critical Function' },
    scores: [SCORE],
    exploited: { added: '2026-10-09', name: 'Aurora Helion', isUsedByRansomware: true, asOf: '2026-11-20' },
    epss: { chance: 0.42, asOf: '2026-11-20' },
    said: [
      {
        source: 'CSAF',
        title: 'Helion: console service takes commands without a password',
        publisher: 'Aurora Imaging Product Security',
        released: '2026-09-30',
        revised: '2026-10-02',
        url: 'https://example.org/advisories/aur-2026-01',
        advisory: 'AUR-2026-01',
        products: [{ vendor: 'Aurora Imaging', product: 'Helion 64', versions: 'before 4.2', state: 'affected' }],
        remedies: [{ kind: 'vendor_fix', text: 'Ask the service for version 4.2.' }],
      },
    ],
    devices: new Set(about.map(({ device }) => device)).size,
    findings: about.length,
  };
}

function groupsOf(tenant: FakeTenant, by: string): FindingGroup[] {
  const keyOf = (finding: Finding): string | null => {
    if (by === 'device') return finding.device;
    if (by === 'maker') return tenant.devices.find(({ id }) => id === finding.device)?.vendor ?? '';
    return by === 'cve' ? finding.cve : finding.fix.text;
  };
  const labelOf = (key: string, finding: Finding) => (by === 'device' ? finding.deviceName : key === '' ? null : key);
  const groups = Map.groupBy(findingsIn(tenant), keyOf);
  return [...groups].flatMap(([key, members]): FindingGroup[] => {
    const [first] = members;
    if (key === null || !first) return [];
    const severity = members.map((each) => each.severity).sort(bySeverity)[0] ?? 'none';
    const devices = new Set(members.map(({ device }) => device)).size;
    return [
      { key, label: labelOf(key, first), findings: members.length, devices, severity, priority: first.priority.score },
    ];
  });
}

function bySeverity(a: Finding['severity'], b: Finding['severity']): number {
  return SEVERITY_ORDER.indexOf(b) - SEVERITY_ORDER.indexOf(a);
}

const ENDS: Readonly<Record<string, Partial<LifeCycles['items'][number]>>> = {
  'Windows 7 SP1': { standing: 'ended', securityEnd: '2020-01-14', paidEnd: '2023-01-10' },
  'Windows 10 LTSC 2016': { standing: 'ended', securityEnd: '2026-10-13' },
  'Windows 10 22H2': { standing: 'assumed ended', securityEnd: '2025-10-14', latestEnd: '2032-01-13' },
  'Debian 12': { standing: 'supported', securityEnd: '2028-06-30' },
};

function cyclesOf(tenant: FakeTenant): LifeCycles {
  const groups = Map.groupBy(
    tenant.devices.filter(({ retired }) => !retired),
    ({ os }) => os,
  );
  const items = [...groups].map(([os, devices]): LifeCycles['items'][number] => ({
    os,
    label: os ?? '',
    standing: 'unknown',
    securityEnd: null,
    paidEnd: null,
    earliestEnd: null,
    latestEnd: null,
    certainty: 'published',
    wouldSettle: os === null ? null : 'The edition, as shown on the console.',
    source: 'endoflife.date',
    asOf: '2026-08-22',
    devices: devices.length,
    examples: devices.slice(0, 5).map(({ id, name, criticality }) => ({ id, name, criticality })),
    ...ENDS[os ?? ''],
  }));
  const order = ({ securityEnd }: LifeCycles['items'][number]) => securityEnd ?? '9999';
  return {
    today: new Date(NOW).toISOString().slice(0, 10),
    items: items.sort((a, b) => (order(a) < order(b) ? -1 : 1)),
    left: 0,
  };
}

/** The routes of this part. */
export const FLAW_ROUTES: readonly Route[] = [
  [
    'GET',
    /^finding-groups$/,
    ({ tenant, query }) => ({ json: pageOf(groupsOf(tenant, query.get('by') ?? ''), query) }),
  ],
  ['GET', /^flaws\/([^/]+)$/, ({ tenant }, id) => ({ json: flawOf(tenant, id) })],
  [
    'GET',
    /^advisories$/,
    ({ tenant, query }) => {
      const words = query.get('q')?.toLowerCase() ?? '';
      const kept = rowsOf(tenant).filter(
        ({ title, findings }) => title.toLowerCase().includes(words) && (query.get('here') !== 'true' || findings > 0),
      );
      return { json: pageOf(kept, query) };
    },
  ],
  [
    'GET',
    /^advisories\/([^/]+)$/,
    ({ tenant }, id) => {
      const row = rowsOf(tenant).find((each) => each.id === id);
      return row && { json: detailOf(row) };
    },
  ],
  ['GET', /^life-cycles$/, ({ tenant }) => ({ json: cyclesOf(tenant) })],
];
