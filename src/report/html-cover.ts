// The page of exposure: what is exposed, how sure we are, what to do on Monday. It comes first until the risk was worked out, then second.
import { intervalBar, ladderChart, severityBar } from '#charts/index.ts';
import type { AssessmentDocument } from '#contracts/index.ts';
import { riskCoverHtml } from './html-risk-cover.ts';
import { PAGE_COLORS } from './html-style.ts';
import { html, type Markup, plain, trusted } from './markup.ts';
import { NOT_YET, riskIn } from './risk-answers.ts';
import { actor, counted, firstSentence, grouped, longDate, nameList, percent, severityWord } from './words.ts';

/** The first page: the risk and then the exposure, or the exposure alone where the risk was not worked out yet. */
export function coverHtml(document: AssessmentDocument): Markup {
  const risk = riskIn(document);
  if (!risk) return exposureHtml(document, true);
  return html`${riskCoverHtml(document, risk, restsOn(document))}
${exposureHtml(document, false)}`;
}

function exposureHtml(document: AssessmentDocument, isFirst: boolean): Markup {
  const { summary } = document;
  return html`<section class="cover" id="${isFirst ? 'summary' : 'exposure'}">
${headlineHtml(summary.headline, isFirst)}
<p class="lead">${leadOf(document)}${isFirst ? html` ${NOT_YET}` : ''}</p>
<div class="grid">
<div class="stack">
<div class="card"><h2>Systems by what strangers can do with them</h2>
<div class="wide-only">${ladder(document, 620, 'ladder')}</div>
<div class="narrow-only">${ladder(document, 330, 'ladder-small')}</div>
</div>
<div class="card"><h2>What we found</h2>
${severities(document)}
</div>
</div>
<div class="stack">
<div class="card"><h2>How sure we are</h2>
${interval(document)}
<ul class="facts">
<li><span>Systems known</span><b>${grouped(summary.coverage.devices)}</b></li>
<li><span>Seen on the network</span><b>${share(summary.coverage.observed, summary.coverage.devices)}</b></li>
<li><span>Operating system known</span><b>${share(summary.coverage.withOperatingSystem, summary.coverage.devices)}</b></li>
<li><span>Somebody responsible</span><b>${share(summary.coverage.withOwner, summary.coverage.devices)}</b></li>
</ul>
<p class="muted" style="margin:.9rem 0 0">${restsOn(document)}</p></div>
</div>
</div>
<div class="card"><h2>${document.doFirst.length > 0 ? 'Do these first' : 'Nothing to do first'}</h2>
${doFirstHtml(document)}
</div>
<div class="card" style="margin-top:1.25rem"><h2>What we could not see</h2>
${unseenHtml(document)}
</div>
</section>`;
}

/** The main sentence large, what could not be judged after it. */
function headlineHtml(headline: string, isFirst: boolean): Markup {
  const [first, rest] = firstSentence(headline);
  const words = html`${first}${rest === '' ? '' : html` <span class="aside">${rest}</span>`}`;
  return isFirst ? html`<h1>${words}</h1>` : html`<h2 class="headline">${words}</h2>`;
}

/** How old what the report rests on is. */
export function restsOn(document: AssessmentDocument): string {
  const { evidence } = document;
  return `Rests on ${counted(evidence.facts, 'fact')} from ${longDate(evidence.oldestFact)} to ${longDate(evidence.newestFact)}, and on life cycles as of ${longDate(evidence.knowledgeAsOf)}.`;
}

/** What was not done, and what was under the data owner's authority. */
function harmlessness({ scan }: AssessmentDocument): string {
  const stored = scan?.endpoints.filter(({ proven }) => proven.includes('E8p')).length ?? 0;
  const given = scan?.endpoints.filter(({ exposure, web }) => exposure === 'E7' || web === 'W5').length ?? 0;
  const written = stored === 0 ? 'nothing was written' : `one synthetic image was stored at ${stored} of the services`;
  const fetched = given === 0 ? 'no patient data was fetched' : 'what came back of patients was counted and not kept';
  return `${written}, and ${fetched}`;
}

/** Where it was looked from, and who allowed it. */
export function leadOf(document: AssessmentDocument): string {
  const { scan } = document;
  if (!scan)
    return `As of ${longDate(document.generatedAt)}, from lists and earlier scans. No new scan was made for this report.`;
  const who = scan.authority === null ? '' : ` Allowed by: ${scan.authority}.`;
  const cut = scan.state === 'finished' ? '' : ' The scan did not finish; what it saw until then is in here.';
  return `Looked at on ${longDate(scan.endedAt)}, seen from: ${scan.vantage}. No password was tried, ${harmlessness(document)}.${who}${cut}`.replace(
    '..',
    '.',
  );
}

