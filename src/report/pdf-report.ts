// The report on paper: one page first, then what stands behind it. Tagged, in a language, with embedded fonts.
import type { AssessmentDocument } from '#contracts/index.ts';
import { titleOf } from './html-cover.ts';
import { pdfCover } from './pdf-cover.ts';
import { pdfDevices, pdfFindings, pdfMethod } from './pdf-detail.ts';
import { printPdf } from './pdf-print-shop.ts';
import { INK, STYLES, said } from './pdf-style.ts';

/** The report as PDF; the same document gives the same bytes. */
export function pdfReport(document: AssessmentDocument): Promise<Uint8Array> {
  const title = titleOf(document);
  const made = new Date(document.generatedAt);
  return printPdf({
    pageSize: 'LETTER',
    pageMargins: [48, 42, 48, 46],
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
      margin: [48, 14, 48, 0],
    }),
    content: [...pdfCover(document), ...pdfFindings(document), ...pdfDevices(document), ...pdfMethod(document)],
  });
}
