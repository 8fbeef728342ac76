// The executive page and what stands behind it: the facts and the directions that it must tell, not its prose.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { chromium } from 'playwright-core';
import { afterAll, describe, expect, test } from 'vitest';
import { documents, type RiskDocument } from '#contracts/index.ts';
import { canonicalJson } from '#kit/index.ts';
import { actionsCsv } from './actions-csv.ts';
import { HOSTILE_NAMES } from './hostile.ts';
import { buildAssessment, htmlReport, pdfReport } from './index.ts';
import { NOT_YET, riskAnswers, worstHarm } from './risk-answers.ts';
import { chanceWords, daysWords, moneyWords, shortMoney } from './risk-words.ts';
import { sampleInput } from './sample-centre.ts';
import { riskOfSample, sampleRisk, sampleWithRisk } from './sample-risk.ts';

const QUESTIONS = ['What could hurt us?', 'What would it cost?', 'What do we do first?', 'Is it getting better?'];
const document = buildAssessment(sampleWithRisk);
const page = htmlReport(document);
const cover = page.slice(page.indexOf('id="summary"'), page.indexOf('id="exposure"'));
const answers = riskAnswers(sampleRisk, document.generatedAt);

function withRisk(change: Partial<RiskDocument>) {
  return { ...document, risk: { ...sampleRisk, ...change } };
}

describe('the words', () => {
  test.each([
    [0, 'USD', '$0'],
    [0.4, 'USD', 'under $1'],
    [861.3, 'USD', '$860'],
    [34_012, 'EUR', '€34,000'],
    [999_999, 'USD', '$1 million'],
    [2_735_313, 'USD', '$2.7 million'],
    [8_100_000_000, 'CHF', 'CHF 8.1 billion'],
    [-41_200, 'USD', '-$41,000'],
  ])('%d of %s is %s', (amount, currency, words) => expect(moneyWords(amount, currency)).toBe(words));
  test.each([
    [0, '0%'],
    [0.00002, 'under 0.01%'],
    [0.0004, '0.04%'],
    [0.004, '0.4%'],
    [0.125, '13%'],
    [0.99999, 'over 99%'],
    [1, '100%'],
  ])('the chance %d is %s', (share, words) => expect(chanceWords(share)).toBe(words));
  test.each([
    [null, null],
    [[0, 0.4], 'less than a day'],
    [[0, 3], 'up to 3 days'],
    [[1, 7], '1 to 7 days'],
    [[1, 1], '1 day'],
  ] as const)('%j is %s', (days, words) => expect(daysWords(days)).toBe(words));
  test.each([
    [0, '$0'],
    [1_000, '$1K'],
    [10_000_000, '$10M'],
  ])('%d on an axis is %s', (amount, words) => expect(shortMoney(amount, 'USD')).toBe(words));
});

