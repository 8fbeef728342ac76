// From the file of a collector, and from a person's answers, to the device, its findings and its page.
import { describe, expect, test } from 'vitest';
import { judge } from '#findings/index.ts';
import {
  answerChecklist,
  checklistOf,
  deviceDetail,
  listDevices,
  listRound,
  mergeDevices,
  snapshots,
} from '#inventory/index.ts';
import { fixedClock } from '#kit/index.ts';
import { builtInKnowledge } from '#knowledge/index.ts';
import { openSecretBox, People } from '#people/index.ts';
import { listFindings } from '#program/index.ts';
import { type Store, type TenantId, testStores } from '#store/index.ts';
import { performImport } from './import.ts';

const clock = fixedClock('2026-11-23T10:00:00.000Z');
const LIST =
  'Name;Modality;Serial number;IP address\nCT 1;CT;SN-77;10.0.0.11\nMR 1;MR;SN-78;10.0.0.12\nUS 1;US;SN-79;10.0.0.13\n';

function collected(machine: object, items: readonly object[]): string {
  return JSON.stringify({
    schema: 'dosimeter.collector/1',
    collector: { name: 'linux', version: '1' },
    collectedAt: '2026-11-20T09:00:00Z',
    consent: { maker: 'yes' },
    machine: { hostName: null, serial: null, addresses: [], macs: [], ...machine },
    items,
  });
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

function take(store: Store, tenantId: TenantId, text: string) {
  const run = { tenantId, by: 'anna', signal: new AbortController().signal, progress: () => undefined };
  const bytes = Buffer.from(text);
  return performImport({ store, clock }, run, { source: once(bytes), fileName: 'x', bytes: bytes.length });
}

describe.each(testStores())('$name', ({ open }) => {
  test('a firewall that a collector saw to be off becomes a finding of the listed device, whatever names it', async () => {
    await using store = await open();
    const tenant = await new People(store, { clock, box: openSecretBox(null) }).addTenant({
      name: 'Ours',
      demo: false,
    });
    await take(store, tenant, LIST);
    const off = [{ item: 'firewall', value: 'off', read: 'netsh' }];
    // By the serial number on the label, by the address alone.
    await take(store, tenant, collected({ hostName: 'ct1', serial: 'SN-77', addresses: ['10.0.0.11'] }, off));
    await take(store, tenant, collected({ hostName: 'mr1', addresses: ['10.0.0.12'] }, off));
    await store.tenant(tenant, async (tx) => {
      const query = { sort: 'name', order: 'asc', limit: 50, retired: 'false' } as const;
      const devices = (await listDevices(tx, query)).items;
      expect(devices.map(({ name }) => name)).toEqual(['CT 1', 'MR 1', 'US 1']);
      const found = async (id: string) =>
        (await listFindings(tx, { device: id, limit: 50 }, clock.now())).items.filter(({ rule }) =>
          rule.startsWith('hardening-'),
        );
      const [ct, mr, us] = devices;
      for (const device of [ct, mr]) {
        const [finding, ...others] = await found(device?.id ?? '');
        expect(others).toEqual([]);
        expect(finding).toMatchObject({ rule: 'hardening-firewall', state: 'confirmed', confidence: 0.95 });
        const { hardening } = await deviceDetail(tx, device?.id ?? '');
        expect(hardening.rows).toMatchObject([
          { topic: 'firewall', good: false, source: 'hardening-collector', by: 'anna' },
        ]);
        expect(hardening.facts.map(({ id }) => id)).toEqual(finding?.reasons[0]?.facts);
      }
      expect(await found(us?.id ?? '')).toMatchObject([{ rule: 'hardening-not-looked-at', state: 'unknown' }]);
    });
    // The same file again changes nothing; switched on, the finding goes.
    const again = await take(store, tenant, collected({ hostName: 'mr1', addresses: ['10.0.0.12'] }, off));
    expect(again.changed).toBe(0);
    const on = collected({ hostName: 'mr1', addresses: ['10.0.0.12'] }, [
      { item: 'firewall', value: 'on', read: 'netsh' },
    ]);
    await take(store, tenant, on.replace('11-20T', '11-21T'));
    await store.tenant(tenant, async (tx) => {
      const { items } = await listFindings(
        tx,
        { rule: 'hardening-firewall', state: 'confirmed', limit: 50 },
        clock.now(),
      );
      expect(items.map(({ deviceName }) => deviceName)).toEqual(['CT 1']);
    });
  });

  test('answers of a walk-round are kept one by one, can be gone back to, and count in the round', async () => {
    await using store = await open();
    const tenant = await new People(store, { clock, box: openSecretBox(null) }).addTenant({
      name: 'Ours',
      demo: false,
    });
    await take(store, tenant, LIST);
    await take(store, tenant, collected({ addresses: ['10.0.0.11'] }, [{ item: 'smb1', value: 'on', read: '' }]));
    const actor = { by: 'bea', clock };
    await store.tenant(tenant, async (tx) => {
      const query = { sort: 'name', order: 'asc', limit: 50, retired: 'false' } as const;
      const [ct = '', mr = '', us = ''] = (await listDevices(tx, query)).items.map(({ id }) => id);
      const judged = async (id: string) => {
        const found: Record<string, string> = {};
        for await (const snapshot of snapshots(tx, [id])) {
          for (const { rule, state } of judge(snapshot, {
            now: clock.now().toISOString(),
            knowledge: builtInKnowledge,
          })) {
            if (rule.startsWith('hardening-')) found[rule] = state;
          }
        }
        return found;
      };
      await answerChecklist(tx, ct, { answers: { backup: 'no', firewall: 'unknown' } }, actor);
      // A program saw SMB 1 to be on; a person's word alone does not make it good.
      await answerChecklist(tx, ct, { answers: { smb1: 'yes' } }, actor);
      expect(await checklistOf(tx, ct)).toMatchObject({
        answers: [
          { topic: 'firewall', answer: 'unknown', by: 'bea' },
          { topic: 'smb1', answer: 'yes' },
          { topic: 'backup', answer: 'no' },
        ],
        answered: 3,
        of: 15,
        doneAt: null,
      });
      expect(await judged(ct)).toEqual({ 'hardening-backup': 'confirmed', 'hardening-smb1': 'potential' });
      const { hardening } = await deviceDetail(tx, ct);
      expect(hardening.rows.find(({ topic }) => topic === 'smb1')?.contradicted).toMatch(/^checklist, .*: is off$/);

      // Changed and taken back: what is not known is no finding.
      await answerChecklist(tx, ct, { answers: { backup: 'unknown', firewall: 'no' }, done: true }, actor);
      expect(await judged(ct)).toEqual({ 'hardening-firewall': 'confirmed', 'hardening-smb1': 'potential' });
      await answerChecklist(tx, us, { answers: { usb: 'no' } }, actor);
      const round = await listRound(tx, { limit: 2 }, clock.now());
      expect(round.counts).toEqual({ devices: 3, begun: 1, done: 1 });
      expect(round.items.map(({ name, state, answered }) => [name, state, answered])).toEqual([
        ['CT 1', 'done', 3],
        ['MR 1', 'open', 0],
      ]);
      const rest = await listRound(tx, { limit: 2, cursor: round.next ?? '' }, clock.now());
      expect(rest.items.map(({ name, state }) => [name, state])).toEqual([['US 1', 'begun']]);
      expect((await listRound(tx, { limit: 9, q: 'us', state: 'begun' }, clock.now())).total.value).toBe(1);
      // A year later the round begins anew, and old words count less.
      const later = new Date('2027-12-01T00:00:00Z');
      expect((await listRound(tx, { limit: 9 }, later)).counts).toEqual({ devices: 3, begun: 0, done: 0 });

      // Ports that listen beside the maker's list.
      await answerChecklist(tx, mr, { answers: {}, makerPorts: ['tcp/104'] }, actor);
      expect(await judged(mr)).toEqual({ 'hardening-not-looked-at': 'unknown' });
      // Joined devices keep their answers.
      await mergeDevices(tx, [mr, us], actor);
      const joined = (await listRound(tx, { limit: 9 }, clock.now())).items.map(({ state, answered }) => [
        state,
        answered,
      ]);
      expect(joined).toEqual([
        ['done', 3],
        ['begun', 1],
      ]);
    });
    await take(
      store,
      tenant,
      collected({ addresses: ['10.0.0.12'] }, [
        { item: 'openPorts', value: ['tcp/104', 'tcp/3389'], read: '' },
        { item: 'lastUpdate', value: '2025-01-31', read: '' },
      ]),
    );
    await store.tenant(tenant, async (tx) => {
      const { items } = await listFindings(tx, { rule: 'hardening-ports', limit: 9 }, clock.now());
      expect(items.map(({ reasons }) => reasons[0]?.because)).toEqual([
        "On 2026-11-20 it listened on tcp/3389; the maker's list does not name it.",
      ]);
      const behind = await listFindings(tx, { rule: 'hardening-patched', limit: 9 }, clock.now());
      expect(behind.items.map(({ state }) => state)).toEqual(['confirmed']);
    });
  });
});
