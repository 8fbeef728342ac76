import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  builtInAdvisories,
  type CompareVersions,
  containsVersion,
  indexAdvisories,
  installedOn,
  matchProduct,
  readCsaf,
  readVersions,
} from '../index.ts';

const SHARED = process.env['DOSIMETER_SHARED'] ?? path.resolve(import.meta.dirname, '../../../../shared');
const CSAF = path.join(SHARED, 'data/csaf');

/** Numbers between dots, for tests of what goes round them. */
const byNumbers: CompareVersions = (a, b) => {
  const parts = (text: string) =>
    /^v?\d+(\.\d+)*$/i.test(text) ? text.replace(/^v/i, '').split('.').map(Number) : null;
  if (a === b) return { order: 0 };
  const [left, right] = [parts(a), parts(b)];
  if (!left || !right) return { order: null };
  for (let at = 0; at < Math.max(left.length, right.length); at++) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0);
    if (difference !== 0) return { order: difference < 0 ? -1 : 1 };
  }
  return { order: 0 };
};

describe('the versions that an advisory names', () => {
  test.each([
    ['vers:all/*', '1.0', 'inside'],
    ['*', '1.0', 'inside'],
    ['all versions', '1.0', 'inside'],
    ['<= 3.0.24', '3.0.24', 'inside'],
    ['<= 3.0.24', '3.0.25', 'newer'],
    ['<12.2.8.410', '12.2.8.410', 'newer'],
    ['vers:all/>=V5.1.1|<V5.1.2', '5.1.1', 'inside'],
    ['vers:all/>=V5.1.1|<V5.1.2', '5.1.0', 'outside'],
    ['>= 3.0 | <= 3.2', '3.1', 'inside'],
    ['>= 9.2, < 9.2.10', '9.2.5', 'inside'],
    ['>= 9.2, < 9.2.10', '9.2.10', 'newer'],
    ['>= 9.2, < 9.2.10', '9.1', 'outside'],
    ['All versions < V14.2.0.5', '14.1.0.0', 'inside'],
    ['All versions >= V13.1 < V13.2.0.1', '13.2', 'inside'],
    ['All versions >= V13.1 < V13.2.0.1', '13.3', 'newer'],
    ['<= K', 'K', 'inside'],
    ['<= K', 'J', 'cannot tell'],
    ['K', 'K', 'inside'],
    ['Revision K', 'revision k', 'inside'],
    ['the K series', 'The K series', 'inside'],
    ['the K series', 'K', 'cannot tell'],
    ['1.1.7 | 2.1.1', '2.1.1', 'inside'],
    ['1.1.7 | 2.1.1', '2.0', 'outside'],
    ['<= 1.12.0.25 | 1.12.13.2 | 1.12.14.5', '1.12.13.2', 'inside'],
    ['<= 1.12.0.25 | 1.12.13.2 | 1.12.14.5', '1.12.13.1', 'outside'],
    ['14.1.x', '14.1.9', 'inside'],
    ['14.1.x', '14.2', 'newer'],
    ['<= 12.2.x.x', '12.2.99', 'inside'],
    ['<= 12.2.x.x', '12.3', 'newer'],
    ['< 3.x', '2.1', 'inside'],
    ['< 3.x', '3.0', 'newer'],
    ['Versions 2.6.2 and below', '2.6.2', 'inside'],
    ['Version 3.1 or prior', '3.2', 'newer'],
    ['prior to 3.6.7', '3.6.6', 'inside'],
    ['2.5 through 3.11', '3.0', 'inside'],
    ['up to 7.6.2', '7.6.2', 'inside'],
    // Three lines with a repair each: which line a version is of is not said.
    ['< 19.0.1 | < 18.0.1 | < 15.0.1', '16.0', 'cannot tell'],
    ['CR-IR 357', '357', 'cannot tell'],
    ['with wireless option (shipped 2016-August 2018)', '1.0', 'cannot tell'],
    ['<= 1.54 (integrated into GE MobileLink)', '1.0', 'inside'],
    ['<= 2.01 (end-of-life Nov 2017)', '2.02', 'newer'],
    ['* (end-of-life 2011)', '1.0', 'inside'],
    ['<= 7.20 (7.50 may also be affected)', '7.50', 'cannot tell'],
    ['<= 2.0 (only with wireless)', '1.0', 'cannot tell'],
    ['< 5.0 (1234)', '5.0', 'cannot tell'],
    ['2.0 (hotfix applied)', '2.0', 'cannot tell'],
    ['* (patched)', '2.0', 'cannot tell'],
    ['* (except the mobile edition)', '2.0', 'cannot tell'],
    ['< 5.0 (build 1234)', '5.0', 'cannot tell'],
    ['<= R4.1L1', '4.0', 'cannot tell'],
  ] as const)('%s, seen from version %s: %s', (words, version, where) => {
    expect(containsVersion(version, readVersions(words), byNumbers)).toBe(where);
  });

  test('any words are read or left, in bounded time', () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 2_000, unit: fc.constantFrom(...Array.from('1.x_ vVrR<>=|-and prior*')) }),
        (words) => {
          expect(['all', 'runs', 'unread']).toContain(readVersions(words).kind);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('the product that an advisory names', () => {
  test.each([
    ['Philips', 'PIC iX', 'Philips', 'Patient Information Center iX (PIC iX)', 'same'],
    ['GE', 'CARESCAPE Central Station', 'General Electric (GE)', 'CARESCAPE Central Station (CSCS)', 'same'],
    ['Philips', 'CT', 'Philips', 'Brilliance Computed Tomography (CT)', null],
    ['GE', 'EchoPAC', 'GE Healthcare', 'EchoPAC (Turnkey)', 'less'],
    ['Schneider Electric', 'EcoStruxure IT Gateway', 'Schneider Electric', 'EcoStruxure™ IT Gateway', 'same'],
    ['Softneta', 'MedDream PACS', 'Softneta', 'MedDream PACS', 'same'],
    ['GE Medical Systems', 'LightSpeed VCT', 'General Electric (GE)', 'LightSpeed VCT', 'same'],
    ['GEHC', 'Optima CT660', 'GE Healthcare', 'Optima CT 660', 'same'],
    ['GE', 'Discovery CT750 HD', 'GE Healthcare', 'Discovery CT750HD', 'same'],
    ['GE', 'Carestation 650', 'General Electric (GE)', 'GE Carestation', 'more'],
    ['GE Vingmed Ultrasound', 'Vivid E95', 'GE Healthcare', 'Vivid products, not including EchoPAC', 'more'],
    ['GE', 'EchoPAC', 'GE Healthcare', 'Vivid products, not including EchoPAC', null],
    ['GE', 'LOGIQ 100 Pro', 'GE Healthcare', 'LOGIQ, not including LOGIQ 100 Pro', null],
    ['GE', 'Venue 40', 'GE Healthcare', 'Venue, not including Venue 40 R1-3 and Venue 50 R4-5', 'less'],
    ['GE', 'Revolution EVO', 'GE Healthcare', 'Revolution CT', null],
    ['Philips', 'EPIQ 7', 'Philips', 'Ultrasound EPIQ/Affiniti', 'more'],
    ['Philips', 'Affiniti', 'Philips', 'Ultrasound EPIQ/Affiniti', 'same'],
    ['Philips', 'Ingenia 1.5T', 'Philips', 'MRI 1.5T', null],
    ['GE', 'Discovery NM', 'GE Healthcare', 'Discovery NM/CT 850', 'less'],
    ['Medtronic', 'MyCareLink Monitor 24950', 'Medtronic', '24950 MyCareLink Monitor', 'same'],
    ['Medtronic MiniMed', 'MiniMed Paradigm 723K', 'Medtronic', 'MiniMed Paradigm 523K/723K pumps', 'same'],
    ['BD', 'Totalys MultiProcessor', 'Becton, Dickinson and Company (BD)', 'BD Totalys MultiProcessor', 'same'],
    ['Siemens', 'syngo.fastView', 'Siemens Healthineers, Siemens', 'Syngo fastView', 'same'],
    ['Philips Medical Systems', 'Brilliance 64 Slice', 'Phillips', 'Brilliance 64', 'more'],
    ['Philips', 'IntelliSpace PACS', 'Philips', 'IntelliSpace PACS', 'same'],
    ['Philips', 'Philips Vue PACS', 'Philips', 'Vue PACS', 'same'],
    ['Siemens', 'LightSpeed VCT', 'GE Healthcare', 'LightSpeed VCT', null],
    ['GE', 'Discovery XR656 Plus', 'GE Healthcare', 'Discovery XR656', 'less'],
    ['GE', 'LOGIQ', 'GE Healthcare', 'LOGIQ E9', 'less'],
    ['GE', 'Discovery MR750', 'GE Healthcare', 'Discovery NM750b', null],
    [null, 'Orthanc', 'Orthanc', 'Orthanc Server', 'same'],
    [null, 'DCMTK', 'OFFIS', 'DCMTK', 'same'],
    [null, 'Portal', 'Philips', 'DoseWise Portal', null],
    ['Philips', 'CT', 'Philips', 'Brilliance CT Big Bore', null],
    ['Philips', 'Brilliance CT 64', 'Philips', 'Brilliance 64', 'less'],
    ['Philips', 'Avalon FM30', 'Philips', 'Avalon Fetal/Maternal Monitors FM20/FM30/FM40/FM50', 'less'],
    ['Philips', 'Avalon FM60', 'Philips', 'Avalon Fetal/Maternal Monitors FM20/FM30/FM40/FM50', null],
    ['Philips', 'CX50', 'Philips', 'Ultrasound CX', 'less'],
    ['GE', 'Centricity PACS', 'GE Healthcare', 'Centricity RIS', null],
  ] as const)('%s %s beside %s %s: %s', (vendor, name, maker, product, fit) => {
    expect(matchProduct({ vendor, name }, { vendor: maker, product })?.fit ?? null).toBe(fit);
  });
});

test('a name that is none is read in bounded time', () => {
  for (const name of [
    'ab/'.repeat(20_000),
    `a${' '.repeat(1_000_000)}b`,
    'ab/cd '.repeat(100_000),
    'x1 '.repeat(50_000),
  ]) {
    const advised = { vendor: 'Northwind', product: name, versions: name };
    expect(matchProduct({ vendor: 'Northwind', name: 'Helix' }, advised)).toBeNull();
    expect(installedOn(advised)).toBe(advised);
  }
});

test.each([
  ['PT', 'Siemens', 'Siemens PET/CT Systems', 'less'],
  ['CT', 'Siemens', 'Siemens PET/CT Systems', null],
  ['MR', 'Philips', 'MRI 1.5T', 'less'],
  ['PT', 'Philips', 'PET/CT Systems', null],
  [null, 'Siemens', 'Siemens PET/CT Systems', null],
])(
  'a device of the modality %s of Siemens or Philips beside a kind of machine, %s %s: %s',
  (modality, maker, product, fit) => {
    const vendor = modality === 'MR' ? 'Philips' : 'Siemens';
    expect(matchProduct({ vendor, name: 'Aurora 7', modality }, { vendor: maker, product })?.fit ?? null).toBe(fit);
  },
);

test.each([
  ['PET/CT Systems Windows 7-Based', 'vers:all/*', 'PET/CT Systems', 'vers:all/*', 'Windows 7'],
  ['Upgrade Utility used with Windows XP systems', '<= 2.0', 'Upgrade Utility', '<= 2.0', 'Windows XP systems'],
  ['RIS Client', '<=11.2 on Windows 8.1 with IIS 7.5', 'RIS Client', '<=11.2', 'Windows 8.1 with IIS 7.5'],
  ['HDI 4000', '* running on old systems such as Windows 2000', 'HDI 4000', '*', 'old systems such as Windows 2000'],
  [
    'FACSLyric',
    'Windows 10 Professional Operating System',
    'FACSLyric',
    '*',
    'Windows 10 Professional Operating System',
  ],
  ['Vision', 'serial numbers on request', 'Vision', 'serial numbers on request', undefined],
])('%s, %s: the system has its own place', (product, versions, name, rest, on) => {
  const read = installedOn({ vendor: 'Northwind', product, versions });
  expect([read.product, read.versions, read.on]).toEqual([name, rest, on]);
});

describe.skipIf(!existsSync(CSAF))('the advisories of CISA', () => {
  const files = existsSync(CSAF)
    ? readdirSync(CSAF).flatMap((folder) =>
        readdirSync(path.join(CSAF, folder)).map((file) => path.join(CSAF, folder, file)),
      )
    : [];

  test('every document gives the products, versions and flaws that another reading of its tree finds', () => {
    expect(files.length).toBeGreaterThan(180);
    for (const file of files) {
      const document = JSON.parse(readFileSync(file, 'utf8'));
      const advisory = readCsaf(document);
      expect(advisory.id, file).toBe(document.document.tracking.id);
      const stated = statedIn(document);
      const found = advisory.flaws.flatMap((flaw, index) =>
        flaw.affected.map((place) => {
          const { vendor, product, versions } = advisory.products[place] ?? {
            vendor: '?',
            product: '?',
            versions: '?',
          };
          return [index, vendor, product, versions].join(' | ');
        }),
      );
      expect(found.sort(), file).toEqual(stated.sort());
    }
  });

  test('the built-in list says nothing that the documents do not say', () => {
    const documents = new Map(
      files.map((file) => {
        const advisory = readCsaf(JSON.parse(readFileSync(file, 'utf8')));
        return [advisory.id, advisory];
      }),
    );
    const known = builtInAdvisories.filter(({ id }) => documents.has(id));
    expect(known.length).toBeGreaterThan(25);
    for (const { id, flaws } of known) {
      const theirs = documents.get(id)?.flaws.map(({ cve }) => cve) ?? [];
      for (const { cve, vectors } of flaws) {
        expect(theirs, id).toContain(cve);
        const published = documents.get(id)?.flaws.find((flaw) => flaw.cve === cve)?.vectors ?? [];
        for (const vector of vectors) expect(published, `${id} ${cve}`).toContain(vector);
      }
    }
  });
});

/** What a document states as affected, walked with paths from the leaves upward instead of from the root down. */
// biome-ignore lint/suspicious/noExplicitAny: the check must not share a shape with what it checks
function statedIn(document: any): string[] {
  const paths = new Map<string, { category: string; name: string }[]>();
  const queue: {
    node: { category: string; name: string; branches?: []; product?: { product_id: string } };
    path: { category: string; name: string }[];
  }[] = (document.product_tree?.branches ?? []).map((node: object) => ({ node, path: [] }));
  for (let next = queue.shift(); next; next = queue.shift()) {
    const { node } = next;
    const here = [...next.path, { category: node.category, name: node.name }];
    if (node.product) paths.set(node.product.product_id, here);
    for (const child of node.branches ?? []) queue.push({ node: child, path: here });
  }
  const named = (path: { category: string; name: string }[], ...categories: string[]) =>
    path.filter(({ category }) => categories.includes(category)).map(({ name }) => name.trim());
  return (document.vulnerabilities ?? []).flatMap(
    (flaw: { product_status?: Record<string, string[]> }, index: number) => {
      const ids = ['known_affected', 'first_affected', 'last_affected'].flatMap(
        (status) => flaw.product_status?.[status] ?? [],
      );
      return [...new Set(ids)].map((id) => {
        const path = paths.get(id) ?? [];
        const products = named(path, 'product_name');
        const versions = named(path, 'product_version', 'product_version_range');
        return [index, named(path, 'vendor').at(-1) ?? '', products.join(' '), versions.at(-1) ?? '*'].join(' | ');
      });
    },
  );
}

test('a device is held against the advisories of its maker and its products only', () => {
  const source = indexAdvisories('test', builtInAdvisories);
  expect(
    source
      .about('GE Medical Systems', 'Unheard of')
      .every(({ products }) => products.some(({ vendor }) => /GE/.test(vendor))),
  ).toBe(true);
  expect(source.about(null, 'DCMTK').map(({ id }) => id)).toEqual(
    expect.arrayContaining(['ICSMA-22-174-01', 'CVE-2024-28130']),
  );
  expect(source.about('Nobody', 'Nothing')).toEqual([]);
});

test.each([
  [{}, /^This CSAF document is not complete: document: /],
  [{ document: { csaf_version: '2.0', title: 'x', publisher: { name: 'x' } } }, /document.tracking: /],
])('a document that is not whole is refused with what is missing', (document, sentence) => {
  expect(() => readCsaf(document)).toThrow(sentence);
});

test('a draft is known for one, and what is said of products that are named nowhere is told', () => {
  const tracking = {
    id: 'NW-1',
    status: 'draft',
    initial_release_date: '2026-01-01',
    current_release_date: '2026-01-01',
  };
  const vulnerabilities = [{ product_status: { known_affected: ['A', 'C'], fixed: ['B'] } }];
  const product_tree = { full_product_names: [{ name: 'Helix', product_id: 'A' }] };
  const document = { csaf_version: '2.0', title: 'x', publisher: { name: 'x' }, tracking };
  const advisory = readCsaf({ document, product_tree, vulnerabilities });
  expect(advisory).toMatchObject({ isDraft: true, unnamed: ['B', 'C'], flaws: [{ affected: [0], fixed: [] }] });
});
