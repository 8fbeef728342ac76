// The tables of docs/threats.md, from the files of the library. Run it to write them anew; a test holds that they are the ones of the library.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  type Distribution,
  PERSON_ASPECTS,
  SEVERITY_ASPECTS,
  type SeverityAspect,
  type ThreatScenario,
} from '#contracts/index.ts';
import { threatFolders, threatLibrary } from '#jobs/index.ts';
import { techniqueName, techniqueSource } from '#risk/index.ts';

export const PAGE = path.resolve(import.meta.dirname, '../docs/threats.md');

type Row = readonly string[];

/** The page with each table between its marks (`<!-- table NAME -->` and `<!-- end -->`) replaced by that of the library. */
export function withTables(page: string, scenarios: readonly ThreatScenario[]): string {
  return page.replace(/<!-- table (\w+) -->\n[\s\S]*?<!-- end -->/g, (_whole, name: string) => {
    const make = TABLES.get(name);
    if (!make) throw new Error(`There is no table ${name}.`);
    return `<!-- table ${name} -->\n${make(scenarios)}\n<!-- end -->`;
  });
}

const TABLES: ReadonlyMap<string, (scenarios: readonly ThreatScenario[]) => string> = new Map([
  ['scenarios', scenarioTable],
  ['techniques', techniqueTable],
  ['controls', controlTable],
  ['sources', sourceTable],
]);

function scenarioTable(scenarios: readonly ThreatScenario[]): string {
  return table(
    ['scenario', 'what happens', 'group', 'starts from', 'hits', 'how often', 'severity', 'reaches a person'],
    scenarios.map((scenario) => [
      `\`${scenario.id}\``,
      scenario.name,
      scenario.group,
      scenario.entries.join(', ') || 'no attacker',
      hits(scenario),
      howOften(scenario),
      ratings(scenario),
      range(scenario.reachesPerson.value),
    ]),
  );
}

function hits({ target: { kinds, modalities, reach } }: ThreatScenario): string {
  const which = modalities ? kinds.map((kind) => (kind === 'modality' ? modalities.join(' ') : kind)) : kinds;
  return `${which.join(', ')}${reach === 'department' ? ' (department)' : ''}`;
}

function howOften({ likelihood }: ThreatScenario): string {
  return 'intent' in likelihood
    ? `intent ${range(likelihood.intent.value)}`
    : `${range(likelihood.yearly.value)} a year`;
}

/** The most likely rating of each aspect, in their order: three that are harm to a person, and three that are not. */
function ratings({ severity }: ThreatScenario): string {
  const modes = (aspects: readonly SeverityAspect[]) => aspects.map((aspect) => severity[aspect].value.mode).join(' ');
  const others = SEVERITY_ASPECTS.filter((aspect) => !PERSON_ASPECTS.includes(aspect));
  return `**${modes(PERSON_ASPECTS)}** ${modes(others)}`;
}

function range(value: Distribution): string {
  if (typeof value === 'number') return String(value);
  switch (value.dist) {
    case 'pert':
      return `${value.low}, ${value.mode}, ${value.high}`;
    case 'uniform':
      return `${value.low} to ${value.high}`;
    case 'constant':
      return String(value.value);
    default:
      return value.dist;
  }
}

function techniqueTable(scenarios: readonly ThreatScenario[]): string {
  const used = Map.groupBy(
    scenarios.flatMap(({ id, techniques: { capec, ics, enterprise } }) =>
      [...capec, ...ics, ...enterprise].map((technique) => ({ technique, id })),
    ),
    ({ technique }) => technique,
  );
  return table(
    ['id', 'name', 'checked against', 'scenarios'],
    [...used]
      .toSorted(byNumber)
      .map(([technique, uses]) => [
        technique,
        techniqueName(technique) ?? '',
        techniqueSource(technique) ?? 'nothing: unchecked',
        String(uses.length),
      ]),
  );
}

function byNumber([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  const key = (id: string) => id.replace(/\d+/g, (digits) => digits.padStart(6, '0'));
  return key(a) < key(b) ? -1 : 1;
}

function controlTable(scenarios: readonly ThreatScenario[]): string {
  const used = Map.groupBy(
    scenarios.flatMap(({ controls }) => controls),
    ({ id }) => id,
  );
  return table(
    ['control', 'what it is', 'frequency', 'vulnerability', 'magnitude', 'harm', 'scenarios'],
    [...used]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([id, uses]) => [
        `\`${id}\``,
        uses[0]?.name ?? '',
        ...(['frequency', 'vulnerability', 'magnitude', 'harm'] as const).map((factor) =>
          [...new Set(uses.map((use) => use[factor] ?? ''))].join(', '),
        ),
        String(uses.length),
      ]),
  );
}

function sourceTable(scenarios: readonly ThreatScenario[]): string {
  const used = Map.groupBy(
    scenarios.flatMap(({ sources }) => sources),
    ({ what, reference }) => `${what}\n${reference}`,
  );
  return table(
    ['what it says', 'where', 'scenarios'],
    [...used].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, uses]) => [...key.split('\n'), String(uses.length)]),
  );
}

function table(head: Row, rows: readonly Row[]): string {
  const line = (cells: Row) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n');
}

if (process.argv[1] && path.resolve(process.argv[1]) === import.meta.filename) {
  const { scenarios } = await threatLibrary(threatFolders(null));
  writeFileSync(PAGE, withTables(readFileSync(PAGE, 'utf8'), scenarios));
}
