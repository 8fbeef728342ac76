// The report as one HTML file that opens from disk: no network, no script, everything inside (its policy forbids the rest).
import type { AssessmentDocument, Branding } from '#contracts/index.ts';
import { named } from './branding.ts';
import { brandFoot, brandHead, brandPolicy, brandStyle } from './branding-html.ts';
import { coverHtml, titleOf } from './html-cover.ts';
import { devicesHtml, findingsHtml } from './html-detail.ts';
import { methodHtml } from './html-method.ts';
import { riskHtml } from './html-risk.ts';
import { STYLE } from './html-style.ts';
import { html, trusted } from './markup.ts';
import { riskIn } from './risk-answers.ts';
import { longDate } from './words.ts';

const MARK =
  '<svg viewBox="0 0 24 24" aria-hidden="true"><rect x="6" y="2" width="12" height="20" rx="3" fill="none" stroke="currentColor" stroke-width="2"/>' +
  '<path d="M9 14.5a3.4 3.4 0 0 1 6 0" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round"/><path d="M12 14.2l1.5-3" stroke="currentColor" stroke-width="2" stroke-linecap="round"/><path d="M10 5h4" stroke="currentColor" stroke-width="2" stroke-linecap="round"/></svg>';

/** The report as an HTML page. */
export function htmlReport(assessed: AssessmentDocument, branding: Branding | null = null): string {
  const document = named(assessed, branding);
  const risk = riskIn(document);
  return html`<!doctype html>
<html lang="en-US">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline';${brandPolicy(branding)} base-uri 'none'; form-action 'none'">
<meta name="referrer" content="no-referrer">
<title>${titleOf(document)}</title>
<style>${trusted(STYLE)}${brandStyle(branding)}</style>
</head>
<body>
${brandHead(branding)}<header class="masthead"><span class="brand">${trusted(MARK)}<span><strong>${document.site}</strong> · Cyber exposure report</span></span><span>${longDate(document.generatedAt)}</span></header>
<main>
${coverHtml(document)}
<nav class="contents" aria-label="Contents">${risk ? html`<a href="#risk">Risk in detail</a>` : ''}<a href="#findings">All findings</a><a href="#systems">Each system</a><a href="#method">Method</a><a href="#definitions">What the words mean</a></nav>
${risk ? riskHtml(risk) : ''}
${findingsHtml(document)}
${devicesHtml(document)}
${methodHtml(document)}
</main>
<footer class="foot">${brandFoot(branding)}Made with Dosimeter. The figures come from register.json beside this file; the same facts and the same knowledge give the same report.</footer>
</body>
</html>
`.text;
}
