// The log of decisions and the duties: what a reader elsewhere can check, and what two people at once see.
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import type { DecisionEntry, DecisionLog } from '#contracts/index.ts';
import { addTestTenant, type Tenant, type TenantId, testStores } from '#store/index.ts';
import { checkChain, checkLogText, nextEntry } from './decision-chain.ts';
import {
  checkDecisionLog,
  decisionLogPage,
  exportDecisionLog,
  logDecision,
  writeDecision,
} from './decision-log.store.ts';
import { keepResponsibilities, responsibilitiesOf } from './responsibilities.store.ts';

const NOW = new Date('2026-11-27T10:00:00.000Z');
const anna = { by: 'anna@example.org', now: NOW };
const bo = { by: 'bo@example.org', now: NOW };

function chain(count: number): DecisionEntry[] {
  const entries: DecisionEntry[] = [];
  for (let number = 0; number < count; number++) {
    const what = { log: 'site', at: NOW.toISOString(), by: 'anna', kind: 'other', subject: `s${number}` } as const;
    entries.push(nextEntry({ ...what, decision: 'yes', because: 'we must' }, entries.at(-1) ?? null));
  }
  return entries;
}

// Worked out with another program's JSON and SHA-256 (docs/governance.md).
test('the hash of a known entry is the one that the document gives', () => {
  const [entry] = chain(1);
  expect(entry?.hash).toBe('e02bd6cd238224879ba556696ee69baff5e005a3e925656c39510eeb494a4f16');
});

test('whatever is changed in a chain is found, and where', () => {
  const fields = ['at', 'by', 'kind', 'subject', 'decision', 'because', 'previous', 'hash', 'log'] as const;
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 12 }), fc.nat(), fc.constantFrom(...fields), (count, nat, field) => {
      const entries = chain(count);
      expect(checkChain(entries, entries[0]?.hash ?? null).holds).toBe(true);
      const place = nat % count;
      const changed = entries.map((entry, at) => (at === place ? { ...entry, [field]: `${entry[field]}0` } : entry));
      expect(checkChain(changed, null).holds).toBe(false);
      const without = entries.toSpliced(place, 1);
      // Only a missing end leaves a chain whole: the hash that was written down tells.
      const head = entries.at(-1)?.hash ?? '';
      expect(checkChain(without, head).holds).toBe(false);
      expect(checkChain(without, null).holds).toBe(place === count - 1);
    }),
  );
});

test('somebody who writes the whole chain anew is found by the hash that was written down', () => {
  const honest = chain(3);
  const forged = chain(2);
  const what = { log: 'site', at: NOW.toISOString(), by: 'anna', kind: 'other', subject: 'other' } as const;
  const newest = forged.at(-1) ?? null;
  forged.push(nextEntry({ ...what, decision: 'no', because: '' }, newest));
  expect(checkChain(forged, null).holds).toBe(true);
  expect(checkChain(forged, honest[2]?.hash ?? '')).toMatchObject({ holds: false, at: null });
});

test.each([
  ['{', /no JSON/],
  ['{"schema":"dosimeter.loss/1"}', /no log of decisions/],
  ['[]', /no log of decisions/],
])('a file that is none is told of: %s', (text, fault) => {
  expect(checkLogText(text, null)).toMatchObject({ holds: false, fault: expect.stringMatching(fault) });
});