/** Rungs worth a line: those with systems, and the ones that everybody asks about. */
const ALWAYS = ['E7', 'E6', 'E2', 'unknown'];

/** The rows of the ladder that the reports draw. */
export function ladderRows(document: AssessmentDocument): { rung: string; meaning: string; devices: number }[] {
  return document.summary.byExposure.filter((row) => row.devices > 0 || ALWAYS.includes(row.rung));
}

function ladder(document: AssessmentDocument, width: number, id: string): Markup {
  const frame = { width, theme: PAGE_COLORS, id, title: 'Systems by what strangers can do with them' };
  return trusted(ladderChart(ladderRows(document), frame));
}

function interval(document: AssessmentDocument): Markup {
  const { low, high } = document.summary.openShare;
  const words = { yes: 'open', unknown: 'not known', no: 'closed', percent };
  const drawing = intervalBar(
    { low, high },
    { width: 330, theme: PAGE_COLORS, id: 'open-share', title: 'Share of systems open to strangers', words },
  );
  return html`<p>${openShareWords(document)}</p>${trusted(drawing)}`;
}

/** The share of systems open to strangers, as a sentence with its interval. */
export function openShareWords(document: AssessmentDocument): string {
  const { low, high } = document.summary.openShare;
  if (document.summary.coverage.devices === 0) return 'Nothing is known yet.';
  if (low === high) return `${percent(low)} of the systems are open to strangers.`;
  return `Between ${percent(low)} and ${percent(high)} of the systems are open to strangers.`;
}

function severities(document: AssessmentDocument): Markup {
  const rows = document.summary.bySeverity
    .filter((row) => row.severity !== 'none')
    .map((row) => ({ severity: row.severity, label: severityWord(row.severity).toLowerCase(), count: row.findings }));
  const all = rows.reduce((sum, row) => sum + row.count, 0);
  const frame = { width: 620, theme: PAGE_COLORS, id: 'severities', title: 'Findings by severity', count: grouped };
  return html`<p>${counted(all, 'finding')} that ${all === 1 ? 'asks' : 'ask'} for something.</p><div class="wide-only">${trusted(severityBar(rows, frame))}</div><div class="narrow-only">${trusted(
    severityBar(rows, { ...frame, width: 330, id: 'severities-small' }),
  )}</div>`;
}

const NAMES_SHOWN = 6;

function doFirstHtml(document: AssessmentDocument): Markup {
  if (document.doFirst.length === 0) return html`<p>No finding asks for an action.</p>`;
  const items = document.doFirst.map((item) => {
    const [first, rest] = firstSentence(item.action);
    return html`<li><div><p class="what">${first}</p>
<p><span class="who">${actor(item.who)}</span>${nameList(
      item.devices.map((device) => device.name),
      NAMES_SHOWN,
    )}</p>
<p class="more">Because: ${item.because}.</p>
${howHtml(rest)}</div></li>`;
  });
  return html`<ol class="todo">${items}</ol>`;
}

const SHORT = 130;

/** Help that is long is folded away: it is for the person who does it, and stands with each finding too. */
function howHtml(rest: string): Markup | '' {
  if (rest === '') return '';
  if (rest.length <= SHORT) return html`<p class="more">${rest}</p>`;
  return html`<details class="how"><summary>How</summary><p class="more">${rest}</p></details>`;
}

function unseenHtml(document: AssessmentDocument): Markup {
  const { narrow } = document.summary;
  const refused = document.scan?.refused.length ?? 0;
  const lines = narrow.map(
    (each) =>
      html`<li><div><strong>${each.fact}</strong> <span class="muted">${counted(each.devices, 'system')}</span></div><div>${each.how}</div></li>`,
  );
  return html`${
    lines.length === 0 ? html`<p>Every system was seen and judged.</p>` : html`<ul class="asked">${lines}</ul>`
  }${refused > 0 ? html`<p class="muted" style="margin:.8rem 0 0">${counted(refused, 'address', 'addresses')} left out because not allowed: <a href="#method">see Method</a>.</p>` : ''}`;
}

function share(part: number, whole: number): string {
  return `${grouped(part)} of ${grouped(whole)}`;
}

/** A title for the window or the document's properties. */
export function titleOf(document: AssessmentDocument): string {
  return plain(`${document.site}: cyber exposure, ${longDate(document.generatedAt)}`);
}
