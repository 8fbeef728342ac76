// The programs of a device held against one vulnerability of NVD: its conditions are a tree of AND and OR over CPE names (CPE Applicability
// Language, NIST IR 7698). Each answer is yes, no, or cannot be told; what is not known of a device is not taken for absent.
import type { Finding } from '#contracts/index.ts';
import {
  type Advisory,
  type CveSource,
  compareCpe,
  compareVersions,
  type Flaw,
  inRange,
  type NvdMatch,
  type NvdNode,
  type NvdRecord,
  parseCpe,
  type WellFormedName,
} from '#knowledge/index.ts';
import type { FlawVerdict } from './hold-against.ts';
import type { OwnProduct } from './products-of.ts';

/** A program with the name that CPE has for it. */
export interface NamedByCpe {
  readonly product: OwnProduct;
  readonly name: WellFormedName;
  /** The name was said by a tool; otherwise it was found by the program's own name. */
  readonly isSaid: boolean;
}

type Answer = 'yes' | 'no' | 'maybe';

const FOUND_BY_NAME = 0.7;
const UNSURE = 0.6;
const ANY = '*';

/** The programs of a device under their CPE names; those that have none are left out. */
export function namedByCpe(products: readonly OwnProduct[], cves: CveSource): NamedByCpe[] {
  return products.flatMap((product): NamedByCpe[] => {
    if (product.cpe !== null) {
      const parsed = parseCpe(product.cpe);
      if (parsed.kind === 'refused') return [];
      const { name } = parsed;
      const version = name.version === ANY && product.version !== null ? quoted(product.version) : name.version;
      return [{ product, name: { ...name, version }, isSaid: true }];
    }
    if (product.what === 'device') return [];
    const word = quoted(product.name.toLowerCase().replace(/\s+/g, '_'));
    const vendors = cves.vendorsOf(word);
    const [vendor] = vendors;
    // Two vendors make something of this name: whose it is, is not guessed.
    if (vendor === undefined || vendors.length > 1) return [];
    const parsed = parseCpe(`cpe:2.3:a:${vendor}:${word}:*:*:*:*:*:*:*:*`);
    if (parsed.kind === 'refused') return [];
    const version = product.version === null ? ANY : quoted(product.version.toLowerCase());
    return [{ product, name: { ...parsed.name, version }, isSaid: false }];
  });
}

/** The verdict of a vulnerability on one of the programs, with the others as what it may run on; null when it speaks of others. */
export function holdAgainstCve(one: NamedByCpe, others: readonly NamedByCpe[], record: NvdRecord): FlawVerdict | null {
  if (record.rejected) return null;
  let best: { answer: Answer; because: string } = { answer: 'no', because: '' };
  let isNamed = false;
  for (const configuration of record.configurations) {
    if (
      !configuration.nodes.some((node) =>
        node.matches.some((match) => match.vulnerable && isSameProduct(match, one.name)),
      )
    )
      continue;
    isNamed = true;
    const found = combined(
      configuration.nodes.map((node) => nodeHolds(node, one, others)),
      configuration.all,
    );
    const answer = configuration.negate ? negated(found.answer) : found.answer;
    if (RANK[answer] > RANK[best.answer] || best.because === '') best = { answer, because: found.because };
  }
  if (!isNamed) return null;
  const sure = one.product.confidence * (one.isSaid ? 1 : FOUND_BY_NAME);
  const isPotential = one.product.what === 'toolkit' || !one.isSaid;
  const states: Record<Answer, Finding['state']> = {
    yes: isPotential ? 'potential' : 'confirmed',
    maybe: one.product.version === null ? 'potential' : 'unknown',
    no: 'not affected',
  };
  return {
    ...published(record),
    product: one.product,
    state: states[best.answer],
    confidence: best.answer === 'maybe' ? sure * UNSURE : sure,
    because: [
      ...(one.product.shown ? [one.product.shown] : []),
      one.isSaid
        ? `It is named ${one.product.cpe}.`
        : `"${one.product.name}" is taken for ${one.name.vendor} ${one.name.product}, the only product of this name.`,
      best.because,
      ...(best.answer === 'maybe' && one.product.version === null
        ? [`What would settle it: read the version of ${one.product.name}.`]
        : []),
    ],
  };
}

const RANK: Record<Answer, number> = { no: 0, maybe: 1, yes: 2 };

interface Held {
  readonly answer: Answer;
  readonly because: string;
}

