// Real archives whose patients are counted: only when a person asks for it and the data owner allows it, by the ID and its issuer alone, the
// count as a fact that risk rests on, and no patient anywhere afterwards.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { api } from '#contracts/index.ts';
import { addClearance, exportFacts, listSources } from '#evidence/index.ts';
import { performPacs, settingsNow } from '#jobs/index.ts';
import { systemClock } from '#kit/index.ts';
import { addTestTenant, openStore, type Store, type TenantId } from '#store/index.ts';
import {
  archiveMissing,
  CANARY,
  type Exam,
  type RealArchive,
  startDcmqrscp,
  startOrthanc,
} from './support/archives.ts';

const CT = { modality: 'CT', vendor: 'Aurora Imaging', model: 'Beam 64', serial: 'SN-0815', station: 'CTROOM1' };
const exam = (study: number, date: string, patient: string): Exam => ({
  ...CT,
  study: `1.2.826.0.1.3680043.10.2.${study}`,
  date,
  patient,
  software: 'VB18A',
});
/** Seven exams of four patients; one of them in 2025 alone. */
const EXAMS: readonly Exam[] = [
  exam(1, '20260302', 'P1'),
  exam(2, '20260302', 'P2'),
  exam(3, '20260302', 'P2'),
  exam(4, '20260309', 'P1'),
  exam(5, '20260310', 'P3'),
  exam(6, '20260310', 'P1'),
  exam(7, '20250101', 'P4'),
];
const MARCH = { from: '2026-02-01', to: '2026-03-31' };
const SIX_YEARS = { from: '2020-04-01', to: '2026-03-31' };

let folder: string;
let store: Store;
const said: string[] = [];
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'dosimeter-patients-'));
  store = await openStore({ dataDir: folder, databaseUrl: undefined });
});
afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

async function site(level: 'full' | 'query' | 'none'): Promise<TenantId> {
  const id = await addTestTenant(store);
  if (level === 'none') return id;
  const authority = { owner: 'Dr. Data Owner', documentSha256: 'ab'.repeat(32), expiresAt: '2999-01-01T00:00:00.000Z' };
  const input = { range: '127.0.0.1', level, authority: level === 'full' ? authority : null };
  await store.tenant(id, (tx) => addClearance(tx, input, { by: 'owner@site', clock: systemClock }));
  return id;
}

async function ask(tenantId: TenantId, input: Readonly<Record<string, unknown>>) {
  const progress = (_: number, message: string) => void said.push(message);
  const run = { tenantId, by: 'test', signal: new AbortController().signal, progress };
  const wish = api.archiveInput.parse({ pauseMs: 0, ...MARCH, countPatients: true, ...input });
  const document = await performPacs({ store, clock: systemClock }, run, wish);
  said.push(JSON.stringify(document));
  return document;
}

