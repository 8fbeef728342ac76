// Claims about the risk-management file: what the program knows is in it, what only the organization knows is asked for and never made up.
import { getDocumentProxy } from 'unpdf';
import { expect, test } from 'vitest';
import { DEFAULT_HARM_MATRIX, type RiskFile, riskFile } from '#contracts/index.ts';
import { harmSeverityOf, placeHarm } from '#risk/index.ts';
import { HOSTILE_NAMES } from './hostile.ts';
import { buildRiskFile, type RiskFileInput, type RiskFileScenario, riskFileHtml, riskFilePdf } from './index.ts';
import { partsOf, placementWords } from './risk-file-words.ts';

const exactly = (value: number) => ({ low: value, mode: value, high: value });
const NONE = { injury: 0, diagnosis: 0, delay: 0, privacy: 0, equipment: 0, trust: 0 };

function place(injury: number, yearlyEvents: number | null, reaches = 0.2) {
  return placeHarm(DEFAULT_HARM_MATRIX, {
    severity: harmSeverityOf({ injury: exactly(injury) }),
    yearlyEvents: yearlyEvents === null ? null : exactly(yearlyEvents),
    reachesPerson: exactly(reaches),
  });
}

function scenario(id: string, change: Partial<RiskFileScenario>): RiskFileScenario {
  return {
    id,
    name: `Scenario ${id}`,
    story: 'Somebody gets in.',
    function: 'protocols',
    groups: ['ct'],
    causes: ['the console is reached from the guest network'],
    severity: NONE,
    severityFrom: 'default',
    today: place(0, 0.1),
    residual: place(0, 0.1),
    inPlace: [],
    ...change,
  };
}

const INPUT: RiskFileInput = {
  site: 'Lakeside Imaging',
  at: '2026-11-27T10:00:00.000Z',
  basis: ['Assessment of 2026-11-27, seed 1.'],
  matrix: DEFAULT_HARM_MATRIX,
  matrixIsDefault: true,
  groups: [
    {
      id: 'ct',
      name: 'CT scanners',
      makers: ['Northwind'],
      zones: ['10.0.3.0/24'],
      devices: [{ id: 'd1', name: 'CT 1' }],
    },
    { id: 'pacs', name: 'Archives', makers: ['Southwind', 'Northwind'], zones: [], devices: [] },
  ],
  scenarios: [
    scenario('theft', { severity: { ...NONE, privacy: 3 } }),
    scenario('dose', {
      severity: { ...NONE, injury: 3, diagnosis: 1 },
      severityFrom: 'raters',
      today: place(3, 0.1),
      residual: place(3, 0.002),
      inPlace: ['Dose alerts'],
    }),
    scenario('table', {
      severity: { ...NONE, injury: 4 },
      today: place(4, 0.1),
      residual: place(4, 0.1),
      inPlace: ['Dose alerts'],
    }),
    scenario('late', { severity: { ...NONE, delay: 1 }, today: place(1, 0.0001), residual: place(1, 0.0001) }),
    scenario('odd', { severity: { ...NONE, injury: 2 }, today: place(2, null), residual: place(2, null) }),
  ],
  actions: [
    {
      id: 'a1',
      name: 'Close the way from the guests',
      scenarios: ['dose'],
      state: 'planned',
      owner: 'IT lead',
      due: '2026-12-27',
      verification: null,
    },
    {
      id: 'a2',
      name: 'Patch the console',
      scenarios: ['dose'],
      state: 'done',
      owner: null,
      due: null,
      verification: 'measured on 2026-11-20: the hole is gone',
    },
  ],
  decisions: [
    { scenario: 'table', what: 'Accepted for half a year', by: 'Dr. Rivera', at: '2026-11-01', until: '2027-05-01' },
    { scenario: 'table', what: 'Older', by: 'Dr. Rivera', at: '2025-11-01', until: null },
  ],
  stated: {},
};
const FILE = buildRiskFile(INPUT);
const riskOf = (file: RiskFile, id: string) => file.risks.find((risk) => risk.scenario === id);

/** Everything in a file that can be left open. */
function fillsIn(value: unknown): { text: string | null }[] {
  if (Array.isArray(value)) return value.flatMap(fillsIn);
  if (typeof value !== 'object' || value === null) return [];
  const read = riskFile.filled.safeParse(value);
  return read.success ? [read.data] : Object.values(value).flatMap(fillsIn);
}

test('it has the shape that other programs rely on, and the same input gives the same file', () => {
  expect(riskFile.riskFile.parse(FILE)).toEqual(FILE);
  expect(buildRiskFile(INPUT)).toEqual(FILE);
});

test('what reaches a person stands first, the less acceptable before the others', () => {
  expect(FILE.risks.map((risk) => risk.scenario)).toEqual(['table', 'dose', 'odd', 'late', 'theft']);
});

test('key properties follow from the aspects that are touched', () => {
  expect(FILE.keyProperties.map(({ property, scenarios }) => [property, scenarios])).toEqual([
    ['safety', ['table', 'dose', 'odd']],
    ['effectiveness', ['dose', 'late']],
    ['security', ['theft']],
  ]);
});

