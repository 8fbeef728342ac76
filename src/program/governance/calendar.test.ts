// The calendar and the figures at a site: what was done, what two people at once see, who was reminded, and one figure for a day.
import { afterAll, describe, expect, test } from 'vitest';
import { addTestTenant, type Tenant, type TenantId, testStores } from '#store/index.ts';
import { tallyChecks } from '../policy-checks.store.ts';
import { calendarSettings, dropDutyDone, dutyHistory, keepCalendar, keepDutyDone } from './calendar.store.ts';
import { calendarItems, calendarPage } from './calendar-items.store.ts';
import { metricDetail, metricsOf, takeMetrics } from './metrics.store.ts';
import { noteReminders, takeReminders } from './reminders.store.ts';

// In Auckland it is the 28th, in Honolulu the 26th.
const NOW = new Date('2026-11-27T11:30:00.000Z');
const anna = { by: 'anna@example.org', now: NOW };
const page = { limit: 100 };
const asOf = async (tx: Tenant, now: Date) => ({ siteName: 'Centre', now, sums: await tallyChecks(tx, now) });

describe.each(testStores())('on $name', ({ open }) => {
  const store = open();
  afterAll(async () => (await store).close());
  const at = async <T>(site: TenantId, work: (tx: Tenant) => Promise<T>) => (await store).tenant(site, work);

  test('a duty that nobody spoke of is not planned; done, it is due after its months; taken back, it is not planned again', async () => {
    const site = await addTestTenant(await store, 'done');
    const duty = async () =>
      (await at(site, (tx) => calendarItems(tx, NOW))).items.find(({ key }) => key === 'duty restore-test');
    expect(await duty()).toMatchObject({ due: null, state: 'unplanned', last: null });
    const done = await at(site, (tx) => keepDutyDone(tx, 'restore-test', { on: '2026-08-31', note: 'CT' }, anna));
    expect(await duty()).toMatchObject({ due: '2026-11-30', state: 'soon', last: { by: anna.by, note: 'CT' } });
    // An older day that is written later changes nothing.
    await at(site, (tx) => keepDutyDone(tx, 'restore-test', { on: '2026-05-01', by: 'Bo' }, anna));
    expect(await duty()).toMatchObject({ due: '2026-11-30' });
    expect((await at(site, (tx) => dutyHistory(tx, 'restore-test'))).items.map(({ on, by }) => [on, by])).toEqual([
      ['2026-08-31', anna.by],
      ['2026-05-01', 'Bo'],
    ]);
    await at(site, (tx) => dropDutyDone(tx, 'restore-test', done.id, anna));
    expect(await duty()).toMatchObject({ due: '2026-08-01', state: 'overdue' });
  });

  test('a day that is planned after the last doing holds until the next one, whatever else is saved meanwhile', async () => {
    const site = await addTestTenant(await store, 'planned');
    const due = async () =>
      (await at(site, (tx) => calendarPage(tx, page, NOW))).items.find(({ key }) => key === 'duty restore-test')?.due;
    const plan = async (change: object, now: Date) => {
      const { planned: _, ...settings } = await at(site, calendarSettings);
      await at(site, (tx) => keepCalendar(tx, { ...settings, ...change }, { ...anna, now }));
    };
    const later = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);
    await at(site, (tx) => keepDutyDone(tx, 'restore-test', { on: '2026-11-20' }, anna));
    await plan({ changes: [{ id: 'restore-test', nextOn: '2026-12-01' }] }, later(1));
    expect(await due()).toBe('2026-12-01');
    await at(site, (tx) => keepDutyDone(tx, 'restore-test', { on: '2026-11-27' }, { ...anna, now: later(2) }));
    const after = await due();
    expect(after).not.toBe('2026-12-01');
    await plan({ remindDays: 3 }, later(3));
    expect(await due()).toBe(after);
    await plan({ changes: [{ id: 'restore-test', nextOn: '2026-12-05' }] }, later(4));
    expect(await due()).toBe('2026-12-05');
  });

  test('a day to come is one in the zone of the site; a duty that is not there is told of', async () => {
    const site = await addTestTenant(await store, 'zone');
    const keep = (on: string) => at(site, (tx) => keepDutyDone(tx, 'walk-round', { on }, anna));
    await expect(keep('2026-11-28')).rejects.toThrow(/day to come/);
    const settings = await at(site, calendarSettings);
    await at(site, (tx) => keepCalendar(tx, { ...settings, timeZone: 'Pacific/Auckland' }, anna));
    expect(await keep('2026-11-28')).toMatchObject({ on: '2026-11-28' });
    await expect(at(site, (tx) => keepDutyDone(tx, 'no-such', { on: '2026-11-01' }, anna))).rejects.toThrow(
      /no such duty/,
    );
    await expect(at(site, (tx) => keepCalendar(tx, { ...settings, remindDays: 3 }, anna))).rejects.toThrow(/meantime/);
  });

  test('pages follow each other without a gap, and the states are counted', async () => {
    const site = await addTestTenant(await store, 'pages');
    await at(site, (tx) => keepDutyDone(tx, 'restore-test', { on: '2026-01-01' }, anna));
    const all = await at(site, (tx) => calendarPage(tx, page, NOW));
    const seen: string[] = [];
    for (let cursor: string | undefined, more = true; more; ) {
      const part = await at(site, (tx) =>
        calendarPage(tx, { limit: 5, ...(cursor === undefined ? {} : { cursor }) }, NOW),
      );
      seen.push(...part.items.map(({ key }) => key));
      cursor = part.next ?? undefined;
      more = part.next !== null;
    }
    expect(seen).toEqual(all.items.map(({ key }) => key));
    expect(all.items[0]).toMatchObject({ key: 'duty restore-test', state: 'overdue' });
    expect(all.counts).toMatchObject({ overdue: 1, unplanned: all.total.value - 1 });
  });

  test('each address is told of each thing and due day once, also by two processes and when the zone changes', async () => {
    const site = await addTestTenant(await store, 'told');
    const item = { key: 'duty walk-round', title: 'Walk round', why: '', due: '2026-11-28' };
    const take = (now: Date, email = 'a@example.org', due = item.due) =>
      at(site, (tx) => takeReminders(tx, [{ ...item, due }], email, now));
    const later = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);
    expect(await take(NOW)).toHaveLength(1);
    expect(await take(later(1))).toHaveLength(0);
    // It was not sent: an hour later it is tried again.
    expect(await take(later(61))).toHaveLength(1);
    await at(site, (tx) => noteReminders(tx, [item], { email: 'a@example.org', refused: null, now: later(61) }));
    expect(await take(later(60 * 24 * 90))).toHaveLength(0);
    expect(await take(NOW, 'b@example.org')).toHaveLength(1);
    expect(await take(later(200), 'a@example.org', '2027-11-28')).toHaveLength(1);
  });

  test('figures are taken once for a day of the site, and a zone further west begins no day anew', async () => {
    const site = await addTestTenant(await store, 'figures');
    const take = (now: Date) => at(site, async (tx) => takeMetrics(tx, await asOf(tx, now)));
    const zone = async (timeZone: string) => {
      const settings = await at(site, calendarSettings);
      await at(site, (tx) => keepCalendar(tx, { ...settings, timeZone }, anna));
    };
    expect(await take(NOW)).toBe(true);
    expect(await take(new Date('2026-11-27T23:59:59.000Z'))).toBe(false);
    await zone('Pacific/Honolulu');
    expect(await take(NOW)).toBe(false);
    await zone('Pacific/Auckland');
    expect(await take(NOW)).toBe(true);
    const { items } = await at(site, async (tx) => metricsOf(tx, await asOf(tx, NOW)));
    const known = items.find(({ name }) => name === 'devices-known');
    expect(known?.history.map(({ day }) => day)).toEqual(['2026-11-27', '2026-11-28']);
    // Nothing is known of an empty site: gaps, no zeros.
    expect(items.every(({ value, history }) => value === null && history.every((each) => each.value === null))).toBe(
      true,
    );
  });

  test('the mean time to fix counts what was mended within 90 days, by who mends', async () => {
    const site = await addTestTenant(await store, 'fixes');
    await at(site, async (tx) => {
      const row = (id: string, who: string, first: string, closed: string | null, state = 'fixed') => ({
        tenantId: tx.id,
        id,
        deviceId: 'd1',
        rule: 'r',
        kind: 'exposure',
        severity: 3,
        state,
        confidence: 1,
        priority: 1,
        title: `t ${id}`,
        who,
        firstSeenAt: `${first}T00:00:00Z`,
        updatedAt: NOW,
        closedAt: closed === null ? null : `${closed}T00:00:00Z`,
      });
      await tx.db
        .insertInto('findings')
        .values([
          row('a', 'network', '2026-11-01', '2026-11-11'),
          row('b', 'network', '2026-11-01', '2026-11-21'),
          row('c', 'maker', '2026-05-01', '2026-08-01'),
          row('d', 'maker', '2026-10-01', null, 'confirmed'),
          row('e', 'pacs', '2026-11-01', '2026-11-02', 'confirmed'),
        ])
        .execute();
    });
    const { items } = await at(site, async (tx) => metricsOf(tx, await asOf(tx, NOW)));
    expect(items.filter(({ name }) => name.startsWith('fix-'))).toMatchObject([
      { name: 'fix-days-network', value: 15, of: 2 },
    ]);
    const detail = await at(site, async (tx) => metricDetail(tx, 'fix-days-network', await asOf(tx, NOW)));
    expect(detail.counted.map(({ key, detail: days }) => [key, days])).toEqual([
      ['b', '20 days, closed on 2026-11-21'],
      ['a', '10 days, closed on 2026-11-11'],
    ]);

    // Nothing was mended within 90 days: a gap, until something is.
    const later = [NOW, new Date('2027-06-01T12:00:00.000Z'), new Date('2027-06-02T12:00:00.000Z')];
    for (const day of later) await at(site, async (tx) => takeMetrics(tx, await asOf(tx, day)));
    const past = (await at(site, async (tx) => metricsOf(tx, await asOf(tx, NOW)))).items.find(
      ({ name }) => name === 'fix-days-network',
    );
    expect(past?.history).toEqual([
      { day: '2026-11-27', value: 15, of: 2 },
      { day: '2027-06-01', value: null, of: 0 },
      { day: '2027-06-02', value: null, of: 0 },
    ]);
    await expect(at(site, async (tx) => metricDetail(tx, 'nothing', await asOf(tx, NOW)))).rejects.toThrow(/no figure/);
  });
});
