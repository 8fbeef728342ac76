// Asking archives that are large, odd or hostile: what is bounded is said, what was learned stays, and nobody is led elsewhere.
import http from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import type { Equipment } from '../equipment.ts';
import { ImageInventory } from '../image-inventory.ts';
import { type Archive, ArchiveTrouble, type Days, type Match, Stopped } from './archive.ts';
import { askArchive } from './ask-archive.ts';
import { KEY } from './match.ts';
import { archivePlace } from './place.ts';
import { QidoArchive } from './qido-archive.ts';

const CT: Equipment = {
  vendor: 'Aurora',
  model: 'Beam 64',
  serial: 'SN-1',
  station: 'CT1',
  software: 'V1',
  modality: 'CT',
  department: '',
  derived: false,
};

function match(day: string, study: number): Match {
  return { equipment: CT, day, study: `1.${study}`, series: `1.${study}.1`, modalities: [], objects: 2 };
}

/** An archive of so many exams a day, as long as it likes to answer. */
function archiveOf(perDay: number, answer: (asked: readonly Days[]) => void = () => undefined) {
  const asked: Days[] = [];
  const archive: Archive = {
    bill: { connections: 1, bytesSent: 1 },
    open: async () => undefined,
    series: async () => ({ matches: [], complete: true }),
    image: async () => null,
    patients: async () => ({ exams: 0, unnamed: 0, complete: true }),
    [Symbol.asyncDispose]: async () => undefined,
    list: async (days, most) => {
      asked.push(days);
      answer(asked);
      const matches: Match[] = [];
      for (
        let day = days.from;
        day <= days.to;
        day = new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10)
      ) {
        for (let at = 0; at < perDay; at++) matches.push(match(day, Date.parse(day) / 1000 + at));
      }
      return { level: 'series', matches: matches.slice(0, most), complete: matches.length <= most };
    },
  };
  return { archive, asked };
}

async function survey(archive: Archive, wish: { readonly days?: number; readonly mostStudies?: number } = {}) {
  const inventory = new ImageInventory();
  const to = new Date(Date.parse('2026-01-01') + ((wish.days ?? 10) - 1) * 86_400_000).toISOString().slice(0, 10);
  const signal = new AbortController().signal;
  const report = await askArchive(archive, inventory, {
    from: '2026-01-01',
    to,
    mostStudies: wish.mostStudies ?? 100_000,
    signal,
  });
  return { report, machine: inventory.machines()[0] };
}

describe('days of an archive', () => {
  test.each([
    ['few exams a day, in few questions', 1, 200, 12],
    ['more than one answer holds for several days, day by day', 300, 10, 20],
  ])('are all asked for: %s', async (_, perDay, days, mostQuestions) => {
    const { archive, asked } = archiveOf(perDay);
    const { report, machine } = await survey(archive, { days });
    expect(report).toMatchObject({ studies: perDay * days, ended: 'whole', backTo: '2026-01-01', problems: [] });
    expect(machine).toMatchObject({ exams: perDay * days, objects: 2 * perDay * days });
    expect(asked.length).toBeLessThanOrEqual(mostQuestions);
  });

  test('with more exams than are read of one are said to be too few', async () => {
    const { report } = await survey(archiveOf(6000).archive, { days: 1 });
    expect(report.problems).toEqual(['More was stored on 2026-01-01 than is read of one day; its exams are too few.']);
  });

  test('end at as many exams as were wanted, and say how far back that is', async () => {
    const { report } = await survey(archiveOf(10).archive, { days: 10, mostStudies: 25 });
    expect(report).toMatchObject({ studies: 25, ended: 'bound', backTo: '2026-01-10' });
  });

  test.each([
    ['breaks off', new ArchiveTrouble('The archive hung up.'), 'broken', ['The archive hung up.']],
    ['is to be left alone', new Stopped(), 'stopped', []],
  ] as const)('stay known when the archive %s', async (_, trouble, ended, problems) => {
    const { archive } = archiveOf(1, (asked) => {
      if (asked.length === 3) throw trouble;
    });
    const { report, machine } = await survey(archive);
    expect(report).toMatchObject({ ended, problems, studies: 3, backTo: '2026-01-08' });
    expect(machine?.exams).toBe(3);
  });
});

test('no key of the patient is in what is asked for or read', () => {
  expect(Object.values(KEY).filter((tag) => tag >>> 16 === 0x0010)).toEqual([]);
});

