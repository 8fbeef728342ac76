// Branding on reports: it stands where it belongs, the front page stays one page, and without it no byte is another.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { DEFAULT_HARM_MATRIX, branding as shapes } from '#contracts/index.ts';
import { PICTURES } from '#support/pictures.ts';
import { readableOn } from './branding.ts';
import { HOSTILE_NAMES } from './hostile.ts';
import {
  type Branding,
  boardHtml,
  boardPdf,
  buildAssessment,
  buildBoard,
  buildRiskFile,
  htmlReport,
  letterText,
  type PolicyPaper,
  pdfReport,
  policyHtml,
  policyPdf,
  riskFileHtml,
  riskFilePdf,
} from './index.ts';
import { sampleInput } from './sample-centre.ts';
import { sampleRisk } from './sample-risk.ts';

const document = buildAssessment(sampleInput);
const board = buildBoard({
  site: 'Center',
  date: '2026-11-27',
  timeZone: 'UTC',
  risk: sampleRisk,
  firstAt: null,
  previous: null,
  decisions: { count: 0, total: 0, items: [], head: null },
  exceptions: [],
  standing: [],
  keptAt: null,
  firstKept: null,
  moved: null,
});
const riskFile = buildRiskFile({
  site: 'Center',
  at: '2026-11-27T10:00:00.000Z',
  basis: [],
  matrix: DEFAULT_HARM_MATRIX,
  matrixIsDefault: true,
  groups: [],
  scenarios: [],
  actions: [],
  decisions: [],
  stated: {},
});
const clauses: PolicyPaper['text']['filled']['clauses'] = [
  { id: 'lock', text: 'Screens are locked.', who: ['everyone'], checks: [] },
];
const policy: PolicyPaper = {
  id: 'screens',
  site: 'Center',
  text: {
    version: {
      version: 2,
      state: 'approved',
      by: 'Eve',
      at: '2026-11-20T10:00:00.000Z',
      note: '',
      meaning: true,
      askedBy: 'Eve',
      askedAt: '2026-11-20T11:00:00.000Z',
      askNote: null,
      decidedBy: 'Olga',
      decidedAt: '2026-11-21T10:00:00.000Z',
      decisionNote: null,
      reviewOn: '2027-11-21',
    },
    body: { title: 'Screens', purpose: 'Why', variables: [], values: {}, clauses, reviewMonths: 12, attestedBy: [] },
    filled: { title: 'Screens', purpose: 'Why', clauses, missing: [] },
  },
};
const logo = { mime: 'image/png', width: 7, height: 5, data: PICTURES.rgba.base64 } as const;
const brand: Branding = {
  name: 'St. Mary Imaging',
  accent: '#7a0b5c',
  preparedBy: 'North Consulting',
  contact: 'desk@north.example',
  footer: 'For the addressee alone.',
  logo,
};
const nothing: Branding = { name: '', accent: null, preparedBy: '', contact: '', footer: '', logo: null };
const full: Branding = {
  ...brand,
  name: 'W'.repeat(120),
  preparedBy: 'Wide words '.repeat(10),
  contact: 'Wide words '.repeat(14),
  footer: 'W'.repeat(160),
};

test.each([
  ['assessment', htmlReport(document), htmlReport(document, brand)],
  ['board report', boardHtml(board), boardHtml(board, 'board', brand)],
  ['management review', boardHtml(board, 'review'), boardHtml(board, 'review', brand)],
  ['risk-management file', riskFileHtml(riskFile), riskFileHtml(riskFile, brand)],
  ['policy', policyHtml(policy), policyHtml(policy, brand)],
])('the page of the %s carries it, and nothing of it without', (_what, plain, branded) => {
  for (const text of [brand.name, 'Prepared by North Consulting', brand.contact, brand.footer, '--accent:#7a0b5c'])
    expect([plain.includes(text), branded.includes(text)]).toEqual([false, true]);
  expect(branded).toContain(
    `<img src="data:image/png;base64,${logo.data}" width="7" height="5" alt="Logo of St. Mary Imaging">`,
  );
  expect(branded).toContain("default-src 'none'; style-src 'unsafe-inline'; img-src data:;");
  expect(plain).toContain("default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'");
  expect(plain).not.toContain('letterhead');
});

