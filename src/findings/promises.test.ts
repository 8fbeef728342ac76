import { describe, expect, test } from 'vitest';
import type { HardeningTopic } from '#contracts/index.ts';
import { makeFact } from '#evidence/model.ts';
import { hardeningOf, type Promises } from '#inventory/model.ts';
import { fixedClock } from '#kit/index.ts';
import { builtInKnowledge } from '#knowledge/index.ts';
import { attestedSystem, deviceWith, openEndpoint, sampleDevice, sampleEndpoint } from '#support/sample-devices.ts';
import { judge } from './judge.ts';
import { portsIn } from './observed-beside-promise.ts';

const context = { now: '2026-11-23T10:00:00.000Z', knowledge: builtInKnowledge };
type Device = Parameters<typeof judge>[0];

function mds2(
  said: Readonly<Record<string, readonly [answer: string, note?: string]>>,
  change: Partial<Promises> = {},
): Promises {
  return {
    document: 'doc-1',
    because: 'the same product',
    confidence: 0.9,
    isChosen: false,
    head: {
      id: 'doc-1',
      edition: '2019',
      manufacturer: 'Acme',
      model: 'Sono 9',
      version: null,
      documentId: 'D-77',
      day: '2024-05-01',
    },
    answers: Object.entries(said).map(([id, [answer, note]]) => ({
      id,
      sameAs: id,
      kind: answer === 'Yes' ? 'yes' : answer === 'No' ? 'no' : 'text',
      answer,
      note: note ?? null,
      facts: [`fact-${id}`],
    })),
    ...change,
  };
}

const PLAIN_DICOM: Device['onWire'] = [
  {
    address: '10.0.0.5',
    port: 104,
    protocol: 'dicom',
    isPlain: true,
    weaknesses: ['telnet'],
    observedAt: '2026-11-20T08:00:00.000Z',
    facts: ['fact-wire'],
  },
];

function broken(device: Device) {
  return judge(device, context).filter(({ rule }) => rule === 'promise-not-kept');
}

describe('an answer of the maker that does not go with what was seen', () => {
  test('is one finding that cites both', () => {
    const [found, ...more] = broken(sampleDevice({ onWire: PLAIN_DICOM, mds2: mds2({ 'TXCF-2': ['Yes'] }) }));
    expect(more).toEqual([]);
    expect(found).toMatchObject({ state: 'confirmed', kind: 'hardening', fix: { who: 'maker', kind: 'ask maker' } });
    expect(found?.reasons[0]).toMatchObject({
      because: 'MDS2 D-77 of Acme Sono 9 of 2024-05-01 says to TXCF-2: "Yes".',
      facts: ['fact-TXCF-2'],
    });
    expect(found?.reasons[1]).toMatchObject({
      because: 'On 2026-11-20 port 104 of 10.0.0.5 spoke DICOM without encryption.',
      facts: ['fact-wire'],
    });
    expect(found?.sources.map(({ name, asOf }) => [name, asOf])).toEqual([
      ['MDS2 D-77 of Acme Sono 9', '2024-05-01'],
      ['Traffic', '2026-11-20T08:00:00.000Z'],
    ]);
  });

  test.each<[string, Parameters<typeof mds2>[0], Device, string[]]>([
    [
      'encryption is named three times',
      { 'CONN-7': ['Yes'], 'TXCF-2': ['Yes'], 'TXCF-5': ['Yes'] },
      sampleDevice({ onWire: PLAIN_DICOM }),
      ['Patient data travels unencrypted, although its maker says it is encrypted'],
    ],
    [
      'services are off',
      { 'SAHD-9': ['Yes'] },
      sampleDevice({ onWire: PLAIN_DICOM }),
      ['Services run that its maker says are off'],
    ],
    [
      'strangers are kept out',
      { 'AUTH-1': ['Yes'] },
      deviceWith([openEndpoint('E6')]),
      ['It serves strangers, although its maker says that it keeps them out'],
    ],
    [
      'ports are listed',
      { 'SAHD-8': ['Yes'], 'CONN-2': ['Yes', 'TCP ports 104 and 2762, see manual 4.2'] },
      deviceWith([sampleEndpoint({ port: 104 }), sampleEndpoint({ port: 5900 })]),
      ["Ports are open that are not on its maker's list"],
    ],
    [
      'it speaks with no one outside',
      { 'CONN-4': ['No'] },
      sampleDevice({
        internet: [
          {
            direction: 'out',
            address: '10.0.0.5',
            publicAddress: '192.0.2.7',
            port: 443,
            protocol: 'tls',
            observedAt: '2026-11-20T08:00:00.000Z',
            facts: [],
          },
        ],
      }),
      ['It speaks with the internet, although its maker says that it does not'],
    ],
    [
      'another operating system is named',
      { 'CSUP-2': ['Yes', 'The device runs Windows 10 IoT Enterprise LTSC 2019.'] },
      sampleDevice({ os: attestedSystem('Windows XP') }),
      ['Another operating system than its maker states'],
    ],
    [
      'the same operating system is named in fewer words',
      { 'CSUP-2': ['Yes', 'Windows 10'] },
      sampleDevice({ os: attestedSystem('Windows 10 IoT Enterprise LTSC 2019') }),
      [],
    ],
    ['the maker says No', { 'TXCF-2': ['No'], 'SAHD-9': ['No'] }, sampleDevice({ onWire: PLAIN_DICOM }), []],
    ['the answer is in other words', { 'TXCF-2': ['Depends'] }, sampleDevice({ onWire: PLAIN_DICOM }), []],
    ['nothing was seen', { 'TXCF-2': ['Yes'], 'CONN-4': ['No'], 'RMOT-1': ['No'] }, sampleDevice(), []],
  ])('when %s', (_, said, device, titles) => {
    expect(broken({ ...device, mds2: mds2(said) }).map(({ title }) => title)).toEqual(titles);
  });

  test('is only likely where the document is about another release', () => {
    const [found] = broken(
      sampleDevice({ onWire: PLAIN_DICOM, mds2: mds2({ 'TXCF-2': ['Yes'] }, { confidence: 0.6 }) }),
    );
    expect(found).toMatchObject({ state: 'potential', confidence: 0.57 });
  });
});