describe('the four answers', () => {
  test('are on the first page of the screen, in their order, and the exposure comes after', () => {
    const places = QUESTIONS.map((question) => cover.indexOf(question));
    expect(places.every((place) => place > 0)).toBe(true);
    expect([...places].sort((a, b) => a - b)).toEqual(places);
    expect(page.indexOf('How sure we are')).toBeGreaterThan(page.indexOf('id="exposure"'));
    for (const words of [
      'let strangers look for patients',
      'Do these first',
      'What we could not see',
      'Risk in detail',
    ])
      expect(page).toContain(words);
    expect(page.match(/<h1/g)).toHaveLength(1);
  });
  test('harm comes first whatever it costs, and its sentence holds no money', () => {
    const [first] = answers.hurt.rows;
    const costliest = sampleRisk.scenarios.toSorted((a, b) => b.loss.today.mean - a.loss.today.mean)[0];
    expect(costliest?.reachesPerson).toBe(false);
    expect(first?.what).not.toBe(costliest?.name);
    expect(answers.headline[0]).not.toMatch(/\$|\d/);
    expect(answers.headline[1]).not.toMatch(/harm|critical|patient/);
  });
  test('money and harm are told to fall with the plan, each with its range', () => {
    const { today, after } = sampleRisk.expected;
    expect(after.mean).toBeLessThan(today.mean);
    const outcome = answers.first.outcome.join(' ');
    for (const { mean, interval } of [today, after])
      expect(outcome).toContain(
        `${moneyWords(mean, 'USD')} (range ${moneyWords(interval[0], 'USD')} to ${moneyWords(interval[1], 'USD')})`,
      );
    const worst = worstHarm(sampleRisk)?.today.harm;
    expect(worst?.after.yearlyChance ?? 1).toBeLessThan(worst?.today.yearlyChance ?? 0);
    expect(outcome).toContain(`from ${worst?.today.severity} and ${worst?.today.band}`);
  });
  test('the first five steps of the plan say who, when, how much, what they save, and whether an exam is cut', () => {
    expect(answers.first.rows).toHaveLength(5);
    for (const row of answers.first.rows) {
      expect(row.who).not.toBe('');
      expect(row.due).toMatch(/^due [A-Z][a-z]+ \d+$/);
      expect(row.cost).toMatch(/^costs \$.+ \(\$.+ to \$.+\)$/);
      expect(row.saves).toMatch(/ a year \(\$.+ to \$.+\)$/);
      // Nothing was recorded there, which is not the same as no exam.
      expect(row.care).toContain('nobody knows');
    }
    const recorded = riskAnswers({ ...sampleRisk, hasRecords: true }, document.generatedAt).first.rows;
    for (const row of recorded) expect(row.care).toContain('cuts no exam');
    const [id] = sampleRisk.plan.chosen.map(({ action }) => action);
    const actions = sampleRisk.actions.map((each) => (each.id === id ? { ...each, cutsFlows: 3 } : each));
    const [cut] = riskAnswers({ ...sampleRisk, actions }, document.generatedAt).first.rows;
    expect(cut).toMatchObject({ cutsExam: true, care: expect.stringContaining('3 flows') });
  });
  test('the story names where it begins and what gives way', () => {
    const told = sampleRisk.scenarios.find(({ reachesPerson, path }) => reachesPerson && path !== null);
    const entry = sampleRisk.entries.find((each) => each.entry === told?.path?.entry)?.name ?? '?';
    expect(answers.hurt.story).toContain(entry);
    expect(answers.hurt.story).toContain(told?.path?.steps[0]?.words ?? '?');
    expect(riskAnswers({ ...sampleRisk, scenarios: [], harm: [], targets: [] }, '').hurt.story).toBeNull();
  });
  test('tells what is tolerated, what figures are defaults, and how old it is', () => {
    expect(answers.cost.tolerance).toEqual([expect.stringMatching(/^Above .*\$500,000.*5%/)]);
    const defaults = sampleRisk.figures.filter(({ basis }) => basis === 'default').length;
    expect(answers.cost.basis).toContain(`${defaults} of ${sampleRisk.figures.length} figures`);
    const stated = sampleRisk.figures.map((figure) => ({ ...figure, basis: 'stated' as const }));
    expect(riskAnswers({ ...sampleRisk, figures: stated }, '').cost.basis).toContain('stated by the site');
    expect(riskAnswers(sampleRisk, '2026-12-03T09:30:00.000Z').restsOn).toContain('10 days before this report');
    expect(cover).toContain('life cycles as of August 22, 2026');
  });
  test('records and days of one event stand beside the scenarios that cost most', () => {
    expect(answers.cost.costly[0]?.event).toMatch(/records$/);
    expect(answers.cost.costly.some(({ event }) => event.includes('days without exams'))).toBe(true);
  });
  test.each([
    ['less', 2, 'Yes'],
    ['more', 0.5, 'No'],
    ['the same', 1, 'It is as it was'],
  ])('when an average year costs %s than before, the answer says so', (_what, times, word) => {
    const mean = sampleRisk.expected.today.mean * times;
    const since = { id: 'before', at: '2026-10-01T00:00:00.000Z', mean, reached: 3, because: ['One finding is gone.'] };
    const { better } = riskAnswers({ ...sampleRisk, since }, document.generatedAt);
    expect(better.lead.startsWith(word)).toBe(true);
    expect(better.because).toEqual(since.because);
    expect(riskAnswers(sampleRisk, '').better.lead).toContain('first assessment');
  });
  test('what was done is told with what was expected and achieved, and what does not hold', () => {
    const saving = { mean: 40_000, interval: [12_000, 95_000] as [number, number], harm: { before: 0.2, after: 0.1 } };
    const step = (action: string, state: RiskDocument['done'][number]['state'], name: string) => ({
      action,
      name,
      kind: 'close' as const,
      at: '2026-11-20T00:00:00.000Z',
      by: 'kim',
      note: '',
      assessment: 'before',
      state,
      because: 'Because.',
      expected: saving,
      achieved: state === 'confirmed' ? saving : null,
      offeredAgain: state === 'contradicted',
      proof: { findings: [], flows: [] },
      devices: [],
    });
    const [first] = sampleRisk.plan.chosen;
    const done = [step('close a b 1', 'confirmed', '=Close it'), step(first?.action ?? '', 'contradicted', 'Again')];
    const achieved = {
      actions: 2,
      from: { id: 'before', at: '2026-10-01T00:00:00.000Z', mean: 200_000 },
      without: 210_000,
      expected: { ...saving, mean: 61_000 },
      achieved: saving,
      because: [],
    };
    const [line] = riskAnswers({ ...sampleRisk, done, achieved }, '').better.because;
    expect(line).toBe(
      '2 steps done: expected $61,000 less a year, achieved $40,000 (range $12,000 to $95,000); 1 confirmed by what was found since, 1 contradicted, and offered again.',
    );
    const [some] = riskAnswers({ ...sampleRisk, done, achieved: { ...achieved, actions: 1 } }, '').better.because;
    expect(some).toMatch(/^2 steps done, 1 of them worked out: expected \$61,000 less a year/);
    expect(htmlReport(withRisk({ done, achieved }))).toContain('2 steps done: expected');
    const rows: Record<string, string>[] = parse(actionsCsv(withRisk({ done, achieved })), {
      bom: true,
      columns: true,
    });
    expect(rows).toHaveLength(sampleRisk.actions.length + 1);
    expect(rows[0]).toMatchObject({ 'in the plan': 'yes', state: 'contradicted', 'said to be done': '2026-11-20' });
    expect(rows.at(-1)).toMatchObject({
      'in the plan': 'done',
      action: "'=Close it",
      state: 'confirmed',
      'achieved a year': '40000',
    });
    expect(riskAnswers(sampleRisk, '').better.because).toEqual([]);
  });
  test('a site without an assessment says so in one sentence and shows its exposure first', () => {
    const before = htmlReport(buildAssessment(sampleInput));
    expect(before).toContain(NOT_YET);
    for (const question of QUESTIONS) expect(before).not.toContain(question);
    const { risk: _, ...older } = document;
    expect(htmlReport(older)).toBe(before);
  });
  test('a plan without a step promises nothing', () => {
    const plan = { ...sampleRisk.plan, chosen: [] };
    const none = riskAnswers({ ...sampleRisk, plan }, document.generatedAt);
    expect(none.headline.join(' ')).not.toContain('with the plan');
    expect(none.first).toMatchObject({ rows: [], outcome: [expect.stringContaining('Nothing is worth its cost')] });
    expect(htmlReport(withRisk({ plan }))).toContain('What do we do first?');
  });
});

