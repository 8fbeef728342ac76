// Claims about what a step of the plan would cut: the same judgement as segmentation's, over the same records, whichever room is asked.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RiskAction, RiskInputs } from '#contracts/index.ts';
import {
  addressesOf,
  assessRisk,
  conversationsOf,
  Places,
  planFor,
  type RecordedFlow,
  type SegmentDevice,
  segmentationOf,
  wouldCut,
} from '../index.ts';
import { actionsOf } from './actions-of.ts';
import { Names } from './names.ts';
import { networkOf } from './network-of.ts';
import { GUESTS, IMAGING, sampleInputs } from './sample-site.ts';

const SCANNERS = '10.2.0.0/24';
const OUTSIDE = '52.1.2.3';
const ADDRESS = {
  ct: '10.2.0.11',
  mr: '10.1.0.12',
  old: '10.1.0.20',
  pacs: '10.1.0.21',
  laptop: '10.9.0.5',
} as const;
type Id = keyof typeof ADDRESS;

/** The sample site with the CT in a network of its own, and a guest's laptop of which nobody knows what it is. */
function siteWith(
  flows: readonly RecordedFlow[],
  scanners: 'open' | 'closed' = 'open',
): { inputs: RiskInputs; places: Places } {
  const base = sampleInputs();
  const devices = [
    ...base.devices.map((device) => (device.id === 'ct' ? { ...device, zone: SCANNERS } : device)),
    {
      id: 'laptop',
      name: 'LAPTOP',
      kind: null,
      modality: null,
      zone: GUESTS,
      criticality: null,
      isOnInternet: false,
      remoteServices: [],
    },
  ];
  const segmentation = {
    zones: [
      { id: IMAGING, name: 'Imaging', range: IMAGING },
      { id: SCANNERS, name: 'Scanners', range: SCANNERS },
      { id: GUESTS, name: 'Guest Wi-Fi', range: GUESTS },
    ],
    devices: devices.map(
      ({ id, name, kind, modality, zone }): SegmentDevice => ({
        id,
        name,
        kind,
        modality,
        zone,
        aeTitles: [],
        addresses: [ADDRESS[id as Id]], // ids are those of the table above
      }),
    ),
    flows,
  };
  const places = new Places(segmentation);
  const conversations = conversationsOf(segmentation, places);
  const exams = new Set(
    conversations.filter(({ hangs }) => hangs === 'exam').map((c) => `${c.from} ${c.to} ${c.port}`),
  );
  const idAt = (address: string) => places.at(address).device?.id ?? 'internet';
  const inputs: RiskInputs = {
    ...base,
    devices,
    zones: segmentation.zones.map(({ id, name }) => ({ id, name })),
    settings: {
      ...base.settings,
      reach: [
        ...base.settings.reach,
        { from: SCANNERS, to: IMAGING, state: scanners, because: '' },
        { from: GUESTS, to: SCANNERS, state: 'closed', because: '' },
      ],
    },
    reach: flows.map(({ client, server, port, protocols, lastSeenAt }) => ({
      from: idAt(client),
      to: idAt(server),
      port,
      protocol: protocols[0] ?? 'unknown',
      lastSeenAt,
      isClinical: exams.has(`${idAt(client)} ${idAt(server)} ${port}`),
    })),
    conversations,
  };
  return { inputs, places };
}

function flow(
  client: string,
  server: string,
  port: number,
  protocol: string,
  more: Partial<RecordedFlow> = {},
): RecordedFlow {
  return {
    transport: 'tcp',
    client,
    server,
    port,
    protocols: [protocol],
    operations: [],
    turnedAway: false,
    firstSeenAt: '2026-10-01T00:00:00.000Z',
    lastSeenAt: '2026-10-20T00:00:00.000Z',
    ...more,
  };
}

const FLOWS = [
  flow(ADDRESS.ct, ADDRESS.old, 11112, 'dicom', { lastSeenAt: '2026-10-25T00:00:00.000Z' }),
  flow(ADDRESS.ct, ADDRESS.pacs, 443, 'tls'),
  flow(ADDRESS.laptop, ADDRESS.old, 11112, 'dicom'),
  flow(ADDRESS.laptop, ADDRESS.ct, 3389, 'rdp'),
  flow(ADDRESS.mr, ADDRESS.old, 11112, 'dicom'),
];

