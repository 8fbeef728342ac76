// The report on paper: one page first, then what stands behind it. Tagged, in a language, with embedded fonts.
import type { Content, TDocumentDefinitions } from 'pdfmake/interfaces.js';
import type { AssessmentDocument } from '#contracts/index.ts';
import { titleOf } from './html-cover.ts';
import { COVER_DETAILS, pdfCover } from './pdf-cover.ts';
import { pdfDevices, pdfFindings, pdfMethod } from './pdf-detail.ts';
import { printPdf } from './pdf-print-shop.ts';
import { pdfRisk } from './pdf-risk.ts';
import { pdfRiskCover, RISK_COVER_DETAILS } from './pdf-risk-cover.ts';
import { INK, STYLES, said } from './pdf-style.ts';
import { riskIn } from './risk-answers.ts';

/** The report as PDF; the same document gives the same bytes. */
export async function pdfReport(document: AssessmentDocument): Promise<Uint8Array> {
  const risk = riskIn(document);
  const executive = risk
    ? await pageThatFits(document, RISK_COVER_DETAILS, (detail) => pdfRiskCover(document, risk, detail))
    : [];
  const exposure = await pageThatFits(document, COVER_DETAILS, (detail) => pdfCover(document, detail, risk === null));
  return printPdf(
    layout(document, [
      ...executive,
      ...(risk ? onNewPage(exposure) : exposure),
      ...(risk ? pdfRisk(risk) : []),
      ...pdfFindings(document),
      ...pdfDevices(document),
      ...pdfMethod(document),
    ]),
  );
}

function onNewPage([first, ...rest]: Content[]): Content[] {
  return [{ stack: first === undefined ? [] : [first], pageBreak: 'before' }, ...rest];
}

/** Tries a page from full to brief until it is one sheet. The printer changes what it is given, so it is made anew. */
async function pageThatFits<D>(
  document: AssessmentDocument,
  details: readonly D[],
  make: (detail: D) => Content[],
): Promise<Content[]> {
  for (const detail of details) {
    let pages = 0;
    await printPdf({
      ...layout(document, make(detail)),
      footer: (_page, count) => {
        pages = count;
        return '';
      },
    });
    if (pages <= 1) return make(detail);
  }
  const least = details.at(-1);
  return least === undefined ? [] : make(least);
}

function layout(document: AssessmentDocument, content: Content[]): TDocumentDefinitions {
  const title = titleOf(document);
  const made = new Date(document.generatedAt);
  return {
    version: '1.7',
    pageSize: 'LETTER',
    pageMargins: [48, 34, 48, 40],
    language: 'en-US',
    tagged: true,
    displayTitle: true,
    info: {
      title,
      author: said(document.site, 120),
      creator: 'Dosimeter',
      producer: 'Dosimeter',
      creationDate: made,
      modDate: made,
    },
    defaultStyle: { font: 'Roboto', fontSize: 10, lineHeight: 1.22, color: INK.text },
    styles: STYLES,
    footer: (page, pages) => ({
      columns: [
        { text: said(title, 110), color: INK.soft },
        { text: `${page} of ${pages}`, alignment: 'right', color: INK.soft, width: 60 },
      ],
      fontSize: 8,
      margin: [48, 12, 48, 0],
    }),
    content,
  };
}
