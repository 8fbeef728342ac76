// Figures of what weighs on the devices: what is not known is no zero, and money of another kind is not taken for dollars.
import { afterAll, describe, expect, test } from 'vitest';
import { addTestTenant, type Tenant, testStores } from '#store/index.ts';
import { metricDetail, metricsOf } from './metrics.store.ts';

const NOW = new Date('2026-11-27T10:00:00.000Z');
const asked = { siteName: 'Centre', now: NOW, sums: new Map() };

describe.each(testStores())('on $name', ({ open }) => {
  const store = open();
  afterAll(async () => (await store).close());

  test('systems without support, open findings and the loss of a mean year, for the devices in use', async () => {
    const site = await addTestTenant(await store, 'burden');
    const at = async <T>(work: (tx: Tenant) => Promise<T>) => (await store).tenant(site, work);
    const figures = async () => {
      const { items } = await at((tx) => metricsOf(tx, asked));
      const of = (name: string) => {
        const { value = null, of: all = 0 } = items.find((each) => each.name === name) ?? {};
        return [value, all];
      };
      return { ended: of('support-ended'), open: of('open-findings'), loss: of('loss-per-device') };
    };
    const device = (id: string, os: string | null, retired = false) => ({
      tenantId: site,
      id,
      name: id.toUpperCase(),
      os,
      retired,
      addresses: [],
      aeTitles: [],
      macs: [],
      exposureRank: 0,
      criticalityReasons: '[]',
      severity: 0,
      findings: 0,
      search: id,
      updatedAt: NOW,
    });
    const finding = (id: string, deviceId: string, rule: string, severity: number, closedAt: Date | null = null) => ({
      tenantId: site,
      id,
      deviceId,
      rule,
      severity,
      closedAt,
      kind: 'lifecycle',
      confidence: 1,
      priority: 1,
      title: id,
      state: severity === 0 ? 'unknown' : 'confirmed',
      firstSeenAt: NOW,
      updatedAt: NOW,
    });
    const assessed = (id: string, mean: number, currency: string) => ({
      tenantId: site,
      id,
      at: new Date(`2026-11-${id}T00:00:00Z`),
      byWhom: 'x',
      mean,
      after: 0,
      worstHarm: null,
      ranges: JSON.stringify({ today: [0, 1], after: [0, 1], currency }),
      inputs: '',
      document: '',
    });

    await at(({ db }) =>
      db
        .insertInto('riskAssessments')
        .values(assessed('01', 9000, 'USD'))
        .execute(),
    );
    // No device is known: nothing can be said of any.
    expect(await figures()).toEqual({ ended: [null, 0], open: [null, 0], loss: [null, 0] });

    await at(({ db }) =>
      db
        .insertInto('devices')
        .values([device('a', null), device('gone', 'XP', true)])
        .execute(),
    );
    expect(await figures()).toEqual({ ended: [null, 0], open: [0, 1], loss: [9000, 1] });

    const more = [device('b', 'Windows XP'), device('c', 'Windows 11'), device('d', 'Some system')];
    await at(async ({ db }) => {
      await db.insertInto('devices').values(more).execute();
      const findings = [
        finding('1', 'b', 'os-past-support', 3),
        finding('2', 'b', 'dicom-open-query', 3),
        finding('3', 'c', 'os-past-support', 3, NOW),
        finding('4', 'd', 'os-unknown', 0),
      ];
      await db.insertInto('findings').values(findings).execute();
    });
    expect(await figures()).toEqual({ ended: [1, 2], open: [2, 4], loss: [9000, 4] });
    const detail = async (name: string) => (await at((tx) => metricDetail(tx, name, asked))).counted;
    expect((await detail('support-ended')).map(({ label, counts }) => [label, counts])).toEqual([
      ['B', true],
      ['C', false],
    ]);
    expect((await detail('open-findings'))[0]).toMatchObject({ label: 'B', detail: '2 open', counts: true });
    expect(await detail('loss-per-device')).toMatchObject([{ label: 'Assessment of risk of 2026-11-01' }]);

    await at(({ db }) =>
      db
        .insertInto('riskAssessments')
        .values(assessed('02', 500, 'EUR'))
        .execute(),
    );
    expect((await figures()).loss).toEqual([null, 4]);
    expect(await detail('loss-per-device')).toEqual([]);
  });
});
