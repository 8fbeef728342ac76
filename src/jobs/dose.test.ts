// Doses from folders of images to the page of the device: read twice they change nothing, and of two looks at a day the fuller counts.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeFact } from '#evidence/model.ts';
import { deviceDetail } from '#inventory/index.ts';
import { fixedClock } from '#kit/index.ts';
import { addTestTenant, openMemoryStore, type Store, type TenantId } from '#store/index.ts';
import { encodePart10, textElement } from '#wire/dicom/index.ts';
import { performImages } from './index.ts';

const EXPLICIT = '1.2.840.10008.1.2.1';
const clock = fixedClock('2026-11-23T10:00:00Z');
let store: Store;
let tenantId: TenantId;
let folder: string;
beforeAll(async () => {
  store = await openMemoryStore();
  tenantId = await addTestTenant(store);
  folder = mkdtempSync(path.join(os.tmpdir(), 'dosimeter-dose-'));
});
afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

function image(exam: number): string {
  const file = path.join(folder, `${exam}.dcm`);
  const texts: readonly (readonly [number, string, string])[] = [
    [0x00080020, 'DA', '20261120'],
    [0x00080060, 'CS', 'XA'],
    [0x00080070, 'LO', 'Aurora Imaging'],
    [0x00100010, 'PN', 'CANARY^QUINCY'],
    [0x00181000, 'LO', 'SN-9'],
    [0x00181030, 'LO', 'Coro'],
    [0x0018115e, 'DS', String(exam * 10)],
    [0x0020000d, 'UI', `1.2.3.${exam}`],
  ];
  const dataSet = texts.map(([tag, vr, value]) => textElement(tag, vr, value));
  const meta = [textElement(0x00020010, 'UI', EXPLICIT)];
  writeFileSync(file, encodePart10({ preamble: null, meta, transferSyntaxUid: EXPLICIT, dataSet }));
  return file;
}

/** Takes images in; gives the document, and the doses on the page of the device. */
async function taken(exams: readonly number[]) {
  const run = { tenantId, by: 'test', signal: new AbortController().signal, progress: () => undefined };
  const document = await performImages({ store, clock }, run, exams.map(image));
  return store.tenant(tenantId, async (tx) => {
    const devices = await tx.db.selectFrom('devices').select('id').where('tenantId', '=', tx.id).execute();
    const page = await deviceDetail(tx, devices[0]?.id ?? '');
    const rows = await tx.db
      .selectFrom('facts')
      .select('id')
      .where('tenantId', '=', tx.id)
      .where('attribute', '=', 'device.dose')
      .execute();
    return { document, page, facts: rows.length };
  });
}

test('images read twice, in part and in full are told by the fullest look, and told once', async () => {
  const first = await taken([1, 2, 3, 4, 5, 6]);
  expect(first.page.dose).toMatchObject([
    { day: '2026-11-20', protocol: 'Coro', exams: 6, figures: { doseAreaProductDgycm2: { median: 35, low: null } } },
  ]);
  expect(first.document.devices[0]?.dose).toEqual(first.page.dose);
  expect(first.page.attributes.map(({ attribute }) => attribute)).not.toContain('device.dose');
  const again = await taken([1, 2, 3, 4, 5, 6]);
  expect(again.facts).toBe(1);
  expect(again.page.dose).toEqual(first.page.dose);
  const part = await taken([1, 2, 3, 4, 5]);
  expect(part.page.dose).toEqual(first.page.dose);
  const more = await taken([1, 2, 3, 4, 5, 6, 7, 8]);
  expect(more.page.dose).toMatchObject([{ exams: 8 }]);
  const few = await taken([9, 10]);
  expect(few.page.dose).toEqual(more.page.dose);
  expect(few.page.attributes.find(({ attribute }) => attribute === 'device.examsByDay')?.facts[0]?.value).toEqual({
    '2026-11-20': 8,
  });
});

test('nobody can state the dose of one exam', () => {
  const spread = { exams: 1, low: null, quartile1: 3, median: 3, quartile3: 3, high: null };
  const value = { day: '2026-11-20', protocol: 'Coro', exams: 1, figures: { kVp: spread } };
  const source = { sensor: 'images', run: 'r', detail: null };
  const statement = { subject: { kind: 'asset', key: 'dicom/1' }, attribute: 'device.dose', value } as const;
  expect(() => makeFact({ ...statement, basis: 'observed', confidence: 1, source, by: 'test' }, clock)).toThrow(
    /wrong shape at exams/,
  );
});
