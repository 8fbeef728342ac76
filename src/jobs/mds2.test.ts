// A maker's MDS2 from file to finding: kept once, linked to the devices of the model, held against what traffic shows.
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { exportFacts, factsByIds } from '#evidence/index.ts';
import { makeFact } from '#evidence/model.ts';
import { countMds2, mds2Rows, snapshots } from '#inventory/index.ts';
import { fixedClock } from '#kit/index.ts';
import { openSecretBox, People } from '#people/index.ts';
import { allFindings } from '#program/index.ts';
import { type Store, type TenantId, testStores } from '#store/index.ts';
import { dropMds2, pickMds2 } from './mds2.ts';
import { takeFacts } from './take-facts.ts';
import { previewOf, takeIn } from './take-in.ts';

const clock = fixedClock('2026-11-23T10:00:00.000Z');
const QUESTIONS = [
  ['MPII-1', 'Data about persons?', 'Yes'],
  ['ALOF-1', 'Does it lock?', 'Yes'],
  ['AUTH-1', 'Does it keep strangers out?', 'Yes'],
  ['CSUP-2', 'Has it an operating system?', 'Yes', 'Windows 10'],
  ['CONN-7', 'Can it encrypt?', 'Yes'],
  ['MLDP-2', 'Anti-malware?', 'No'],
  ['TXCF-2', 'Is it encrypted?', 'Yes', 'By TLS 1.2'],
  ['RMOT-1', 'Remote service?', 'No'],
  ['SGUD-1', 'Guidance?', 'Yes'],
];

