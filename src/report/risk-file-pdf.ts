// The risk-management file on paper.
import type { Content } from 'pdfmake/interfaces.js';
import type { Branding, RiskFile } from '#contracts/index.ts';
import { named } from './branding.ts';
import { printSheet } from './pdf-sheet.ts';
import { INK, pairsTable, ROWS, said } from './pdf-style.ts';
import { type Block, partsOf, riskFileTitle } from './risk-file-words.ts';

/** The file as PDF; the same file gives the same bytes. */
export function riskFilePdf(stated: RiskFile, branding: Branding | null = null): Promise<Uint8Array> {
  const file = named(stated, branding);
  const title = said(riskFileTitle(file), 160);
  return printSheet({
    title,
    site: file.site,
    made: new Date(file.at),
    foot: title,
    layout: 'file',
    branding,
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
