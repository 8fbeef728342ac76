// Two installations, each with clients behind walls: who is counted, what one site is told of the others, and a file that goes from one to the other.
import { afterAll, describe, expect, test } from 'vitest';
import type { CountedIn } from '#contracts/index.ts';
import { type Clock, fixedClock, seededRandom } from '#kit/index.ts';
import { listAudit, openSecretBox } from '#people/index.ts';
import { addTestTenant, openMemoryStore, type Store, type TenantId, testStores } from '#store/index.ts';
import {
  agreeToBenchmark,
  type BenchmarkCaller,
  benchmarkOf,
  distrustBenchmark,
  exchangeOf,
  exportBenchmark,
  importBenchmark,
  trustBenchmark,
} from './benchmark.ts';

const DAY_MS = 86_400_000;

/** An installation of a provider whose clients have these shares of their devices known, in hundredths. */
async function provider(store: Store, clock: Clock, shares: readonly number[], agreed: CountedIn) {
  const deps = { store, clock, box: openSecretBox(null), random: seededRandom(5) };
  const sites: TenantId[] = [];
  const caller = (at = 0, who = 'anna@example.org'): BenchmarkCaller => {
    const memberships = sites.map((id, place) => ({
      tenant: { id, name: `ZEBRA ${place}`, demo: false },
      role: 'owner' as const,
    }));
    const site = memberships[at]?.tenant;
    if (!site) throw new Error('no site');
    return { who, site, memberships };
  };
  const add = async (share: number) => {
    const id = await addTestTenant(store, `ZEBRA ${sites.length}`);
    sites.push(id);
    await take(id, share);
    return sites.length - 1;
  };
  const take = (id: TenantId, share: number) =>
    store.tenant(id, async ({ db }) => {
      const day = clock.now().toISOString().slice(0, 10);
      const row = { tenantId: id, day, name: 'devices-known', value: share, ofAll: 100 };
      await db.insertInto('programMetrics').values(row).execute();
    });
  for (const share of shares) await agreeToBenchmark(deps, caller(await add(share)), agreed);
  const seen = async (at = 0) => {
    const view = await benchmarkOf(deps, caller(at));
    return { view, known: view.figures.find(({ name }) => name === 'devices-known') };
  };
  return { deps, sites, caller, add, take, seen };
}

