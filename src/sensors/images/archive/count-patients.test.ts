// Counting the patients of an archive: over all days whatever the bounds, honest about what is missing, and nothing of them left anywhere.
import http from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { encodeDataSet, IMPLICIT_LITTLE, textElement } from '#wire/dicom/index.ts';
import { type Archive, ArchiveTrouble, type Days, Stopped } from './archive.ts';
import { countPatients } from './count-patients.ts';
import { handPatient } from './patient-key.ts';
import { QidoArchive } from './qido-archive.ts';

const DAYS = { from: '2026-01-01', to: '2026-01-10' };

function dayAfter(day: string): string {
  return new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
}

/** An archive of so many exams a day, by the patients that are named for each. */
function archiveOf(
  perDay: number,
  patientOf: (day: string, at: number) => string | null,
  answer: (asked: readonly Days[]) => void = () => undefined,
) {
  const asked: Days[] = [];
  const archive: Archive = {
    bill: { connections: 1, bytesSent: 1 },
    open: async () => undefined,
    list: async () => ({ level: 'study', matches: [], complete: true }),
    series: async () => ({ matches: [], complete: true }),
    image: async () => null,
    [Symbol.asyncDispose]: async () => undefined,
    patients: async (days, most, take) => {
      asked.push(days);
      answer(asked);
      let [exams, unnamed] = [0, 0];
      for (let day = days.from; day <= days.to; day = dayAfter(day)) {
        for (let at = 0; at < perDay; at++) {
          if (exams === most) return { exams, unnamed, complete: false };
          exams++;
          const patient = patientOf(day, at);
          if (patient === null) unnamed++;
          else take(Buffer.from(patient));
        }
      }
      return { exams, unnamed, complete: true };
    },
  };
  return { archive, asked };
}

describe('patients of an archive', () => {
  test.each([
    ['who come once', 100, (day: string, at: number) => `${day}-${at}`, 1000, []],
    ['who come every day', 100, (_: string, at: number) => `${at}`, 100, []],
    ['of more exams than one question may give', 700, (day: string, at: number) => `${day}-${at}`, 7000, []],
  ])('%s are counted once each', async (_, perDay, patientOf, patients, problems) => {
    const { archive } = archiveOf(perDay, patientOf);
    const report = await countPatients(archive, DAYS);
    expect(report.problems).toEqual(problems);
    expect(report.patients).toMatchObject({ ...DAYS, whole: true, exams: perDay * 10 });
    expect(Math.abs((report.patients?.count ?? 0) / patients - 1)).toBeLessThan(0.04);
  });

  test('are of as many exams as there are, however many are asked for at a time', async () => {
    const { archive, asked } = archiveOf(1, (day) => day);
    const report = await countPatients(archive, { from: '2020-01-01', to: '2026-01-10' });
    expect(report.patients).toMatchObject({ exams: 2202, whole: true });
    expect(asked.length).toBeLessThan(60);
  });

  test('whom the archive does not name are said, and count as nobody', async () => {
    const { archive } = archiveOf(4, (_, at) => (at === 0 ? null : String(at)));
    const report = await countPatients(archive, DAYS);
    expect(report.patients).toMatchObject({ count: 3, exams: 30 });
    expect(report.problems).toEqual(["The archive names no patient with 10 exams; they are counted as nobody's."]);
  });

  test.each([
    ['names nobody', 3, () => null, /names no patient with 30 exams/],
    ['has no exam', 0, () => 'x', /No exam was found/],
  ])('of an archive that %s are not counted as none', async (_, perDay, patientOf, words) => {
    const report = await countPatients(archiveOf(perDay, patientOf).archive, DAYS);
    expect(report.patients).toBeNull();
    expect(report.problems.join()).toMatch(words);
  });

  test.each([
    ['breaks off', new ArchiveTrouble('The archive hung up.'), /The archive hung up/],
    ['is to be left alone', new Stopped(), /broken off/],
  ])('are at least so many when the archive %s', async (_, trouble, words) => {
    const { archive } = archiveOf(
      5,
      (day, at) => `${day}-${at}`,
      (asked) => {
        if (asked.length === 3) throw trouble;
      },
    );
    const report = await countPatients(archive, DAYS);
    expect(report.patients).toMatchObject({ count: 15, from: '2026-01-08', to: DAYS.to, whole: false });
    expect(report.problems.join()).toMatch(words);
  });

  test('of a day with more exams than are read of one are said to be too few', async () => {
    const report = await countPatients(archiveOf(6000, (_, at) => String(at)).archive, {
      from: DAYS.to,
      to: DAYS.to,
    });
    expect(report.patients?.whole).toBe(false);
    expect(report.problems.join()).toMatch(/patients are too few/);
  });
});

