// The page of exposure of the printed report, the same content as on screen, made to fit one sheet. It comes first until the risk was worked
// out, then second.
import type { Content, TableCell } from 'pdfmake/interfaces.js';
import { intervalBar, ladderChart, printChart, severityBar } from '#charts/index.ts';
import type { AssessmentDocument } from '#contracts/index.ts';
import { ladderRows, leadOf, openShareWords, restsOn } from './html-cover.ts';
import { INK, PAGE_WIDTH, pageHead, ROWS, rule, said } from './pdf-style.ts';
import { NOT_YET } from './risk-answers.ts';
import { actor, counted, firstSentence, grouped, nameList, percent, severityWord } from './words.ts';

const LEFT = 322;
const GAP = 18;
const RIGHT = PAGE_WIDTH - LEFT - GAP;
const NAMES_SHOWN = 5;
const ONE_LINE = 88;

/** How much the first page says; less when it would not fit the sheet. */
export interface CoverDetail {
  readonly questions: number;
  readonly reasons: boolean;
  readonly actions: number;
  readonly emptyRungs: boolean;
}

/** From everything to the least that still answers the manager's question. */
export const COVER_DETAILS: readonly CoverDetail[] = [
  { questions: 3, reasons: true, actions: 5, emptyRungs: true },
  { questions: 2, reasons: true, actions: 5, emptyRungs: true },
  { questions: 2, reasons: true, actions: 5, emptyRungs: false },
  { questions: 1, reasons: true, actions: 5, emptyRungs: false },
  { questions: 2, reasons: false, actions: 5, emptyRungs: false },
  { questions: 1, reasons: false, actions: 4, emptyRungs: false },
  { questions: 1, reasons: false, actions: 3, emptyRungs: false },
];

/** The page; `isFirst`: no page on risk stands before it. */
export function pdfCover(document: AssessmentDocument, detail: CoverDetail, isFirst: boolean): Content[] {
  const { summary } = document;
  const [first, rest] = firstSentence(summary.headline);
  return [
    pageHead(document),
    {
      text: [{ text: said(first) }, { text: rest === '' ? '' : ` ${said(rest)}`, color: INK.soft, bold: false }],
      style: 'headline',
      ...(isFirst ? {} : { fontSize: 17 }),
      margin: [0, 0, 0, 4],
    },
    { text: `${said(leadOf(document), 330)}${isFirst ? ` ${NOT_YET}` : ''}`, style: 'lead', margin: [0, 0, 0, 9] },
    {
      columns: [
        {
          width: LEFT,
          stack: [
            { text: 'Systems by what strangers can do with them', style: 'h2' },
            { svg: ladderSvg(document, detail), width: LEFT },
          ],
        },
        {
          width: RIGHT,
          stack: [
            { text: 'How sure we are', style: 'h2' },
            { text: openShareWords(document), fontSize: 9, lineHeight: 1.2, margin: [0, 0, 0, 5] },
            { svg: intervalSvg(document), width: RIGHT },
            coverageTable(document),
            { text: 'What we found', style: 'h2', margin: [0, 8, 0, 4] },
            { svg: severitySvg(document), width: RIGHT },
          ],
        },
      ],
      columnGap: GAP,
      margin: [0, 0, 0, 8],
    },
    rule(PAGE_WIDTH),
    {
      text: document.doFirst.length > 0 ? 'Do these first' : 'Nothing to do first',
      style: 'h1',
      fontSize: 13,
      margin: [0, 7, 0, 4],
    },
    ...doFirstList(document, detail),
    rule(PAGE_WIDTH),
    { text: 'What we could not see', style: 'h2', margin: [0, 5, 0, 2] },
    ...unseen(document, detail),
  ];
}

function ladderSvg(document: AssessmentDocument, detail: CoverDetail): string {
  const title = 'Systems by what strangers can do with them';
  const rows = ladderRows(document).filter((row) => detail.emptyRungs || row.devices > 0);
  return ladderChart(rows, { width: 620, theme: printChart, id: 'ladder', title });
}

