// The report for the board as one HTML page that opens from disk: no network, no script.
import type { BoardDocument, BoardPack, Branding } from '#contracts/index.ts';
import { annexParts, boardTitle, FRONT_DETAILS, frontParts, reviewParts } from './board-words.ts';
import { named } from './branding.ts';
import { htmlPage } from './html-page.ts';
import { html, type Markup } from './markup.ts';
import { partHtml } from './risk-file-html.ts';
import { longDate } from './words.ts';

/** The report as an HTML page; the same document gives the same text. */
export function boardHtml(stated: BoardDocument, pack: BoardPack = 'board', branding: Branding | null = null): string {
  const document = named(stated, branding);
  const date = longDate(document.date);
  return htmlPage({
    title: boardTitle(document, pack),
    site: document.site,
    beside: date,
    body: html`${pack === 'review' ? reviewParts(document).map(partHtml) : frontHtml(document)}
<h2>Annex</h2>
${annexParts(document).map(partHtml)}`,
    foot: `Made with Dosimeter from the state of ${date}. The same report as JSON holds every figure.`,
    branding,
  });
}

function frontHtml(document: BoardDocument): Markup {
  const { harm, money } = document.headline;
  return html`<p><strong>${harm}</strong> ${money}</p>
${frontParts(document, FRONT_DETAILS[0]).map(partHtml)}`;
}
