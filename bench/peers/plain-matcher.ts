// The peer of `bench -- match`: names compared as NIST IR 7696 writes it down (6.2, 6.3, 7.2, 7.3) and conditions as IR 7698 does, one record
// after another, without an index, a cache or a compiled form. Only the order of versions, which neither report defines, is the program's own.
import { compareVersions, isWholeFamily, runsOtherRelease, systemFamily, windowsRelease } from '#knowledge/index.ts';

/** An entry of NVD's feed, as published. */
export interface PlainEntry {
  readonly cve: {
    readonly id: string;
    readonly vulnStatus?: string;
    readonly configurations?: readonly PlainConfiguration[];
  };
}
interface PlainConfiguration {
  readonly operator?: string;
  readonly negate?: boolean;
  readonly nodes: readonly {
    readonly operator?: string;
    readonly negate?: boolean;
    readonly cpeMatch?: readonly PlainMatch[];
  }[];
}
interface PlainMatch {
  readonly vulnerable: boolean;
  readonly criteria: string;
  readonly versionStartIncluding?: string;
  readonly versionStartExcluding?: string;
  readonly versionEndIncluding?: string;
  readonly versionEndExcluding?: string;
}

type Answer = 0 | 1 | 2 | 3;
const NO = 0;
const CANNOT_COMPARE = 1;
const OPEN = 2;
const YES = 3;

/** Every entry that one name of a device has, or may have: "number answer", in the order of the entries. */
export function plainMatches(name: string, device: readonly string[], entries: readonly PlainEntry[]): string[] {
  const found: string[] = [];
  for (const { cve } of entries) {
    if (cve.vulnStatus === 'Rejected') continue;
    let best: Answer = NO;
    for (const configuration of cve.configurations ?? []) {
      if (!names(configuration, name)) continue;
      const answer = configurationHolds(configuration, name, device);
      if (answer > best) best = answer;
    }
    if (best !== NO) found.push(`${cve.id} ${['no', 'cannot compare', 'open', 'yes'][best]}`);
  }
  return found;
}

function names({ nodes }: PlainConfiguration, name: string): boolean {
  return nodes.some(({ cpeMatch = [] }) =>
    cpeMatch.some(({ vulnerable, criteria }) => vulnerable && isSameProduct(unbound(criteria), unbound(name))),
  );
}

function configurationHolds(
  { operator, negate, nodes }: PlainConfiguration,
  name: string,
  device: readonly string[],
): Answer {
  const answers = nodes.map((node) => {
    const matches = node.cpeMatch ?? [];
    const isAnd = node.operator === 'AND';
    const isOwn = (match: PlainMatch) => match.vulnerable && isSameProduct(unbound(match.criteria), unbound(name));
    const isAlternative = matches.some(isOwn) && !isAnd && node.negate !== true;
    const held = matches.flatMap((match): Answer[] => {
      if (isOwn(match)) return [matchHolds(match, name)];
      return match.vulnerable && isAlternative ? [] : [aroundHolds(match, name, device)];
    });
    return turned(joined(held, isAnd), node.negate === true);
  });
  return turned(joined(answers, operator === 'AND'), negate === true);
}

function joined(answers: readonly Answer[], isAnd: boolean): Answer {
  if (answers.length === 0) return NO;
  return answers.reduce((a, b) => (isAnd ? (b < a ? b : a) : b > a ? b : a));
}

function turned(answer: Answer, negate: boolean): Answer {
  return negate && answer === YES ? NO : negate && answer === NO ? YES : answer;
}

/** What a product runs on or with (docs/matching.md, "Around a product"). */
function aroundHolds(match: PlainMatch, name: string, device: readonly string[]): Answer {
  const wanted = unbound(match.criteria);
  const key = keyOf(wanted);
  const own = unbound(name);
  if (key.startsWith('h ') && keyOf(own) === `o ${key.slice(2)}_firmware`) return YES;
  const present = device.filter((each) => isSameProduct(wanted, unbound(each)));
  const best = joined(
    present.map((each) => matchHolds(match, each)),
    false,
  );
  if (present.length > 0 && (best !== NO || !isWholeFamily(key))) return best;
  const family = systemFamily(key);
  const families = device.flatMap((each) => systemFamily(keyOf(unbound(each))) ?? []);
  if (family !== null && families.length > 0) {
    if (!families.includes(family)) return NO;
    const release = windowsRelease(key);
    const releases = device.flatMap((each) => windowsRelease(keyOf(unbound(each))) ?? []);
    if (release !== null && runsOtherRelease([release], releases)) return NO;
    const [, , , version] = wanted;
    if (isWholeFamily(key) && !isBounded(match) && (version === '*' || version === '-')) return YES;
  }
  return OPEN;
}

