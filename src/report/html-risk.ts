// Risk in detail: what may happen to whom, scenario by scenario; the ways to the main targets; the plan; each figure with its basis.
import type { RiskDocument, RiskScenario } from '#contracts/index.ts';
import { toneOf } from './html-risk-cover.ts';
import { PAGE_COLORS } from './html-style.ts';
import { html, type Markup, trusted } from './markup.ts';
import { figuresBasis } from './risk-answers.ts';
import { lossCurve, swings } from './risk-charts.ts';
import {
  chokeLines,
  costLines,
  cutLines,
  entryLines,
  figureWords,
  frontierLines,
  HARM_HEAD,
  harmLines,
  makerLines,
  PLAN_HEAD,
  pathLines,
  planLines,
  scenarioPairs,
  scenarioTimes,
  TIMES_HEAD,
} from './risk-detail.ts';
import { bandWord, chanceWords, moneyWords } from './risk-words.ts';
import { counted, dateAndTime, grouped } from './words.ts';

const SCENARIOS_SHOWN = 100;
const TARGETS_SHOWN = 40;
const HARM_SHOWN = 100;
const PATHS_SHOWN = 3;

/** The section. */
export function riskHtml(risk: RiskDocument): Markup {
  const { currency } = risk;
  const shown = risk.scenarios.slice(0, SCENARIOS_SHOWN);
  const targets = risk.targets.slice(0, TARGETS_SHOWN);
  const harm = harmLines(risk);
  const makers = makerLines(risk);
  return html`<section id="risk"><h2>Risk in detail</h2>
<p class="muted">Assessment ${risk.id}, worked out on ${dateAndTime(risk.at)} with ${grouped(risk.trials)} simulated years, seed ${String(risk.seed)}. Harm and money are two axes: neither is turned into the other.</p>
<h3>Scenarios, those that reach a person first</h3>
${shown.map((scenario) => scenarioHtml(scenario, risk))}
${left(risk.scenarios.length - shown.length, 'scenario')}
<h3 class="apart">What may happen to a person, device by device</h3>
${fold('The list', counted(harm.length, 'line'), table(HARM_HEAD, harm.slice(0, HARM_SHOWN)))}
${left(harm.length - HARM_SHOWN, 'line')}
<h3 class="apart">Ways to the main targets</h3>
${targets.map((target) => targetHtml(target, risk))}
${left(risk.targets.length - targets.length, 'target')}
${fold('Where an attacker starts', '', table(['Through', 'How often', 'Opens', 'Because'], entryLines(risk)))}
${fold(
  'One change that cuts most',
  '',
  table(['Change', 'Systems that are reached less (range)', 'Exams cut'], chokeLines(risk)),
)}
<h3 class="apart">Money</h3>
<div class="card"><div class="wide-only">${curve(risk, 760, 'loss-all')}</div><div class="narrow-only">${curve(risk, 330, 'loss-all-small')}</div></div>
${
  risk.sensitivity.length === 0
    ? ''
    : html`<div class="card apart"><div class="wide-only">${trusted(swings(risk, { width: 760, theme: PAGE_COLORS, id: 'swings' }))}</div><div class="narrow-only">${trusted(
        swings(risk, { width: 330, theme: PAGE_COLORS, id: 'swings-small' }),
      )}</div></div>`
}
<h3 class="apart">The plan</h3>
${risk.plan.chosen.length === 0 ? html`<p>Nothing is worth its cost within the budget and the time.</p>` : fold('Its steps', counted(risk.plan.chosen.length, 'step'), table(PLAN_HEAD, planLines(risk)))}
${makers.length === 0 ? '' : html`<ul class="reasons">${makers.map((line) => html`<li>${line}</li>`)}</ul>`}
${fold('Left out, and why', counted(risk.plan.leftOut.length, 'step'), table(['Step', 'Because'], leftOutLines(risk)))}
${fold('What other budgets leave', '', table(['Budget', 'Loss of an average year (range)', 'Steps'], frontierLines(risk)))}
<h3 class="apart">Figures that this rests on</h3>
<p>${figuresBasis(risk)}</p>
${fold(
  'The figures',
  counted(risk.figures.length, 'figure'),
  table(
    ['Figure', 'Value', 'Basis', 'From'],
    risk.figures.map((figure) => [figure.label, figureWords(figure), figure.basis, figure.source]),
  ),
)}
${
  risk.settle.length === 0
    ? ''
    : html`<h3 class="apart">What would narrow this most</h3><ul class="reasons">${risk.settle.map(({ what, because }) => html`<li>${what} <span class="muted">${because}</span></li>`)}</ul>`
}
<p class="muted">All amounts are in ${currency}.</p>
</section>`;
}

