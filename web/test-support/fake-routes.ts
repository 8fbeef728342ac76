// The routes of the fake API: method and path to an answer. Shapes are those of the contracts; a test holds them.
import { circumstancesPatch, documents, type Finding, type Job } from '#contracts/index.ts';
import { archiveTold, imagesTold } from './fake-archive.ts';
import { ASSESS_ROUTES } from './fake-assess.ts';
import { BENCHMARK_ROUTES } from './fake-benchmark.ts';
import { BOARD_ROUTES } from './fake-board.ts';
import { CALENDAR_ROUTES } from './fake-calendar.ts';
import { CHECKLIST_ROUTES } from './fake-checklist-routes.ts';
import { CHECK_ROUTES } from './fake-checks.ts';
import { CLIENT_ROUTES } from './fake-clients.ts';
import { DECISION_ROUTES } from './fake-decisions.ts';
import { detailOf, rowOf } from './fake-details.ts';
import { daysAgo, type FakeDevice } from './fake-devices.ts';
import { DONE_ROUTES } from './fake-done.ts';
import { ENGAGEMENT_ROUTES } from './fake-engagements.ts';
import { FLAW_ROUTES } from './fake-flaws.ts';
import { GOVERNANCE_ROUTES } from './fake-governance.ts';
import { HARM_ROUTES } from './fake-harm.ts';
import type { FakeJobs } from './fake-jobs.ts';
import { facetsOf, filterDevices, pageOf } from './fake-lists.ts';
import { MDS2_ROUTES } from './fake-mds2.ts';
import { flowListOf, networkOf } from './fake-network.ts';
import { OSCAL_ROUTES } from './fake-oscal.ts';
import { POLICY_ROUTES } from './fake-policies.ts';
import { RATING_ROUTES } from './fake-ratings.ts';
import { RISK_ROUTES, runningRisk } from './fake-risk.ts';
import { RISK_FILE_ROUTES } from './fake-risk-file.ts';
import { SBOM_ROUTES } from './fake-sboms.ts';
import { SEGMENTATION_ROUTES } from './fake-segmentation.ts';
import { sensorsOf } from './fake-sensors.ts';
import { SITE_ROUTES } from './fake-site.ts';
import { START_ROUTES } from './fake-start.ts';
import { endpointsIn, type FakeTenant, feedsOf, findingsIn, overviewOf, sourcesOf } from './fake-tenant.ts';
import { TRAINING_ROUTES } from './fake-training.ts';
import { WAY_ROUTES } from './fake-ways.ts';
import { WHAT_IF_ROUTES } from './fake-what-if.ts';

export interface FakeRequest {
  readonly tenant: FakeTenant;
  readonly jobs: FakeJobs;
  readonly query: URLSearchParams;
  readonly body: Readonly<Record<string, unknown>>;
  /** The uploaded file, when there is one. */
  readonly file: { readonly name: string; readonly text: string } | undefined;
}

export interface FakeAnswer {
  readonly status?: number;
  readonly json?: unknown;
  /** An answer in plain text in place of `json`. */
  readonly text?: string;
}

export type Route = readonly [
  method: string,
  path: RegExp,
  answer: (request: FakeRequest, id: string, rest: string) => FakeAnswer | undefined,
];

const SCAN_MS = 6000;
const USERS = [
  {
    id: 'user-1',
    email: 'owner@example.org',
    name: 'Dana Rivera',
    role: 'owner',
    totp: true,
    createdAt: daysAgo(40),
    lastSeenAt: daysAgo(0),
  },
  {
    id: 'user-2',
    email: 'pacs@example.org',
    name: 'Kim <b>Larsen</b>',
    role: 'editor',
    totp: false,
    createdAt: daysAgo(30),
    lastSeenAt: null,
  },
];

const SOONEST = documents.ssvcDecision.options;

function isSoon({ ssvc }: Finding, wanted: string): boolean {
  const rank = SOONEST.findIndex((each) => each === wanted);
  return (
    ssvc !== null && ssvc !== undefined && SOONEST.indexOf(ssvc.lowest) <= rank && rank <= SOONEST.indexOf(ssvc.highest)
  );
}

