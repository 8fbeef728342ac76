// Claims about devices that another program hands over: read one by one, judged by the knowledge that is here, and not kept.
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { documents } from '#contracts/index.ts';
import { fixedClock } from '#kit/index.ts';
import { builtInKnowledge } from '#knowledge/index.ts';
import { openSecretBox, People } from '#people/index.ts';
import { testStores } from '#store/index.ts';
import { performImport } from './import.ts';
import { judgeDue } from './judge.ts';
import { knowledgeIn, matchDevices, withFeeds } from './match.ts';
import { matchInThreads } from './match-in-threads.ts';
import { readDevices } from './read-devices.ts';

const NOW = '2026-11-26T08:00:00.000Z';
const context = { now: NOW, knowledge: builtInKnowledge };

function device(change: object = {}) {
  return {
    id: 'a',
    name: 'PACS',
    kind: null,
    modality: null,
    vendor: null,
    model: null,
    serial: null,
    os: null,
    software: [],
    addresses: [],
    zone: null,
    criticality: null,
    ...change,
  };
}

const document = (...devices: unknown[]) => JSON.stringify({ schema: 'dosimeter.devices/1', devices });
const statesIn = (content: string) =>
  Object.fromEntries(
    matchDevices(content, context).findings.flatMap(({ cve, state }) => (cve === null ? [] : [[cve, state]])),
  );

