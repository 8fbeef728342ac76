import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { checkDocument } from './csaf-checks.ts';
import { collectFeeds, KnowledgeFolder } from './index.ts';

const DOCUMENT = JSON.stringify({
  document: {
    csaf_version: '2.0',
    title: 'Overflow in Helix',
    publisher: { name: 'Northwind' },
    tracking: {
      id: 'NW-1',
      initial_release_date: '2026-01-01T00:00:00Z',
      current_release_date: '2026-01-02T00:00:00Z',
    },
  },
  product_tree: { full_product_names: [{ name: 'Helix', product_id: 'P1' }] },
  vulnerabilities: [{ cve: 'CVE-2026-1000', product_status: { known_affected: ['P1'] } }],
});

let here: string;
let file: string;
beforeAll(() => {
  here = mkdtempSync(path.join(os.tmpdir(), 'dosimeter-csaf-'));
});
beforeEach(() => {
  rmSync(path.join(here, 'csaf'), { recursive: true, force: true });
  mkdirSync(path.join(here, 'csaf'));
  file = path.join(here, 'csaf/nw-1.json');
  writeFileSync(file, DOCUMENT);
});
afterAll(() => rmSync(here, { recursive: true, force: true }));

const hash = (kind: string, text: string) => createHash(kind).update(text).digest('hex');

describe('a CSAF document', () => {
  test.each<[what: string, beside: Record<string, string>, expected: string | RegExp]>([
    ['alone', {}, 'not there'],
    ['with its SHA-512, as sha512sum writes it', { sha512: `${hash('sha512', DOCUMENT)}  nw-1.json\n` }, 'good'],
    ['with its SHA-256 in capitals', { sha256: hash('sha256', DOCUMENT).toUpperCase() }, 'good'],
    ['with the SHA-512 of another', { sha512: hash('sha512', 'x') }, /not the one that its \.sha512 file was made for/],
    ['with one good and one wrong', { sha512: hash('sha512', DOCUMENT), sha256: hash('sha256', 'x') }, /\.sha256/],
    ['with an empty file for its hash', { sha256: '' }, /\.sha256/],
  ])('%s', (_, beside, expected) => {
    for (const [kind, text] of Object.entries(beside)) writeFileSync(`${file}.${kind}`, text);
    if (typeof expected === 'string') expect(checkDocument(file, null).hash).toBe(expected);
    else expect(() => checkDocument(file, null)).toThrow(expected);
  });

  test('with a wrong hash is left out, and the others are taken', async () => {
    writeFileSync(`${file}.sha512`, hash('sha512', 'x'));
    const second = path.join(here, 'csaf/nw-2.json');
    writeFileSync(second, DOCUMENT.replace('NW-1', 'NW-2'));
    writeFileSync(`${second}.sha512`, hash('sha512', DOCUMENT.replace('NW-1', 'NW-2')));
    const folder = new KnowledgeFolder(path.join(here, 'data'));
    const watch = {
      signal: new AbortController().signal,
      now: '2026-11-26T00:00:00.000Z',
      progress: () => undefined,
      room: folder.room(),
    };
    using collected = await collectFeeds([path.join(here, 'csaf')], watch);
    expect(collected.files).toMatchObject([
      { file, rows: 0, problem: expect.stringMatching(/\.sha512 file/) },
      { file: second, rows: 1, problem: null, checks: { hash: 'good', signature: 'not there', because: null } },
    ]);
    const landed = collected.feeds.map((feed) => folder.land(feed, { now: '2026-11-26T00:00:00.000Z', force: false }));
    expect(landed).toMatchObject([{ feed: 'csaf', rows: 1 }]);
  });
});