describe('a web archive that', () => {
  const servers: http.Server[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      server.close();
    }
  });

  async function serve(answer: http.RequestListener): Promise<number> {
    const server = http.createServer(answer);
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.32.1', resolve));
    const address = server.address();
    return address !== null && typeof address === 'object' ? address.port : 0;
  }

  async function ask(port: number) {
    const options = {
      address: '127.0.32.1',
      anyCertificate: false,
      pauseMs: 0,
      wholeMs: 1500,
      permit: () => undefined,
    };
    const base = new URL(`http://127.0.32.1:${port}/dicom-web`);
    await using archive = new QidoArchive({ ...options, base, signal: new AbortController().signal });
    await archive.open();
    return await survey(archive, { days: 1 });
  }

  test.each<[string, http.RequestListener, RegExp]>([
    [
      'sends us elsewhere is not followed',
      (_, reply) => reply.writeHead(302, { location: 'http://127.0.32.9/' }).end(),
      /sends us elsewhere/,
    ],
    ['wants a password gets none', (_, reply) => reply.writeHead(401).end(), /wants a password/],
    ['speaks of other things is named', (_, reply) => reply.end('<html>hello</html>'), /does not speak QIDO-RS/],
    ['never ends its answer is cut off', (_, reply) => drip(reply), /did not answer in time|broke off/],
    ['sends without end is cut off', (_, reply) => flood(reply), /sends without end/],
  ])('%s', async (_, answer, words) => {
    const { report } = await ask(await serve(answer));
    expect(report).toMatchObject({ ended: 'broken', studies: 0, backTo: null });
    expect(report.problems.join()).toMatch(words);
  });

  const object = (at: number) => ({
    '00080020': { vr: 'DA', Value: ['20260101'] },
    '00080060': { vr: 'CS', Value: ['CT'] },
    '00181000': { vr: 'LO', Value: ['SN-1'] },
    '0020000D': { vr: 'UI', Value: [`1.2.${at}`] },
    '00100010': { vr: 'PN', Value: [{ Alphabetic: 'CANARY^JANE' }] },
  });
  const THOUSAND = Array.from({ length: 1000 }, (_, at) => object(at));

  test.each([
    ['gives fewer at a time than it is asked for, and warns', 100, true, true, 1000, /^$/],
    ['gives fewer at a time than it is asked for, and keeps quiet', 100, false, true, 1000, /^$/],
    ['knows no offset', 200, false, false, 200, /too few/],
    ['gives few and knows no offset, but warns', 100, true, false, 100, /too few/],
  ])('%s is read whole, or it is said that it was not', async (_, most, warns, pages, studies, words) => {
    const port = await serve(({ url }, reply) => {
      const { searchParams } = new URL(url ?? '', 'http://x');
      const from = pages ? Number(searchParams.get('offset')) : 0;
      const to = from + Math.min(most, Number(searchParams.get('limit')));
      if (warns && to < THOUSAND.length) reply.setHeader('warning', '299 pacs "there are additional results"');
      reply.end(JSON.stringify(THOUSAND.slice(from, to)));
    });
    const { report } = await ask(port);
    expect(report).toMatchObject({ ended: 'whole', studies });
    expect(report.problems.join()).toMatch(words);
  });

  test('ignores the limit is read up to the bound, and that is said', async () => {
    const all = JSON.stringify(Array.from({ length: 6000 }, (_, at) => object(at)));
    const { report, machine } = await ask(await serve((_, reply) => reply.end(all)));
    expect(report).toMatchObject({ ended: 'whole', studies: 5000 });
    expect(report.problems.join()).toMatch(/too few/);
    expect(JSON.stringify(machine)).not.toContain('CANARY');
  });
});

function drip(reply: http.ServerResponse): void {
  const timer = setInterval(() => reply.write(' '), 50);
  reply.on('close', () => clearInterval(timer));
}

function flood(reply: http.ServerResponse): void {
  const more = () => {
    while (!reply.destroyed && reply.write(Buffer.alloc(65_536, 32)));
    if (!reply.destroyed) reply.once('drain', more);
  };
  more();
}

describe('a place', () => {
  test.each([
    ['10.1.2.3:104', { kind: 'find', host: '10.1.2.3', port: 104 }],
    ['[fd00::1]:11112', { kind: 'find', host: 'fd00::1', port: 11_112 }],
    ['https://pacs.example/dicom-web', { kind: 'qido', host: 'pacs.example', port: 443 }],
    ['http://10.1.2.3:8042/dicom-web', { kind: 'qido', host: '10.1.2.3', port: 8042 }],
  ])('is read as it is written: %s', (text, place) => {
    expect(archivePlace(text)).toMatchObject(place);
  });

  test.each([
    ['pacs'],
    ['pacs:0'],
    ['pacs:70000'],
    ['http://me:secret@pacs/'],
    ['http://pacs/?PatientName=A'],
    ['ftp://pacs/'],
  ])('that is none is refused with what to write: %s', (text) => {
    expect(() => archivePlace(text)).toThrow(/write|Leave/);
  });
});
