// The first page on paper when the risk was worked out: the same four answers as on screen, made to fit one sheet.
import type { Content, TableCell } from 'pdfmake/interfaces.js';
import { printChart } from '#charts/index.ts';
import type { AssessmentDocument, RiskDocument } from '#contracts/index.ts';
import { restsOn } from './html-cover.ts';
import { INK, PAGE_WIDTH, pageHead, ROWS, rule, said } from './pdf-style.ts';
import { type FirstRow, type HurtRow, moreFirst, moreHurt, type RiskAnswers, riskAnswers } from './risk-answers.ts';
import { lossCurve } from './risk-charts.ts';
import { firstSentence } from './words.ts';

const GAP = 16;
const CURVE = 178;
const SIZE = 8.2;
const SMALL = 7.4;

/** How much the page says; less when it would not fit the sheet. */
export interface RiskCoverDetail {
  readonly hurt: number;
  readonly costly: number;
  readonly steps: number;
  /** Letters of a text that may be long: as many whole sentences as that. */
  readonly long: number;
  /** Letters of one name or sentence, which stands whole up to there: only what is longer than any real one is cut. */
  readonly name: number;
  readonly plotHeight: number;
  readonly settle: boolean;
}

/** From everything to the least that still answers the four questions. */
export const RISK_COVER_DETAILS: readonly RiskCoverDetail[] = [
  { hurt: 5, costly: 3, steps: 5, long: 900, name: 400, plotHeight: 170, settle: true },
  { hurt: 5, costly: 3, steps: 5, long: 700, name: 400, plotHeight: 150, settle: false },
  { hurt: 4, costly: 3, steps: 5, long: 560, name: 400, plotHeight: 140, settle: false },
  { hurt: 4, costly: 2, steps: 5, long: 560, name: 400, plotHeight: 120, settle: false },
  { hurt: 3, costly: 2, steps: 5, long: 560, name: 400, plotHeight: 110, settle: false },
  { hurt: 3, costly: 2, steps: 5, long: 440, name: 400, plotHeight: 110, settle: false },
  { hurt: 3, costly: 2, steps: 5, long: 320, name: 400, plotHeight: 110, settle: false },
  { hurt: 3, costly: 1, steps: 5, long: 320, name: 400, plotHeight: 100, settle: false },
  { hurt: 3, costly: 2, steps: 4, long: 440, name: 400, plotHeight: 110, settle: false },
  { hurt: 3, costly: 1, steps: 4, long: 320, name: 400, plotHeight: 100, settle: false },
  { hurt: 3, costly: 1, steps: 3, long: 220, name: 300, plotHeight: 100, settle: false },
  { hurt: 2, costly: 0, steps: 3, long: 110, name: 200, plotHeight: 80, settle: false },
  { hurt: 2, costly: 0, steps: 2, long: 110, name: 110, plotHeight: 80, settle: false },
];

/** The executive page. */
export function pdfRiskCover(document: AssessmentDocument, risk: RiskDocument, detail: RiskCoverDetail): Content[] {
  const answers = riskAnswers(risk, document.generatedAt);
  const { hurt, cost, first, better, settle } = answers;
  const [harm, money] = answers.headline;
  const hurts = hurt.rows.slice(0, detail.hurt);
  const steps = first.rows.slice(0, detail.steps);
  return [
    pageHead(document),
    { text: said(harm, 300), style: 'headline', fontSize: 19, margin: [0, 0, 0, 2] },
    { text: said(money, 400), fontSize: 10, color: INK.soft, margin: [0, 0, 0, 6] },
    ...question('What could hurt us?', false),
    hurtTable(hurts, detail),
    storyBlock(hurt.story, detail),
    fine(`${moreHurt(hurt.total, hurts.length)} ${hurt.basis}`),
    ...question('What would it cost?', true),
    costBlock(risk, cost, detail),
    ...question('What do we do first?', true),
    ...steps.map((row, index) => stepBlock(row, index, detail)),
    {
      text: [
        ...first.outcome.map((line) => `${wholeSentences(line, detail)} `),
        { text: moreFirst(first.total, steps.length), color: INK.soft },
      ],
      fontSize: SIZE,
      lineHeight: 1.1,
      margin: [0, 2, 0, 0],
    },
    ...question('Is it getting better?', true),
    { text: wholeSentences([better.lead, ...better.because].join(' '), detail), fontSize: SIZE, lineHeight: 1.1 },
    ...(detail.settle && settle.length > 0 ? [fine(`To know more: ${settle.join(' ')}`, detail)] : []),
    fine(`${answers.restsOn} ${restsOn(document)}`),
  ];
}

const FINE = { long: 1200, name: 400 };

function question(words: string, isRuled: boolean): Content[] {
  const title: Content = {
    text: words,
    fontSize: 12.5,
    bold: true,
    lineHeight: 1.1,
    margin: [0, isRuled ? 2 : 0, 0, 1],
  };
  return isRuled ? [{ stack: [rule(PAGE_WIDTH)], margin: [0, 4, 0, 0] }, title] : [title];
}

