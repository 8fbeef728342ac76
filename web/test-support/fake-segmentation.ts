// A segmentation of the fake: a few zones and rules written by hand, the same with many devices, what it closes, and what is to decide.
import type { DryRunDocument, RuleFormat, SegmentationDocument, SegmentationRule } from '#contracts/index.ts';
import { daysAgo, type FakeDevice } from './fake-devices.ts';
import type { FakeAnswer, Route } from './fake-routes.ts';
import type { FakeTenant } from './fake-tenant.ts';

type Proof = SegmentationDocument['proof'];
type Cut = Proof['cut'][number];

const end = (names: readonly string[], addresses: readonly string[]) => ({
  names: [...names],
  addresses: [...addresses],
});
const proofOf = (flows: number, days: number): SegmentationRule['proof'] => ({
  basis: 'both',
  flows,
  keys: ['tcp/127.77.0.10>127.77.0.15:11112'],
  relations: [],
  firstSeenAt: daysAgo(40),
  lastSeenAt: daysAgo(days),
});

function allow(number: number, from: FakeDevice, to: FakeDevice, more: Partial<SegmentationRule>): SegmentationRule {
  return {
    number,
    id: `tcp/${from.id}>${to.id}:11112`,
    action: 'allow',
    transport: 'tcp',
    from: end([from.name], from.addresses),
    to: end([to.name], to.addresses),
    port: 11112,
    protocol: 'dicom',
    carries: 'clinical',
    reason: `${from.name} sends images to ${to.name}.`,
    widened: false,
    proof: proofOf(96, 0.2),
    ...more,
  };
}

const DENY: SegmentationRule = {
  number: 1000,
  id: 'deny-rest',
  action: 'deny',
  transport: 'any',
  from: end([], ['any']),
  to: end([], ['any']),
  port: null,
  protocol: null,
  carries: null,
  reason: 'Whatever is not named above is closed.',
  widened: false,
  proof: { basis: 'policy', flows: 0, keys: [], relations: [], firstSeenAt: null, lastSeenAt: null },
};

const CUT: Cut = {
  key: 'tcp/127.77.0.20>127.77.0.10:445',
  client: '127.77.0.20',
  server: '127.77.0.10',
  transport: 'tcp',
  port: 445,
  clientName: 'Reading station 1',
  serverName: 'CT 1',
  carries: 'clinical',
  protocols: ['smb'],
  operations: [],
  lastSeenAt: daysAgo(44),
  because: 'It was not seen for 44 days, and conversations older than 30 days are left out.',
};

function proofNow(isStale: boolean): Proof {
  return {
    checked: 412,
    clinical: 371,
    allowed: isStale ? 397 : 398,
    onSegment: 9,
    clinicalCut: isStale ? 1 : 0,
    waitingCut: 0,
    otherCut: 5,
    cut: isStale ? [CUT] : [],
    cutTotal: isStale ? 6 : 5,
  };
}

const NOTHING = 'No conversation is recorded here, so nothing can be proven. Take in a capture or the AE tables first.';

const DECISIONS: SegmentationDocument['decisions'] = [
  {
    id: 'internet:gateway',
    kind: 'remote service',
    transport: 'tcp',
    from: end(['Service gateway'], ['127.77.0.19']),
    to: end(['203.0.113.9'], ['203.0.113.9']),
    port: 443,
    protocol: 'tls',
    question:
      'The service gateway of Aurora Imaging calls its maker. If nothing is decided it is closed, and the maker cannot help from outside.',
    allowed: false,
    proof: proofOf(31, 1),
  },
  {
    id: 'internet:reading',
    kind: 'internet',
    transport: 'tcp',
    from: end(['Reading station 1'], ['127.77.0.20']),
    to: end(['198.51.100.7'], ['198.51.100.7']),
    port: 443,
    protocol: 'tls',
    question: 'A reading station browses the internet. If nothing is decided it is closed.',
    allowed: false,
    proof: proofOf(208, 0.1),
  },
];

