// The report on paper: one page first, then what stands behind it. Tagged, in a language, with embedded fonts.
import type { Content, TDocumentDefinitions } from 'pdfmake/interfaces.js';
import type { AssessmentDocument, Branding } from '#contracts/index.ts';
import { named } from './branding.ts';
import { branded } from './branding-pdf.ts';
import { titleOf } from './html-cover.ts';
import { COVER_DETAILS, pdfCover } from './pdf-cover.ts';
import { pdfDevices, pdfFindings, pdfMethod } from './pdf-detail.ts';
import { printPdf } from './pdf-print-shop.ts';
import { pdfRisk } from './pdf-risk.ts';
import { pdfRiskCover, RISK_COVER_DETAILS } from './pdf-risk-cover.ts';
import { INK, STYLES, said } from './pdf-style.ts';
import { riskIn } from './risk-answers.ts';

/** The report as PDF; the same document gives the same bytes. */
export async function pdfReport(assessed: AssessmentDocument, branding: Branding | null = null): Promise<Uint8Array> {
  const document = named(assessed, branding);
  const risk = riskIn(document);
  const fitted = <D>(isFirst: boolean, details: readonly D[], make: (detail: D) => Content[]) =>
    pageThatFits((content) => branded(layout(document, content), { branding, isFirst }), details, make);
  const executive = risk
    ? await fitted(true, RISK_COVER_DETAILS, (detail) => pdfRiskCover(document, risk, detail))
    : [];
  const exposure = await fitted(risk === null, COVER_DETAILS, (detail) => pdfCover(document, detail, risk === null));
  const whole = layout(document, [
    ...executive,
    ...(risk ? onNewPage(exposure) : exposure),
    ...(risk ? pdfRisk(risk) : []),
    ...pdfFindings(document),
    ...pdfDevices(document),
    ...pdfMethod(document),
  ]);
  return printPdf(branded(whole, { branding }));
}

function onNewPage([first, ...rest]: Content[]): Content[] {
  return [{ stack: first === undefined ? [] : [first], pageBreak: 'before' }, ...rest];
}

/** Tries a page from full to brief until it is one sheet. The printer changes what it is given, so it is made anew. */
async function pageThatFits<D>(
  layOut: (content: Content[]) => TDocumentDefinitions,
  details: readonly D[],
  make: (detail: D) => Content[],
): Promise<Content[]> {
  for (const detail of details) {
    let pages = 0;
    await printPdf({
      ...layOut(make(detail)),
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