function isBounded(match: PlainMatch): boolean {
  return [
    match.versionStartIncluding,
    match.versionStartExcluding,
    match.versionEndIncluding,
    match.versionEndExcluding,
  ].some((bound) => bound !== undefined);
}

/** One criterion beside one name of the same product. */
function matchHolds(match: PlainMatch, name: string): Answer {
  const source = unbound(match.criteria);
  const target = unbound(name);
  let isOpen = false;
  for (let at = 4; at < 11; at++) {
    const relation = compared(source[at] ?? '*', target[at] ?? '*');
    if (relation === 'disjoint') return NO;
    if (relation === 'subset' || relation === 'undefined') isOpen = true;
  }
  const answer = namesNoVersion(source)
    ? source[0] === 'h' || target[3] === '-'
      ? YES
      : OPEN
    : versionHolds(match, source[3] ?? '*', target[3] ?? '*');
  return isOpen && answer === YES ? OPEN : answer;
}

/** Hardware, and firmware whose record names no version: where the program departs from the standard, and says so (docs/matching.md). */
function namesNoVersion([part = '', , product = '', version]: readonly string[]): boolean {
  return version === '-' && (part === 'h' || product.endsWith('_firmware'));
}

function versionHolds(match: PlainMatch, wanted: string, own: string): Answer {
  if (wanted !== '*') {
    if (own === '*') return OPEN;
    const relation = compared(wanted, own);
    if (relation === 'undefined') return CANNOT_COMPARE;
    if (relation === 'equal' || relation === 'superset') return YES;
    return compareVersions(plain(own), plain(wanted), 'release').order === 0 ? YES : NO;
  }
  if (!isBounded(match)) return YES;
  if (own === '*') return OPEN;
  const version = plain(own);
  const bounds: readonly (readonly [bound: string | undefined, side: 1 | -1, isIn: boolean])[] = [
    match.versionStartIncluding === undefined
      ? [match.versionStartExcluding, 1, false]
      : [match.versionStartIncluding, 1, true],
    match.versionEndIncluding === undefined
      ? [match.versionEndExcluding, -1, false]
      : [match.versionEndIncluding, -1, true],
  ];
  let isUnsure = false;
  for (const [bound, side, isIn] of bounds) {
    if (bound === undefined) continue;
    const { order } = compareVersions(version, bound);
    if (order === null) isUnsure = true;
    else if (order !== side && !(order === 0 && isIn)) return NO;
  }
  return isUnsure ? CANNOT_COMPARE : YES;
}

/** unbind_fs() of IR 7695, 6.2.3.2: the eleven fields, everything but letters, digits, underscore and special characters quoted. */
function unbound(text: string): string[] {
  const fields: string[] = [];
  let field = '';
  for (let at = 'cpe:2.3:'.length; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '\\') {
      field += character + text.charAt(++at);
    } else if (character === ':') {
      fields.push(field);
      field = '';
    } else field += /[A-Za-z0-9_*?]/.test(character) ? character : `\\${character}`;
  }
  fields.push(field);
  return fields.map((each) => (each === '\\-' ? '-' : each.toLowerCase()));
}

function keyOf([part = '', vendor = '', product = '']: readonly string[]): string {
  return `${part} ${vendor} ${product}`;
}

/** Part, vendor and product are equal or the source is wider (IR 7696, 7.2). */
function isSameProduct(source: readonly string[], target: readonly string[]): boolean {
  return [0, 1, 2].every((at) => {
    const relation = compared(source[at] ?? '*', target[at] ?? '*');
    return relation === 'equal' || relation === 'superset';
  });
}

/** compare() of IR 7696, 7.3, by table 6-2. */
function compared(source: string, target: string): 'equal' | 'superset' | 'subset' | 'disjoint' | 'undefined' {
  if (target !== '*' && /^[*?]|(?<!\\)(?:\\\\)*[*?]$/.test(target)) return 'undefined';
  if (source === target) return 'equal';
  if (source === '*') return 'superset';
  if (target === '*') return 'subset';
  if (source === '-' || target === '-') return 'disjoint';
  return patternOf(source).test(target) ? 'superset' : 'disjoint';
}

/** An asterisk stands for any characters, a question mark for one or none; a quoted character counts as one. */
function patternOf(source: string): RegExp {
  let pattern = '';
  for (let at = 0; at < source.length; at++) {
    const character = source.charAt(at);
    if (character === '\\') pattern += `\\\\${escaped(source.charAt(++at))}`;
    else if (character === '*') pattern += '(?:\\\\.|[^\\\\])*';
    else if (character === '?') pattern += '(?:\\\\.|[^\\\\])?';
    else pattern += escaped(character);
  }
  return new RegExp(`^${pattern}$`);
}

function escaped(character: string): string {
  return character.replace(/[^A-Za-z0-9_]/g, '\\$&');
}

function plain(value: string): string {
  return value.replace(/\\(.)/g, '$1');
}
