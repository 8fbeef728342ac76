// The report for the board: what it answers from two assessments, that it fits one page, and that names of strangers stay text.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { board, type RiskDocument } from '#contracts/index.ts';
import { HOSTILE_NAMES } from './hostile.ts';
import { type BoardInput, boardHtml, boardPdf, buildBoard, standingsOf } from './index.ts';
import { withRange } from './risk-words.ts';
import { riskOfSample, sampleRisk } from './sample-risk.ts';

const HASH = 'a'.repeat(64);
const entry = {
  seq: 4,
  at: '2026-11-20T09:00:00.000Z',
  on: '2026-11-20',
  by: 'anna@example.org',
  kind: 'plan',
  subject: 'Firewall',
  decision: 'Buy it',
  because: 'The CT is open',
  hash: HASH,
} as const;
const earlier: RiskDocument = {
  ...sampleRisk,
  id: 'earlier',
  at: '2026-10-01T08:00:00.000Z',
  expected: {
    ...sampleRisk.expected,
    today: { ...sampleRisk.expected.today, mean: sampleRisk.expected.today.mean * 3 },
  },
};
const input: BoardInput = {
  site: 'Center',
  date: '2026-11-27',
  timeZone: 'UTC',
  risk: sampleRisk,
  firstAt: '2026-10-01T08:00:00.000Z',
  previous: {
    from: 'review',
    day: '2026-10-02',
    risk: earlier,
    because: ['2 findings gone: Open archive; Old system.'],
  },
  decisions: { count: 1, total: 4, items: [entry], head: { seq: 4, hash: HASH } },
  exceptions: [
    {
      id: 'one',
      about: 'No old system',
      devices: ['CT 1'],
      instead: 'It stands alone',
      owner: 'Biomed',
      until: '2026-12-10',
      state: 'approved',
      left: { scenarios: 2, loss: 12_000, harm: 'critical: Wrong dose' },
    },
    {
      id: 'two',
      about: 'No open port',
      devices: ['PACS'],
      instead: 'It is watched',
      owner: 'IT',
      until: '2027-02-01',
      state: 'asked',
      left: null,
    },
  ],
  standing: [
    {
      subject: 'duties',
      asOf: '2026-11-27',
      isOfDate: true,
      words: 'Of 12 duties 3 are open.',
      columns: ['Open duty', 'What is missing'],
      rows: [['Read logs', 'Nobody answers for it.']],
      open: 3,
    },
  ],
  keptAt: null,
  firstKept: null,
  moved: {
    from: '2026-10-02',
    words: 'Since October 2, 2026 this stands otherwise in the program: 1 policy.',
    rows: [{ subject: 'policies', what: 'Passwords', was: 'written no', is: 'written yes', because: ['approved'] }],
  },
};
const document = buildBoard(input);
const QUESTIONS = [
  'What could hurt us?',
  'What would it cost?',
  'What did we decide?',
  'What changed since the last report, and why?',
  'What do we ask the board to decide?',
];

function asks(change: Partial<BoardInput>): string {
  return buildBoard({ ...input, ...change })
    .asks.map(({ ask }) => ask)
    .join('\n');
}

test('is a document of its schema, and the same state gives the same bytes', async () => {
  expect(board.boardDocument.parse(document)).toEqual(document);
  const again = buildBoard({ ...input, risk: riskOfSample() });
  expect(boardHtml(again)).toBe(boardHtml(document));
  expect(Buffer.compare(await boardPdf(again), await boardPdf(document))).toBe(0);
}, 60_000);

// 01:00 and 12:00 in UTC: in Los Angeles it is still the day before, in Auckland the second moment is of the next day.
test.each([
  ['America/Los_Angeles', 'September 30, 2026', 'November 19, 2026', null],
  ['UTC', 'October 1, 2026', 'November 20, 2026', 'November 28, 2026'],
  ['Pacific/Auckland', 'October 1, 2026', 'November 20, 2026', 'November 28, 2026'],
])('in %s moments are told by their day there', (timeZone, then, now, kept) => {
  const keptAt = timeZone === 'Pacific/Auckland' ? '2026-11-27T12:00:00.000Z' : '2026-11-28T07:00:00.000Z';
  const given: BoardInput = {
    ...input,
    timeZone,
    date: '2026-11-26',
    risk: { ...sampleRisk, at: '2026-11-20T01:00:00.000Z' },
    previous: input.previous && { ...input.previous, risk: { ...earlier, at: '2026-10-01T01:00:00.000Z' } },
    keptAt,
  };
  const { changed, limits, assessment } = buildBoard(given);
  expect(assessment?.at).toBe('2026-11-20T01:00:00.000Z');
  expect(changed.lines[1]).toMatch(new RegExp(` on ${then}, .* on ${now}\\.$`));
  expect(limits[0]).toContain(`worked out on ${now}, ${timeZone === 'America/Los_Angeles' ? 7 : 6} days before`);
  expect(limits.slice(1)).toEqual(kept === null ? [] : [expect.stringContaining(`was kept on ${kept};`)]);
  const none = buildBoard({ ...given, risk: null, firstAt: '2026-11-27T01:00:00.000Z', previous: null });
  expect(none.changed.lines[0]).toContain(
    `assessment is of ${timeZone === 'America/Los_Angeles' ? 'November 26' : 'November 27'}, 2026`,
  );
});

