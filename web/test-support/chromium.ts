// Debian's Chromium for the browser tests; quiet, offline, with software WebGL for the map.
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

/** Without a window of its own it opens pages in half the time; the whole browser does, too. */
const PROGRAMS = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'];
const PROGRAM = process.env['CHROMIUM'] ?? PROGRAMS.find((file) => existsSync(file)) ?? '/usr/bin/chromium';

/** Whether there is a browser to test with. */
export const hasChromium = existsSync(PROGRAM);

/** Starts the browser. */
export function startChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: PROGRAM,
    args: [
      '--no-sandbox',
      '--enable-unsafe-swiftshader',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

export interface Variant {
  readonly scheme: 'light' | 'dark';
  readonly size: 'desktop' | 'phone';
}

/** The four ways in which every page is looked at. */
export const VARIANTS: readonly Variant[] = [
  { scheme: 'light', size: 'desktop' },
  { scheme: 'dark', size: 'desktop' },
  { scheme: 'light', size: 'phone' },
  { scheme: 'dark', size: 'phone' },
];

const SIZES = { desktop: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } };

/** Shows an open page in another variant. */
export async function turnTo(page: Page, { scheme, size }: Variant): Promise<void> {
  await page.setViewportSize(SIZES[size]);
  await page.emulateMedia({ colorScheme: scheme });
}

/** A fresh browser profile in one of the variants, looking at one organization. */
export async function openContext(browser: Browser, variant: Variant, tenant: string): Promise<BrowserContext> {
  const context = await browser.newContext({
    viewport: SIZES[variant.size],
    colorScheme: variant.scheme,
    reducedMotion: 'reduce',
  });
  await context.addInitScript((id) => localStorage.setItem('dosimeter-tenant', id), tenant);
  return context;
}

/** Notes what must not happen on a page: errors on the console, thrown errors, dialogs, requests to elsewhere. */
export function watchPage(page: Page, home: string): string[] {
  const trouble: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') trouble.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => trouble.push(`thrown: ${error.message}`));
  page.on('dialog', (dialog) => {
    trouble.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(home) && !/^(data|blob):/.test(url)) trouble.push(`request: ${url}`);
  });
  return trouble;
}

/** The folder for pictures of the pages, where somebody wants them. */
export const SHOTS = process.env['SCREENSHOTS'];

/** Takes a picture of a page, whole unless it is a list of devices, where pictures are wanted. */
export async function shoot(page: Page, name: string): Promise<void> {
  if (!SHOTS) return;
  mkdirSync(SHOTS, { recursive: true });
  await page.screenshot({ path: path.join(SHOTS, `${name}.png`), fullPage: !name.startsWith('devices') });
}
