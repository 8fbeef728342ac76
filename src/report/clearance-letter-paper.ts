// A letter of clearance to sign: on paper (PDF), and as a page that opens from disk. What was signed by account stands at its line.
import type { Content } from 'pdfmake/interfaces.js';
import type { Branding, ClearanceLetter, LetterSection, LetterSignature } from '#contracts/index.ts';
import { named } from './branding.ts';
import { htmlPage } from './html-page.ts';
import { html } from './markup.ts';
import { printSheet } from './pdf-sheet.ts';
import { INK, ROWS, said } from './pdf-style.ts';
import { longDate } from './words.ts';

/** A letter as it was issued, and what became of it. */
export interface ClearancePaper {
  readonly site: string;
  readonly letter: ClearanceLetter;
  /** Of the plain text. */
  readonly sha256: string;
  readonly issuedAt: string;
  readonly signatures: readonly LetterSignature[];
  /** Why it counts no more; null while it does. */
  readonly over: string | null;
  readonly branding: Branding | null;
}

const LINES = ['Name', 'Day', 'Signature'] as const;
const LONGEST = 2000;

/** The letter as an HTML page: no network, no script. The same letter gives the same text. */
export function clearanceHtml(paper: ClearancePaper): string {
  const { letter, over, branding } = paper;
  return htmlPage({
    title: letter.title,
    site: named(paper, branding).site,
    beside: letter.day,
    body: html`${over === null ? '' : html`<p><strong>This letter counts no more. ${over}</strong></p>`}
<p>Reference: ${letter.reference}</p>
<p>${letter.opening}</p>
${letter.sections.map(
  ({ heading, paragraphs, points, table }) => html`<section><h2>${heading}</h2>
${
  table === null
    ? ''
    : html`<table><thead><tr>${table.columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead><tbody>${table.rows.map((row) => html`<tr>${row.map((cell) => html`<td>${cell}</td>`)}</tr>`)}</tbody></table>`
}
${points.length === 0 ? '' : html`<ul>${points.map((point) => html`<li>${point}</li>`)}</ul>`}
${paragraphs.map((words) => html`<p>${words}</p>`)}
</section>
`,
)}
${letter.signers.map(
  ({ side, label, declares }) => html`<section><h2>${label}</h2><p>${declares}</p>
<table><tbody>${signedLines(paper, side).map(([line, value]) => html`<tr><th scope="row">${line}</th><td>${value}</td></tr>`)}</tbody></table>
</section>
`,
)}`,
    foot: footOf(paper),
    branding,
  });
}

/** The letter as PDF; the same letter gives the same bytes. */
export function clearancePdf(paper: ClearancePaper): Promise<Uint8Array> {
  const { letter, over, branding } = paper;
  const { site } = named(paper, branding);
  return printSheet({
    branding,
    title: said(letter.title, 160),
    site,
    made: new Date(paper.issuedAt),
    foot: said(footOf(paper), 200),
    content: [
      { text: said(site, 160), bold: true },
      { text: letter.day, color: INK.soft },
      { text: `Reference: ${said(letter.reference, 80)}`, color: INK.soft, margin: [0, 0, 0, 18] },
      ...(over === null
        ? []
        : [{ text: `This letter counts no more. ${said(over)}`, bold: true, margin: [0, 0, 0, 10] as Margins }]),
      { text: said(letter.title, 160), style: 'h1' },
      { text: said(letter.opening, LONGEST), margin: [0, 0, 0, 10] },
      ...letter.sections.map(sectionBlock),
      ...letter.signers.map(
        ({ side, label, declares }): Content => ({
          unbreakable: true,
          margin: [0, 12, 0, 0],
          stack: [
            { text: said(label, 200), style: 'h2', margin: [0, 0, 0, 2] },
            { text: said(declares), margin: [0, 0, 0, 6] },
            {
              table: {
                widths: [80, '*'],
                body: signedLines(paper, side).map(([line, value]) => [
                  { text: line, style: 'soft', margin: [0, 7, 0, 1] },
                  { text: said(value) || '\u00a0', margin: [0, 7, 0, 1] },
                ]),
              },
              layout: { ...ROWS, hLineWidth: (index) => (index === 0 ? 0 : 0.6) },
            },
          ],
        }),
      ),
    ],
  });
}

type Margins = [number, number, number, number];

function sectionBlock({ heading, paragraphs, points, table }: LetterSection): Content {
  const title: Content = { text: said(heading, 160), style: 'h2', margin: [0, 8, 0, 3] };
  const rest: Content[] = [
    ...(points.length === 0
      ? []
      : [{ ul: points.map((point) => said(point, LONGEST)), margin: [0, 0, 0, 3] as Margins }]),
    ...paragraphs.map((words) => ({ text: said(words, LONGEST), margin: [0, 2, 0, 0] as Margins })),
  ];
  if (table === null) return { stack: [title, ...rest] };
  return {
    stack: [
      title,
      {
        table: {
          headerRows: 1,
          widths: table.columns.map(() => '*'),
          body: [
            table.columns.map((text) => ({ text, bold: true })),
            ...table.rows.map((row) => row.map((cell) => ({ text: said(cell) }))),
          ],
        },
        layout: ROWS,
        margin: [0, 0, 0, 4],
      },
      ...rest,
    ],
  };
}

/** The lines of a side: empty ones to write on, or who signed and how that is known. */
function signedLines({ signatures }: ClearancePaper, side: LetterSignature['side']): (readonly [string, string])[] {
  const signed = signatures.find((each) => each.side === side);
  if (!signed) return LINES.map((line) => [line, '']);
  const how = signed.way === 'account' ? signed.how : `On paper. ${signed.how}`;
  return [
    ['Name', signed.name],
    ['Day', longDate(signed.day)],
    ['Signature', how],
  ];
}

function footOf({ letter, sha256 }: ClearancePaper): string {
  return `${letter.reference}. SHA-256 of its text: ${sha256}`;
}
