// The frame of a printed document as PDF: the sheet, its margins and its foot.
import type { Content, TDocumentDefinitions } from 'pdfmake/interfaces.js';
import type { Branding } from '#contracts/index.ts';
import { branded } from './branding-pdf.ts';
import { printPdf } from './pdf-print-shop.ts';
import { INK, STYLES, said } from './pdf-style.ts';

/** `letter`: wide margins and large letters, to sign. `file`: for long tables. `page`: as much as one sheet can hold. */
const LAYOUTS = {
  letter: { margins: [62, 62, 62, 54], foot: 16, fontSize: 10.5, lineHeight: 1.28 },
  file: { margins: [48, 40, 48, 44], foot: 14, fontSize: 9.5, lineHeight: 1.22 },
  page: { margins: [48, 34, 48, 40], foot: 12, fontSize: 9, lineHeight: 1.15 },
} as const satisfies Record<string, object>;

interface Sheet {
  readonly title: string;
  readonly site: string;
  /** Stands in the file as the day it was made, so that the same content gives the same bytes. */
  readonly made: Date;
  readonly foot: string;
  readonly content: Content;
  readonly branding?: Branding | null;
  readonly layout?: keyof typeof LAYOUTS;
  /** Is told how many pages it became. */
  readonly onPages?: (pages: number) => void;
}

/** Prints it; without a layout, as a letter. */
export function printSheet({
  title,
  site,
  made,
  foot,
  content,
  branding = null,
  layout = 'letter',
  onPages,
}: Sheet): Promise<Uint8Array> {
  const { margins, foot: above, fontSize, lineHeight } = LAYOUTS[layout];
  const [side] = margins;
  const definition: TDocumentDefinitions = {
    version: '1.7',
    pageSize: 'LETTER',
    pageMargins: [...margins],
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
    defaultStyle: { font: 'Roboto', fontSize, lineHeight, color: INK.text },
    styles: STYLES,
    footer: (page, pages) => {
      onPages?.(pages);
      return {
        columns: [
          { text: foot, color: INK.soft },
          { text: `${page} of ${pages}`, alignment: 'right', color: INK.soft, width: 60 },
        ],
        fontSize: 8,
        margin: [side, above, side, 0],
      };
    },
    content,
  };
  return printPdf(branded(definition, { branding }));
}