/** A way to an archive on which everything that is sent to it is written down. */
async function listening(port: number) {
  const sent: Buffer[] = [];
  const server = net.createServer((near) => {
    const far = net.connect(port, '127.0.0.1');
    near.on('data', (bytes) => sent.push(Buffer.from(bytes)));
    near.pipe(far).pipe(near);
    for (const socket of [near, far]) socket.on('error', () => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: address !== null && typeof address === 'object' ? address.port : 0,
    sent: () => Buffer.concat(sent).toString('latin1'),
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

async function countsOf(tenantId: TenantId) {
  const facts = await store.tenant(tenantId, (tx) => Array.fromAsync(exportFacts(tx)));
  return facts.filter(({ attribute }) => attribute === 'archive.patients');
}

const noOrthanc = archiveMissing('orthanc');

describe.skipIf(noOrthanc !== null)(`Orthanc${noOrthanc ? ` (skipped: ${noOrthanc})` : ''}`, () => {
  let archive: RealArchive;
  beforeAll(async () => {
    archive = await startOrthanc();
    await archive.store(EXAMS);
  });
  afterAll(async () => archive.stop());

  const ways = () => [{ archive: `127.0.0.1:${archive.port}`, called: archive.title }, { archive: archive.web }];

  test.each([0, 1])('tells how many patients it examined, by C-FIND (0) as by QIDO-RS (1)', async (way) => {
    const tenant = await site('full');
    const document = await ask(tenant, ways()[way] ?? {});
    expect(document).toMatchObject({
      problems: [],
      archive: { exams: 6, ended: 'whole', patients: { ...MARCH, count: 3, exams: 6, whole: true } },
    });
    const [count, ...others] = await countsOf(tenant);
    expect(others).toEqual([]);
    expect(count).toMatchObject({
      subject: { kind: 'address', key: '127.0.0.1' },
      value: { ...MARCH, count: 3, whole: true },
      basis: 'observed',
      source: { sensor: 'pacs' },
    });
    const figure = async () => {
      const { figures } = await store.tenant(tenant, settingsNow);
      return figures.find(({ path: of }) => of === 'patients');
    };
    // Some days are too few to say that there are no more; six years say it.
    expect(await figure()).toMatchObject({ basis: 'default' });
    expect((await figure())?.source).toMatch(
      /; 3 were counted in the archive 127\.0\.0\.1 over 2026-02-01 to 2026-03-31/,
    );
    await ask(tenant, { ...ways()[way], ...SIX_YEARS });
    expect(await figure()).toMatchObject({ basis: 'counted', value: 4 });
    expect((await figure())?.source).toMatch(
      /^counted on .* in the archive 127\.0\.0\.1, days 2020-04-01 to 2026-03-31 \(/,
    );
  });

  test('is asked for the ID and its issuer, and nothing else of the patient', async () => {
    const tenant = await site('full');
    const find = await listening(archive.port);
    await ask(tenant, { archive: `127.0.0.1:${find.port}`, called: archive.title });
    await find.close();
    const tag = (element: number) => String.fromCharCode(0x10, 0, element & 0xff, element >>> 8);
    const groupTen = [0x0010, 0x0020, 0x0021, 0x0022, 0x0030, 0x0032, 0x0040, 0x1000, 0x1010, 0x2160, 0x4000];
    // Each with a length of nothing behind it: a key without a value.
    expect(groupTen.filter((element) => find.sent().includes(`${tag(element)}\0\0\0\0`))).toEqual([0x0020, 0x0021]);
    const web = await listening(Number(new URL(archive.web ?? '').port));
    await ask(tenant, { archive: `http://127.0.0.1:${web.port}/dicom-web` });
    await web.close();
    const asked = new Set(web.sent().match(/0010[0-9A-Fa-f]{4}/g));
    expect([...asked].sort()).toEqual(['00100020', '00100021']);
  });

  test('is asked for no patient unless a person wants it', async () => {
    const tenant = await site('full');
    const document = await ask(tenant, { ...ways()[0], countPatients: undefined });
    expect(document.archive).toMatchObject({ exams: 6, patients: null });
    expect(await countsOf(tenant)).toEqual([]);
  });

  test.each(['none', 'query'] as const)('is not asked under clearance %s', async (level) => {
    const tenant = await site(level);
    await expect(ask(tenant, ways()[0] ?? {})).rejects.toThrow(/clearance 'full'/);
    expect(await store.tenant(tenant, (tx) => listSources(tx, 10))).toEqual([]);
    expect(await countsOf(tenant)).toEqual([]);
  });
});

const noDcmqrscp = archiveMissing('dcmqrscp');

describe.skipIf(noDcmqrscp !== null)(`dcmqrscp${noDcmqrscp ? ` (skipped: ${noDcmqrscp})` : ''}`, () => {
  test('tells how many patients it examined', async () => {
    const archive = await startDcmqrscp();
    try {
      await archive.store(EXAMS);
      const document = await ask(await site('full'), {
        archive: `127.0.0.1:${archive.port}`,
        called: archive.title,
        ...SIX_YEARS,
      });
      expect(document.archive?.patients).toMatchObject({ count: 4, exams: 7, whole: true });
    } finally {
      await archive.stop();
    }
  });
});

test.skipIf(noOrthanc !== null)(
  'no patient is in the data folder or in what was said, where the counts are',
  async () => {
    const all = [...said];
    const walk = (at: string): void => {
      for (const entry of readdirSync(at, { withFileTypes: true })) {
        const file = path.join(at, entry.name);
        if (entry.isDirectory()) walk(file);
        else if (entry.isFile()) all.push(readFileSync(file, 'latin1'));
      }
    };
    await store.system((tx) => tx.db.selectFrom('tenants').select('id').execute());
    walk(folder);
    const has = (text: string) => all.some((content) => content.includes(text));
    expect(has('archive.patients')).toBe(true);
    expect(said.some((message) => /Patients of \d+ exams counted/.test(message))).toBe(true);
    const hidden = [CANARY, 'QUINCY', '19410203', '1.2.826.0.1.3680043.10.2'];
    expect(hidden.filter(has)).toEqual([]);
  },
);
