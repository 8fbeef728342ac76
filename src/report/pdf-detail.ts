// The pages behind the first: findings with reasons, systems with their proof, method and words.
import type { Content, TableCell } from 'pdfmake/interfaces.js';
import {
  type AssessedDevice,
  type AssessmentDocument,
  type Finding,
  RUNG_MEANING,
  RUNG_ORDER,
} from '#contracts/index.ts';
import { devicesByUrgency, pairs, rungWords, serviceFacts, serviceTitle } from './html-detail.ts';
import { methodPairs, NEVER, STATE_MEANINGS } from './html-method.ts';
import { INK, pairsTable, ROWS, said, severityMark } from './pdf-style.ts';
import { actor, counted, dateAndTime, grouped, percent, scoreWords, stateWord } from './words.ts';

/** How many are written out on paper; the register has all. */
export const PDF_DEVICES = 150;
export const PDF_FINDINGS = 400;
const PDF_REFUSED = 60;
const LINES_SHOWN = 14;

/** Findings in the order of work. */
export function pdfFindings(document: AssessmentDocument): Content[] {
  const shown = document.findings.slice(0, PDF_FINDINGS);
  return [
    { text: 'All findings, in the order of work', style: 'h1', pageBreak: 'before' },
    {
      text: 'The order is a sum of named points: what was proven, what it opens, how critical the system is. The points of each finding are in register.json.',
      style: 'soft',
      margin: [0, 0, 0, 8],
    },
    ...shown.map(findingBlock),
    ...leftOut(document.findings.length - shown.length, 'finding'),
  ];
}

function findingBlock(finding: Finding): Content {
  const action: Content[] =
    finding.state === 'not affected'
      ? []
      : [
          {
            text: [
              { text: `${actor(finding.fix.who)}: `, bold: true, color: INK.accent },
              { text: said(finding.fix.text, 900) },
            ],
            fontSize: 9.2,
            margin: [0, 2, 0, 0],
          },
        ];
  return {
    columns: [
      { ...severityMark(finding), width: 52, margin: [0, 1.5, 0, 0] },
      [
        {
          text: [
            { text: said(finding.title), style: 'h3' },
            { text: `   ${said(finding.deviceName, 80)}`, color: INK.soft, fontSize: 9.2 },
          ],
        },
        ...finding.reasons.map(
          (reason): Content => ({ text: said(reason.because, 700), fontSize: 9.2, margin: [0, 1, 0, 0] }),
        ),
        ...scored(finding),
        ...action,
        {
          text: `${stateWord(finding.state)}. The facts behind it are ${percent(finding.confidence)} sure. ${grouped(Math.round(finding.priority.score))} points. Rule ${finding.rule}.`,
          style: 'soft',
          fontSize: 8.2,
          margin: [0, 1, 0, 0],
        },
      ],
    ],
    unbreakable: true,
    margin: [0, 0, 0, 9],
  };
}

function scored(finding: Finding): Content[] {
  const words = scoreWords(finding);
  return words === '' ? [] : [{ text: said(words, 700), fontSize: 9.2, margin: [0, 1, 0, 0] }];
}

/** Each system, the ones with the most urgent findings first. */
export function pdfDevices(document: AssessmentDocument): Content[] {
  const devices = devicesByUrgency(document);
  const shown = devices.slice(0, PDF_DEVICES);
  return [
    { text: 'Each system', style: 'h1', pageBreak: 'before' },
    ...shown.flatMap(deviceBlock),
    ...leftOut(devices.length - shown.length, 'system'),
  ];
}

function deviceBlock(device: AssessedDevice): Content[] {
  return [
    {
      stack: [
        { text: said(device.name, 120), style: 'h2', margin: [0, 6, 0, 1] },
        { text: rungWords(device.exposure), color: INK.accent, bold: true, fontSize: 9.4, margin: [0, 0, 0, 3] },
        pairsTable(pairs(device).filter(([, value]) => value !== 'not known')),
      ],
      unbreakable: true,
    },
    ...device.services.flatMap(serviceBlock),
    { text: '', margin: [0, 0, 0, 6] },
  ];
}