function isDecided({ standing }: Finding, decision: string | null): boolean {
  if (decision === 'overdue') return standing?.due?.overdue === true;
  if (decision === 'waiting') return Boolean(standing?.maker);
  return decision === null || decision === 'open' || standing?.acceptance?.state === decision;
}

function made(id: string): FakeAnswer {
  return { status: 201, json: { id } };
}

/** A device with what a person said of it; null takes an answer back. */
function withPatch(device: FakeDevice, { circumstances: said = {}, ...body }: FakeRequest['body']): FakeDevice {
  const all = { emergency: true, ...device.circumstances, ...circumstancesPatch.parse(said) };
  const stated = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null));
  return { ...device, ...body, circumstances: stated };
}

function isBill(file: FakeRequest['file']): boolean {
  return file?.text.includes('"bomFormat"') ?? false;
}

function importResult(file: FakeRequest['file']): Job['result'] {
  const bill = {
    id: 'sbom-1',
    vendor: 'Aurora Imaging',
    product: 'Helion 64',
    version: 'R1',
    components: 40,
    relations: 4,
  };
  return {
    schema: 'dosimeter.import/1',
    files: [
      {
        file: file?.name ?? '',
        kind: 'inventory-csv',
        rows: 212,
        accepted: 209,
        rejected: [
          { row: 17, reason: 'The serial number SN-1042 stands in row 4 already, with another model.' },
          { row: 80, reason: '“10.1.2.999” is no address.' },
          { row: 144, reason: 'The row is empty.' },
        ],
        rejectedTotal: 3,
        facts: 1488,
        changed: 34,
        mapping: {},
        ...(isBill(file) ? { sbom: bill } : {}),
      },
    ],
  };
}