function segmentationOf(tenant: FakeTenant, query: URLSearchParams): SegmentationDocument {
  const allowed = (query.get('allow') ?? '').split(',').filter((id) => id !== '');
  const staleDays = query.get('staleDays');
  const devices = tenant.devices.slice(0, 1500);
  const [ct, , , , , pacs] = devices;
  const rules =
    !ct || !pacs
      ? []
      : devices
          .filter((device) => device !== pacs)
          .map((device, index) => allow(index + 1, device, pacs, device === ct ? { proof: proofOf(96, 0.1) } : {}));
  const zones = [...Map.groupBy(devices, ({ zone }) => zone ?? 'no zone')];
  const zoneOf = new Map(devices.map(({ name, zone }) => [name, zone ?? 'no zone']));
  const partOf = (isIn: (name: string) => boolean) => ({
    opens: rules.filter(({ from }) => from.names.some(isIn)).map(({ id }) => id),
    answers: rules.filter(({ to }) => to.names.some(isIn)).map(({ id }) => id),
  });
  const perDevice = new Map<string, { opens: string[]; answers: string[] }>();
  for (const { name } of devices) perDevice.set(name, { opens: [], answers: [] });
  for (const { id, from, to } of rules) {
    for (const name of from.names) perDevice.get(name)?.opens.push(id);
    for (const name of to.names) perDevice.get(name)?.answers.push(id);
  }
  return {
    schema: 'dosimeter.segmentation/1',
    options: {
      within: query.get('within') === 'listed' ? 'listed' : 'open',
      zoneWide: query.get('zoneWide') === 'true',
      staleDays: staleDays === null ? null : Number(staleDays),
      include: query.get('include') === 'seen' ? 'seen' : 'clinical',
      allow: allowed,
    },
    zones: zones.map(([id, of], index) => ({
      id,
      name: id,
      guest: false,
      ranges: [`10.20.${index}.0/24`],
      devices: of.length,
    })),
    rules: [...rules, DENY],
    inside: [],
    devices: devices.map(({ id, name, zone }) => ({
      id,
      name,
      zone,
      ...(perDevice.get(name) ?? { opens: [], answers: [] }),
    })),
    byZone: zones.map(([id]) => ({ id, name: id, ...partOf((name) => zoneOf.get(name) === id) })),
    decisions: rules.length === 0 ? [] : DECISIONS.map((each) => ({ ...each, allowed: allowed.includes(each.id) })),
    proof:
      rules.length === 0 ? { ...proofNow(false), checked: 0, clinical: 0, allowed: 0 } : proofNow(staleDays !== null),
    closes: {
      before: 1_204,
      after: 96,
      removed: 1_108,
      zonesBefore: 64,
      zonesAfter: 11,
      services: 38,
      addresses: 27,
      devices: devices.slice(0, 40).map(({ id, name }, index) => ({
        device: id,
        name,
        services: 3,
        before: 90 - index,
        after: 4,
        words: `3 open ports of ${name} could be opened by 30 others; now by 2.`,
      })),
      devicesTotal: devices.length,
    },
    problems: rules.length === 0 ? [] : ['Film printer has no address, so that no rule can name it.'],
    nothingKnown: rules.length === 0 ? NOTHING : null,
  };
}

const DRY_RUN: DryRunDocument = {
  schema: 'dosimeter.segmentation-dry-run/1',
  packets: 48_213,
  proof: { ...proofNow(true), checked: 18, clinical: 15, allowed: 16, onSegment: 1, otherCut: 0, cutTotal: 1 },
  conversations: [
    {
      key: CUT.key,
      client: CUT.client,
      server: CUT.server,
      transport: 'tcp',
      port: 445,
      clientName: CUT.clientName,
      serverName: CUT.serverName,
      carries: 'clinical',
      protocols: ['smb'],
      operations: [],
      associations: 0,
      verdict: 'cut',
      rule: 'deny-rest',
    },
  ],
  conversationsTotal: 18,
  problems: [],
};

function rulesOf(tenant: FakeTenant, query: URLSearchParams): FakeAnswer {
  const { nothingKnown } = segmentationOf(tenant, query);
  if (nothingKnown === null) return { text: rulesAs(query.get('format')) };
  return { status: 409, json: { type: 'about:blank', title: 'conflict', status: 409, detail: nothingKnown } };
}

function rulesAs(format: string | null): string {
  const written = format as RuleFormat | null;
  return written === 'csv'
    ? 'number,action,from,to,port\n1,allow,127.77.0.10,127.77.0.15,11112\n'
    : `# ${written}\nip saddr 127.77.0.10 ip daddr 127.77.0.15 tcp dport 11112 accept comment "CT 1 sends images to Main PACS."\n`;
}

/** /segmentation... */
export const SEGMENTATION_ROUTES: readonly Route[] = [
  ['GET', /^segmentation$/, ({ tenant, query }) => ({ json: segmentationOf(tenant, query) })],
  ['GET', /^segmentation\/rules$/, ({ tenant, query }) => rulesOf(tenant, query)],
  ['POST', /^segmentation\/dry-run$/, () => ({ json: DRY_RUN })],
];
