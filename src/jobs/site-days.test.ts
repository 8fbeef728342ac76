// Days are those of the site: an exception, a review and a report end when the day ends where the site is, not in UTC.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fixedClock } from '#kit/index.ts';
import {
  addRemoteAccess,
  addStaff,
  answersOf,
  approveException,
  approvePolicy,
  askException,
  askPolicyApproval,
  assignLessons,
  attestationsOf,
  beginPolicy,
  calendarItems,
  calendarSettings,
  dayIn,
  keepAttestations,
  keepCalendar,
  keepSaid,
  lessonLibrary,
  listExceptions,
  listTrainees,
  logDecision,
  readersPage,
  readOnPaper,
  readPolicy,
  remoteAccessList,
  sitePolicy,
} from '#program/index.ts';
import { boardHtml } from '#report/index.ts';
import { addTestTenant, bareDevice, openMemoryStore, type Store, type Tenant } from '#store/index.ts';
import { boardOf } from './board.ts';
import { lookAtCalendars } from './calendar.ts';
import { controlDetail } from './site-controls.ts';
import { settleAccess } from './work.ts';

const ANNA = 'anna@example.org';
const BO = 'bo@example.org';
let store: Store;

beforeAll(async () => {
  store = await openMemoryStore();
}, 120_000);
afterAll(() => store.close());

test.each([
  ['Pacific/Auckland', '2026-11-27', '2026-12-31T10:59:59.000Z'],
  ['America/Los_Angeles', '2026-11-26', '2027-01-01T07:59:59.000Z'],
  ['UTC', '2026-11-26', '2026-12-31T23:59:59.000Z'],
])('in %s December 31 ends when it ends there', async (timeZone, approvedOn, lastMoment) => {
  // 22:00 in UTC: in Auckland it is the next day.
  const clock = fixedClock('2026-11-26T22:00:00.000Z');
  const site = await addTestTenant(store, timeZone);
  await store.system(({ db }) =>
    db.updateTable('tenants').set({ createdAt: clock.now() }).where('id', '=', site).execute(),
  );
  const at = <T>(work: (tx: Tenant) => Promise<T>) => store.tenant(site, work);
  const goTo = (iso: string) => clock.advance(Date.parse(iso) - clock.now().getTime());
  const as = (by: string) => ({ by, now: clock.now() });
  const errors: unknown[] = [];
  const look = () => lookAtCalendars({ store, clock, onError: (error) => errors.push(error) }, { at: 0 });
  const board = (date?: string) => boardOf({ store, clock }, site, { site: 'Center', date });
  const states = async () =>
    (await at((tx) => listExceptions(tx, { limit: 5 }, clock.now()))).items.map(({ state }) => state);
  const overdue = async () => (await at((tx) => sitePolicy(tx, 'removable-media', clock.now()))).isOverdue;

  const settings = await at(calendarSettings);
  await at((tx) => keepCalendar(tx, { ...settings, timeZone }, as(ANNA)));
  const words = { reason: 'Old', instead: 'Apart', owner: 'IT', until: '2026-12-31' };
  const input = { policy: null, clause: null, check: 'leavers-closed', devices: [], ...words };
  const id = await at((tx) => askException(tx, input, as(ANNA)));
  await at((tx) => approveException(tx, id, 'Yes', as(BO)));
  await at((tx) => beginPolicy(tx, 'removable-media', 'Center', as(ANNA)));
  await at((tx) => askPolicyApproval(tx, 'removable-media', { version: 1, meaning: true, note: '' }, as(ANNA)));
  await at((tx) => approvePolicy(tx, 'removable-media', { version: 1, note: 'Read' }, as(BO)));
  const { inForce } = await at((tx) => sitePolicy(tx, 'removable-media', clock.now()));
  expect(inForce?.version.reviewOn?.slice(4)).toBe(approvedOn.slice(4));

  const said = { question: 'leavers-closed', answer: 'yes' as const, device: null, until: '2026-12-31' };
  await at((tx) => keepAttestations(tx, [said], as(ANNA), 'page'));
  const { items } = await at((tx) => calendarItems(tx, clock.now()));
  expect(items.find(({ key }) => key === 'attestation leavers-closed')?.due).toBe('2026-12-31');
  // The day that people write for "for ever".
  await at((tx) => keepAttestations(tx, [{ ...said, until: '9999-12-31' }], as(ANNA), 'page'));
  const [forEver] = await at((tx) => attestationsOf(tx));
  expect(dayIn(new Date(forEver?.until ?? 0), timeZone)).toBe('9999-12-31');

  goTo(lastMoment);
  expect(await states()).toEqual(['approved']);
  expect(await board()).toMatchObject({ date: '2026-12-31', exceptions: [{ state: 'approved' }] });
  await expect(board('2027-01-01')).rejects.toThrow(/still to come/);
  clock.advance(2_000);
  await look();
  expect(await states()).toEqual(['expired']);
  expect(await board()).toMatchObject({ date: '2027-01-01', exceptions: [{ state: 'expired' }] });
  const past = await board('2026-12-31');
  expect(past).toMatchObject({ exceptions: [{ state: 'approved' }] });
  expect(past.standing.map(({ asOf, isOfDate }) => [asOf, isOfDate])).toEqual(
    Array.from({ length: 4 }, () => ['2026-12-31', true]),
  );

  // The day of the review is the last good one.
  const review = inForce?.version.reviewOn ?? '';
  goTo(`${review}T09:00:00.000Z`);
  expect(await overdue()).toBe(false);
  clock.advance(27 * 3_600_000);
  expect(await overdue()).toBe(true);
  expect(errors).toEqual([]);
});