describe('what the proofs came to stays with the feed', () => {
  let data: string;
  beforeEach(() => {
    data = mkdtempSync(path.join(here, 'data-'));
  });

  async function take(): Promise<unknown> {
    const folder = new KnowledgeFolder(data);
    const watch = {
      signal: new AbortController().signal,
      now: '2026-11-26T00:00:00.000Z',
      progress: () => undefined,
      room: folder.room(),
    };
    using collected = await collectFeeds([path.join(here, 'csaf')], watch);
    for (const feed of collected.feeds) folder.land(feed, { now: '2026-11-26T00:00:00.000Z', force: false });
    return folder.status()[0]?.checks;
  }

  function second(text: string): void {
    writeFileSync(path.join(here, 'csaf/nw-2.json'), text);
  }

  const other = DOCUMENT.replace('NW-1', 'NW-2');

  test('counted over all documents, also when another import brings others', async () => {
    writeFileSync(`${file}.sha512`, hash('sha512', DOCUMENT));
    writeFileSync(`${file}.asc`, 'a signature');
    const signature = { good: 0, notThere: 0, notChecked: 1 };
    const because = ['no key was given (--gpg-key)'];
    expect(await take()).toEqual({ documents: 1, hash: { good: 1, notThere: 0 }, signature, failed: 0, because });
    rmSync(path.join(here, 'csaf'), { recursive: true });
    mkdirSync(path.join(here, 'csaf'));
    second(other);
    expect(await take()).toEqual({
      documents: 2,
      hash: { good: 1, notThere: 1 },
      signature: { ...signature, notThere: 1 },
      failed: 0,
      because,
    });
  });

  test('a check that was made holds for the same document, and not for the next revision of it', async () => {
    writeFileSync(`${file}.sha512`, hash('sha512', DOCUMENT));
    await take();
    rmSync(`${file}.sha512`);
    expect(await take()).toMatchObject({ hash: { good: 1, notThere: 0 } });
    writeFileSync(file, DOCUMENT.replace('2026-01-02', '2026-01-03'));
    expect(await take()).toMatchObject({ hash: { good: 0, notThere: 1 } });
  });

  test('a document whose proof does not fit is told of the feed until the next import, though nothing else came', async () => {
    await take();
    writeFileSync(file, DOCUMENT.replace('2026-01-02', '2026-01-03'));
    writeFileSync(`${file}.sha512`, hash('sha512', 'x'));
    expect(await take()).toMatchObject({ documents: 1, failed: 1 });
    expect(new KnowledgeFolder(data).status()[0]?.problems).toEqual([
      expect.stringMatching(/^nw-1\.json: .*\.sha512 file/),
    ]);
    writeFileSync(`${file}.sha512`, hash('sha512', DOCUMENT.replace('2026-01-02', '2026-01-03')));
    expect(await take()).toMatchObject({ documents: 1, failed: 0, hash: { good: 1 } });
  });
});

const HAS_GPG = spawnSync('gpg', ['--version']).status === 0;

describe.skipIf(!HAS_GPG)('a signed CSAF document', () => {
  let key: string;
  let home: string;
  const gpg = (...args: string[]) =>
    spawnSync('gpg', [
      '--homedir',
      home,
      '--batch',
      '--yes',
      '--passphrase',
      '',
      '--pinentry-mode',
      'loopback',
      ...args,
    ]);
  beforeAll(() => {
    // The socket of gpg's agent has no room for a long path.
    home = mkdtempSync('/tmp/dg-');
    gpg('--quick-generate-key', 'Northwind <psirt@example.org>', 'ed25519', 'sign', 'never');
    key = path.join(here, 'key.asc');
    writeFileSync(key, gpg('--armor', '--export').stdout);
  });
  afterAll(() => {
    spawnSync('gpgconf', ['--homedir', home, '--kill', 'all']);
    rmSync(home, { recursive: true, force: true });
  });

  test('is checked with the key that is given, and not checked without', () => {
    gpg('--armor', '--detach-sign', '--output', `${file}.asc`, file);
    expect(checkDocument(file, null)).toMatchObject({
      signature: 'not checked',
      because: expect.stringMatching(/no key/),
    });
    expect(checkDocument(file, key).signature).toBe('good');
    writeFileSync(file, DOCUMENT.replace('Overflow', 'Nothing'));
    expect(() => checkDocument(file, key)).toThrow('does not fit it');
    writeFileSync(path.join(here, 'none.asc'), 'nothing');
    expect(() => checkDocument(file, path.join(here, 'none.asc'))).toThrow('no OpenPGP key');
  });
});
