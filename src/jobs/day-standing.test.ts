// A past day is told as it stood when it ended: whatever is decided, said or learned later changes no report of an earlier day.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { BoardDocument } from '#contracts/index.ts';
import { listDevices } from '#inventory/index.ts';
import { fixedClock } from '#kit/index.ts';
import {
  addStaff,
  approveException,
  approvePolicy,
  askException,
  askPolicyApproval,
  assignLessons,
  beginPolicy,
  changeStaff,
  daysToKeep,
  keepAnswers,
  keepAttestations,
  keepResponsibilities,
  keepSaid,
  lessonLibrary,
  logDecision,
  readPolicy,
  retirePolicy,
  standingOn,
} from '#program/index.ts';
import { addTestTenant, type Store, type Tenant, type TenantId, testStores } from '#store/index.ts';
import { boardOf, boardText } from './board.ts';
import { lookAtCalendars } from './calendar.ts';
import { performImport } from './import.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const SAID = { kind: 'control', scope: '', note: '', evidence: '' } as const;

describe.each(testStores())('on $name', { timeout: 120_000 }, ({ open }) => {
  const clock = fixedClock('2026-09-01T00:00:00.000Z');
  const looked = { at: 0 };
  const errors: unknown[] = [];
  let store: Store;
  let site: TenantId;
  let device = '';

  const at = <T>(work: (tx: Tenant) => Promise<T>) => store.tenant(site, work);
  const anna = () => ({ by: 'anna@example.org', now: clock.now() });
  const bo = () => ({ by: 'bo@example.org', now: clock.now() });
  const look = () => lookAtCalendars({ store, clock, onError: (error) => errors.push(error) }, looked);
  const goTo = (iso: string) => clock.advance(Date.parse(iso) - clock.now().getTime());
  const boardAt = (date?: string, since?: string): Promise<BoardDocument> =>
    boardOf({ store, clock }, site, { site: 'Test site', date, since });
  const of = (document: BoardDocument, subject: string) =>
    document.standing.find((each) => each.subject === subject) ?? expect.fail(subject);
  const say = (question: string, answer: 'yes' | 'no') =>
    at((tx) => keepAttestations(tx, [{ question, answer }], anna(), 'page'));

  /** Day by day: what is done at 10:00 of it. On September 3 and from the 8th to the 10th nobody does anything. */
  const DAYS: Readonly<Record<string, () => Promise<unknown>>> = {
    '2026-09-01': async () => {
      await at((tx) => beginPolicy(tx, 'removable-media', 'Center', anna()));
      await at((tx) => askPolicyApproval(tx, 'removable-media', { version: 1, meaning: true, note: '' }, anna()));
      await at((tx) => approvePolicy(tx, 'removable-media', { version: 1, note: 'Read' }, bo()));
    },
    '2026-09-02': () => say('incident-contacts', 'no'),
    '2026-09-04': async () => {
      const kim = { name: 'Kim', email: 'kim@example.org', roles: ['technologist' as const], devices: [] };
      const { id } = await at((tx) => addStaff(tx, kim, anna()));
      const { items } = await lessonLibrary();
      await at((tx) =>
        assignLessons(tx, items, { staff: [id], lessons: ['own-passwords'], most: 1, dueInDays: 14 }, anna()),
      );
    },
    '2026-09-05': async () => {
      await say('incident-contacts', 'yes');
      await at((tx) =>
        readPolicy(tx, 'removable-media', { version: 1, name: 'Kim' }, { by: 'kim@example.org', now: clock.now() }),
      );
    },
    '2026-09-06': async () => {
      const { items } = await lessonLibrary();
      const lesson = items.find(({ id }) => id === 'own-passwords') ?? expect.fail('no lesson');
      const answers = lesson.questions.map((question) => question.answers.findIndex(({ right }) => right));
      const [kim] = await at((tx) => tx.db.selectFrom('staff').select('id').where('tenantId', '=', tx.id).execute());
      await at((tx) => keepAnswers(tx, lesson, { staffId: kim?.id ?? '', answers }, clock.now()));
    },
    '2026-09-07': async () => {
      await at((tx) => beginPolicy(tx, 'passwords', 'Center', anna()));
      const backup = { duty: 'backup', responsible: ['it'], accountable: 'it', consulted: [], informed: [] };
      const parties = [{ id: 'it', name: 'IT', side: 'it' as const }];
      await at((tx) => keepResponsibilities(tx, { version: 0, parties, duties: [backup] }, anna()));
    },
  };
  const standings: BoardDocument['standing'][] = [];
  const dates = Array.from({ length: 7 }, (_, place) => `2026-09-0${place + 1}`);

  beforeAll(async () => {
    store = await open();
    site = await addTestTenant(store);
    await store.system(({ db }) =>
      db
        .updateTable('tenants')
        .set({ createdAt: new Date('2026-08-20T10:00:00.000Z') })
        .where('id', '=', site)
        .execute(),
    );
    const run = { tenantId: site, by: 'anna', signal: new AbortController().signal, progress: () => undefined };
    const bytes = Buffer.from('Name;Type;Modality;IP address\nCT 1;Modality;CT;10.0.0.11\n');
    const source = (async function* () {
      yield bytes;
    })();
    await performImport({ store, clock }, run, { source, fileName: 'list.csv', bytes: bytes.length });
    const { items } = await at((tx) => listDevices(tx, { sort: 'name', order: 'asc', limit: 1, retired: 'false' }));
    device = items[0]?.id ?? '';
    for (const date of dates) {
      goTo(`${date}T00:00:05.000Z`);
      await look();
      goTo(`${date}T10:00:00.000Z`);
      await DAYS[date]?.();
      goTo(`${date}T23:59:59.000Z`);
      standings.push((await boardAt()).standing);
    }
    goTo('2026-09-08T00:00:05.000Z');
    await look();
  }, 120_000);
  afterAll(async () => {
    await store.close();
    expect(errors).toEqual([]);
  });

  test('a past day is told exactly as it was told when it ended', async () => {
    for (const [place, date] of dates.entries()) expect((await boardAt(date)).standing).toEqual(standings[place]);
    // The days do differ: what was done on each shows.
    expect(new Set(standings.map((each) => JSON.stringify(each.map(({ rows, words }) => [rows, words])))).size).toBe(6);
    expect(of(await boardAt('2026-09-04'), 'training').words).toMatch(
      /^Of 1 lessons .* 0 were passed .* 0 of 1 people/,
    );
    expect(of(await boardAt('2026-09-06'), 'training').words).toMatch(
      /^Of 1 lessons .* 1 were passed .* 1 of 1 people/,
    );
  });

  test('what stands otherwise is told with what was decided and said in between', async () => {
    const { moved, changed } = await boardAt('2026-09-05', '2026-09-01');
    expect(moved.from).toBe('2026-09-01');
    expect(changed.lines).toContain(moved.words);
    const access = moved.rows.find(({ subject }) => subject === 'policies');
    expect(access).toMatchObject({
      was: 'written yes, known unknown, enforced unknown',
      is: 'written yes, known yes, enforced partly',
    });
    expect(moved.rows.find(({ subject }) => subject === 'checks')).toMatchObject({
      what: 'Everyone knows whom to call when something is odd, and the list is on paper.',
      was: 'not known',
      is: 'holds',
      because: ['"yes" was said to incident-contacts, the newest of 2 answers (anna@example.org, September 5, 2026)'],
    });
    const first = (await boardAt('2026-09-01', '2026-08-31')).moved.rows.find(({ subject }) => subject === 'policies');
    expect(first?.because).toEqual(['version 1 approved (bo@example.org, September 1, 2026)']);
    expect((await boardAt('2026-09-03', '2026-09-02')).moved).toMatchObject({
      rows: [],
      words: 'Of the program everything stands as it did on September 2, 2026.',
    });
  });

  test('before the first kept day only approvals are told', async () => {
    const { standing, limits, moved } = await boardAt('2026-08-30');
    expect(standing.map(({ asOf }) => asOf)).toEqual([null, null, null, null]);
    expect(limits.at(-1)).toMatch(/on August 30, 2026 was not kept. The first day that is kept is August 31, 2026/);
    expect(moved.rows).toEqual([]);
    expect((await boardAt('2026-09-02', '2026-08-20')).moved.words).toMatch(/August 20, 2026 was not kept/);
  });

  test('what comes later changes no report of an earlier day', async () => {
    const asked = [...dates, '2026-08-30'].flatMap((date) => [[date], [date, '2026-08-28'], [date, '2026-08-31']]);
    const pairs = asked.filter(([date = '', since]) => since === undefined || since < date);
    const texts = () => Promise.all(pairs.map(async ([date, since]) => boardText(await boardAt(date, since))));
    const before = await texts();
    clock.advance(HOUR_MS);
    await at((tx) => retirePolicy(tx, 'removable-media', 'Not needed', anna()));
    await at((tx) => beginPolicy(tx, 'removable-media', 'Center', anna()));
    await say('incident-contacts', 'no');
    const input = { policy: null, clause: null, check: 'firewall-on', devices: [device] };
    const words = { reason: 'Old', instead: 'Apart', owner: 'IT', until: '2026-12-01' };
    const id = await at((tx) => askException(tx, { ...input, ...words }, anna()));
    await at((tx) => approveException(tx, id, 'Yes', bo()));
    await at((tx) => keepResponsibilities(tx, { version: 1, parties: [], duties: [] }, anna()));
    const [kim] = await at((tx) => tx.db.selectFrom('staff').select('id').where('tenantId', '=', tx.id).execute());
    await at((tx) => changeStaff(tx, kim?.id ?? '', { active: false }, anna()));
    await at((tx) => tx.db.updateTable('devices').set({ retired: true }).where('tenantId', '=', tx.id).execute());
    await at((tx) => logDecision(tx, { kind: 'review', subject: 'Q3', decision: 'Done', because: '' }, anna()));
    expect(await texts()).toEqual(before);
    for (let day = 0; day < 2; day++) {
      clock.advance(DAY_MS);
      await look();
    }
    expect(await texts()).toEqual(before);
  });

  test('days on which nothing ran are kept when it runs again, and say so; what was said since is left out', async () => {
    goTo('2026-09-15T08:00:00.000Z');
    await say('media-destroyed', 'yes');
    await look();
    const [gap, today] = [await boardAt('2026-09-12'), await boardAt()];
    expect(gap.standing.every(({ isOfDate }) => isOfDate)).toBe(true);
    expect(gap.limits.at(-1)).toMatch(/did not run when September 12, 2026 ended.*kept on September 15, 2026/);
    const row = (document: BoardDocument) =>
      of(document, 'controls').rows.find(([, , , enforced]) => enforced === 'yes');
    expect(row(gap)).toBeUndefined();
    expect(row(today)).toBeDefined();
    // Further back than a month is not made up.
    goTo('2026-11-15T08:00:00.000Z');
    await look();
    const far = await boardAt('2026-10-01');
    expect(far.standing.map(({ asOf }) => asOf)).toEqual(Array.from({ length: 4 }, () => '2026-09-14'));
    expect(far.limits.at(-1)).toMatch(/told as of September 14, 2026/);
    // No day between the two was kept: the 14th is not held against itself.
    expect((await boardAt('2026-10-01', '2026-09-20')).moved).toMatchObject({
      from: null,
      words: expect.stringMatching(/After September 14, 2026 no day up to the day of this report was kept/),
      rows: [],
    });
  });

  test.each([
    ['was answered before the day ended, and otherwise since', 'paper-worklist', 'partly'],
    ['was answered and taken back since', 'second-device', 'yes'],
    ['was answered since alone', 'old-system-shield', 'unknown'],
  ] as const)('a control that %s counts for a day that is kept late as it stood on it', async (_, control, then) => {
    const day = clock.now().toISOString().slice(0, 10);
    const answer = (given: 'yes' | 'partly' | 'unknown') =>
      at((tx) => keepSaid(tx, [{ ...SAID, subject: control, answer: given }], anna(), 'page'));
    await answer(then);
    clock.advance(2 * DAY_MS);
    await answer(then === 'yes' ? 'unknown' : 'yes');
    await look();
    const kept = await at((tx) => standingOn(tx, day, clock.now()));
    expect(kept).toMatchObject({ day });
    expect(kept?.standing.controls.find(({ id }) => id === control)?.enforced).toBe(then);
  });

  test.each([3, 40])('a clock that was %i days ahead once stops no later day and tells none wrong', async (ahead) => {
    const start = clock.now().getTime();
    const midnight = (days: number) => (Math.floor(start / DAY_MS) + days) * DAY_MS;
    const dayAfter = (days: number) => new Date(midnight(days)).toISOString().slice(0, 10);
    const answer = (given: 'yes' | 'partly') =>
      at((tx) => keepSaid(tx, [{ ...SAID, subject: 'paper-worklist', answer: given }], anna(), 'page'));
    const toldOf = async (days: number) => {
      const kept = await at((tx) => standingOn(tx, dayAfter(days), clock.now()));
      const answered = kept?.standing.controls.find(({ id }) => id === 'paper-worklist')?.enforced;
      return { day: kept?.day, keptAt: kept?.keptAt, answered };
    };
    await answer('partly');
    goTo(new Date(midnight(ahead) + 4_000).toISOString());
    await look();
    goTo(new Date(start + HOUR_MS).toISOString());
    await answer('yes');
    for (let days = 1; days <= 4; days++) {
      goTo(new Date(midnight(days) + 5_000).toISOString());
      await look();
      const keptAt = new Date(midnight(days) + 5_000).toISOString();
      expect(await toldOf(days - 1)).toEqual({ day: dayAfter(days - 1), keptAt, answered: 'yes' });
    }
    expect((await toldOf(0)).keptAt).toBe(new Date(midnight(1) + 5_000).toISOString());
  });

  test.each([
    ['that was there before', '2026-09-14', ['2026-09-14']],
    ['of today', '2026-09-15', []],
    ['that a clock ahead began', '2027-03-01', ['2026-09-14']],
  ])('of a site %s the first day that is kept is one on which it was there', async (_, since, days) => {
    const fresh = await addTestTenant(store);
    const asked = { today: '2026-09-15', since, now: new Date('2026-09-15T00:00:05.000Z') };
    expect(await store.tenant(fresh, (tx) => daysToKeep(tx, asked))).toEqual(days);
  });
});
