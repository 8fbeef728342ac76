// Real archives asked for the department's machines: what Orthanc tells by C-FIND and by QIDO-RS, what dcmqrscp tells, that versions
// become history, that nobody is asked without the data owner's authority, and that no patient is anywhere afterwards.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { api } from '#contracts/index.ts';
import { addClearance, exportFacts, listSources, readProbes } from '#evidence/index.ts';
import { deviceDetail } from '#inventory/index.ts';
import { performPacs } from '#jobs/index.ts';
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
const MR = { modality: 'MR', vendor: 'Borealis', model: 'Field 3T', serial: 'MR-77', station: 'MRROOM' };
const US = { modality: 'US', vendor: 'Sonata', model: 'Echo', serial: '', station: 'USCART2' };
const exam = (
  study: number,
  date: string,
  machine: Omit<Exam, 'study' | 'date' | 'software'>,
  software: string,
): Exam => ({
  study: `1.2.826.0.1.3680043.10.1.${study}`,
  date,
  software,
  ...machine,
});
const EXAMS: readonly Exam[] = [
  exam(1, '20260302', CT, 'VB18A'),
  exam(2, '20260302', CT, 'VB18A'),
  exam(2, '20260302', CT, 'VB18A'),
  exam(3, '20260309', CT, 'VB18A'),
  exam(4, '20260309', MR, 'E11'),
  exam(5, '20260310', US, '1.0'),
  exam(6, '20260310', { ...CT, modality: 'SR' }, 'VB18A'),
  exam(7, '20250101', CT, 'VB10A'),
];
const LATER: readonly Exam[] = [exam(8, '20260402', CT, 'VB19A')];
const RANGE = { from: '2026-02-01', to: '2026-03-31' };

let folder: string;
let store: Store;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'dosimeter-archive-'));
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

