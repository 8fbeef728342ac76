// Claims about feeds of use (KEV, EPSS): the devices that they can say something else about are judged again, no others, and the register is
// then what judging every device gives.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FactInput, makeFact } from '#evidence/model.ts';
import { fixedClock } from '#kit/index.ts';
import { allDevicesDue, allFindings } from '#program/index.ts';
import { addTestTenant, openStore, type Store, type TenantId } from '#store/index.ts';
import { performFeeds } from './feeds.ts';
import { judgeDue } from './judge.ts';
import { takeFacts } from './take-facts.ts';

const clock = fixedClock('2026-11-23T10:00:00.000Z');
const flawOf = (n: number) => `CVE-2026-${1000 + n}`;

/** An advisory on every version of a product. */
function advisory(product: string, cves: readonly string[]) {
  const leaf = { category: 'product_name', name: product, product: { name: product, product_id: 'P' } };
  const date = '2026-01-01T00:00:00Z';
  return {
    document: {
      category: 'csaf_security_advisory',
      csaf_version: '2.0',
      title: product,
      publisher: { name: 'Northwind', category: 'vendor', namespace: 'https://northwind.invalid' },
      tracking: { id: `NW-${product}`, initial_release_date: date, current_release_date: date },
    },
    product_tree: { branches: [{ category: 'vendor', name: 'Northwind', branches: [leaf] }] },
    vulnerabilities: cves.map((cve) => ({ cve, product_status: { known_affected: ['P'] } })),
  };
}

const VIEWER = 'cpe:2.3:a:nw:viewer:*:*:*:*:*:*:*:*';

/** Entries of NVD on versions of a viewer before 3.0. */
function nvd(cves: readonly string[]) {
  const cpeMatch = [{ vulnerable: true, criteria: VIEWER, versionEndExcluding: '3.0' }];
  return {
    format: 'NVD_CVE',
    version: '2.0',
    resultsPerPage: cves.length,
    startIndex: 0,
    totalResults: cves.length,
    timestamp: '2026-01-01T00:00:00.000',
    vulnerabilities: cves.map((id) => ({
      cve: {
        id,
        vulnStatus: 'Analyzed',
        published: '2026-01-01T00:00:00.000',
        lastModified: '2026-01-01T00:00:00.000',
        descriptions: [{ lang: 'en', value: 'A flaw of the test.' }],
        configurations: [{ nodes: [{ operator: 'OR', negate: false, cpeMatch }] }],
      },
    })),
  };
}

let day = 1;
/** Catalogs get longer by a number that no device has, so that none is refused for its length. */
const kev = (cves: readonly string[]) => ({
  title: 'test',
  catalogVersion: `2026.10.${day}`,
  dateReleased: `2026-10-${String(day++).padStart(2, '0')}T00:00:00.000Z`,
  vulnerabilities: [...cves, ...Array.from({ length: 40 + day }, (_, n) => `CVE-2019-${5000 + n}`)].map((cveID) => ({
    cveID,
    vulnerabilityName: 'x',
    dateAdded: '2026-01-02',
    knownRansomwareCampaignUse: 'Unknown',
  })),
});
const epss = (rows: Readonly<Record<string, number>>) =>
  `#model_version:v2025.03.14,score_date:2026-10-${String(day++).padStart(2, '0')}T00:00:00+0000\ncve,epss,percentile\n${Object.entries(
    rows,
  )
    .map(([cve, chance]) => `${cve},${chance},0.5`)
    .join('\n')}\n`;

const folder = mkdtempSync(path.join(os.tmpdir(), 'dosimeter-due-'));
let store: Store;
let tenant: TenantId;
const findings = () => store.tenant(tenant, (tx) => Array.fromAsync(allFindings(tx, clock.now())));

/** Takes in files; how many devices were judged. */
async function take(...contents: readonly (object | string)[]): Promise<number> {
  const said: string[] = [];
  const files = contents.map((content, n) => {
    const file = path.join(folder, `${n}.txt`);
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
    return file;
  });
  const progress = (_: number, message: string) => void said.push(message);
  await performFeeds({ store, clock }, { signal: new AbortController().signal, progress, force: false }, files);
  return Number(/^judging (\d+) /.exec(said.find((message) => message.startsWith('judging')) ?? '')?.[1]);
}

beforeAll(async () => {
  store = await openStore({ dataDir: path.join(folder, 'data') });
  tenant = await addTestTenant(store);
  type Said = readonly [attribute: FactInput['attribute'], value: FactInput['value']];
  const device = (key: string, ...facts: readonly Said[]) =>
    [['device.vendor', 'Northwind'] as const, ['device.serial', key] as const, ...facts].map(([attribute, value]) =>
      makeFact(
        {
          subject: { kind: 'asset', key: `list/${key}` },
          basis: 'attested',
          confidence: 0.9,
          source: { sensor: 'csv', run: 'r', detail: null },
          by: 'anna',
          attribute,
          value,
        },
        clock,
      ),
    );
  await takeFacts({ store, clock }, tenant, [
    ...device('helix', ['device.model', 'Helix']),
    ...device('sono', ['device.model', 'Sono']),
    // Which version it runs is not known: its flaws stand in one question.
    ...device('mammo', ['device.model', 'Mammo'], ['software', { name: 'viewer', cpe: VIEWER }]),
    ...device('xp', ['device.model', 'Plain'], ['os.name', 'Windows XP']),
    ...device('other', ['device.model', 'Other']),
  ]);
  const asked = Array.from({ length: 12 }, (_, n) => flawOf(20 + n));
  const all = await take(
    advisory('Helix', [flawOf(0)]),
    advisory('Sono', [flawOf(1)]),
    nvd(asked),
    kev([]),
    epss({ [flawOf(0)]: 0.1, [flawOf(1)]: 0.1, [flawOf(20)]: 0.1 }),
  );
  expect(all).toBe(5);
});
afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const ADVANCED: Readonly<Record<string, number>> = { [flawOf(0)]: 0.1, [flawOf(1)]: 0.6, [flawOf(20)]: 0.1 };
test.each<[what: string, feed: () => object | string, judged: number, isSeen: (cve: string | null) => boolean]>([
  ['a chance that rose concerns the one device with the flaw', () => epss(ADVANCED), 1, (cve) => cve === flawOf(1)],
  ['the same chances of another day concern none', () => epss(ADVANCED), 0, () => false],
  [
    'a flaw in use concerns its device, and what asks for a version',
    () => kev([flawOf(0)]),
    2,
    (cve) => cve === flawOf(0),
  ],
  [
    'a flaw in use leaves the question that it stood in',
    () => kev([flawOf(0), flawOf(20)]),
    1,
    (cve) => cve === flawOf(20),
  ],
  [
    'a hole of several numbers is in use when one of them is',
    () => kev([flawOf(0), flawOf(20), 'CVE-2017-0145']),
    2,
    (cve) => cve === 'CVE-2017-0143' || cve === 'CVE-2017-0144',
  ],
  ['a flaw no more in the catalog goes back', () => kev([flawOf(0), 'CVE-2017-0145']), 1, (cve) => cve === null],
])('%s', async (_, feed, judged, isSeen) => {
  const before = new Map((await findings()).map((each) => [each.id, JSON.stringify(each)]));
  expect(await take(feed())).toBe(judged);
  const after = await findings();
  const changed = after.filter((each) => before.get(each.id) !== JSON.stringify(each));
  expect(changed.some(({ cve }) => isSeen(cve))).toBe(judged > 0);

  await store.tenant(tenant, allDevicesDue);
  await judgeDue({ store, clock }, tenant);
  expect(await findings()).toEqual(after);
});
