import { describe, expect, test } from 'vitest';
import type { Promises } from '#inventory/model.ts';
import { builtInKnowledge } from '#knowledge/index.ts';
import { judge } from './judge.ts';
import { portsIn } from './observed-beside-promise.ts';
import { attestedSystem, deviceWith, openEndpoint, sampleDevice, sampleEndpoint } from './sample-devices.ts';

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

test.each([
  ['TCP ports 104, 2762 and 11112', [104, 2762, 11112]],
  ['Port 443 (TLS 1.2) to 10.2.3.4', [443]],
  ['See manual 4.2 of 2021', []],
  ['Ports: see document 2020-11-01', []],
])('ports in "%s"', (text, ports) => {
  expect(portsIn(text)).toEqual(ports);
});
