// VEX in three formats, read into advisories, and what it makes of findings: the maker has the last word on its product.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { readCsaf } from './read-csaf.ts';
import { isCycloneDxVex, readCycloneDxVex } from './read-cyclonedx-vex.ts';
import { isOpenVex, readOpenVex } from './read-openvex.ts';

const SAMPLES = path.resolve(import.meta.dirname, '../../../../shared/samples');
const CASES = path.join(SAMPLES, 'sbom-vex/cyclonedx-bom-examples/VEX/CISA-Use-Cases');
const CSAF_VEX = path.join(SAMPLES, 'sbom-vex/csaf/csaf_2.0/examples/csaf/csaf_vex');
const json = (...parts: string[]): unknown => JSON.parse(readFileSync(path.join(...parts), 'utf8'));

describe('OpenVEX', () => {
  const document = json(SAMPLES, 'scans/defectdojo/openvex/openvex_many_vuln.json');

  test('names its products by package URL, with every status and its reason', () => {
    expect(isOpenVex(document)).toBe(true);
    const { products, flaws, publisher, revised } = readOpenVex(document);
    expect([publisher, revised]).toEqual(['Example Org', '2026-07-29']);
    expect(products[0]).toEqual({
      vendor: '',
      product: 'apk-tools',
      versions: '2.10.6-r0',
      purl: 'pkg:apk/alpine/apk-tools@2.10.6-r0?arch=x86_64&distro=alpine-3.10.9',
    });
    expect(
      flaws.map(({ cve, affected, fixed, notAffected, underInvestigation }) => [
        cve,
        affected,
        fixed,
        notAffected,
        underInvestigation,
      ]),
    ).toEqual([
      ['CVE-2024-10001', [], [], [0], []],
      ['CVE-2024-10002', [1], [], [], []],
      ['CVE-2024-10003', [], [2], [], []],
      ['CVE-2024-10004', [], [], [], [3]],
      ['CVE-2024-10005', [], [], [4], []],
      ['CVE-2024-10006', [], [], [5], []],
    ]);
    expect(flaws[4]?.justifications).toEqual([
      {
        products: [4],
        text: 'inline mitigations already exist. The affected code path is disabled at build time.',
      },
    ]);
  });

  test('a later statement on the same product replaces the earlier', () => {
    const of = (status: string, timestamp: string) => ({
      vulnerability: { name: 'CVE-2024-1' + '0001' },
      products: [{ '@id': 'pkg:npm/left-pad@1.0.0' }],
      status,
      timestamp,
    });
    const statements = [of('fixed', '2026-02-01T00:00:00Z'), of('under_investigation', '2026-01-01T00:00:00Z')];
    const base = {
      '@context': 'https://openvex.dev/ns/v0.2.0',
      '@id': 'x',
      author: 'a',
      timestamp: '2026-01-01T00:00:00Z',
    };
    expect(readOpenVex({ ...base, statements }).flaws).toMatchObject([{ fixed: [0], underInvestigation: [] }]);
    expect(() => readOpenVex({ ...base, statements: [] })).toThrow(/not complete: statements/);
    expect(() => readOpenVex({ ...base, statements: [{ ...of('safe', ''), status: 'safe' }] })).toThrow(/status/);
    expect(isOpenVex(['not', 'a', 'document'])).toBe(false);
  });
});

describe('CycloneDX VEX', () => {
  test.each([
    ['vex-affected.json', 'DEF 1.0', { affected: [0] }],
    ['vex-fixed.json', 'DEF 1.1', { fixed: [0] }],
    ['vex-not_affected.json', 'ABC 4.2', { notAffected: [0] }],
    ['vex-under_investigation.json', 'GHI 17.4', { underInvestigation: [0] }],
  ])('the first use case of CISA, %s', (name, product, status) => {
    const document = json(CASES, 'Case-1', name);
    expect(isCycloneDxVex(document)).toBe(true);
    const { advisory, problems } = readCycloneDxVex(document);
    expect(problems).toEqual([]);
    expect(advisory.products.map((each) => `${each.product} ${each.versions}`)).toEqual([product]);
    const none = { affected: [], fixed: [], notAffected: [], underInvestigation: [] };
    expect(advisory.flaws).toMatchObject([{ cve: 'CVE-2021-44228', ...none, ...status }]);
  });

  test('versions and ranges are products of their own, with their status', () => {
    const { products, flaws } = readCycloneDxVex(json(CASES, 'Case-4/vex.json')).advisory;
    expect(products.map(({ versions }) => versions)).toEqual(['2.4', '2.6', 'vers:generic/>=2.9|<=4.1']);
    expect(flaws).toMatchObject([{ affected: [0, 1, 2], vectors: ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H'] }]);
  });

  test('parts of other documents are found by package URL, or said to be left out', () => {
    const { advisory } = readCycloneDxVex(json(CASES, '../vex.json'));
    expect(advisory.products).toMatchObject([
      {
        product: 'jackson-databind',
        versions: '2.10.0',
        purl: 'pkg:maven/com.fasterxml.jackson.core/jackson-databind@2.10.0?type=jar',
      },
    ]);
    expect(() => readCycloneDxVex(json(CASES, 'Case-7/vex.json'))).toThrow(/parts of other documents/);
  });
});

describe('the VEX profile of CSAF', () => {
  const names = readdirSync(CSAF_VEX).filter((name) => name.endsWith('.json'));

  test.each(names)('%s is read with the reason for every product that is not affected', (name) => {
    const { flaws } = readCsaf(json(CSAF_VEX, name));
    expect(flaws.length).toBeGreaterThan(0);
    for (const { notAffected, justifications = [] } of flaws) {
      // 4.5 of CSAF 2.0: each product that is not affected has a flag or an impact.
      for (const place of notAffected) {
        expect(justifications.some(({ products }) => products === null || products.includes(place))).toBe(true);
      }
    }
  });
});
