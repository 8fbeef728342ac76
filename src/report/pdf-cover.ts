// The first page of the printed report, the same content as the first page on screen, made to fit one sheet.
import type { Content, TableCell } from 'pdfmake/interfaces.js';
import { intervalBar, ladderChart, printChart, severityBar } from '#charts/index.ts';
import type { AssessmentDocument } from '#contracts/index.ts';
import { ladderRows, leadOf, openShareWords, restsOn } from './html-cover.ts';
import { INK, ROWS, rule, said } from './pdf-style.ts';
import { actor, counted, firstSentence, grouped, longDate, nameList, percent, severityWord } from './words.ts';

/** Width between the margins of a Letter page. */
export const PAGE_WIDTH = 516;
const LEFT = 300;
const GAP = 18;
const RIGHT = PAGE_WIDTH - LEFT - GAP;
const NAMES_SHOWN = 5;
const QUESTIONS_SHOWN = 3;

/** The first page. */
export function pdfCover(document: AssessmentDocument): Content[] {
  const { summary } = document;
  const [first, rest] = firstSentence(summary.headline);
  return [
    {
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
      margin: [0, 0, 0, 12],
    },
    {
      text: [{ text: said(first) }, { text: rest === '' ? '' : ` ${said(rest)}`, color: INK.soft, bold: false }],
      style: 'headline',
      margin: [0, 0, 0, 5],
    },
    { text: said(leadOf(document), 330), style: 'lead', margin: [0, 0, 0, 11] },
    {
      columns: [
        [
          { text: 'Systems by what strangers can do with them', style: 'h2' },
          { svg: ladderSvg(document), width: LEFT },
        ],
        [
          { text: 'How sure we are', style: 'h2' },
          { text: openShareWords(document), fontSize: 9, lineHeight: 1.2, margin: [0, 0, 0, 5] },
          { svg: intervalSvg(document), width: RIGHT },
          coverageTable(document),
          { text: 'What we found', style: 'h2', margin: [0, 8, 0, 4] },
          { svg: severitySvg(document), width: RIGHT },
        ],
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
    ...doFirstList(document),
    rule(PAGE_WIDTH),
    { text: 'What we could not see', style: 'h2', margin: [0, 6, 0, 3] },
    ...unseen(document),
    { text: restsOn(document), style: 'soft', fontSize: 8, margin: [0, 5, 0, 0] },
  ];
}

function ladderSvg(document: AssessmentDocument): string {
  const title = 'Systems by what strangers can do with them';
  return ladderChart(ladderRows(document), { width: 560, theme: printChart, id: 'ladder', title });
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

function doFirstList(document: AssessmentDocument): Content[] {
  if (document.doFirst.length === 0) return [{ text: 'No finding asks for an action.', margin: [0, 0, 0, 6] }];
  return document.doFirst.map((item, index) => ({
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
        { text: `Because: ${said(item.because, 190)}.`, style: 'soft' },
      ],
    ],
    unbreakable: true,
    margin: [0, 0, 0, 5],
  }));
}

function unseen(document: AssessmentDocument): Content[] {
  const { narrow } = document.summary;
  const refused = document.scan?.refused.length ?? 0;
  const out: Content[] = narrow.slice(0, QUESTIONS_SHOWN).map((each) => ({
    text: [
      { text: `${said(each.fact, 90)} (${counted(each.devices, 'system')}). `, bold: true },
      { text: said(each.how, 230) },
    ],
    fontSize: 8.8,
    lineHeight: 1.15,
    margin: [0, 0, 0, 2.5],
  }));
  if (narrow.length === 0) out.push({ text: 'Every system was seen and judged.', fontSize: 9 });
  if (refused > 0) {
    const text = `${counted(refused, 'address', 'addresses')} left out because not allowed: see Method.`;
    out.push({ text, fontSize: 8.8 });
  }
  return out;
}