function nodeHolds(node: NvdNode, one: NamedByCpe, others: readonly NamedByCpe[]): Held {
  const found = combined(
    node.matches.map((match) => matchHolds(match, one, others)),
    node.all,
  );
  return node.negate ? { ...found, answer: negated(found.answer) } : found;
}

function combined(held: readonly Held[], all: boolean): Held {
  const none: Held = { answer: 'no', because: 'Its conditions name nothing.' };
  return held.reduce((a, b) => (all === RANK[a.answer] > RANK[b.answer] ? b : a), held[0] ?? none);
}

function negated(answer: Answer): Answer {
  return answer === 'yes' ? 'no' : answer === 'no' ? 'yes' : 'maybe';
}

/** The flaw must be in this program; what it runs on may be anything on the device, or not known. */
function matchHolds(match: NvdMatch, one: NamedByCpe, others: readonly NamedByCpe[]): Held {
  const candidates = match.vulnerable ? [one] : others;
  let best: Held = { answer: 'no', because: `${match.criteria} is something else.` };
  let isPresent = false;
  for (const { name } of candidates) {
    if (!isSameProduct(match, name)) continue;
    isPresent = true;
    const held = versionHolds(match, name);
    if (RANK[held.answer] >= RANK[best.answer]) best = held;
  }
  return isPresent || match.vulnerable
    ? best
    : { answer: 'maybe', because: `It matters only with ${match.criteria}, of which nothing is known here.` };
}

function isSameProduct(match: NvdMatch, name: WellFormedName): boolean {
  const criteria = parseCpe(match.criteria);
  if (criteria.kind === 'refused') return false;
  const { part, vendor, product } = criteria.name;
  return part === name.part && vendor === name.vendor && product === name.product;
}

function versionHolds(match: NvdMatch, name: WellFormedName): Held {
  const criteria = parseCpe(match.criteria);
  if (criteria.kind === 'refused') return { answer: 'no', because: '' };
  const relations = compareCpe(criteria.name, name);
  for (const attribute of ['update', 'edition', 'language', 'swEdition', 'targetSw', 'targetHw', 'other'] as const) {
    if (relations[attribute] === 'disjoint') return { answer: 'no', because: `${match.criteria} is another edition.` };
  }
  const own = unquoted(name.version);
  if (criteria.name.version !== ANY) {
    if (name.version === ANY)
      return {
        answer: 'maybe',
        because: `Version ${unquoted(criteria.name.version)} has it; which one runs here is not known.`,
      };
    const isThis =
      relations.version === 'equal' ||
      relations.version === 'superset' ||
      compareVersions(own, unquoted(criteria.name.version)).order === 0;
    return { answer: isThis ? 'yes' : 'no', because: `Version ${own} beside ${unquoted(criteria.name.version)}.` };
  }
  const { from, until, fromInclusive = true, untilInclusive = false } = match;
  if (from === undefined && until === undefined) return { answer: 'yes', because: 'Every version has it.' };
  const words = [
    from && `from ${from}${fromInclusive ? '' : ' (without it)'}`,
    until && `${untilInclusive ? 'up to' : 'before'} ${until}`,
  ]
    .filter(Boolean)
    .join(' ');
  if (name.version === ANY)
    return { answer: 'maybe', because: `Versions ${words} have it; which one runs here is not known.` };
  const isIn = inRange(own, { from: from ?? null, until: until ?? null, fromInclusive, untilInclusive });
  if (isIn === null) return { answer: 'maybe', because: `Version ${own} cannot be compared with versions ${words}.` };
  return { answer: isIn ? 'yes' : 'no', because: `Version ${own} is ${isIn ? '' : 'not '}among versions ${words}.` };
}

/** A CPE value quotes everything but letters, digits and the underscore (IR 7695, 5.3.2). */
function quoted(text: string): string {
  return text.replace(/[^A-Za-z0-9_]/g, '\\$&');
}

function unquoted(value: string): string {
  return value.replace(/\\(.)/g, '$1');
}

/** The record in the form of an advisory, so that all sources are told alike. */
function published({ id, title, released, revised, cwe, vectors }: NvdRecord): { advisory: Advisory; flaw: Flaw } {
  const flaw: Flaw = {
    cve: id,
    title,
    cwe,
    vectors,
    affected: [],
    fixed: [],
    notAffected: [],
    underInvestigation: [],
    remedies: [],
  };
  return {
    advisory: {
      id,
      title,
      publisher: 'NIST NVD',
      released: released.slice(0, 10),
      revised: revised.slice(0, 10),
      url: `https://nvd.nist.gov/vuln/detail/${id}`,
      products: [],
      flaws: [],
    },
    flaw,
  };
}
