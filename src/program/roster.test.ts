// Claims about the roster of staff and the links that people open without an account.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sha256 } from '#kit/index.ts';
import { addTestTenant, type Store, type Tenant, type TenantId, testStores } from '#store/index.ts';
import {
  addStaff,
  changeStaff,
  importRoster,
  LinkEnded,
  listStaff,
  makeLinks,
  openLink,
  rosterOf,
  spendLink,
} from './index.ts';
import { readRoster } from './roster/read-roster.ts';

const now = new Date('2026-11-27T10:00:00Z');
const actor = { by: 'owner@center.example', now };

test('columns are recognized by their headings, whatever separates them', () => {
  const read = readRoster(
    '\ufeffFirst Name;Surname;E-Mail Address;Job Title;Works at;Cost center\nAnn;Lee;Ann.Lee@Center.example;CT Technologist;CT 1|CT 2;77\n',
  );
  expect(read.columns.map(({ as }) => as)).toEqual(['first', 'last', 'email', 'roles', 'devices', null]);
  expect(read.people).toEqual([
    {
      line: 2,
      name: 'Ann Lee',
      email: 'ann.lee@center.example',
      roles: ['technologist'],
      devices: ['CT 1', 'CT 2'],
      active: null,
    },
  ]);
});

test.each([
  ['Radiographer', ['technologist']],
  ['receptionist; office manager', ['front desk', 'manager']],
  ['PACS administrator', ['pacs']],
  ['biomedical engineer', ['biomed']],
  ['Chief physician', ['radiologist']],
  ['cook', []],
])('%s is %j', (words, roles) => {
  expect(readRoster(`name,email,role\nX,x@a.example,${words}\n`).people[0]?.roles ?? []).toEqual(roles);
});

test.each([
  ['no address', 'Ann,,manager', /missing/],
  ['no address that can be', 'Ann,ann at center,manager', /is no e-mail address/],
  ['no name', ',ann@a.example,manager', /name is missing/],
  ['no role', 'Ann,ann@a.example,', /role is missing/],
  ['a role nobody knows', 'Ann,ann@a.example,cook', /"cook" is no role we know/],
])('a row with %s is rejected with the reason, and the others stay', (_what, row, words) => {
  const read = readRoster(`name,email,role\n${row}\nBo,bo@a.example,manager\n`);
  expect(read.people.map(({ name }) => name)).toEqual(['Bo']);
  expect(read.rejected).toEqual([{ line: 2, message: expect.stringMatching(words) }]);
});

test.each([
  ['', /no rows/],
  ['name,email,role\n', /no rows/],
  ['name,role\nAnn,manager\n', /e-mail/],
  ['name,email\nAnn,ann@a.example\n', /roles/],
  ['name,email,role\n"Ann,ann@a.example,manager\n', /quote|no rows/],
])('a file that is no roster is refused as a whole: %j', (csv, words) => {
  expect(() => readRoster(csv)).toThrow(words);
});

