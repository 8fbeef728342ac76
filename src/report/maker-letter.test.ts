// Claims about the letter to a maker on paper: what it asks, about which devices, and what stays at home.
import { getDocumentProxy } from 'unpdf';
import { expect, test } from 'vitest';
import type { Finding } from '#contracts/index.ts';
import { letterPdf, letterText, makerLetter } from './index.ts';
import { sampleInput } from './sample-centre.ts';

const NOW = '2026-11-23T10:00:00.000Z';

/** The words of each page, in their order. */
async function pagesOf(pdf: Uint8Array): Promise<string[]> {
  const document = await getDocumentProxy(new Uint8Array(pdf), { verbosity: 0 });
  const pages: string[] = [];
  for (let number = 1; number <= document.numPages; number++) {
    const { items } = await (await document.getPage(number)).getTextContent();
    const words = items.map((item) => ('str' in item ? item.str : '')).join(' ');
    pages.push(words.replace(/\s+/g, ' '));
  }
  return pages;
}

function finding(change: Partial<Finding>): Finding {
  const [first] = sampleInput.findings;
  if (!first) throw new Error('The sample center has no finding.');
  return { ...first, cve: null, advisories: [], kev: false, device: 'ct-1', reasons: [], ...change };
}

const device = (id: string) => ({
  id,
  vendor: 'Northwind',
  model: 'Helix 64',
  serial: `SN-${id}`,
  version: '4.1',
  kind: 'ct',
});
const hole = (at: string, system: string) =>
  finding({
    device: at,
    cve: 'CVE-2019-0708',
    title: `${system} may have the hole`,
    advisories: ['ICSMA-19-1'],
    kev: true,
  });
const LETTER = makerLetter({
  site: { id: 'tenant-1', name: 'Lakeside Imaging' },
  maker: 'Northwind',
  now: NOW,
  devices: ['ct-1', 'ct-2'].map(device),
  findings: [
    hole('ct-1', 'Windows 7'),
    hole('ct-2', 'Windows XP'),
    finding({
      rule: 'promise-not-kept',
      title: 'Updates are switched off, although its maker says that it installs them by itself',
      reasons: [
        { rule: 'promise-not-kept', because: 'MDS2 D-7 of Northwind Helix 64 says to CSUP-8: "Yes".', facts: ['f-1'] },
        { rule: 'promise-not-kept', because: 'On 2026-11-20 port 104 of 10.0.0.5 was looked at.', facts: ['f-2'] },
      ],
    }),
    ...Array.from({ length: 30 }, (_, at) => finding({ device: 'ct-2', title: `Matter ${at}` })),
  ],
});

test('the letter as PDF says what is asked about which devices, by whom, under one reference', async () => {
  const pages = await pagesOf(await letterPdf(LETTER, { site: 'Lakeside Imaging', now: NOW, branding: null }));
  const all = pages.join(' ');
  for (const words of [
    'Security of 2 devices of Northwind at Lakeside Imaging',
    'We ask you about 32 matters',
    '1. CVE-2019-0708',
    'Attackers use it already',
    'Advisory: ICSMA-19-1',
    // Each device with its own system.
    'Northwind Helix 64 4.1, serial SN-ct-1: Windows 7 may have the hole',
    'Northwind Helix 64 4.1, serial SN-ct-2: Windows XP may have the hole',
    'MDS2 D-7 of Northwind Helix 64 says to CSUP-8: "Yes".',
    'CSAF or VEX',
    'Please answer with our reference.',
  ]) {
    expect(all).toContain(words);
    expect(letterText(LETTER).replace(/\s+/g, ' ')).toContain(words);
  }
  expect(pages.length).toBeGreaterThan(1);
  for (const [at, page] of pages.entries()) {
    expect(page).toContain(LETTER.reference);
    expect(page).toContain(`${at + 1} of ${pages.length}`);
  }
});

test('no matter is torn between two pages, and no address goes out', async () => {
  const pages = await pagesOf(await letterPdf(LETTER, { site: 'Lakeside Imaging', now: NOW, branding: null }));
  for (let at = 0; at < 30; at++) {
    const page = pages.find((words) => words.includes(`. Matter ${at} `)) ?? '';
    expect(page.slice(page.indexOf(`. Matter ${at} `))).toMatch(
      /^\. Matter \d+ .{0,4}Northwind Helix 64 4\.1, serial SN-ct-2/,
    );
  }
  expect(`${pages.join(' ')} ${letterText(LETTER)}`).not.toContain('10.0.0.5');
});
