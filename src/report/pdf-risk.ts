// Risk in detail on paper: the same as on screen, cut to what one reads on paper; register.json and actions.csv have all of it.
import type { Content, TableCell } from 'pdfmake/interfaces.js';
import { printChart } from '#charts/index.ts';
import type { RiskDocument, RiskScenario } from '#contracts/index.ts';
import { ROWS, said } from './pdf-style.ts';
import { eventWords, figuresBasis } from './risk-answers.ts';
import { lossCurve, swings } from './risk-charts.ts';
import {
  cutLines,
  figureWords,
  HARM_HEAD,
  harmLines,
  makerLines,
  PLAN_HEAD,
  pathLines,
  planLines,
  scenarioTimes,
  TIMES_HEAD,
} from './risk-detail.ts';
import { chanceWords, moneyWords } from './risk-words.ts';
import { counted, dateAndTime, grouped } from './words.ts';

const SCENARIOS_SHOWN = 15;
const TARGETS_SHOWN = 8;
const HARM_SHOWN = 40;
const FIGURES_SHOWN = 80;
const STEPS_SHOWN = 40;
const MAKERS_SHOWN = 10;

/** The pages. */
export function pdfRisk(risk: RiskDocument): Content[] {
  const harm = harmLines(risk);
  const scenarios = risk.scenarios.slice(0, SCENARIOS_SHOWN);
  return [
    { text: 'Risk in detail', style: 'h1', pageBreak: 'before' },
    {
      text: `Assessment ${risk.id}, worked out on ${dateAndTime(risk.at)} with ${grouped(risk.trials)} simulated years, seed ${risk.seed}. Harm and money are two axes: neither is turned into the other.`,
      style: 'soft',
      margin: [0, 0, 0, 6],
    },
    title('Money'),
    {
      svg: lossCurve(risk, { width: 620, theme: printChart, id: 'loss-all', plotHeight: 190, inherent: true }),
      width: 430,
    },
    ...(risk.sensitivity.length === 0
      ? []
      : [
          {
            svg: swings(risk, { width: 620, theme: printChart, id: 'swings' }),
            width: 430,
            margin: [0, 8, 0, 0],
          } satisfies Content,
        ]),
    ...scenarios.map((scenario, index): Content => {
      const block = scenarioBlock(scenario, risk);
      const head = index === 0 ? [title('Scenarios, those that reach a person first')] : [];
      return { stack: [...head, ...block], unbreakable: true };
    }),
    ...left(risk.scenarios.length - scenarios.length, 'scenario'),
    title('What may happen to a person, device by device'),
    table(HARM_HEAD, harm.slice(0, HARM_SHOWN), ['*', 80, 90, 96, 60, 60]),
    ...left(harm.length - HARM_SHOWN, 'line'),
    title('Ways to the main targets'),
    ...risk.targets.slice(0, TARGETS_SHOWN).flatMap((target) => targetBlock(target, risk)),
    ...left(risk.targets.length - TARGETS_SHOWN, 'target'),
    title('The plan'),
    table(PLAN_HEAD, planLines(risk).slice(0, STEPS_SHOWN), [12, '*', 36, 30, 62, 78, 96, 72]),
    ...left(risk.plan.chosen.length - STEPS_SHOWN, 'step'),
    ...makerLines(risk)
      .slice(0, MAKERS_SHOWN)
      .map((line): Content => ({ text: said(line, 1200), fontSize: 9, margin: [0, 3, 0, 0] })),
    title('Figures that this rests on'),
    { text: figuresBasis(risk), fontSize: 9, margin: [0, 0, 0, 3] },
    table(
      ['Figure', 'Value', 'Basis', 'From'],
      risk.figures
        .slice(0, FIGURES_SHOWN)
        .map((figure) => [figure.label, figureWords(figure), figure.basis, figure.source]),
      ['*', 130, 38, 150],
    ),
    ...left(risk.figures.length - FIGURES_SHOWN, 'figure'),
  ];
}

function title(words: string): Content {
  return { text: words, fontSize: 13, bold: true, margin: [0, 12, 0, 4] };
}

function scenarioBlock(scenario: RiskScenario, risk: RiskDocument): Content[] {
  const { name, story, path, costs } = scenario;
  const most = costs.toSorted((a, b) => b.mean - a.mean)[0];
  const event = eventWords(scenario);
  return [
    { text: said(name, 160), style: 'h3', margin: [0, 6, 0, 1] },
    { text: said(story), fontSize: 9, margin: [0, 0, 0, 2] },
    table(TIMES_HEAD, scenarioTimes(scenario, risk.currency), [56, '*', 56, 50, 56, 150]),
    {
      text: said(
        [
          ...(event === '' ? [] : [`One event: ${event}.`]),
          ...(most
            ? [`Costs most: ${most.what}, ${moneyWords(most.mean, risk.currency)} (${most.because}; ${most.basis}).`]
            : []),
          ...(path === null ? [] : pathLines(path, risk.entries)),
        ].join(' '),
        900,
      ),
      style: 'soft',
      margin: [0, 2, 0, 0],
    },
  ];
}

function targetBlock(target: RiskDocument['targets'][number], risk: RiskDocument): Content[] {
  const { low, mode, high } = target.probability;
  const [path] = target.paths;
  return [
    {
      text: [
        { text: said(target.name, 120), style: 'h3' },
        {
          text: `   reached: ${chanceWords(mode)} (${chanceWords(low)} to ${chanceWords(high)}), every entry held once a year; ${target.method}`,
          style: 'soft',
        },
      ],
      margin: [0, 6, 0, 1],
    },
    ...(path ? [{ text: said(pathLines(path, risk.entries).join(' '), 900), fontSize: 9 } satisfies Content] : []),
    table(
      ['From', 'Chance (range)', 'Cheapest change that closes it'],
      cutLines(target, risk).map((row) => row.map((each) => said(each, 240))),
      [100, 90, '*'],
    ),
  ];
}

function table(head: readonly string[], rows: readonly (readonly string[])[], widths: (number | '*')[]): Content {
  const body: TableCell[][] = [
    head.map((each) => ({ text: each, bold: true, fontSize: 8 })),
    ...rows.map((row) => row.map((each): TableCell => ({ text: said(each, 300), fontSize: 8.2, lineHeight: 1.1 }))),
  ];
  return { table: { headerRows: 1, widths, body, dontBreakRows: true }, layout: ROWS };
}

function left(count: number, what: string): Content[] {
  if (count <= 0) return [];
  return [{ text: `${counted(count, `further ${what}`)}: see register.json.`, style: 'soft' }];
}