function serviceBlock(service: AssessedDevice['services'][number]): Content[] {
  const { endpoint } = service;
  const rung = endpoint.exposure ?? endpoint.web;
  const facts = serviceFacts(service);
  const lines = endpoint.transcript.slice(0, LINES_SHOWN).map((line): TableCell[] => [
    { text: `${grouped(Math.round(line.atMs))} ms`, style: 'soft', fontSize: 8, alignment: 'right' },
    {
      text: line.direction === 'note' ? 'seen' : line.direction === 'sent' ? 'we sent' : 'it said',
      style: 'soft',
      fontSize: 8,
    },
    { text: said(line.summary, 300), fontSize: 8.4 },
  ]);
  const head: Content = {
    text: [
      { text: said(serviceTitle(service)), bold: true, fontSize: 9.2 },
      { text: rung === null ? '' : `   ${rungWords(rung)}`, fontSize: 9.2 },
      { text: facts.length > 0 ? `\n${said(facts.join('; '), 700)}.` : '', style: 'soft', fontSize: 8.4 },
      {
        text: `\nSeen ${dateAndTime(service.observedAt)}, ${counted(endpoint.connections, 'connection')}.`,
        style: 'soft',
        fontSize: 8.4,
      },
    ],
    margin: [0, 2, 0, 2],
  };
  if (lines.length === 0) return [head];
  return [head, { table: { widths: [44, 40, '*'], body: lines }, layout: ROWS, margin: [0, 0, 0, 5] }];
}

/** Method, authority, what was left out, and what the words mean. */
export function pdfMethod(document: AssessmentDocument): Content[] {
  const refused = document.scan?.refused ?? [];
  const out: Content[] = [
    { text: 'Method', style: 'h1', pageBreak: 'before' },
    { text: NEVER, margin: [0, 0, 0, 8] },
    pairsTable(methodPairs(document)),
  ];
  if (refused.length > 0) {
    const body: TableCell[][] = refused.slice(0, PDF_REFUSED).map((each) => [
      { text: said(each.target, 60), fontSize: 9 },
      { text: said(each.reason), fontSize: 9 },
    ]);
    out.push(
      { text: 'Addresses that were left out', style: 'h2', margin: [0, 8, 0, 3] },
      { table: { widths: [130, '*'], body }, layout: ROWS },
      ...leftOut(refused.length - PDF_REFUSED, 'address', 'addresses'),
    );
  }
  out.push(
    { text: 'What the words mean', style: 'h1', margin: [0, 16, 0, 6] },
    {
      text: 'Each system stands on the highest rung that was proven, not assumed. From E3 and W3 on, strangers get in. E rungs are DICOM, the language of imaging; W rungs are web pages.',
      margin: [0, 0, 0, 5],
    },
    words([
      ...[...RUNG_ORDER].reverse().map((rung) => [rung, RUNG_MEANING[rung]] as const),
      ['E8o', `${RUNG_MEANING.E8o}: an offer, not proof`],
    ]),
    words(STATE_MEANINGS),
  );
  return out;
}

function words(rows: readonly (readonly [string, string])[]): Content {
  const body: TableCell[][] = rows.map(([word, meaning]) => [
    { text: word, bold: true, fontSize: 9.2 },
    { text: meaning, fontSize: 9.2 },
  ]);
  return { table: { widths: [56, '*'], body }, layout: ROWS, margin: [0, 0, 0, 10] };
}

function leftOut(count: number, one: string, many?: string): Content[] {
  if (count <= 0) return [];
  return [
    {
      text: `${counted(count, `further ${one}`, many ? `further ${many}` : undefined)}: see register.csv and register.json.`,
      style: 'soft',
    },
  ];
}
