// Claims about the register: a judgement is a difference, history is kept, lists page in the order of work.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { documents, type Finding } from '#contracts/index.ts';
import { Invalid, NotFound } from '#kit/index.ts';
import { addTestTenant, bareDevice, type Store, type Tenant, type TenantId, testStores } from '#store/index.ts';
import {
  advisoriesHere,
  allFindings,
  countedAbout,
  findingGroups,
  getFinding,
  listFindings,
  recordFindings,
  severityCounts,
  topFindings,
} from './index.ts';

const MONDAY = new Date('2026-11-23T10:00:00.000Z');
const TUESDAY = new Date('2026-11-24T10:00:00.000Z');
const WEDNESDAY = new Date('2026-11-25T10:00:00.000Z');
const NOW = WEDNESDAY;

type SsvcDecision = NonNullable<Finding['ssvc']>['lowest'];

function finding(id: string, device: string, change: Partial<Finding> = {}, score = 50): Finding {
  return {
    id,
    device,
    deviceName: device,
    kind: 'exposure',
    rule: 'dicom-open-query',
    title: `Finding ${id}`,
    severity: 'high',
    state: 'confirmed',
    confidence: 1,
    reasons: [{ rule: 'dicom-open-query', because: 'seen', facts: ['f'] }],
    cve: null,
    advisories: [],
    kev: false,
    epss: null,
    cvss: null,
    fix: { kind: 'configure', text: 'Ask the PACS administrator to close it.', who: 'pacs' },
    sources: [{ name: 'Scan', asOf: '2026-11-23T09:00:00.000Z' }],
    priority: { score, terms: [{ name: 'proven', value: score, because: 'seen' }] },
    ...change,
  };
}

async function addDevice(tx: Tenant, id: string, name = id): Promise<void> {
  await tx.db
    .insertInto('devices')
    .values(bareDevice(tx, { id, name, updatedAt: MONDAY }))
    .execute();
}

async function deviceRow(tx: Tenant, id: string) {
  return tx.db.selectFrom('devices').select(['severity', 'findings']).where('id', '=', id).executeTakeFirstOrThrow();
}

const page = (change: Partial<Parameters<typeof listFindings>[1]> = {}) => ({ limit: 100, ...change });