describe('devices that are handed over', () => {
  test('the same device as JSON and as CSV gives the same findings', () => {
    const json = document(
      device({
        id: 'a',
        vendor: 'Softneta',
        model: 'MedDream PACS',
        software: [{ name: 'MedDream PACS', version: '7.2.0', cpe: null, purl: null }],
      }),
    );
    const found = matchDevices(json, context);
    expect(found.findings.length).toBeGreaterThan(0);
    for (const heading of ['Version', 'Software Version', 'SW version', 'firmware_version']) {
      const csv = `ID;Name;Manufacturer;Model;${heading}\na;PACS;Softneta;MedDream PACS;7.2.0\n`;
      expect(matchDevices(csv, context)).toEqual(found);
    }
    expect(
      documents.findingsDocument.safeParse({ schema: 'dosimeter.findings/1', findings: found.findings }).error,
    ).toBeUndefined();
  });

  test('what has the repair is said, too', () => {
    const csv = (version: string) => `name,software\nPACS,OpenSSL ${version}\n`;
    expect(statesIn(csv('1.0.1f'))['CVE-2014-0160']).toBe('confirmed');
    expect(statesIn(csv('1.0.1g'))['CVE-2014-0160']).toBe('fixed');
    expect(statesIn(csv('1.0.0t'))['CVE-2014-0160']).toBe('not affected');
  });

  test.each(['constructor', 'toString', '__proto__'])('a device whose type is “%s” is one of no known type', (word) => {
    const { findings, problems } = matchDevices(
      document(
        device({ id: 'b', kind: word, modality: word, os: { name: 'Windows XP', version: null, build: null } }),
        device({ os: { name: 'Windows XP', version: null, build: null } }),
      ),
      context,
    );
    expect(problems).toEqual([]);
    expect(new Set(findings.map(({ device: id }) => id))).toEqual(new Set(['a', 'b']));
  });

  test('nothing is said of what was never looked at on a network', () => {
    expect(matchDevices(document(device()), context).findings.filter(({ kind }) => kind === 'exposure')).toEqual([]);
  });

  test('CPE names, package URLs and lists of programs in cells', () => {
    const { devices, problems } = readDevices(
      'hostname,model,version,os,os version,software,cpe,purl,ip address\nws1,Viewer,2.0,Windows 10,1809,"DCMTK 3.6.6; Orthanc",cpe:2.3:a:nw:viewer:*:*:*:*:*:*:*:*,pkg:npm/left-pad@1.3.0,"10.0.0.1, 10.0.0.2"\n',
    );
    expect(problems).toEqual([]);
    expect(devices).toMatchObject([
      {
        name: 'ws1',
        os: { name: 'Windows 10', version: '1809' },
        addresses: ['10.0.0.1', '10.0.0.2'],
        software: [
          { name: 'Viewer', version: '2.0', cpe: 'cpe:2.3:a:nw:viewer:*:*:*:*:*:*:*:*' },
          { name: 'DCMTK 3.6.6' },
          { name: 'Orthanc' },
          { name: 'npm/left-pad', purl: 'pkg:npm/left-pad@1.3.0' },
        ],
      },
    ]);
  });

  test.each<[what: string, broken: unknown, says: RegExp]>([
    ['no object', 17, /^Device 2 cannot be read/],
    ['a number for a name', device({ id: 'b', name: 7 }), /^Device 2 cannot be read: name/],
    [
      'a program without a name',
      device({ id: 'b', software: [{ version: '1' }] }),
      /^Device 2 cannot be read: software\.0\.name/,
    ],
    [
      'more programs than any device has',
      device({ id: 'b', software: Array.from({ length: 2_001 }, () => ({ name: 'x' })) }),
      /^Device 2 cannot be read: software/,
    ],
    [
      'a criticality of 9',
      device({ id: 'b', criticality: { level: 9, reasons: [] } }),
      /^Device 2 cannot be read: criticality/,
    ],
    ['the id of another', device({ id: 'a' }), /^Device 2 has the id 'a'/],
  ])('a broken device (%s) is named, and the others are judged', (_, broken, says) => {
    const good = device({ os: { name: 'Windows XP', version: null, build: null } });
    const { findings, problems } = matchDevices(document(good, broken, device({ id: 'c' })), context);
    expect(problems).toEqual([expect.stringMatching(says)]);
    expect(findings.some(({ device: id, rule }) => id === 'a' && rule === 'os-past-support')).toBe(true);
  });

  test.each([
    ['{"schema":"dosimeter.devices/1","devices":[', /no whole JSON/],
    ['{"schema":"dosimeter.scan/1"}', /no document dosimeter\.devices\/1/],
    ['[]', /no document dosimeter\.devices\/1/],
    ['name,room\nCT,1\n', /first line that names its columns/],
    ['"name,model\nCT', /neither a document/],
    ['', /first line/],
  ])('%j is refused in a sentence', (content, says) => {
    expect(() => matchDevices(content, context)).toThrow(says);
  });

  test('names that a terminal would obey come out inert', () => {
    const { findings } = matchDevices(
      document(device({ name: '\u001b[31mred', os: { name: 'Windows XP', version: null, build: null } })),
      context,
    );
    expect(findings[0]?.deviceName).toBe('\\u{1b}[31mred');
  });
});