/** Every route but those of the session. */
export const ROUTES: readonly Route[] = [
  ...DECISION_ROUTES,
  ...POLICY_ROUTES,
  ...START_ROUTES,
  ...TRAINING_ROUTES,
  ...SITE_ROUTES,
  ...CHECKLIST_ROUTES,
  ...FLAW_ROUTES,
  ...MDS2_ROUTES,
  ...RATING_ROUTES,
  ...HARM_ROUTES,
  ...GOVERNANCE_ROUTES,
  ...BOARD_ROUTES,
  ...BENCHMARK_ROUTES,
  ...CLIENT_ROUTES,
  ...CALENDAR_ROUTES,
  ...ENGAGEMENT_ROUTES,
  ...WAY_ROUTES,
  ...RISK_FILE_ROUTES,
  ...SBOM_ROUTES,
  ...RISK_ROUTES,
  ...DONE_ROUTES,
  ...CHECK_ROUTES,
  ...ASSESS_ROUTES,
  ...OSCAL_ROUTES,
  ...WHAT_IF_ROUTES,
  ...SEGMENTATION_ROUTES,
  [
    'GET',
    /^sign-in\/settings$/,
    () => ({ json: { ways: [], callback: 'http://fake/api/v1/sign-in/callback', page: 'http://fake/?site=demo' } }),
  ],
  [
    'GET',
    /^overview$/,
    ({ tenant, jobs }) => ({ json: { ...overviewOf(tenant), running: runningRisk(tenant, jobs) } }),
  ],
  [
    'GET',
    /^devices$/,
    ({ tenant, query }) => {
      const page = pageOf(filterDevices(tenant.devices, query), query);
      return { json: { ...page, items: page.items.map(rowOf) } };
    },
  ],
  [
    'GET',
    /^devices\/facets$/,
    ({ tenant: { devices } }) => ({
      json: {
        kinds: facetsOf(devices.map((device) => device.kind)),
        modalities: facetsOf(devices.map((device) => device.modality)),
        vendors: facetsOf(devices.map((device) => device.vendor)),
        exposures: facetsOf(devices.map((device) => device.exposure)),
      },
    }),
  ],
  ['POST', /^devices\/merge$/, ({ tenant, body }) => merge(tenant, body['devices'])],
  [
    'GET',
    /^devices\/([^/]+)$/,
    ({ tenant }, id) => {
      const device = tenant.devices.find((each) => each.id === id);
      return device && { json: detailOf(device) };
    },
  ],
  [
    'PATCH',
    /^devices\/([^/]+)$/,
    ({ tenant, body }, id) => {
      tenant.devices = tenant.devices.map((device) => (device.id === id ? withPatch(device, body) : device));
      return { json: {} };
    },
  ],
  ['POST', /^devices\/([^/]+)\/split$/, (_, id) => ({ json: { decision: 'decision-split', devices: [id] } })],
  [
    'POST',
    /^devices\/([^/]+)\/retire$/,
    ({ tenant, body }, id) => {
      const retired = body['retired'] === true;
      tenant.devices = tenant.devices.map((device) => (device.id === id ? { ...device, retired } : device));
      return { json: { decision: 'decision-retire', devices: [id] } };
    },
  ],
  ['POST', /^decisions\/([^/]+)\/undo$/, () => ({ json: {} })],
  [
    'GET',
    /^findings$/,
    ({ tenant, query }) => {
      const words = query.get('q')?.toLowerCase();
      const kept = findingsIn(tenant).filter(
        (finding) =>
          (['kind', 'severity', 'state', 'device', 'rule'] as const).every(
            (key) => query.get(key) === null || finding[key] === query.get(key),
          ) &&
          isDecided(finding, query.get('decision')) &&
          (query.get('unit') === null || finding.recall?.unit === query.get('unit')) &&
          (query.get('recall') === null || finding.recall?.id === query.get('recall')) &&
          (query.get('cve') === null || finding.cve === query.get('cve')) &&
          (query.get('kev') === null || String(finding.kev) === query.get('kev')) &&
          (query.get('ssvc') === null || isSoon(finding, query.get('ssvc') ?? '')) &&
          (query.get('advisory') === null || finding.advisories.includes(query.get('advisory') ?? '')) &&
          (!words || `${finding.title} ${finding.deviceName}`.toLowerCase().includes(words)),
      );
      return { json: pageOf(kept, query) };
    },
  ],
  [
    'GET',
    /^findings\/([^/]+)$/,
    ({ tenant }, id) => {
      const finding = findingsIn(tenant).find((each) => each.id === id);
      return finding && { json: finding };
    },
  ],
  ['GET', /^feeds$/, ({ tenant }) => ({ json: feedsOf(tenant) })],
  ['GET', /^sources$/, ({ tenant }) => ({ json: sourcesOf(tenant) })],
  ['GET', /^sensors$/, ({ tenant }) => ({ json: { items: sensorsOf(tenant) } })],
  [
    'POST',
    /^sensors$/,
    ({ body }) => ({
      status: 201,
      json: { id: 'sensor-9', name: body['name'], token: `${String(body['name'])}.not-a-token-of-any-server` },
    }),
  ],
  ['DELETE', /^sensors\/([^/]+)$/, () => ({ json: { done: true } })],
  ['GET', /^network$/, ({ tenant, query }) => ({ json: networkOf(tenant, query) })],
  ['GET', /^flows$/, ({ tenant, query }) => ({ json: flowListOf(tenant, query) })],
  ['GET', /^clearances$/, ({ tenant, query }) => ({ json: pageOf(tenant.clearances, query) })],
  [
    'POST',
    /^clearances$/,
    ({ tenant, body }) => {
      const id = `clearance-${tenant.clearances.length + 1}`;
      const written = { id, createdAt: daysAgo(0), createdBy: 'owner@example.org', letter: null, ...body };
      // The fake trusts the page under test: what it sends is what the contract says.
      tenant.clearances = [written as FakeTenant['clearances'][number], ...tenant.clearances];
      return made(id);
    },
  ],
  [
    'DELETE',
    /^clearances\/([^/]+)$/,
    ({ tenant }, id) => {
      tenant.clearances = tenant.clearances.filter((each) => each.id !== id);
      return { status: 204 };
    },
  ],
  ['GET', /^scans$/, ({ tenant, query }) => ({ json: pageOf(tenant.scans.map(settled), query) })],
  ['POST', /^scans$/, startScan],
  [
    'GET',
    /^scans\/([^/]+)\/difference$/,
    ({ tenant, query }, id) => {
      const [first, second] = endpointsIn(tenant);
      return {
        json: {
          from: query.get('from') ?? '',
          to: id,
          appeared: first ? [first] : [],
          disappeared: second ? [second] : [],
          changed: [{ address: '127.77.0.12', port: 11112, field: 'exposure', before: 'E2', after: 'E4' }],
          unchanged: 9,
        },
      };
    },
  ],
  ['POST', /^scans\/([^/]+)\/cancel$/, cancelScan],
  [
    'GET',
    /^scans\/([^/]+)$/,
    (request, id) => {
      const scan = request.tenant.scans.map(settled).find((each) => each.id === id);
      if (!scan) return undefined;
      const refused = [{ target: '10.20.9.0/28', reason: 'denied: Linear accelerator: never touch.' }];
      const endpoints = scan.state === 'running' ? [] : endpointsIn(request.tenant);
      return { json: { scan, ports: [104, 11112], refused, endpoints } };
    },
  ],
  ['GET', /^schedules$/, ({ tenant, query }) => ({ json: pageOf(tenant.schedules, query) })],
  [
    'POST',
    /^schedules$/,
    ({ tenant, body }) => {
      const id = `schedule-${tenant.schedules.length + 1}`;
      const rest = { id, nextRunAt: daysAgo(-1), lastScan: null, createdBy: 'owner@example.org' };
      tenant.schedules = [...tenant.schedules, { ...body, ...rest } as FakeTenant['schedules'][number]];
      return made(id);
    },
  ],
  [
    'PATCH',
    /^schedules\/([^/]+)$/,
    ({ tenant, body }, id) => {
      tenant.schedules = tenant.schedules.map((each) => (each.id === id ? { ...each, ...body } : each));
      return { json: {} };
    },
  ],
  [
    'DELETE',
    /^schedules\/([^/]+)$/,
    ({ tenant }, id) => {
      tenant.schedules = tenant.schedules.filter((each) => each.id !== id);
      return { status: 204 };
    },
  ],
  [
    'POST',
    /^imports\/pacs$/,
    ({ jobs, body }) => {
      const job = jobs.start('pacs', 1500, archiveTold({ countPatients: body['countPatients'] === true }));
      return { status: 202, json: { job, href: `/api/v1/jobs/${job}` } };
    },
  ],
  [
    'POST',
    /^imports\/images$/,
    ({ jobs, file }) => {
      // Names of files are often names of patients: a page that sends one fails here.
      if (file?.name !== 'image') return undefined;
      const job = jobs.start('images', 1500, imagesTold());
      return { status: 202, json: { job, href: `/api/v1/jobs/${job}` } };
    },
  ],
  ['POST', /^imports\/preview$/, ({ file }) => preview(file)],
  [
    'POST',
    /^imports$/,
    ({ jobs, file }) => {
      const job = jobs.start('import', 1500, importResult(file));
      return { status: 202, json: { job, href: `/api/v1/jobs/${job}` } };
    },
  ],
  [
    'GET',
    /^jobs\/([^/]+)$/,
    ({ jobs }, id) => {
      const job = jobs.get(id);
      return job && { json: job };
    },
  ],
  ['GET', /^users$/, ({ query }) => ({ json: pageOf(USERS, query) })],
  ['POST', /^users$/, () => made('user-3')],
  ['PATCH', /^users\/([^/]+)$/, () => ({ json: {} })],
  ['DELETE', /^users\/([^/]+)$/, () => ({ status: 204 })],
  ['GET', /^audit$/, ({ query }) => ({ json: pageOf(AUDIT, query) })],
  ['POST', /^me\/totp$/, () => ({ json: { secret: 'JBSWY3DPEHPK3PXP', uri: 'otpauth://totp/Dosimeter', qrSvg: QR } })],
  ['POST', /^me\/password$/, () => ({ status: 204 })],
  ['POST', /^me\/totp\/(?:confirm|remove)$/, () => ({ status: 204 })],
];

