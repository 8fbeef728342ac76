// Claims about several sources on one flaw of one device (docs/matching.md): which one counts, and that it is one finding.
import { expect, test } from 'vitest';
import type { Advisory, NvdRecord } from '#knowledge/index.ts';
import { attestedSystem, sampleDevice } from '#support/sample-devices.ts';
import { judge } from './index.ts';
import { sampleKnowledge } from './sample-knowledge.ts';

const NOW = '2026-11-23T08:00:00.000Z';
const CPE = 'cpe:2.3:a:northwind:helix:2.0:*:*:*:*:*:*:*';
const ETERNAL = 'CVE-2017-0144';
type Status = 'affected' | 'fixed' | 'notAffected';

/** The maker's document on one version of Helix. */
function maker(status: Status, versions = '2.0', cve = 'CVE-2026-1'): Advisory {
  const none = { affected: [], fixed: [], notAffected: [], underInvestigation: [] };
  const flaw = { cve, title: null, cwe: null, vectors: [], ...none, [status]: [0], remedies: [] };
  return {
    id: `NW-${status}`,
    title: 'Helix',
    publisher: 'Northwind',
    released: '2026-01-01',
    revised: '2026-01-01',
    url: null,
    products: [{ vendor: 'Northwind', product: 'Helix', versions }],
    flaws: [flaw],
  };
}

/** The maker's document on versions up to 1.0, with what to do. */
function repairedBy(text: string): Advisory {
  const document = maker('affected', '<= 1.0');
  const remedies = [{ kind: 'vendor_fix' as const, text, products: null }];
  return { ...document, flaws: document.flaws.map((flaw) => ({ ...flaw, remedies })) };
}

/** The maker's document on every version of a product of this name. */
function ofName(product: string): Advisory {
  return { ...maker('affected'), products: [{ vendor: 'Northwind', product, versions: '*' }] };
}

function draft(status: Status): Advisory {
  return { ...maker(status), isDraft: true };
}

/** NVD on every version of Helix. */
const NVD: NvdRecord = {
  id: 'CVE-2026-1',
  title: 'A flaw of the test.',
  released: '2026-01-01T00:00:00.000',
  revised: '2026-01-02T00:00:00.000',
  rejected: false,
  cwe: null,
  vectors: [],
  configurations: [
    {
      all: false,
      negate: false,
      nodes: [{ all: false, negate: false, matches: [{ criteria: CPE.replace('2.0', '*'), vulnerable: true }] }],
    },
  ],
};

function findingsOn(advisories: readonly Advisory[], nvd: readonly NvdRecord[], system: string | null = null) {
  const entry = { name: 'Helix', version: '2.0', cpe: CPE, purl: null, confidence: 0.9, facts: [] };
  const device = sampleDevice({
    vendor: 'Northwind',
    model: 'Helix',
    software: [entry],
    os: system === null ? null : attestedSystem(system),
  });
  return judge(device, { now: NOW, knowledge: sampleKnowledge({ advisories, nvd }) });
}

test.each<[what: string, advisories: Advisory[], nvd: NvdRecord[], state: string, sources: string[]]>([
  ['NVD alone', [], [NVD], 'confirmed', ['NVD']],
  ['the maker alone', [maker('affected')], [], 'confirmed', ['CSAF']],
  ['both', [maker('affected')], [NVD], 'confirmed', ['CSAF', 'NVD']],
  ['not affected in this version silences NVD', [maker('notAffected')], [NVD], 'not affected', ['CSAF']],
  ['repaired in this version silences NVD', [maker('fixed')], [NVD], 'fixed', ['CSAF']],
  ['not affected in another version does not', [maker('notAffected', '3.0')], [NVD], 'confirmed', ['NVD']],
  ['newer than the affected ones', [maker('affected', '<= 1.0')], [], 'fixed', ['CSAF']],
  ['newer, and not older than the repair', [repairedBy('Update to 1.5 or later.')], [], 'fixed', ['CSAF']],
  ['newer, and older than the repair', [repairedBy('Update to 2.1.')], [], 'unknown', ['CSAF']],
  ['newer, and older than one repair of two', [repairedBy('Update to 1.5 or 2.1.')], [], 'fixed', ['CSAF']],
  ['a version at the end of the name', [ofName('Helix 2.x')], [], 'confirmed', ['CSAF']],
  ['an older version at the end of the name', [ofName('Helix 1.5')], [], 'fixed', ['CSAF']],
  ['a number at the end of the name', [ofName('Helix 7')], [], 'potential', ['CSAF']],
  ['a draft makes nothing certain', [draft('affected')], [], 'potential', ['CSAF']],
  ['a draft lets nobody off', [draft('notAffected')], [NVD], 'confirmed', ['NVD']],
  ['a draft repairs nothing', [draft('fixed')], [NVD], 'confirmed', ['NVD']],
  ['other versions affected is no word on this one', [maker('affected', '1.0')], [NVD], 'confirmed', ['NVD']],
])('%s', (_, advisories, nvd, state, sources) => {
  const found = findingsOn(advisories, nvd).filter(({ cve }) => cve === 'CVE-2026-1');
  expect(found).toMatchObject([{ state }]);
  expect(found[0]?.sources.map(({ name }) => name.split(':')[0])).toEqual(sources);
});

