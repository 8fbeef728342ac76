// The guided start in a real browser against the real server: from an empty site to its report, on a desktop and on a phone. The time of a
// walk is computed from what was truly shown and asked: words at 200 a minute, and 10 seconds for each answer. On the same server somebody
// signs in through a provider of OpenID Connect.
import { rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type SampleServer, sampleServer } from '../src/api/sample-server.ts';
import { systemClock } from '../src/kit/index.ts';
import { startProvider } from '../test/support/sample-provider.ts';
import { breachesOf } from './test-support/breaches.ts';
import { buildApp } from './test-support/build-app.ts';
import { hasChromium, openContext, shoot, startChromium, type Variant, watchPage } from './test-support/chromium.ts';

const PASSWORD = 'correct horse battery';
const EMAIL = 'owner@example.org';

if (!hasChromium) console.log('skipped: the guided start in a browser (chromium is not installed)');

describe.skipIf(!hasChromium)('the guided start in a browser', () => {
  let server: SampleServer;
  let browser: Browser;
  let dist: string;
  let url: string;
  let cookies: { name: string; value: string }[];
  const sites = new Map<string, string>();

  beforeAll(async () => {
    dist = await buildApp();
    server = await sampleServer(systemClock, dist);
    const { people, app } = server;
    sites.set('desktop', await people.addTenant({ name: 'Lakeside Imaging', demo: false }));
    const token = (await people.issueSetupToken()) ?? '';
    const payload = { token, email: EMAIL, name: 'Olga', password: PASSWORD };
    const response = await app.inject({ method: 'POST', url: '/api/v1/setup', payload });
    cookies = response.cookies.map(({ name, value }) => ({ name, value }));
    sites.set('phone', await people.addTenant({ name: 'Hillside Imaging', demo: false }));
    await app.listen({ port: 0, host: '127.0.0.1' });
    url = `http://localhost:${(app.server.address() as AddressInfo).port}`; // it listens on a port
    browser = await startChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    if (dist) rmSync(dist, { recursive: true, force: true });
    expect(server?.errors ?? []).toEqual([]);
  });

  async function windowOf(variant: Variant): Promise<BrowserContext> {
    const context = await openContext(browser, variant, sites.get(variant.size) ?? '');
    await context.addCookies(cookies.map((cookie) => ({ ...cookie, url })));
    return context;
  }

  const VARIANTS: readonly Variant[] = [
    { size: 'desktop', scheme: 'light' },
    { size: 'phone', scheme: 'dark' },
  ];
  test.each(VARIANTS)(
    'from nothing to the report in under ten minutes: $size',
    { timeout: 300_000 },
    async (variant) => {
      let context = await windowOf(variant);
      let page = await context.newPage();
      page.setDefaultTimeout(60_000);
      let trouble = watchPage(page, url);
      const broken: string[] = [];
      const walk = { words: 0, answers: 0 };
      const judged = new Set<string>();
      /** Counts what a person sees and has to read before going on. */
      const read = async (ready: string) => {
        await page.getByRole('heading', { level: 1, name: ready }).waitFor();
        await page.waitForFunction(() => !document.querySelector('.mantine-Skeleton-root'));
        walk.words += wordsOf(await page.evaluate(() => document.body.innerText));
        // Questions of one kind look alike: the first of each is judged.
        const kind = (await page.getByRole('button').allTextContents()).join(' ');
        if (!judged.has(kind)) broken.push(...(await breachesOf(page)).map((each) => `${ready}: ${each}`));
        judged.add(kind);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        if (overflow > 0) broken.push(`${ready}: ${overflow}px wider than the window`);
      };
      const press = async (name: string) => {
        await page.getByRole('button', { name, exact: true }).click();
        walk.answers += 1;
      };

      await page.goto(url);
      await page.getByRole('link', { name: 'Begin the guided start' }).click();
      await read('What do you have?');
      for (const machine of ['CT', 'MRI', 'X-ray', 'Ultrasound', 'PACS']) await press(machine);
      await shoot(page, `start-devices-${variant.size}`);
      await page.getByRole('button', { name: 'Next', exact: true }).click();

      await read('About how many patients');
      await page.getByRole('textbox', { name: 'patients' }).fill('40,000');
      await press('Next');
      await read('How many exams');
      await page.getByRole('textbox', { name: 'exams' }).fill('64');
      await press('Next');
      await read('What do you fear most?');
      await page.getByText('Locked for ransom').click();
      await shoot(page, `start-fears-${variant.size}`);
      await press('Next');

      // The other questions, as they come; half-way the window is closed, and a new one goes on at the same question.
      for (let place = 0; ; place++) {
        await page.waitForFunction((before) => document.querySelector('main h1')?.textContent !== before, asked(page));
        const ask = (await page.locator('main h1').textContent()) ?? '';
        remember(page, ask);
        if (ask.startsWith('Done.')) break;
        await read(ask);
        if (place === 10) {
          await context.close();
          context = await windowOf(variant);
          page = await context.newPage();
          broken.push(...trouble);
          trouble = watchPage(page, url);
          await page.goto(`${url}/start`);
          await page.getByRole('heading', { level: 1, name: ask }).waitFor();
          remember(page, ask);
          await shoot(page, `start-question-${variant.size}`);
        }
        if (ask.startsWith('How much could you spend')) {
          await page.getByRole('textbox', { name: 'dollars' }).fill('25000');
          await press('Next');
        } else await press(ANSWERS.find(([begin]) => ask.startsWith(begin))?.[1] ?? 'Yes');
      }
      await read('Done.');
      await page.getByRole('button', { name: 'Show my result' }).click();
      await page.getByRole('heading', { level: 1, name: /^Your result, / }).waitFor({ timeout: 90_000 });

      const minutes = walk.words / 200 + (walk.answers * 10) / 60;
      console.log(
        `guided start, ${variant.size}: ${walk.words} words, ${walk.answers} answers, ${minutes.toFixed(1)} minutes`,
      );
      expect(walk.answers).toBeGreaterThanOrEqual(35);
      expect(minutes).toBeLessThan(10);

      // The page at the end, and the report behind it.
      for (const part of [
        'How exposed you are',
        'What it may cost',
        'The worst that may happen',
        'Do these five first',
        'Your plan for 90 days',
      ]) {
        await page.getByRole('heading', { level: 2, name: part }).waitFor();
      }
      expect(await page.getByRole('heading', { level: 3, name: /^Within \d+ days$/ }).count()).toBe(3);
      broken.push(...(await breachesOf(page)).map((each) => `result: ${each}`));
      await shoot(page, `start-result-${variant.size}`);
      const download = page.waitForEvent('download');
      await page.getByRole('link', { name: 'Report as PDF' }).click();
      expect((await download).suggestedFilename()).toMatch(/^dosimeter-report-.*\.pdf$/);
      const policies = await page.request.get(`${url}/api/v1/start/policies?tenant=${sites.get(variant.size)}`);
      expect(await policies.text()).toContain(variant.size === 'desktop' ? 'Lakeside Imaging' : 'Hillside Imaging');
      expect([...broken, ...trouble]).toEqual([]);
      await context.close();
    },
  );

  test('an owner sets up a provider, and somebody signs in through it', { timeout: 120_000 }, async () => {
    const provider = await startProvider(`${url}/api/v1/sign-in/callback`);
    const email = 'rita@example.org';
    provider.known.set('rita', { email, email_verified: true });
    const [site] = (await server.people.tenants()).filter(({ name }) => name === 'Lakeside Imaging');
    if (!site) throw new Error('no site');
    const person = { email, name: 'Rita Reader', role: 'reader', password: PASSWORD } as const;
    await server.people.addUser(site.id, 'test', person);

    const own = await windowOf({ size: 'desktop', scheme: 'light' });
    const settings = await own.newPage();
    await settings.goto(`${url}/settings/sign-in`);
    const panel = settings.getByRole('region', { name: 'Single sign-on (OpenID Connect)' });
    await panel.getByLabel('Words on the button').fill('Center account');
    await panel.getByLabel('Issuer').fill(provider.issuer);
    await panel.getByLabel('Client id').fill('dosimeter-public');
    await panel.getByLabel('Client secret').fill('not needed');
    await panel.getByRole('button', { name: 'Save', exact: true }).click();
    await panel.getByText('One is kept.').waitFor();
    await panel.getByLabel('Forget the secret').check();
    await shoot(settings, 'sign-in-settings');
    await panel.getByRole('button', { name: 'Save', exact: true }).click();
    await panel.getByText('None is kept').waitFor();
    const address = await panel.getByLabel('Page of sign-in with this button').inputValue();
    await own.close();

    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(address);
    await page.getByRole('link', { name: 'Sign in with Center account' }).click();
    await page.getByRole('button', { name: 'Go on as rita' }).click();
    await page.getByRole('button', { name: /Rita Reader/ }).waitFor();
    expect(page.url()).toBe(`${url}/`);
    expect(await (await page.request.get(`${url}/api/v1/session`)).json()).toMatchObject({ user: { email } });
    await context.close();
    await provider.close();
  });
});

/** Answers that are not yes: every question is asked of who lets makers in and reads from outside. */
const ANSWERS: readonly (readonly [begin: string, answer: string])[] = [
  ['Is there a paper list', 'No'],
  ['Do all screens lock', 'Partly'],
  ['Are USB sticks', "Don't know"],
  ['Is one backup', "Don't know"],
  ['Does a firewall', 'No'],
];

const lastAsked = new WeakMap<Page, string>();
const asked = (page: Page) => lastAsked.get(page) ?? 'What do you fear most?';
const remember = (page: Page, ask: string) => lastAsked.set(page, ask);

function wordsOf(text: string): number {
  return text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}
