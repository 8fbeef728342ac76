// The risk-management file as one HTML page that opens from disk: no network, no script.
import type { Branding, RiskFile } from '#contracts/index.ts';
import { named } from './branding.ts';
import { htmlPage } from './html-page.ts';
import { html, type Markup } from './markup.ts';
import { type Block, type Part, partsOf, riskFileTitle } from './risk-file-words.ts';
import { longDate } from './words.ts';

/** The file as an HTML page; the same file gives the same text. */
export function riskFileHtml(stated: RiskFile, branding: Branding | null = null): string {
  const file = named(stated, branding);
  const title = riskFileTitle(file);
  return htmlPage({
    title,
    site: file.site,
    beside: longDate(file.at),
    body: html`${partsOf(file).map(partHtml)}`,
    foot: 'Made with Dosimeter. The same file as JSON holds every figure.',
    branding,
  });
}

/** A part with its blocks. */
export function partHtml({ title, blocks }: Part): Markup {
  return html`<section><h2>${title}</h2>
${blocks.map(blockHtml)}
</section>
`;
}

function blockHtml(block: Block): Markup {
  switch (block.kind) {
    case 'text':
      return html`<p>${block.text}</p>`;
    case 'heading':
      return html`<h3>${block.text}</h3>`;
    case 'list':
      return html`<ul>${block.items.map((item) => html`<li>${item}</li>`)}</ul>`;
    case 'pairs':
      return html`<div class="scroll"><table><tbody>${block.pairs.map(
        ([term, value]) => html`<tr><th scope="row">${term}</th><td>${value}</td></tr>`,
      )}</tbody></table></div>`;
    case 'table':
      return html`<div class="scroll"><table><thead><tr>${block.columns.map(
        (column) => html`<th scope="col">${column}</th>`,
      )}</tr></thead><tbody>${block.rows.map(
        (row) => html`<tr>${row.map((cell) => html`<td>${cell}</td>`)}</tr>`,
      )}</tbody></table></div>`;
  }
}
