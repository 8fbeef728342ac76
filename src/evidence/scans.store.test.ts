import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ScanEndpoint } from '#contracts/index.ts';
import { fixedClock } from '#kit/index.ts';
import { addTestTenant, type Store, type Tenant, testStores } from '#store/index.ts';
import { sampleEndpoint } from '#support/sample-devices.ts';
import {
  addClearance,
  addScanEndpoints,
  clearanceRules,
  finishScan,
  latestScan,
  listClearances,
  listScans,
  markCutScans,
  readProbes,
  recordProbes,
  removeClearance,
  scanDetail,
  startScan,
} from './index.ts';

const clock = fixedClock('2026-11-23T10:00:00Z');
const owner = { by: 'anna', clock };

function endpoint(address: string, port: number, change: Partial<ScanEndpoint> = {}): ScanEndpoint {
  const unknown = { calling: 'unknown', called: 'unknown' } as const;
  return sampleEndpoint({ address, port, refusal: null, titles: unknown, ...change });
}

function begin(tx: Tenant, startedAt: string) {
  return startScan(tx, {
    targets: ['10.0.0.0/24'],
    ports: [104, 80],
    clearance: 'query',
    authority: 'site visit',
    vantage: 'here',
    startedAt,
    startedBy: 'anna',
    job: null,
  });
}

const totals = { hosts: 256, endpoints: 512, connections: 600, bytesSent: 1234, seconds: 4.5 };

describe.each(testStores())('scans and clearances on $name', ({ open }) => {
  let store: Store;
  beforeAll(async () => {
    store = await open();
  });
  afterAll(() => store.close());

  async function inNewTenant<T>(work: (tx: Tenant) => Promise<T>): Promise<T> {
    return store.tenant(await addTestTenant(store), work);
  }

  test('a finished scan keeps what it saw, what was refused, and counts what is open to strangers', async () => {
    await inNewTenant(async (tx) => {
      const id = await begin(tx, '2026-11-23T09:00:00.000Z');
      await addScanEndpoints(tx, id, [endpoint('10.0.0.1', 104), endpoint('10.0.0.2', 104, { exposure: 'E6' })]);
      await addScanEndpoints(tx, id, [
        endpoint('10.0.0.1', 104, { exposure: 'E4' }),
        endpoint('10.0.0.1', 80, { exposure: null, web: 'W2', protocol: 'http' }),
      ]);
      const refused = [{ target: '10.0.1.0/24', reason: 'no clearance' }];
      await finishScan(tx, id, { state: 'finished', endedAt: '2026-11-23T09:05:00.000Z', totals, refused });
      const detail = await scanDetail(tx, id);
      expect(detail).toMatchObject({ scan: { state: 'finished', open: 2, totals, authority: 'site visit' }, refused });
      expect(detail.endpoints.map((each) => [each.address, each.port, each.exposure ?? each.web])).toEqual([
        ['10.0.0.1', 80, 'W2'],
        ['10.0.0.1', 104, 'E4'],
        ['10.0.0.2', 104, 'E6'],
      ]);
      await expect(scanDetail(tx, 'nothing')).rejects.toThrow(/no such scan/);
    });
  });

  test('a scan that a dead process left is marked cut, keeps what is known, and does not end twice', async () => {
    await inNewTenant(async (tx) => {
      const dead = await begin(tx, '2026-11-23T08:00:00.000Z');
      const alive = await begin(tx, '2026-11-23T09:00:00.000Z');
      await addScanEndpoints(tx, dead, [endpoint('10.0.0.1', 104, { exposure: 'E3' })]);
      expect(await markCutScans(tx, '2026-11-23T10:00:00.000Z', [alive])).toEqual([dead]);
      await finishScan(tx, dead, { state: 'finished', endedAt: '2026-11-23T11:00:00.000Z', totals, refused: [] });
      expect((await scanDetail(tx, dead)).scan).toMatchObject({ state: 'cut', open: 1, totals: null });
      expect((await latestScan(tx))?.id).toBe(alive);
      expect((await latestScan(tx, (await scanDetail(tx, alive)).scan))?.id).toBe(dead);
    });
  });

  test('scans page newest first', async () => {
    await inNewTenant(async (tx) => {
      const ids: string[] = [];
      for (let hour = 0; hour < 5; hour++) ids.unshift(await begin(tx, `2026-11-2${hour}T09:00:00.000Z`));
      const seen: string[] = [];
      for (let cursor: string | null | undefined; cursor !== null; ) {
        const page = await listScans(tx, { limit: 2, cursor: cursor ?? undefined });
        expect(page.total).toEqual({ value: 5, relation: 'eq' });
        seen.push(...page.items.map((item) => item.id));
        cursor = page.next;
      }
      expect(seen).toEqual(ids);
      await expect(listScans(tx, { limit: 2, cursor: 'x' })).rejects.toThrow(/first page/);
    });
  });

  test('every probe stands in the log with who allowed it', async () => {
    await inNewTenant(async (tx) => {
      const scan = await begin(tx, '2026-11-23T09:00:00.000Z');
      const entry = {
        scan,
        target: '10.0.0.0/25',
        ports: [104],
        connections: 128,
        bytesSent: 0,
        clearance: 'query' as const,
        authority: 'site visit',
        allowedBy: 'site visit',
        at: '2026-11-23T09:00:01.000Z',
      };
      const entries = Array.from({ length: 1500 }, (_, at) => ({ ...entry, connections: at }));
      await recordProbes(tx, entries);
      const read = [];
      for await (const each of readProbes(tx, scan)) read.push(each);
      expect(read).toEqual(entries);
    });
  });

  test('clearances are kept as ranges, become rules, and can be taken back', async () => {
    await inNewTenant(async (tx) => {
      const added = await addClearance(tx, { range: ' 10.0.0.77/24', level: 'query', note: 'ward\u202e' }, owner);
      await addClearance(tx, { range: '10.0.0.9', level: 'none', deny: true }, owner);
      expect(added).toMatchObject({ range: '10.0.0.0/24', note: 'ward\\u{202e}', deny: false, createdBy: 'anna' });
      expect(await listClearances(tx)).toHaveLength(2);
      expect((await clearanceRules(tx)).map((rule) => rule.range.cidr).sort()).toEqual(['10.0.0.0/24', '10.0.0.9/32']);
      await removeClearance(tx, added.id);
      expect(await listClearances(tx)).toMatchObject([{ deny: true }]);
      await expect(removeClearance(tx, added.id)).rejects.toThrow(/no such clearance/);
    });
  });

  test('full clearance needs a stored authority, and a range must be one', async () => {
    await inNewTenant(async (tx) => {
      await expect(addClearance(tx, { range: '10.0.0.0/24', level: 'full' }, owner)).rejects.toThrow(/data owner/);
      await expect(addClearance(tx, { range: 'everything', level: 'query' }, owner)).rejects.toThrow(/write 10/);
      const authority = { owner: 'Dr. A', documentSha256: 'ab', expiresAt: '2027-01-01T00:00:00.000Z' };
      const full = await addClearance(tx, { range: '10.0.0.0/24', level: 'full', authority }, owner);
      expect(await listClearances(tx)).toEqual([full]);
    });
  });
});