describe('the knowledge that is used', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'dosimeter-match-test-'));
    mkdirSync(path.join(folder, 'feeds'));
    const advisory = {
      document: {
        csaf_version: '2.0',
        title: 'Test',
        publisher: { name: 'Northwind' },
        tracking: {
          id: 'NW-1',
          initial_release_date: '2026-01-01T00:00:00Z',
          current_release_date: '2026-02-01T00:00:00Z',
        },
      },
      product_tree: {
        branches: [
          {
            category: 'vendor',
            name: 'Northwind',
            branches: [
              {
                category: 'product_name',
                name: 'Helix',
                branches: [
                  { category: 'product_version_range', name: '<2.0', product: { name: 'Helix <2.0', product_id: 'P' } },
                ],
              },
            ],
          },
        ],
      },
      vulnerabilities: [{ cve: 'CVE-2026-1000', product_status: { known_affected: ['P'] } }],
    };
    writeFileSync(path.join(folder, 'feeds/nw-1.json'), JSON.stringify(advisory));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const list = 'name,vendor,model,version\nCT,Northwind,Helix,1.0\n';

  test('a folder without data has what ships with the product, and is not made', () => {
    const nowhere = path.join(folder, 'nowhere');
    expect(
      matchDevices(list, { now: NOW, knowledge: knowledgeIn(nowhere) }).findings.filter(({ cve }) => cve !== null),
    ).toEqual([]);
    expect(existsSync(nowhere)).toBe(false);
  });

  test('feed files are used for this once', async () => {
    const before = readdirSync(os.tmpdir()).filter((name) => name.startsWith('dosimeter-match-')).length;
    const watch = { signal: new AbortController().signal, progress: () => undefined, now: NOW };
    const { findings } = await withFeeds(path.join(folder, 'feeds'), watch, (knowledge) =>
      matchDevices(list, { now: NOW, knowledge }),
    );
    expect(findings.find(({ cve }) => cve === 'CVE-2026-1000')).toMatchObject({ state: 'confirmed', deviceName: 'CT' });
    expect(readdirSync(os.tmpdir()).filter((name) => name.startsWith('dosimeter-match-'))).toHaveLength(before);
    cpSync(path.join(folder, 'feeds'), path.join(folder, 'empty'), {
      filter: (file) => !file.endsWith('.json'),
      recursive: true,
    });
    await expect(withFeeds(path.join(folder, 'empty'), watch, () => null)).rejects.toThrow(/no feed that is known/);
  });
});

describe('a long list in several threads', () => {
  const here = { dataDir: path.join(os.tmpdir(), 'dosimeter-no-such-folder'), worthThreads: 0, most: 2 };
  const going = new AbortController().signal;
  const systems = ['Windows XP', 'Windows 7', 'Windows 10', 'Debian 9'];
  const long = document(
    ...Array.from({ length: 150 }, (_, n) =>
      device({
        id: `d${n}`,
        name: `Device ${n % 7}`,
        os: { name: systems[n % systems.length], version: null, build: null },
        software: [{ name: n % 2 ? 'OpenSSL 1.0.1f' : 'DCMTK 3.6.6' }],
      }),
    ),
    device({ id: 'd1' }),
    17,
  );

  test('gives what one thread gives, to the byte', async () => {
    const alone = matchDevices(long, context);
    expect(alone.findings.length).toBeGreaterThan(150);
    expect(alone.problems).toHaveLength(2);
    const together = await matchInThreads(long, context, { ...here, signal: going });
    expect(JSON.stringify(together)).toBe(JSON.stringify(alone));
    // A short list is not worth the threads.
    const short = await matchInThreads(long, context, { ...here, signal: going, worthThreads: 1_000 });
    expect(JSON.stringify(short)).toBe(JSON.stringify(alone));
  });

  test('ends when it is told to', async () => {
    const why = new Error('no more');
    await expect(matchInThreads(long, context, { ...here, signal: AbortSignal.abort(why) })).rejects.toBe(why);
  });
});

describe.each(testStores())('$name', ({ open }) => {
  test('a repair that came with the version is no entry of the register, where "fixed" means that it was there before', async () => {
    await using store = await open();
    const clock = fixedClock(NOW);
    const tenantId = await new People(store, { clock, box: openSecretBox(null) }).addTenant({
      name: 'Ours',
      demo: false,
    });
    async function* once() {
      yield Buffer.from('Device,Software\nNew,OpenSSL 1.0.1g\nOld,OpenSSL 1.0.1f\n');
    }
    const run = { tenantId, by: 'anna', signal: new AbortController().signal, progress: () => undefined };
    await performImport({ store, clock }, run, { source: once(), fileName: 'x.csv', bytes: 64 });
    await judgeDue({ store, clock }, tenantId);
    const states = await store.tenant(tenantId, async (tx) =>
      (await tx.db.selectFrom('findings').select(['state', 'title']).execute()).map(
        ({ state, title }) => `${state}: ${title}`,
      ),
    );
    expect(states.join('\n')).toContain('OpenSSL 1.0.1f has the published flaw');
    expect(states.filter((each) => each.startsWith('fixed'))).toEqual([]);
  });
});
