// The report for the board of any day of a small history: two assessments, decisions, a review, and days before and between them.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { BoardDocument } from '#contracts/index.ts';
import { fixedClock, Invalid } from '#kit/index.ts';
import { logDecision, setRiskSettings } from '#program/index.ts';
import { addTestTenant, openMemoryStore, type Store, type TenantId } from '#store/index.ts';
import { boardOf, boardText } from './board.ts';
import { performImport } from './import.ts';
import { performRisk } from './risk.ts';

const clock = fixedClock('2026-09-01T10:00:00.000Z');
const DAY_MS = 86_400_000;
let store: Store;
let site: TenantId;
const ids: string[] = [];

async function take(list: string): Promise<void> {
  const run = { tenantId: site, by: 'anna', signal: new AbortController().signal, progress: () => undefined };
  const source = (async function* () {
    yield Buffer.from(list);
  })();
  await performImport({ store, clock }, run, { source, fileName: 'list.csv', bytes: list.length });
}

async function assess(): Promise<void> {
  const { id } = await performRisk({ store, clock }, site, { by: 'anna', trials: 1000 });
  ids.push(id);
}

function decide(kind: 'plan' | 'review', subject: string): Promise<unknown> {
  const what = { kind, subject, decision: `About ${subject}`, because: 'We looked at it' } as const;
  return store.tenant(site, (tx) => logDecision(tx, what, { by: 'anna@example.org', now: clock.now() }));
}

const boardAt = (date?: string, since?: string): Promise<BoardDocument> =>
  boardOf({ store, clock }, site, { site: 'Center', date, since });

beforeAll(async () => {
  store = await openMemoryStore();
  site = await addTestTenant(store);
  // September 1: a list and the first assessment; 3: a decision; 11: a review; 21: more devices, a line, the second one; 22: a decision.
  await take('Name;Type;Modality;IP address\nCT 1;Modality;CT;10.0.0.11\n');
  await assess();
  clock.advance(2 * DAY_MS);
  await decide('plan', 'Firewall');
  clock.advance(8 * DAY_MS);
  await decide('review', 'Third quarter');
  clock.advance(10 * DAY_MS);
  await take('Name;Type;Modality;IP address\nCT 1;Modality;CT;10.0.0.11\nMR 9;Modality;MR;10.0.0.19\n');
  const actor = { by: 'anna@example.org', now: clock.now() };
  await store.tenant(site, (tx) => setRiskSettings(tx, { tolerance: [{ loss: 1000, probability: 0.001 }] }, actor));
  await assess();
  clock.advance(DAY_MS);
  await decide('plan', 'Backup');
  clock.advance(DAY_MS);
}, 120_000);
afterAll(() => store.close());

test.each([
  ['2026-08-31', null, 0],
  ['2026-09-01', 0, 0],
  ['2026-09-10', 0, 1],
  ['2026-09-21', 1, 3],
  ['2026-09-22', 1, 4],
  [undefined, 1, 4],
])('on %s it is the assessment and the log of that day', async (date, assessment, total) => {
  const document = await boardAt(date);
  expect(document.assessment?.id ?? null).toBe(assessment === null ? null : ids[assessment]);
  expect(document.decisions.total).toBe(total);
  expect(document.decisions.head?.seq ?? 0).toBe(total);
});

test('since the last review in the log: what was decided after it, and what changed between the assessments and why', async () => {
  const document = await boardAt('2026-09-23');
  expect(document.previous).toMatchObject({ from: 'review', day: '2026-09-11', assessment: ids[0] });
  expect(document.decisions.items.map(({ subject }) => subject)).toEqual(['Backup', 'losses that are tolerated']);
  expect(document.changed.because.join('\n')).toMatch(/1 device is new: MR 9\./);
  expect(document.changed.lines.join('\n')).toContain('was not drawn then');
});

test('since a day that is asked for, and since the assessment before where no review stands in the log', async () => {
  const asked = await boardAt('2026-09-23', '2026-09-21');
  expect(asked.decisions.items.map(({ subject }) => subject)).toEqual(['Backup']);
  expect(asked.changed.lines[0]).toContain('Nothing was worked out anew');
  expect((await boardAt('2026-09-02')).changed.lines).toEqual([expect.stringContaining('no earlier assessment')]);
});

test('the same state gives the same bytes', async () => {
  expect(boardText(await boardAt('2026-09-22'))).toBe(boardText(await boardAt('2026-09-22')));
});

test.each([
  ['2026-09-24', undefined, /still to come/],
  ['2026-09-20', '2026-09-20', /earlier day/],
])('%s since %s is refused', async (date, since, words) => {
  await expect(boardAt(date, since)).rejects.toThrow(Invalid);
  await expect(boardAt(date, since)).rejects.toThrow(words);
});
