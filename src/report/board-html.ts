// The report for the board as one HTML page that opens from disk: no network, no script.
import type { BoardDocument, BoardPack } from '#contracts/index.ts';
import { annexParts, boardTitle, FRONT_DETAILS, frontParts, reviewParts } from './board-words.ts';
import { STYLE } from './html-style.ts';
import { html, type Markup, trusted } from './markup.ts';
import { partHtml } from './risk-file-html.ts';
import { longDate } from './words.ts';

/** The report as an HTML page; the same document gives the same text. */
export function boardHtml(document: BoardDocument, pack: BoardPack = 'board'): string {
  const title = boardTitle(document, pack);
  return html`<!doctype html>
<html lang="en-US">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${trusted(STYLE)}</style>
</head>
<body>
<header class="masthead"><strong>${document.site}</strong><span>${longDate(document.date)}</span></header>
<main>
${pack === 'review' ? html`<h1>${title}</h1>${reviewParts(document).map(partHtml)}` : frontHtml(document)}
<h2>Annex</h2>
${annexParts(document).map(partHtml)}
</main>
<footer class="foot">Made with Dosimeter from the state of ${longDate(document.date)}. The same report as JSON holds every figure.</footer>
</body>
</html>
`.text;
}

function frontHtml(document: BoardDocument): Markup {
  const [full] = FRONT_DETAILS;
  return html`<div class="cover" id="summary"><h1>${document.headline.harm} <span class="aside">${document.headline.money}</span></h1>
${full ? frontParts(document, full).map(partHtml) : ''}</div>`;
}
