// Claims about the allow-list and its proof.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { segmentation } from '#contracts/index.ts';
import { isPrivate, parseRange } from '#kit/index.ts';
import {
  addressesOf,
  allowListOf,
  proveNoneCut,
  type RecordedFlow,
  renderRules,
  type SegmentationInput,
  type SegmentationOptions,
  type SegmentDevice,
  segmentationOf,
  USUAL_OPTIONS,
  wouldCut,
} from '../index.ts';

const CT = '10.0.1.11';
const MR = '10.0.1.12';
const PACS = '10.0.2.10';
const RIS = '10.0.2.20';
const READ = '10.0.3.21';
const GUEST = '10.0.9.5';
const OUTSIDE = '52.1.2.3';

const device = (id: string, address: string, change: Partial<SegmentDevice> = {}): SegmentDevice => ({
  id,
  name: id,
  kind: null,
  modality: null,
  zone: `${address.split('.').slice(0, 3).join('.')}.0/24`,
  addresses: [address],
  aeTitles: [],
  ...change,
});
const flow = (client: string, server: string, port: number, change: Partial<RecordedFlow> = {}): RecordedFlow => ({
  transport: 'tcp',
  client,
  server,
  port,
  protocols: ['dicom'],
  operations: ['store'],
  turnedAway: false,
  firstSeenAt: '2026-11-01T00:00:00.000Z',
  lastSeenAt: '2026-11-20T00:00:00.000Z',
  ...change,
});
const SITE: SegmentationInput = {
  zones: [
    { id: '10.0.1.0/24', name: 'Scanners', range: '10.0.1.0/24' },
    { id: '10.0.2.0/24', name: null, range: '10.0.2.0/24' },
    { id: '10.0.3.0/24', name: 'Reading', range: '10.0.3.0/24' },
    { id: '10.0.9.0/24', name: 'Guest WLAN', range: '10.0.9.0/24' },
  ],
  devices: [
    device('CT 1', CT, { kind: 'modality', modality: 'CT', aeTitles: ['CT1'] }),
    device('MR 1', MR, { kind: 'modality', modality: 'MR', aeTitles: ['MR1'] }),
    device('PACS', PACS, { kind: 'archive', aeTitles: ['PACS1'] }),
    device('RIS', RIS, { kind: 'worklist' }),
    device('Read 1', READ, { kind: 'viewer', aeTitles: ['READ1'] }),
    device('Laptop', GUEST),
  ],
  flows: [],
  relations: [],
  services: [],
};
const site = (change: Partial<SegmentationInput>): SegmentationInput => ({ ...SITE, ...change });
const options = (change: Partial<SegmentationOptions>): SegmentationOptions => ({ ...USUAL_OPTIONS, ...change });
const line = (of: string, change: Partial<SegmentationInput['relations'][number]> = {}) => ({
  fact: `fact of ${of}`,
  device: of,
  title: 'PACS1',
  address: PACS,
  port: 104,
  ...change,
});
/** The allow rules that stand for conversations, as `clients > server:port basis`. */
const lines = (input: SegmentationInput, change: Partial<SegmentationOptions> = {}) =>
  allowListOf(input, options(change))
    .rules.filter(({ action, proof }) => action === 'allow' && proof.basis !== 'policy')
    .map(
      ({ from, to, transport, port, proof }) =>
        `${from.addresses.join()} > ${to.addresses.join()} ${transport}/${port} ${proof.basis}`,
    );

