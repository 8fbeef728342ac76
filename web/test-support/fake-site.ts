// The site as a whole, of the fake: titles, relations, software by its number, zones, what crosses the border.
import type {
  AeTitleRow,
  DeviceCoverage,
  InternetFlow,
  Relation,
  RelationState,
  Renumbering,
  SoftwareRow,
  ZoneRow,
} from '#contracts/index.ts';
import { factOf } from './fake-details.ts';
import { daysAgo, type FakeDevice } from './fake-devices.ts';
import { pageOf } from './fake-lists.ts';
import type { Route } from './fake-routes.ts';
import type { FakeTenant } from './fake-tenant.ts';

const MOST = 400;
const STATES: readonly RelationState[] = ['used', 'unused', 'unlisted', 'untold'];

function titlesOf({ devices }: FakeTenant): AeTitleRow[] {
  const holders = new Map<string, AeTitleRow['devices']>();
  for (const { id, name, addresses, aeTitles } of devices.slice(0, MOST)) {
    for (const title of aeTitles) holders.set(title, [...(holders.get(title) ?? []), { id, name, addresses }]);
  }
  return [...holders].map(([title, known], at) => ({
    title,
    devices: known.slice(0, 5),
    holders: known.length,
    shippedWith: title === 'ORTHANC' ? { product: 'Orthanc', source: 'Orthanc Book, configuration' } : null,
    lastSeenAt: at % 3 === 0 ? null : '2026-11-20T10:00:00.000Z',
  }));
}

function relationsOf({ devices }: FakeTenant): Relation[] {
  const [first, second, third] = devices;
  if (!first || !second || !third) return [];
  const end = ({ id, name, aeTitles, addresses }: FakeDevice) => ({
    device: { id, name },
    title: aeTitles[0] ?? null,
    address: addresses[0] ?? null,
  });
  const proof = [factOf(first, { attribute: 'device.peer', value: 'PACS', basis: 'attested', confidence: 0.8 })];
  const seen = { outcome: 'accepted', lastSeenAt: '2026-11-20T10:00:00.000Z' } as const;
  return [
    { state: 'used', from: end(first), to: end(second), port: 104, ...seen, facts: proof },
    { state: 'unused', from: end(third), to: end(second), port: 104, outcome: null, lastSeenAt: null, facts: proof },
    {
      state: 'unlisted',
      from: { device: null, title: 'STRANGER', address: '10.20.9.77' },
      to: end(second),
      port: 11_112,
      ...seen,
      outcome: 'rejected',
      facts: proof,
    },
  ];
}

function softwareOf({ devices }: FakeTenant): SoftwareRow[] {
  const [first, second] = devices;
  if (!first || !second) return [];
  const row = { versionNames: ['HELION_VB20'], lastSeenAt: '2026-11-20T10:00:00.000Z' };
  const of = ({ id, name }: FakeDevice) => ({ id, name });
  const name = { id: 'name-1', product: 'Fluent', vendor: 'Fjord Archive', by: 'Kim', at: daysAgo(3) };
  return [
    { ...row, code: '1.3.99.1.20', kinds: ['service'], devices: [of(first)], carriers: 1, name: null },
    { ...row, code: '1.3.99.4', kinds: ['caller'], devices: [of(second)], carriers: 7, name },
  ];
}

/** The zones of an organization, by its devices. */
export function zonesOf({ devices }: FakeTenant): ZoneRow[] {
  const zones = new Map<string, FakeDevice[]>();
  for (const device of devices) {
    const zone = device.zone ?? 'unknown';
    const known = zones.get(zone);
    if (known) known.push(device);
    else zones.set(zone, [device]);
  }
  return [...zones].map(([id, known], at) => ({
    id,
    name: at === 1 ? 'Reading rooms' : null,
    namedBy: at === 1 ? 'Kim' : null,
    devices: known.length,
    exposure: known[0]?.exposure ?? null,
    severity: known[0]?.severity ?? 'none',
    because: ['The network is 10.20.1.0/24, as its address server tells devices.'],
  }));
}

