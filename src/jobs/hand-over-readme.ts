// What stands in README.txt of a hand-over, for somebody who knows nothing of Dosimeter.
import type { HandOver } from '#contracts/index.ts';
import { inertText } from '#kit/index.ts';

const WIDTH = 100;

export interface ReadmeInput extends Omit<HandOver, 'schema' | 'files'> {
  readonly people: number;
  /** Null: it has a report on one page; else for how much one is made. */
  readonly mostForPage: { readonly systems: number; readonly findings: number } | null;
}

/** The text. */
export function handOverReadme({ site, day, version, tables, leftOut, people, mostForPage }: ReadmeInput): string {
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  const title = `Everything of ${inertText(site.name, 100)}, ${day}`;
  const page =
    mostForPage === null
      ? 'reports/report.html: opens in any browser, without a network. What was found, what it means, what to do first.'
      : `There is no report on one page: it is made for sites of up to ${mostForPage.systems} systems and ${mostForPage.findings} findings. The two tables hold all of it.`;
  return [
    title,
    '='.repeat(title.length),
    '',
    ...folded(
      `This archive holds everything that Dosimeter ${version} kept about this site on ${day}: ${rows} rows in ${tables.length} tables, and the names of ${people} people with an account. It shows how the site can be attacked. Keep it as you keep keys: encrypted, and with few people.`,
    ),
    '',
    'To read it without Dosimeter',
    '----------------------------',
    ...folded(page),
    ...folded('reports/devices.csv, reports/findings.csv: every system and every open finding, for a spreadsheet.'),
    ...folded(
      'reports/decision-log.json: what was decided, by whom and why, each entry with the hash of the one before.',
    ),
    ...folded('people.json: who had an account, and in which role. No passwords.'),
    ...folded('tables/: each table as JSON Lines: every line is a row. Times are in UTC.'),
    ...folded('manifest.json: what is in here, with the SHA-256 of each file.'),
    '',
    'To see that nothing was changed',
    '-------------------------------',
    'Unpack it, and in its folder run:  sha256sum -c SHA256SUMS',
    ...folded(
      'That shows damage, not malice: whoever changes a file can change its hash. Ask who made the archive for the SHA-256 of manifest.json, by another way.',
    ),
    '',
    'To go on working with it in Dosimeter',
    '-------------------------------------',
    '  dosimeter tenant take-over FILE.zip',
    ...folded('It becomes a new site. The program must be of the same version or newer. Accounts are made anew there.'),
    '',
    'What is not in it, and why',
    '--------------------------',
    ...leftOut.flatMap(({ table, because }) => folded(`${table}: ${because}`)),
    ...tables.flatMap(({ table, without }) =>
      without.flatMap(({ column, because }) => folded(`${table}.${column}: ${because}`)),
    ),
    ...folded(
      'Captures, images and uploaded lists: they are read and not kept. What was read from them is in facts. Knowledge of flaws, and controls, threats and frameworks that lie as files in the data folder: they belong to the install, not to one site.',
    ),
    '',
  ].join('\n');
}

function folded(text: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = `  ${word}`;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
