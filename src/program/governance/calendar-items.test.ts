// The days that other records carry, in the calendar: each is there while it counts, and gone when it does not.
import { afterAll, describe, expect, test } from 'vitest';
import { addTestTenant, bareDevice, type Tenant, type TenantId, testStores } from '#store/index.ts';
import { addRemoteAccess, endRemoteAccess } from '../assessments/remote-access.store.ts';
import { keepAttestations } from '../attestations.store.ts';
import { tallyChecks } from '../policy-checks.store.ts';
import { approveException, askException, endException } from '../policy-exceptions.store.ts';
import { approvePolicy, askPolicyApproval, beginPolicy, retirePolicy } from '../policy-texts.store.ts';
import { lessonLibrary } from '../program-library.ts';
import { addStaff, changeStaff } from '../roster.store.ts';
import { assignLessons } from '../training.store.ts';
import { calendarItems } from './calendar-items.store.ts';
import { metricDetail, metricsOf } from './metrics.store.ts';

const NOW = new Date('2026-11-27T11:30:00.000Z');
const anna = { by: 'anna@example.org', now: NOW };
const bo = { by: 'bo@example.org', now: NOW };
const asOf = async (tx: Tenant, now: Date) => ({ siteName: 'Centre', now, sums: await tallyChecks(tx, now) });

