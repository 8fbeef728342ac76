// The first page when the risk was worked out: what could hurt us, what would it cost, what do we do first, is it getting better.
import type { AssessmentDocument, RiskDocument } from '#contracts/index.ts';
import { PAGE_COLORS } from './html-style.ts';
import { html, type Markup, trusted } from './markup.ts';
import { type CostlyRow, type FirstRow, type HurtRow, moreFirst, moreHurt, riskAnswers } from './risk-answers.ts';
import { lossCurve } from './risk-charts.ts';

/** The executive page. */
export function riskCoverHtml(document: AssessmentDocument, risk: RiskDocument, evidence: string): Markup {
  const answers = riskAnswers(risk, document.generatedAt);
  const [harm, money] = answers.headline;
  const { hurt, cost, first, better } = answers;
  return html`<section class="cover executive" id="summary">
<h1>${harm} <span class="aside">${money}</span></h1>
<div class="card"><h2>What could hurt us?</h2>
${hurtTable(hurt.rows)}
${hurt.story === null ? html`<p>No way in was found.</p>` : html`<blockquote>${hurt.story}</blockquote>`}
<p class="fine">${moreHurt(hurt.total, hurt.rows.length)} ${hurt.basis}</p>
</div>
<div class="card"><h2>What would it cost?</h2>
<div class="halves">
<div><div class="wide-only">${curve(risk, 520, 'loss')}</div><div class="narrow-only">${curve(risk, 330, 'loss-small')}</div>
<p class="fine">${cost.tolerance.join(' ')}</p></div>
<div><div class="scroll" tabindex="0"><table class="tight"><thead><tr><th><span class="unseen">What</span></th><th class="n">Today</th><th class="n">With the plan</th></tr></thead><tbody>${cost.rows.map(
    ({ label, today, after }) => html`<tr><td>${label}</td><td class="n">${today}</td><td class="n">${after}</td></tr>`,
  )}</tbody></table></div>
${costlyTable(cost.costly)}
<p class="fine"><strong>${cost.basis}</strong></p></div>
</div></div>
<div class="card"><h2>What do we do first?</h2>
${first.rows.length === 0 ? '' : html`<ol class="steps">${first.rows.map(stepHtml)}</ol>`}
<p class="outcome">${first.outcome.join(' ')} <span class="fine">${moreFirst(first.total, first.rows.length)}</span></p>
</div>
<div class="card"><h2>Is it getting better?</h2>
<div class="halves"><div><p>${better.lead}</p></div>
<div>${better.because.length === 0 ? '' : html`<ul class="reasons">${better.because.map((reason) => html`<li>${reason}</li>`)}</ul>`}</div></div>
${answers.settle.length === 0 ? '' : html`<p class="fine settle">To know more: ${answers.settle.join(' ')}</p>`}
<p class="fine">${answers.restsOn} ${evidence}</p>
</div>
</section>`;
}

function curve(risk: RiskDocument, width: number, id: string): Markup {
  return trusted(lossCurve(risk, { width, theme: PAGE_COLORS, id, plotHeight: 170 }));
}

/** The worst first. */
function hurtTable(rows: readonly HurtRow[]): Markup {
  if (rows.length === 0) return html`<p>Nothing that was looked at reaches a patient.</p>`;
  return html`<div class="scroll" tabindex="0"><table class="tight harm"><caption class="unseen">What could harm a patient</caption><thead><tr><th>What</th><th class="wide-only">Where</th><th>How bad</th><th>Today</th><th>With plan</th></tr></thead><tbody>${rows.map(
    (row) =>
      html`<tr><td>${row.what}<span class="under narrow-only">${row.where}</span></td><td class="wide-only">${row.where}</td><td>${row.severity}<span class="under">${row.severityRange}</span></td><td><span class="badge ${toneOf(row.acceptability)}">${row.today}</span><span class="under">${row.todayRange}</span></td><td>${row.after}</td></tr>`,
  )}</tbody></table></div>`;
}

/** How bad a cell of the matrix is, as the tone of a badge. */
export function toneOf(acceptability: string): string {
  return acceptability === 'not acceptable' ? 'critical' : acceptability === 'acceptable' ? 'good' : 'medium';
}

function costlyTable(rows: readonly CostlyRow[]): Markup | '' {
  if (rows.length === 0) return '';
  return html`<div class="scroll" tabindex="0"><table class="tight"><thead><tr><th>Costs most</th><th>One event</th><th class="n">Average year</th></tr></thead><tbody>${rows.map(
    ({ what, event, year, range }) =>
      html`<tr><td>${what}</td><td>${event}</td><td class="n">${year}<span class="under">${range}</span></td></tr>`,
  )}</tbody></table></div>`;
}

function stepHtml({ what, who, due, cost, saves, care, cutsExam }: FirstRow): Markup {
  return html`<li><div><p class="what">${what} <span class="who">${who}, ${due}</span></p>
<p class="more">${cost}; ${saves}; ${cutsExam ? html`<strong>${care}</strong>` : care}.</p></div></li>`;
}
