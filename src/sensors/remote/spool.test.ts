import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { Fact } from '#contracts/index.ts';
import { BATCH_FACTS, Spool } from './spool.ts';

const root = mkdtempSync(path.join(os.tmpdir(), 'dosimeter-spool-'));
afterAll(() => rmSync(root, { recursive: true }));

const ROOM = { mostBytes: 1 << 20 };
let folders = 0;
const freshFolder = () => path.join(root, String(folders++));
const factOf = (n: number): Fact => ({
  id: `f${n}`,
  subject: { kind: 'address', key: `10.0.0.${n % 250}` },
  attribute: 'device.hostName',
  value: `ct-${n}`,
  basis: 'observed',
  confidence: 0.9,
  source: { sensor: 'capture@north', run: 'r', detail: null },
  observedAt: '2026-11-23T09:00:00.000Z',
  recordedAt: '2026-11-23T09:00:01.000Z',
  by: 'sensor north',
});
const facts = (amount: number, from = 0) => Array.from({ length: amount }, (_, n) => factOf(from + n));
const batches = (folder: string) => readdirSync(folder).filter((name) => name.endsWith('.json'));

test('facts come back in their order after a restart, each batch under the name it had, until it is done with', async () => {
  const folder = freshFolder();
  const spool = await Spool.open(folder, ROOM);
  await spool.add(facts(BATCH_FACTS + 1));
  await spool.add(facts(2, 5000));
  const first = await spool.first();
  const again = await Spool.open(folder, ROOM);
  expect(again.waiting).toBe(BATCH_FACTS + 3);
  expect(await again.first()).toEqual(first);
  const seen: Fact[] = [];
  for (let batch = await again.first(); batch !== null; batch = await again.first()) {
    seen.push(...batch.facts);
    await again.done(batch.batch);
  }
  expect(seen).toEqual([...facts(BATCH_FACTS + 1), ...facts(2, 5000)]);
  expect((await Spool.open(folder, ROOM)).waiting).toBe(0);
  expect(batches(folder)).toEqual([]);
});

test('only the owner reads it', async () => {
  const folder = freshFolder();
  const spool = await Spool.open(folder, ROOM);
  await spool.add(facts(1));
  const modes = [folder, ...batches(folder).map((name) => path.join(folder, name))].map((each) => statSync(each).mode);
  expect(modes.map((mode) => mode & 0o077)).toEqual([0, 0]);
});

test('half a batch is forgotten: whoever wrote it was told nothing of it', async () => {
  const folder = freshFolder();
  await (await Spool.open(folder, ROOM)).add(facts(1));
  writeFileSync(path.join(folder, '000000000002-1-0a0a0a0a-0000-4000-8000-000000000000.json.part'), '[{"id":"f');
  const spool = await Spool.open(folder, ROOM);
  expect(spool.waiting).toBe(1);
  expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
});

test.each(['', '[{"id":', '{}', '[{"id":"x"}]', '\0\0\0\0'])(
  'a batch that is %j is set aside, and those behind it go on',
  async (damage) => {
    const folder = freshFolder();
    const written = await Spool.open(folder, ROOM);
    await written.add(facts(1));
    await written.add(facts(1, 7));
    const [oldest = ''] = batches(folder).toSorted();
    writeFileSync(path.join(folder, oldest), damage);
    const spool = await Spool.open(folder, ROOM);
    expect((await spool.first())?.facts).toEqual(facts(1, 7));
    expect(readdirSync(path.join(folder, 'refused'))).toEqual([oldest]);
  },
);

test('it has room until its bound, and again when what waited is done with', async () => {
  const spool = await Spool.open(freshFolder(), { mostBytes: 1000 });
  expect(spool.hasRoom).toBe(true);
  await spool.add(facts(4));
  expect(spool.hasRoom).toBe(false);
  await spool.done((await spool.first())?.batch ?? '');
  expect(spool.hasRoom).toBe(true);
});
