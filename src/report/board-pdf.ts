// The report for the board on paper: one page that answers five questions, then the annex.
import type { Content } from 'pdfmake/interfaces.js';
import type { BoardDocument, BoardPack, Branding } from '#contracts/index.ts';
import { annexParts, boardTitle, FRONT_DETAILS, type FrontDetail, frontParts, reviewParts } from './board-words.ts';
import { named } from './branding.ts';
import { printSheet } from './pdf-sheet.ts';
import { INK, said } from './pdf-style.ts';
import { blockPdf } from './risk-file-pdf.ts';
import type { Part } from './risk-file-words.ts';
import { longDate } from './words.ts';

/** The report as PDF; the same document gives the same bytes. */
export async function boardPdf(
  stated: BoardDocument,
  pack: BoardPack = 'board',
  branding: Branding | null = null,
): Promise<Uint8Array> {
  const document = named(stated, branding);
  const title = said(boardTitle(document, pack), 160);
  const front =
    pack === 'review'
      ? [{ text: title, style: 'headline', margin: [0, 0, 0, 6] } satisfies Content, ...parts(reviewParts(document))]
      : frontPage(document, await detailThatFits(document, { title, branding }));
  return printSheet({
    ...sheetOf(document, title),
    branding,
    content: [
      ...front,
      { text: 'Annex', style: 'headline', pageBreak: 'before', margin: [0, 0, 0, 4] },
      ...parts(annexParts(document)),
    ],
  });
}

/** From full to brief until it is one sheet; the least where even that is longer. */
async function detailThatFits(
  document: BoardDocument,
  { title, branding }: { readonly title: string; readonly branding: Branding | null },
): Promise<FrontDetail> {
  let last: FrontDetail = FRONT_DETAILS[0];
  for (const detail of FRONT_DETAILS) {
    last = detail;
    let pages = 0;
    await printSheet({
      ...sheetOf(document, title),
      branding,
      content: frontPage(document, detail),
      onPages: (count) => {
        pages = count;
      },
    });
    if (pages <= 1) break;
  }
  return last;
}

function frontPage(document: BoardDocument, detail: FrontDetail): Content[] {
  const { site, date, headline } = document;
  return [
    {
      columns: [
        {
          text: [
            { text: said(site, 90), bold: true },
            { text: '   Board report', color: INK.soft },
          ],
        },
        { text: longDate(date), alignment: 'right', color: INK.soft, width: 120 },
      ],
      fontSize: 9.5,
      margin: [0, 0, 0, 6],
    },
    { text: said(headline.harm, 300), style: 'headline', fontSize: 16, margin: [0, 0, 0, 2] },
    { text: said(headline.money, 400), color: INK.soft, margin: [0, 0, 0, 2] },
    ...frontParts(document, detail).flatMap((part): Content[] => [
      { text: part.title, style: 'h2', margin: [0, 4, 0, 2] },
      ...part.blocks.map(blockPdf),
    ]),
  ];
}

function parts(all: readonly Part[]): Content[] {
  return all.flatMap((part): Content[] => [
    { text: said(part.title), style: 'h2', margin: [0, 10, 0, 4] },
    ...part.blocks.map(blockPdf),
  ]);
}

function sheetOf({ date, site }: BoardDocument, title: string) {
  return {
    title,
    site,
    made: new Date(`${date}T00:00:00.000Z`),
    foot: said(title, 110),
    layout: 'page',
  } as const;
}