describe('the allow-list', () => {
  test('brings clients of one service together, with why and by what it is proven', () => {
    const input = site({
      flows: [
        flow(CT, PACS, 104),
        flow(MR, PACS, 104, { lastSeenAt: '2026-11-22T00:00:00.000Z', operations: ['store', 'move'] }),
        flow(CT, RIS, 105, { operations: ['find'] }),
        flow(CT, RIS, 123, { transport: 'udp', protocols: ['ntp'], operations: [] }),
      ],
      relations: [line('CT 1')],
    });
    const { rules } = allowListOf(input);
    expect(
      rules
        .slice(0, 3)
        .map(({ from, to, port, reason, proof, widened }) => ({ from, to, port, reason, proof, widened })),
    ).toEqual([
      {
        from: { names: ['CT 1', 'MR 1'], addresses: [CT, MR] },
        to: { names: ['PACS'], addresses: [PACS] },
        port: 104,
        reason: 'CT 1 and MR 1 send images to and have images sent by PACS. An AE table says so, too.',
        widened: false,
        proof: {
          basis: 'both',
          flows: 2,
          keys: [`tcp/${CT}>${PACS}:104`, `tcp/${MR}>${PACS}:104`],
          relations: ['fact of CT 1'],
          firstSeenAt: '2026-11-01T00:00:00.000Z',
          lastSeenAt: '2026-11-22T00:00:00.000Z',
        },
      },
      expect.objectContaining({ port: 105, reason: 'CT 1 asks for its worklist at RIS.' }),
      expect.objectContaining({ port: 123, reason: 'CT 1 takes the time from RIS.' }),
    ]);
    expect(rules.at(-1)).toMatchObject({ action: 'deny', from: { addresses: ['any'] }, to: { addresses: ['any'] } });
  });

  test.each<[what: string, change: Partial<SegmentationInput>, expected: string[]]>([
    ['a table without traffic', { relations: [line('CT 1')] }, [`${CT} > ${PACS} tcp/104 configured`]],
    [
      'a title alone, of one device whose port a scan found',
      {
        relations: [line('CT 1', { address: null, port: null })],
        services: [{ address: PACS, port: 11112, protocol: 'dicom' }],
      },
      [`${CT} > ${PACS} tcp/11112 configured`],
    ],
    [
      'a host name, where the title is of one device',
      { relations: [line('CT 1', { address: 'pacs.clinic.example' })] },
      [`${CT} > ${PACS} tcp/104 configured`],
    ],
    [
      "an archive's table: it sends to the partner, and answers it",
      {
        relations: [line('PACS', { title: 'READ1', address: READ, port: 4242 })],
        services: [{ address: PACS, port: 104, protocol: 'dicom' }],
      },
      [`${READ} > ${PACS} tcp/104 configured`, `${PACS} > ${READ} tcp/4242 configured`],
    ],
    [
      'C-MOVE: the archive opens an association to where the asker listens',
      {
        flows: [flow(READ, PACS, 104, { operations: ['find', 'move'] })],
        services: [{ address: READ, port: 4242, protocol: 'dicom' }],
      },
      [`${READ} > ${PACS} tcp/104 seen`, `${PACS} > ${READ} tcp/4242 inferred`],
    ],
    [
      'C-MOVE seen both ways',
      { flows: [flow(READ, PACS, 104, { operations: ['move'] }), flow(PACS, READ, 4242)] },
      [`${READ} > ${PACS} tcp/104 seen`, `${PACS} > ${READ} tcp/4242 seen`],
    ],
    ['what was only turned away', { flows: [flow(CT, PACS, 104, { turnedAway: true })] }, []],
    ['what stays inside a zone', { flows: [flow(CT, MR, 104)] }, []],
    [
      'groups of receivers, neighbors on the wire, and nobody yet',
      {
        flows: [
          flow('0.0.0.0', '255.255.255.255', 67, { transport: 'udp', protocols: ['dhcp'] }),
          flow(CT, '224.0.0.251', 5353, { transport: 'udp', protocols: ['mdns'] }),
          flow('fe80::1', 'fe80::2', 104),
        ],
      },
      [],
    ],
    [
      'an address renewed at a server elsewhere',
      { flows: [flow(CT, RIS, 67, { transport: 'udp', protocols: ['dhcp'], operations: [] })] },
      [`${CT} > ${RIS} udp/67 seen`],
    ],
    [
      'TLS at a port that the standard keeps for DICOM',
      { flows: [flow(CT, PACS, 2762, { protocols: ['tls'], operations: [] })] },
      [`${CT} > ${PACS} tcp/2762 seen`],
    ],
    [
      'DICOMweb',
      { flows: [flow(READ, PACS, 8042, { protocols: ['http'], operations: ['HTTP DICOMweb'] })] },
      [`${READ} > ${PACS} tcp/8042 seen`],
    ],
    ['IPv6', { flows: [flow('fd00:1::11', 'fd00:2::10', 104)] }, [`fd00:1::11 > fd00:2::10 tcp/104 seen`]],
  ])('%s', (_, change, expected) => {
    expect(lines(site(change))).toEqual(expected);
  });

  test.each<[what: string, flow: RecordedFlow, kind: string]>([
    ['a call to the internet', flow(CT, OUTSIDE, 443, { protocols: ['tls'], operations: [] }), 'internet'],
    ['a call from the internet', flow(OUTSIDE, CT, 104), 'internet'],
    [
      "a maker's remote service",
      flow(CT, OUTSIDE, 443, { operations: ['remote service: TeamViewer'] }),
      'remote service',
    ],
    ['a guest at the archive', flow(GUEST, PACS, 104), 'guest'],
    ['what nobody recognized', flow(CT, RIS, 7777, { protocols: ['tcp'], operations: [] }), 'unsure'],
    ['remote control inside', flow(READ, CT, 3389, { protocols: ['rdp'], operations: [] }), 'other'],
    ['what was turned away', flow(CT, PACS, 104, { turnedAway: true }), 'turned away'],
  ])('%s waits for a decision, and a decision makes a rule of exactly that', (_, seen, kind) => {
    const input = site({ flows: [seen] });
    const { decisions, rules } = allowListOf(input);
    expect(decisions).toMatchObject([
      { kind, allowed: false, from: { addresses: [seen.client] }, to: { addresses: [seen.server] } },
    ]);
    expect(proveNoneCut(rules, [seen]).cutTotal).toBe(1);
    const allow = decisions.map(({ id }) => id);
    const decided = allowListOf(input, options({ allow }));
    expect(decided.decisions).toMatchObject([{ kind, allowed: true }]);
    expect(lines(input, { allow })).toEqual([`${seen.client} > ${seen.server} tcp/${seen.port} seen`]);
    expect(proveNoneCut(decided.rules, [seen]).cutTotal).toBe(0);
  });

  test('everything seen is allowed when that is asked for, but what crosses the border or comes from guests', () => {
    const input = site({
      flows: [flow(READ, CT, 3389, { protocols: ['rdp'] }), flow(CT, OUTSIDE, 443), flow(GUEST, PACS, 104)],
    });
    expect(lines(input, { include: 'seen' })).toEqual([`${READ} > ${CT} tcp/3389 seen`]);
  });

  test('all of a zone is allowed only when that is asked for, and it is said', () => {
    const input = site({ flows: [flow(CT, PACS, 104)] });
    const [rule] = allowListOf(input, options({ zoneWide: true })).rules;
    expect(rule).toMatchObject({ from: { names: ['Scanners'], addresses: ['10.0.1.0/24'] }, widened: true });
    expect(rule?.reason).toBe('CT 1 sends images to PACS. Allowed for all of Scanners, as asked.');
  });

  test('inside zones, rules are for the devices themselves, or needed like the rest', () => {
    const input = site({ flows: [flow(CT, MR, 104)] });
    expect(allowListOf(input).inside).toMatchObject([{ from: { addresses: [CT] }, to: { addresses: [MR] } }]);
    expect(lines(input, { within: 'listed' })).toEqual([`${CT} > ${MR} tcp/104 seen`]);
    const listed = allowListOf(input, options({ within: 'listed' }));
    expect(proveNoneCut(listed.rules, [flow(MR, CT, 104)], listed.places).clinicalCut).toBe(1);
    const open = allowListOf(input);
    expect(proveNoneCut(open.rules, [flow(MR, CT, 104)], open.places).clinicalCut).toBe(0);
  });

  test('what was not seen for long is left out by choice, and listed with who, what and when', () => {
    const old = flow(MR, PACS, 104, { lastSeenAt: '2026-05-01T00:00:00.000Z' });
    const input = site({ flows: [flow(CT, PACS, 104), old] });
    const stale = { staleBefore: '2026-08-25T00:00:00.000Z', staleDays: 90 };
    expect(segmentationOf(input).proof).toMatchObject({ clinicalCut: 0, cut: [] });
    const { proof, problems } = segmentationOf(input, options(stale));
    expect(proof).toMatchObject({
      checked: 2,
      clinical: 2,
      clinicalCut: 1,
      cut: [
        {
          clientName: 'MR 1',
          serverName: 'PACS',
          protocols: ['dicom'],
          operations: ['store'],
          lastSeenAt: old.lastSeenAt,
        },
      ],
    });
    expect(problems).toContainEqual(expect.stringContaining('1 conversations were not seen for 90 days'));
  });
});

