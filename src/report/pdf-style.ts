// Type and color of the printed report, and the small blocks that it is built from.
import type { Content, CustomTableLayout, StyleDictionary, TableCell } from 'pdfmake/interfaces.js';
import type { AssessmentDocument, Finding } from '#contracts/index.ts';
import { badgeWord } from './html-detail.ts';
import { plain } from './markup.ts';
import { longDate } from './words.ts';

/** Width between the margins of a Letter page. */
export const PAGE_WIDTH = 516;

/** Ink colors on white paper. */
export const INK = { text: '#1b232b', soft: '#4d5a66', line: '#cfcac0', accent: '#0b5c7a', panel: '#f5f3ee' } as const;

const TONES: Readonly<Record<string, string>> = {
  critical: '#8f1d1d',
  high: '#8a3c08',
  medium: '#6d4a00',
  low: '#1b527b',
  none: '#46525d',
  good: '#0f5c46',
};

/** Named styles. */
export const STYLES: StyleDictionary = {
  headline: { fontSize: 19.5, bold: true, lineHeight: 1.12, color: INK.text },
  lead: { fontSize: 9.5, color: INK.soft, lineHeight: 1.25 },
  h1: { fontSize: 16, bold: true, margin: [0, 0, 0, 8] },
  h2: { fontSize: 11.5, bold: true, margin: [0, 0, 0, 4] },
  h3: { fontSize: 10.5, bold: true },
  soft: { color: INK.soft, fontSize: 8.8 },
  act: { fontSize: 9.8, bold: true, lineHeight: 1.12 },
};

const CELL_LONGEST = 600;

/** Text that came from outside, made inert once more. */
export function said(text: string, longest = CELL_LONGEST): string {
  const inert = plain(text);
  return inert.length > longest ? `${inert.slice(0, longest - 1)}…` : inert;
}

/** Whose report it is and of which day, over a page that stands alone. */
export function pageHead(document: AssessmentDocument): Content {
  return {
    columns: [
      {
        text: [
          { text: said(document.site, 90), bold: true },
          { text: '   Cyber exposure report', color: INK.soft },
        ],
      },
      { text: longDate(document.generatedAt), alignment: 'right', color: INK.soft, width: 120 },
    ],
    fontSize: 9.5,
    margin: [0, 0, 0, 9],
  };
}

/** A thin line across the column. */
export function rule(width: number): Content {
  return { canvas: [{ type: 'line', x1: 0, y1: 0, x2: width, y2: 0, lineWidth: 0.6, lineColor: INK.line }] };
}

/** Lines between rows and nothing else. */
export const ROWS: CustomTableLayout = {
  hLineWidth: (index, node) => (index === 0 || index === node.table.body.length ? 0 : 0.6),
  vLineWidth: () => 0,
  hLineColor: () => INK.line,
  paddingLeft: () => 0,
  paddingRight: () => 8,
  paddingTop: () => 2.5,
  paddingBottom: () => 2.5,
};

/** Labels and values in two columns. */
export function pairsTable(pairs: readonly (readonly [string, string])[]): Content {
  if (pairs.length === 0) return { text: 'Nothing else is known of it.', style: 'soft', margin: [0, 0, 0, 6] };
  const body: TableCell[][] = pairs.map(([term, value]) => [
    { text: term, style: 'soft' },
    { text: said(value), fontSize: 9.2 },
  ]);
  return { table: { widths: [96, '*'], body }, layout: ROWS, margin: [0, 0, 0, 6] };
}

/** The severity of a finding as a colored word. */
export function severityMark(finding: Finding): { text: string; color: string; bold: true; fontSize: number } {
  const { word, tone } = badgeWord(finding);
  return { text: word, color: TONES[tone] ?? INK.text, bold: true, fontSize: 8.8 };
}
