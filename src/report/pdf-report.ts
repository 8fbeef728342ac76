// The report on paper: one page first, then what stands behind it. Tagged, in a language, with embedded fonts.
import type { Content, TDocumentDefinitions } from 'pdfmake/interfaces.js';
import type { AssessmentDocument } from '#contracts/index.ts';
import { titleOf } from './html-cover.ts';
import { COVER_DETAILS, pdfCover } from './pdf-cover.ts';
import { pdfDevices, pdfFindings, pdfMethod } from './pdf-detail.ts';
import { printPdf } from './pdf-print-shop.ts';
import { INK, STYLES, said } from './pdf-style.ts';

/** The report as PDF; the same document gives the same bytes. */
export async function pdfReport(document: AssessmentDocument): Promise<Uint8Array> {
  const cover = await coverThatFits(document);
  return printPdf(
    layout(document, [...cover(), ...pdfFindings(document), ...pdfDevices(document), ...pdfMethod(document)]),
  );
}

/** Tries the first page from full to brief until it is one page. The printer changes what it is given, so it is made anew. */
async function coverThatFits(document: AssessmentDocument): Promise<() => Content[]> {
  for (const detail of COVER_DETAILS) {
    let pages = 0;
    const trial = layout(document, pdfCover(document, detail));
    await printPdf({
      ...trial,
      footer: (_page, count) => {
        pages = count;
        return '';
      },
    });
    if (pages <= 1) return () => pdfCover(document, detail);
  }
  const least = COVER_DETAILS.at(-1);
  return () => (least ? pdfCover(document, least) : []);
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