/** Small print, in whole sentences. */
function fine(words: string, detail: Pick<RiskCoverDetail, 'long' | 'name'> = FINE): Content {
  return {
    text: wholeSentences(words.trim(), detail),
    fontSize: SMALL,
    color: INK.soft,
    lineHeight: 1.12,
    margin: [0, 2, 0, 0],
  };
}

function head(words: string, alignment: 'left' | 'right' = 'left'): TableCell {
  return { text: words, bold: true, fontSize: SMALL, alignment };
}

function cell(words: string, under = '', alignment: 'left' | 'right' = 'left', longest = 400): TableCell {
  return {
    text: [
      said(words, longest),
      ...(under === '' ? [] : [{ text: `\n${said(under, longest)}`, color: INK.soft, fontSize: SMALL - 0.4 }]),
    ],
    fontSize: SIZE,
    lineHeight: 1.08,
    alignment,
  };
}

function hurtTable(rows: readonly HurtRow[], { name }: RiskCoverDetail): Content {
  if (rows.length === 0) return { text: 'Nothing that was looked at reaches a patient.', fontSize: SIZE };
  const body: TableCell[][] = [
    [head('What'), head('Where'), head('How bad'), head('Today'), head('With the plan')],
    ...rows.map((row) => [
      cell(row.what, '', 'left', name),
      cell(row.where, '', 'left', name),
      cell(row.severity, row.severityRange),
      cell(`${row.today}, ${row.acceptability}`, row.todayRange),
      cell(row.after),
    ]),
  ];
  return { table: { headerRows: 1, widths: ['*', 128, 78, 98, 54], body }, layout: TIGHT };
}

const TIGHT = { ...ROWS, paddingTop: () => 1.2, paddingBottom: () => 1.2, paddingRight: () => 5 };

/** As many whole sentences as there is room for, and the first one however long it is; only one that is longer than any real one is cut. */
function wholeSentences(text: string, { long, name }: Pick<RiskCoverDetail, 'long' | 'name'>): string {
  const inert = said(text, 4_000);
  if (inert.length <= long) return inert;
  const end = inert.slice(0, long).lastIndexOf('. ');
  return end > 0 ? inert.slice(0, end + 1) : said(firstSentence(inert)[0], Math.max(long, name));
}

function storyBlock(story: string | null, detail: RiskCoverDetail): Content {
  const words = story === null ? 'No way in was found.' : wholeSentences(story, detail);
  return {
    table: { widths: ['*'], body: [[{ text: words, fontSize: SIZE + 0.3, lineHeight: 1.1, margin: [6, 0, 0, 0] }]] },
    margin: [0, 3, 0, 0],
    layout: {
      hLineWidth: () => 0,
      vLineWidth: (index: number) => (index === 0 ? 2 : 0),
      vLineColor: () => INK.accent,
    },
  };
}

function costBlock(
  risk: RiskDocument,
  cost: RiskAnswers['cost'],
  { plotHeight, costly, name }: RiskCoverDetail,
): Content {
  const figures: TableCell[][] = [
    [head(''), head('Today', 'right'), head('With the plan', 'right')],
    ...cost.rows.map(({ label, today, after }) => [cell(label), cell(today, '', 'right'), cell(after, '', 'right')]),
  ];
  const most: TableCell[][] = [
    [head('Costs most'), head('One event'), head('Average year', 'right')],
    ...cost.costly
      .slice(0, costly)
      .map(({ what, event, year, range }) => [cell(what, '', 'left', name), cell(event), cell(year, range, 'right')]),
  ];
  return {
    columns: [
      {
        width: CURVE,
        stack: [
          { svg: lossCurve(risk, { width: 360, theme: printChart, id: 'loss', plotHeight }), width: CURVE },
          fine(cost.tolerance.join(' ')),
        ],
      },
      {
        width: '*',
        stack: [
          { table: { widths: ['*', 98, 84], body: figures }, layout: TIGHT },
          ...(most.length > 1
            ? [{ table: { widths: ['*', 76, 82], body: most }, layout: TIGHT, margin: [0, 3, 0, 0] } satisfies Content]
            : []),
          { text: cost.basis, bold: true, fontSize: SMALL, margin: [0, 2, 0, 0] },
        ],
      },
    ],
    columnGap: GAP,
  };
}

function stepBlock(
  { what, who, due, cost, saves, care, cutsExam }: FirstRow,
  index: number,
  { name }: RiskCoverDetail,
): Content {
  return {
    columns: [
      { text: String(index + 1), width: 14, fontSize: 11, bold: true, color: INK.accent },
      {
        text: [
          { text: said(what, name), bold: true },
          { text: `   ${who}, ${due}`, color: INK.accent },
          `\n${cost}; ${saves}; `,
          { text: `${care}.`, bold: cutsExam },
        ],
        fontSize: SIZE,
        lineHeight: 1.1,
      },
    ],
    unbreakable: true,
    margin: [0, 0, 0, 2],
  };
}
