// Every page of the web app in a real browser, against the stand-in for the API: in light and dark, on a desktop and on a phone, no wider
// than the window, free of accessibility violations and of errors.
import { rmSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { breachesOf } from './test-support/breaches.ts';
import { buildApp } from './test-support/build-app.ts';
import {
  hasChromium,
  openContext,
  SHOTS,
  shoot,
  startChromium,
  turnTo,
  VARIANTS,
  type Variant,
  watchPage,
} from './test-support/chromium.ts';
import { type FakeApi, startFakeApi } from './test-support/fake-api.ts';

const PAGES = [
  { name: 'overview', address: '/', ready: 'Do these first' },
  { name: 'overview-empty', address: '/', ready: 'Look at the network', tenant: 'empty' },
  { name: 'overview-group', address: '/', ready: 'Do these first', tenant: 'group' },
  { name: 'devices', address: '/devices', ready: 'Main PACS' },
  { name: 'devices-group', address: '/devices?sort=name&order=asc', ready: '49,', tenant: 'group' },
  { name: 'devices-none', address: '/devices?q=nothing-like-this', ready: 'No device fits these filters' },
  { name: 'devices-empty', address: '/devices', ready: 'No devices yet', tenant: 'empty' },
  { name: 'device', address: '/devices/demo-6', ready: 'What we know, and how' },
  { name: 'device-web', address: '/devices/demo-10', ready: 'asks for a client certificate' },
  { name: 'device-hostile', address: '/devices/dev-00006', ready: 'VERY-LONG', tenant: 'group' },
  { name: 'risk', address: '/risk', ready: 'How likely is a year to lose more?' },
  { name: 'risk-empty', address: '/risk', ready: 'It simulates many years', tenant: 'empty' },
  { name: 'risk-group', address: '/risk', ready: 'How likely is a year to lose more?', tenant: 'group' },
  { name: 'harm-matrix', address: '/risk/harm-matrix', ready: 'Whether it may be' },
  { name: 'board', address: '/program/board', ready: 'Approve the plan' },
  { name: 'board-empty', address: '/program/board', ready: 'Have the risk of this site', tenant: 'empty' },
  { name: 'board-group', address: '/program/board', ready: 'Approve the plan', tenant: 'group' },
  { name: 'governance', address: '/program/governance', ready: 'Firewall of the imaging network' },
  { name: 'governance-empty', address: '/program/governance', ready: 'Nothing was decided yet', tenant: 'empty' },
  { name: 'governance-group', address: '/program/governance', ready: 'Read logs and alarms', tenant: 'group' },
  { name: 'clients', address: '/clients', ready: 'Seven Hills Imaging Group' },
  { name: 'clients-empty', address: '/clients', ready: 'Not worked out yet', tenant: 'empty' },
  { name: 'clients-group', address: '/clients', ready: 'Center 5', tenant: 'group' },
  { name: 'branding', address: '/settings/reports', ready: 'How it looks' },
  { name: 'calendar', address: '/program/calendar', ready: 'Bring back images and the schedule' },
  { name: 'calendar-empty', address: '/program/calendar', ready: 'Work an hour on paper', tenant: 'empty' },
  { name: 'calendar-group', address: '/program/calendar', ready: 'Bring back images', tenant: 'group' },
  { name: 'engagements', address: '/program/engagements', ready: 'Yearly look' },
  { name: 'engagements-empty', address: '/program/engagements', ready: 'No engagement yet', tenant: 'empty' },
  { name: 'engagements-group', address: '/program/engagements', ready: 'North Shore', tenant: 'group' },
  { name: 'engagement', address: '/program/engagements/engage-1', ready: 'Corrected by a later entry' },
  { name: 'engagement-group', address: '/program/engagements/engage-1', ready: 'Corrected by', tenant: 'group' },
  { name: 'metrics', address: '/program/metrics', ready: 'Devices known' },
  { name: 'benchmark', address: '/benchmark', ready: 'Lake Imaging Services' },
  { name: 'benchmark-empty', address: '/benchmark', ready: 'The key is made with the first file.', tenant: 'empty' },
  { name: 'benchmark-group', address: '/benchmark', ready: 'owns every site', tenant: 'group' },
  { name: 'metrics-group', address: '/program/metrics', ready: 'Devices known', tenant: 'group' },
  { name: 'risk-file', address: '/risk/file', ready: 'What the network is for' },
  { name: 'risk-file-group', address: '/risk/file', ready: 'What the network is for', tenant: 'group' },
  { name: 'assessments', address: '/program/assessments', ready: 'Where you stand' },
  { name: 'framework', address: '/program/assessments/hipaa-security', ready: 'nine parts' },
  { name: 'framework-group', address: '/program/assessments/csf-2.0', ready: 'Show more', tenant: 'group' },
  { name: 'questionnaires', address: '/program/questionnaires', ready: 'Cloud Archive' },
  { name: 'questionnaires-empty', address: '/program/questionnaires', ready: 'No questionnaire', tenant: 'empty' },
  { name: 'remote-access', address: '/program/remote-access', ready: 'Old service desk' },
  { name: 'remote-access-empty', address: '/program/remote-access', ready: 'Nobody is entered', tenant: 'empty' },
  { name: 'risk-figures', address: '/risk/figures', ready: 'Machines: CT' },
  { name: 'scenarios', address: '/risk/scenarios', ready: 'Cost money alone' },
  { name: 'scenarios-group', address: '/risk/scenarios', ready: '180 scenarios', tenant: 'group' },
  { name: 'scenario', address: '/risk/scenarios/ct-dose-too-high', ready: 'The likeliest way' },
  { name: 'scenario-money', address: '/risk/scenarios/records-stolen', ready: 'only money is at stake' },
  { name: 'findings', address: '/findings', ready: 'Runs searches for strangers' },
  { name: 'findings-flaws', address: '/findings?by=cve', ready: 'CVE-2026-10001' },
  { name: 'findings-makers', address: '/findings?by=maker', ready: 'Aurora Imaging' },
  { name: 'flaw', address: '/flaws/CVE-2026-10001', ready: 'What each source says' },
  { name: 'advisories', address: '/advisories', ready: 'console service' },
  { name: 'advisory', address: '/advisories/AUR-2026-01', ready: 'Missing authentication' },
  { name: 'life-cycles', address: '/life-cycles', ready: 'Operating systems in use' },
  { name: 'life-cycles-group', address: '/life-cycles', ready: 'Operating systems in use', tenant: 'group' },
  { name: 'life-cycles-empty', address: '/life-cycles', ready: 'No devices yet', tenant: 'empty' },
  { name: 'mds2', address: '/mds2', ready: 'Helion' },
  { name: 'mds2-empty', address: '/mds2', ready: 'No MDS2 yet', tenant: 'empty' },
  { name: 'mds2-document', address: '/mds2/mds2-2', ready: 'Answers by capability' },
  { name: 'mds2-compare', address: '/mds2/compare?left=mds2-1&right=mds2-2', ready: 'less safe, 1 only different' },
  { name: 'sboms', address: '/sboms', ready: 'Helion 128' },
  { name: 'sboms-group', address: '/sboms', ready: '100 of 302', tenant: 'group' },
  { name: 'sboms-empty', address: '/sboms', ready: 'No bill of materials yet', tenant: 'empty' },
  { name: 'sbom', address: '/sboms/sbom-1', ready: '3 findings' },
  { name: 'sbom-huge', address: '/sboms/sbom-2', ready: '100 of 12,000' },
  { name: 'recalls', address: '/recalls', ready: 'Your serial is on it' },
  { name: 'recalls-empty', address: '/recalls', ready: 'No recalls were taken in', tenant: 'empty' },
  { name: 'purchase', address: '/purchase?document=mds2-2', ready: 'Which product' },
  { name: 'makers', address: '/makers', ready: 'the longest for 41 days' },
  { name: 'makers-empty', address: '/makers', ready: 'No maker has to answer anything', tenant: 'empty' },
  { name: 'paths', address: '/risk/paths?target=demo-1', ready: 'cut no exam' },
  { name: 'paths-group', address: '/risk/paths', ready: '400 devices', tenant: 'group' },
  { name: 'paths-empty', address: '/risk/paths', ready: 'What could happen here', tenant: 'empty' },
  { name: 'segmentation', address: '/risk/segmentation', ready: 'none that an exam depends on is cut' },
  {
    name: 'segmentation-cut',
    address: '/risk/segmentation?staleDays=30&part=demo-6',
    ready: '1 that exams depend on',
  },
  { name: 'segmentation-group', address: '/risk/segmentation?by=devices', ready: 'may open', tenant: 'group' },
  {
    name: 'segmentation-empty',
    address: '/risk/segmentation',
    ready: 'No conversation is recorded',
    tenant: 'empty',
  },
  { name: 'plan', address: '/risk/plan', ready: 'Within 90 days' },
  { name: 'plan-none-done', address: '/risk/plan', ready: 'No step is said to be done yet', tenant: 'hospital' },
  { name: 'plan-group', address: '/risk/plan', ready: 'Within 90 days', tenant: 'group' },
  { name: 'what-if', address: '/risk/what-if', ready: 'Chance that it is reached' },
  { name: 'what-if-group', address: '/risk/what-if', ready: 'Chance that it is reached', tenant: 'group' },
  { name: 'network', address: '/network', ready: 'Pick a device' },
  { name: 'network-hospital', address: '/network', ready: '2,000 devices', tenant: 'hospital' },
  { name: 'network-zone', address: '/network?zone=10.20.3.0%2F24', ready: '100 devices', tenant: 'hospital' },
  { name: 'network-proof', address: '/network?pick=demo-6', ready: 'Connections of Main PACS' },
  { name: 'network-table', address: '/network?view=table', ready: 'Seen: on the wire' },
  { name: 'scans', address: '/scans', ready: 'Weekly look at the imaging rooms' },
  { name: 'scan-new', address: '/scans/new', ready: 'What it will not do' },
  { name: 'scan', address: '/scans/scan-2?from=scan-1', ready: '1 appeared, 1 gone' },
  { name: 'import', address: '/import', ready: 'Drop a file here' },
  { name: 'round', address: '/checklist', ready: 'Scripts that look instead' },
  { name: 'round-group', address: '/checklist', ready: 'devices done', tenant: 'group' },
  { name: 'round-empty', address: '/checklist', ready: 'No devices yet', tenant: 'empty' },
  { name: 'checklist', address: '/checklist/demo-6', ready: 'default passwords changed' },
  { name: 'ratings-who', address: '/ratings', ready: 'What do you work as?' },
  { name: 'ratings-empty', address: '/ratings', ready: 'No scenarios', tenant: 'empty' },
  { name: 'ratings-result', address: '/ratings/result', ready: 'Raters agree well: alpha 0.81' },
  { name: 'ratings-result-group', address: '/ratings/result', ready: 'Combined ratings', tenant: 'group' },
  { name: 'policies', address: '/program/policies', ready: 'Makers who connect from outside' },
  { name: 'policies-empty', address: '/program/policies', ready: 'No policies', tenant: 'empty' },
  { name: 'policies-group', address: '/program/policies', ready: 'Policy 98', tenant: 'group' },
  { name: 'site-policy', address: '/program/policies/remote-service', ready: 'Every version, the newest first.' },
  { name: 'exceptions', address: '/program/exceptions', ready: 'it counts as broken again' },
  { name: 'exceptions-empty', address: '/program/exceptions', ready: 'No exceptions', tenant: 'empty' },
  { name: 'controls', address: '/program/controls', ready: 'Protect: what keeps harm away' },
  { name: 'controls-empty', address: '/program/controls', ready: 'There are no devices yet', tenant: 'empty' },
  { name: 'controls-group', address: '/program/controls', ready: 'Protect: what keeps harm away', tenant: 'group' },
  { name: 'control', address: '/program/controls/unique-accounts', ready: 'Checks that look at it' },
  { name: 'control-stated', address: '/program/controls/govern-1', ready: 'Is this done' },
  { name: 'checks', address: '/program/checks', ready: 'People sign in with accounts of their own.' },
  { name: 'check', address: '/program/checks/default-account-changed', ready: 'Questions to people' },
  { name: 'check-group', address: '/program/checks/default-account-changed', ready: 'broken', tenant: 'group' },
  { name: 'training', address: '/program/training', ready: 'No such mailbox' },
  { name: 'training-empty', address: '/program/training', ready: 'Nobody is on the roster', tenant: 'empty' },
  { name: 'training-group', address: '/program/training', ready: 'person-3@example.org', tenant: 'group' },
  { name: 'lesson-by-link', address: '/learn/some-token', ready: 'Your best so far: 1 of 3' },
  { name: 'policy-by-link', address: '/learn/policy/some-token', ready: 'has opened the way' },
  { name: 'start', address: '/start', ready: 'Show my result' },
  { name: 'start-question', address: '/start?step=fears', ready: 'What do you fear most?' },
  { name: 'start-begin', address: '/start', ready: 'What do you have?', tenant: 'empty' },
  { name: 'start-result', address: '/start/result', ready: 'CT dose too high' },
  { name: 'titles', address: '/titles', ready: 'Who speaks with whom' },
  { name: 'zones', address: '/zones', ready: 'opened from the internet' },
  { name: 'zones-group', address: '/zones', ready: 'Ways between zones', tenant: 'group' },
  { name: 'zones-empty', address: '/zones', ready: 'No zones yet', tenant: 'empty' },
  { name: 'titles-empty', address: '/titles', ready: 'No AE titles known yet', tenant: 'empty' },
  { name: 'sources', address: '/sources', ready: 'What was taken in' },
  { name: 'sources-empty', address: '/sources', ready: 'Nothing was taken in yet', tenant: 'empty' },
  { name: 'clearances', address: '/settings/clearances', ready: 'Linear accelerator' },
  { name: 'policy', address: '/settings/policy', ready: 'Waits for approval' },
  { name: 'users', address: '/settings/users', ready: 'Kim' },
  { name: 'ways-to-sign-in', address: '/settings/sign-in', ready: 'Directory (LDAP)' },
  { name: 'account', address: '/settings/account', ready: 'Second factor' },
  { name: 'audit', address: '/settings/audit', ready: 'added a clearance for' },
  { name: 'hand-over', address: '/settings/hand-over', ready: 'Make the archive' },
  { name: 'demo', address: '/settings/demo', ready: 'Remove the demo' },
  { name: 'about', address: '/settings/about', ready: 'What you can rely on' },
  { name: 'not-found', address: '/nothing/here', ready: 'There is nothing at this address.' },
  { name: 'sign-in', address: '/', ready: 'With the account that the owner made', session: 'out' },
  { name: 'setup', address: '/', ready: 'One-time token', session: 'setup' },
] as const;

// Colors hang on the scheme and layout on the size: two variants see both of each. For pictures there are all four.
const NARROW: Variant = { scheme: 'dark', size: 'phone' };
const WIDE: Variant = { scheme: 'light', size: 'desktop' };

if (!hasChromium) console.log('skipped: every page of the web app in a browser (chromium is not installed)');

describe.skipIf(!hasChromium)('every page reads well and breaks no accessibility rule', () => {
  let dist: string;
  let fake: FakeApi;
  let browser: Browser;
  const windows = new Map<string, { page: Page; trouble: string[] }>();

  beforeAll(async () => {
    dist = await buildApp();
    fake = await startFakeApi({ dist });
    browser = await startChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await fake?.close();
    if (dist) rmSync(dist, { recursive: true, force: true });
  });

  /** The window of a site, which has the program already, as a person would see one page after the other. */
  async function windowOf(tenant: string) {
    const open = windows.get(tenant);
    if (open) return open;
    const page = await (await openContext(browser, NARROW, tenant)).newPage();
    const made = { page, trouble: watchPage(page, fake.url) };
    windows.set(tenant, made);
    return made;
  }

  test.each(PAGES)('$name', async (each) => {
    fake.reset();
    if ('session' in each) fake.options.session = each.session;
    const { page, trouble } = await windowOf('tenant' in each ? each.tenant : 'demo');
    // What is empty or huge is laid out anew, not painted anew: the narrow, dark variant sees it. Of the others every second begins wide.
    const both = PAGES.indexOf(each) % 2 === 0 ? [NARROW, WIDE] : [WIDE, NARROW];
    const looks = SHOTS ? VARIANTS : 'tenant' in each ? [NARROW] : both;
    // The page before ends here, and what went wrong on it is its own.
    await page.goto('about:blank');
    trouble.length = 0;
    await turnTo(page, looks[0] ?? NARROW);
    await page.goto(fake.url + each.address);
    await page.getByText(each.ready).first().waitFor({ timeout: 15_000 });
    const broken: string[] = [];
    for (const variant of looks) {
      await turnTo(page, variant);
      await page.waitForFunction(
        (scheme) =>
          document.documentElement.dataset['mantineColorScheme'] === scheme &&
          !document.querySelector('.mantine-Skeleton-root'),
        variant.scheme,
      );
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      const found = [...(overflow > 0 ? [`${overflow}px wider than the window`] : []), ...(await breachesOf(page))];
      broken.push(...found.map((what) => `${variant.scheme} ${variant.size}: ${what}`));
      await shoot(page, `${each.name}-${variant.scheme}-${variant.size}`);
    }
    expect([...broken, ...trouble]).toEqual([]);
  });
});