test('says what changed between the two assessments with both ranges, and why', () => {
  const lines = document.changed.lines.join('\n');
  expect(lines).toContain(
    `An average year costs less: ${withRange(earlier.expected.today, 'USD')} on October 1, 2026, ${withRange(sampleRisk.expected.today, 'USD')}`,
  );
  expect(document.changed.because).toEqual(['2 findings gone: Open archive; Old system.']);
  const more = buildBoard({
    ...input,
    risk: earlier,
    previous: { from: 'asked', day: '2026-10-02', risk: sampleRisk, because: [] },
  });
  expect(more.changed.lines.join('\n')).toContain('An average year costs more');
  expect(more.changed.because).toEqual([expect.stringContaining('Nothing that is compared')]);
  const other = buildBoard({
    ...input,
    previous: { from: 'asked', day: '2026-10-02', risk: { ...earlier, currency: 'EUR' }, because: [] },
  });
  expect(other.changed.lines.join('\n')).toContain('cannot be held against each other');
  const same = buildBoard({ ...input, previous: { from: 'asked', day: '2026-10-02', risk: sampleRisk, because: [] } });
  expect(same.changed.lines[0]).toContain('Nothing was worked out anew');
});

test('a line that was held and is crossed now is told', () => {
  const line = (today: number) => [{ loss: 500_000, probability: 0.05, today, after: 0.01 }];
  const crossed = buildBoard({
    ...input,
    risk: { ...sampleRisk, tolerance: line(0.2) },
    previous: { from: 'asked', day: '2026-10-02', risk: { ...earlier, tolerance: line(0.02) }, because: [] },
  });
  expect(crossed.changed.lines.at(-2)).toMatch(/was held then \(2%\) and is crossed now \(20%\)/);
  expect(crossed.cost?.above).toBe(1);
});

describe('the board is asked', () => {
  const withChance = (chance: number) => ({
    ...sampleRisk,
    tolerance: [{ loss: 500_000, probability: 0.05, today: 0.3, after: chance }],
  });
  test.each<[string, Partial<BoardInput>, RegExp]>([
    ['for the plan', {}, /^Approve the plan: \d+ steps? for \$/m],
    ['for a line where none is drawn', { risk: { ...sampleRisk, tolerance: [] } }, /State which loss/],
    [
      'to accept what the plan leaves above the line',
      { risk: withChance(0.2) },
      /Accept a chance of 20% of losing more than \$500,000/,
    ],
    [
      'to accept what passes the line by a hair',
      { risk: withChance(0.0503) },
      /Accept a chance of just over 5% of losing/,
    ],
    ['about exceptions that wait', {}, /Decide about 1 exception that somebody asked for/],
    ['about exceptions that end soon', {}, /Say what follows on 1 exception that ends within 30 days/],
    ['to name who answers for duties', {}, /3 open duties/],
    ['for an assessment where there is none', { risk: null, previous: null }, /Have the risk of this site worked out/],
  ])('%s', (_what, change, words) => expect(asks(change)).toMatch(words));
  test('for nothing where nothing is open', () => {
    expect(asks({ risk: withChance(0.2), exceptions: [] })).not.toMatch(/exception/);
    expect(asks({ risk: withChance(0.01) })).not.toMatch(/Accept a chance/);
    expect(asks({ standing: [] })).not.toMatch(/dut/);
    const decided = (at: string) => ({
      decisions: { ...input.decisions, items: [{ ...entry, kind: 'plan' as const, at }] },
    });
    expect(asks(decided('2100-01-01T00:00:00.000Z'))).not.toMatch(/Approve the plan/);
    expect(asks(decided('2000-01-01T00:00:00.000Z'))).toMatch(/Approve the plan/);
  });
});