describe('behind the page', () => {
  test('the document keeps to its shape and holds the risk as it was kept', () => {
    expect(documents.assessmentDocument.parse(document)).toEqual(document);
    expect(canonicalJson(document.risk)).toBe(canonicalJson(sampleRisk));
  });
  test('each scenario, target and figure is told, and ids stand once', () => {
    const detail = page.slice(page.indexOf('id="risk"'), page.indexOf('id="findings"'));
    for (const { name } of sampleRisk.scenarios) expect(detail).toContain(name);
    for (const { name } of sampleRisk.targets) expect(detail).toContain(name);
    for (const { basis } of sampleRisk.figures) expect(detail).toContain(`<td>${basis}</td>`);
    const ids = [...page.matchAll(/\sid="([^"]+)"/g)].map((match) => match[1]);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, target] of page.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(target);
  });
  test('actions.csv has the plan in its order, then what was left out with the reason', () => {
    const rows: Record<string, string>[] = parse(actionsCsv(document), { bom: true, columns: true });
    expect(rows).toHaveLength(sampleRisk.actions.length);
    const { chosen } = sampleRisk.plan;
    expect(rows.slice(0, chosen.length).map((row) => row['action id'])).toEqual(chosen.map(({ action }) => action));
    expect(rows.map((row) => row['in the plan'] === 'yes')).toEqual(rows.map((_, index) => index < chosen.length));
    expect(rows[0]).toMatchObject({ currency: 'USD', due: expect.stringMatching(/^2026-1[12]-\d\d$/) });
    expect(parse(actionsCsv(buildAssessment(sampleInput)), { bom: true, columns: true })).toEqual([]);
  });
});