describe.each(testStores())('on $name', ({ open }) => {
  const store = open();
  afterAll(async () => (await store).close());

  // The first of the tests: its provider owns every site that there is.
  test('a provider with clients, and a file for another', { timeout: 60_000 }, async () => {
    const clock = fixedClock('2026-11-28T10:00:00.000Z');
    const ours = await provider(await store, clock, [12, 33, 57, 78], 'clients');
    const { deps, caller } = ours;

    // Four agreed: nothing is told of them, and a site that did not agree is not counted.
    await ours.add(91);
    expect((await ours.seen(4)).known).toMatchObject({
      own: 0.91,
      clients: { clients: null, quartiles: null, quarter: null },
      others: null,
    });
    await agreeToBenchmark(deps, caller(4), 'clients');
    const { view, known } = await ours.seen(4);
    expect(view).toMatchObject({ counted: 5, takenOn: '2026-11-28', agreement: { agreed: 'clients' } });
    expect(known).toMatchObject({ clients: { clients: 5, quarter: 1 } });
    expect(known?.clients.quartiles?.[1]).toEqual({ from: 0.5, to: 0.6 });
    expect((await ours.seen(0)).known?.clients.quarter).toBe(4);
    // Neither a name nor a value of another stands anywhere in it.
    expect(JSON.stringify(view)).not.toMatch(/ZEBRA|0\.12|0\.33|0\.57|0\.78/);

    // To be counted here is not yet to leave.
    await expect(exportBenchmark(deps, caller(), undefined)).rejects.toThrow(/At least 5 clients/);
    expect(await exchangeOf(deps, caller())).toMatchObject({ agreed: 0, fingerprint: null, releases: [] });
    for (let at = 0; at < 5; at++) await agreeToBenchmark(deps, caller(at), 'files');
    const file = await exportBenchmark(deps, caller(), undefined);
    expect(file).toMatchObject({ period: '2026-Q4', epsilon: 1, epsilonTotal: 1, minimumGroup: 5 });
    expect(JSON.stringify(file)).not.toContain('ZEBRA');
    const said = await (await store).tenant(ours.sites[2] ?? caller().site.id, (tx) => listAudit(tx, { limit: 9 }));
    expect(said.items.map(({ action, subject }) => [action, subject])).toContainEqual([
      'counted in a file for others',
      '2026-Q4',
    ]);

    // Asked again, by whomever and whatever changed, it is the same to the last byte.
    await agreeToBenchmark(deps, caller(await ours.add(99)), 'files');
    const again = await exportBenchmark(deps, caller(2, 'bo@example.org'), undefined);
    expect(JSON.stringify(again)).toBe(JSON.stringify(file));
    await expect(exportBenchmark(deps, caller(), 2)).rejects.toThrow(/stays as it is/);
    expect((await exchangeOf(deps, caller())).releases).toMatchObject([{ period: '2026-Q4', by: 'anna@example.org' }]);
    // In the next quarter there is a new one, of the figures of that time.
    clock.advance(40 * DAY_MS);
    for (const id of ours.sites) await ours.take(id, 95);
    const next = await exportBenchmark(deps, caller(), 0.5);
    expect(next).toMatchObject({ period: '2027-Q1', epsilon: 0.5, signer: file.signer });

    await using other = await openMemoryStore();
    const theirs = await provider(other, clock, [50], 'none');
    const take = (value: unknown) => importBenchmark(theirs.deps, theirs.caller(), value);
    const trust = (fingerprint: string) =>
      trustBenchmark(theirs.deps, theirs.caller(), { fingerprint, name: 'Other provider' });
    await expect(take(file)).rejects.toThrow(new RegExp(`Nobody here trusted.*${file.signer.fingerprint}`));
    await expect(trust('abc')).rejects.toThrow(/64 hexadecimal digits/);
    // As it is read out: in capitals, in groups.
    await trust(file.signer.fingerprint.toUpperCase().replace(/(.{4})/g, '$1 '));
    expect(await take(next)).toMatchObject({ outcome: 'taken', signer: 'Other provider', period: '2027-Q1' });
    const counted = async () => (await theirs.seen()).known?.others;
    const newest = await counted();
    expect(newest).toMatchObject({ files: 1, size: 'all' });
    // The same again, and an older quarter beside it, add nothing.
    expect(await take(next)).toMatchObject({ outcome: 'same' });
    expect(await take(file)).toMatchObject({ outcome: 'taken', period: '2026-Q4' });
    expect(await counted()).toEqual(newest);
    await expect(take({ ...next, day: '2027-01-06' })).rejects.toThrow(/signature does not fit/);
    expect((await exchangeOf(theirs.deps, theirs.caller())).signers).toMatchObject([
      { name: 'Other provider', files: [{ period: '2027-Q1' }, { period: '2026-Q4' }] },
    ]);
    await expect(importBenchmark(deps, caller(), next)).rejects.toThrow(/made here/);
    await expect(trustBenchmark(deps, caller(), { fingerprint: next.signer.fingerprint, name: 'Us' })).rejects.toThrow(
      /key of this installation/,
    );

    // The clients of a provider read their audit trail: it says what was done, and with which key, and names no other provider.
    const told = await other.tenant(theirs.caller().site.id, (tx) => listAudit(tx, { limit: 20 }));
    expect(told.items.map(({ action, subject }) => [action, subject])).toEqual(
      expect.arrayContaining([
        ['benchmark key trusted', file.signer.fingerprint],
        ['benchmark file taken in', file.signer.fingerprint],
      ]),
    );
    expect(JSON.stringify(told)).not.toContain('Other provider');

    // Old files count no more, nor do those of a key that is trusted no more; trusted again it begins without files.
    clock.advance(460 * DAY_MS);
    expect(await counted()).toBeNull();
    const { signers } = await distrustBenchmark(theirs.deps, theirs.caller(), next.signer.fingerprint);
    expect(signers).toEqual([]);
    await expect(distrustBenchmark(theirs.deps, theirs.caller(), next.signer.fingerprint)).rejects.toThrow(/trusted/);
    expect((await trust(next.signer.fingerprint)).signers).toMatchObject([{ files: [] }]);
  });

  test('who owns only some of the sites sees their own, and exchanges nothing', async () => {
    const clock = fixedClock('2026-11-28T10:00:00.000Z');
    const { deps, caller } = await provider(await store, clock, [10, 20, 30, 40, 50, 60], 'files');
    const whole = caller();
    const some = { ...whole, memberships: whole.memberships.slice(0, 4) };
    expect(await benchmarkOf(deps, some)).toMatchObject({ counted: 4 });
    const reader = { ...whole, memberships: whole.memberships.map((each) => ({ ...each, role: 'reader' as const })) };
    for (const somebody of [some, reader]) {
      const { closed, agreed } = await exchangeOf(deps, somebody);
      expect(closed).toMatch(/owns every site/);
      expect(agreed).toBe(0);
      await expect(exportBenchmark(deps, somebody, undefined)).rejects.toThrow(/owns every site/);
      await expect(importBenchmark(deps, somebody, {})).rejects.toThrow(/owns every site/);
      await expect(distrustBenchmark(deps, somebody, '0'.repeat(64))).rejects.toThrow(/owns every site/);
    }
    // The demo is made up.
    const demo = { ...whole, site: { ...whole.site, demo: true } };
    await expect(agreeToBenchmark(deps, demo, 'clients')).rejects.toThrow(/made up/);
    const asDemo = whole.memberships.map((each) => ({ ...each, tenant: { ...each.tenant, demo: true } }));
    expect(await benchmarkOf(deps, { ...whole, memberships: asDemo })).toMatchObject({ counted: 0 });
  });

  test('figures that are weeks old, or of which nothing is known, are not counted', async () => {
    const clock = fixedClock('2026-11-28T10:00:00.000Z');
    const { deps, caller, sites, seen } = await provider(await store, clock, [10, 20, 30, 40, 50], 'clients');
    expect((await seen()).known?.clients.clients).toBe(5);
    clock.advance(DAY_MS);
    const [first] = sites;
    await (await store).tenant(first ?? caller().site.id, ({ db }) =>
      db
        .insertInto('programMetrics')
        .values({ tenantId: first ?? '', day: '2026-11-29', name: 'devices-known', value: null, ofAll: 0 })
        .execute(),
    );
    expect((await seen(1)).known?.clients.clients).toBeNull();
    clock.advance(40 * DAY_MS);
    expect(await benchmarkOf(deps, caller(1))).toMatchObject({ takenOn: null });
  });
});