test('nothing that only the organization knows is made up: all is open, each once, with who has to say it', () => {
  const fills = fillsIn(FILE).filter(({ text }) => text !== null);
  expect(fills.map(({ text }) => text).sort()).toEqual([
    'Accepted for half a year',
    'IT lead',
    'measured on 2026-11-20: the hole is gone',
  ]);
  const keys = FILE.open.map(({ key }) => key);
  expect(new Set(keys).size).toBe(keys.length);
  // The owner and the verification of the control that two scenarios share are asked for once.
  expect(fillsIn(FILE).length - fills.length).toBe(keys.length + 2);
  for (const key of [
    'scope.purpose',
    'intendedUse.ct',
    'acceptability.approval',
    'owner.a2',
    'verification.a1',
    'overall.statement',
    'agreement.contact.Southwind',
  ])
    expect(keys).toContain(key);
});

test('what the organization said fills the file, and is no longer open', () => {
  const stated = Object.fromEntries(FILE.open.map(({ key }) => [key, ` said of ${key} `]));
  const filled = buildRiskFile({ ...INPUT, stated });
  expect(filled.open).toEqual([]);
  expect(filled.scope.groups[0]?.intendedUse.text).toBe('said of intendedUse.ct');
  const blank = buildRiskFile({ ...INPUT, stated: { 'scope.purpose': '   ' } });
  expect(blank.scope.purpose.text).toBeNull();
  const own = buildRiskFile({ ...INPUT, stated: { 'owner.a1': 'somebody else' } });
  expect(riskOf(own, 'dose')?.controls.find(({ name }) => name.startsWith('Close'))?.owner.text).toBe('IT lead');
});

test.each([
  [
    'table',
    {
      what: { text: 'Accepted for half a year', toBeFilledBy: 'top management' },
      by: 'Dr. Rivera',
      at: '2026-11-01',
      until: '2027-05-01',
    },
  ],
  ['dose', { what: { text: null, toBeFilledBy: 'risk manager' }, by: null, at: null, until: null }],
  ['odd', { what: { text: null, toBeFilledBy: 'top management' }, by: null, at: null, until: null }],
  ['late', null],
  ['theft', null],
])('the decision on %s: the newest, or who has to make it', (id, decision) => {
  expect(riskOf(FILE, id)?.decision).toEqual(decision);
});

test('the overall risk counts each scenario once; what cannot be placed is not taken as acceptable', () => {
  expect(FILE.overall.today).toEqual({ acceptable: 2, investigate: 0, notAcceptable: 2, unknown: 1 });
  expect(FILE.overall.residual).toEqual({ acceptable: 2, investigate: 1, notAcceptable: 1, unknown: 1 });
});

test.each([
  [place(3, 0.1), 'critical and probable (chance in a year 0.0198): not acceptable'],
  [place(3, null), 'critical; how often is not known: from investigate to not acceptable'],
  [place(3, 1, 0), 'does not reach a person'],
  [
    placeHarm(DEFAULT_HARM_MATRIX, {
      severity: harmSeverityOf({ injury: { low: 2, mode: 3, high: 4 } }),
      yearlyEvents: { low: 0.02, mode: 0.1, high: 0.5 },
      reachesPerson: { low: 0.1, mode: 0.2, high: 0.4 },
    }),
    'critical (serious to catastrophic) and probable (occasional to frequent, chance in a year 0.0198): not acceptable (investigate to not acceptable)',
  ],
])('a place on the matrix in words', (placed, words) => {
  expect(placementWords(placed)).toBe(words);
});

test('as HTML: every part, what is open, and no name does harm', () => {
  const page = riskFileHtml(FILE);
  for (const { title } of partsOf(FILE)) expect(page).toContain(`<h2>${title}</h2>`);
  expect(page).toContain('To be filled by top management.');
  expect(page).toContain('Close the way from the guests');
  const scenarios = HOSTILE_NAMES.map((name, at) =>
    scenario(`s${at}`, { name, story: name, function: name, causes: [name], inPlace: [name] }),
  );
  const hostile = riskFileHtml(buildRiskFile({ ...INPUT, site: HOSTILE_NAMES[0] ?? '', scenarios }));
  expect(hostile).not.toMatch(/<(script|img|svg)/i);
  expect(hostile).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/u);
});

test('as PDF: the same words on paper, the same bytes each time; a file without anything is one, too', async () => {
  const printed = await riskFilePdf(FILE);
  const document = await getDocumentProxy(new Uint8Array(printed), { verbosity: 0 });
  const pages: string[] = [];
  for (let number = 1; number <= document.numPages; number++) {
    const { items } = await (await document.getPage(number)).getTextContent();
    pages.push(items.map((item) => ('str' in item ? item.str : '')).join(' '));
  }
  const all = pages.join(' ').replace(/\s+/g, ' ');
  for (const words of [
    'Risk-management file of the medical IT network',
    '1. Scenario table',
    'Accepted for half a year',
    'Still to be filled in',
    'responsible organization',
  ])
    expect(all).toContain(words);
  expect(await riskFilePdf(FILE)).toEqual(printed);
  const empty = buildRiskFile({ ...INPUT, groups: [], scenarios: [], actions: [], decisions: [] });
  expect(riskFileHtml(empty)).toContain('No scenario applies.');
  expect((await riskFilePdf(empty)).length).toBeGreaterThan(1000);
});
