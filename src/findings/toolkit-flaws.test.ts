// What a toolkit gives away of itself in a conversation, against the published flaws of toolkits that ship with the product.
import { describe, expect, test } from 'vitest';
import { builtInKnowledge, builtInToolkitFlaws, readVersions } from '#knowledge/index.ts';
import { deviceWith, openEndpoint, sampleDevice } from '#support/sample-devices.ts';
import { judge } from './index.ts';

const context = { now: '2026-11-23T08:00:00.000Z', knowledge: builtInKnowledge };

function speaking(product: string) {
  return openEndpoint('E4', {
    address: '10.0.0.7',
    port: 4242,
    implementation: {
      classUid: '1.2.276.0.7230010.3.0.3.6.7',
      versionName: 'OFFIS_DCMTK_367',
      product,
      vendor: null,
      toolkit: product,
      confidence: 0.9,
      source: null,
    },
  });
}

function flawsOf(product: string): Record<string, string> {
  const found = judge(deviceWith([speaking(product)]), context).filter(({ rule }) => rule === 'known-flaw');
  return Object.fromEntries(found.map(({ cve, state }) => [cve, state]));
}

function inState(product: string, state: string): string[] {
  return Object.entries(flawsOf(product))
    .flatMap(([cve, each]) => (each === state ? [cve] : []))
    .sort();
}

describe('flaws of toolkits', () => {
  test.each([
    ['DCMTK 3.6.7', ['CVE-2022-43272', 'CVE-2024-28130', 'CVE-2024-34508', 'CVE-2024-34509', 'CVE-2025-9732']],
    [
      'DCMTK 3.6.6',
      [
        'CVE-2021-41687',
        'CVE-2021-41688',
        'CVE-2021-41689',
        'CVE-2021-41690',
        'CVE-2022-2119',
        'CVE-2022-2120',
        'CVE-2022-2121',
        'CVE-2024-28130',
        'CVE-2024-34508',
        'CVE-2024-34509',
        'CVE-2025-9732',
      ],
    ],
    ['DCMTK 3.7.0', []],
    ['GDCM 2.6.1', ['CVE-2015-8396', 'CVE-2025-11266']],
    ['Orthanc 1.5.7', ['CVE-2023-33466', 'CVE-2025-0896']],
  ])('%s may have %j', (product, expected) => {
    expect(inState(product, 'potential')).toEqual(expected);
    expect(inState(product, 'confirmed')).toEqual([]);
  });

  test('a record about one tested version leaves older ones open, and newer ones are not blamed', () => {
    expect(flawsOf('DCMTK 3.6.7')['CVE-2024-52333']).toBe('unknown');
    expect(flawsOf('DCMTK 3.6.8')['CVE-2024-52333']).toBe('potential');
    expect(flawsOf('DCMTK 3.7.0')['CVE-2024-52333']).toBe('fixed');
  });

  test('the reason names the endpoint where it showed itself, and the weakness in words', () => {
    const found = judge(deviceWith([speaking('DCMTK 3.6.7')]), context).find(({ cve }) => cve === 'CVE-2024-28130');
    const words = found?.reasons.map(({ because }) => because).join(' ');
    expect(words).toContain('The software at port 4242 of 10.0.0.7 showed itself as DCMTK 3.6.7, or is built on it.');
    expect(words).toContain('Incorrect Type Conversion or Cast (CWE-704)');
    expect(found?.reasons[0]?.facts).toEqual(['fact-0']);
  });

  test.each([
    ['Mirth Connect', '4.3.0', 'CVE-2023-43208', 'confirmed'],
    ['Mirth Connect', '4.4.1', 'CVE-2023-43208', 'fixed'],
    ['OpenSSL', '1.0.1f', 'CVE-2014-0160', 'confirmed'],
    ['OpenSSL', '1.0.1g', 'CVE-2014-0160', 'fixed'],
    ['OpenSSL', '1.0.0t', 'CVE-2014-0160', 'not affected'],
    ['log4j-core', '2.14.1', 'CVE-2021-44228', 'confirmed'],
    ['log4j-core', '2.12.2', 'CVE-2021-44228', 'not affected'],
    ['Apache Tomcat', '8.5.40', 'CVE-2020-1938', 'confirmed'],
    ['Samba', '4.5.9', 'CVE-2017-7494', 'confirmed'],
    ['Samba', '4.5.10', 'CVE-2017-7494', 'not affected'],
    ['MicroDicom DICOM Viewer', '2024.3', 'CVE-2025-35975', 'confirmed'],
  ])('a program %s %s: %s is %s', (name, version, cve, state) => {
    const device = sampleDevice({
      software: [{ name, version, cpe: null, purl: null, confidence: 0.9, facts: ['fact-s'] }],
    } as Partial<Parameters<typeof sampleDevice>[0]>);
    expect(judge(device, context).find((finding) => finding.cve === cve)?.state).toBe(state);
  });

  test('every row can be read, has its record and its days', () => {
    for (const { flaws, products, released, revised, url } of builtInToolkitFlaws) {
      expect(products.map(({ versions }) => readVersions(versions).kind)).not.toContain('unread');
      expect(url).toContain(flaws[0]?.cve);
      expect(released <= revised).toBe(true);
    }
    expect(new Set(builtInToolkitFlaws.map(({ id }) => id)).size).toBe(builtInToolkitFlaws.length);
  });
});