describe('what cannot be told is said', () => {
  test.each<[what: string, change: Partial<SegmentationInput>, says: RegExp]>([
    [
      'a device without an address',
      { devices: [device('US 1', '10.0.1.9', { addresses: [] })] },
      /^US 1 has no known address/,
    ],
    [
      'an address of two devices',
      { devices: [device('A', CT), device('B', CT)] },
      /^10\.0\.1\.11 is said of A and of B: rules count it as A/,
    ],
    [
      'a device in two zones',
      { devices: [device('CT 1', CT, { addresses: [CT, '10.0.2.99'] })] },
      /^CT 1 has addresses in Scanners and 10\.0\.2\.0\/24: what enters by one may leave/,
    ],
    [
      'two zones of one name',
      { zones: SITE.zones.map((zone) => ({ ...zone, name: 'Floor 1' })) },
      /^Several zones are called Floor 1: 10\.0\.1\.0\/24 and /,
    ],
    [
      'zones that share a range',
      {
        zones: [
          { id: '10.0.1.0/24 VLAN 10', name: null, range: '10.0.1.0/24' },
          { id: '10.0.1.0/24 VLAN 20', name: null, range: '10.0.1.0/24' },
        ],
      },
      /^Several zones share the range 10\.0\.1\.0\/24: each is the addresses of its known devices/,
    ],
    [
      'a zone inside another',
      { zones: [...SITE.zones, { id: '10.0.0.0/16', name: null, range: '10.0.0.0/16' }] },
      /^The zone 10\.0\.0\.0\/16 holds narrower zones/,
    ],
    [
      'a line that names no place',
      { relations: [line('CT 1', { title: 'NOBODY', address: null })] },
      /no device with this title/,
    ],
    [
      'a title of several devices',
      {
        devices: [...SITE.devices, device('PACS 2', '10.0.2.11', { aeTitles: ['PACS1'] })],
        relations: [line('CT 1', { address: null })],
      },
      /2 devices have this title/,
    ],
    ['a line without a port', { relations: [line('CT 1', { port: null })] }, /without a port, and none is known/],
    [
      'C-MOVE to an unknown port',
      { flows: [flow(READ, PACS, 104, { operations: ['move'] })] },
      /^Read 1 has images sent by PACS \(C-MOVE\)/,
    ],
  ])('%s', (_, change, says) => {
    expect(allowListOf(site(change)).problems).toContainEqual(expect.stringMatching(says));
  });

  test('a decision that does not exist', () => {
    expect(allowListOf(SITE, options({ allow: ['D-none'] })).problems).toContainEqual(
      expect.stringMatching(/^Nothing waits .* D-none/),
    );
  });

  test('text that is no address', () => {
    expect(() => allowListOf(site({ flows: [flow('CT-1', PACS, 104)] }))).toThrow(/^'CT-1' is no address/);
    expect(() => allowListOf(site({ zones: [{ id: 'x', name: null, range: 'x' }] }))).toThrow(
      /^'x' is no address or range/,
    );
  });
});