describe.each(testStores())('on $name', ({ open }) => {
  const store = open();
  afterAll(async () => (await store).close());
  const at = async <T>(site: TenantId, work: (tx: Tenant) => Promise<T>) => (await store).tenant(site, work);
  const derived = async (site: TenantId) => {
    const { items } = await at(site, (tx) => calendarItems(tx, NOW));
    return items
      .filter(({ kind }) => kind !== 'duty')
      .map(({ kind, due, state, title }) => `${due} ${state} ${kind}: ${title}`);
  };

  test('a policy is reviewed after its months, until it is retired', async () => {
    const site = await addTestTenant(await store, 'policy');
    await at(site, (tx) => beginPolicy(tx, 'removable-media', 'Centre', anna));
    expect(await derived(site)).toEqual([]);
    await at(site, (tx) => askPolicyApproval(tx, 'removable-media', { version: 1, meaning: true, note: '' }, anna));
    await at(site, (tx) => approvePolicy(tx, 'removable-media', { version: 1, note: '' }, bo));
    expect(await derived(site)).toEqual([expect.stringMatching(/^2027-11-27 later policy: Review the policy: \S/)]);
    const { items } = await at(site, async (tx) => metricsOf(tx, await asOf(tx, NOW)));
    expect(items.find(({ name }) => name === 'policies-enforced')).toMatchObject({ of: 1 });
    expect(
      (await at(site, async (tx) => metricDetail(tx, 'policies-enforced', await asOf(tx, NOW)))).counted,
    ).toMatchObject([{ key: 'removable-media', href: '/program/policies/removable-media' }]);
    await at(site, (tx) => retirePolicy(tx, 'removable-media', 'We have none.', bo));
    expect(await derived(site)).toEqual([]);
  });

  test('an exception, once approved, ends on its last day, or before', async () => {
    const site = await addTestTenant(await store, 'exception');
    const asked = {
      policy: null,
      clause: null,
      check: 'staff-trained',
      devices: [],
      reason: 'New people begin in January.',
      instead: 'Somebody stands beside them.',
      owner: 'Front desk',
      until: '2026-12-20',
    };
    const id = await at(site, (tx) => askException(tx, asked, anna));
    expect(await derived(site)).toEqual([]);
    await at(site, (tx) => approveException(tx, id, '', bo));
    expect(await derived(site)).toEqual(['2026-12-20 soon exception: An exception ends: New people begin in January.']);
    await at(site, (tx) => endException(tx, id, 'They began.', bo));
    expect(await derived(site)).toEqual([]);
  });

  test('ways in of one maker that end on one day are one line, while they are open', async () => {
    const site = await addTestTenant(await store, 'ways');
    await at(site, (tx) =>
      tx.db
        .insertInto('devices')
        .values(bareDevice(tx, { id: 'ct', name: 'CT', updatedAt: NOW }))
        .execute(),
    );
    const access = {
      maker: 'Acme',
      who: 'Desk',
      devices: ['ct'],
      service: 'VPN',
      reason: 'Service',
      contact: '',
      until: '2027-01-31',
      secondFactor: 'yes' as const,
    };
    const first = await at(site, (tx) => addRemoteAccess(tx, access, anna));
    await at(site, (tx) => addRemoteAccess(tx, { ...access, who: 'Night' }, anna));
    expect(await derived(site)).toEqual(['2027-01-31 later remote access: 2 ways in of Acme end']);
    await at(site, (tx) => endRemoteAccess(tx, first, anna));
    expect(await derived(site)).toEqual(['2027-01-31 later remote access: 1 way in of Acme ends']);
  });

  test('answers grow old, a later one in the place of an earlier one', async () => {
    const site = await addTestTenant(await store, 'words');
    const say = (now: string, until: string | null = null) =>
      at(site, (tx) =>
        keepAttestations(
          tx,
          [{ question: 'own-accounts', answer: 'yes', device: null, until }],
          { ...anna, now: new Date(now) },
          'checks',
        ),
      );
    await say('2026-01-31T10:00:00.000Z');
    expect(await derived(site)).toEqual([expect.stringMatching(/^2027-01-31 later attestation: Say again: /)]);
    await say('2026-11-01T10:00:00.000Z', '2026-12-01T00:00:00.000Z');
    expect(await derived(site)).toEqual([expect.stringMatching(/^2026-12-01 soon attestation: Say again: /)]);
  });

  test('accepted risks that end on one day are one line; those that were only asked for, or ended, are none', async () => {
    const site = await addTestTenant(await store, 'risks');
    await at(site, (tx) => {
      const row = (id: string, state: string, endedAt: Date | null = null) => ({
        tenantId: tx.id,
        id,
        findingId: id,
        kind: 'acceptance',
        state,
        reason: 'It leaves in spring.',
        until: new Date('2027-02-28T23:59:59.999Z'),
        askedBy: anna.by,
        askedAt: NOW,
        endedAt,
        seen: '{}',
      });
      const rows = [row('a', 'accepted'), row('b', 'accepted'), row('c', 'asked'), row('d', 'accepted', NOW)];
      return tx.db.insertInto('decisions').values(rows).execute();
    });
    expect(await derived(site)).toEqual(['2027-02-28 later acceptance: 2 accepted risks end']);
  });

  test('a lesson waits for those who are here and have not passed it; the figure counts them', async () => {
    const site = await addTestTenant(await store, 'lessons');
    const { items: lessons } = await lessonLibrary();
    const person = (name: string) => ({
      name,
      email: `${name}@example.org`,
      roles: ['technologist' as const],
      devices: [],
    });
    const [kim, lee] = await at(site, async (tx) => [
      await addStaff(tx, person('kim'), anna),
      await addStaff(tx, person('lee'), anna),
    ]);
    const asked = { lessons: ['lock-the-screen'], most: 3, dueInDays: 14 };
    await at(site, (tx) => assignLessons(tx, lessons, asked, anna));
    const day = (await derived(site))[0];
    expect(day).toMatch(/^2026-12-11 soon lesson: Lesson: \S/);
    const trained = async () => {
      const { items } = await at(site, async (tx) => metricsOf(tx, await asOf(tx, NOW)));
      return items.find(({ name }) => name === 'staff-trained');
    };
    expect(await trained()).toMatchObject({ value: 0, of: 2 });
    await at(site, (tx) =>
      tx.db
        .insertInto('lessonCompletions')
        .values({
          tenantId: tx.id,
          id: 'passed',
          staffId: kim.id,
          lesson: 'lock-the-screen',
          course: '',
          version: 1,
          score: 3,
          outOf: 3,
          passed: true,
          at: new Date('2026-11-20T10:00:00.000Z'),
          via: 'link',
        })
        .execute(),
    );
    expect(await trained()).toMatchObject({ value: 1, of: 2 });
    expect(
      (await at(site, async (tx) => metricDetail(tx, 'staff-trained', await asOf(tx, NOW)))).counted,
    ).toMatchObject([
      { label: 'lee', detail: '0 of 1 lessons passed', counts: false },
      { label: 'kim', detail: '1 of 1 lessons passed', counts: true },
    ]);
    await at(site, (tx) => changeStaff(tx, lee.id, { active: false }, anna));
    expect(await derived(site)).toEqual([]);
    expect(await trained()).toMatchObject({ value: 1, of: 1 });
  });

  test('a device is known by kind, maker, model and operating system; what is missing is told', async () => {
    const site = await addTestTenant(await store, 'devices');
    await at(site, (tx) => {
      const known = { kind: 'ct', vendor: 'Acme', model: 'One', os: 'Linux' };
      const rows = [
        bareDevice(tx, { ...known, id: 'ct', name: 'CT' }),
        bareDevice(tx, { ...known, id: 'mr', name: 'MR', os: null }),
        bareDevice(tx, { id: 'gone', name: 'Gone', retired: true }),
      ];
      return tx.db.insertInto('devices').values(rows).execute();
    });
    const { items } = await at(site, async (tx) => metricsOf(tx, await asOf(tx, NOW)));
    expect(items.find(({ name }) => name === 'devices-known')).toMatchObject({ value: 1, of: 2 });
    expect(
      (await at(site, async (tx) => metricDetail(tx, 'devices-known', await asOf(tx, NOW)))).counted,
    ).toMatchObject([
      { key: 'mr', detail: 'not known: operating system', counts: false, href: '/devices/mr' },
      { key: 'ct', detail: 'known', counts: true },
    ]);
  });
});
