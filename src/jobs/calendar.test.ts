// What the calendar does by itself: reminders by mail, once; nothing leaves before somebody sets a mail server and says whom to remind.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fixedClock } from '#kit/index.ts';
import { dropMail, openSecretBox, setMail } from '#people/index.ts';
import { calendarSettings, calendarState, keepCalendar, keepDutyDone, metricsOf } from '#program/index.ts';
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

test('reminders', { timeout: 60_000 }, async () => {
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

  // Whoever is not reminded any more is no trouble either.
  await remind(['a@example.org']);
  expect((await at(calendarState)).refused).toEqual([]);

  // Done, and due again: another day, another mail.
  await at((tx) => keepDutyDone(tx, 'feeds-update', { on: '2026-11-10' }, actor()));
  expect(await look(24)).toMatchObject([expect.stringMatching(/2026-12-10: Update the lists/)]);
  await at((tx) => dropMail(tx, actor()));
  await at((tx) => keepDutyDone(tx, 'feeds-update', { on: '2026-11-12' }, actor()));
  expect(await look(24)).toEqual([]);
  expect(errors).toEqual([]);

  // The same looks took the figures, once for each day.
  const { items } = await at(async (tx) => metricsOf(tx, { siteName: 'Centre', now: clock.now(), sums: new Map() }));
  const days = items[0]?.history.map(({ day }) => day) ?? [];
  expect(days).toEqual([...new Set(days)]);
  expect(days).toEqual(['2026-11-27', '2026-11-28', '2026-11-29', '2026-11-30']);
});