test('zones that share a range are told apart by their devices; a narrower zone is no part of the wider', () => {
  const input = site({
    zones: [
      { id: '10.0.1.0/24 VLAN 10', name: null, range: '10.0.1.0/24' },
      { id: '10.0.1.0/24 VLAN 20', name: null, range: '10.0.1.0/24' },
      { id: '10.0.0.0/16', name: null, range: '10.0.0.0/16' },
      { id: '10.0.2.0/24', name: null, range: '10.0.2.0/24' },
    ],
    devices: [device('CT 1', CT, { zone: '10.0.1.0/24 VLAN 10' }), device('MR 1', MR, { zone: '10.0.1.0/24 VLAN 20' })],
  });
  const { rules, places } = allowListOf(input);
  const verdict = (client: string, server: string) =>
    proveNoneCut(rules, [flow(client, server, 104)], places).cutTotal === 0;
  // Each zone is free inside, and apart from the others.
  expect(verdict(CT, MR)).toBe(false);
  expect(verdict('10.0.2.1', '10.0.2.2')).toBe(true);
  expect(verdict('10.0.7.1', '10.0.8.2')).toBe(true);
  expect(verdict('10.0.2.1', '10.0.8.2')).toBe(false);
  expect(verdict('10.0.1.200', '10.0.8.2')).toBe(false);
});

test('what is closed is counted by address and port, and by zone', () => {
  const input = site({
    flows: [flow(CT, PACS, 104)],
    services: [
      { address: PACS, port: 104, protocol: 'dicom' },
      { address: CT, port: 3389, protocol: 'other' },
    ],
  });
  // Six addresses in four zones: two beside the archive's own zone (PACS, RIS) leave 4; two in the CT's leave 4.
  expect(segmentationOf(input).closes).toMatchObject({
    before: 8,
    after: 1,
    removed: 7,
    zonesBefore: 6,
    zonesAfter: 1,
    services: 2,
    addresses: 6,
    devices: [
      {
        name: 'CT 1',
        before: 4,
        after: 0,
        words: expect.stringMatching(/^CT 1 has one open port, .* with the rules none can\.$/),
      },
      { name: 'PACS', before: 4, after: 1, words: expect.stringContaining('tcp/104 from 1') },
    ],
  });
});