test.each<[what: string, advisory: Advisory | null, rule: string, state: string, reason: RegExp]>([
  ['a hole of the system', null, 'os-known-hole', 'potential', /names Windows 7/],
  ['that the maker confirms', maker('affected', '2.0', ETERNAL), 'known-flaw', 'confirmed', /names Windows 7/],
  [
    'that the maker rules out',
    maker('notAffected', '2.0', ETERNAL),
    'known-flaw',
    'not affected',
    /^Outranked.*Windows 7/,
  ],
  [
    'that other versions have',
    maker('affected', '1.0', ETERNAL),
    'os-known-hole',
    'potential',
    /newer than the affected/,
  ],
])('one finding for a number that stands twice: %s', (_, advisory, rule, state, reason) => {
  const found = findingsOn(advisory ? [advisory] : [], [], 'Windows 7').filter(({ cve }) => cve === ETERNAL);
  expect(found).toMatchObject([{ rule, state }]);
  expect(found[0]?.reasons.some(({ because }) => reason.test(because))).toBe(true);
});

test.each([
  ['Helix Windows 7-Based', '*', 'Windows 7 Professional SP1', 'confirmed'],
  ['Helix Windows 7-Based', '*', 'Windows 10 21H2', null],
  ['Helix Windows 7-Based', '*', 'Windows Server 2016', 'potential'],
  ['Helix Windows 7-Based', '*', 'Debian 12', 'potential'],
  ['Helix Windows 7-Based', '*', null, 'potential'],
  ['Helix', '<= 2.0 on Windows 8.1 with IIS 7.5', 'Windows 8.1', 'potential'],
  ['Helix', '<= 2.0 on Windows 8.1 with IIS 7.5', 'Windows 10 21H2', null],
  ['Helix', '* running on Windows XP and 7', 'Windows 7 Professional SP1', 'potential'],
  ['Helix', '* running on Windows XP/7', 'Windows 7 Professional SP1', 'potential'],
  ['Helix', '* running on Windows 7 or later', 'Windows 10 21H2', 'potential'],
  ['Helix', '* running on Windows 7 onwards', 'Windows 10 21H2', 'potential'],
  ['Helix', '* running on Windows 7 at least', 'Windows 10 21H2', 'potential'],
  ['Helix', '* running on old systems such as Windows 2000', 'Windows XP Professional SP3', 'potential'],
])('%s, %s, beside a device with %s: %s', (product, versions, system, state) => {
  const advisory = { ...maker('affected'), products: [{ vendor: 'Northwind', product, versions }] };
  const found = findingsOn([advisory], [], system).filter(({ cve }) => cve === 'CVE-2026-1');
  expect(found.map((each) => each.state)).toEqual(state === null ? [] : [state]);
});

test('a line for another system does not hide one that names a product of the line', () => {
  const products = [
    { vendor: 'Northwind', product: 'Helix', versions: '* on Windows 7' },
    { vendor: 'Northwind', product: 'Helix Pro', versions: '*' },
  ];
  const document = maker('affected');
  const advisory = { ...document, products, flaws: document.flaws.map((flaw) => ({ ...flaw, affected: [0, 1] })) };
  expect(findingsOn([advisory], [], 'Windows 10 21H2').filter(({ cve }) => cve === 'CVE-2026-1')).toMatchObject([
    { state: 'potential' },
  ]);
});