describe.each(testStores())('on $name', ({ open }) => {
  const store = open();
  afterAll(async () => (await store).close());
  const at = async <T>(site: TenantId, work: (tx: Tenant) => Promise<T>) => (await store).tenant(site, work);

  test('what was decided can be read elsewhere and holds; nobody writes it anew in the database', async () => {
    const site = await addTestTenant(await store, 'log');
    await at(site, (tx) =>
      writeDecision(tx, { kind: 'plan', subject: 'Firewall', decision: 'Buy it', because: 'CT' }, anna),
    );
    await at(site, (tx) => logDecision(tx, { kind: 'other', subject: 'b', decision: 'c', because: '' }, bo));
    const log: DecisionLog = await at(site, (tx) => exportDecisionLog(tx, 'Lake', NOW));
    const check = checkLogText(JSON.stringify(log), log.head?.hash ?? '');
    expect(check).toMatchObject({ holds: true, entries: 2, head: { seq: 2 } });
    expect(checkLogText(JSON.stringify({ ...log, entries: log.entries.slice(0, 1) }), null).holds).toBe(false);
    const first = await at(site, (tx) => decisionLogPage(tx, { limit: 1 }));
    expect(first.items.map(({ seq }) => seq)).toEqual([2]);
    const second = await at(site, (tx) => decisionLogPage(tx, { limit: 1, cursor: Number(first.next) }));
    expect([second.items[0]?.subject, second.next]).toEqual(['Firewall', null]);
    await expect(at(site, (tx) => tx.db.updateTable('decisionLog').set({ decision: 'no' }).execute())).rejects.toThrow(
      /denied/,
    );
    // Whoever owns the database can; the chain tells.
    await (await store).system((tx) =>
      tx.db.updateTable('decisionLog').set({ decision: 'no' }).where('seq', '=', 1).execute(),
    );
    expect(await at(site, (tx) => checkDecisionLog(tx, null, NOW))).toMatchObject({ holds: false, at: 1 });
  });

  test('decisions of many at once stand one after another', async () => {
    const site = await addTestTenant(await store, 'many');
    await Promise.all(
      Array.from({ length: 8 }, (_, number) =>
        at(site, (tx) => logDecision(tx, { kind: 'other', subject: `${number}`, decision: '', because: '' }, anna)),
      ),
    );
    expect(await at(site, (tx) => checkDecisionLog(tx, null, NOW))).toMatchObject({ holds: true, entries: 8 });
  });

  test('duties: what is missing is said, and who comes second overwrites nothing', async () => {
    const site = await addTestTenant(await store, 'duties');
    const before = await at(site, responsibilitiesOf);
    expect(before.version).toBe(0);
    expect(before.duties.every(({ open: missing }) => missing === 'Nobody answers for it.')).toBe(true);
    const parties = [{ id: 'owner', name: 'Owner', side: 'provider' as const }];
    const backup = { duty: 'backup', responsible: [], accountable: 'owner', consulted: [], informed: [] };
    const own = { ...backup, duty: 'coffee', name: 'Make coffee', responsible: ['owner'] };
    const saved = await at(site, (tx) =>
      keepResponsibilities(tx, { version: 0, parties, duties: [backup, own] }, anna),
    );
    expect(saved.duties.find(({ duty }) => duty === 'backup')?.open).toBe('Nobody was named who does it.');
    expect(saved.duties.at(-1)).toMatchObject({ duty: 'coffee', name: 'Make coffee', open: null });
    await expect(
      at(site, (tx) => keepResponsibilities(tx, { version: 0, parties: [], duties: [] }, bo)),
    ).rejects.toThrow(/anna@example.org changed the duties/);
    expect((await at(site, responsibilitiesOf)).version).toBe(1);
  });

  test.each([
    [
      'a party that is none',
      [{ duty: 'backup', responsible: ['x'], accountable: null, consulted: [], informed: [] }],
      /no party x/,
    ],
    [
      'a duty without a name',
      [{ duty: 'tea', responsible: [], accountable: null, consulted: [], informed: [] }],
      /Give it a name/,
    ],
    [
      'asked and told',
      [{ duty: 'backup', responsible: [], accountable: null, consulted: ['it'], informed: ['it'] }],
      /Choose one/,
    ],
  ])('%s is refused', async (_, duties, fault) => {
    const site = await addTestTenant(await store, 'bad duties');
    const parties = [{ id: 'it', name: 'IT', side: 'it' as const }];
    await expect(at(site, (tx) => keepResponsibilities(tx, { version: 0, parties, duties }, anna))).rejects.toThrow(
      fault,
    );
  });
});