function ask(tenantId: TenantId, input: Readonly<Record<string, unknown>>) {
  const run = { tenantId, by: 'test', signal: new AbortController().signal, progress: () => undefined };
  return performPacs({ store, clock: systemClock }, run, api.archiveInput.parse({ pauseMs: 0, ...RANGE, ...input }));
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

async function factsOf(tenantId: TenantId) {
  return store.tenant(tenantId, (tx) => Array.fromAsync(exportFacts(tx)));
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

  test.each([0, 1])(
    'tells its machines, their software and their exams by day, by C-FIND (0) as by QIDO-RS (1)',
    async (way) => {
      const tenant = await site('full');
      const document = await ask(tenant, ways()[way] ?? {});
      expect(document).toMatchObject({ problems: [], archive: { exams: 6, ended: 'whole', backTo: RANGE.from } });
      expect(document.devices).toMatchObject([
        {
          ...CT,
          software: [{ version: 'VB18A', from: '2026-03-02', to: '2026-03-09' }],
          firstUse: '2026-03-02',
          lastUse: '2026-03-09',
          objects: 4,
          exams: 3,
          examsByDay: { '2026-03-02': 2, '2026-03-09': 1 },
        },
        { serial: MR.serial, modality: 'MR', exams: 1, examsByDay: { '2026-03-09': 1 } },
        { serial: null, station: US.station, modality: 'US', exams: 1, examsByDay: { '2026-03-10': 1 } },
      ]);
      const again = await ask(tenant, ways()[way] ?? {});
      expect(again.archive).toMatchObject({ added: 0, changed: 0 });
      const [source] = await store.tenant(tenant, (tx) => listSources(tx, 10));
      expect(source).toMatchObject({ sensor: 'pacs', summary: { exams: 6, devices: 3 }, problems: [] });
      const probes = await store.tenant(tenant, (tx) => Array.fromAsync(readProbes(tx, source?.run ?? '')));
      // An archive that hangs up after each web answer is connected to again, never twice at a time.
      const connections = probes.reduce((sum, probe) => sum + probe.connections, 0);
      expect(connections).toBeGreaterThanOrEqual(1);
      expect(connections).toBeLessThanOrEqual(way === 0 ? 1 : 20);
      expect(probes.every(({ clearance, allowedBy }) => clearance === 'full' && allowedBy === 'Dr. Data Owner')).toBe(
        true,
      );
      expect(probes.reduce((sum, { bytesSent }) => sum + bytesSent, 0)).toBeGreaterThan(500);
    },
  );

  test('asked again after an update keeps both versions with their days, and the days before', async () => {
    const tenant = await site('full');
    const [find] = ways();
    await ask(tenant, { ...find, from: '2025-01-01' });
    await archive.store(LATER);
    await ask(tenant, { ...find, from: '2026-04-01', to: '2026-04-30' });
    const facts = (await factsOf(tenant)).filter(({ source }) => source.sensor === 'pacs');
    const versions = facts.filter(({ attribute }) => attribute === 'software');
    const spans = versions.map(({ value, observedAt }) => [
      Reflect.get(Object(value), 'version'),
      observedAt.slice(0, 10),
    ]);
    expect(new Map(spans.map(([version, day]) => [version, day]))).toEqual(
      new Map([
        ['VB10A', '2025-01-01'],
        ['VB18A', '2026-03-09'],
        ['VB19A', '2026-04-02'],
        ['E11', '2026-03-09'],
        ['1.0', '2026-03-10'],
      ]),
    );
    const id = await store.tenant(tenant, async (tx) => {
      const rows = await tx.db
        .selectFrom('devices')
        .select('id')
        .where('tenantId', '=', tx.id)
        .where('serial', '=', CT.serial)
        .execute();
      return rows[0]?.id ?? '';
    });
    const page = await store.tenant(tenant, (tx) => deviceDetail(tx, id));
    const words = page.attributes.find(({ attribute }) => attribute === 'software')?.value ?? '';
    for (const version of ['VB10A', 'VB18A', 'VB19A']) expect(words).toContain(version);
    const history = page.history.map(({ what, at }) => `${at.slice(0, 10)} ${what}`);
    expect(history).toContain('2026-04-02 Software: Beam 64 version VB18A became VB19A');
    const byDay = page.attributes.find(({ attribute }) => attribute === 'device.examsByDay')?.facts[0]?.value;
    expect(byDay).toEqual({ '2025-01-01': 1, '2026-03-02': 2, '2026-03-09': 1, '2026-04-02': 1 });
    const first = page.attributes.find(({ attribute }) => attribute === 'device.firstUse')?.value;
    expect(first).toBe('2025-01-01');
  });

  test('is asked for no key of the patient, by C-FIND and by QIDO-RS', async () => {
    const tenant = await site('full');
    const find = await listening(archive.port);
    await ask(tenant, { archive: `127.0.0.1:${find.port}`, called: archive.title });
    await find.close();
    const elements = (group: number) => {
      const tag = (element: number) => String.fromCharCode(group & 0xff, group >>> 8, element & 0xff, element >>> 8);
      return (elementNumber: number) => find.sent().includes(tag(elementNumber));
    };
    expect(elements(0x0008)(0x0020)).toBe(true);
    expect([0x0010, 0x0020, 0x0030, 0x0040, 0x1010].filter(elements(0x0010))).toEqual([]);
    const web = await listening(Number(new URL(archive.web ?? '').port));
    await ask(tenant, { archive: `http://127.0.0.1:${web.port}/dicom-web` });
    await web.close();
    const asked = web.sent().match(/^GET \S+/gm) ?? [];
    expect(asked.length).toBeGreaterThan(1);
    expect(asked.filter((line) => /0010[0-9a-f]{4}|patient|includefield=all/i.test(line))).toEqual([]);
  });

  test.each(['none', 'query'] as const)('is not called under clearance %s', async (level) => {
    const tenant = await site(level);
    await expect(ask(tenant, ways()[0] ?? {})).rejects.toThrow(/clearance 'full'/);
    expect(await store.tenant(tenant, (tx) => listSources(tx, 10))).toEqual([]);
    const { rows } = await store.tenant(tenant, async (tx) => ({
      rows: await tx.db.selectFrom('probeLog').selectAll().where('tenantId', '=', tx.id).execute(),
    }));
    expect(rows).toEqual([]);
  });

  test('an authority that ends meanwhile ends the asking; what was learned stays', async () => {
    const tenant = await site('full');
    const signal = new AbortController().signal;
    let told = 0;
    const progress = () => {
      told++;
    };
    const input = api.archiveInput.parse({ ...ways()[0], from: '2025-01-01', to: '2026-03-31', pauseMs: 400 });
    const asking = performPacs(
      { store, clock: systemClock },
      { tenantId: tenant, by: 'test', signal, progress },
      input,
    );
    while (told < 2) await new Promise((resolve) => setTimeout(resolve, 20));
    const deny = { range: '127.0.0.1', level: 'none', deny: true, authority: null } as const;
    await store.tenant(tenant, (tx) => addClearance(tx, deny, { by: 'owner@site', clock: systemClock }));
    const document = await asking;
    expect(document.archive?.ended).toBe('broken');
    expect(document.devices.length).toBeGreaterThan(0);
    expect(document.problems.map(({ problem }) => problem).join()).toMatch(/127\.0\.0\.1/);
  });

  test('under a title that it does not know refuses, in words', async () => {
    const tenant = await site('full');
    await expect(ask(tenant, { ...ways()[0], called: 'NOBODY' })).rejects.toThrow(/refused the connection.*NOBODY/);
    const [source] = await store.tenant(tenant, (tx) => listSources(tx, 10));
    expect(source?.problems.join()).toMatch(/refused the connection/);
  });
});

test.each(['203.0.113.7:104', 'https://203.0.113.7/dicom-web'])(
  'a public address is asked nothing: %s',
  async (archive) => {
    const tenant = await site('full');
    await expect(ask(tenant, { archive, called: 'PACS' })).rejects.toThrow(
      /^203.0.113.7: Public addresses are refused/,
    );
  },
);

const noDcmqrscp = archiveMissing('dcmqrscp');

describe.skipIf(noDcmqrscp !== null)(`dcmqrscp${noDcmqrscp ? ` (skipped: ${noDcmqrscp})` : ''}`, () => {
  test('names no machine, which is said, with the exams by modality', async () => {
    const archive = await startDcmqrscp();
    try {
      await archive.store(EXAMS);
      const tenant = await site('full');
      const document = await ask(tenant, { archive: `127.0.0.1:${archive.port}`, called: archive.title });
      expect(document.devices).toEqual([]);
      expect(document.archive).toMatchObject({ exams: 6, ended: 'whole' });
      expect(document.problems.map(({ problem }) => problem)).toEqual([
        'The archive does not name the machine of some exams (CT 3, MR 1, US 1); they are counted nowhere else.',
      ]);
    } finally {
      await archive.stop();
    }
  });
});

test.skipIf(noOrthanc !== null)('no patient is anywhere in the data folder, where the machines are', async () => {
  const all: string[] = [];
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
  expect(has('Aurora Imaging')).toBe(true);
  expect([CANARY, 'QUINCY', '19410203', '1.2.826.0.1.3680043.10.1'].filter(has)).toEqual([]);
});