test('a decision and an answer at 17:00 in Los Angeles are told of that day, though it is the next one in UTC', async () => {
  const clock = fixedClock('2026-12-18T20:00:00.000Z');
  const site = await addTestTenant(store, 'America/Los_Angeles');
  await store.system(({ db }) =>
    db.updateTable('tenants').set({ createdAt: clock.now() }).where('id', '=', site).execute(),
  );
  const at = <T>(work: (tx: Tenant) => Promise<T>) => store.tenant(site, work);
  const as = (by: string) => ({ by, now: clock.now() });
  const settings = await at(calendarSettings);
  await at((tx) => keepCalendar(tx, { ...settings, timeZone: 'America/Los_Angeles' }, as(ANNA)));
  clock.advance(24 * 3_600_000);
  await lookAtCalendars({ store, clock, onError: () => undefined }, { at: 0 });
  clock.advance(5 * 3_600_000);
  const what = { kind: 'plan', subject: 'Firewall', decision: 'Buy it', because: 'We looked at it' } as const;
  await at((tx) => logDecision(tx, what, as(ANNA)));
  const said = { question: 'leavers-closed', answer: 'yes' as const, device: null, until: null };
  await at((tx) => keepAttestations(tx, [said], as(ANNA), 'page'));
  const document = await boardOf({ store, clock }, site, { site: 'Center', since: '2026-12-18' });
  expect(document).toMatchObject({ date: '2026-12-19', decisions: { items: [{ at: '2026-12-20T01:00:00.000Z' }] } });
  const page = boardHtml(document);
  expect(page).toContain('December 19, 2026: Firewall: Buy it');
  expect(page).toContain('was said to leavers-closed (anna@example.org, December 19, 2026)');
  expect(page).not.toContain('December 20');
});

test('in the morning of Auckland today is today, and a list of yesterday is of yesterday, though in UTC both are a day earlier', async () => {
  const clock = fixedClock('2026-11-25T22:00:00.000Z');
  const timeZone = 'Pacific/Auckland';
  const site = await addTestTenant(store, 'Auckland morning');
  const at = <T>(work: (tx: Tenant) => Promise<T>) => store.tenant(site, work);
  const as = (by: string) => ({ by, now: clock.now() });
  const settings = await at(calendarSettings);
  await at((tx) => keepCalendar(tx, { ...settings, timeZone }, as(ANNA)));
  await at((tx) => beginPolicy(tx, 'removable-media', 'Center', as(ANNA)));
  await at((tx) => askPolicyApproval(tx, 'removable-media', { version: 1, meaning: true, note: '' }, as(ANNA)));
  await at((tx) => approvePolicy(tx, 'removable-media', { version: 1, note: 'Read' }, as(BO)));
  const person = { roles: ['technologist' as const], devices: [] };
  const kim = await at((tx) => addStaff(tx, { name: 'Kim', email: 'kim@example.org', ...person }, as(ANNA)));
  clock.advance(24 * 3_600_000);

  const answer = {
    kind: 'control',
    scope: '',
    subject: 'paper-worklist',
    answer: 'yes',
    note: '',
    evidence: '',
  } as const;
  await at((tx) => keepSaid(tx, [{ ...answer, on: '2026-11-27' }], as(ANNA), 'page'));
  expect(await at((tx) => answersOf(tx))).toMatchObject([{ on: '2026-11-27' }]);
  const late = at((tx) => keepSaid(tx, [{ ...answer, on: '2026-11-28' }], as(ANNA), 'page'));
  await expect(late).rejects.toThrow(/still to come/);

  await at((tx) => readOnPaper(tx, 'removable-media', { staff: [kim.id], on: '2026-11-26' }, as(ANNA)));
  await at((tx) => readPolicy(tx, 'removable-media', { version: 1, name: 'Bo' }, as(BO)));
  const readers = async () => (await at((tx) => readersPage(tx, 'removable-media', { limit: 5 }, as(ANNA)))).items;
  const days = async () =>
    Object.fromEntries(
      (await readers()).map((each) => [each.name, [dayIn(new Date(each.at ?? 0), timeZone), each.state]]),
    );
  expect(await days()).toEqual({ Kim: ['2026-11-26', 'read'], Bo: ['2026-11-27', 'read'] });
  // A year later in the morning of November 27: who read it on that day has read it still.
  clock.advance(365 * 24 * 3_600_000);
  expect(await days()).toEqual({ Kim: ['2026-11-26', 'stale'], Bo: ['2026-11-27', 'read'] });
});

