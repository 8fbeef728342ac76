// Whom an owner removed before marks knew under which address somebody came.
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { signInWays } from '#contracts/index.ts';
import { fixedClock } from '#kit/index.ts';
import { addTestTenant, openStore, type Store, type TenantId } from '#store/index.ts';
import { openSecretBox, People, setSignInWay } from './index.ts';

const OWNER = 'owner@center.example';
const SOURCE = 'ldaps://directory.center.example';
const WAY = signInWays.ldapWay.parse({
  kind: 'ldap',
  label: 'Directory',
  url: SOURCE,
  base: 'dc=center',
  firstRole: 'reader',
});
const folder = mkdtempSync(path.join(os.tmpdir(), 'dosimeter-removed-'));
let store: Store;
let site: TenantId;
let people: People;
let id: string;

/** Rows as the program before left them: of whom an owner removed, and of whom a way refused for it. */
async function removedBefore(tenant: TenantId, before: Store): Promise<void> {
  const entry = (at: string, action: string, name: string) => sql`
    insert into audit (tenant_id, id, at, who, action, subject, detail)
    values (${tenant}, ${`${action} ${name}`}, ${at}, ${OWNER}, ${action}, ${`${name}@Center.example`}, '')`;
  const mark = (at: string, source: string, subject: string, by = OWNER) => sql`
    insert into removed_people (tenant_id, source, subject, by_whom, at) values (${tenant}, ${source}, ${subject}, ${by}, ${at})`;
  const rows: ReturnType<typeof entry>[] = [];
  for (const [hour, name] of ['gone', 'other', 'added'].entries()) {
    const at = `2026-11-2${hour}T10:00:00.123Z`;
    rows.push(entry(at, 'user removed', name), mark(at, SOURCE, name));
    if (name !== 'added') rows.push(mark(at, '', `${name}@center.example`));
  }
  for (const name of ['added', 'heir', 'late']) rows.push(entry('2026-11-25T10:00:00Z', 'user added', name));
  // Refused under the removed address, as somebody whom no entry of the trail names.
  for (const name of ['refused', 'late']) rows.push(mark('2026-11-24T10:00:00Z', SOURCE, name, 'Directory'));
  rows.push(mark('2026-11-23T10:00:00Z', '', 'refused@center.example'));
  await before.system(async ({ db }) => {
    for (const row of rows) await row.execute(db);
  });
}

beforeAll(async () => {
  const before = await openStore({ dataDir: folder, migrateUpTo: 38 });
  site = await addTestTenant(before);
  await removedBefore(site, before);
  await before.close();
  store = await openStore({ dataDir: folder });
  const box = openSecretBox(null);
  people = new People(store, { clock: fixedClock('2026-11-28T10:00:00.000Z'), box });
  await store.tenant(site, (tx) => setSignInWay(tx, WAY, { by: OWNER, now: new Date(), box }));
  id = await store.tenant(
    site,
    async ({ db }) => (await db.selectFrom('signInWays').select('id').executeTakeFirstOrThrow()).id,
  );
});

afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const enter = (subject: string, email = `${subject}@center.example`) =>
  people.enter(
    { id, tenantId: site, way: WAY, secret: null },
    { source: SOURCE, subject, email, name: subject, secondFactor: false, role: null },
    { remoteAddress: '127.0.0.1' },
  );
const add = (email: string) =>
  people.addUser(site, OWNER, { email, name: email, role: 'reader', password: 'correct horse battery' });

test('who is removed before an upgrade comes back after an owner adds them again, and only then', async () => {
  // No sign-in in between: a refusal would keep the address.
  await add('gone@center.example');
  await expect(enter('other', 'gone@center.example')).rejects.toThrow(/nobody added gone@center.example for you since/);
  await expect(enter('other')).rejects.toThrow(/ask an owner to add other@center.example again/);
  expect((await enter('gone')).person).toMatchObject({ email: 'gone@center.example' });
});

test('who was added again before an upgrade comes back after it, under that address alone', async () => {
  await expect(enter('added', 'heir@center.example')).rejects.toThrow(/An owner removed you from this site/);
  expect((await enter('added')).person).toMatchObject({ email: 'added@center.example' });
});

test('who was refused before an upgrade comes back under an address that an owner added since', async () => {
  await expect(enter('refused', 'alias@center.example')).rejects.toThrow(/An owner removed you from this site/);
  await add('refused@center.example');
  expect((await enter('refused')).person).toMatchObject({ email: 'refused@center.example' });
});

test('who was refused before an upgrade and added again before it comes back', async () => {
  expect((await enter('late')).person).toMatchObject({ email: 'late@center.example' });
});
