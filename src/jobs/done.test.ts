// From "it is done" to what it achieved: a collector looks again, and the next assessment tells what holds.
import { describe, expect, test } from 'vitest';
import { patchDevice } from '#inventory/index.ts';
import { fixedClock, Invalid, NotFound } from '#kit/index.ts';
import { listAudit } from '#people/index.ts';
import { doneInputs, keepRiskFileTexts } from '#program/index.ts';
import { addTestTenant, type Store, type TenantId, testStores } from '#store/index.ts';
import { doneList, sayDone, takeBack } from './done.ts';
import { performImport } from './import.ts';
import { performRisk, replayRisk } from './risk.ts';
import { riskFileOf } from './risk-file.ts';

const DAY = 24 * 3600 * 1000;
const LIST = 'Name;Modality;Serial number;IP address\nCT 1;CT;SN-77;10.0.0.11\nMR 1;MR;SN-78;10.0.0.12\n';

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

describe.each(testStores())('$name', ({ open }) => {
  test('a step is said to be done, looked for, contradicted, done again, confirmed, and taken back', async () => {
    await using store: Store = await open();
    const tenant: TenantId = await addTestTenant(store);
    const clock = fixedClock('2026-11-20T10:00:00.000Z');
    const deps = { store, clock };
    const take = (text: string) => {
      const run = { tenantId: tenant, by: 'anna', signal: new AbortController().signal, progress: () => undefined };
      const bytes = Buffer.from(text);
      return performImport(deps, run, { source: once(bytes), fileName: 'x', bytes: bytes.length });
    };
    const collect = (firewall: 'on' | 'off') =>
      take(
        JSON.stringify({
          schema: 'dosimeter.collector/1',
          collector: { name: 'linux', version: '1' },
          collectedAt: clock.now().toISOString(),
          consent: { maker: 'yes' },
          machine: { hostName: 'ct1', serial: 'SN-77', addresses: ['10.0.0.11'], macs: [] },
          items: [{ item: 'firewall', value: firewall, read: 'netsh' }],
        }),
      );
    const assess = () => {
      clock.advance(1000);
      return performRisk(deps, tenant, { by: 'anna', trials: 1000 });
    };
    const say = (action: string, note = '') => {
      clock.advance(1000);
      return sayDone(deps, tenant, { action, note, by: 'kim' });
    };

    await expect(say('anything')).rejects.toBeInstanceOf(NotFound);
    await take(LIST);
    await collect('off');
    const first = await assess();
    const offered = first.actions.find(({ id }) => /^mend .* system$/.test(id));
    const action = offered?.id ?? '';
    expect(offered?.saves.mean).toBeGreaterThan(0);
    expect(first).toMatchObject({ done: [], achieved: null });
    await expect(say('mend nothing at all')).rejects.toThrow(/^action: the newest assessment has no such action/);
    await expect(say('mend nothing at all')).rejects.toBeInstanceOf(Invalid);

    // By its whole name as well as by its id; said again it stays as it is.
    const { items } = await say(offered?.name ?? '', 'CHG-1');
    expect(items).toMatchObject([
      { action, by: 'kim', note: 'CHG-1', assessment: first.id, expected: { mean: offered?.saves.mean } },
    ]);
    expect(items[0]?.door).toEqual({ device: offered?.devices[0], door: 'system' });
    expect(items[0]?.findings.map(({ id }) => id)).toEqual(offered?.findings);
    expect((await say(action, 'CHG-1')).items).toEqual(items);

    const waiting = await assess();
    expect(waiting.done).toMatchObject([{ action, state: 'not seen again', achieved: null, offeredAgain: false }]);
    expect(waiting.actions.map(({ id }) => id)).not.toContain(action);
    // While it is not offered, saying so again changes at most the note.
    expect((await say(action, 'CHG-2')).items).toMatchObject([{ note: 'CHG-2', at: items[0]?.at }]);

    clock.advance(DAY);
    await collect('off');
    const there = await assess();
    expect(there.done).toMatchObject([{ action, state: 'contradicted', achieved: { mean: 0 }, offeredAgain: true }]);
    expect(there.actions.find(({ id }) => id === action)?.why).toContain('Still there on 2026-11-21');

    clock.advance(DAY);
    expect((await say(action)).items).toMatchObject([{ assessment: there.id, note: '' }]);
    clock.advance(DAY);
    // What somebody types of the device is no look at it.
    const looked = async () => (await store.tenant(tenant, doneInputs)).map(({ lookedAt }) => lookedAt);
    const before = await looked();
    const device = offered?.devices[0] ?? '';
    await store.tenant(tenant, (tx) => patchDevice(tx, device, { criticality: 4 }, { by: 'kim', clock }));
    expect(await looked()).toEqual(before);
    await collect('on');
    const gone = await assess();
    const [step] = gone.done;
    expect(step).toMatchObject({ action, state: 'confirmed', offeredAgain: false });
    expect(step?.achieved?.mean).toBeCloseTo(step?.expected.mean ?? 0, 6);
    expect(step?.proof.findings.map(({ id, isThere }) => [id, isThere])).toEqual([[offered?.findings[0], false]]);
    expect(gone.achieved?.achieved.mean).toBeCloseTo(gone.achieved?.expected.mean ?? 0, 6);
    expect(await replayRisk(store, tenant)).toMatchObject({ id: gone.id, same: true });
    // In the risk-management file it stays a control, with what proves it and what the organization wrote of it.
    await store.tenant(tenant, async (tx) => {
      await keepRiskFileTexts(tx, { [`verification.${action}`]: 'Looked at by two.' }, { by: 'kim', now: clock.now() });
      const { risks } = await riskFileOf(tx);
      const controls = risks.flatMap((one) => one.controls).filter(({ name }) => name === offered?.name);
      expect(controls.length).toBeGreaterThan(0);
      for (const control of controls) {
        expect(control).toMatchObject({ state: 'done', owner: { text: offered?.ownerRole } });
        expect(control.verification.text).toMatch(/^Gone: .* Looked at by two\.$/);
      }
    });

    await store.tenant(tenant, async (tx) => {
      const actor = { by: 'kim', now: clock.now() };
      expect((await takeBack(tx, action, actor)).items).toEqual([]);
      await expect(takeBack(tx, action, actor)).rejects.toBeInstanceOf(NotFound);
      expect((await doneList(tx)).items).toEqual([]);
    });
    // Taken back by mistake: before the next assessment it is said again as it was.
    const again = await say(action);
    expect(again.items).toMatchObject([{ action, at: step?.at, assessment: there.id, by: 'kim' }]);
    const { items: trail } = await store.tenant(tenant, (tx) => listAudit(tx, { limit: 50 }));
    const words = trail.map(({ action: what }) => what).filter((what) => what.includes('step'));
    expect(words).toEqual([
      'step said to be done',
      'step taken back: not done',
      'step said to be done',
      'step said to be done',
      'step said to be done',
    ]);
  });
});