describe.each(testStores())('the register on $name', (kind) => {
  let store: Store;
  beforeAll(async () => {
    store = await kind.open();
  });
  afterAll(() => store.close());

  async function inNewTenant<T>(work: (tx: Tenant, id: TenantId) => Promise<T>): Promise<T> {
    const id = await addTestTenant(store);
    return store.tenant(id, (tx) => work(tx, id));
  }

  test('judging twice changes nothing', async () => {
    await inNewTenant(async (tx) => {
      await addDevice(tx, 'ct');
      const judged = new Map([['ct', [finding('a', 'ct'), finding('b', 'ct', { severity: 'low' })]]]);
      expect(await recordFindings(tx, judged, MONDAY)).toMatchObject({ opened: 2, closed: 0 });
      expect(await deviceRow(tx, 'ct')).toEqual({ severity: 3, findings: 2 });
      expect(await recordFindings(tx, judged, TUESDAY)).toEqual({
        opened: 0,
        reopened: 0,
        changed: 0,
        closed: 0,
        unchanged: 2,
      });
      expect(await getFinding(tx, 'a', NOW)).toMatchObject({
        firstSeenAt: MONDAY.toISOString(),
        updatedAt: MONDAY.toISOString(),
        closedAt: null,
      });
    });
  });

  test('findings are found and grouped by what they share, page by page, and closed ones count for nothing', async () => {
    await inNewTenant(async (tx) => {
      await addDevice(tx, 'ct', 'CT 1');
      await addDevice(tx, 'pacs', 'Archive');
      await tx.db.updateTable('devices').set({ vendor: 'Northwind' }).where('id', '=', 'ct').execute();
      const flaw = (id: string, device: string, cve: string, advisories: string[], score: number) =>
        finding(id, device, { cve, advisories, rule: 'known-flaw', kind: 'vulnerability' }, score);
      await recordFindings(
        tx,
        new Map([
          ['ct', [flaw('a', 'ct', 'CVE-2026-0001', ['NW-1'], 70), finding('b', 'ct')]],
          [
            'pacs',
            [flaw('c', 'pacs', 'CVE-2026-0001', ['NW-1', 'NW-2'], 80), flaw('d', 'pacs', 'CVE-2026-0002', [], 60)],
          ],
        ]),
        MONDAY,
      );
      const grouped = async (by: 'device' | 'maker' | 'cve' | 'action', change = {}) =>
        (await findingGroups(tx, by, page(change), NOW)).items.map(({ key, label, findings, devices, priority }) => [
          key,
          label,
          findings,
          devices,
          priority,
        ]);
      expect(await grouped('cve')).toEqual([
        ['CVE-2026-0001', 'CVE-2026-0001', 2, 2, 80],
        ['CVE-2026-0002', 'CVE-2026-0002', 1, 1, 60],
      ]);
      expect(await grouped('device')).toEqual([
        ['pacs', 'Archive', 2, 1, 80],
        ['ct', 'CT 1', 2, 1, 70],
      ]);
      expect(await grouped('maker')).toEqual([
        ['', null, 2, 1, 80],
        ['Northwind', 'Northwind', 2, 1, 70],
      ]);
      const action = 'Ask the PACS administrator to close it.';
      expect(await grouped('action')).toEqual([[action, action, 4, 2, 80]]);
      const first = await findingGroups(tx, 'cve', page({ limit: 1 }), NOW);
      expect(first.next).not.toBeNull();
      expect(await grouped('cve', { limit: 1, cursor: first.next ?? '' })).toEqual([
        ['CVE-2026-0002', 'CVE-2026-0002', 1, 1, 60],
      ]);
      const found = async (change: Partial<Parameters<typeof listFindings>[1]>) =>
        (await listFindings(tx, page(change), NOW)).items.map(({ id }) => id);
      expect(await found({ cve: 'CVE-2026-0001' })).toEqual(['c', 'a']);
      expect(await found({ advisory: 'NW-2' })).toEqual(['c']);
      expect(await found({ maker: 'Northwind' })).toEqual(['a', 'b']);
      expect(await found({ action })).toHaveLength(4);
      expect(await countedAbout(tx, { cve: 'CVE-2026-0001' })).toEqual({ findings: 2, devices: 2 });
      await recordFindings(tx, new Map([['pacs', []]]), TUESDAY);
      expect(await advisoriesHere(tx)).toEqual(new Map([['NW-1', 1]]));
      expect(await countedAbout(tx, { cve: 'CVE-2026-0001' })).toEqual({ findings: 1, devices: 1 });
    });
  });

  test('findings are found by use in attacks and by how soon to act, a span under each of its decisions', async () => {
    await inNewTenant(async (tx) => {
      await addDevice(tx, 'ct');
      const soon = (lowest: SsvcDecision, highest: SsvcDecision): Finding['ssvc'] => ({
        decision: lowest === highest ? lowest : null,
        lowest,
        highest,
        path: [],
      });
      const judged = (change: Partial<Finding>) =>
        new Map([
          [
            'ct',
            [
              finding('a', 'ct', { kev: true, ssvc: soon('immediate', 'immediate') }),
              finding('b', 'ct', { ssvc: soon('defer', 'out-of-cycle'), ...change }),
              finding('c', 'ct'),
            ],
          ],
        ]);
      await recordFindings(tx, judged({}), MONDAY);
      const found = async (change: Partial<Parameters<typeof listFindings>[1]>) =>
        (await listFindings(tx, page(change), NOW)).items.map(({ id }) => id);
      expect(await found({ kev: 'true' })).toEqual(['a']);
      expect(await found({ kev: 'false' })).toEqual(['b', 'c']);
      expect(await found({ ssvc: 'immediate' })).toEqual(['a']);
      expect(await found({ ssvc: 'scheduled' })).toEqual(['b']);
      expect(await recordFindings(tx, judged({ ssvc: soon('defer', 'immediate') }), TUESDAY)).toMatchObject({
        changed: 1,
      });
      expect(await found({ ssvc: 'immediate' })).toEqual(['a', 'b']);
      expect((await getFinding(tx, 'b', NOW)).finding.ssvc).toEqual(soon('defer', 'immediate'));
    });
  });

  test('what is gone is closed as fixed, and what comes back keeps the day it was first seen', async () => {
    await inNewTenant(async (tx) => {
      await addDevice(tx, 'ct');
      await recordFindings(tx, new Map([['ct', [finding('a', 'ct')]]]), MONDAY);
      expect(await recordFindings(tx, new Map([['ct', []]]), TUESDAY)).toMatchObject({ closed: 1 });
      expect(await getFinding(tx, 'a', NOW)).toMatchObject({
        finding: { state: 'fixed' },
        closedAt: TUESDAY.toISOString(),
      });
      expect(await deviceRow(tx, 'ct')).toEqual({ severity: 0, findings: 0 });
      expect((await listFindings(tx, page(), NOW)).items).toEqual([]);
      expect((await listFindings(tx, page({ state: 'fixed' }), NOW)).items).toHaveLength(1);
      expect(await recordFindings(tx, new Map([['ct', [finding('a', 'ct')]]]), WEDNESDAY)).toMatchObject({
        reopened: 1,
      });
      expect(await getFinding(tx, 'a', NOW)).toMatchObject({
        finding: { state: 'confirmed' },
        firstSeenAt: MONDAY.toISOString(),
        updatedAt: WEDNESDAY.toISOString(),
        closedAt: null,
      });
    });
  });

  test('a change of weight is a change; a newer look with the same result is not', async () => {
    await inNewTenant(async (tx) => {
      await addDevice(tx, 'ct');
      await recordFindings(tx, new Map([['ct', [finding('a', 'ct')]]]), MONDAY);
      const newer = finding('a', 'ct', { sources: [{ name: 'Scan', asOf: '2026-11-24T09:00:00.000Z' }] });
      expect(await recordFindings(tx, new Map([['ct', [newer]]]), TUESDAY)).toMatchObject({ changed: 0, unchanged: 1 });
      const known = await getFinding(tx, 'a', NOW);
      expect(known.finding.sources).toEqual(newer.sources);
      expect(known.updatedAt).toBe(MONDAY.toISOString());
      const worse = finding('a', 'ct', { severity: 'critical' });
      expect(await recordFindings(tx, new Map([['ct', [worse]]]), TUESDAY)).toMatchObject({ changed: 1 });
      expect((await getFinding(tx, 'a', NOW)).updatedAt).toBe(TUESDAY.toISOString());
    });
  });

  test('devices that were not judged keep their findings', async () => {
    await inNewTenant(async (tx) => {
      await addDevice(tx, 'ct');
      await addDevice(tx, 'mr');
      await recordFindings(
        tx,
        new Map([
          ['ct', [finding('a', 'ct')]],
          ['mr', [finding('b', 'mr')]],
        ]),
        MONDAY,
      );
      await recordFindings(tx, new Map([['ct', []]]), TUESDAY);
      expect((await listFindings(tx, page(), NOW)).items.map((each) => each.id)).toEqual(['b']);
    });
  });

  test('questions and good news do not count as findings of a device', async () => {
    await inNewTenant(async (tx) => {
      await addDevice(tx, 'ct');
      const judged = [
        finding('a', 'ct', { state: 'unknown', severity: 'none' }),
        finding('b', 'ct', { state: 'not affected', severity: 'none' }),
        finding('c', 'ct', { severity: 'medium' }),
      ];
      await recordFindings(tx, new Map([['ct', judged]]), MONDAY);
      expect(await deviceRow(tx, 'ct')).toEqual({ severity: 2, findings: 1 });
      expect((await topFindings(tx, 10, NOW)).map((each) => each.id)).toEqual(['c']);
      expect(await severityCounts(tx)).toContainEqual({ severity: 'medium', findings: 1 });
      expect(await severityCounts(tx)).toContainEqual({ severity: 'none', findings: 0 });
    });
  });

  test('a retired device has its findings closed but not called fixed; a merged one leaves none', async () => {
    await inNewTenant(async (tx) => {
      await addDevice(tx, 'ct');
      await recordFindings(
        tx,
        new Map([
          ['ct', [finding('a', 'ct')]],
          ['gone', [finding('b', 'gone')]],
        ]),
        MONDAY,
      );
      await tx.db.updateTable('devices').set({ retired: true }).where('id', '=', 'ct').execute();
      await recordFindings(
        tx,
        new Map([
          ['ct', []],
          ['gone', []],
        ]),
        TUESDAY,
      );
      expect(await getFinding(tx, 'a', NOW)).toMatchObject({
        finding: { state: 'confirmed' },
        closedAt: TUESDAY.toISOString(),
      });
      await expect(getFinding(tx, 'b', NOW)).rejects.toThrow(NotFound);
    });
  });

  test('pages follow the order of work and miss nothing, whatever the size of a page', async () => {
    await inNewTenant(async (tx) => {
      await addDevice(tx, 'ct');
      // Equal scores on purpose: the id settles them.
      const judged = Array.from({ length: 25 }, (_, index) =>
        finding(`id-${String(index).padStart(2, '0')}`, 'ct', {}, index % 4),
      );
      await recordFindings(tx, new Map([['ct', judged]]), MONDAY);
      const expected = [...judged]
        .sort((a, b) => b.priority.score - a.priority.score || (a.id < b.id ? -1 : 1))
        .map((each) => each.id);
      for (const limit of [1, 7, 25, 100]) {
        const seen: string[] = [];
        let cursor: string | undefined;
        do {
          const got = await listFindings(tx, { limit, ...(cursor === undefined ? {} : { cursor }) }, NOW);
          expect(got.items.length).toBeLessThanOrEqual(limit);
          expect(got.total).toEqual({ value: 25, relation: 'eq' });
          seen.push(...got.items.map((each) => each.id));
          cursor = got.next ?? undefined;
        } while (cursor !== undefined);
        expect(seen).toEqual(expected);
      }
      const all: string[] = [];
      for await (const each of allFindings(tx, NOW)) all.push(each.id);
      expect(all).toEqual(expected);
      await expect(listFindings(tx, page({ cursor: 'nonsense' }), NOW)).rejects.toThrow(Invalid);
    });
  });

  test('filters narrow the list, and words are taken as written', async () => {
    await inNewTenant(async (tx) => {
      await addDevice(tx, 'ct', 'CT 100%');
      await addDevice(tx, 'mr', 'MR_1');
      await recordFindings(
        tx,
        new Map([
          [
            'ct',
            [
              finding('a', 'ct', { severity: 'critical' }),
              finding('b', 'ct', { kind: 'lifecycle', rule: 'os-past-support' }),
            ],
          ],
          ['mr', [finding('c', 'mr', { state: 'potential' })]],
        ]),
        MONDAY,
      );
      const ids = async (query: Parameters<typeof page>[0]) =>
        (await listFindings(tx, page(query), NOW)).items.map((each) => each.id).sort();
      expect(await ids({ severity: 'critical' })).toEqual(['a']);
      expect(await ids({ kind: 'lifecycle' })).toEqual(['b']);
      expect(await ids({ rule: 'os-past-support' })).toEqual(['b']);
      expect(await ids({ state: 'potential' })).toEqual(['c']);
      expect(await ids({ device: 'ct' })).toEqual(['a', 'b']);
      expect(await ids({ q: '100%' })).toEqual(['a', 'b']);
      expect(await ids({ q: '%' })).toEqual(['a', 'b']);
      expect(await ids({ q: 'mr_' })).toEqual(['c']);
      expect(await ids({ q: 'finding C' })).toEqual(['c']);
      expect(await ids({ q: "'; drop table findings; --" })).toEqual([]);
    });
  });

  test('a finding goes by the name that its device has now', async () => {
    await inNewTenant(async (tx) => {
      await addDevice(tx, 'ct', 'New name');
      await recordFindings(tx, new Map([['ct', [finding('a', 'ct', { deviceName: 'Old name' })]]]), MONDAY);
      expect((await getFinding(tx, 'a', NOW)).finding.deviceName).toBe('New name');
      expect((await listFindings(tx, page(), NOW)).items[0]?.deviceName).toBe('New name');
    });
  });

  test('one tenant never sees the findings of another', async () => {
    await inNewTenant(async (tx) => {
      await addDevice(tx, 'ct');
      await recordFindings(tx, new Map([['ct', [finding('a', 'ct')]]]), MONDAY);
    });
    await inNewTenant(async (tx) => {
      expect((await listFindings(tx, page(), NOW)).items).toEqual([]);
      await expect(getFinding(tx, 'a', NOW)).rejects.toThrow(NotFound);
    });
  });

  test('thousands of devices go in at once, and again without a change', async () => {
    await inNewTenant(async (tx) => {
      const judged = new Map<string, Finding[]>();
      for (let index = 0; index < 3_000; index++) judged.set(`d${index}`, [finding(`f${index}`, `d${index}`)]);
      expect(await recordFindings(tx, judged, MONDAY)).toMatchObject({ opened: 3_000 });
      expect(await recordFindings(tx, judged, TUESDAY)).toMatchObject({ opened: 0, unchanged: 3_000 });
    });
  });

  test('what comes out has the shape that other programs rely on', async () => {
    await inNewTenant(async (tx) => {
      await addDevice(tx, 'ct');
      const put = finding('a', 'ct');
      await recordFindings(tx, new Map([['ct', [put]]]), MONDAY);
      const { finding: got } = await getFinding(tx, 'a', NOW);
      expect(documents.finding.parse(got)).toEqual(put);
    });
  });
});
