import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { api, type RelationState } from '#contracts/index.ts';
import { recordFacts } from '#evidence/index.ts';
import { type AttributeInput, type AttributeName, flowSubject, makeFact, type SubjectRef } from '#evidence/model.ts';
import { fixedClock } from '#kit/index.ts';
import { addTestTenant, type Store, type Tenant, testStores } from '#store/index.ts';
import { relations, updateInventory } from './index.ts';

const clock = fixedClock('2026-11-23T10:00:00Z');
const CT = '10.0.0.5';
const PACS = '10.0.0.10';
/** A device that a list names, without an address. */
const NOWHERE = 'archive';

interface Said {
  readonly about: SubjectRef;
  readonly attribute: AttributeName;
  readonly value: unknown;
  readonly day: number;
}

const named = (key: string, name: string): Said => ({
  about: { kind: 'address', key },
  attribute: 'device.hostName',
  value: name,
  day: 20,
});
const line = (of: string, change: Partial<AttributeInput<'device.peer'>> = {}): Said => ({
  about: of === NOWHERE ? { kind: 'asset', key: of } : { kind: 'address', key: of },
  attribute: 'device.peer',
  value: { title: 'PACS1', address: PACS, port: 104, ...change },
  day: 20,
});
interface TalkWords extends Partial<AttributeInput<'flow.titles'>> {
  readonly server?: string;
  readonly port?: number;
  readonly day?: number;
}
const talk = ({ server = PACS, port = 104, day = 21, ...change }: TalkWords = {}): Said => ({
  about: flowSubject({ transport: 'tcp', client: CT, server, port }),
  attribute: 'flow.titles',
  value: { calling: 'CT1', called: 'PACS1', outcome: 'accepted', ...change },
  day,
});

async function take(tx: Tenant, said: readonly Said[]): Promise<void> {
  const facts = [named(CT, 'ct'), named(PACS, 'pacs'), ...said].map(({ about, attribute, value, day }) =>
    makeFact(
      {
        subject: about,
        attribute,
        value: value as AttributeInput<AttributeName>, // made by the builders above
        basis: attribute === 'device.peer' ? 'attested' : 'observed',
        confidence: 0.9,
        source: { sensor: 'test', run: 'r1', detail: null },
        observedAt: `2026-11-${day}T00:00:00Z`,
        by: 'anna',
      },
      clock,
    ),
  );
  await updateInventory(tx, (await recordFacts(tx, facts)).subjects, clock);
}

const ask = (tx: Tenant, change: Record<string, unknown>) => relations(tx, api.relationQuery.parse(change));

describe.each(testStores())('configured against seen on $name', ({ open }) => {
  let store: Store;
  beforeAll(async () => {
    store = await open();
  });
  afterAll(() => store.close());

  const inNewTenant = async <T>(work: (tx: Tenant) => Promise<T>): Promise<T> =>
    store.tenant(await addTestTenant(store), work);

  test.each<[what: string, said: Said[], states: RelationState[]]>([
    ['configured and used', [line(CT), talk()], ['used']],
    ['configured and never seen', [line(CT)], ['unused']],
    [
      'used, and the table of the caller does not name it',
      [line(CT), talk({ called: 'OTHER' })],
      ['unlisted', 'unused'],
    ],
    ['used, and no table is known', [talk()], ['untold']],
    [
      'nobody knows the address of the device whose table it is',
      [line(NOWHERE, { title: 'CT1', address: CT, port: null }), talk()],
      ['untold', 'untold'],
    ],
    [
      'the table of the called end foresees the caller by title',
      [line(PACS, { title: 'CT1', address: null, port: null }), talk()],
      ['used'],
    ],
    [
      'the table of the called end foresees the caller by address, whatever port is noted',
      [line(PACS, { title: 'CT1', address: CT, port: 11_112 }), talk()],
      ['used'],
    ],
    ['a line with a title alone', [line(CT, { address: null, port: null }), talk()], ['used']],
    [
      'the right title at another address is another machine',
      [line(CT), talk({ server: '10.0.0.11' })],
      ['unlisted', 'unused'],
    ],
    ['another port is another service', [line(CT), talk({ port: 11_112 })], ['unlisted', 'unused']],
    ['a title that was not seen counts by its address', [line(CT), talk({ called: null })], ['used']],
    ['who was only turned away does not use it', [line(CT), talk({ outcome: 'rejected' })], ['unused']],
    [
      'one that was taken in outweighs one turned away',
      [line(CT), talk({ outcome: 'rejected', day: 22 }), talk()],
      ['used'],
    ],
  ])('%s', async (_, said, states) => {
    await inNewTenant(async (tx) => {
      await take(tx, said);
      const found: RelationState[] = [];
      for (const state of api.relationState.options) {
        const { items, counts, total } = await ask(tx, { state });
        expect([counts[state], total.value]).toEqual([items.length, items.length]);
        expect(items.every(({ facts }) => facts.length > 0)).toBe(true);
        found.push(...items.map((item) => item.state));
      }
      expect(found.sort()).toEqual([...states].sort());
    });
  });

  test('a relation that is used cites the line and its conversations, the newest first', async () => {
    await inNewTenant(async (tx) => {
      await take(tx, [line(CT), talk(), talk({ calling: 'CT2', day: 22 })]);
      const [found, ...others] = (await ask(tx, { state: 'used' })).items;
      expect(others).toEqual([]);
      expect(found).toMatchObject({
        from: { device: { name: 'ct' }, title: null, address: null },
        to: { device: { name: 'pacs' }, title: 'PACS1', address: PACS },
        port: 104,
        outcome: 'accepted',
        lastSeenAt: '2026-11-22T00:00:00.000Z',
      });
      expect(found?.facts.map(({ value }) => value)).toMatchObject([
        { title: 'PACS1' },
        { calling: 'CT2' },
        { calling: 'CT1' },
      ]);
    });
  });

  test('pages follow each other without a gap or a repetition', async () => {
    await inNewTenant(async (tx) => {
      const titles = ['A', 'B', 'C', 'D', 'E'];
      await take(
        tx,
        titles.map((title) => line(CT, { title })),
      );
      const seen: string[] = [];
      for (let cursor: string | null | undefined; cursor !== null; ) {
        const page = await ask(tx, { state: 'unused', limit: 2, ...(cursor ? { cursor } : {}) });
        expect(page.total.value).toBe(5);
        seen.push(...page.items.map(({ to }) => to.title ?? ''));
        cursor = page.next;
      }
      expect(seen).toEqual(titles);
      await expect(ask(tx, { state: 'unused', cursor: 'nonsense' })).rejects.toThrow(/first page/);
    });
  });
});