describe('the bytes that name a patient', () => {
  const answer = (id: string, issuer: string, date = '20260105') =>
    encodeDataSet(
      [
        textElement(0x00080020, 'DA', date),
        textElement(0x00100020, 'LO', id),
        textElement(0x00100021, 'LO', issuer),
        textElement(0x0020000d, 'UI', '1.2.3'),
      ],
      IMPLICIT_LITTLE,
    );
  const handed = (bytes: Uint8Array) => {
    const taken: { readonly words: string; readonly bytes: Uint8Array }[] = [];
    const how = handPatient(bytes, DAYS, (patient) =>
      taken.push({ words: Buffer.from(patient).toString('latin1'), bytes: patient }),
    );
    return { how, words: taken.map(({ words }) => words), left: taken.flatMap(({ bytes: of }) => [...of]) };
  };

  test('are the ID and its issuer, without padding, and are wiped once they were handed on', () => {
    const { how, words, left } = handed(answer('4711 ', ' HOSPITAL'));
    expect([how, words]).toEqual(['named', ['4711\\HOSPITAL']]);
    expect(left.every((byte) => byte === 0)).toBe(true);
  });

  test.each([
    ['no ID', answer('  ', 'HOSPITAL'), 'unnamed'],
    ['a day that was not asked for', answer('4711', '', '20250101'), 'outside'],
    ['what cannot be read', answer('4711', '').subarray(0, 20), null],
  ])('are not handed on from an answer with %s', (_, bytes, how) => {
    expect(handed(bytes)).toMatchObject({ how, words: [] });
  });
});

describe('a web archive', () => {
  const servers: http.Server[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      server.close();
    }
  });

  test('is asked for the ID and its issuer alone, page after page', async () => {
    const objects = Array.from({ length: 450 }, (_, at) => ({
      '00080020': { vr: 'DA', Value: ['20260110'] },
      '0020000D': { vr: 'UI', Value: [`1.2.${at}`] },
      '00100010': { vr: 'PN', Value: [{ Alphabetic: 'CANARY^JANE' }] },
      '00100020': { vr: 'LO', Value: [`ID-${at % 150}`] },
      '00100021': { vr: 'LO', Value: [at % 300 < 150 ? 'A' : 'B'] },
    }));
    const asked: URL[] = [];
    const server = http.createServer(({ url }, reply) => {
      const at = new URL(url ?? '', 'http://x');
      asked.push(at);
      const [offset, limit] = ['offset', 'limit'].map((name) => Number(at.searchParams.get(name)));
      reply.end(JSON.stringify(objects.slice(offset, (offset ?? 0) + (limit ?? 0))));
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.33.1', resolve));
    const address = server.address();
    const port = address !== null && typeof address === 'object' ? address.port : 0;
    await using archive = new QidoArchive({
      base: new URL(`http://127.0.33.1:${port}/dicom-web`),
      address: '127.0.33.1',
      anyCertificate: false,
      pauseMs: 0,
      signal: new AbortController().signal,
      permit: () => undefined,
    });
    await archive.open();
    const { patients, problems } = await countPatients(archive, { from: DAYS.to, to: DAYS.to });
    expect(problems).toEqual([]);
    expect(patients).toMatchObject({ exams: 450, whole: true });
    // 150 IDs of either issuer.
    expect(Math.abs((patients?.count ?? 0) - 300)).toBeLessThan(8);
    const fields = new Set(asked.flatMap(({ searchParams }) => searchParams.getAll('includefield')));
    expect([...fields].sort()).toEqual(['00080020', '00100020', '00100021']);
    expect(asked.every(({ pathname }) => pathname.endsWith('/studies'))).toBe(true);
  });
});