const QR =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M1 1h3v3H1zM5 1h3v3H5zM1 5h3v3H1zM5 5h1v1H5zM7 7h1v1H7z"/></svg>';

const ACTIONS = ['signed in', 'started a scan of', 'added a clearance for', 'merged', 'imported'];
const AUDIT = Array.from({ length: 240 }, (_, index) => ({
  id: `audit-${index}`,
  at: daysAgo(index * 0.7),
  who: index % 4 === 3 ? 'local' : 'owner@example.org',
  action: ACTIONS[index % ACTIONS.length] ?? '',
  subject: index % 5 === 0 ? '' : '10.20.0.0/24',
  detail: index % 5 === 1 ? 'authority: <script>alert(1)</script>' : '',
}));

function settled(scan: FakeTenant['scans'][number]): FakeTenant['scans'][number] {
  const over = scan.state === 'running' && Date.now() - Date.parse(scan.startedAt) > SCAN_MS;
  return over ? { ...scan, state: 'finished', endedAt: new Date().toISOString() } : scan;
}

function startScan({ tenant, jobs, body }: FakeRequest): FakeAnswer {
  const targets = Array.isArray(body['targets']) ? body['targets'].map(String) : [];
  if (targets.includes('bad')) {
    const detail = "'bad' is no address or range; write 10.1.2.3 or 10.1.2.0/24.";
    return {
      status: 400,
      json: {
        type: 'about:blank',
        title: 'Invalid',
        status: 400,
        detail,
        code: 'invalid',
        fields: { targets: detail },
      },
    };
  }
  const job = jobs.start('scan', SCAN_MS, null);
  const id = `scan-${tenant.scans.length}`;
  tenant.scans = [
    {
      id,
      state: 'running',
      targets,
      clearance: 'query',
      authority: typeof body['authority'] === 'string' ? body['authority'] : null,
      vantage: 'this server',
      startedAt: new Date().toISOString(),
      endedAt: null,
      startedBy: 'owner@example.org',
      totals: null,
      open: 0,
      job,
    },
    ...tenant.scans,
  ];
  return { status: 202, json: { job, href: `/api/v1/jobs/${job}` } };
}