test('a single change is held against what is recorded', () => {
  const { places } = allowListOf(SITE);
  const flows = [
    flow(CT, PACS, 104),
    flow(GUEST, CT, 3389, { protocols: ['rdp'], operations: [] }),
    flow(READ, PACS, 104),
  ];
  const cutBy = (from: string, to: string, port: number | null) =>
    wouldCut({ from: addressesOf(from, places), to: addressesOf(to, places), port }, flows, places).map(
      ({ flow: { client }, hangs }) => (hangs === 'exam' ? client : `${client} ${hangs}`),
    );
  expect(cutBy('zone:10.0.9.0/24', 'CT 1', 3389)).toEqual([]);
  expect(cutBy('10.0.9.0/24', PACS, null)).toEqual([]);
  expect(cutBy('any', 'PACS', 104)).toEqual([CT, READ]);
  expect(cutBy('CT 1', 'zone:10.0.2.0/24', null)).toEqual([CT]);
  expect(cutBy('CT 1', 'PACS', 11112)).toEqual([]);
});

const HOSTS = [CT, MR, PACS, RIS, READ, GUEST, OUTSIDE, '10.0.7.7', 'fd00::1', 'fd00::2'];
const anyFlow = fc
  .record({
    client: fc.constantFrom(...HOSTS),
    server: fc.constantFrom(...HOSTS),
    port: fc.constantFrom(104, 123, 445, 2575),
    transport: fc.constantFrom('tcp' as const, 'udp' as const),
    protocols: fc.constantFrom(['dicom'], ['ntp'], ['smb'], ['tcp'], [], ['hl7']),
    operations: fc.constantFrom([], ['store'], ['find', 'move']),
    turnedAway: fc.boolean(),
  })
  .filter(({ client, server }) => client.includes(':') === server.includes(':'))
  .map(({ client, server, port, ...change }) => flow(client, server, port, change));
const anyOptions = fc.record({
  within: fc.constantFrom('open' as const, 'listed' as const),
  zoneWide: fc.boolean(),
  include: fc.constantFrom('clinical' as const, 'seen' as const),
});

test('no recorded clinical conversation between own networks is cut, nothing that is not recorded is allowed, and the order of records does not matter', () => {
  fc.assert(
    fc.property(fc.array(anyFlow, { maxLength: 25 }), anyOptions, (flows, chosen) => {
      const unique = [
        ...new Map(flows.map((each) => [`${each.transport}${each.client}${each.server}${each.port}`, each])).values(),
      ];
      const input = site({ flows: unique });
      const document = segmentation.segmentationDocument.parse(segmentationOf(input, options(chosen)));
      const { rules, proof } = document;
      for (const cut of proof.cut) {
        if (cut.carries !== 'clinical' && cut.carries !== 'support') continue;
        const crosses = [cut.client, cut.server].some((at) => at === OUTSIDE || at === GUEST);
        expect(crosses, JSON.stringify(cut)).toBe(true);
      }
      expect(proof.allowed + proof.onSegment + proof.cutTotal).toBe(proof.checked);
      if (!chosen.zoneWide) {
        for (const {
          from,
          to,
          port,
          transport,
          proof: { basis },
        } of rules) {
          if (basis === 'policy') continue;
          for (const client of from.addresses)
            for (const server of to.addresses) {
              const recorded = unique.some(
                (each) =>
                  each.client === client &&
                  each.server === server &&
                  each.port === port &&
                  each.transport === transport,
              );
              // The association back of C-MOVE goes to where the asker was called before.
              expect(recorded || unique.some((each) => each.server === server && each.port === port)).toBe(true);
              expect(isPrivate(parseRange(client)) && isPrivate(parseRange(server))).toBe(true);
            }
        }
      }
      const again = segmentationOf(site({ flows: unique.toReversed() }), options(chosen));
      expect(again.rules).toEqual(rules);
      expect(renderRules(again.rules, 'csv')).toBe(renderRules(rules, 'csv'));
    }),
    { numRuns: 150, seed: 11 },
  );
});
