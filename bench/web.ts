// The first look at Overview in a browser on loopback, with the demo centre scanned: first contentful paint and what is
// loaded for it, beside an empty page from a bare server in the same browser.
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { startChromium } from '../web/test-support/chromium.ts';
import { quantile, waitFor, withServer } from './support/server.ts';

const LOADS = 10;

/** Runs the benchmark. */
export async function run(): Promise<object> {
  return withServer([], async (server) => {
    const browser = await startChromium();
    try {
      const page = await signedIn(browser, server.url, server.owner);
      await page.getByRole('heading', { name: 'Do these first' }).waitFor({ timeout: 60_000 });
      const state = await page.context().storageState();
      const loads: Load[] = [];
      for (let n = 0; n < LOADS; n++) loads.push(await load(browser, `${server.url}/`, state));
      const bare = http.createServer((_request, response) => {
        response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Peer</title><h1>Peer</h1>');
      });
      await new Promise<void>((resolve) => bare.listen(0, '127.0.0.1', resolve));
      const { port } = bare.address() as AddressInfo; // it listens on a port
      const peers: Load[] = [];
      for (let n = 0; n < LOADS; n++) peers.push(await load(browser, `http://127.0.0.1:${port}/`));
      bare.close();
      const paint = quantile(
        loads.map((each) => each.paintMs),
        0.5,
      );
      const peerPaint = quantile(
        peers.map((each) => each.paintMs),
        0.5,
      );
      return {
        loads: LOADS,
        firstContentfulPaintMs: {
          median: Math.round(paint),
          max: Math.round(
            quantile(
              loads.map((each) => each.paintMs),
              1,
            ),
          ),
        },
        headlineShownMs: {
          median: Math.round(
            quantile(
              loads.map((each) => each.headlineMs),
              0.5,
            ),
          ),
        },
        firstLoadScriptKb: kilobytes(loads, 'script'),
        firstLoadStyleKb: kilobytes(loads, 'style'),
        encoding: loads[0]?.encoding ?? null,
        peer: {
          name: `an empty page from node:http ${process.version}`,
          firstContentfulPaintMs: Math.round(peerPaint),
        },
        ratio: Math.round((paint / peerPaint) * 10) / 10,
        bar: 'first contentful paint below 1000 ms, scripts below 350 KB gzipped',
        browser: browser.version(),
      };
    } finally {
      await browser.close();
    }
  });
}

interface Load {
  readonly paintMs: number;
  /** When the sentence of the page stood there. */
  readonly headlineMs: number;
  readonly script: number;
  readonly style: number;
  readonly encoding: string | null;
}

async function signedIn(browser: Browser, url: string, owner: { email: string; password: string }): Promise<Page> {
  const context = await browser.newContext({ acceptDownloads: false });
  const page = await context.newPage();
  await page.goto(url);
  await page.getByLabel('E-mail').fill(owner.email);
  await page.getByLabel('Password', { exact: false }).first().fill(owner.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  return page;
}

/** One load with nothing in the cache. Scripts are asked for gzipped, so that bytes are those of the bar. */
async function load(
  browser: Browser,
  url: string,
  state?: Awaited<ReturnType<ReturnType<Page['context']>['storageState']>>,
): Promise<Load> {
  const context = await browser.newContext(state ? { storageState: state } : {});
  const page = await context.newPage();
  await page.route('**/*.{js,css}', (route) =>
    route.continue({ headers: { ...route.request().headers(), 'accept-encoding': 'gzip' } }),
  );
  let encoding: string | null = null;
  page.on('response', (response) => {
    if (response.url().endsWith('.js')) encoding ??= response.headers()['content-encoding'] ?? 'none';
  });
  await page.goto(url);
  await page.getByRole('heading').first().waitFor();
  const headlineMs = await page.evaluate('performance.now()');
  let paint: unknown = null;
  await waitFor(async () => {
    paint = await page.evaluate("performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null");
    return paint === null ? undefined : true;
  });
  const sizes: unknown = await page.evaluate(
    "performance.getEntriesByType('resource').map((entry) => [new URL(entry.name).pathname, entry.encodedBodySize])",
  );
  await context.close();
  const of = (ending: string) =>
    (Array.isArray(sizes) ? sizes : []).reduce<number>((sum, pair: unknown) => {
      const [name, size]: unknown[] = Array.isArray(pair) ? pair : [];
      return typeof name === 'string' && name.endsWith(ending) && typeof size === 'number' ? sum + size : sum;
    }, 0);
  return { paintMs: Number(paint), headlineMs: Number(headlineMs), script: of('.js'), style: of('.css'), encoding };
}

function kilobytes(loads: readonly Load[], kind: 'script' | 'style'): number {
  return (
    Math.round(
      quantile(
        loads.map((each) => each[kind]),
        1,
      ) / 102.4,
    ) / 10
  );
}