test('a day before the first assessment is told in plain words, without a figure', () => {
  const before = buildBoard({ ...input, date: '2026-09-01', risk: null, previous: null, exceptions: [], standing: [] });
  expect(before.headline.money).toBe(
    'On September 1, 2026 nobody had worked out yet what could happen here and what it would cost; the first assessment is of October 1, 2026.',
  );
  expect([before.cost, before.assessment]).toEqual([null, null]);
  expect(boardHtml(before)).toContain('nobody had worked out yet');
  expect(buildBoard({ ...input, risk: null, firstAt: null, previous: null }).headline.money).toContain(
    'not worked out yet',
  );
});

describe('a past day says what was kept of it', () => {
  const of = (change: Partial<BoardInput['standing'][number]>) =>
    input.standing.map((each) => ({ ...each, ...change }));
  test.each<[string, Partial<BoardInput>, string | null]>([
    ['kept as it ended', { keptAt: '2026-11-28T00:00:10.000Z' }, null],
    [
      'kept when the program ran again',
      { keptAt: '2026-11-30T08:00:00.000Z' },
      'The program did not run when November 27, 2026 ended. How controls, policies, training and duties stood was kept on November 30, 2026; answers, approvals and exceptions after that day are left out.',
    ],
    [
      'as of a day before',
      { standing: of({ asOf: '2026-11-20', isOfDate: false }), keptAt: '2026-11-21T00:00:10.000Z' },
      'How controls, policies, training and duties stood on November 27, 2026 was not kept; they are told as of November 20, 2026, the last day before it that is.',
    ],
    [
      'nothing before the first day',
      { standing: standingsOf('2026-11-27', null), firstKept: '2026-12-01' },
      'How controls, policies, training and duties stood on November 27, 2026 was not kept. The first day that is kept is December 1, 2026.',
    ],
  ])('%s', (_what, change, words) => {
    const { limits } = buildBoard({ ...input, ...change });
    expect(limits.slice(1)).toEqual(words === null ? [] : [words]);
  });
});

test('each input of a management review is filled from data or said to be open', () => {
  expect(document.review.length).toBeGreaterThan(10);
  for (const { lines, open } of document.review) expect(lines.length > 0 || open !== null).toBe(true);
  const page = boardHtml(document, 'review');
  for (const { heading } of document.review) expect(page).toContain(heading);
  expect(document.review.find(({ heading }) => heading.startsWith('Results of the assessment'))?.open).toBeNull();
  expect(document.review.find(({ heading }) => heading === 'What audits found')?.open).toContain('not kept here');
});

/** The input with a name in every place where one can come from a stranger. */
function poisoned(name: string): BoardInput {
  return {
    ...input,
    site: name,
    risk: riskOfSample({ name }),
    decisions: { ...input.decisions, items: [{ ...entry, by: name, subject: name, decision: name, because: name }] },
    previous: input.previous && { ...input.previous, because: [name] },
    exceptions: input.exceptions.map((each) => ({ ...each, about: name, devices: [name], instead: name, owner: name })),
    standing: input.standing.map((each) => ({ ...each, rows: [[name, name]] })),
    moved: input.moved && {
      ...input.moved,
      rows: input.moved.rows.map((row) => ({ ...row, what: name, because: [name] })),
    },
  };
}

test('hostile names stay text on the page', () => {
  for (const pack of ['board', 'review'] as const) {
    const page = boardHtml(buildBoard(poisoned(HOSTILE_NAMES.join(' '))), pack);
    expect(page).not.toMatch(/<(script|img|svg|iframe)/i);
    expect(page).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/u);
    expect(page).toContain('&#60;script&#62;');
  }
});

describe.skipIf(!existsSync('/usr/bin/pdftotext'))('on paper', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'board-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const page = (bytes: Uint8Array, number: number) => {
    const file = path.join(folder, 'board.pdf');
    writeFileSync(file, bytes);
    const flags = ['-f', String(number), '-l', String(number), '-layout', file, '-'];
    return execFileSync('pdftotext', flags, { encoding: 'utf8' }).replace(/\s+/g, ' ');
  };
  test.each([
    ['of a site', input],
    ['with names as long as a book', poisoned('Wide words '.repeat(400))],
    ['before the first assessment', { ...input, risk: null, previous: null }],
  ])(
    'the five answers %s fill the first page, and the annex begins the second',
    async (_what, given) => {
      const bytes = await boardPdf(buildBoard(given));
      const first = page(bytes, 1);
      for (const question of QUESTIONS) expect(first).toContain(question);
      expect(first).toContain(HASH);
      expect(page(bytes, 2)).toContain('Annex');
    },
    60_000,
  );
});
