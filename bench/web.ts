// The first look at Overview in a browser on loopback, with the demo centre scanned: first contentful paint and what is
// loaded for it, beside an empty page from a bare server in the same browser.
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { z } from 'zod';
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

/** One load with nothing in the cache. */
async function load(
  browser: Browser,
  url: string,
  state?: Awaited<ReturnType<ReturnType<Page['context']>['storageState']>>,
): Promise<Load> {
  const context = await browser.newContext(state ? { storageState: state } : {});
  const page = await context.newPage();
  await page.goto(url);
  await page.getByRole('heading').first().waitFor();
  const headlineMs = await page.evaluate('performance.now()');
  let paint: unknown = null;
  await waitFor(async () => {
    paint = await page.evaluate("performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null");
    return paint === null ? undefined : true;
  });
  const names = z
    .array(z.string())
    .parse(await page.evaluate("performance.getEntriesByType('resource').map((entry) => entry.name)"));
  await context.close();
  return {
    paintMs: Number(paint),
    headlineMs: Number(headlineMs),
    script: await gzipped(names.filter((name) => name.endsWith('.js'))),
    style: await gzipped(names.filter((name) => name.endsWith('.css'))),
  };
}

/** Bytes of these files as the server sends them gzipped; the browser itself asks for Brotli, which is smaller. */
async function gzipped(names: readonly string[]): Promise<number> {
  let bytes = 0;
  for (const name of names) {
    bytes += await new Promise<number>((resolve, reject) => {
      http
        .get(name, { headers: { 'accept-encoding': 'gzip' } }, (response) => {
          let length = 0;
          response.on('data', (chunk: Buffer) => {
            length += chunk.length;
          });
          response.on('end', () => resolve(length));
        })
        .on('error', reject);
    });
  }
  return bytes;
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
