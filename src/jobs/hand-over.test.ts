// Everything of a site goes into one archive and comes out of it elsewhere as it was, and nothing of another site; what is broken is refused whole.
import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { strToU8, unzipSync, zipSync } from 'fflate';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type HandOver, handOvers } from '#contracts/index.ts';
import { canonicalJson, fixedClock, sha256 } from '#kit/index.ts';
import { addTenant, allTenants, openSecretBox, People } from '#people/index.ts';
import { checkDecisionLog, checkLogText, exportDecisionLog, writeDecision } from '#program/index.ts';
import {
  COLUMNS_STAY,
  DECIDED,
  HANDED_OVER,
  MIGRATIONS,
  SET_ANEW,
  STAYING,
  type Store,
  TENANT_TABLES,
  type TenantId,
  testStores,
} from '#store/index.ts';
import { dropBounds, fillTables, rowsOf } from '#support/fill-tables.ts';
import { sumsOf, writeHandOver } from './hand-over.ts';
import { performImport } from './import.ts';
import { performRisk } from './risk.ts';
import { type TakeOverRun, takeOver } from './take-over.ts';

const clock = fixedClock('2026-11-27T10:00:00.000Z');
const PASSWORD = 'correct horse battery';
const folder = mkdtempSync(path.join(os.tmpdir(), 'dosimeter-hand-over-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What reports read of rows that are made up. */
const SHAPES = {
  'facts.basis': 'attested',
  'scans.state': 'finished',
  'scans.clearance': 'query',
  'engagement_letters.state': 'signed',
  'scans.targets': [],
  'scans.ports': [],
  'scans.refused': [],
  'scans.totals': null,
  'mds2_documents.edition': '2019',
  'mds2_documents.problems': [],
};

/** A site with devices, findings, an assessment of risk and decisions, and a made-up row in every table. */
async function fill(store: Store, id: TenantId, mark: string): Promise<void> {
  const people = new People(store, { clock, box: openSecretBox(null) });
  await people.addUser(id, 'local', {
    email: `${mark}@x.example`,
    name: `${mark} Anna`,
    role: 'owner',
    password: PASSWORD,
  });
  const list = `Name;Type;Modality;IP address\n${mark} CT;Modality;CT;10.0.0.11\n"${mark} =1+1";Modality;MR;10.0.0.12\n`;
  const run = { tenantId: id, by: mark, signal: new AbortController().signal, progress: () => undefined };
  const source = (async function* () {
    yield Buffer.from(list);
  })();
  await performImport({ store, clock }, run, { source, fileName: 'list.csv', bytes: list.length });
  await performRisk({ store, clock }, id, { by: mark, trials: 1000 });
  await fillTables(store, { tenant: id, mark, at: new Date('2020-02-29T12:00:00.123Z'), values: SHAPES });
  await store.system(({ db }) => sql`delete from decision_log where tenant_id = ${id}`.execute(db));
  await store.system(({ db }) =>
    sql`update facts set value = '{"n": 9007199254740993.10, "t": "a\\nb ü \\u2028", "l": [1.0, null]}', observed_at = '2026-01-02 03:04:05.123456+00', confidence = 0.1
      where tenant_id = ${id} and id = ${`${mark}-facts-id`}`.execute(db),
  );
  for (const decision of ['go on', 'stop']) await decide(store, id, decision);
}

function decide(store: Store, id: TenantId, decision: string) {
  const input = { kind: 'other' as const, subject: 'the archive', decision, because: 'we looked at it' };
  return store.tenant(id, (tx) => writeDecision(tx, input, { by: 'anna@x.example', now: clock.now() }));
}

async function handedOver(
  store: Store,
  id: TenantId,
  name: string,
  meanwhile?: () => Promise<unknown>,
): Promise<{ archive: Buffer; manifest: HandOver }> {
  const chunks: Uint8Array[] = [];
  const write = async (chunk: Uint8Array) => {
    if (chunks.length === 0) await meanwhile?.();
    chunks.push(Buffer.from(chunk));
  };
  const run = { site: { id, name }, by: 'local', version: '1.2.3', write, progress: () => undefined };
  const manifest = await writeHandOver({ store, clock }, run);
  return { archive: Buffer.concat(chunks), manifest };
}

/** With its byte order mark. */
const utf8 = (bytes: Uint8Array) => Buffer.from(bytes).toString('utf8');

let files = 0;
async function taken(store: Store, archive: Uint8Array, more: Partial<TakeOverRun> = {}) {
  const file = path.join(folder, `${files++}.zip`);
  await writeFile(file, archive);
  return takeOver({ store, clock }, { file, by: 'local', progress: () => undefined, ...more });
}

/** Rows without the columns that are not as they were. */
async function comparable(store: Store, id: string): Promise<Map<string, unknown[]>> {
  const rows = await rowsOf(store, id as TenantId);
  return new Map(
    [...rows].map(([table, lines]): [string, unknown[]] => {
      const odd = Object.keys({ ...COLUMNS_STAY[table], ...SET_ANEW[table] });
      if (odd.length === 0) return [table, lines];
      return [table, lines.map((line) => Object.entries(JSON.parse(line)).filter(([column]) => !odd.includes(column)))];
    }),
  );
}

async function sitesIn(store: Store): Promise<number> {
  return (await store.system(allTenants)).length;
}

test('of every table of a site somebody has decided whether it goes, and nothing goes that lets somebody in', async () => {
  expect(Object.keys(DECIDED).toSorted()).toEqual([...TENANT_TABLES].toSorted());
  for (const { because } of STAYING) expect(because).toMatch(/^[A-Z].{20,}\.$/);
  const [stores] = testStores();
  await using store = await stores?.open();
  const { rows } = (await store?.system(({ db }) =>
    sql<{ of: string; column: string }>`
      select table_name as of, column_name as column from information_schema.columns
      where table_schema = current_schema() and column_name ~ 'token|secret|password|csrf|private'`.execute(db),
  )) ?? { rows: [] };
  expect(rows.length).toBeGreaterThan(3);
  const going = rows.filter(
    ({ of, column }) => HANDED_OVER.some((table) => table === of) && !(column in (COLUMNS_STAY[of] ?? {})),
  );
  expect(going).toEqual([]);
});

describe.each(testStores())('on $name', ({ name: kind, open }) => {
  let here: Store;
  let zebra: TenantId;
  let archive: Buffer;
  let manifest: HandOver;
  let contents: Record<string, Uint8Array>;
  const textOf = (file: string) => utf8(contents[file] ?? new Uint8Array(0));

  beforeAll(async () => {
    here = await open();
    await dropBounds(here);
    const add = (name: string) => here.system((tx) => addTenant(tx, { name, demo: false, at: clock.now() }));
    const canary = await add('CANARY clinic');
    zebra = await add('ZEBRA clinic');
    await fill(here, canary, 'CANARY');
    await fill(here, zebra, 'ZEBRA');
    ({ archive, manifest } = await handedOver(here, zebra, 'ZEBRA clinic'));
    contents = unzipSync(archive);
  });
  afterAll(() => here.close());

  test('another install has the site as it was, row by row, with its id and its log of decisions', async () => {
    await using there = await open();
    const report = await taken(there, archive);
    expect(report).toMatchObject({
      site: { id: zebra, name: 'ZEBRA clinic' },
      from: { id: zebra, version: '1.2.3' },
      people: [{ name: 'ZEBRA Anna', email: 'ZEBRA@x.example', role: 'owner' }],
    });
    expect(report.changed).toHaveLength(4);
    const [before, after] = [await comparable(here, zebra), await comparable(there, zebra)];
    for (const table of TENANT_TABLES) {
      const rows = after.get(table) ?? [];
      if (STAYING.some((each) => each.table === table)) expect(rows, table).toEqual([]);
      else if (table === 'audit')
        expect(rows.filter((row) => !String(row).includes('taken over'))).toEqual(before.get(table));
      else expect(rows, table).toEqual(before.get(table));
      if (!STAYING.some((each) => each.table === table)) expect(rows.length, table).toBeGreaterThan(0);
    }
    const sensors = await there.tenant(zebra, (tx) => tx.db.selectFrom('sensors').selectAll().execute());
    for (const sensor of sensors)
      expect(sensor).toMatchObject({
        tokenSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
        revokedAt: expect.any(Date),
      });
    // Whoever takes it over was allowed nothing yet.
    const allowed = await there.tenant(zebra, async ({ db }) => ({
      clearances: await db.selectFrom('clearances').selectAll().where('deny', '=', false).execute(),
      letters: await db.selectFrom('engagementLetters').select('state').execute(),
    }));
    expect(allowed.letters).toEqual([{ state: 'withdrawn' }]);
    expect(allowed.clearances).not.toEqual([]);
    for (const { expiresAt } of allowed.clearances) expect(expiresAt?.getTime()).toBeLessThanOrEqual(Date.now());
    const log = await there.tenant(zebra, (tx) => exportDecisionLog(tx, '', clock.now()));
    expect(checkLogText(JSON.stringify(log), log.head?.hash ?? '')).toMatchObject({ holds: true, entries: 2 });
    expect(await sitesIn(there)).toBe(1);
  });

  test('the same install takes it under another name, the log goes on, and nobody else notices', async () => {
    const before = await comparable(here, zebra);
    await expect(taken(here, archive)).rejects.toThrow("There is a site 'ZEBRA clinic' here.");
    const { site } = await taken(here, archive, { name: 'Second' });
    expect(site).toMatchObject({ name: 'Second' });
    expect(site.id).not.toBe(zebra);
    await decide(here, site.id as TenantId, 'another');
    const log = await here.tenant(site.id as TenantId, (tx) => exportDecisionLog(tx, '', clock.now()));
    expect(checkLogText(JSON.stringify(log), null)).toMatchObject({ holds: true, entries: 3 });
    expect(await here.tenant(zebra, (tx) => checkDecisionLog(tx, null, clock.now()))).toMatchObject({
      entries: 2,
      holds: true,
    });
    expect(await comparable(here, zebra)).toEqual(before);
    // What was taken over can be handed over again.
    const again = await handedOver(here, site.id as TenantId, 'Second');
    expect(again.manifest.tables.map(({ table }) => table)).toEqual(manifest.tables.map(({ table }) => table));
  });

  test('it holds nothing of another site, and nothing that lets somebody in', () => {
    for (const [file, bytes] of Object.entries(contents)) {
      const text = utf8(bytes);
      expect(text, file).not.toContain('CANARY');
      for (const { table } of STAYING) expect(text, file).not.toContain(`ZEBRA-${table}-`);
      expect(text, file).not.toMatch(/"token_sha256": ?"|password_hash|scrypt|argon2/);
    }
  });

  test('others work while it is made, and what they change is not in its tables', async () => {
    const add = () => here.system((tx) => addTenant(tx, { name: 'Busy', demo: false, at: clock.now() }));
    const busy = await add();
    await decide(here, busy, 'before');
    const made = await handedOver(here, busy, 'Busy', () => decide(here, busy, 'meanwhile'));
    const tables = unzipSync(made.archive, { filter: ({ name }) => name === 'tables/decision_log.jsonl' });
    expect(utf8(tables['tables/decision_log.jsonl'] ?? new Uint8Array(0))).toMatch(/^\{.*"before".*\}\n$/);
    const log = await here.tenant(busy, (tx) => exportDecisionLog(tx, '', clock.now()));
    expect(log.entries).toHaveLength(2);
  });

  test('it says what is in it, with hashes, and people read it without the program', () => {
    expect(handOvers.handOver.parse(JSON.parse(textOf('manifest.json')))).toEqual(manifest);
    expect(manifest).toMatchObject({ version: '1.2.3', day: '2026-11-27', migration: { id: MIGRATIONS.at(-1)?.id } });
    const hashes = Object.entries(contents).map(([file, bytes]) => ({ path: file, sha256: sha256(utf8(bytes)) }));
    expect(textOf('SHA256SUMS')).toBe(sumsOf(hashes.filter((each) => each.path !== 'SHA256SUMS')));
    expect(textOf('README.txt')).toContain('Everything of ZEBRA clinic, 2026-11-27');
    expect(textOf('README.txt')).toContain('sign_in_ways: ');
    expect(textOf('reports/report.html')).toContain('ZEBRA CT');
    expect(textOf('reports/devices.csv').split('\r\n')).toHaveLength(1 + 3 + 1);
    expect(textOf('reports/devices.csv')).toContain('ZEBRA CT,');
    expect(textOf('reports/findings.csv')).toContain('ZEBRA CT');
    expect(checkLogText(textOf('reports/decision-log.json'), null)).toMatchObject({ holds: true, entries: 2 });
    expect(JSON.parse(textOf('people.json'))).toEqual([
      { email: 'ZEBRA@x.example', name: 'ZEBRA Anna', role: 'owner' },
    ]);
  });

  if (kind !== 'embedded') return;

  /** The archive with some files changed (null: gone, or new); the list fits them again unless it is told not to. */
  function forged(
    changes: Readonly<Record<string, (text: string) => string | null>>,
    { list = () => undefined, fits = true }: { list?: (list: HandOver) => unknown; fits?: boolean } = {},
  ): Uint8Array {
    const texts = new Map(Object.entries(contents).map(([file, bytes]) => [file, utf8(bytes)]));
    for (const [file, change] of Object.entries(changes)) {
      const text = change(texts.get(file) ?? '');
      if (text === null) texts.delete(file);
      else texts.set(file, text);
    }
    if (fits) {
      const said = structuredClone(manifest);
      list(said);
      const listed = said.files.map(({ path: file }) => {
        const text = texts.get(file) ?? '';
        return { path: file, bytes: strToU8(text).length, sha256: sha256(text) };
      });
      const whole = `${canonicalJson({ ...said, files: listed })}\n`;
      texts.set('manifest.json', whole);
      texts.set('SHA256SUMS', sumsOf([...listed, { path: 'manifest.json', sha256: sha256(whole) }]));
    }
    return zipSync(Object.fromEntries([...texts].map(([file, text]) => [file, strToU8(text)])));
  }
  const tableIn = (list: HandOver, table: string) => {
    const found = list.tables.find((each) => each.table === table);
    if (!found) throw new Error(table);
    return found;
  };
  /** The list says something else of a table. */
  const saying = (table: string, what: Partial<HandOver['tables'][number]>) =>
    forged({}, { list: (list) => Object.assign(tableIn(list, table), what) });
  const columnsOf = (table: string) => tableIn(manifest, table).columns;
  /** The rows of ratings are others. */
  const rating = (change: (text: string) => string) => forged({ 'tables/ratings.jsonl': change });
  const marked = (text: string) => text.replaceAll('ZEBRA', 'GNU00');
  const later = [...MIGRATIONS, { id: 9001, name: 'later', sql: 'alter table devices add column more text;\n' }];
  const fillsWhatStays = [
    ...later,
    { id: 9003, name: 'stays', sql: 'select 1;\nupdate removed_people set by_whom = lower(by_whom);\n' },
  ];
  const filling = [
    ...MIGRATIONS,
    { id: 9002, name: 'filling', sql: 'select 1;\nupdate devices set name = lower(name);\n' },
  ];

  test.each<[what: string, make: () => Uint8Array, why: RegExp, migrations?: TakeOverRun['migrations']]>([
    ['no archive', () => strToU8('PK nothing'), /no whole ZIP archive/],
    ['one that is cut short', () => archive.subarray(0, archive.length - 100), /no whole ZIP archive/],
    ['a changed byte', () => archive.map((byte, n) => (n === 200 ? byte ^ 1 : byte)), /not as it was written|SHA-256/],
    ['another archive', () => zipSync({ 'a.txt': strToU8('a') }), /no hand-over of Dosimeter/],
    [
      'a list that is none',
      () => forged({ 'manifest.json': () => '{"schema":"x"}' }, { fits: false }),
      /no hand-over of Dosimeter: manifest/,
    ],
    ['a path that leaves the folder', () => zipSync({ '../manifest.json': strToU8('{}') }), /which no hand-over does/],
    ['a path from the root', () => zipSync({ '/etc/passwd': strToU8('x') }), /which no hand-over does/],
    ['a path of another system', () => zipSync({ 'tables\\x': strToU8('x') }), /which no hand-over does/],
    ['a bomb', () => zipSync({ 'manifest.json': new Uint8Array(2 ** 25) }), /unpacks to far more/],
    [
      'a newer program',
      () => forged({}, { list: (list) => Object.assign(list, { migration: { id: 9000, name: 'next' }, novel: 1 }) }),
      /newer Dosimeter \(1\.2\.3, schema 9000; .*Update this one first/,
    ],
    [
      'a schema that nobody has',
      () => forged({}, { list: (list) => Object.assign(list, { migration: { id: 1, name: 'other' } }) }),
      /No Dosimeter has a schema 1/,
    ],
    [
      'a changed table',
      () => forged({ 'tables/devices.jsonl': marked }, { fits: false }),
      /devices\.jsonl has another SHA-256/,
    ],
    [
      'a changed report',
      () => forged({ 'reports/devices.csv': marked }, { fits: false }),
      /devices\.csv has another SHA-256/,
    ],
    [
      'a longer file',
      () => forged({ 'README.txt': (text) => `${text}x` }, { fits: false }),
      /README\.txt is not as long/,
    ],
    ['a missing file', () => forged({ 'tables/facts.jsonl': () => null }, { fits: false }), /facts\.jsonl is missing/],
    [
      'one file more',
      () => forged({ 'extra.txt': () => 'x' }),
      /extra\.txt is in the archive and not once in its list/,
    ],
    ['an unknown table', () => saying('ratings', { table: 'horses' }), /'horses', which this Dosimeter does not know/],
    ['a table that never goes', () => saying('ratings', { table: 'sign_in_ways' }), /'sign_in_ways', which never goes/],
    ['a table of accounts', () => saying('ratings', { table: 'users' }), /'users', which this Dosimeter does not know/],
    [
      'a table that nothing is said of',
      () => forged({ 'tables/ratings.jsonl': () => null }, { list: droppedRatings }),
      /became of the table 'ratings'/,
    ],
    [
      'an unknown column',
      () => saying('ratings', { columns: [...columnsOf('ratings'), 'stripes'] }),
      /'ratings' .* column 'stripes', which this Dosimeter does not know/,
    ],
    [
      'a column of secrets',
      () => saying('sensors', { columns: [...columnsOf('sensors'), 'token_sha256'] }),
      /'sensors' .* column 'token_sha256'/,
    ],
    [
      'a column less',
      () => saying('devices', { columns: columnsOf('devices').slice(1) }),
      /'devices' .* has no column/,
    ],
    [
      'a column of sites',
      () => saying('ratings', { columns: [...columnsOf('ratings'), 'tenant_id'] }),
      /holds one site/,
    ],
    [
      'a row with a column more',
      () => rating((text) => text.replace('{"', '{"stripes": 1, "')),
      /row 1: the column 'stripes'/,
    ],
    ['rows of a second site', () => rating((text) => text.replace('{"', '{"tenant_id": "b", "')), /row 1 says whose/],
    ['a row that is none', () => rating((text) => `${text}[]\n`), /row 2: this is no row/],
    ['a row that is no JSON', () => rating((text) => `${text}{\n`), /row 2: this is no JSON/],
    ['half a row', () => rating((text) => `${text}{`), /in the middle of a line/],
    ['a row twice', () => rating((text) => text + text), /row of ratings does not fit/],
    ['rows that were counted otherwise', () => saying('ratings', { rows: 7 }), /1 rows, and manifest\.json says 7/],
    [
      'a value that its column does not take',
      () => rating((text) => text.replaceAll('2020-02-29T12', '2020-02-30T12')),
      /row of ratings does not fit/,
    ],
    [
      'an older one whose values are worked out now',
      () => archive,
      /older than a change of the database .*\(filling\)\. Update the Dosimeter/,
      filling,
    ],
    [
      'an older one without what has no default',
      () => without('devices', 'name'),
      /no column 'name', and nothing honest/,
      later,
    ],
  ])('%s is refused, and nothing is left of it', async (_what, make, why, migrations) => {
    const before = await sitesIn(here);
    const error = await taken(here, make(), { name: 'Forged', ...(migrations ? { migrations } : {}) }).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({ status: 400, message: expect.stringMatching(why) });
    expect(await sitesIn(here)).toBe(before);
  });

  function droppedRatings(list: HandOver): void {
    list.tables = list.tables.filter(({ table }) => table !== 'ratings');
    list.files = list.files.filter(({ path: file }) => file !== 'tables/ratings.jsonl');
  }

  function without(table: string, column: string): Uint8Array {
    const bare = (line: string) => {
      const { [column]: _, ...rest } = JSON.parse(line);
      return `${JSON.stringify(rest)}\n`;
    };
    return forged(
      { [`tables/${table}.jsonl`]: (text) => text.trim().split('\n').map(bare).join('') },
      {
        list: (list) =>
          Object.assign(tableIn(list, table), { columns: columnsOf(table).filter((name) => name !== column) }),
      },
    );
  }

  test.each([
    ['a default is honest', 'Older', later],
    ['only what stays was filled since', 'Older by two', fillsWhatStays],
  ])('an older one is taken where %s', async (_, name, migrations) => {
    const { site } = await taken(here, without('devices', 'listed'), { name, migrations });
    const devices = await here.tenant(site.id as TenantId, (tx) =>
      tx.db.selectFrom('devices').select('listed').execute(),
    );
    expect(devices).toEqual([{ listed: false }, { listed: false }, { listed: false }]);
  });

  test('whoever stops it in the middle leaves nothing', async () => {
    const gone = new AbortController();
    const before = await sitesIn(here);
    const stopping = { name: 'Stopped', signal: gone.signal, progress: (done: number) => done === 3 && gone.abort() };
    await expect(taken(here, archive, stopping as Partial<TakeOverRun>)).rejects.toThrow();
    expect(await sitesIn(here)).toBe(before);
    await expect(here.system((tx) => addTenant(tx, { name: 'x', demo: false, at: clock.now() }))).resolves.toBeTruthy();
  });
});