test('hostile words stay text', () => {
  const name = HOSTILE_NAMES.join(' ');
  const page = htmlReport(document, { ...nothing, name, preparedBy: name, contact: name, footer: name });
  expect(page).not.toMatch(/<(script|img|iframe)/i);
});

test('the letter to a maker ends with who sent it', () => {
  const letter = { reference: 'R', day: 'D', subject: 'S', opening: 'O', matters: [], questions: [], closing: 'Bye.' };
  expect(letterText(letter, brand)).toMatch(
    /Bye\.\n\nPrepared by North Consulting\ndesk@north\.example\nFor the addressee alone\.\n$/,
  );
  expect(letterText(letter)).toMatch(/Bye\.\n$/);
});

// Worked out with the formula of WCAG 2.2; #767676 is the lightest gray that passes.
test('contrast is that of WCAG, and accents are made readable on dark paper', () => {
  expect(shapes.contrastOf('#000000')).toBeCloseTo(21, 5);
  expect([shapes.contrastOf('#767676') >= 4.5, shapes.contrastOf('#777777') >= 4.5]).toEqual([true, false]);
  for (const ground of ['#fbfaf7', '#1a2128'])
    for (const accent of ['#000000', '#0b5c7a', '#767676', '#c00000'])
      expect(shapes.contrastOf(readableOn(accent, ground), ground)).toBeGreaterThanOrEqual(4.5);
  expect(readableOn('#0b5c7a', '#fbfaf7')).toBe('#0b5c7a');
});

describe.skipIf(!existsSync('/usr/bin/pdftotext'))('on paper', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'branding-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const file = path.join(folder, 'report.pdf');
  const pagesOf = (bytes: Uint8Array) => {
    writeFileSync(file, bytes);
    return execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' })
      .replaceAll(/[^\S\f]+/g, ' ')
      .split('\f')
      .slice(0, -1);
  };
  test('the assessment shows it on the first page and its note on each; the same bytes each time', async () => {
    const bytes = await pdfReport(document, brand);
    const pages = pagesOf(bytes);
    expect(pages[0]).toContain('Prepared by North Consulting');
    expect(pages[0]).toContain('Do these first');
    expect(pages[1]).not.toContain('Prepared by');
    for (const page of pages) expect(page).toContain('For the addressee alone.');
    expect(execFileSync('pdfimages', ['-list', file], { encoding: 'utf8' })).toMatch(/image\s+7\s+5\s+rgb/);
    expect(Buffer.from(bytes).includes('/Alt (Logo of St. Mary Imaging)')).toBe(true);
    expect(Buffer.compare(await pdfReport(document, brand), bytes)).toBe(0);
  }, 60_000);
  test.each([
    ['risk-management file', (branding?: Branding | null) => riskFilePdf(riskFile, branding)],
    ['policy', (branding?: Branding | null) => policyPdf(policy, branding)],
  ])(
    'the %s shows it on the first page and its note on each; without it no byte is another',
    async (_what, print) => {
      const bytes = await print(brand);
      const pages = pagesOf(bytes);
      expect(pages[0]).toContain('Prepared by North Consulting');
      expect(pages[0]).toContain('St. Mary Imaging');
      for (const page of pages) expect(page).toContain('For the addressee alone.');
      expect(execFileSync('pdfimages', ['-list', file], { encoding: 'utf8' })).toMatch(/image\s+7\s+5\s+rgb/);
      expect(Buffer.compare(await print(brand), bytes)).toBe(0);
      const plain = await print();
      expect(pagesOf(plain).join(' ')).not.toMatch(/Prepared by|St\. Mary|For the addressee/);
      expect(Buffer.compare(await print(null), plain)).toBe(0);
    },
    60_000,
  );
  test.each([
    ['one as long as may be', full],
    [
      'a wide JPEG',
      { ...full, logo: { mime: 'image/jpeg', width: 16, height: 9, data: PICTURES.jpeg.base64 } as const },
    ],
  ])(
    'the answers for the board stay on one page with %s',
    async (_what, branding) => {
      const pages = pagesOf(await boardPdf(board, 'board', branding));
      expect(pages[0]).toContain('What do we ask the board to decide?');
      expect(pages[1]).toContain('Annex');
    },
    60_000,
  );
});
