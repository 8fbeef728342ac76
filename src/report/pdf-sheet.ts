// A letter or a paper to sign as PDF: the sheet, its margins and its foot.
import type { Content } from 'pdfmake/interfaces.js';
import { printPdf } from './pdf-print-shop.ts';
import { INK, STYLES, said } from './pdf-style.ts';

interface Sheet {
  readonly title: string;
  readonly site: string;
  /** Stands in the file as the day it was made, so that the same content gives the same bytes. */
  readonly made: Date;
  readonly foot: string;
  readonly content: Content;
}

/** Prints it. */
export function printSheet({ title, site, made, foot, content }: Sheet): Promise<Uint8Array> {
  return printPdf({
    version: '1.7',
    pageSize: 'LETTER',
    pageMargins: [62, 62, 62, 54],
    language: 'en-US',
    tagged: true,
    displayTitle: true,
    info: {
      title,
      author: said(site, 120),
      creator: 'Dosimeter',
      producer: 'Dosimeter',
      creationDate: made,
      modDate: made,
    },
    defaultStyle: { font: 'Roboto', fontSize: 10.5, lineHeight: 1.28, color: INK.text },
    styles: STYLES,
    footer: (page, pages) => ({
      columns: [
        { text: foot, color: INK.soft },
        { text: `${page} of ${pages}`, alignment: 'right', color: INK.soft, width: 60 },
      ],
      fontSize: 8,
      margin: [62, 16, 62, 0],
    }),
    content,
  });
}