test('remote access ends with its last day at the site, and is valid again where another time zone has that day still', async () => {
  const clock = fixedClock('2026-11-26T22:00:00.000Z');
  const site = await addTestTenant(store, 'Remote access');
  const at = <T>(work: (tx: Tenant) => Promise<T>) => store.tenant(site, work);
  const as = (by: string) => ({ by, now: clock.now() });
  const goTo = (iso: string) => clock.advance(Date.parse(iso) - clock.now().getTime());
  const liveIn = async (timeZone: string) => {
    const settings = await at(calendarSettings);
    await at((tx) => keepCalendar(tx, { ...settings, timeZone }, as(ANNA)));
  };
  const found = async () => {
    await settleAccess({ store, clock });
    const rows = await at((tx) => tx.db.selectFrom('findings').select(['rule', 'closedAt']).execute());
    return rows.some(({ rule, closedAt }) => rule === 'remote-access-expired' && closedAt === null);
  };
  const state = async () => (await at((tx) => remoteAccessList(tx, clock.now()))).items[0]?.state;

  await liveIn('Pacific/Auckland');
  await at((tx) =>
    tx.db
      .insertInto('devices')
      .values(bareDevice(tx, { id: 'ct', name: 'CT 1' }))
      .execute(),
  );
  const words = { maker: 'Acme', who: 'Service', service: 'VPN', reason: 'Yearly service', contact: '' };
  const input = { ...words, devices: ['ct'], secondFactor: 'yes' as const };
  const past = at((tx) => addRemoteAccess(tx, { ...input, until: '2026-11-26' }, as(ANNA)));
  await expect(past).rejects.toThrow(/2026-11-26 is past/);
  await at((tx) => addRemoteAccess(tx, { ...input, until: '2026-12-31' }, as(ANNA)));

  goTo('2026-12-31T10:59:00.000Z');
  expect([await state(), await found()]).toEqual(['valid', false]);
  clock.advance(120_000);
  expect([await state(), await found()]).toEqual(['expired', true]);
  await liveIn('America/Los_Angeles');
  expect([await state(), await found()]).toEqual(['valid', false]);
  goTo('2027-01-01T08:01:00.000Z');
  expect([await state(), await found()]).toEqual(['expired', true]);
});

test.each([
  ['in the evening of Los Angeles', 'America/Los_Angeles', '2026-11-27T02:00:00.000Z', '2026-11-26'],
  ['in the morning of Auckland', 'Pacific/Auckland', '2026-11-26T22:00:00.000Z', '2026-11-27'],
])('what is stated of a control %s is of that day, and counts at once', async (_, timeZone, iso, day) => {
  const clock = fixedClock(iso);
  const site = await addTestTenant(store, `Stated in ${timeZone}`);
  const at = <T>(work: (tx: Tenant) => Promise<T>) => store.tenant(site, work);
  const as = (by: string) => ({ by, now: clock.now() });
  const settings = await at(calendarSettings);
  await at((tx) => keepCalendar(tx, { ...settings, timeZone }, as(ANNA)));
  const said = { question: 'control-second-device', answer: 'yes' as const, device: null, until: null };
  await at((tx) => keepAttestations(tx, [said], as(ANNA), 'page'));
  const { status } = await controlDetail({ store, clock }, site, 'second-device');
  expect(status.enforced).toMatchObject({ answer: 'yes', why: expect.stringContaining(`stated it on ${day}`) });
});

test('a lesson is due so many days after the day at the site, and late once that day is over there', async () => {
  // 22:00 in UTC: in Auckland it is November 27.
  const clock = fixedClock('2026-11-26T22:00:00.000Z');
  const site = await addTestTenant(store, 'Lessons');
  const at = <T>(work: (tx: Tenant) => Promise<T>) => store.tenant(site, work);
  const as = (by: string) => ({ by, now: clock.now() });
  const settings = await at(calendarSettings);
  await at((tx) => keepCalendar(tx, { ...settings, timeZone: 'Pacific/Auckland' }, as(ANNA)));
  const person = { name: 'Kim', email: 'kim@example.org', roles: ['technologist' as const], devices: [] };
  const kim = await at((tx) => addStaff(tx, person, as(ANNA)));
  const { items: lessons } = await lessonLibrary();
  const [lesson] = lessons;
  if (!lesson) throw new Error('no lesson');
  const what = { staff: [kim.id], lessons: [lesson.id], most: 1, dueInDays: 30 };
  await at((tx) => assignLessons(tx, lessons, what, as(ANNA)));
  const standing = async () => {
    const { items } = await at((tx) => listTrainees(tx, lessons, { limit: 5 }, clock.now()));
    return items[0]?.assignments.map(({ dueOn, state }) => [dueOn, state]);
  };
  clock.advance(Date.parse('2026-12-27T10:59:00.000Z') - clock.now().getTime());
  expect(await standing()).toEqual([['2026-12-27', 'open']]);
  clock.advance(60_000);
  expect(await standing()).toEqual([['2026-12-27', 'overdue']]);
});