function curve(risk: RiskDocument, width: number, id: string): Markup {
  return trusted(lossCurve(risk, { width, theme: PAGE_COLORS, id, plotHeight: 230, inherent: true }));
}

function leftOutLines({ plan, actions }: RiskDocument): string[][] {
  const names = new Map(actions.map(({ id, name }) => [id, name]));
  return plan.leftOut.map(({ action, name, because }) => [name ?? names.get(action) ?? action, because]);
}

function scenarioHtml(scenario: RiskScenario, risk: RiskDocument): Markup {
  const { harm, path, loss } = scenario;
  const { today } = harm;
  const badge = scenario.reachesPerson
    ? html`<span class="badge ${toneOf(today.acceptability ?? today.acceptabilityRange[1])}">${today.severity}, ${bandWord(today)}</span>`
    : html`<span class="badge">no harm</span>`;
  return html`<details><summary>${badge}<span class="name">${scenario.name}</span><span class="side">${moneyWords(loss.today.mean, risk.currency)} a year</span></summary>
<div class="inner"><p>${scenario.story}</p>
${table(TIMES_HEAD, scenarioTimes(scenario, risk.currency))}
${scenario.costs.length === 0 ? '' : table(['One event costs', 'Mean (range)', 'Because', 'Basis'], costLines(scenario, risk.currency))}
${path === null ? '' : html`<h4>The likeliest way in</h4><ol class="reasons">${pathLines(path, risk.entries).map((line) => html`<li>${line}</li>`)}</ol>`}
<dl class="pairs broad">${scenarioPairs(scenario).map(([term, value]) => html`<div><dt>${term}</dt><dd>${value}</dd></div>`)}</dl></div></details>`;
}

function targetHtml(target: RiskDocument['targets'][number], risk: RiskDocument): Markup {
  const { low, mode, high } = target.probability;
  return html`<details><summary><span class="name">${target.name}</span><span class="side">reached: ${chanceWords(mode)} (${chanceWords(low)} to ${chanceWords(high)})</span></summary>
<div class="inner"><p class="muted">In a year in which every entry is held once; ${target.method}.</p>
${target.paths.slice(0, PATHS_SHOWN).map((path) => html`<ol class="reasons">${pathLines(path, risk.entries).map((line) => html`<li>${line}</li>`)}</ol>`)}
${table(['From', 'Chance (range)', 'Cheapest change that closes it'], cutLines(target, risk))}</div></details>`;
}

function fold(name: string, side: string, inside: Markup): Markup {
  return html`<details><summary><span class="name">${name}</span><span class="side">${side}</span></summary><div class="inner">${inside}</div></details>`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): Markup {
  return html`<div class="scroll" tabindex="0"><table class="mini"><thead><tr>${head.map((each) => html`<th>${each === '' ? html`<span class="unseen">Order</span>` : each}</th>`)}</tr></thead><tbody>${rows.map(
    (row) => html`<tr>${row.map((cell) => html`<td>${cell}</td>`)}</tr>`,
  )}</tbody></table></div>`;
}

function left(count: number, what: string): Markup | '' {
  return count <= 0
    ? ''
    : html`<p class="muted">${counted(count, `further ${what}`)}: see register.json beside this report.</p>`;
}