const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f]/;

/** Every text of the risk that may come from a site or from a library of its own. */
function poisoned(name: string): RiskDocument {
  const texts = new Set([
    'name',
    'deviceName',
    'scenarioName',
    'words',
    'why',
    'story',
    'label',
    'what',
    'because',
    'who',
    'motive',
    'source',
  ]);
  return JSON.parse(canonicalJson(sampleRisk), (key, value: unknown) =>
    texts.has(key) && typeof value === 'string' && !/^(records|days without exams)$/.test(value) ? name : value,
  ) as RiskDocument; // the same shape
}

describe.each(HOSTILE_NAMES)('a site that calls everything %j', (name) => {
  const hostile = { ...document, risk: poisoned(name) };
  test('changes nothing in the page but its own text', () => {
    const text = htmlReport(hostile);
    expect(text).not.toMatch(CONTROLS);
    const tags = (of: string) => [...of.matchAll(/<(\/?[a-z][\w-]*)/gi)].map((match) => match[1]?.toLowerCase());
    const allowed = new Set(tags(page));
    expect(tags(text).filter((tag) => !allowed.has(tag))).toEqual([]);
    expect(text).not.toMatch(/<[^>]*\son\w+\s*=/i);
  });
  test('is no formula among the actions', () => {
    const flat = parse(actionsCsv(hostile), { bom: true }).slice(1).flat().map(String);
    expect(flat.filter((cell) => /^[=+\-@\t\r|%]/.test(cell))).toEqual([]);
    expect(flat.join('')).not.toMatch(CONTROLS);
  });
});

describe.skipIf(!existsSync('/usr/bin/pdftotext'))('on paper', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'dosimeter-risk-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const pages = (bytes: Uint8Array, first: number, last = first) => {
    const file = path.join(folder, 'report.pdf');
    writeFileSync(file, bytes);
    const range = ['-f', String(first), '-l', String(last)];
    return execFileSync('pdftotext', [...range, file, '-'], { encoding: 'utf8', maxBuffer: 50_000_000 });
  };

  test('the four answers fill the first sheet alone, the exposure the second', async () => {
    const bytes = await pdfReport(document);
    const first = pages(bytes, 1);
    for (const question of QUESTIONS) expect(first).toContain(question);
    expect(first).not.toContain('How sure we are');
    expect(pages(bytes, 2)).toContain('How sure we are');
    expect(pages(bytes, 3)).toContain('Risk in detail');
    expect(Buffer.compare(bytes, await pdfReport(buildAssessment(sampleWithRisk)))).toBe(0);
  }, 60_000);
  test('names as long as a book leave the first sheet one sheet', async () => {
    const bytes = await pdfReport({ ...document, risk: poisoned('W '.repeat(2_000)) });
    expect(pages(bytes, 1)).toContain('Is it getting better?');
    expect(pages(bytes, 2)).toContain('How sure we are');
  }, 60_000);

  const browser = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
  test.skipIf(!existsSync(browser))(
    'the page prints its four answers on one sheet of A4 and of Letter',
    async () => {
      const file = path.join(folder, 'index.html');
      writeFileSync(file, page);
      const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'];
      const opened = await chromium.launch({ executablePath: browser, args: flags });
      try {
        const tab = await opened.newPage();
        await tab.goto(`file://${file}`);
        for (const format of ['A4', 'Letter']) {
          const bytes = await tab.pdf({ format });
          expect(pages(bytes, 1)).toContain('Is it getting better?');
          expect(pages(bytes, 2)).toContain('let strangers look');
        }
      } finally {
        await opened.close();
      }
    },
    60_000,
  );
});

test('the same inputs give the same page', () => {
  expect(htmlReport(buildAssessment({ ...sampleInput, risk: riskOfSample() }))).toBe(page);
});