describe('a step that closes a way', () => {
  const { inputs } = siteWith(FLOWS);
  const actions = actionsIn(inputs);

  test('says which exams it would cut: who, with whom, at which port, when last seen', () => {
    expect(actions.get('Close port 11112 of Old archive to CT 1')).toMatchObject({
      cutsFlows: 1,
      asksFlows: 0,
      lastCutAt: '2026-10-25T00:00:00.000Z',
      cuts: [
        {
          fromName: 'CT 1',
          toName: 'Old archive',
          port: 11112,
          protocols: ['dicom'],
          hangs: 'exam',
          flows: 1,
          lastSeenAt: '2026-10-25T00:00:00.000Z',
        },
      ],
    });
  });

  test('a guest who asks an archive is no exam, and no silence either: somebody has to decide', () => {
    expect(actions.get('Close port 11112 of Old archive to Guest Wi-Fi')).toMatchObject({
      cutsFlows: 0,
      asksFlows: 1,
      cuts: [{ fromName: 'LAPTOP', hangs: 'guest' }],
    });
    expect(actions.get('Close port 3389 of CT 1 to Guest Wi-Fi')).toMatchObject({
      cutsFlows: 0,
      asksFlows: 0,
      cuts: [],
    });
  });

  test('closing a network, or a device to all but its partners, lists what must stay open', () => {
    const network = actions.get('Close Imaging to Scanners');
    expect(network).toMatchObject({ cutsFlows: 0, keepsFlows: 2 });
    expect(network?.keeps?.map(({ fromName, toName, hangs }) => `${fromName} > ${toName} ${hangs}`)).toEqual([
      'CT 1 > Old archive exam',
      'CT 1 > Archive unsure',
    ]);
    const shield = actions.get('Let only its partners reach Old archive');
    expect(shield?.keeps?.map(({ fromName }) => fromName)).toEqual(['CT 1', 'MR 1']);
  });

  test('is never chosen by a plan where it would cut an exam; it is left out with the reason', () => {
    const { inputs: parted } = siteWith(FLOWS, 'closed');
    const document = assessRisk(parted);
    const cutting = document.actions.filter(({ cutsFlows }) => cutsFlows > 0);
    expect(cutting.length).toBeGreaterThan(0);
    const chosen = new Set(document.plan.chosen.map(({ action }) => action));
    for (const { id } of cutting) {
      expect(chosen.has(id)).toBe(false);
      expect(document.plan.leftOut.find(({ action }) => action === id)?.because).toContain('that exams use');
    }
    const names = new Map(document.actions.map(({ id, name }) => [id, name]));
    for (const { action, name } of document.plan.leftOut) {
      expect(name).toBe(names.get(action) ?? name);
      expect(['', action, undefined]).not.toContain(name);
    }
    expect(planFor(parted, {}).leftOut.filter(({ reason }) => reason === 'cuts exams').length).toBeGreaterThan(0);
  });

  test.each([
    ['something', FLOWS, true],
    ['nothing', [], false],
  ])('where %s was recorded, the document says so', (_what, flows, hasRecords) => {
    expect(assessRisk({ ...siteWith(flows).inputs, ...(hasRecords ? {} : { reach: [] }) }).hasRecords).toBe(hasRecords);
  });
});

function actionsIn(
  inputs: RiskInputs,
): ReadonlyMap<string, Pick<RiskAction, 'name' | 'cutsFlows' | 'asksFlows' | 'cuts' | 'keeps'>> {
  const names = new Names(inputs.devices, inputs.zones);
  const found = actionsOf(inputs, networkOf(inputs, 'mode'), names, [], []);
  return new Map(found.map(({ cuts, keeps, ...rest }) => [rest.name, { ...rest, cuts: [...cuts], keeps: [...keeps] }]));
}

const anyFlow = fc
  .record({
    client: fc.constantFrom(...Object.values(ADDRESS), OUTSIDE),
    server: fc.constantFrom(...Object.values(ADDRESS)),
    port: fc.constantFrom(104, 123, 443, 445, 3389, 11112),
    protocol: fc.constantFrom('dicom', 'ntp', 'smb', 'tls', 'rdp', 'http', 'unknown', 'teamviewer'),
    turnedAway: fc.boolean(),
  })
  .filter(({ client, server }) => client !== server)
  .map(({ client, server, port, protocol, turnedAway }) => flow(client, server, port, protocol, { turnedAway }));

test('of one site both rooms give the same answer about every way that can be closed', () => {
  let closed = 0;
  let cutting = 0;
  fc.assert(
    fc.property(fc.array(anyFlow, { maxLength: 15 }), (given) => {
      const flows = [...new Map(given.map((each) => [`${each.client} ${each.server} ${each.port}`, each])).values()];
      const { inputs, places } = siteWith(flows);
      const names = new Names(inputs.devices, inputs.zones);
      const built = networkOf(inputs, 'mode');
      const actions = actionsOf(inputs, built, names, [], []);
      for (const action of actions) {
        const change = action.closes.map((id) => built.changes.get(id))[0];
        if (change?.kind !== 'close' || change.how !== 'rule' || change.port === 0) continue;
        const from = change.from === 'entry:internet' ? [OUTSIDE] : addressesOf(change.from, places);
        const told = wouldCut({ from, to: addressesOf(change.to, places), port: change.port }, flows, places);
        const exams = told.filter(({ hangs }) => hangs === 'exam');
        expect([action.cutsFlows, action.asksFlows]).toEqual([exams.length, told.length - exams.length]);
        expect(action.lastCutAt).toBe(exams[0]?.flow.lastSeenAt ?? null);
        closed++;
        if (exams.length > 0) cutting++;
      }
      // What the rules of a segmentation cut by default is never what the plan calls an exam.
      const { proof } = segmentationOf({ ...segmentationIn(places), flows });
      const exams = new Set(
        (inputs.conversations ?? [])
          .filter(({ hangs }) => hangs === 'exam')
          .map(({ from, to, port }) => `${from} ${to} ${port}`),
      );
      for (const { client, server, port } of proof.cut)
        expect(exams.has(`${places.at(client).device?.id} ${places.at(server).device?.id} ${port}`)).toBe(false);
    }),
    { numRuns: 150, seed: 20_261_127 },
  );
  expect(closed).toBeGreaterThan(50);
  expect(cutting).toBeGreaterThan(5);
});

function segmentationIn(places: Places) {
  return {
    zones: [IMAGING, SCANNERS, GUESTS].map((range) => ({ id: range, name: places.zone(range)?.name ?? null, range })),
    devices: places.devices,
    relations: [],
    services: [],
  };
}
