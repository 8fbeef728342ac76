// A file of answers: what can be used is stated, and what cannot is told of by its field and costs nothing else.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { placedDevices } from '#inventory/index.ts';
import { fixedClock } from '#kit/index.ts';
import { riskSettings, startFields } from '#program/index.ts';
import type { Store, TenantId } from '#store/index.ts';
import { addTestTenant, testStores } from '#store/test-store.ts';
import { saveStart } from './start.ts';
import { takeAnswers } from './start-answers.ts';

const clock = fixedClock('2026-11-27T10:00:00.000Z');

describe.each(testStores())('on $name', ({ open }) => {
  let store: Store;
  let site: TenantId;
  beforeAll(async () => {
    store = await open();
    site = await addTestTenant(store);
  });
  afterAll(() => store.close());
  const take = (document: unknown) => takeAnswers({ store, clock }, site, { document, by: 'local' });

  test('bad lines are told of by their field, and the good ones count', async () => {
    const { center, problems, notes } = await take({
      schema: 'dosimeter.answers/1',
      center: 'Lakeside Imaging',
      fears: ['ransom', 'spiders'],
      devices: [
        { name: 'CT 1', kind: 'modality', modality: 'CT', address: '10.1.0.11' },
        { nam: 'MR' },
        { name: 'PACS', kind: 'archive', address: '10.1.0.300' },
        { name: 'Archive', kind: 'archive' },
      ],
      answers: {
        patients: 40_000,
        'own-accounts': 'maybe',
        weather: 'yes',
        'remote-access': true,
        'only-partners': 'yes',
        'guests-apart': 'unknown',
      },
      'images-checked': 'yes',
    });
    expect(center).toBe('Lakeside Imaging');
    expect(notes).toEqual([]);
    expect(problems.map((problem) => problem.split(': ')[0]).toSorted()).toEqual([
      'devices[1].name',
      'devices[2]',
      'fears[1]',
      'own-accounts',
      'remote-access',
      'weather',
    ]);
    const { settings } = await store.tenant(site, riskSettings);
    expect(settings.patients).toBe(40_000);
    expect(settings.controls?.toSorted()).toEqual(['identity-check', 'segmentation']);
    const devices = await store.tenant(site, placedDevices);
    expect(devices.map(({ name, kind, modality }) => [name, kind, modality]).toSorted()).toEqual([
      ['Archive', 'archive', null],
      ['CT 1', 'modality', 'CT'],
    ]);
    // The guided start on screen goes on from here.
    const fields = await store.tenant(site, startFields);
    expect(fields.find(({ field }) => field === 'fears')?.value).toEqual(['ransom']);
  });

  test('an answer of somebody else is replaced, and that is said', async () => {
    const actor = { by: 'kim@example.org', now: clock.now(), dataDir: null };
    await store.tenant(site, (tx) => saveStart(tx, { field: 'screens-lock', value: 'no', version: 0 }, actor));
    const { notes } = await take({ 'screens-lock': 'yes', patients: 40_000 });
    expect(notes).toEqual(['screens-lock: takes the place of what kim@example.org said.']);
  });

  test.each([
    [[], /^A file of answers is a list/],
    [{}, /^The file of answers says nothing/],
    [{ schema: 'dosimeter.start/1', patients: 1 }, /^schema: write dosimeter\.answers\/1/],
    [{ patients: 'many' }, /^patients: /],
  ])('%j is refused whole', async (document, words) => {
    await expect(take(document)).rejects.toThrow(words);
  });
});