/** A device whose settings a collector looked at, or about which a person spoke. */
function withSettings(said: Partial<Record<HardeningTopic, string>>, at = '2026-11-20T08:00:00.000Z'): Device {
  const facts = Object.entries(said).map(([topic, value]) => {
    const isAsked = topic === 'defaultAccounts';
    const { id, attribute } = makeFact(
      {
        subject: { kind: 'device', key: 'device-1' },
        attribute: `hardening.${topic as HardeningTopic}`, // the keys of the record
        value,
        basis: isAsked ? 'attested' : 'observed',
        confidence: isAsked ? 0.9 : 0.95,
        source: { sensor: isAsked ? 'checklist' : 'hardening-collector', run: 'r', detail: null },
        by: 'anna',
      },
      fixedClock(at),
    );
    return {
      factId: id,
      subject: { kind: 'device' as const, key: 'device-1' },
      attribute,
      value,
      basis: isAsked ? ('attested' as const) : ('observed' as const),
      confidence: isAsked ? 0.9 : 0.95,
      sensor: isAsked ? 'checklist' : 'hardening-collector',
      firstObservedAt: at,
      lastObservedAt: at,
    };
  });
  return sampleDevice({ hardening: hardeningOf(facts) });
}

describe('an answer that does not go with a setting', () => {
  test.each<[question: string, answer: string, topic: HardeningTopic, value: string, state: string | null]>([
    ['NAUT-2', 'Yes', 'firewall', 'off', 'potential'],
    ['NAUT-2', 'Yes', 'firewall', 'on', null],
    ['CSUP-4', 'Yes', 'malware', 'off', 'confirmed'],
    ['CSUP-4', 'Yes', 'malware', 'list', null],
    ['MLDP-2.1', 'Yes', 'malware', 'off', 'confirmed'],
    ['MLDP-4', 'Yes', 'malware', 'off', 'confirmed'],
    ['MLDP-4', 'Yes', 'malware', 'on', null],
    ['MLDP-2', 'Yes', 'malware', 'off', 'potential'],
    ['MLDP-2', 'No', 'malware', 'off', null],
    ['CSUP-8', 'Yes', 'updates', 'off', 'confirmed'],
    ['PAUT-5', 'Yes', 'defaultAccounts', 'unchanged', 'potential'],
    ['PAUT-5', 'Yes', 'defaultAccounts', 'changed', null],
    ['PAUT-1.1', 'Yes', 'autologon', 'on', 'confirmed'],
    ['AUTH-1', 'Yes', 'autologon', 'on', 'potential'],
    ['SAHD-7', 'Yes', 'smb1', 'on', 'potential'],
    ['SAHD-7', 'Yes', 'smb1', 'off', null],
    ['SAHD-8', 'Yes', 'ports', 'more', 'potential'],
    ['SAHD-3.1', 'Yes', 'remoteService', 'unsigned', 'potential'],
    ['RMOT-1', 'No', 'remoteService', 'signed', 'potential'],
    ['RMOT-1', 'No', 'rdp', 'nla', 'potential'],
    ['RMOT-1', 'Yes', 'rdp', 'open', null],
    ['AUDT-2', 'Yes', 'logging', 'off', 'potential'],
    ['AUDT-4.1.1', 'Yes', 'timeSync', 'off', 'potential'],
    ['STCF-1.2', 'Yes', 'encryption', 'partial', 'confirmed'],
    ['STCF-1', 'Yes', 'encryption', 'off', 'potential'],
    ['STCF-1', 'Yes', 'encryption', 'on', null],
  ])('%s: %s beside %s %s', (question, answer, topic, value, state) => {
    const device = withSettings({ [topic]: value });
    const [found, ...more] = broken({ ...device, mds2: mds2({ [question]: [answer] }) });
    expect(more).toEqual([]);
    expect(found?.state ?? null).toBe(state);
    if (!found) return;
    expect(found.reasons[0]?.facts).toEqual([`fact-${question}`]);
    expect(found.reasons[1]?.facts).toEqual(device.hardening.topics[0]?.facts);
  });

  test('of the form of 2013 is met where the question stands for the same', () => {
    const answers = [
      { id: '10-1', sameAs: 'MLDP-2', kind: 'yes', answer: 'Yes', note: null, facts: ['fact-old'] },
    ] as const;
    const [found] = broken({ ...withSettings({ malware: 'off' }), mds2: mds2({}, { answers }) });
    expect(found?.reasons[0]).toMatchObject({ because: expect.stringContaining('says to 10-1'), facts: ['fact-old'] });
  });

  test('is one finding for questions that promise the same, and several for different ones', () => {
    const said = mds2({
      'MLDP-2': ['Yes'],
      'CSUP-4': ['Yes'],
      'MLDP-2.1': ['Yes'],
      'AUTH-1': ['Yes'],
      'CSUP-8': ['Yes'],
    });
    const found = broken({ ...withSettings({ malware: 'off', updates: 'off', autologon: 'on' }), mds2: said });
    expect(
      found.map(({ reasons }) => reasons[0]?.because.match(/to (\S+):/)?.[1] ?? '').sort((a, b) => (a < b ? -1 : 1)),
    ).toEqual(['AUTH-1', 'CSUP-4', 'CSUP-8']);
    expect(new Set(found.map(({ id }) => id)).size).toBe(3);
  });

  test('counts half, and is only likely, when nobody has looked for a year', () => {
    const said = mds2({ 'CSUP-8': ['Yes'] });
    const [now] = broken({ ...withSettings({ updates: 'off' }), mds2: said });
    const [old] = broken({ ...withSettings({ updates: 'off' }, '2025-01-01T00:00:00.000Z'), mds2: said });
    expect([now?.state, old?.state]).toEqual(['confirmed', 'potential']);
    expect(old?.confidence).toBeCloseTo((now?.confidence ?? 0) / 2);
  });
});

test.each([
  ['TCP ports 104, 2762 and 11112', [104, 2762, 11112]],
  ['Port 443 (TLS 1.2) to 10.2.3.4', [443]],
  ['See manual 4.2 of 2021', []],
  ['Ports: see document 2020-11-01', []],
])('ports in "%s"', (text, ports) => {
  expect(portsIn(text)).toEqual(ports);
});