function intervalSvg(document: AssessmentDocument): string {
  const { low, high } = document.summary.openShare;
  const words = { yes: 'open', unknown: 'not known', no: 'closed', percent };
  return intervalBar({ low, high }, { width: 330, theme: printChart, id: 'open', title: 'Open to strangers', words });
}

function severitySvg(document: AssessmentDocument): string {
  const rows = document.summary.bySeverity
    .filter((row) => row.severity !== 'none')
    .map((row) => ({ severity: row.severity, label: severityWord(row.severity).toLowerCase(), count: row.findings }));
  return severityBar(rows, {
    width: 330,
    theme: printChart,
    id: 'severities',
    title: 'Findings by severity',
    count: grouped,
  });
}

function coverageTable(document: AssessmentDocument): Content {
  const { devices, observed, withOperatingSystem, withOwner } = document.summary.coverage;
  const line = (label: string, part: number): TableCell[] => [
    { text: label, fontSize: 9 },
    { text: `${grouped(part)} of ${grouped(devices)}`, bold: true, fontSize: 9, alignment: 'right' },
  ];
  const body = [
    line('Seen on the network', observed),
    line('Operating system known', withOperatingSystem),
    line('Somebody responsible', withOwner),
  ];
  return { table: { widths: ['*', 'auto'], body }, layout: ROWS, margin: [0, 4, 0, 0] };
}

function doFirstList(document: AssessmentDocument, detail: CoverDetail): Content[] {
  if (document.doFirst.length === 0) return [{ text: 'No finding asks for an action.', margin: [0, 0, 0, 6] }];
  return document.doFirst.slice(0, detail.actions).map((item, index) => ({
    columns: [
      { text: String(index + 1), width: 20, fontSize: 14, bold: true, color: INK.accent },
      [
        { text: said(firstSentence(item.action)[0], 260), style: 'act' },
        {
          text: [
            { text: `${actor(item.who)}: `, bold: true, color: INK.accent },
            {
              text: nameList(
                item.devices.map((device) => said(device.name, 36)),
                NAMES_SHOWN,
              ),
            },
          ],
          fontSize: 9,
        },
        ...(detail.reasons ? [{ text: `Because: ${said(inShort(item.because, ONE_LINE))}.`, style: 'soft' }] : []),
      ],
    ],
    unbreakable: true,
    margin: [0, 0, 0, 4],
  }));
}

/** As many of the reasons as fit on a line, whole ones. */
function inShort(because: string, longest: number): string {
  const parts = because.split('; ');
  let kept = parts[0] ?? '';
  let count = 1;
  while (count < parts.length && `${kept}; ${parts[count]}`.length <= longest) {
    kept = `${kept}; ${parts[count]}`;
    count += 1;
  }
  return count < parts.length && !kept.endsWith('more') ? `${kept}; and more` : kept;
}

function unseen(document: AssessmentDocument, detail: CoverDetail): Content[] {
  const { narrow } = document.summary;
  const refused = document.scan?.refused.length ?? 0;
  const out: Content[] = narrow.slice(0, detail.questions).map((each) => ({
    text: [
      { text: `${said(each.fact, 90)} (${counted(each.devices, 'system')}). `, bold: true },
      { text: said(detail.questions > 2 ? each.how : firstSentence(each.how)[0], 230) },
    ],
    fontSize: 8.6,
    lineHeight: 1.12,
    margin: [0, 0, 0, 2],
  }));
  if (narrow.length === 0) out.push({ text: 'Every system was seen and judged.', fontSize: 8.6 });
  const left =
    refused > 0 ? `${counted(refused, 'address', 'addresses')} left out because not allowed (see Method). ` : '';
  out.push({ text: `${left}${restsOn(document)}`, style: 'soft', fontSize: 8, margin: [0, 1, 0, 0] });
  return out;
}
