// Claims about risk at rest, on both databases: an assessment is kept once and listed, ratings and the harm matrix are the newest that were said, and another
// organization sees none of it.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEFAULT_HARM_MATRIX, type RiskDocument, risk, SEVERITY_ASPECTS } from '#contracts/index.ts';
import { canonicalJson, Invalid, NotFound } from '#kit/index.ts';
import {
  elicitedRatings,
  harmMatrix,
  keepRating,
  keepRisk,
  listRisk,
  newestRisk,
  ratingsFor,
  riskInputsOf,
  riskOf,
  riskSettings,
  setHarmMatrix,
  setRiskSettings,
} from '#program/index.ts';
import { assessRisk } from '#risk/index.ts';
import { addTestTenant, type Store, type TenantId, testStores } from '#store/index.ts';
import { RANSOM, RECORDS, sampleInputs } from '../src/risk/assessment/sample-site.ts';

const now = new Date('2026-11-25T10:00:00.000Z');
const ana = { by: 'ana@example.org', name: 'Ana Cruz', mayJudgeLikelihood: true, now };
const inputs = sampleInputs();
const assessed = risk.riskDocument.parse(JSON.parse(canonicalJson(assessRisk(inputs))));

/** An assessment of a day of November; it differs in nothing else. */
const onDay = (day: number, id = `risk-${day}`): RiskDocument => ({
  ...assessed,
  id,
  at: new Date(Date.UTC(2026, 10, day)).toISOString(),
});
const kept = (document: RiskDocument) => ({
  document,
  inputs: canonicalJson(inputs),
  text: canonicalJson(document),
  by: 'ana',
});

describe.each(testStores())('risk at rest on $name', (kind) => {
  let store: Store;
  let site: TenantId;
  let other: TenantId;
  beforeAll(async () => {
    store = await kind.open();
    site = await addTestTenant(store);
    other = await addTestTenant(store, 'Another site');
  });
  afterAll(() => store.close());

  test('an assessment is kept once, and is there as it was', async () => {
    await store.tenant(site, async (tx) => {
      for (const day of [20, 22, 21, 22]) await keepRisk(tx, kept(onDay(day)));
      expect(await riskOf(tx)).toEqual(onDay(22));
      expect(await riskOf(tx, 'risk-20')).toEqual(onDay(20));
      expect(await newestRisk(tx)).toBe('risk-22');
      expect(await riskInputsOf(tx, 'risk-21')).toEqual({
        id: 'risk-21',
        inputs: canonicalJson(inputs),
        text: canonicalJson(onDay(21)),
      });
    });
  });

  test('assessments are listed with the newest first, page by page', async () => {
    await store.tenant(site, async (tx) => {
      await keepRisk(tx, kept(onDay(21, 'risk-21b')));
      const first = await listRisk(tx, { limit: 2 });
      const second = await listRisk(tx, { limit: 2, cursor: first.next ?? '' });
      expect([...first.items, ...second.items].map(({ id }) => id)).toEqual([
        'risk-22',
        'risk-21',
        'risk-21b',
        'risk-20',
      ]);
      expect([first.total.value, second.next]).toEqual([4, null]);
      expect(first.items[0]).toMatchObject({ at: onDay(22).at, by: 'ana', mean: assessed.expected.today.mean });
      await expect(listRisk(tx, { limit: 2, cursor: 'x' })).rejects.toThrow(Invalid);
      // The money of each is known, also of one that earlier versions kept.
      await tx.db
        .updateTable('riskAssessments')
        .set({ ranges: null })
        .where('tenantId', '=', tx.id)
        .where('id', '=', 'risk-21')
        .execute();
      const { items } = await listRisk(tx, { limit: 10 });
      expect(items.map(({ currency }) => currency)).toEqual(['USD', 'USD', 'USD', 'USD']);
    });
  });

  test('figures that the site states take the place of those before', async () => {
    await store.tenant(site, async (tx) => {
      await setRiskSettings(tx, { costOfRecords: 5 }, { by: 'ana', now });
      await setRiskSettings(tx, { patients: 9000 }, { by: 'ben', now });
      expect(await riskSettings(tx)).toMatchObject({
        settings: { patients: 9000 },
        by: 'ben',
        at: now.toISOString(),
      });
      expect(Object.keys((await riskSettings(tx)).settings)).toEqual(['patients']);
    });
  });

  test('a person rates a scenario anew, and others are asked beside it', async () => {
    await store.tenant(site, async (tx) => {
      const scenarios = [RANSOM, RECORDS];
      const severity = Object.fromEntries(SEVERITY_ASPECTS.map((aspect) => [aspect, 1]));
      for (const injury of [1, 3])
        await keepRating(tx, scenarios, RANSOM.id, { as: 'radiologist', severity: { ...severity, injury } }, ana);
      const answer = await ratingsFor(tx, scenarios, ana);
      expect(answer).toMatchObject({ as: 'radiologist', lastAt: now.toISOString() });
      expect(answer.scenarios.find(({ id }) => id === RANSOM.id)?.mine?.severity.injury).toBe(3);
      const [combined] = (await elicitedRatings(tx, scenarios)).scenarios;
      expect(combined?.severity.injury).toMatchObject({ from: 'raters', mode: 3, raters: 1 });
    });
  });

  test('the harm matrix is that of the site until it goes back to the default', async () => {
    const matrix = { ...DEFAULT_HARM_MATRIX, basis: 'policy of the site' };
    await store.tenant(site, async (tx) => {
      await setHarmMatrix(tx, matrix, ana);
      expect(await harmMatrix(tx)).toEqual({ matrix, isDefault: false, by: ana.by, at: now.toISOString() });
    });
    await store.tenant(other, async (tx) => expect(await harmMatrix(tx)).toMatchObject({ isDefault: true }));
    await store.tenant(site, async (tx) => {
      await setHarmMatrix(tx, null, ana);
      expect(await harmMatrix(tx)).toMatchObject({ matrix: DEFAULT_HARM_MATRIX, isDefault: true, by: null });
    });
  });

  test('another organization sees none of it', async () => {
    await store.tenant(other, async (tx) => {
      expect((await listRisk(tx, { limit: 10 })).items).toEqual([]);
      expect(await riskOf(tx)).toBeNull();
      await expect(riskOf(tx, 'risk-22')).rejects.toThrow(NotFound);
      expect(await riskSettings(tx)).toMatchObject({ by: null, at: null });
      expect((await riskSettings(tx)).settings).toEqual({});
      expect((await ratingsFor(tx, [RANSOM, RECORDS], ana)).result.raters).toEqual([]);
      // Not even who leaves the filter out.
      for (const table of ['riskAssessments', 'ratings', 'policies'] as const)
        expect(await tx.db.selectFrom(table).selectAll().execute()).toEqual([]);
    });
  });
});
