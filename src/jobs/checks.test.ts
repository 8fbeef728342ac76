// Claims about the checks over an inventory, and about what people say to their questions: kept once, the newest counts, nobody else's.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AttestationInput, CheckResult } from '#contracts/index.ts';
import { answerChecklist, listDevices } from '#inventory/index.ts';
import { fixedClock, Invalid } from '#kit/index.ts';
import { attestationHistory, attestationsOf, eachChecked, keepAttestations, siteChecks } from '#program/index.ts';
import { addTestTenant, type Store, type Tenant, type TenantId, testStores } from '#store/index.ts';
import { performImport } from './import.ts';
import { judgeDevices } from './judge.ts';

const LIST = 'Name;Type;Modality;IP address\nCT 1;Modality;CT;10.0.0.11\nUS 1;Modality;US;10.0.0.12\n';
const clock = fixedClock('2026-11-27T10:00:00.000Z');

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

describe.each(testStores())('checks on $name', ({ open }) => {
  let store: Store;
  let site: TenantId;
  let other: TenantId;
  let ct = '';
  let us = '';

  const inSite = <T>(work: (tx: Tenant) => Promise<T>) => store.tenant(site, work);
  const say = (said: readonly AttestationInput[], by = 'anna', via = 'page') =>
    inSite((tx) => keepAttestations(tx, said, { by, now: clock.now() }, via));
  async function stateOf(check: string, device: string | null): Promise<CheckResult['state'] | undefined> {
    const results = await inSite((tx) => siteChecks(tx, clock.now()));
    return results.find((each) => each.check === check && each.device === device)?.state;
  }

  beforeAll(async () => {
    store = await open();
    site = await addTestTenant(store);
    other = await addTestTenant(store);
    const run = { tenantId: site, by: 'anna', signal: new AbortController().signal, progress: () => undefined };
    const bytes = Buffer.from(LIST);
    await performImport({ store, clock }, run, { source: once(bytes), fileName: 'list.csv', bytes: bytes.length });
    const { items } = await inSite((tx) =>
      listDevices(tx, { sort: 'name', order: 'asc', limit: 10, retired: 'false' }),
    );
    [ct = '', us = ''] = items.map(({ id }) => id);
  });
  afterAll(() => store.close());

  test('each check is judged for each device, or once for the site, and a fresh site knows almost nothing', async () => {
    const results = await inSite((tx) => siteChecks(tx, clock.now()));
    expect(new Set(results.map(({ check }) => check)).size).toBe(36);
    const ofSite = results.filter(({ device }) => device === null);
    expect(new Set(ofSite.map(({ state }) => state))).toEqual(new Set(['unknown']));
    expect(results.filter(({ device }) => device === ct)).toHaveLength(36 - ofSite.length);
    // A thing carried away must be encrypted; a CT is not carried away.
    expect(await stateOf('disks-encrypted', ct)).toBe('not applicable');
    expect(await stateOf('disks-encrypted', us)).toBe('unknown');
    expect(results.every(({ state, asks }) => (state === 'unknown') === (asks !== null))).toBe(true);
    const alone = await inSite((tx) => Array.fromAsync(eachChecked(tx, clock.now(), { ids: [us] })));
    expect(alone.map(({ device }) => device?.name)).toEqual([undefined, 'US 1']);
    expect(await store.tenant(other, (tx) => siteChecks(tx, clock.now()))).toHaveLength(ofSite.length);
  });

  test('answers of a walk-round count as facts, and a no as a finding that breaks', async () => {
    await inSite((tx) => answerChecklist(tx, ct, { answers: { firewall: 'yes', backup: 'no' } }, { by: 'bea', clock }));
    await judgeDevices({ store, clock }, site, { devices: [ct], gone: [] });
    expect(await stateOf('firewall-on', ct)).toBe('holds');
    expect(await stateOf('backup-tested', ct)).toBe('broken');
    expect(await stateOf('firewall-on', us)).toBe('unknown');
  });

  test('what is said twice on a day is kept once; the newest counts, and what was said before can be read', async () => {
    const said = [
      { question: 'screen-locks', device: us, answer: 'yes' as const },
      { question: 'own-accounts', device: null, answer: 'no' as const },
    ];
    expect(await say(said)).toEqual({ kept: 2, known: 0 });
    expect(await say(said)).toEqual({ kept: 0, known: 2 });
    expect(await stateOf('session-lock', us)).toBe('holds');
    expect(await stateOf('session-lock', ct)).toBe('unknown');
    expect(await stateOf('own-accounts', null)).toBe('broken');
    clock.advance(60_000);
    expect(await say([{ question: 'own-accounts', answer: 'yes', note: 'All but one.' }], 'bea')).toMatchObject({
      kept: 1,
    });
    expect(await stateOf('own-accounts', null)).toBe('holds');
    expect(await inSite(attestationsOf)).toHaveLength(2);
    const history = await inSite((tx) => attestationHistory(tx, { question: 'own-accounts', limit: 10 }));
    expect(history.map(({ answer, by, via, note }) => ({ answer, by, via, note }))).toEqual([
      { answer: 'yes', by: 'bea', via: 'page', note: 'All but one.' },
      { answer: 'no', by: 'anna', via: 'page', note: '' },
    ]);
    // Taken back: it is not known.
    await say([{ question: 'own-accounts', answer: 'unknown' }], 'bea');
    expect(await stateOf('own-accounts', null)).toBe('unknown');
    expect(await store.tenant(other, attestationsOf)).toEqual([]);
  });

  test('said again a year later it is said anew, and one with an end is over after that day', async () => {
    const said = [{ question: 'devices-listed', answer: 'yes' as const }];
    await say(said);
    const until = new Date(clock.now().getTime() + 20 * 86_400_000).toISOString().slice(0, 10);
    await say([{ question: 'incident-contacts', answer: 'yes', until }]);
    expect(await stateOf('incident-contacts', null)).toBe('holds');
    clock.advance(30 * 86_400_000);
    expect(await stateOf('incident-contacts', null)).toBe('unknown');
    clock.advance(360 * 86_400_000);
    expect(await stateOf('devices-listed', null)).toBe('unknown');
    expect(await say(said)).toEqual({ kept: 1, known: 0 });
    expect(await stateOf('devices-listed', null)).toBe('holds');
  });

  test.each([
    ['a question that no check asks', { question: 'no-such', answer: 'yes' }, /\[0\]\.question/],
    ['a device that is not there', { question: 'screen-locks', device: 'ghost', answer: 'yes' }, /\[0\]\.device/],
    ['a device for a question of the site', { question: 'own-accounts', device: 'ghost', answer: 'yes' }, /whole site/],
    ['an end that is over', { question: 'own-accounts', answer: 'yes', until: '2026-01-01' }, /\[0\]\.until/],
    ['an answer that is none', { question: 'own-accounts', answer: 'maybe' as 'yes' }, /\[0\]\.answer/],
  ] satisfies [string, AttestationInput, RegExp][])(
    '%s is refused by its field, and nothing is kept',
    async (_, one, words) => {
      const before = await inSite(attestationsOf);
      const both = say([one, { question: 'media-destroyed', answer: 'yes' }]);
      await expect(both).rejects.toThrow(Invalid);
      await expect(both).rejects.toThrow(words);
      expect(await inSite(attestationsOf)).toEqual(before);
    },
  );
});
