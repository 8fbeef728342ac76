// The HTML report in a real browser: opens from disk, asks the network for nothing, runs nothing, and is accessible.
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HOSTILE_NAMES } from './hostile.ts';
import { buildAssessment, htmlReport } from './index.ts';
import { sampleWithRisk as sampleInput } from './sample-risk.ts';

const BROWSER = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const QUIET = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'];
const OFFLINE = ['--disable-background-networking', '--disable-component-update', '--disable-sync'];

describe.skipIf(!existsSync(BROWSER))('in a browser', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'dosimeter-page-'));
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: BROWSER, args: [...QUIET, ...OFFLINE] });
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function open(site: string, width: number, colorScheme: 'light' | 'dark') {
    const file = path.join(folder, 'index.html');
    writeFileSync(file, htmlReport(buildAssessment({ ...sampleInput, site })));
    const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, bypassCSP: true });
    const page = await context.newPage();
    const seen = { asked: [] as string[], said: [] as string[] };
    page.on('request', (request) => seen.asked.push(request.url()));
    page.on('console', (message) => seen.said.push(message.text()));
    page.on('dialog', (dialog) => {
      seen.said.push(dialog.message());
      void dialog.dismiss();
    });
    await page.goto(pathToFileURL(file).href);
    return { context, page, seen, file };
  }

  test.each([
    [1280, 'light'],
    [390, 'dark'],
  ] as const)(
    '%i wide and %s, nothing stands in the way of anybody',
    async (width, scheme) => {
      const { context, page } = await open(sampleInput.site, width, scheme);
      await page.locator('details').evaluateAll((folds) => {
        for (const fold of folds) fold.setAttribute('open', '');
      });
      const { violations } = await new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).analyze();
      expect(violations.map((each) => `${each.id}: ${each.nodes[0]?.html ?? ''}`)).toEqual([]);
      const sideways = await page.locator('html').evaluate((node) => node.scrollWidth - node.clientWidth);
      expect(sideways).toBe(0);
      await context.close();
    },
    60_000,
  );

  test('asks for nothing but itself and runs nothing, whatever a site calls itself', async () => {
    const { context, page, seen, file } = await open(HOSTILE_NAMES.join(' '), 1280, 'light');
    await page.locator('summary').first().click();
    expect(seen.asked).toEqual([pathToFileURL(file).href]);
    expect(seen.said).toEqual([]);
    expect(await page.locator('script, iframe, object, embed, link').count()).toBe(0);
    await context.close();
  });
});
