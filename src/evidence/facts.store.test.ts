import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fixedClock } from '#kit/index.ts';
import { addTestTenant, type Store, type Tenant, type TenantId, testStores } from '#store/index.ts';
import { currentFacts, exportFacts, factHistory, factSpan, factsOf, recordFacts } from './facts.store.ts';
import { factId, makeFact } from './make-fact.ts';
import type { SubjectRef } from './subject.ts';
import type { AttributeInput, AttributeName } from './vocabulary.ts';

const clock = fixedClock('2026-11-23T10:00:00Z');
const row: SubjectRef = { kind: 'asset', key: 'list/1' };

function stated<A extends AttributeName>(
  attribute: A,
  value: AttributeInput<A>,
  { at = '2026-11-20T00:00:00Z', sensor = 'inventory-csv', run = 'r1', confidence = 0.8, subject = row } = {},
) {
  const source = { sensor, run, detail: null };
  return makeFact(
    { subject, attribute, value, basis: 'attested', confidence, source, observedAt: at, by: 'anna' },
    clock,
  );
}

describe.each(testStores())('facts on $name', ({ open }) => {
  let store: Store;
  let tenantId: TenantId;
  beforeAll(async () => {
    store = await open();
  });
  afterAll(() => store.close());

  async function inNewTenant<T>(work: (tx: Tenant) => Promise<T>): Promise<T> {
    tenantId = await addTestTenant(store);
    return store.tenant(tenantId, work);
  }

  test('importing the same statements twice adds nothing and only moves the last sighting', async () => {
    await inNewTenant(async (tx) => {
      const once = [stated('device.model', 'A'), stated('device.mac', '00:11:22:33:44:55')];
      expect(await recordFacts(tx, once)).toMatchObject({ added: 2, unchanged: 0, subjects: [row], seen: [] });
      expect(await recordFacts(tx, once)).toMatchObject({ added: 0, unchanged: 2, subjects: [], seen: [] });
      const again = [
        stated('device.model', 'A', { at: '2026-11-22T00:00:00Z', run: 'r2' }),
        stated('device.mac', '00:11:22:33:44:55', { at: '2026-11-22T00:00:00Z', run: 'r2' }),
      ];
      expect(await recordFacts(tx, again)).toMatchObject({ added: 0, unchanged: 2, subjects: [], seen: [row] });
      const [model] = (await currentFacts(tx, [row])).filter((fact) => fact.attribute === 'device.model');
      expect(model).toMatchObject({
        value: 'A',
        firstObservedAt: '2026-11-20T00:00:00.000Z',
        lastObservedAt: '2026-11-22T00:00:00.000Z',
      });
      expect(await factSpan(tx)).toEqual({
        facts: 2,
        oldest: '2026-11-20T00:00:00.000Z',
        newest: '2026-11-22T00:00:00.000Z',
      });
    });
  });

  test('a new value replaces the old one, several values stand side by side, and all stay in the record', async () => {
    await inNewTenant(async (tx) => {
      await recordFacts(tx, [stated('device.model', 'A'), stated('device.aeTitle', 'CT1')]);
      const later = { at: '2026-11-21T00:00:00Z' };
      const outcome = await recordFacts(tx, [
        stated('device.model', 'B', later),
        stated('device.aeTitle', 'CT2', later),
        stated('device.model', 'A', { sensor: 'other' }),
      ]);
      expect(outcome).toMatchObject({ added: 3, subjects: [row] });
      const values = (await currentFacts(tx, [row])).map(
        (fact) => `${fact.sensor} ${fact.attribute} ${String(fact.value)}`,
      );
      expect(values.sort()).toEqual([
        'inventory-csv device.aeTitle CT1',
        'inventory-csv device.aeTitle CT2',
        'inventory-csv device.model B',
        'other device.model A',
      ]);
      const history = await factHistory(tx, [row], { attributes: ['device.model'], limit: 10 });
      expect(history.map((fact) => fact.value)).toEqual(['B', 'A', 'A']);
    });
  });

  test('what arrives late goes to the record and changes nothing now', async () => {
    await inNewTenant(async (tx) => {
      await recordFacts(tx, [stated('device.model', 'new')]);
      const late = await recordFacts(tx, [stated('device.model', 'old', { at: '2026-01-01T00:00:00Z' })]);
      expect(late).toMatchObject({ added: 1, subjects: [] });
      expect((await currentFacts(tx, [row])).map((fact) => fact.value)).toEqual(['new']);
    });
  });

  test('one batch may state a slot several times; the newest holds', async () => {
    await inNewTenant(async (tx) => {
      const facts = ['03', '01', '02'].map((day) => stated('device.model', day, { at: `2026-11-${day}T00:00:00Z` }));
      expect(await recordFacts(tx, facts)).toMatchObject({ added: 3 });
      expect((await currentFacts(tx, [row])).map((fact) => fact.value)).toEqual(['03']);
    });
  });

  test('an export gives back every fact with an id that proves it', async () => {
    await inNewTenant(async (tx) => {
      const facts = Array.from({ length: 4100 }, (_, at) =>
        stated('device.model', `M${at}`, { subject: { kind: 'asset', key: `list/${at}` } }),
      );
      await recordFacts(tx, facts);
      const seen = new Map<string, string>();
      for await (const fact of exportFacts(tx)) {
        expect(factId(fact)).toBe(fact.id);
        seen.set(fact.id, JSON.stringify(fact.value));
      }
      expect(seen).toEqual(new Map(facts.map((fact) => [fact.id, JSON.stringify(fact.value)])));
      expect(await factsOf(tx, [{ kind: 'asset', key: 'list/7' }])).toEqual([facts[7]]);
    });
  });

  test('facts are append-only and stay within their tenant', async () => {
    await inNewTenant((tx) => recordFacts(tx, [stated('device.model', 'A')]));
    const other = await addTestTenant(store);
    expect(await store.tenant(other, (tx) => factsOf(tx, [row]))).toEqual([]);
    await expect(
      store.tenant(tenantId, (tx) => tx.db.updateTable('facts').set({ basis: 'observed' }).execute()),
    ).rejects.toThrow();
    await expect(store.tenant(tenantId, (tx) => tx.db.deleteFrom('facts').execute())).rejects.toThrow();
  });
});