function form(model: string, day = '2024-05-01', version = ''): Buffer {
  const head = [
    ['Manufacturer Disclosure Statement for Medical Device Security -- MDS2', '', '', ''],
    ...(version === '' ? [] : [['Software Version', version, '', '']]),
    ['DOC-1', 'Maker', 'Acme', ''],
    ['DOC-3', 'Model', model, ''],
    ['DOC-7', 'Day', day, ''],
  ];
  const lines = [...head, ...QUESTIONS].map((row) => row.map((cell) => `"${cell}"`).join(','));
  return Buffer.from(lines.join('\n'));
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

function house(store: Store, tenantId: TenantId) {
  const run = { tenantId, by: 'anna', signal: new AbortController().signal, progress: () => undefined };
  return {
    take: (bytes: Uint8Array) => takeIn({ store, clock }, run, { source: once(bytes), fileName: 'x', bytes: null }),
    broken: () =>
      store.tenant(tenantId, async (tx) => {
        const found = await Array.fromAsync(allFindings(tx, clock.now()));
        return found.filter(({ rule, state }) => rule === 'promise-not-kept' && state !== 'fixed');
      }),
    documentOf: (device: string) =>
      store.tenant(tenantId, async (tx) => {
        for await (const { mds2 } of snapshots(tx, [device])) return mds2;
        return null;
      }),
  };
}

/** A device on a list whose DICOM was seen in clear. */
function seen(address: string, model: string) {
  const common = { basis: 'observed', confidence: 0.95, by: 'test' } as const;
  const about = {
    subject: { kind: 'address', key: address },
    source: { sensor: 'capture', run: 'r', detail: null },
  } as const;
  const service = {
    subject: { kind: 'service', key: `tcp/${address}:104@wire` },
    source: { sensor: 'capture', run: 'r', detail: null },
  } as const;
  return [
    makeFact({ ...common, ...about, attribute: 'device.address', value: address }, clock),
    makeFact({ ...common, ...about, attribute: 'device.vendor', value: 'Acme' }, clock),
    makeFact({ ...common, ...about, attribute: 'device.model', value: model }, clock),
    makeFact({ ...common, ...service, attribute: 'service.port', value: 104 }, clock),
    makeFact({ ...common, ...service, attribute: 'service.protocol', value: 'dicom' }, clock),
  ];
}

describe.each(testStores())('$name', ({ open }) => {
  test('a document is kept once, speaks of the devices of its model, and is held against what was seen', async () => {
    await using store = await open();
    const people = new People(store, { clock, box: openSecretBox(null) });
    const ours = await people.addTenant({ name: 'Ours', demo: false });
    const theirs = await people.addTenant({ name: 'Theirs', demo: false });
    const { take, broken, documentOf } = house(store, ours);
    const { devices } = await takeFacts({ store, clock }, ours, [
      ...seen('10.0.0.5', 'Sono 9'),
      ...seen('10.0.0.6', 'Beam'),
    ]);
    expect(devices).toHaveLength(2);
    expect(await broken()).toEqual([]);

    expect(await previewOf(once(form('Sono 9')), 'x')).toMatchObject({ kind: 'mds2' });
    expect(await previewOf(once(gzipSync(form('Sono 9'))), 'x')).toMatchObject({ kind: 'mds2' });
    const first = await take(form('Sono 9'));
    expect(first).toMatchObject({ kind: 'mds2', rows: 12, accepted: 12, changed: 1, facts: 12 });
    const [found, ...more] = await broken();
    expect(more).toEqual([]);
    expect(found).toMatchObject({ state: 'confirmed' });
    const device = found?.device ?? '';

    // What the maker says is evidence as everything else: the finding cites it, it can be looked up, and exports hold it.
    const ids = found?.reasons[0]?.facts ?? [];
    const claim = (await store.tenant(ours, (tx) => factsByIds(tx, ids))).get(ids[0] ?? '');
    expect(ids).toHaveLength(1);
    expect(claim).toMatchObject({
      subject: { kind: 'document' },
      attribute: 'mds2.answer',
      value: { question: 'TXCF-2', edition: '2019', answer: 'Yes', note: 'By TLS 1.2' },
      basis: 'attested',
      source: { sensor: 'mds2', detail: 'MDS2 of Acme Sono 9' },
      observedAt: '2024-05-01T00:00:00.000Z',
      by: 'Acme (maker)',
    });
    const exported = await store.tenant(ours, (tx) => Array.fromAsync(exportFacts(tx)));
    expect(exported.filter(({ attribute }) => attribute === 'mds2.answer')).toHaveLength(12);

    // A second time nothing changes, gzipped or not.
    expect(await take(gzipSync(form('Sono 9')))).toMatchObject({ kind: 'mds2', changed: 0, facts: 0 });
    expect(await take(form('Sono 9'))).toMatchObject({ changed: 0, facts: 0 });
    expect(await store.tenant(ours, countMds2)).toBe(1);
    expect(await broken()).toHaveLength(1);

    // The newest of a product speaks for it; a person may say which does, or that none does.
    expect((await take(form('Sono 9', '2025-01-01'))).problems).toContain(
      'It takes the place of the document of 2024-05-01 about this product.',
    );
    const [newer] = await broken();
    expect(newer?.reasons[0]?.because).toContain('2025-01-01');
    expect(newer?.reasons[0]?.facts).not.toEqual(ids);
    expect((await documentOf(device))?.head.day).toBe('2025-01-01');
    const rows = await store.tenant(ours, (tx) => mds2Rows(tx, { offset: 0, limit: 10 }));
    expect(rows.map(({ day }) => day)).toEqual(['2025-01-01', '2024-05-01']);
    const pick = (document: string | null | undefined) =>
      pickMds2({ store, clock }, { tenantId: ours, by: 'anna' }, { device, document });
    await pick(rows[1]?.id);
    expect(await documentOf(device)).toMatchObject({ isChosen: true, head: { day: '2024-05-01' } });
    await pick(null);
    expect(await broken()).toEqual([]);
    await pick(undefined);
    expect(await broken()).toHaveLength(1);
    for (const { id } of rows) await dropMds2({ store, clock }, ours, id);
    expect(await broken()).toEqual([]);

    expect(await store.tenant(theirs, countMds2)).toBe(0);

    // What cannot be read leaves nothing behind.
    const blank = form('Sono 9')
      .toString()
      .replaceAll('"Yes"', '""')
      .replaceAll('"No"', '""')
      .replace(/"Windows 10"|"By TLS 1.2"/g, '""');
    await expect(take(Buffer.from(blank))).rejects.toThrow(/blank/);
    await expect(take(Buffer.from('%PDF-1.7\ncut'))).rejects.toThrow(/cut off/);
    await expect(take(gzipSync(form('Sono 9')).subarray(0, -20))).rejects.toThrow(/broken or cut short/);
    expect(await store.tenant(ours, countMds2)).toBe(0);
  });
});
