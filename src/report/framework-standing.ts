// How a site stands against a framework, to take away: a table for spreadsheets, and a page that an auditor can read without a server.
import { stringify } from 'csv-stringify/sync';
import type { FrameworkStanding, RowStanding } from '#contracts/index.ts';
import { inertCell } from '#kit/index.ts';
import { html, type Markup, trusted } from './markup.ts';

const COLUMNS: readonly (readonly [name: string, value: (row: RowStanding) => string])[] = [
  ['row', ({ id }) => id],
  ['what', ({ name }) => name],
  ['answer', ({ answer }) => answer],
  ['rests on', ({ from }) => from],
  ['target', ({ target }) => target],
  ['stale', ({ stale }) => (stale ? 'yes' : 'no')],
  ['why', ({ why }) => why],
  ['answered by', ({ own }) => own?.by ?? ''],
  ['answered on', ({ own }) => own?.on ?? ''],
  ['evidence', ({ own }) => own?.evidence ?? ''],
  ['note', ({ own }) => own?.note ?? ''],
  ['controls', ({ controls }) => controls.map(({ id, answer, from }) => `${id}: ${answer} (${from})`).join('; ')],
  ['basis of the row', ({ basis }) => basis],
];

/** RFC 4180 with a byte order mark; no cell is a formula. Rows that are headings are left out. */
export function standingCsv({ site, at, name, version, counts, rows }: FrameworkStanding): string {
  const asked = rows.filter(({ asks }) => asks).map((row) => COLUMNS.map(([, value]) => inertCell(value(row))));
  const scope = inertCell(`${name} ${version}, ${site}, ${at.slice(0, 10)}, ${counts.rows} rows`);
  return stringify([[...COLUMNS.map(([column]) => column), scope], ...asked.map((row) => [...row, ''])], {
    bom: true,
    record_delimiter: '\r\n',
  });
}

const STYLE = trusted(
  'body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem;color:#1a1a1a;background:#fff}table{border-collapse:collapse;width:100%}th,td{border:1px solid #bbb;padding:.35rem .5rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}th{background:#f0f0f0}h1{font-size:1.6rem}h2{font-size:1.2rem}',
);

/** A whole page, with its style in it. */
export function standingHtml(document: FrameworkStanding): string {
  const { site, at, name, version, source, counts, analysis, rows } = document;
  const title = `${name} ${version}: ${site}`;
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${title}</title><style>${STYLE}</style></head><body>
<h1>${title}</h1>
<p>State of ${at.slice(0, 10)}. Scope: ${site}, ${counts.rows} rows that ask for something: ${counts.yes} yes, ${counts.partly} partly, ${counts.no} no, ${counts.unknown} unknown.
${counts.observed} rest on facts; ${counts.stale} have an answer that is older than a year. Where nothing is known, that is not a no.</p>
<p>${source}</p>
${analysis ? analysisTable(analysis) : null}
<h2>Rows</h2>
<table><thead><tr><th>Row</th><th>Answer</th><th>Rests on</th><th>Why, and evidence</th></tr></thead><tbody>
${rows.filter(({ asks }) => asks).map(rowOf)}
</tbody></table></body></html>`.text;
}

function analysisTable(parts: NonNullable<FrameworkStanding['analysis']>): Markup {
  return html`<h2>Risk analysis, 45 CFR 164.308(a)(1)(ii)(A)</h2>
<table><thead><tr><th>Part</th><th>Answer</th><th>What is there</th></tr></thead><tbody>
${parts.map(
  ({ name, asks, answer, why, proof }) =>
    html`<tr><td><b>${name}</b><br>${asks}</td><td>${answer}</td><td>${why}${proof.map(({ text, at }) => html`<br>${text}${at === null ? '' : `, ${at.slice(0, 10)}`}`)}</td></tr>`,
)}
</tbody></table>`;
}

function rowOf({ id, name, answer, from, target, why, own, controls }: RowStanding): Markup {
  return html`<tr><td><b>${id}</b><br>${name}</td><td>${answer}${target === 'unknown' ? null : html`<br>target: ${target}`}</td><td>${from}</td><td>${why}${
    own === null ? null : html`<br>${own.by}, ${own.on}: ${own.answer}. ${own.note} ${own.evidence}`
  }${controls.map((control) => html`<br>${control.name}: ${control.answer}. ${control.why}`)}</td></tr>`;
}
