// How it was done, under whose authority, what was left out, and what the words mean.
import { type AssessmentDocument, RUNG_MEANING, RUNG_ORDER } from '#contracts/index.ts';
import { html, type Markup } from './markup.ts';
import { counted, dateAndTime, grouped, longDate } from './words.ts';

const REFUSED_SHOWN = 200;

/** What the scanner never does; the same sentences stand in the PDF. */
export const NEVER =
  'One connection at a time to a device, spaced, politely closed. No password was tried, nothing was written to any device unless the data owner had signed for it, no malformed message was sent. ' +
  'Searches were for numbers made up a moment before, so that they match no patient. An address that nobody had cleared was not touched.';

/** Method, authority and limits as label and value. */
export function methodPairs(document: AssessmentDocument): (readonly [string, string])[] {
  const { scan, evidence, imports } = document;
  const out: (readonly [string, string])[] = [['Report made', dateAndTime(document.generatedAt)]];
  if (scan) {
    out.push(
      ['Looked from', scan.vantage],
      ['Time of the scan', `${dateAndTime(scan.startedAt)} to ${dateAndTime(scan.endedAt)}`],
      ['Authority', scan.authority ?? 'clearances stored in the program'],
      ['Allowed up to', scan.clearance],
      ['Targets', scan.targets.join(', ')],
      ['Ports', scan.ports.join(', ')],
      [
        'Effort',
        `${counted(scan.totals.hosts, 'address', 'addresses')}, ${counted(scan.totals.connections, 'connection')}, ${grouped(scan.totals.bytesSent)} bytes sent`,
      ],
      ['Ended', scan.state],
    );
  }
  for (const file of imports?.files ?? []) {
    const rejected = file.rejectedTotal > 0 ? `, ${counted(file.rejectedTotal, 'row')} not usable` : '';
    const read = file.problem === undefined ? `${counted(file.rows, 'row')}${rejected}` : 'not taken in';
    out.push(['List', `${file.file}: ${read}`]);
  }
  out.push(
    ['Facts', `${grouped(evidence.facts)}, from ${longDate(evidence.oldestFact)} to ${longDate(evidence.newestFact)}`],
    ['Life cycles as of', longDate(evidence.knowledgeAsOf)],
  );
  return out;
}

/** States, as the reports use them. */
export const STATE_MEANINGS: readonly (readonly [string, string])[] = [
  ['Proven', 'The scanner saw it, or the source that says so is beyond doubt.'],
  ['Likely', 'It was offered but not carried out, or a fact behind it is not certain.'],
  ['Not known', 'It could not be judged. The action is the cheapest look that would settle it. Not known is not safe.'],
  ['Good', 'It was looked at and found good.'],
];

/** Method and definitions. */
export function methodHtml(document: AssessmentDocument): Markup {
  const refused = document.scan?.refused ?? [];
  return html`<section id="method"><h2>Method</h2>
<p>${NEVER}</p>
<dl class="pairs">${methodPairs(document).map(([term, value]) => html`<div><dt>${term}</dt><dd>${value}</dd></div>`)}</dl>
${
  refused.length === 0
    ? ''
    : html`<details><summary><span class="name">Addresses that were left out</span><span class="side">${grouped(refused.length)}</span></summary><div class="inner scroll"><table><thead><tr><th>Address</th><th>Why</th></tr></thead><tbody>${refused
        .slice(0, REFUSED_SHOWN)
        .map((each) => html`<tr><td>${each.target}</td><td>${each.reason}</td></tr>`)}</tbody></table>${
        refused.length > REFUSED_SHOWN
          ? html`<p class="muted">${grouped(refused.length - REFUSED_SHOWN)} more in register.json.</p>`
          : ''
      }</div></details>`
}
</section>
<section id="definitions"><h2>What the words mean</h2>
<h3>The exposure ladder</h3>
<p>Each system stands on the highest rung that was proven, not assumed. From E3 and W3 on, strangers get in. E rungs are DICOM, the language of imaging; W rungs are web pages.</p>
<div class="scroll"><table><tbody>${[...RUNG_ORDER]
    .reverse()
    .map(
      (rung) => html`<tr><td><strong>${rung}</strong></td><td>${RUNG_MEANING[rung]}</td></tr>`,
    )}<tr><td><strong>E8o</strong></td><td>${RUNG_MEANING.E8o}: an offer, not proof</td></tr></tbody></table></div>
<h3 style="margin-top:1.4rem">How sure a finding is</h3>
<div class="scroll"><table><tbody>${STATE_MEANINGS.map(([word, meaning]) => html`<tr><td><strong>${word}</strong></td><td>${meaning}</td></tr>`)}</tbody></table></div>
</section>`;
}
