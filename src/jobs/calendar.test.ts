// What the calendar does by itself: reminders by mail, once; nothing leaves before somebody sets a mail server and says whom to remind.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fixedClock } from '#kit/index.ts';
import { dropMail, openSecretBox, setMail } from '#people/index.ts';
import {
  addStaff,
  calendarSettings,
  calendarState,
  changeStaff,
  keepCalendar,
  keepDutyDone,
  keepResponsibilities,
  metricsOf,
  rosterOf,
} from '#program/index.ts';
import { addTestTenant, type Tenant, testStores } from '#store/index.ts';
import { fakeMail } from '#support/fake-mail.ts';
import { lookAtCalendars } from './calendar.ts';

const HOUR_MS = 3_600_000;
const clock = fixedClock('2026-11-27T10:00:00.000Z');
const box = openSecretBox(null);
const actor = () => ({ by: 'anna@example.org', now: clock.now() });
let mail: Awaited<ReturnType<typeof fakeMail>>;
beforeAll(async () => {
  mail = await fakeMail();
});
afterAll(() => mail.close());

const [kind] = testStores();
if (!kind) throw new Error('no store');
const store = kind.open();
afterAll(async () => (await store).close());

test('reminders', { timeout: 120_000 }, async () => {
  const site = await addTestTenant(await store, 'reminded');
  const at = async <T>(work: (tx: Tenant) => Promise<T>) => (await store).tenant(site, work);
  const errors: unknown[] = [];
  const looked = { at: 0 };
  const look = async (hours: number) => {
    clock.advance(hours * HOUR_MS);
    await lookAtCalendars({ store: await store, clock, box, onError: (error) => errors.push(error) }, looked);
    return mail.mails.splice(0);
  };
  const server = {
    host: '127.0.0.1',
    port: mail.port,
    security: 'none',
    user: '',
    from: 'd@example.org',
    address: 'https://dosimeter.example',
  } as const;
  const set = () => at((tx) => setMail(tx, server, { ...actor(), box }));
  const remind = async (remindTo: string[]) => {
    const settings = await at(calendarSettings);
    await at((tx) => keepCalendar(tx, { ...settings, remindTo }, actor()));
  };

  // Due on 2026-11-30 and, overdue, on 2026-11-01; the third one on 2027-06-01 waits.
  await at((tx) => keepDutyDone(tx, 'restore-test', { on: '2026-08-31' }, actor()));
  await at((tx) => keepDutyDone(tx, 'feeds-update', { on: '2026-10-01' }, actor()));
  await at((tx) => keepDutyDone(tx, 'walk-round', { on: '2026-06-01' }, actor()));
  expect(await look(1)).toEqual([]);
  await remind(['a@example.org', 'gone@example.org']);
  expect(await look(1)).toEqual([]);
  await set();
  mail.sayLater(true);
  expect(await look(1)).toEqual([]);
  mail.sayLater(false);

  // Whoever asks again too soon changes nothing; an hour later it leaves: one mail with both.
  expect(await look(0.3)).toEqual([]);
  const [first, ...more] = await look(1);
  expect(more).toEqual([]);
  expect(first).toMatch(/To: a@example\.org/);
  expect(first).toMatch(/Subject: 2 duties are due/);
  expect(first).toMatch(/2026-11-30: Bring back images/);
  expect(first).toMatch(/2026-11-01 \(overdue\): Update the lists/);
  expect(first).not.toMatch(/Walk round/);
  expect(await look(24)).toEqual([]);
  expect((await at(calendarState)).refused).toMatchObject([
    { email: 'gone@example.org', because: expect.stringMatching(/no such user/) },
  ]);

  // The same people, written otherwise, were told already.
  await remind(['A@Example.org', 'Gone@example.org']);
  expect(await look(1)).toEqual([]);
  expect((await at(calendarState)).refused).toMatchObject([{ email: 'gone@example.org' }]);

  // Whoever is not reminded any more is no trouble either.
  await remind(['a@example.org']);
  expect((await at(calendarState)).refused).toEqual([]);

  // Done, and due again: another day, another mail.
  await at((tx) => keepDutyDone(tx, 'feeds-update', { on: '2026-11-10' }, actor()));
  expect(await look(24)).toMatchObject([expect.stringMatching(/2026-12-10: Update the lists/)]);
  // Who holds a duty is told of that one; who answers for it hears of it once it is overdue; who left hears nothing.
  await remind([]);
  await at(async (tx) => {
    const party = (id: string) => ({ id, name: `Party ${id}`, side: 'it' as const, email: `${id}@example.org` });
    const duty = { duty: 'backup', responsible: ['it'], accountable: 'boss', consulted: [], informed: [] };
    await keepResponsibilities(tx, { version: 0, parties: [party('it'), party('boss')], duties: [duty] }, actor());
    await addStaff(tx, { name: 'Lee', email: 'lee@example.org', roles: ['manager'], devices: [] }, actor());
    const [lee] = await rosterOf(tx);
    await changeStaff(tx, lee?.id ?? '', { active: false }, actor());
    const settings = await calendarSettings(tx);
    const changes = [{ id: 'feeds-update', holder: 'lee@example.org' }];
    await keepCalendar(tx, { ...settings, changes }, actor());
  });
  const [toIt, ...none] = await look(1);
  expect(none).toEqual([]);
  expect(toIt).toMatch(/To: it@example\.org/);
  expect(toIt).toMatch(/2026-11-30: Bring back images/);
  expect(toIt).toMatch(/It is yours to do\./);
  expect(toIt).not.toMatch(/Update the lists/);
  const [toBoss, ...rest] = await look(24 * 2);
  expect(rest).toEqual([]);
  expect(toBoss).toMatch(/To: boss@example\.org/);
  expect(toBoss).toMatch(/2026-11-30 \(overdue\): Bring back images/);
  expect(toBoss).toMatch(/You answer for it; it is to be done by Party it\./);

  await at((tx) => dropMail(tx, actor()));
  await at((tx) => keepDutyDone(tx, 'feeds-update', { on: '2026-11-12' }, actor()));
  expect(await look(24)).toEqual([]);
  expect(errors).toEqual([]);

  // The same looks took the figures, once for each day.
  const { items } = await at(async (tx) => metricsOf(tx, { siteName: 'Centre', now: clock.now(), sums: new Map() }));
  const days = items[0]?.history.map(({ day }) => day) ?? [];
  expect(days).toEqual([...new Set(days)]);
  expect(days).toEqual(['2026-11-27', '2026-11-28', '2026-11-29', '2026-12-01', '2026-12-02']);
});
