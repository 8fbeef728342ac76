// What people do in the web app, in a real browser against the stand-in for the API: by keyboard, with hostile names, and with errors,
// waits and huge lists. Every page as it stands is looked at in pages.e2e.test.ts.
import { rmSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { breachesOf } from './test-support/breaches.ts';
import { buildApp } from './test-support/build-app.ts';
import { hasChromium, openContext, shoot, startChromium, type Variant, watchPage } from './test-support/chromium.ts';
import { type FakeApi, startFakeApi } from './test-support/fake-api.ts';
import { HOSTILE_NAMES } from './test-support/fake-devices.ts';

const DESKTOP: Variant = { scheme: 'light', size: 'desktop' };

if (!hasChromium) console.log('skipped: the web app in a browser (chromium is not installed)');

describe.skipIf(!hasChromium)('the web app in a browser', () => {
  let dist: string;
  let fake: FakeApi;
  let browser: Browser;
  let context: BrowserContext | undefined;

  beforeAll(async () => {
    dist = await buildApp();
    fake = await startFakeApi({ dist });
    browser = await startChromium();
  });
  afterEach(async () => {
    await context?.close();
    context = undefined;
    fake.reset();
  });
  afterAll(async () => {
    await browser?.close();
    await fake?.close();
    if (dist) rmSync(dist, { recursive: true, force: true });
  });

  async function open(address: string, options: { variant?: Variant; tenant?: string } = {}): Promise<Page> {
    context = await openContext(browser, options.variant ?? DESKTOP, options.tenant ?? 'demo');
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    await page.goto(fake.url + address);
    return page;
  }

  test('by keyboard: skip link, navigation, a device, and its proof', async () => {
    const page = await open('/');
    await page.getByText('Do these first').waitFor();
    await page.keyboard.press('Tab');
    expect(await focusedText(page)).toBe('Skip to the page');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
    await page.evaluate(() => document.body.focus());
    await page.getByRole('link', { name: 'Devices', exact: true }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'Main PACS' }).waitFor();
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('main');
    await tabTo(page, 'Main PACS');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Main PACS' }).waitFor();
    await tabTo(page, 'The proof, step by step (8 lines)');
    await page.keyboard.press('Enter');
    await page.getByText('C-FIND response, status 0000').waitFor();
    expect(page.url()).toBe(`${fake.url}/devices/demo-6`);
  });

  test('two people write one policy: both texts are shown, what was typed stays, and it is saved as the next version', async () => {
    const page = await open('/program/policies/remote-service');
    await page.getByRole('button', { name: 'Edit' }).click();
    await page.getByRole('textbox', { name: 'What it is for' }).fill('What I wrote.');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Somebody else saved this policy while you were writing').waitFor();
    const row = page.getByRole('row', { name: /What Dana wrote meanwhile/ });
    await row.getByText('What I wrote.').waitFor();
    expect(await page.getByRole('textbox', { name: 'What it is for' }).inputValue()).toBe('What I wrote.');
    expect(await breachesOf(page)).toEqual([]);
    await shoot(page, 'site-policy-conflict');
    await page.getByRole('button', { name: 'Save mine after version 3' }).click();
    await page.getByText('Kept as version 4.').waitFor();
    await page.getByRole('button', { name: 'Compare version 3 with 4' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText(', and shut when nobody needs it.').waitFor();
    await page.getByRole('button', { name: 'Ask for approval' }).click();
    await page.getByText('owner@example.org asked for approval').waitFor();
  });

  test('links to a policy go out by mail with one press, and whom none reaches is told', async () => {
    const page = await open('/program/policies/remote-service');
    await page.getByText('2 people who are asked have not read it').waitFor();
    await page.getByRole('button', { name: 'Mail links to the others' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('1 person was mailed.').waitFor();
    await page.getByText('cy@example.org: 550 5.1.1 <b>no such user</b>').waitFor();
    await page.getByRole('row', { name: /Cy/ }).getByText('mail refused: 550 5.1.1').waitFor();
    await page.getByRole('row', { name: /^Bo/ }).getByText('link mailed').waitFor();
    expect(await page.getByRole('button', { name: 'Mail links to the others' }).isDisabled()).toBe(true);
    await shoot(page, 'site-policy-mailed');
    // Scrolled as it is, the bar of the page may lie over half a button.
    await page.evaluate(() => window.scrollTo(0, 0));
    expect(await breachesOf(page)).toEqual([]);
  });

  test('an exception from a clause is asked for on the page of its policy, and what waits is decided there', async () => {
    const page = await open('/program/policies/remote-service');
    await page.getByRole('button', { name: /^Ask for an exception: Nobody comes in/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('No check looks at this clause').waitFor();
    await dialog.getByLabel('Why it cannot be kept').fill('The maker opens the way by night.');
    await dialog.getByLabel('What is done in its place').fill('Somebody watches what comes in.');
    await dialog.getByLabel('Who sees to that').fill('Night shift');
    await dialog.getByLabel('Last day').fill('2027-02-28');
    expect(await breachesOf(page)).toEqual([]);
    await shoot(page, 'clause-exception');
    await dialog.getByRole('button', { name: 'Ask for an exception' }).click();
    await dialog.waitFor({ state: 'detached' });
    const row = page.getByRole('row', { name: /by night/ });
    await row.getByText('so that nothing can be counted').waitFor();
    await row.getByRole('button', { name: 'Approve', exact: true }).click();
    await row.getByText('holds', { exact: true }).waitFor();
    expect(await breachesOf(page)).toEqual([]);
  });

  test('a question of a check is answered in the page of its control, and what was said stands there', async () => {
    const page = await open('/program/controls/unique-accounts');
    await page.getByRole('button', { name: /^Answer: Does everyone sign in/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('In part').click();
    await dialog.getByRole('textbox', { name: 'Note' }).fill('Asked <b>Kim</b>.');
    expect(await breachesOf(page)).toEqual([]);
    await shoot(page, 'control-answer');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByText('What was said so far').click();
    await page.getByText('In part, said by owner@example.org').waitFor();
    await page.getByText('Asked <b>Kim</b>.').waitFor();
  });

  test('by keyboard: the network as a table, one protocol of it, a line, and its proof', async () => {
    const page = await open('/network', { tenant: 'hospital' });
    await page.getByText('2,000 devices').waitFor();
    await page.getByRole('radio', { name: 'Map' }).focus();
    await page.keyboard.press('ArrowRight');
    await page.getByRole('columnheader', { name: 'Protocol and port' }).waitFor();
    await page.getByRole('combobox', { name: 'Protocol' }).focus();
    await page.keyboard.type('dicom');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.url()).toContain('protocol=dicom');
    await expect.poll(() => page.locator('tbody tr', { hasText: 'hl7' }).count()).toBe(0);
    await page
      .getByRole('button', { name: /^Proof of what/ })
      .first()
      .focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: / calls / }).waitFor();
    await page.getByText('1 fact', { exact: true }).first().waitFor();
    await tabTo(page, '1 fact');
    await page.keyboard.press('Enter');
    await page.getByText('observed').first().waitFor();
    await page.getByText('Network capture').first().waitFor();
    await shoot(page, 'network-table-proof');
  });

  test('governance: a party is named, a duty gets a holder, and the log says that it holds', async () => {
    const page = await open('/program/governance');
    await page.getByLabel('Name', { exact: true }).fill('Lake IT');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByText('Lake IT').waitFor();
    await page.getByRole('button', { name: 'Assign: Read logs and alarms' }).click();
    await page.getByRole('combobox', { name: 'Answers for it' }).click();
    await page.getByRole('option', { name: 'Lake IT' }).click();
    await page.getByRole('button', { name: 'Save' }).click();
    const duty = page.getByRole('row', { name: /Read logs and alarms/ });
    await duty.getByRole('cell', { name: 'Lake IT' }).waitFor();
    await expect.poll(() => duty.getByText('Nobody answers for it.').count()).toBe(0);
    await page.getByText('2 of 3 are open').waitFor();
    await page.getByRole('button', { name: 'Check the log' }).click();
    await page.getByText('It holds: 1 decision, none changed.').waitFor();
    expect(await breachesOf(page)).toEqual([]);
  });

  test('calendar: a duty is said to be done and comes later, one of the site is added, and its zone is changed', async () => {
    const page = await open('/program/calendar');
    await page.getByRole('button', { name: 'Done: Work an hour on paper' }).click();
    await page.getByLabel('By whom').fill('Kim');
    await page.getByLabel('Note').fill('Forms were short');
    expect(await breachesOf(page)).toEqual([]);
    await page.getByRole('dialog').getByRole('button', { name: 'Done' }).click();
    const duty = page.getByRole('row', { name: /Work an hour on paper/ });
    await duty.getByText('Kim').waitFor();
    await duty.getByText('Later', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Plan a duty' }).click();
    await page.getByLabel('What must be done').fill('Look at the lead aprons');
    expect(await breachesOf(page)).toEqual([]);
    await page.getByRole('button', { name: 'Save', exact: true }).last().click();
    await page
      .getByRole('row', { name: /Look at the lead aprons/ })
      .getByText('Not planned')
      .waitFor();
    await page.getByRole('combobox', { name: 'Time zone' }).fill('Europe/Berlin');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText(/\(Europe\/Berlin\)/).waitFor();
    await page.getByRole('combobox', { name: 'Show' }).click();
    await page.getByRole('option', { name: 'Overdue (1)' }).click();
    await duty.waitFor({ state: 'detached' });
    await page.goto(`${fake.url}/program/metrics`);
    await page.getByText('What it counts').first().click();
    await page.getByRole('link', { name: 'Main PACS' }).waitFor();
    expect(await breachesOf(page)).toEqual([]);
  });

  test('benchmark: a site agrees to be counted, the file is made, a key is trusted, its file taken in and removed again', async () => {
    const page = await open('/benchmark');
    await page
      .getByRole('cell', { name: /Second quarter/ })
      .first()
      .waitFor();
    // It is marked once it is kept, not before.
    await page.getByRole('radio', { name: 'There, and in files for other providers' }).click();
    await page.getByText(/^Said by owner@example.org/).waitFor();
    const made = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Make the file of 2026-Q4' }).click();
    expect((await made).suggestedFilename()).toBe('benchmark-2026-Q4.json');
    await page.getByRole('button', { name: 'Get the file of 2026-Q4 again' }).waitFor();
    const file = { name: 'theirs.json', mimeType: 'application/json', buffer: Buffer.from('{}') };
    await page.locator('input[type=file]').setInputFiles(file);
    await page.getByText(/carries no signature/).waitFor();
    await page.getByRole('textbox', { name: 'Provider', exact: true }).fill('Hill Imaging');
    await page.getByLabel('Fingerprint that it read out to you').fill('c4'.repeat(32));
    await page.getByRole('button', { name: 'Trust this key' }).click();
    await page.getByRole('cell', { name: 'Hill Imaging', exact: true }).waitFor();
    expect(await breachesOf(page)).toEqual([]);
    await page.getByRole('button', { name: 'Remove Hill Imaging' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await page.getByRole('cell', { name: 'Hill Imaging', exact: true }).waitFor({ state: 'detached' });
    await page.getByText('Devices known', { exact: true }).last().click();
    await page.getByRole('row', { name: /50% to 60%.*here/ }).waitFor();
    expect(await breachesOf(page)).toEqual([]);
  });

  test('calendar: two people change it; both are shown, nothing is overwritten, and what was done is taken back', async () => {
    const page = await open('/program/calendar');
    await page.getByText('Lake IT has no address').first().waitFor();
    await page.getByRole('button', { name: 'Change: Bring back images' }).click();
    const dialog = page.getByRole('dialog');
    // Somebody else saves the same duty while the window is open.
    const other = await page.context().newPage();
    await other.goto(`${fake.url}/program/calendar`);
    await other.getByRole('button', { name: 'Change: Bring back images' }).click();
    await other.getByRole('dialog').getByLabel('Every so many months').fill('2');
    await other.getByRole('dialog').getByRole('button', { name: 'Save', exact: true }).click();
    await other.getByRole('dialog').waitFor({ state: 'detached' });
    await dialog.getByRole('combobox', { name: 'Person' }).fill('kim@example.org');
    await dialog.getByLabel('Next on').fill('2027-03-01');
    await dialog.getByRole('button', { name: 'Save', exact: true }).click();
    await dialog.getByText('Somebody else saved the calendar while you were writing').waitFor();
    await dialog.getByRole('cell', { name: 'Every 2 months' }).waitFor();
    expect(await dialog.getByLabel('Next on').inputValue()).toBe('2027-03-01');
    expect(await breachesOf(page)).toEqual([]);
    await shoot(page, 'calendar-conflict');
    await dialog.getByRole('button', { name: 'Save mine' }).click();
    await dialog.waitFor({ state: 'detached' });
    const duty = page.getByRole('row', { name: /Bring back images/ });
    await duty.getByText('kim@example.org (named)').waitFor();
    await page.getByRole('button', { name: 'History: Bring back images' }).click();
    await dialog.getByRole('button', { name: /^Take back/ }).click();
    await dialog.getByText('Nobody has written down that it was done.').waitFor();
    await page.keyboard.press('Escape');
    await duty.getByText('Nobody said').waitFor();
  });

  test('by keyboard on a phone: a question is answered, kept, come back to, and what was found is told', async () => {
    const page = await open('/checklist');
    await page.setViewportSize({ width: 360, height: 740 });
    await page.getByRole('searchbox', { name: 'Name' }).focus();
    await page.keyboard.type('Main PACS');
    await page.waitForURL(/q=Main/);
    await page.getByRole('link', { name: 'Main PACS' }).focus();
    await page.keyboard.press('Enter');
    const question = page.getByRole('radiogroup', { name: /default passwords changed/ });
    await question.getByRole('radio', { name: 'Yes' }).focus();
    await page.keyboard.press('ArrowRight');
    await page.getByText(/^Kept/).first().waitFor();
    await page.getByText('1 of 15 answered').first().waitFor();
    await page.reload();
    await question.getByRole('radio', { name: 'No', exact: true, checked: true }).waitFor();
    await page.getByText("Maker's default passwords were not changed").waitFor();
    await page.getByRole('button', { name: 'I am done with this device' }).click();
    await page.getByText(/^Done by/).waitFor();
    await page.getByRole('link', { name: 'Findings of this device' }).click();
    await page.getByRole('heading', { name: 'How well it is closed' }).waitFor();
    await page.getByText('were not changed').first().waitFor();
  });

  test('by keyboard: a device that may be reached, how, the finding behind a step, and what leaves no way', async () => {
    const page = await open('/risk/paths');
    await page.getByRole('link', { name: 'How CT 1 is reached' }).focus();
    await page.keyboard.press('Enter');
    const way = page.getByRole('article', { name: 'From: Guest network' });
    await way.getByRole('img', { name: 'The way from Guest network to CT 1' }).waitFor();
    expect(await way.getByRole('listitem').allTextContents()).toEqual([
      expect.stringMatching(/^Main PACS proven/),
      expect.stringMatching(/^CT 1 proven/),
    ]);
    await page.getByText('These 2 changes leave no way, and cut no exam.').waitFor();
    await way.locator('summary', { hasText: 'The finding behind it' }).first().focus();
    await page.keyboard.press('Enter');
    await way.getByRole('heading', { name: 'Runs searches for strangers' }).waitFor();
    expect(await breachesOf(page)).toEqual([]);
    // From the offices alone another way is the likeliest, and another change leaves none.
    await page.getByRole('combobox', { name: 'Starting from' }).click();
    await page.getByRole('option', { name: 'Office PC' }).click();
    await page.waitForURL(/entry=office/);
    await page.getByText('would cut 14 recorded conversations that exams may depend on').waitFor();
    expect(await way.count()).toBe(0);
  });

  test('a budget is changed: everything else that was stated is kept, and the plan is worked out again', async () => {
    const page = await open('/risk/plan');
    await page.getByText('within a budget of $20K').waitFor();
    await page.evaluate(() =>
      fetch('/api/v1/risk/settings', {
        method: 'PUT',
        headers: { 'x-csrf-token': 'csrf-1', 'x-tenant': 'demo' },
        body: JSON.stringify({ patients: 77, budget: 20_000 }),
      }),
    );
    await page.reload();
    await page.getByLabel('Budget (USD)').fill('50000');
    const sent = page.waitForRequest((request) => request.method() === 'PUT');
    await page.getByRole('button', { name: 'Plan again' }).click();
    expect((await sent).postDataJSON()).toEqual({ patients: 77, budget: 50_000, horizonDays: 90 });
    await page.getByRole('progressbar', { name: 'Working it out' }).waitFor();
    await page.getByText('within a budget of $50K').waitFor();
    await page.getByRole('progressbar', { name: 'Working it out' }).waitFor({ state: 'detached' });
  });

  test('mail that came back is chosen, and whom it did not reach is said', async () => {
    const page = await open('/program/training');
    const mail = (name: string) => ({ name, mimeType: 'message/rfc822', buffer: Buffer.from('From: x') });
    const panel = page.getByRole('region', { name: 'Mail that came back' });
    await panel.locator('input[type=file]').setInputFiles([mail('returned.eml'), mail('holiday.eml')]);
    await panel.getByText('1 person was marked on the roster. 1 person is left as before').waitFor();
    await panel.getByText('bo@example.org: 550 5.1.1 <b>Nobody</b> of this name').waitFor();
    await panel.getByText('holiday.eml: This is no report').waitFor();
    expect(await breachesOf(page)).toEqual([]);
    await shoot(page, 'training-returned-mail');
    const many = Array.from({ length: 51 }, (_, place) => mail(`${place}.eml`));
    await panel.locator('input[type=file]').setInputFiles(many);
    await panel.getByText('1 person was marked on the roster. 2 people are left as before').waitFor();
  });

  test('an OSCAL document is read, its differences are shown, and it is taken over when somebody says so', async () => {
    const page = await open('/program/assessments');
    const file = page.locator('input[type=file]');
    await file.setInputFiles({ name: 'x.json', mimeType: 'application/json', buffer: Buffer.from('x') });
    await page.getByText('The file is no JSON.').waitFor();
    await file.setInputFiles({ name: 'ssp.json', mimeType: 'application/json', buffer: Buffer.from('{}') });
    await page.getByText('3 controls: 0 as here, 1 further there, 0 further here, 1 with no such id here.').waitFor();
    await page.getByText('Nothing here has this id.').waitFor();
    await page.locator('summary', { hasText: 'Risks (1)' }).click();
    await page.locator('summary', { hasText: 'References to what is not in the file (1)' }).click();
    expect(await breachesOf(page)).toEqual([]);
    await page.setViewportSize({ width: 375, height: 800 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(375);
    await page.getByRole('button', { name: 'Take over (1)' }).click();
    await page.getByText('Taken over. Statements: 1.').waitFor();
    await page.getByText('There is nothing to take over.').waitFor();
  });

  test('a row of a framework is opened and answered with its proof, and what says nothing is not sent', async () => {
    const page = await open('/program/assessments/hipaa-security');
    await page.locator('summary', { hasText: 'Risk analysis (R)' }).click();
    await page.getByText('The same answer counts in 7 rows of other frameworks.').first().waitFor();
    await page.getByRole('button', { name: 'Answer: 164.308(a)(1)(ii)(A) Risk analysis (R)' }).click();
    const form = page.getByRole('dialog');
    await form.getByRole('button', { name: 'Save' }).click();
    await form.getByText('Please fill this in.').waitFor();
    await form.getByRole('radio', { name: 'Partly' }).check();
    await form.getByLabel('Where is the proof?').fill('Binder 4');
    expect(await breachesOf(page)).toEqual([]);
    const sent = page.waitForRequest((request) => request.method() === 'PUT');
    await form.getByRole('button', { name: 'Save' }).click();
    expect((await sent).postDataJSON()).toEqual({
      answers: [
        {
          kind: 'row',
          scope: 'hipaa-security',
          subject: '164.308(a)(1)(ii)(A)',
          answer: 'partly',
          note: '',
          evidence: 'Binder 4',
        },
      ],
    });
    await form.waitFor({ state: 'detached' });
  });

  test('remote access that was seen is entered from where it stands, for its device', async () => {
    const page = await open('/program/remote-access');
    await page.getByRole('button', { name: 'Enter access to MR 1' }).click();
    const form = page.getByRole('dialog');
    await form.getByLabel('Maker').fill('Aurora Imaging');
    await form.getByLabel('Who').fill('Service desk');
    await form.getByLabel('Why').fill('Yearly service');
    await form.getByRole('button', { name: 'Save' }).click();
    await form.getByText('Please fill this in.').waitFor();
    await form.getByLabel('Last day').fill('2027-12-31');
    expect(await breachesOf(page)).toEqual([]);
    const sent = page.waitForRequest((request) => request.method() === 'POST');
    await form.getByRole('button', { name: 'Save' }).click();
    expect((await sent).postDataJSON()).toMatchObject({
      maker: 'Aurora Imaging',
      devices: ['demo-2'],
      until: '2027-12-31',
      secondFactor: 'unknown',
    });
    await form.waitFor({ state: 'detached' });
  });

  test('an engagement that somebody else changed while one types: both are shown, and nothing is overwritten', async () => {
    const page = await open('/program/engagements/engage-1');
    await page.getByRole('button', { name: 'Change', exact: true }).click();
    await page.getByLabel('Sites and zones').fill('West wing');
    await page.evaluate(async () => {
      const address = '/api/v1/program/engagements/engage-1';
      const headers = { 'x-csrf-token': 'csrf-1', 'x-tenant': 'demo' };
      const { version, terms } = (await (await fetch(address, { headers })).json()) as {
        version: number;
        terms: object;
      };
      const body = JSON.stringify({ version, terms: { ...terms, keeping: 'For a year' } });
      await fetch(address, { method: 'PUT', headers, body });
    });
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('alert').filter({ hasText: 'Somebody else saved in the meantime' }).waitFor();
    await page
      .getByRole('region', { name: /What differs/ })
      .getByText('For a year')
      .waitFor();
    expect(await breachesOf(page)).toEqual([]);
    const sent = page.waitForRequest((request) => request.method() === 'PUT');
    await page.getByRole('button', { name: 'Save mine on top' }).click();
    expect((await sent).postDataJSON()).toMatchObject({ version: 4, terms: { scope: { places: ['West wing'] } } });
    await page.getByText('It is saved.').waitFor();
  });

  test('a signed letter becomes clearances from where it stands', async () => {
    const page = await open('/program/engagements/engage-1');
    await page.getByRole('button', { name: /^Make clearances from CL-/ }).click();
    const form = page.getByRole('dialog');
    expect(await breachesOf(page)).toEqual([]);
    const sent = page.waitForRequest((request) => request.method() === 'POST');
    await form.getByRole('button', { name: 'Make clearances' }).click();
    expect((await sent).postDataJSON()).toEqual({ level: 'query', publicScope: false });
    await page.getByText('Cleared: 10.20.30.0/24 and 10.20.31.0/24. Denied: 10.20.30.9/32.').waitFor();
  });

  test('figures that somebody else saved while one types: both are shown, the typing stays, and the next save keeps both', async () => {
    const page = await open('/risk/figures');
    const patients = page.getByLabel('Patients in the archives', { exact: true });
    const budget = page.getByLabel('Budget', { exact: true });
    await patients.fill('4321');
    await page.evaluate(() =>
      fetch('/api/v1/risk/settings', {
        method: 'PUT',
        headers: { 'x-csrf-token': 'csrf-1', 'x-tenant': 'demo' },
        body: JSON.stringify({ budget: 20_000 }),
      }),
    );
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    const note = page.getByRole('alert').filter({ hasText: 'Somebody else saved these figures' });
    await note.getByText('now 20,000').waitFor();
    expect(await patients.inputValue()).toContain('4');
    await note.getByRole('button', { name: 'Put mine on top' }).click();
    await note.waitFor({ state: 'detached' });
    expect(await budget.inputValue()).toContain('20,000');
    const sent = page.waitForRequest((request) => request.method() === 'PUT');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    expect((await sent).postDataJSON()).toEqual({ patients: 4321, budget: 20_000 });
    await page.getByText('Saved. Work the risk out again').waitFor();
  });

  test('a step is said to be done with a note, waits for the next assessment, and is taken back', async () => {
    const page = await open('/risk/plan');
    const part = page.getByRole('region', { name: 'Done: expected and achieved' });
    await part.getByText('contradicted', { exact: true }).waitFor();
    const bars = part.getByRole('img', { name: /expected and achieved/ });
    expect(await bars.count()).toBe(5);
    await part.getByText('What this rests on').nth(1).click();
    await part.getByText('11112 dicom').waitFor();
    expect(await breachesOf(page)).toEqual([]);
    const button = page.getByRole('button', { name: /^Done: / }).first();
    await button.click();
    await page.getByLabel('Note').fill('CHG-9');
    const sent = page.waitForRequest((request) => request.method() === 'POST' && request.url().endsWith('/risk/done'));
    await page.getByRole('dialog').getByRole('button', { name: 'Done' }).click();
    expect((await sent).postDataJSON()).toMatchObject({ note: 'CHG-9' });
    await part.getByText('Said to be done since this assessment').waitFor();
    await page.getByText('said to be done', { exact: true }).waitFor();
    await part
      .getByRole('button', { name: /^Take back: / })
      .first()
      .click();
    await page.getByRole('dialog').getByRole('button', { name: 'Take back' }).click();
    await part.getByText('Said to be done since this assessment').waitFor({ state: 'detached' });
  });

  test('what if, by keyboard: the answer follows switches and sliders, and a late answer to an old question is not shown', async () => {
    const page = await open('/risk/what-if');
    const said = page.getByRole('region', { name: 'What it would come to' }).getByRole('status');
    await expect
      .poll(() => said.textContent())
      .toMatch(/^An average year would cost \$[\d.]+K, \$[\d.]+K to \$[\d.]+K/);
    const planned = await said.textContent();
    await page.getByRole('button', { name: 'Start from today' }).focus();
    await page.keyboard.press('Enter');
    await expect
      .poll(() => said.textContent())
      .toMatch(/cost (\$[\d.]+K), .* instead of \1 \(.*\) today\. The actions cost \$0 /);
    const asked: string[][] = [];
    await page.route(/risk\/what-if$/, async (route) => {
      const { actions } = route.request().postDataJSON() as { actions: string[] };
      asked.push(actions);
      if (actions.length === 1) await new Promise((resolve) => setTimeout(resolve, 1500));
      await route.continue().catch(() => undefined);
    });
    const first = page.getByRole('switch', { name: 'Close the guest network against the archive' });
    await first.focus();
    await page.keyboard.press('Space');
    await expect.poll(() => asked.length).toBe(1);
    await page.getByRole('switch', { name: 'Let the archive check who is calling' }).focus();
    await page.keyboard.press('Space');
    await expect.poll(() => said.textContent()).toContain('The actions cost $1.5K ');
    await page.waitForTimeout(1600);
    expect(await said.textContent()).toContain('The actions cost $1.5K ');
    const before = await said.textContent();
    await page.getByRole('slider', { name: /^Exams a day of a CT|^CT: exams a day/ }).focus();
    for (let press = 0; press < 8; press++) await page.keyboard.press('ArrowRight');
    await expect.poll(async () => ['', before].includes(await said.textContent())).toBe(false);
    await page.getByRole('button', { name: 'Start from the plan' }).click();
    await expect.poll(() => said.textContent()).toBe(planned);
  });

  test('segmentation: what is allowed stands in the address, rules are previewed, and a capture is held against them', async () => {
    const page = await open('/risk/segmentation');
    await page.getByText('412 recorded conversations checked; none that an exam depends on is cut.').waitFor();
    await page.getByRole('switch', { name: 'Allow it' }).first().press('Space');
    await page.waitForURL(/allow=internet/);
    await page.reload();
    await page.getByRole('switch', { name: 'Allow it', checked: true }).waitFor();
    await page.getByRole('combobox', { name: 'Format' }).click();
    await page.getByRole('option', { name: 'Table (CSV)' }).click();
    await page.getByRole('region', { name: 'Preview of the rules for Table (CSV)' }).getByText('1,allow,').waitFor();
    expect(await page.getByRole('link', { name: 'Download' }).getAttribute('href')).toMatch(
      /^\/api\/v1\/segmentation\/rules\?allow=internet.*&format=csv&tenant=demo$/,
    );
    const capture = { name: 'day.pcap', mimeType: 'application/octet-stream', buffer: Buffer.alloc(24) };
    await page.locator('input[type=file]').setInputFiles(capture);
    await page.getByRole('button', { name: 'Try it' }).click();
    await page.getByText('48,213 packets read.').waitFor();
    await page.getByRole('row', { name: /Reading station 1.*CT 1.*cut$/ }).waitFor();
    expect(await breachesOf(page)).toEqual([]);
    // A capture without a conversation is no proof.
    const nothing = {
      checked: 0,
      clinical: 0,
      allowed: 0,
      onSegment: 0,
      clinicalCut: 0,
      waitingCut: 0,
      otherCut: 0,
      cut: [],
      cutTotal: 0,
    };
    await page.route(/dry-run/, (route) =>
      route.fulfill({
        json: {
          schema: 'dosimeter.segmentation-dry-run/1',
          packets: 3,
          proof: nothing,
          conversations: [],
          conversationsTotal: 0,
          problems: [],
        },
      }),
    );
    await page.getByRole('button', { name: 'Try it' }).click();
    await page.getByText('this proves nothing').waitFor();
  });

  test('by keyboard on a phone: a scenario is rated step by step, kept, and come back to', async () => {
    const page = await open('/ratings', { variant: { scheme: 'dark', size: 'phone' } });
    await page.getByRole('radio', { name: 'Radiologist' }).focus();
    await page.keyboard.press('Space');
    const injury = page.getByRole('radiogroup', { name: 'How badly could somebody be hurt?' });
    await expect.poll(() => focusedText(page)).toContain('CT protocol altered');
    await injury.getByRole('radio', { name: /^0/ }).focus();
    await page.keyboard.press('ArrowDown');
    await injury.getByRole('radio', { name: /^1/, checked: true }).waitFor();
    await page.getByText('Kept', { exact: true }).waitFor();
    for (const group of await page.getByRole('radiogroup').all())
      await group.getByRole('radio', { name: /^3/ }).check();
    await page.getByLabel('At least').fill('30');
    await page.getByLabel('Most likely').fill('20');
    await page.getByLabel('At most').fill('40');
    await page.getByRole('button', { name: 'Keep the likelihood' }).click();
    await page.getByText('each at least as large as the one before').waitFor();
    await page.getByLabel('At least').fill('10');
    await page.keyboard.press('Enter');
    await page.getByText('1 of 3 scenarios rated').first().waitFor();
    expect(await breachesOf(page)).toEqual([]);
    await shoot(page, 'ratings-form');
    await page.getByRole('button', { name: 'Next', exact: true }).click();
    await page.getByText('Scenario 2 of 3').waitFor();
    await expect.poll(() => focusedText(page)).toContain('The table of the CT moves');
    await page.getByRole('button', { name: 'Back' }).click();
    await page.reload();
    await injury.getByRole('radio', { name: /^3/, checked: true }).waitFor();
    expect(await page.getByLabel('Most likely').inputValue()).toBe('20');
    await page.getByRole('link', { name: 'Result so far' }).click();
    await page.getByText('4 · Death, or lasting damage to many').waitFor();
    await page.getByText('security EF: 2 in 10,000').waitFor();
  });

  test('on the map a zone opens and a click on a line shows its proof', async () => {
    const page = await open('/network', { tenant: 'hospital' });
    const map = page.getByRole('img', { name: /^Map of/ });
    await map.waitFor();
    await page.getByRole('combobox', { name: 'Pick a device or zone' }).click();
    await page.getByRole('option', { name: '10.20.3.0/24' }).click();
    await page.getByRole('heading', { name: 'Connections of 10.20.3.0/24' }).waitFor();
    await page.getByRole('link', { name: 'Show its devices' }).click();
    await expect.poll(() => page.url()).toContain('zone=');
    await page.getByText('100 devices').first().waitFor();
    // A line runs somewhere between the open zone and the columns beside it; the pointer says where.
    const says = async (step: number) => {
      const box = await map.boundingBox();
      if (!box) return '';
      await page.mouse.move(
        box.x + box.width * (0.16 + 0.02 * Math.floor(step / 60)),
        box.y + box.height * (0.2 + (step % 60) * 0.01),
      );
      return (await map.getAttribute('title')) ?? '';
    };
    let line = '';
    for (let step = 0; step < 300 && line === ''; step++) line = await says(step);
    expect(line).toMatch(/ calls /);
    await page.mouse.down();
    await page.mouse.up();
    await page.getByRole('heading', { name: line }).waitFor();
    await shoot(page, 'network-line-proof');
  });

  test('recalls that were taken in and name no device here are told with their number and day', async () => {
    const page = await open('/');
    const none = { items: [], next: null, total: { value: 0, relation: 'eq' } };
    await page.route(/api\/v1\/findings\?.*rule=recall/, (route) => route.fulfill({ json: none }));
    await page.goto(`${fake.url}/recalls`);
    await page.getByText('None of the 3,000 recalls that were taken in names a device here').waitFor();
    await page.getByText(/^They are of \w{3} \d+, 20\d\d\./).waitFor();
  });

  test('a purchase is checked by a document that is here, point by point, with what to ask for', async () => {
    const page = await open('/purchase?document=mds2-2');
    await page.getByRole('button', { name: 'Check', exact: true }).click();
    await page.getByText('Ask for in the contract').waitFor();
    await page.getByText('Not as it is').waitFor();
    expect(await page.getByRole('table').getByText('against it', { exact: true }).count()).toBe(1);
    // A second candidate: both stand beside each other.
    await page.getByRole('combobox', { name: 'MDS2 that are here' }).click();
    await page.getByRole('option').first().click();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Check', exact: true }).click();
    await page.getByRole('heading', { name: 'Beside each other' }).waitFor();
    expect(await page.getByRole('table').first().getByText('against it', { exact: true }).count()).toBe(2);
    expect(await breachesOf(page)).toEqual([]);
  });

  test('hostile names stay text: no dialog, no element, no style of their own', async () => {
    const page = await open('/devices?sort=name&order=asc&exposure=E6', { tenant: 'group' });
    const trouble = watchPage(page, fake.url);
    await page.getByText('<img src=x onerror=alert(1)>', { exact: true }).first().waitFor();
    for (const address of [
      '/',
      '/findings',
      '/advisories',
      '/mds2/mds2-2',
      '/sboms/sbom-1',
      '/risk',
      '/risk/scenarios',
      '/risk/scenarios/ct-dose-too-high-1',
      '/recalls',
      '/network?view=table',
      '/risk/paths',
      '/risk/plan',
      '/risk/what-if',
      '/risk/segmentation',
      '/program/controls',
      '/program/controls/govern-0',
      '/scans/scan-2',
      '/settings/audit',
      '/settings/users',
    ]) {
      await page.goto(fake.url + address);
      await page.waitForLoadState('networkidle');
    }
    for (let index = 1; index <= HOSTILE_NAMES.length; index++) {
      await page.goto(`${fake.url}/devices/dev-0000${index}`);
      await page.getByText('What we know, and how').waitFor();
      const title = await page.getByRole('heading', { level: 1 }).textContent();
      expect(title).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u0000-\u001f]/u);
    }
    expect(await page.evaluate(() => Reflect.has(window, '__hacked'))).toBe(false);
    expect(await page.locator('img[src="x"], main script').count()).toBe(0);
    expect(trouble).toEqual([]);
  });

  test('a list of 50,000 devices keeps few rows in the document and goes on as one scrolls', async () => {
    const page = await open('/devices?sort=name&order=asc', { tenant: 'group' });
    const rows = page.locator('tbody tr[aria-rowindex]');
    await rows.first().waitFor();
    for (let screen = 0; screen < 40; screen++) {
      await page.mouse.wheel(0, 2400);
      await page.waitForTimeout(40);
    }
    await expect.poll(async () => Number(await rows.last().getAttribute('aria-rowindex'))).toBeGreaterThan(900);
    expect(await rows.count()).toBeLessThan(80);
    expect(Number(await page.getByRole('table').getAttribute('aria-rowcount'))).toBeGreaterThan(49_000);
  });

  test('filters, search and order stand in the address and come back from it', async () => {
    const page = await open('/devices', { tenant: 'group' });
    await page.getByRole('searchbox').fill('North 00');
    await page.waitForURL(/q=North\+00/);
    await page.getByRole('button', { name: 'Exposure' }).click();
    await page.waitForURL(/sort=exposure&order=desc/);
    const found = () => page.getByRole('main').getByRole('status').first().textContent();
    await expect.poll(found).toMatch(/^[\d,]+ devices$/);
    const before = (await found()) ?? '';
    await page.getByRole('combobox', { name: 'Worst finding' }).click();
    await page.getByRole('option', { name: 'Critical' }).click();
    await page.waitForURL(/severity=critical/);
    // The old figure stands there until the new list has come.
    await expect
      .poll(async () => /^[\d,]+ devices$/.test((await found()) ?? '') && (await found()) !== before)
      .toBe(true);
    const count = await found();
    await page.reload();
    await expect.poll(found).toBe(count);
    expect(await page.getByRole('searchbox').inputValue()).toBe('North 00');
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await expect.poll(() => new URL(page.url()).searchParams.has('severity')).toBe(false);
  });

  test('devices are merged by selecting rows, and the merge is undone', async () => {
    const page = await open('/devices');
    await page.getByLabel('Select Ultrasound A').check();
    await page.getByLabel('Select Ultrasound B').check();
    await page.getByRole('button', { name: 'Merge into one' }).click();
    const dialog = page.getByRole('dialog', { name: 'Are these 2 one device?' });
    await dialog.waitFor();
    await expectNoViolations(page);
    await shoot(page, 'dialog-merge');
    await dialog.getByRole('button', { name: 'Merge into one' }).click();
    await page.getByText('13 devices').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('They are separate devices again.').waitFor();
  });

  test('a device is corrected, retired and split', async () => {
    const page = await open('/devices/demo-1');
    await page.getByRole('button', { name: 'Correct' }).click();
    await page.getByLabel('Name', { exact: true }).fill('CT emergency room');
    await expectNoViolations(page);
    await shoot(page, 'dialog-edit');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { level: 1, name: 'CT emergency room' }).waitFor();
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Split the device' }).click();
    await page.getByRole('checkbox', { name: /CT1/ }).check();
    await expectNoViolations(page);
    await shoot(page, 'dialog-split');
    await page.getByRole('button', { name: 'Split the device' }).click();
    await page.getByText('There are two devices now.').waitFor();
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Retire the device' }).click();
    await page.getByRole('button', { name: 'Retire the device' }).click();
    await page.getByText('Retired', { exact: true }).waitFor();
  });

  test('a scan is started, watched and finished', async () => {
    const page = await open('/scans/new');
    await page.getByLabel('Where to look').fill('bad');
    await page.getByRole('button', { name: 'Start a scan' }).click();
    await page.getByText('is no address or range').first().waitFor();
    await page.getByLabel('Where to look').fill('10.20.0.0/24');
    await page.getByText('256 addresses').waitFor();
    await page.getByLabel('Who allowed it').fill('Dr. Rivera');
    await page.getByRole('button', { name: 'Start a scan' }).click();
    await page.waitForURL(/\/scans\/scan-3/);
    await page.getByText(/of 254 addresses/).waitFor();
    await expectNoViolations(page);
    await shoot(page, 'scan-running');
    await page.getByText('It looked at everything that was asked for.').waitFor();
    await page.getByRole('button', { name: /127\.77\.0\.15:11112/ }).click();
    await page.getByText('The proof, step by step').waitFor();
  });

  test('a scan is stopped', async () => {
    const page = await open('/scans/new');
    await page.getByLabel('Where to look').fill('10.20.0.0/24');
    await page.getByRole('button', { name: 'Start a scan' }).click();
    await page.getByRole('button', { name: 'Stop the scan' }).click();
    await page.getByText('A person stopped it').waitFor();
  });

  test('a schedule says when it could never start, and is saved when it can', async () => {
    const page = await open('/scans');
    await page.getByRole('button', { name: 'Add a schedule' }).click();
    await page.getByLabel('Name').fill('Nightly');
    await page.getByLabel('Where to look').fill('10.20.0.0/24');
    await page.getByLabel('Starts at').fill('12:30');
    await expectNoViolations(page);
    await shoot(page, 'dialog-schedule');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('12:30 lies outside of the allowed hours').waitFor();
    await page.getByLabel('Starts at').fill('22:30');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saturday at 22:30').waitFor();
  });

  test('on a phone the groups of the navigation open by keyboard, the present one stands open', async () => {
    const page = await open('/sboms', { variant: { scheme: 'light', size: 'phone' } });
    await page.getByRole('button', { name: 'Open the navigation' }).click();
    const groups = page.getByRole('dialog').getByRole('heading', { level: 3 });
    await page.getByRole('link', { name: 'Bills of materials' }).waitFor();
    expect(await groups.allTextContents()).toEqual([
      'Today',
      'What could happen',
      'Program',
      'Devices',
      'Weaknesses',
      'Makers',
      'Setup',
    ]);
    expect(await page.getByRole('link', { name: 'Purchase check' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Makers', expanded: false }).focus();
    await page.keyboard.press('Enter');
    await expectNoViolations(page);
    await tabTo(page, 'Purchase check');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Purchase check' }).waitFor();
    expect(await page.getByRole('dialog').count()).toBe(0);
  });

  test('a bill of materials is taken in and opened, another kind of file is told; its parts narrow to those with findings', async () => {
    const page = await open('/sboms');
    const file = page.locator('input[type=file]');
    await file.setInputFiles({ name: 'x.csv', mimeType: 'text/csv', buffer: Buffer.from('Name;Maker\nCT 1;A\n') });
    await page.getByText('This is no bill of materials').waitFor();
    await file.setInputFiles({
      name: 'b.json',
      mimeType: 'text/plain',
      buffer: Buffer.from('{"bomFormat":"CycloneDX"}'),
    });
    await page.getByRole('heading', { level: 1, name: 'Aurora Imaging Helion 64 R1' }).waitFor();
    await page.getByText('40 parts', { exact: true }).waitFor();
    await page.getByLabel('Only parts with findings on devices here').check();
    await page.getByText('1 part', { exact: true }).waitFor();
    await page.getByRole('combobox', { name: 'It is also about' }).fill('Main');
    await page.getByRole('option', { name: 'Main PACS' }).click();
    await page.getByRole('button', { name: 'Link the device' }).click();
    await page.getByRole('link', { name: '3 findings', exact: true }).click();
    await page.waitForURL(/\/findings\?.*component=DCMTK/);
  });

  test('a list is imported: preview, columns changed, result with the rows left out', async () => {
    const page = await open('/import');
    const csv = 'Name;Maker;Serial number;Shelf\nCT 1;Aurora Imaging;SN-1;B4\nMR 1;Nordlicht;SN-2;C1\n';
    await page
      .locator('input[type=file]')
      .first()
      .setInputFiles({ name: 'assets.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
    await page.getByText('What is in which column?').waitFor();
    await page.getByRole('combobox', { name: 'Column Shelf is taken for' }).click();
    await page.getByRole('option', { name: 'Place' }).click();
    await expectNoViolations(page);
    await shoot(page, 'import-columns');
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByText('209 of 212 rows taken in').waitFor();
    await page.getByText('“10.1.2.999” is no address.').waitFor();
    await expectNoViolations(page);
    await shoot(page, 'import-result');
  });

  test('a remote sensor is added, its token shown once, and one is revoked', async () => {
    const page = await open('/sources');
    await page.getByRole('button', { name: 'Add a sensor' }).click();
    await page.getByLabel('Name').fill('west-wing');
    await expectNoViolations(page);
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByText('west-wing.not-a-token-of-any-server').waitFor();
    await page.getByText(`--hub ${fake.url}`).waitFor();
    await expectNoViolations(page);
    await shoot(page, 'dialog-sensor');
    await page.getByRole('button', { name: 'I have copied the token' }).click();
    expect(await page.getByText('not-a-token').count()).toBe(0);
    await page.getByRole('button', { name: 'Revoke east-wing' }).click();
    await page.getByText('east-wing can post nothing any more').waitFor();
    await page.getByRole('button', { name: 'Revoke', exact: true }).click();
    await page.getByText('east-wing can post nothing any more').waitFor({ state: 'hidden' });
  });

  test('images are sent without their names, and their machines are told', async () => {
    const page = await open('/import');
    const image = { mimeType: 'application/dicom', buffer: Buffer.from('the made-up server looks at the name alone') };
    await page.locator('input[type=file][multiple]').setInputFiles([
      { ...image, name: 'CANARY^QUINCY.dcm' },
      { ...image, name: 'CANARY 2.dcm' },
    ]);
    await page.getByText('1,225 files read, 1 machine named.').waitFor();
    await page.getByText('Files that are no DICOM: 25.').waitFor();
    await expectNoViolations(page);
    await shoot(page, 'images-result');
    await page.getByRole('button', { name: 'Send more images' }).click();
    await page.getByRole('button', { name: 'Choose a folder' }).waitFor();
  });

  test('an archive is asked: what is missing is said, then its machines are told', async () => {
    const page = await open('/import');
    const ask = page.getByRole('button', { name: 'Ask the archive' });
    await ask.click();
    await page.getByText('Say where the archive is.').waitFor();
    await page.getByText('DICOMweb (QIDO-RS)').click();
    await ask.click();
    await page.getByText('Write the whole address, with https:// at its beginning.').waitFor();
    await page.getByText('DICOM (C-FIND)').click();
    await page.getByLabel('Address of the archive').fill('10.1.2.3');
    await page.getByLabel('Its AE title').fill('PACS');
    await expectNoViolations(page);
    expect(await page.getByLabel('Count the patients, too').isChecked()).toBe(false);
    await ask.click();
    await page.getByText('512 exams looked at, 1 machines named').waitFor();
    expect(await page.getByText('different patients').count()).toBe(0);
    await page.getByRole('button', { name: 'Ask again' }).click();
    await page.getByLabel('Address of the archive').fill('10.1.2.3');
    await page.getByLabel('Count the patients, too').check();
    await shoot(page, 'archive-form');
    await ask.click();
    await page.getByText('431 different patients (90 % interval 425 to 437)').waitFor();
    await page.getByText('VB18A, VB19A').waitFor();
    await expectNoViolations(page);
    await shoot(page, 'archive-result');
  });

  test('sign-in asks for the second factor, and a wrong password is said so', async () => {
    fake.options.session = 'out';
    const page = await open('/devices');
    await page.getByLabel('E-mail').fill('owner@example.org');
    await page.getByLabel(/^Password/).fill('wrong password');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByText('The e-mail or the password is wrong.').waitFor();
    await page.getByLabel(/^Password/).fill('with second factor');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByLabel('Code from your phone').fill('123 456');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'Devices' }).waitFor();
    await page.getByRole('button', { name: 'Your account' }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
  });

  test('the first run checks its form and creates the owner', async () => {
    fake.options.session = 'setup';
    const page = await open('/');
    await page.getByLabel('One-time token').fill('abc');
    await page.getByLabel('Your name').fill('Dana');
    await page.getByLabel('E-mail').fill('dana@example.org');
    await page.getByLabel(/^Password/).fill('short');
    await page.getByRole('button', { name: 'Create the account' }).click();
    await page.getByText('Use at least 12 characters.').waitFor();
    await page.getByLabel(/^Password/).fill('correct horse battery');
    await page.getByRole('button', { name: 'Create the account' }).click();
    await page.getByText('Do these first').waitFor();
  });

  test('the second factor is set up with a picture that the policy allows', async () => {
    const page = await open('/settings/account');
    const trouble = watchPage(page, fake.url);
    await page.getByRole('button', { name: 'Set it up' }).click();
    const picture = page.getByRole('img', { name: 'QR code for your authenticator app' });
    await picture.waitFor();
    await expect
      .poll(() => picture.evaluate((image) => image instanceof HTMLImageElement && image.naturalWidth > 0))
      .toBe(true);
    await expectNoViolations(page);
    expect(trouble).toEqual([]);
  });

  test('a deny is added to the clearances', async () => {
    const page = await open('/settings/clearances');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByLabel(/^Addresses/).fill('10.9.0.0/16');
    await page.getByText('Deny', { exact: true }).last().click();
    await expectNoViolations(page);
    await shoot(page, 'dialog-clearance');
    await page.getByRole('dialog').getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByText('10.9.0.0/16').waitFor();
  });

  test('an owner changes the days to act, and goes back to those that ship', async () => {
    const page = await open('/settings/policy');
    const soon = page.getByLabel('At once (immediate)');
    await soon.fill('7');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Set by owner@example.org.').waitFor();
    expect(await soon.inputValue()).toBe('7');
    await page.getByRole('button', { name: 'Back to the days' }).click();
    await page.getByText('Nobody has changed them here.').waitFor();
    expect(await soon.inputValue()).toBe('3');
  });

  test('before the first assessment one button works the risk out, and its harm, money and scenarios come up', async () => {
    const page = await open('/risk', { tenant: 'empty' });
    await page.getByRole('button', { name: 'Work it out' }).click();
    await page.getByText(/^Year \d+ of 100000$/).waitFor();
    // Who leaves and comes back still sees how far it is.
    await page.reload();
    await page.getByText(/^Year \d+ of 100000$/).waitFor();
    await page.getByRole('heading', { name: 'Harm to people' }).waitFor();
    await page.getByText('This is the first assessment; the next one will say.').waitFor();
    await page.getByText('Nobody has said what may be lost in a year.').waitFor();
    expect(await page.getByRole('progressbar').count()).toBe(0);
  });

  test('by keyboard: from the matrix of harm to a scenario, its way, and the basis of its figures', async () => {
    const page = await open('/risk');
    const cell = page.getByRole('table', { name: /^Severity and probability/ }).getByRole('row', { name: /^Probable/ });
    await cell.waitFor();
    expect(await cell.getByRole('cell').allTextContents()).toEqual(
      expect.arrayContaining([expect.stringMatching(/^not acceptable.*3 today.*0 after$/)]),
    );
    await tabTo(page, 'The curve as a table');
    await page.keyboard.press('Enter');
    await page.getByRole('columnheader', { name: 'More than' }).waitFor();
    await expectNoViolations(page);
    await page.getByRole('link', { name: /^CT protocol altered/ }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: /^CT protocol altered/ }).waitFor();
    await page.getByText(/: if .*, it works in .*34%.* of tries, and takes 2 to 19 days\.$/).waitFor();
    await tabTo(page, 'How bad, aspect by aspect');
    await page.keyboard.press('Enter');
    await page.getByText('FDA MedWatch 2009-10-08; the rating is ours').waitFor();
    await expectNoViolations(page);
  });

  test('a figure is stated, refused when it cannot be, kept, and taken back; what may be lost becomes a line', async () => {
    const page = await open('/risk/figures');
    const most = page.getByLabel('Most likely: CT: exams a day of one machine');
    await most.fill('99');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('low, mode and high must be in this order').first().waitFor();
    await most.fill('18');
    await page.getByRole('button', { name: 'Add a line' }).click();
    await page.getByLabel('More than this loss').fill('250000');
    await page.getByLabel('In at most so many of 100 years').fill('5');
    await expectNoViolations(page);
    await shoot(page, 'risk-figures-stated');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Last changed by owner@example.org').waitFor();
    await page.reload();
    expect(await most.inputValue()).toBe('18');
    expect(await page.getByLabel('More than this loss').inputValue()).toBe('250,000');
    await page.getByRole('button', { name: 'Back to the default: CT: exams a day of one machine' }).click();
    await page.getByText('The default counts again once you save.').waitFor();
    await page.getByRole('button', { name: 'Save' }).click();
    await expect.poll(() => most.inputValue()).toBe('20');
  });

  test('by keyboard on a phone: the harm matrix is changed, refused when it cannot be, kept, and put back', async () => {
    const page = await open('/risk/harm-matrix', { variant: { scheme: 'dark', size: 'phone' } });
    await page.getByText('The default holds until the site makes its own').waitFor();
    const cell = page.getByLabel('Remote, Serious', { exact: true });
    await cell.focus();
    await page.keyboard.press('ArrowUp');
    expect(await cell.inputValue()).toBe('acceptable');
    await page.getByLabel('Improbable, Serious', { exact: true }).selectOption('Not acceptable');
    await page.getByLabel('Probable: from, percent a year').fill('40');
    await page.getByRole('button', { name: 'Save' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('This must be below the bound of frequent (0.1).').waitFor();
    await page.getByText('This must not be better than the rarer improbable.serious.').first().waitFor();
    expect(
      await page.getByRole('textbox', { name: 'Who made it, and on what grounds' }).getAttribute('aria-invalid'),
    ).toBe('true');
    await expectNoViolations(page);
    await shoot(page, 'harm-matrix-wrong');
    await page.getByLabel('Improbable, Serious', { exact: true }).selectOption('Acceptable');
    await page.getByLabel('Probable: from, percent a year').fill('2');
    await page.getByLabel('Name of the band remote').fill('Hardly ever');
    await page.getByLabel('What “minor” means').fill('A bruise.');
    await page.getByRole('textbox', { name: 'Who made it, and on what grounds' }).fill('Board, 2026-11-12');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Last changed by owner@example.org').waitFor();
    await page.reload();
    expect(await page.getByLabel('Hardly ever, Serious', { exact: true }).inputValue()).toBe('acceptable');
    expect(await page.getByLabel('What “minor” means').inputValue()).toBe('A bruise.');
    await page.goto(`${fake.url}/risk`);
    await page.getByText('The matrix was changed after this was worked out.').waitFor();
    await page.getByRole('link', { name: 'See or change the matrix' }).click();
    await page.getByRole('button', { name: 'Back to the default' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Back to the default' }).click();
    await page.getByText('The default holds until the site makes its own').waitFor();
    expect(await page.getByLabel('Remote, Serious', { exact: true }).inputValue()).toBe('investigate');
  });

  test('by keyboard: a contradicted way between zones is told, stated anew, and taken back; a way in opens no zone', async () => {
    const page = await open('/zones');
    await page.getByText('closed, but something passed').first().waitFor();
    await page.getByText('rule 12 of the core firewall').waitFor();
    await page
      .getByRole('button', { name: /^Say what holds from Reading rooms to / })
      .first()
      .focus();
    await page.keyboard.press('Enter');
    const form = page.getByRole('dialog');
    await form.getByRole('radio', { name: 'Everything passes' }).check();
    await form.getByLabel('Why, or by which rule').fill('Looked at the firewall');
    await expectNoViolations(page);
    await shoot(page, 'dialog-way');
    await form.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Looked at the firewall').waitFor();
    await expect.poll(() => page.getByText('closed, but something passed', { exact: true }).count()).toBe(0);
    await page.getByRole('button', { name: 'State a way' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await page.getByText('Choose both zones.').first().waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('checkbox', { name: 'It opens none: A maker’s remote access' }).check();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.reload();
    await expect
      .poll(() => page.getByRole('checkbox', { name: 'It opens none: A maker’s remote access' }).isChecked())
      .toBe(true);
  });

  test('the cost of a step is stated on the plan, refused when it cannot be, shown as stated, and taken back', async () => {
    const page = await open('/risk/plan');
    const change = page.getByRole('button', { name: /^Say what it costs: / }).first();
    await change.focus();
    await page.keyboard.press('Enter');
    const form = page.getByRole('dialog');
    await form.getByLabel('Most likely').fill('999999');
    await form.getByRole('button', { name: 'Save' }).click();
    await form.getByText('low, mode and high must be in this order').waitFor();
    await expectNoViolations(page);
    await shoot(page, 'dialog-step-cost');
    for (const [part, value] of [
      ['Low', '10'],
      ['Most likely', '20'],
      ['High', '30'],
    ] as const)
      await form.getByLabel(part, { exact: true }).fill(value);
    await form.getByLabel('Days of work').fill('2');
    await form.getByRole('button', { name: 'Save' }).click();
    await form.waitFor({ state: 'detached' });
    await page.goto(`${fake.url}/risk/figures`);
    const single = page.getByRole('region', { name: 'What single steps cost' });
    expect(await single.getByLabel(/^Most likely/).inputValue()).toBe('20');
    await page.getByRole('region', { name: 'Stated at devices' }).getByRole('link').waitFor();
    await page.getByLabel('Most likely: A rule between two networks: cost').fill('300');
    const currency = page.getByLabel('Currency', { exact: true });
    await currency.fill('EUR');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Say what a dollar is worth').first().waitFor();
    await expectNoViolations(page);
    await page.getByLabel('What a US dollar is worth', { exact: true }).fill('0.92');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Last changed by owner@example.org').waitFor();
    await page.goto(`${fake.url}/risk/plan`);
    await change.click();
    await form.getByText('This assessment counts in USD, and the site in EUR since.').waitFor();
    await page.keyboard.press('Escape');
    await page.evaluate(async () => {
      const headers = { 'x-csrf-token': 'csrf-1', 'x-tenant': 'demo' };
      const { stated } = await (await fetch('/api/v1/risk/settings', { headers })).json();
      const { currency: _, perDollar: __, ...rest } = stated;
      await fetch('/api/v1/risk/settings', { method: 'PUT', headers, body: JSON.stringify(rest) });
    });
    await page.goto(`${fake.url}/risk/plan`);
    await change.click();
    expect(await form.getByLabel('Most likely').inputValue()).toBe('20');
    await form.getByRole('button', { name: 'Back to the default' }).click();
    await form.waitFor({ state: 'detached' });
    await page.goto(`${fake.url}/risk/figures`);
    await page.getByText('What steps cost, by their kind').waitFor();
    expect(await single.count()).toBe(0);
  });

  test('by keyboard: how much hangs on a device is said, refused when it cannot be, kept, and taken back', async () => {
    const page = await open('/devices/demo-1');
    const panel = page.getByRole('region', { name: 'How much hangs on it' });
    await panel.getByRole('button', { name: 'Say it' }).focus();
    await page.keyboard.press('Enter');
    const form = page.getByRole('dialog');
    const patients = form.getByLabel('Patients on a usual working day');
    await patients.fill('5000');
    await form.getByRole('button', { name: 'Save' }).click();
    await form.getByText('This must be at most 2000.').waitFor();
    await expectNoViolations(page);
    await shoot(page, 'dialog-hangs-on-it');
    await patients.fill('22');
    await form.getByLabel('The only one of its kind here').click();
    await page.getByRole('option', { name: 'Yes' }).click();
    await form.getByRole('button', { name: 'Save' }).click();
    await panel.getByText('22', { exact: true }).waitFor();
    await panel.getByRole('button', { name: 'Say it' }).click();
    await patients.fill('');
    await form.getByRole('button', { name: 'Save' }).click();
    await form.waitFor({ state: 'detached' });
    await expect.poll(() => panel.getByText('22', { exact: true }).count()).toBe(0);
  });

  test('by keyboard on a phone: a text of the risk-management file is said, found among what was said, and taken back', async () => {
    const page = await open('/risk/file', { variant: { scheme: 'light', size: 'phone' } });
    await page.getByText('5 of 5 are still to be said.').waitFor();
    await page.getByRole('button', { name: 'Say it: What the network is for' }).focus();
    await page.keyboard.press('Enter');
    const form = page.getByRole('dialog');
    await form.getByRole('button', { name: 'Save' }).click();
    await form.getByText('Please fill this in.').waitFor();
    await form.getByLabel('What the network is for').fill('Imaging of out-patients.\nNothing else.');
    await expectNoViolations(page);
    await shoot(page, 'dialog-risk-file');
    await form.getByRole('button', { name: 'Save' }).click();
    await page.getByText('4 of 5 are still to be said.').waitFor();
    await page.getByText('Said', { exact: true }).click();
    await page.getByText('Imaging of out-patients.').waitFor();
    await page.getByRole('button', { name: 'Say it: What the network is for' }).click();
    await form.getByRole('button', { name: 'Take it back' }).click();
    await page.getByText('5 of 5 are still to be said.').waitFor();
  });

  test('the demo is removed in one click and a confirmation, and the own data come up', async () => {
    const page = await open('/');
    await page.getByRole('button', { name: 'Remove the demo' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove the demo' }).click();
    await page.getByText('Seven Hills Imaging Group').first().waitFor();
    expect(await page.getByText('This is the demo imaging centre').count()).toBe(0);
  });

  test('a reader sees everything and is offered no change', async () => {
    fake.options.role = 'reader';
    const page = await open('/devices/demo-1');
    await page.getByText('What we know, and how').waitFor();
    expect(await page.getByRole('button', { name: 'Correct' }).count()).toBe(0);
    await page.goto(`${fake.url}/settings/clearances`);
    await page.getByText('Linear accelerator').waitFor();
    expect(await page.getByRole('button', { name: 'Add', exact: true }).count()).toBe(0);
    expect(await page.getByRole('link', { name: 'Users' }).count()).toBe(0);
  });

  test('an error is said in words on every page, and trying again works', async () => {
    for (const address of [
      '/',
      '/devices',
      '/devices/demo-1',
      '/findings',
      '/risk',
      '/risk/figures',
      '/network',
      '/risk/paths',
      '/risk/segmentation',
      '/scans',
      '/settings/clearances',
    ]) {
      fake.options.failWith = 503;
      const page = await open(address);
      await page.getByText('The database does not answer; try again in a moment.').first().waitFor();
      if (address === '/') {
        await expectNoViolations(page);
        await shoot(page, 'error');
      }
      fake.options.failWith = undefined;
      // One answer takes away the buttons that asked for the same, so each is clicked as long as it is there.
      const again = page.getByRole('button', { name: 'Try again' });
      await expect
        .poll(async () => {
          await again.evaluateAll((buttons) => {
            for (const button of buttons) if (button instanceof HTMLElement) button.click();
          });
          return page.getByText('The database does not answer').count();
        })
        .toBe(0);
      await context?.close();
    }
  });

  test('while the server is slow the page shows that it waits', async () => {
    fake.options.delayMs = 1500;
    const page = await open('/');
    await page.getByText('Loading…').first().waitFor();
    await page.getByText('Do these first').waitFor();
  });

  test('without WebGL the network is shown as a table', async () => {
    context = await openContext(browser, DESKTOP, 'demo');
    await context.addInitScript(() => {
      HTMLCanvasElement.prototype.getContext = () => null;
    });
    const page = await context.newPage();
    await page.goto(`${fake.url}/network`);
    await page.getByText('it has no WebGL').waitFor();
    await page.getByRole('link', { name: 'CT 1' }).first().waitFor();
  });

  test('the choice of dark stays after a reload, from the first paint on', async () => {
    const page = await open('/');
    await page.getByRole('button', { name: 'Light or dark' }).click();
    await page.getByRole('menuitem', { name: 'Dark' }).click();
    await page.reload({ waitUntil: 'commit' });
    await expect.poll(() => page.evaluate(() => document.documentElement?.dataset['mantineColorScheme'])).toBe('dark');
  });

  test('the first load of the overview needs less than 350 kB of JavaScript, gzipped', async () => {
    context = await openContext(browser, DESKTOP, 'demo');
    const page = await context.newPage();
    const scripts = new Map<string, number>();
    page.on('response', async (response) => {
      if (response.url().endsWith('.js')) scripts.set(response.url(), gzipSync(await response.body()).length);
    });
    await page.goto(fake.url);
    await page.getByText('Do these first').waitFor();
    await page.waitForLoadState('networkidle');
    const total = [...scripts.values()].reduce((sum, size) => sum + size, 0);
    const paint = await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime);
    console.log(
      `first load: ${scripts.size} scripts, ${Math.round(total / 1000)} kB gzipped; first contentful paint ${Math.round(paint ?? 0)} ms`,
    );
    expect(total).toBeLessThan(350_000);
  });
});

async function expectNoViolations(page: Page): Promise<void> {
  expect(await breachesOf(page)).toEqual([]);
}

async function focusedText(page: Page): Promise<string> {
  return page.evaluate(() => document.activeElement?.textContent?.trim() ?? '');
}

/** Presses Tab until the focus stands on something with this text. */
async function tabTo(page: Page, wanted: string): Promise<void> {
  for (let press = 0; press < 80; press++) {
    await page.keyboard.press('Tab');
    if ((await focusedText(page)) === wanted) return;
  }
  throw new Error(`Tab does not reach “${wanted}”`);
}
