import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { FeedsDocument } from '#contracts/index.ts';
import { listSources, updateFeeds } from '#jobs/index.ts';
import { systemClock } from '#kit/index.ts';
import { openMemoryStore, type Store } from '#store/index.ts';
import { testCertificate } from './support/test-certificate.ts';

let memory: Store;
let dataDir: string;
beforeAll(async () => {
  memory = await openMemoryStore();
});
afterAll(() => memory.close());
beforeEach(() => {
  dataDir = mkdtempSync(path.join(os.tmpdir(), 'dosimeter-update-'));
});
const open: (() => unknown)[] = [];
afterEach(() => {
  for (const close of open.splice(0)) close();
  rmSync(dataDir, { recursive: true, force: true });
});

type Answer = (request: http.IncomingMessage, response: http.ServerResponse) => void;

interface Asked {
  readonly url: string;
  readonly headers: http.IncomingHttpHeaders;
}

/** A server on loopback that notes what it was asked. */
async function serving(answer: Answer, tls?: { cert: string; key: string }): Promise<{ base: string; asked: Asked[] }> {
  const asked: Asked[] = [];
  const heard: Answer = (request, response) => {
    asked.push({ url: request.url ?? '', headers: request.headers });
    answer(request, response);
  };
  const server = tls ? https.createServer(tls, heard) : http.createServer(heard);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push(
    () => server.closeAllConnections(),
    () => server.close(),
  );
  return { base: `${tls ? 'https' : 'http'}://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

function settings(value: object): void {
  writeFileSync(path.join(dataDir, 'feeds.json'), JSON.stringify(value));
}

interface Wishes {
  readonly mirror?: string;
  readonly feeds?: string[];
  readonly allowNetwork?: boolean;
  readonly force?: boolean;
  readonly proxy?: string;
  readonly environment?: NodeJS.ProcessEnv;
}

function update(wishes: Wishes = {}): Promise<FeedsDocument> {
  const run = { signal: new AbortController().signal, progress: () => undefined, force: wishes.force ?? false };
  return updateFeeds({ store: { ...memory, dataDir }, clock: systemClock }, run, {
    ...options(wishes),
    restsMs: [1, 1],
  });
}

function options({ mirror, feeds, allowNetwork = true, proxy, environment = {} }: Wishes) {
  const wish = { allowNetwork, mirror: mirror ?? null, proxy: proxy ?? null, feeds: feeds ?? ['cisa-kev'] };
  return { wish, environment };
}

/** The one source that was asked for, and what became of the feed. */
function outcome({ fetched: [one], landed, feeds }: FeedsDocument) {
  return {
    fetched: one?.outcome,
    problem: one?.problem,
    landed: landed[0]?.outcome ?? null,
    rows: feeds.find(({ feed }) => feed === 'cisa-kev')?.rows,
  };
}

function catalog(day: string, amount = 100): string {
  return JSON.stringify({
    catalogVersion: `2026.11.${day}`,
    dateReleased: `2026-11-${day}T00:00:00.000Z`,
    vulnerabilities: Array.from({ length: amount }, (_, n) => ({
      cveID: `CVE-2026-${1000 + n}`,
      vulnerabilityName: 'x',
      dateAdded: '2026-01-02',
      knownRansomwareCampaignUse: 'Known',
    })),
  });
}

const NAME = '/cisa-kev/known_exploited_vulnerabilities.json';

/** Answers for the catalog alone; what lies beside it is not there. */
function only(answer: Answer, name = NAME): Answer {
  return (request, response) => {
    if (request.url === name) answer(request, response);
    else response.writeHead(404).end();
  };
}

describe('nothing is fetched unless a person turns it on', () => {
  test('without the switch it is refused in a sentence, and nobody is asked', async () => {
    const { base, asked } = await serving((_, response) => response.end(catalog('20')));
    await expect(update({ mirror: base, allowNetwork: false })).rejects.toThrow(
      /--allow-network.*"network": true.*feeds\.json/,
    );
    expect(asked).toEqual([]);
  });

  test('a setting turns it on, and --list asks nobody', async () => {
    const { base, asked } = await serving(only((_, response) => response.end(catalog('20'))));
    settings({ network: true, mirror: base });
    const deps = { store: { ...memory, dataDir }, clock: systemClock };
    const { sources } = listSources(deps, options({ feeds: [] }));
    expect(asked).toEqual([]);
    expect(sources.map(({ address }) => address)).toContain(`${base}${NAME}`);
    expect(outcome(await update({ allowNetwork: false }))).toMatchObject({
      fetched: 'fetched',
      landed: 'taken',
      rows: 100,
    });
  });

  test('every official address is https, each file of a mirror has a name of its own', () => {
    const deps = { store: { ...memory, dataDir }, clock: systemClock };
    const feeds = listSources(deps, options({ feeds: [] })).feeds.map(({ feed }) => feed);
    const { sources } = listSources(deps, options({ feeds }));
    expect(sources.every(({ address }) => address.startsWith('https://'))).toBe(true);
    const { sources: mirrored } = listSources(deps, options({ feeds, mirror: 'https://mirror.example' }));
    expect(new Set(mirrored.map(({ address }) => address)).size).toBe(sources.length);
  });

  test.each<[what: string, text: string, problem: RegExp]>([
    ['no JSON', '{', /feeds\.json is no JSON/],
    ['a word that is none', '{"netwrok":true}', /feeds\.json cannot be used/],
    ['another kind of address', '{"mirror":"ftp://mirror.example/"}', /no address of a feed/],
    ['a proxy that is none', '{"proxy":"socks5://x:1"}', /no proxy/],
    ['certificates that are none', '{"ca":"absent.pem"}', /no certificate/],
  ])('settings with %s are told', async (_, text, problem) => {
    writeFileSync(path.join(dataDir, 'feeds.json'), text);
    await expect(update()).rejects.toThrow(problem);
  });
});

describe('a fetch', () => {
  test('of what did not change is said to be so, by ETag and by date, until it changes', async () => {
    let [body, etag] = [catalog('20'), '"one"'];
    const { base, asked } = await serving(
      only((request, response) => {
        if (request.headers['if-none-match'] === etag) return response.writeHead(304).end();
        const headers = { etag, 'last-modified': 'Fri, 20 Nov 2026 10:00:00 GMT' };
        return response.writeHead(200, headers).end(body);
      }),
    );
    expect(outcome(await update({ mirror: base }))).toMatchObject({ fetched: 'fetched', landed: 'taken' });
    expect(outcome(await update({ mirror: base }))).toMatchObject({ fetched: 'not changed', landed: null, rows: 100 });
    expect(asked.at(-1)?.headers).toMatchObject({
      'if-none-match': '"one"',
      'if-modified-since': 'Fri, 20 Nov 2026 10:00:00 GMT',
    });
    [body, etag] = [catalog('21', 101), '"two"'];
    expect(outcome(await update({ mirror: base }))).toMatchObject({ fetched: 'fetched', landed: 'taken', rows: 101 });
    // What is not here any more is fetched anew, whatever the server's marks say.
    rmSync(path.join(dataDir, 'knowledge'), { recursive: true });
    expect(outcome(await update({ mirror: base }))).toMatchObject({ fetched: 'fetched', landed: 'taken', rows: 101 });
  });

  test('says nothing about the site', async () => {
    const { base, asked } = await serving(only((_, response) => response.end(catalog('20'))));
    await update({ mirror: base });
    expect(Object.keys(asked[0]?.headers ?? {}).sort()).toEqual([
      'accept',
      'accept-encoding',
      'connection',
      'host',
      'user-agent',
    ]);
    expect(asked[0]?.headers['user-agent']).toBe('Dosimeter');
  });

  test.each<[what: string, etag: string | null, resumes: boolean]>([
    ['with a strong mark', '"one"', true],
    ['with a weak mark', 'W/"one"', false],
    ['without a mark', null, false],
  ])('that was cut goes on where it was, %s: %s %s', async (_, etag, resumes) => {
    const body = Buffer.from(catalog('20'));
    const { base, asked } = await serving(
      only((request, response) => {
        const marks = etag === null ? {} : { etag };
        const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
        if (from > 0) {
          const headers = { ...marks, 'content-range': `bytes ${from}-${body.length - 1}/${body.length}` };
          return response.writeHead(206, { ...headers, 'content-length': body.length - from }).end(body.subarray(from));
        }
        response.writeHead(200, { ...marks, 'content-length': body.length });
        if (asked.length > 1) return response.end(body);
        // The line breaks in the middle.
        return response.write(body.subarray(0, 4000), () => setTimeout(() => response.destroy(), 20));
      }),
    );
    const document = await update({ mirror: base });
    expect(outcome(document)).toMatchObject({ fetched: 'fetched', landed: 'taken', rows: 100 });
    expect(document.fetched[0]).toMatchObject({ bytes: body.length, resumedAt: resumes ? 4000 : 0 });
    expect(asked[1]?.headers['if-range']).toBe(resumes ? etag : undefined);
  });

  test('that was cut begins anew when the file is another one by then', async () => {
    const [old, fresh] = [Buffer.from(catalog('20')), Buffer.from(catalog('21', 120))];
    const { base, asked } = await serving(
      only((_, response) => {
        if (asked.length > 1) return response.writeHead(200, { etag: '"two"' }).end(fresh);
        response.writeHead(200, { etag: '"one"', 'content-length': old.length });
        return response.write(old.subarray(0, 4000), () => setTimeout(() => response.destroy(), 20));
      }),
    );
    expect(outcome(await update({ mirror: base }))).toMatchObject({ fetched: 'fetched', landed: 'taken', rows: 120 });
    expect(asked[1]?.headers.range).toBe('bytes=4000-');
  });

  test.each<[what: string, answer: Answer, problem: RegExp]>([
    ['a server in trouble', (_, response) => response.writeHead(503).end(), /status 503/],
    ['a server that refuses us', (_, response) => response.writeHead(403).end(), /password or refuses us/],
    ['redirects without end', (_, response) => response.writeHead(302, { location: NAME }).end(), /again and again/],
    [
      'a redirect to a file',
      (_, response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
      /address that is none/,
    ],
    [
      'a file that is too large',
      (_, response) => response.writeHead(200, { 'content-length': 3 << 20 }).end(),
      /larger than 1 MB/,
    ],
    ['a file without end', (_, response) => response.end(Buffer.alloc(2 << 20)), /larger than 1 MB/],
    ['a line that always breaks', (_, response) => response.destroy(), /broke off/],
  ])('of %s fails in a sentence, and what is here stays', async (_, answer, problem) => {
    settings({ megabytes: 1 });
    let isGood = true;
    const { base, asked } = await serving(
      only((request, response) => {
        if (isGood) response.end(catalog('20'));
        else answer(request, response);
      }),
    );
    await update({ mirror: base });
    isGood = false;
    const document = await update({ mirror: base });
    expect(outcome(document)).toEqual({
      fetched: 'failed',
      landed: null,
      rows: 100,
      problem: expect.stringMatching(problem),
    });
    expect(asked.length).toBeLessThan(16);
  });

  test('is tried again when the server is busy', async () => {
    const { base, asked } = await serving(
      only((_, response) => {
        if (asked.length < 2) response.writeHead(429, { 'retry-after': '0' }).end();
        else response.end(catalog('20'));
      }),
    );
    expect(outcome(await update({ mirror: base }))).toMatchObject({ fetched: 'fetched', landed: 'taken' });
  });

  test('of a page that is no feed is told, and asked for anew the next time', async () => {
    let body = '<html>Please sign in to the guest network</html>';
    const { base } = await serving(only((_, response) => response.writeHead(200, { etag: '"x"' }).end(body)));
    const document = await update({ mirror: base });
    expect(document.files).toMatchObject([{ problem: expect.stringMatching(/no feed that is known/) }]);
    body = catalog('20');
    expect(outcome(await update({ mirror: base }))).toMatchObject({ landed: 'taken', rows: 100 });
  });

  test('that lost rows is refused unless forced, and then not fetched twice', async () => {
    let [body, etag] = [catalog('20'), '"one"'];
    const { base, asked } = await serving(
      only((request, response) => {
        if (request.headers['if-none-match'] === etag) return response.writeHead(304).end();
        return response.writeHead(200, { etag }).end(body);
      }),
    );
    await update({ mirror: base });
    [body, etag] = [catalog('21', 50), '"two"'];
    expect(outcome(await update({ mirror: base }))).toMatchObject({ fetched: 'fetched', landed: 'refused', rows: 100 });
    expect(outcome(await update({ mirror: base, force: true }))).toMatchObject({ landed: 'taken', rows: 50 });
    expect(asked.filter(({ url }) => url === NAME).at(-1)?.headers['if-none-match']).toBe('"two"');
  });
});

describe('proof beside a file', () => {
  const sha = (kind: string, bytes: string | Uint8Array) => createHash(kind).update(bytes).digest('hex');
  const body = catalog('20');
  const entry = {
    cve: {
      id: 'CVE-2026-1000',
      lastModified: '2026-11-20T00:00:00.000',
      published: '2026-11-20T00:00:00.000',
      descriptions: [{ lang: 'en', value: 'x' }],
    },
  };
  const nvd = JSON.stringify({
    format: 'NVD_CVE',
    version: '2.0',
    timestamp: '2026-11-20T00:00:00.000',
    vulnerabilities: [entry],
  });

  test.each<[what: string, suffix: string, said: string, hash: string | null, problem: RegExp | null]>([
    ['a .sha512 that fits', '.sha512', `${sha('sha512', body)}  kev.json\n`, 'good', null],
    ['a .sha256 that fits', '.sha256', sha('sha256', body).toUpperCase(), 'good', null],
    ['a .sha512 of another file', '.sha512', sha('sha512', 'other'), null, /not the one that the \.sha512 file/],
    ['a page in its place', '.sha512', '<html></html>', 'not there', null],
  ])('%s', async (_, suffix, said, hash, problem) => {
    const { base } = await serving((request, response) => {
      if (request.url === NAME) response.end(body);
      else if (request.url === `${NAME}${suffix}`) response.end(said);
      else response.writeHead(404).end();
    });
    const { fetched, landed } = await update({ mirror: base });
    expect(fetched).toMatchObject([{ hash, problem: problem ? expect.stringMatching(problem) : null }]);
    expect(landed).toHaveLength(problem ? 0 : 1);
  });

  test.each([
    ['fits', nvd, 'good'],
    ['is of another file', 'other', null],
  ])("NVD's .meta that %s", async (_, of, hash) => {
    const { base } = await serving((request, response) => {
      if (request.url === '/nvdcve-2.0-modified.json.gz') response.end(gzipSync(nvd));
      else if (request.url === '/nvdcve-2.0-modified.meta')
        response.end(`size:1\r\nsha256:${sha('sha256', of).toUpperCase()}\r\n`);
      else response.writeHead(404).end();
    });
    settings({ feeds: { nvd: { mirror: base } } });
    const { fetched, landed } = await update({ feeds: ['nvd'] });
    expect(fetched.find(({ address }) => address.includes('modified'))).toMatchObject({
      hash,
      outcome: hash === null ? 'failed' : 'fetched',
    });
    expect(landed.map(({ outcome: each }) => each)).toEqual(hash === null ? [] : ['taken']);
  });
});

describe('the way out', () => {
  test('goes through a proxy where one is named, by setting, command or environment, but not where NO_PROXY says', async () => {
    const proxy = await serving((request, response) => {
      if (request.url === `http://feeds.invalid${NAME}`) response.end(catalog('20'));
      else response.writeHead(404).end();
    });
    const mirror = 'http://feeds.invalid';
    expect(outcome(await update({ mirror, proxy: proxy.base }))).toMatchObject({ fetched: 'fetched', landed: 'taken' });
    expect(outcome(await update({ mirror, environment: { HTTP_PROXY: proxy.base } }))).toMatchObject({
      fetched: 'fetched',
    });
    settings({ proxy: proxy.base });
    expect(outcome(await update({ mirror }))).toMatchObject({ fetched: 'fetched' });
    const { base, asked } = await serving(only((_, response) => response.end(catalog('20'))));
    const before = proxy.asked.length;
    await update({ mirror: base, environment: { NO_PROXY: '127.0.0.1' } });
    expect([proxy.asked.length, asked[0]?.url]).toEqual([before, NAME]);
  });

  test('of https goes through a proxy by CONNECT, with the certificate that the settings name', async () => {
    const certificate = testCertificate('feeds.invalid');
    const { base } = await serving(
      only((_, response) => response.end(catalog('20'))),
      certificate,
    );
    const port = Number(new URL(base).port);
    const targets: string[] = [];
    const proxy = http.createServer().on('connect', (request, socket) => {
      targets.push(request.url ?? '');
      const to = net.connect(port, '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        to.pipe(socket).pipe(to);
      });
      for (const each of [to, socket]) each.on('error', () => undefined);
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    open.push(
      () => proxy.closeAllConnections(),
      () => proxy.close(),
    );
    const through = {
      proxy: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
      mirror: 'https://feeds.invalid',
    };
    expect((await update(through)).fetched).toMatchObject([
      { problem: expect.stringMatching(/certificate of feeds\.invalid.*'ca'/) },
    ]);
    writeFileSync(path.join(dataDir, 'proxy.pem'), certificate.cert);
    settings({ ca: 'proxy.pem' });
    expect(outcome(await update(through))).toMatchObject({ fetched: 'fetched', landed: 'taken' });
    expect(new Set(targets)).toEqual(new Set(['feeds.invalid:443']));
  });

  test('from https never leads to plain http', async () => {
    const certificate = testCertificate('localhost');
    const plain = await serving((_, response) => response.end(catalog('20')));
    const { base } = await serving(
      (_, response) => response.writeHead(302, { location: `${plain.base}${NAME}` }).end(),
      certificate,
    );
    writeFileSync(path.join(dataDir, 'ca.pem'), certificate.cert);
    settings({ ca: 'ca.pem' });
    const { fetched } = await update({ mirror: base.replace('127.0.0.1', 'localhost') });
    expect(fetched).toMatchObject([{ outcome: 'failed', problem: expect.stringMatching(/from https to plain http/) }]);
    expect(plain.asked).toEqual([]);
  });

  test('a name and password in an address stay with its server, and are shown nowhere', async () => {
    const other = await serving((_, response) => response.end(catalog('20')));
    const { base, asked } = await serving((request, response) => {
      if (request.url === NAME) response.writeHead(302, { location: `${other.base}${NAME}` }).end();
      else response.writeHead(404).end();
    });
    const document = await update({ mirror: base.replace('http://', 'http://reader:hidden@') });
    expect(outcome(document)).toMatchObject({ fetched: 'fetched' });
    expect(asked[0]?.headers.authorization).toBe(`Basic ${Buffer.from('reader:hidden').toString('base64')}`);
    expect(other.asked[0]?.headers.authorization).toBeUndefined();
    expect(JSON.stringify(document)).not.toContain('hidden');
  });
});

describe('a folder as mirror', () => {
  test('needs no network, may hold a part of the feeds, and is read again when a file changed', async () => {
    const mirror = path.join(dataDir, 'stick');
    const feeds = ['cisa-kev', 'epss'];
    mkdirSync(path.join(mirror, 'cisa-kev'), { recursive: true });
    writeFileSync(path.join(mirror, NAME), catalog('20'));
    const first = await update({ mirror, feeds, allowNetwork: false });
    expect(first.fetched.map(({ outcome: each }) => each)).toEqual(['fetched', 'not there']);
    expect(outcome(first)).toMatchObject({ landed: 'taken', rows: 100 });
    expect(outcome(await update({ mirror, feeds, allowNetwork: false }))).toMatchObject({ fetched: 'not changed' });
    writeFileSync(path.join(mirror, NAME), catalog('22', 110));
    expect(outcome(await update({ mirror, feeds, allowNetwork: false }))).toMatchObject({ landed: 'taken', rows: 110 });
  });
});
