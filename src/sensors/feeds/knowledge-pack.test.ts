import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  collectFeeds,
  type FeedFile,
  fingerprint,
  KnowledgeFolder,
  type LandedFeed,
  openPack,
  PackKeys,
  writePack,
} from './index.ts';

const NOW = '2026-11-26T00:00:00.000Z';
const { privateKey, publicKey } = generateKeyPairSync('ed25519');

let here: string;
beforeEach(() => {
  here = mkdtempSync(path.join(os.tmpdir(), 'dosimeter-pack-'));
});
afterEach(() => rmSync(here, { recursive: true, force: true }));

const place = (name: string) => path.join(here, name);

async function take(
  data: string,
  file: string,
  trusted: readonly KeyObject[] = [],
): Promise<{ landed: LandedFeed[]; files: readonly FeedFile[] }> {
  const folder = new KnowledgeFolder(place(data));
  const watch = {
    signal: new AbortController().signal,
    now: '2026-11-26T00:00:00.000Z',
    progress: () => undefined,
    room: folder.room(),
    trusted,
  };
  using collected = await collectFeeds([file], watch);
  return {
    landed: collected.feeds.map((feed) => folder.land(feed, { now: NOW, force: false })),
    files: collected.files,
  };
}

function catalog(day: string): string {
  const entry = (n: number) => ({ cveID: `CVE-2026-${1000 + n}`, vulnerabilityName: 'x', dateAdded: '2026-01-02' });
  const vulnerabilities = Array.from({ length: 50 }, (_, n) => entry(n));
  return JSON.stringify({ catalogVersion: '2026.11.20', dateReleased: `${day}T00:00:00.000Z`, vulnerabilities });
}

function nvd(id: string): string {
  const criteria = 'cpe:2.3:a:northwind:helix:*:*:*:*:*:*:*:*';
  const configurations = [{ nodes: [{ operator: 'OR', cpeMatch: [{ vulnerable: true, criteria }] }] }];
  const cve = { id, published: '2026-01-01T00:00:00.000', lastModified: '2026-02-01T00:00:00.000', configurations };
  return JSON.stringify({ format: 'NVD_CVE', version: '2.0', vulnerabilities: [{ cve }] });
}

async function packed(day = '2026-11-20'): Promise<string> {
  writeFileSync(place('kev.json'), catalog(day));
  writeFileSync(place('nvd.json'), nvd('CVE-2026-1000'));
  await take('connected', place('kev.json'));
  await take('connected', place('nvd.json'));
  const file = place('knowledge.pack');
  writePack(file, new KnowledgeFolder(place('connected')).shelves(), { key: privateKey, now: NOW });
  return file;
}

describe('a knowledge pack', () => {
  test('brings every feed to a machine that is not connected, beside what is there', async () => {
    const file = await packed();
    writeFileSync(place('other.json'), nvd('CVE-2026-2000'));
    await take('island', place('other.json'));
    const { landed } = await take('island', file, [publicKey]);
    expect(landed).toMatchObject([
      { feed: 'cisa-kev', outcome: 'taken', rows: 50 },
      { feed: 'nvd', outcome: 'taken', rows: 2 },
    ]);
    const knowledge = new KnowledgeFolder(place('island')).knowledge();
    expect(knowledge.exploited.about('CVE-2026-1049')?.name).toBe('x');
    expect(knowledge.cves.vendorsOf('helix')).toEqual(['northwind']);
    expect(knowledge.cves.byId('CVE-2026-2000')).not.toBeNull();
    expect((await take('island', file, [publicKey])).landed).toMatchObject([{ outcome: 'same' }, { outcome: 'same' }]);
  });

  test('of an older day does not undo what is newer', async () => {
    const file = await packed('2026-11-20');
    writeFileSync(place('newer.json'), catalog('2026-11-25'));
    await take('island', place('newer.json'));
    expect((await take('island', file, [publicKey])).landed).toMatchObject([
      { feed: 'cisa-kev', outcome: 'older' },
      {},
    ]);
  });

  test('says what is in it, and who signed it', async () => {
    using pack = openPack(await packed(), [publicKey]);
    expect(pack).toMatchObject({ signedBy: fingerprint(publicKey), manifest: { madeAt: NOW } });
    expect(pack.manifest.shelves.map(({ feed, rows }) => [feed, rows])).toEqual([
      ['cisa-kev', 50],
      ['nvd', 1],
    ]);
  });

  test('with any byte changed, missing or too many is refused, and nothing is taken', async () => {
    const whole = readFileSync(await packed());
    const changed = (at: number): Buffer => {
      const copy = Buffer.from(whole);
      copy.writeUInt8(copy.readUInt8(at) ^ 1, at);
      return copy;
    };
    const places = [8, 20, 100, 200, whole.length - 1, whole.length - 300, Math.floor(whole.length / 2)];
    const broken = [
      ...places.map(changed),
      whole.subarray(0, -1),
      whole.subarray(0, 60),
      Buffer.concat([whole, Buffer.from('x')]),
    ];
    for (const bytes of broken) {
      writeFileSync(place('bad.pack'), bytes);
      const { files, landed } = await take('island', place('bad.pack'), [publicKey]);
      expect(landed).toEqual([]);
      expect(files).toMatchObject([{ rows: 0, problem: expect.stringMatching(/Fetch it again|no knowledge pack/) }]);
    }
    expect(readdirSync(place('island/knowledge'))).toEqual([]);
  });

  test('signed by a stranger is refused until the key is given, and then known', async () => {
    const file = await packed();
    const keys = new PackKeys(place('island'));
    expect((await take('island', file, keys.trusted(null))).files).toMatchObject([
      { problem: expect.stringMatching(/key that is not known here.*--key FILE/) },
    ]);
    writeFileSync(place('key.pem'), publicKey.export({ format: 'pem', type: 'spki' }));
    keys.trust(place('key.pem'));
    expect((await take('island', file, keys.trusted(null))).landed).toHaveLength(2);
  });

  test('is signed with a key of the installation, made once, whose public half is given to others', async () => {
    await packed();
    const keys = new PackKeys(place('connected'));
    const own = keys.signing(null);
    expect(keys.signing(null).equals(own)).toBe(true);
    const file = place('own.pack');
    writePack(file, new KnowledgeFolder(place('connected')).shelves(), { key: own, now: NOW });
    cpSync(keys.publicFile(), place('their.pem'));
    using pack = openPack(file, new PackKeys(place('island')).trusted(place('their.pem')));
    expect(pack.manifest.shelves).toHaveLength(2);
    expect(() => keys.trusted(file)).toThrow('no Ed25519 key in PEM form');
  });
});
