// Version ranges as text, `vers:npm/>=1.0.0|<2.0.0`: the vers specification (package-url/vers-spec).
import { versionScheme } from './schemes.ts';
import { orderOfText, type VersionScheme } from './version-scheme.ts';

/** How a version must stand to the one beside it. */
export type Comparator = '=' | '!=' | '<' | '<=' | '>' | '>=';

/** One condition of a range. */
export interface VersionConstraint {
  readonly comparator: Comparator;
  readonly version: string;
}

/** A range; `every` is the asterisk, otherwise the constraints are in the order of their versions. */
export interface VersRange {
  readonly kind: 'range';
  readonly scheme: string;
  readonly every: boolean;
  readonly constraints: readonly VersionConstraint[];
}

/** A range, or what keeps the text from being one. */
export type ParsedVers = VersRange | { readonly kind: 'refused'; readonly because: string };

/** Far more than any advisory has; it bounds what a hostile range can cost. */
const LONGEST_RANGE = 20_000;

/**
 * Reads a range. Constraints out of order are put in order, as older writers of ranges rely on; the specification calls the text
 * not canonical then, and `unsorted: 'refuse'` does what it says.
 */
export function parseVers(text: string, unsorted: 'sort' | 'refuse' = 'sort'): ParsedVers {
  if (text.length > LONGEST_RANGE) return refused(`a range has at most ${LONGEST_RANGE} characters`);
  if (/\s/.test(text)) return refused('whitespace is not permitted');
  const found = /^vers:([a-z][a-z0-9.+-]*)\/(.*)$/.exec(text);
  if (found === null) return refused('a range starts with vers:, a scheme in lower case and a slash');
  const [, scheme = '', list = ''] = found;
  if (list === '') return refused('there are no constraints');
  if (list === '*') return { kind: 'range', scheme, every: true, constraints: [] };
  if (list.startsWith('|')) return refused('leading pipe is not permitted');
  if (list.endsWith('|')) return refused('trailing pipe is not permitted');
  if (list.includes('||')) return refused('consecutive pipes are not permitted');
  const constraints: VersionConstraint[] = [];
  for (const part of list.split('|')) {
    const constraint = constraintOf(part, scheme);
    if (typeof constraint === 'string') return refused(constraint);
    constraints.push(constraint);
  }
  const sorted = inOrder(scheme, constraints);
  if (unsorted === 'refuse' && sorted.some((constraint, at) => constraint !== constraints[at]))
    return refused('constraints are not sorted by version');
  return { kind: 'range', scheme, every: false, constraints: sorted };
}

function refused(because: string): ParsedVers {
  return { kind: 'refused', because };
}

/** One constraint, or what is wrong with it. */
function constraintOf(text: string, scheme: string): VersionConstraint | string {
  const mark = /^(?:!=|<=|>=|<|>|=)?/.exec(text)?.[0] ?? '';
  const encoded = text.slice(mark.length);
  if (encoded === '' || encoded === '*') return 'a constraint has no version';
  const problem = scheme === 'datetime' ? problemOfMoment(encoded) : problemOfPercents(encoded);
  if (problem !== null) return problem;
  const version = encoded.replace(/%([0-9A-F]{2})/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
  return { comparator: isComparator(mark) ? mark : '=', version };
}

function isComparator(mark: string): mark is Comparator {
  return mark !== '';
}

function problemOfMoment(text: string): string | null {
  const problem = problemOfPercents(text);
  if (problem !== null) return problem;
  if (text.includes('%3A')) return 'datetime time colons must be unencoded';
  return /[tz]/.test(text) ? 'datetime must use uppercase T and Z' : null;
}

/** Percent forms of ASCII, in upper case. */
function problemOfPercents(text: string): string | null {
  if (/%(?![0-9A-Fa-f]{2})/.test(text)) return 'invalid percent-encoding in version';
  return /%(?:[0-9A-F]?[a-f]|[a-f][0-9A-F]|[89A-F])/.test(text) ? 'percent-encoding in version is not canonical' : null;
}

/** By version; those that the scheme cannot order, or that are the same, stay as they stand. */
export function inOrder(scheme: string, constraints: readonly VersionConstraint[]): VersionConstraint[] {
  const order = versionScheme(scheme);
  if (order === undefined || constraints.some(({ version }) => !order.valid(version))) return [...constraints];
  return constraints.toSorted((a, b) => order.compare(a.version, b.version) ?? 0);
}

/** The range as canonical text. */
export function toVers(range: Pick<VersRange, 'scheme' | 'every' | 'constraints'>): string {
  const list = inOrder(range.scheme, range.constraints).map(
    ({ comparator, version }) => `${comparator === '=' ? '' : comparator}${encodedVersion(version)}`,
  );
  return `vers:${range.scheme}/${range.every ? '*' : list.join('|')}`;
}

/** What would be read as part of the range is written as a percent form. */
function encodedVersion(version: string): string {
  return version.replace(
    /[%|<>=!*,/\s]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
}

/** Versions in the order of the scheme; the same versions written differently are ordered by text, so that the result is one. */
export function sortVersions(scheme: VersionScheme, versions: readonly string[]): string[] {
  return versions.toSorted((a, b) => scheme.compare(a, b) || orderOfText(a, b));
}

/** Whether a version is in the range; null where one comparison that counts cannot be made. */
export function isInVers(version: string, range: VersRange): boolean | null {
  if (range.every) return true;
  const order = versionScheme(range.scheme);
  if (order === undefined) return null;
  const standing: { readonly comparator: Comparator; readonly order: number }[] = [];
  for (const { comparator, version: end } of range.constraints) {
    const found = order.compare(version, end);
    if (found === null) return null;
    standing.push({ comparator, order: found });
  }
  const same = standing.filter((one) => one.order === 0);
  if (same.some(({ comparator }) => comparator === '!=')) return false;
  if (same.some(({ comparator }) => comparator === '=' || comparator === '<=' || comparator === '>=')) return true;
  const ends = standing.filter(({ comparator }) => comparator !== '=' && comparator !== '!=');
  // `!=` alone leaves out one version of all.
  if (ends.length === 0) return standing.every(({ comparator }) => comparator === '!=');
  return isBetween(ends);
}

/** Containment of the specification: before a first `<`, after a last `>`, or between a `>` and the `<` that follows it. */
function isBetween(ends: readonly { readonly comparator: Comparator; readonly order: number }[]): boolean | null {
  const isUpper = (at: number) => ends[at]?.comparator.startsWith('<') ?? false;
  // Two beginnings or two ends in a row: the specification wants the wider one alone, and does not say which is meant.
  if (ends.some((_, at) => at > 0 && isUpper(at) === isUpper(at - 1))) return null;
  const before = (at: number) => (ends[at]?.order ?? 0) < 0;
  const after = (at: number) => (ends[at]?.order ?? 0) > 0;
  if (isUpper(0) && before(0)) return true;
  if (!isUpper(ends.length - 1) && after(ends.length - 1)) return true;
  return ends.some((_, at) => !isUpper(at) && isUpper(at + 1) && after(at) && before(at + 1));
}
