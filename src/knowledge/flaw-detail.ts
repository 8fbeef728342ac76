// What all sources say of one published flaw, side by side, each under its own name.
import type { FlawDetail } from '#contracts/index.ts';
import type { Advisory, Flaw } from './advisories/advisory.ts';
import { onePerNumber } from './advisories/one-by-number.ts';
import type { Knowledge } from './built-in.ts';
import { scoreCvss } from './cvss/score.ts';
import { parseCvss } from './cvss/vector.ts';
import type { CveRecord } from './feeds/read-cve-record.ts';
import type { NvdRecord } from './feeds/read-nvd.ts';
import { holeOf } from './holes/holes-of.ts';
import type { HoleRow } from './holes/system-holes.data.ts';
import { weaknessName } from './weakness-name.ts';

type Said = FlawDetail['said'][number];
type Published = FlawDetail['scores'][number];

const MOST_PRODUCTS = 200;

/** The flaw as the sources tell it; null when none knows it. */
export function flawDetail(cve: string, knowledge: Knowledge): Omit<FlawDetail, 'devices' | 'findings'> | null {
  const named = onePerNumber(knowledge.advisories, (source) => source.naming(cve)).flatMap(({ advisory, sources }) =>
    advisory.flaws.filter((flaw) => flaw.cve === cve).map((flaw) => ({ source: sources.join(', '), advisory, flaw })),
  );
  const record = knowledge.cves.byId(cve);
  const program = knowledge.cveRecords.byId(cve);
  const exploited = knowledge.exploited.about(cve);
  const chance = knowledge.epss.about(cve);
  const hole = holeOf(cve);
  if (named.length === 0 && !record && !program && !hole && !exploited && chance === null) return null;
  const cwe = program?.cwe ?? record?.cwe ?? named.find(({ flaw }) => flaw.cwe !== null)?.flaw.cwe ?? null;
  return {
    id: cve,
    title:
      named.find(({ flaw }) => flaw.title !== null)?.flaw.title ??
      program?.title ??
      record?.title ??
      exploited?.name ??
      hole?.name ??
      null,
    cwe: cwe === null ? null : { id: cwe, name: weaknessName(cwe) },
    scores: onlyOnce([
      ...named.flatMap(({ advisory, flaw }) => publishedScores(flaw.vectors, advisory.publisher)),
      ...publishedScores(program?.vectors ?? [], knowledge.cveRecords.name),
      ...publishedScores(record?.vectors ?? [], knowledge.cves.name),
      // The vector of the table is that of the record that its row names.
      ...(record || program || !hole?.vector ? [] : publishedScores([hole.vector], hole.source[0])),
    ]),
    exploited: exploited && { ...exploited, asOf: knowledge.exploited.asOf },
    epss: chance === null ? null : { chance, asOf: knowledge.epss.asOf },
    said: [
      ...named.map(({ source, advisory, flaw }) => saidBy(source, advisory, flaw)),
      ...(program ? [saidByProgram(program)] : []),
      ...(record ? [saidByNvd(record)] : []),
      ...(hole ? [saidByTable(hole)] : []),
    ],
  };
}

/** The same vector of the same publisher stands in several documents. */
function onlyOnce(scores: readonly Published[]): Published[] {
  return [...new Map(scores.map((score) => [`${score.vector}\n${score.by}`, score])).values()];
}

/** Scores recomputed from published vectors; a vector that cannot be read is left out. */
export function publishedScores(vectors: readonly string[], by: string): Published[] {
  return vectors.flatMap((vector): Published[] => {
    const parsed = parseCvss(vector);
    if ('error' in parsed) return [];
    const { version, score, severity } = scoreCvss(parsed);
    return [{ version, vector, score, severity, by }];
  });
}

function saidBy(source: string, advisory: Advisory, flaw: Flaw): Said {
  const states = [
    ['affected', flaw.affected],
    ['fixed', flaw.fixed],
    ['not affected', flaw.notAffected],
    ['under investigation', flaw.underInvestigation],
  ] as const;
  return {
    source,
    title: advisory.title,
    publisher: advisory.publisher,
    released: advisory.released,
    revised: advisory.revised,
    url: advisory.url,
    advisory: advisory.id,
    products: states
      .flatMap(([state, places]) =>
        places.flatMap((place) => {
          const product = advisory.products[place];
          return product
            ? [{ vendor: product.vendor, product: product.product, versions: product.versions, state }]
            : [];
        }),
      )
      .slice(0, MOST_PRODUCTS),
    remedies: flaw.remedies.map(({ kind, text }) => ({ kind, text })),
  };
}

/** The table of holes of operating systems that ships with the product. */
function saidByTable({ name, bulletin, published, source: [from, asOf], affects, cves }: HoleRow): Said {
  return {
    source: 'built in',
    title: bulletin === null ? name : `${name} (${bulletin})`,
    publisher: from,
    released: published,
    revised: asOf,
    url: `https://www.cve.org/CVERecord?id=${cves[0]}`,
    advisory: null,
    products: affects.map(([product, generation, release, repaired]) => ({
      vendor: '',
      product: [product, generation, release].filter((part) => part !== null).join(' '),
      versions: repaired === null ? '*' : `before ${repaired}`,
      state: 'affected',
    })),
    remedies: [],
  };
}

function saidByProgram(record: CveRecord): Said {
  return {
    source: 'CVE',
    title: record.title,
    publisher: [...new Set(record.affected.map(({ by }) => by))].join(', ') || 'CVE Program',
    released: record.released.slice(0, 10),
    revised: record.revised.slice(0, 10),
    url: `https://www.cve.org/CVERecord?id=${record.id}`,
    advisory: null,
    products: record.affected
      .flatMap(({ vendor, product, packageName, versions, defaultStatus }) => {
        const named = { vendor: vendor ?? '', product: product ?? packageName ?? '' };
        if (versions.length === 0) return [{ ...named, versions: '*', state: defaultStatus }];
        return versions.map(({ version, lessThan, lessThanOrEqual, status }) => {
          const until = lessThan ? ` before ${lessThan}` : lessThanOrEqual ? ` up to ${lessThanOrEqual}` : '';
          return { ...named, versions: `${until === '' ? '' : 'from '}${version}${until}`, state: status };
        });
      })
      .slice(0, MOST_PRODUCTS),
    remedies: [],
  };
}

function saidByNvd(record: NvdRecord): Said {
  const matches = record.configurations.flatMap(({ nodes }) => nodes.flatMap((node) => node.matches));
  return {
    source: 'NVD',
    title: record.title,
    publisher: 'NIST NVD',
    released: record.released.slice(0, 10),
    revised: record.revised.slice(0, 10),
    url: `https://nvd.nist.gov/vuln/detail/${record.id}`,
    advisory: null,
    products: matches.slice(0, MOST_PRODUCTS).map((match) => {
      const [, , , vendor = '', product = '', version = ''] = match.criteria.split(':');
      const bounds = [
        match.from === undefined ? '' : `from ${match.from}${match.fromInclusive === false ? ' (without it)' : ''}`,
        match.until === undefined ? '' : `${match.untilInclusive ? 'up to' : 'before'} ${match.until}`,
      ]
        .filter((part) => part !== '')
        .join(' ');
      return { vendor, product, versions: bounds || version, state: match.vulnerable ? 'affected' : 'runs on' };
    }),
    remedies: [],
  };
}