function cancelScan({ tenant, jobs }: FakeRequest, id: string): FakeAnswer {
  tenant.scans = tenant.scans.map((scan) => {
    if (scan.id !== id) return scan;
    if (scan.job) jobs.cancel(scan.job);
    return { ...scan, state: 'cancelled', endedAt: new Date().toISOString() };
  });
  return { json: {} };
}

function merge(tenant: FakeTenant, wanted: unknown): FakeAnswer {
  const ids = Array.isArray(wanted) ? wanted.map(String) : [];
  tenant.devices = tenant.devices.filter((device) => device.id === ids[0] || !ids.includes(device.id));
  return { json: { decision: 'decision-merge', devices: ids.slice(0, 1) } };
}

const FIELDS = [
  ['name', 'Name'],
  ['vendor', 'Maker'],
  ['model', 'Model'],
  ['serial', 'Serial number'],
  ['os', 'Operating system'],
  ['address', 'Address'],
  ['location', 'Place'],
  ['owner', 'Responsible'],
  ['criticality', 'How critical'],
] as const;

function preview(file: FakeRequest['file']): FakeAnswer {
  if (isBill(file)) {
    const told = { file: file?.name ?? '', kind: 'cyclonedx', label: 'Bill of materials (CycloneDX)', problems: [] };
    return { json: { ...told, delimiter: '', encoding: '', columns: [], fields: [] } };
  }
  const [head = '', ...rows] = (file?.text ?? '').split(/\r?\n/);
  const delimiter = head.includes(';') ? ';' : ',';
  const columns = head.split(delimiter).map((name, index) => ({
    name,
    guess: FIELDS.find(([field, label]) => [field, label.toLowerCase()].includes(name.toLowerCase()))?.[0] ?? null,
    samples: rows.slice(0, 3).map((row) => row.split(delimiter)[index] ?? ''),
  }));
  return {
    json: {
      file: file?.name ?? '',
      kind: 'inventory-csv',
      label: 'Device list (CSV)',
      delimiter,
      encoding: 'utf-8',
      columns,
      fields: FIELDS.map(([field, label]) => ({ field, label })),
      problems: rows.length < 2 ? ['The file holds only one row.'] : [],
    },
  };
}