function flowsOf({ devices }: FakeTenant): InternetFlow[] {
  const [device] = devices;
  if (!device) return [];
  const flow = {
    address: device.addresses[0] ?? '',
    device: { id: device.id, name: device.name, kind: device.kind },
    transport: 'tcp',
    firstSeenAt: daysAgo(9),
    lastSeenAt: daysAgo(1),
    facts: [factOf(device, { attribute: 'flow.seen', value: 'tcp/5938', basis: 'observed', confidence: 0.9 })],
  };
  return [
    { ...flow, key: 'a', direction: 'out', publicAddress: '192.0.2.80', port: 5938, protocols: ['teamviewer'] },
    { ...flow, key: 'b', direction: 'in', publicAddress: '198.51.100.7', port: 104, protocols: ['dicom'] },
  ];
}

function renumberingOf({ devices }: FakeTenant, id: string): Renumbering | undefined {
  const device = devices.find((each) => each.id === id);
  const [, partner] = devices;
  if (!device || !partner) return undefined;
  const facts = [factOf(partner, { attribute: 'device.peer', value: 'CT1', basis: 'attested', confidence: 0.8 })];
  const [title = 'CT1'] = device.aeTitles;
  const address = device.addresses[0] ?? null;
  return {
    addresses: device.addresses,
    titles: device.aeTitles,
    configured: [
      { device: partner.id, name: partner.name, title, address, port: 104, by: ['address', 'title'], facts },
    ],
    partners: [{ title: 'PACS', address: '10.20.1.20', port: 104, facts }],
    flows: [
      {
        direction: 'calls it',
        own: address ?? '',
        transport: 'tcp',
        address: partner.addresses[0] ?? '',
        device: { id: partner.id, name: partner.name },
        port: 104,
        protocols: ['dicom'],
        titles: ['PACS'],
        lastSeenAt: daysAgo(1),
      },
    ],
    truncated: false,
  };
}

function coverageOf({ devices }: FakeTenant): DeviceCoverage {
  return { listed: devices.length, notListed: Math.floor(devices.length / 5), notSeen: Math.floor(devices.length / 7) };
}

/** The routes of the site. */
export const SITE_ROUTES: readonly Route[] = [
  [
    'GET',
    /^ae-titles$/,
    ({ tenant, query }) => {
      const only = query.get('only');
      const fits = ({ holders, shippedWith }: AeTitleRow) =>
        only === null || (only === 'shared' ? holders > 1 : shippedWith !== null);
      return { json: pageOf(titlesOf(tenant).filter(fits), query) };
    },
  ],
  [
    'GET',
    /^ae-titles\/relations$/,
    ({ tenant, query }) => {
      const all = relationsOf(tenant);
      const inState = (state: string | null) => all.filter((each) => each.state === state);
      const counts = Object.fromEntries(STATES.map((state) => [state, inState(state).length]));
      return { json: { ...pageOf(inState(query.get('state')), query), counts } };
    },
  ],
  [
    'GET',
    /^software$/,
    ({ tenant, query }) => {
      const named = query.get('state') === 'named';
      return {
        json: pageOf(
          softwareOf(tenant).filter(({ name }) => (name !== null) === named),
          query,
        ),
      };
    },
  ],
  ['POST', /^software\/names$/, () => ({ json: { name: 'name-2', devices: ['demo-1'] } })],
  ['POST', /^software\/names\/([^/]+)\/undo$/, (_request, id) => ({ json: { name: id, devices: ['demo-1'] } })],
  ['GET', /^zones$/, ({ tenant, query }) => ({ json: pageOf(zonesOf(tenant), query) })],
  ['PATCH', /^zones$/, () => ({ status: 204 })],
  [
    'GET',
    /^flows\/internet$/,
    ({ tenant, query }) => {
      const direction = query.get('direction');
      return {
        json: pageOf(
          flowsOf(tenant).filter((flow) => direction === null || flow.direction === direction),
          query,
        ),
      };
    },
  ],
  ['GET', /^devices\/coverage$/, ({ tenant }) => ({ json: coverageOf(tenant) })],
  [
    'GET',
    /^devices\/([^/]+)\/renumbering$/,
    ({ tenant }, id) => {
      const json = renumberingOf(tenant, id);
      return json && { json };
    },
  ],
];
