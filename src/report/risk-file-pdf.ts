// The risk-management file on paper.
import type { Content } from 'pdfmake/interfaces.js';
import type { RiskFile } from '#contracts/index.ts';
import { printPdf } from './pdf-print-shop.ts';
import { INK, pairsTable, ROWS, STYLES, said } from './pdf-style.ts';
import { type Block, partsOf, riskFileTitle } from './risk-file-words.ts';

/** The file as PDF; the same file gives the same bytes. */
export function riskFilePdf(file: RiskFile): Promise<Uint8Array> {
  const made = new Date(file.at);
  const title = said(riskFileTitle(file), 160);
  return printPdf({
    version: '1.7',
    pageSize: 'LETTER',
    pageMargins: [48, 40, 48, 44],
    language: 'en-US',
    tagged: true,
    displayTitle: true,
    info: {
      title,
      author: said(file.site, 120),
      creator: 'Dosimeter',
      producer: 'Dosimeter',
      creationDate: made,
      modDate: made,
    },
    defaultStyle: { font: 'Roboto', fontSize: 9.5, lineHeight: 1.22, color: INK.text },
    styles: STYLES,
    footer: (page, pages) => ({
      columns: [
        { text: title, color: INK.soft },
        { text: `${page} of ${pages}`, alignment: 'right', color: INK.soft, width: 60 },
      ],
      fontSize: 8,
      margin: [48, 14, 48, 0],
    }),
    content: [
      { text: title, style: 'headline', margin: [0, 0, 0, 10] },
      ...partsOf(file).flatMap((part): Content[] => [
        { text: part.title, style: 'h1', margin: [0, 14, 0, 6] },
        ...part.blocks.map(blockPdf),
      ]),
    ],
  });
}

/** A block on paper. */
export function blockPdf(block: Block): Content {
  switch (block.kind) {
    case 'text':
      return { text: said(block.text), margin: [0, 0, 0, 6] };
    case 'heading':
      return { text: said(block.text), style: 'h2', margin: [0, 8, 0, 4] };
    case 'list':
      return { ul: block.items.map((item) => ({ text: said(item) })), margin: [0, 0, 0, 6] };
    case 'pairs':
      return pairsTable(block.pairs);
    case 'table':
      return {
        table: {
          headerRows: 1,
          widths: block.columns.map(() => '*'),
          body: [
            block.columns.map((column) => ({ text: column, bold: true, fontSize: 8.5, color: INK.soft })),
            ...block.rows.map((row) => row.map((cell) => ({ text: said(cell), fontSize: 8.5 }))),
          ],
        },
        layout: ROWS,
        margin: [0, 0, 0, 8],
      };
  }
}