for (const { name, open } of testStores()) {
  let store: Store;
  let site: TenantId;
  let other: TenantId;
  const within = <T>(work: (tx: Tenant) => Promise<T>) => store.tenant(site, work);
  const CSV = [
    'name,email,role,devices',
    'Ann Lee,ann@center.example,technologist,CT 1',
    'Bo Berg,bo@center.example,front desk,',
    'Ann L.,ANN@center.example,manager,MR 9',
    'Nobody,not an address,manager,',
  ].join('\n');

  beforeAll(async () => {
    store = await open();
    site = await addTestTenant(store);
    other = await addTestTenant(store, 'Theirs');
  });
  afterAll(() => store.close());

  test(`${name}: a list is taken in once; twice changes nothing; duplicates are joined and told`, async () => {
    const first = await within((tx) => importRoster(tx, CSV, actor));
    expect(first).toMatchObject({ added: 2, changed: 0, unchanged: 0, rejectedRows: 1 });
    expect(first.rejected[0]?.line).toBe(5);
    const notes = first.notes.map(({ message }) => message).join(' ');
    for (const told of ['stands on line 2 too', 'No device is called "MR 9"', 'No device is called "CT 1"']) {
      expect(notes).toContain(told);
    }
    const before = await within(rosterOf);
    expect(before.map(({ email, roles }) => `${email} ${roles.join('+')}`)).toEqual([
      'ann@center.example technologist+manager',
      'bo@center.example front desk',
    ]);
    const second = await within((tx) => importRoster(tx, CSV, { ...actor, now: new Date('2026-11-28T10:00:00Z') }));
    expect(second).toMatchObject({ added: 0, changed: 0, unchanged: 2 });
    expect(await within(rosterOf)).toEqual(before);
    expect(await store.tenant(other, rosterOf)).toEqual([]);
  });

  test(`${name}: a person is added, changed and taken out by hand; an address belongs to one`, async () => {
    const input = { name: 'Cy', email: 'cy@center.example', roles: ['biomed' as const], devices: [] };
    const added = await within((tx) => addStaff(tx, input, actor));
    await expect(within((tx) => addStaff(tx, input, actor))).rejects.toThrow(/on the roster already/);
    await expect(within((tx) => changeStaff(tx, added.id, { email: 'bo@center.example' }, actor))).rejects.toThrow(
      /another person/,
    );
    await expect(within((tx) => changeStaff(tx, added.id, { devices: ['none'] }, actor))).rejects.toThrow(
      /no device none/,
    );
    await within((tx) => changeStaff(tx, added.id, { active: false }, actor));
    const active = await within((tx) => listStaff(tx, { active: 'true', limit: 1 }));
    expect(active).toMatchObject({ items: [{ name: 'Ann Lee' }], total: { value: 2, relation: 'eq' } });
    const rest = await within((tx) => listStaff(tx, { active: 'true', limit: 5, cursor: active.next ?? '' }));
    expect(rest.items.map((each) => each.name)).toEqual(['Bo Berg']);
    const gone = await within((tx) => listStaff(tx, { active: 'false', limit: 5, search: 'CY@' }));
    expect(gone.items.map((each) => each.name)).toEqual(['Cy']);
  });

  test(`${name}: a link opens one thing for one person, until it expires, is used, or the person leaves`, async () => {
    const [ann, bo] = await within(rosterOf);
    if (!ann || !bo) throw new Error('the roster is empty');
    const [one, two] = await within((tx) =>
      makeLinks(
        tx,
        'policy',
        [
          { staffId: ann.id, subject: 'access' },
          { staffId: bo.id, subject: 'access' },
        ],
        { ...actor, days: 2 },
      ),
    );
    if (!one || !two) throw new Error('no links were made');
    expect(Buffer.from(one.token, 'base64url')).toHaveLength(32);
    const opened = await openLink(store, one.token, now);
    expect(opened).toMatchObject({ tenantId: site, staffId: ann.id, kind: 'policy', subject: 'access' });
    const kept = await within((tx) => tx.db.selectFrom('staffLinks').selectAll().execute());
    expect(JSON.stringify(kept)).not.toContain(one.token);
    expect(kept.map((row) => row.tokenSha256)).toContain(sha256(one.token));
    const ends = (token: string, at = now) =>
      openLink(store, token, at).then(
        () => null,
        (error: unknown) => (error instanceof LinkEnded ? error.code : error),
      );
    expect(await ends('no-such-token')).toBe('link-unknown');
    expect(await ends(one.token, new Date('2026-11-29T10:00:00Z'))).toBe('link-expired');
    await within((tx) => spendLink(tx, one.id, now));
    await expect(within((tx) => spendLink(tx, one.id, now))).rejects.toThrow(/used already/);
    expect(await ends(one.token)).toBe('link-used');
    await within((tx) => changeStaff(tx, bo.id, { active: false }, actor));
    expect(await ends(two.token)).toBe('link-off');
  });
}
