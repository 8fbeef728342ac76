// How two CPE names relate as sets of products (NIST IR 7696): the source may be a pattern, the target is what is compared with it.
import {
  ANY,
  ATTRIBUTES,
  type Attribute,
  NA,
  quotesBefore,
  type WellFormedName,
  wildcardsAtEnd,
  wildcardsAtStart,
} from './well-formed-name.ts';

/** How the source's value relates to the target's (IR 7696, table 6-1). Undefined: the standard gives no answer. */
export type AttributeRelation = 'superset' | 'subset' | 'equal' | 'disjoint' | 'undefined';

/** How the source name relates to the target name; `overlap` is wider in some attributes and narrower in others. */
export type NameRelation = AttributeRelation | 'overlap';

/**
 * What a target with wildcards means. `table`: no answer (IR 7696, table 6-2, lines 4, 8, 11 and 17). `reference`: as NIST's
 * reference implementation reads it, which overlooks the wildcards when the value has a quoted character too and compares them
 * as letters. It is here to be compared with; its 'disjoint' is a guess.
 */
export type TargetWildcards = 'table' | 'reference';

/** The relation of the names (IR 7696, table 6-4): one disjoint attribute makes them disjoint. */
export function matchCpe(
  source: WellFormedName,
  target: WellFormedName,
  wildcards: TargetWildcards = 'table',
): NameRelation {
  let wider = false;
  let narrower = false;
  let open = false;
  for (const attribute of ATTRIBUTES) {
    const from = source[attribute];
    const to = target[attribute];
    // Most attributes of most names are ANY on both sides.
    if (from === ANY && to === ANY) continue;
    const relation = relationOf(from, to, wildcards);
    if (relation === 'disjoint') return 'disjoint';
    if (relation === 'superset') wider = true;
    else if (relation === 'subset') narrower = true;
    else if (relation === 'undefined') open = true;
  }
  if (open) return 'undefined';
  if (wider) return narrower ? 'overlap' : 'superset';
  return narrower ? 'subset' : 'equal';
}

/** The relation of each attribute: Compare_WFNs() of IR 7696, 7.2. */
export function compareCpe(
  source: WellFormedName,
  target: WellFormedName,
  wildcards: TargetWildcards = 'table',
): Readonly<Record<Attribute, AttributeRelation>> {
  const of = (attribute: Attribute) => relationOf(source[attribute], target[attribute], wildcards);
  return {
    part: of('part'),
    vendor: of('vendor'),
    product: of('product'),
    version: of('version'),
    update: of('update'),
    edition: of('edition'),
    language: of('language'),
    swEdition: of('swEdition'),
    targetSw: of('targetSw'),
    targetHw: of('targetHw'),
    other: of('other'),
  };
}

/** compare() of IR 7696, 7.3: table 6-2 in the order of its lines. Letter case does not count. */
export function relationOf(source: string, target: string, wildcards: TargetWildcards = 'table'): AttributeRelation {
  if (target !== ANY && hasWildcards(target) && (wildcards === 'table' || !target.includes('\\'))) return 'undefined';
  if (source === target) return 'equal';
  if (source === ANY) return 'superset';
  if (target === ANY) return 'subset';
  if (source === NA || target === NA) return 'disjoint';
  const from = source.toLowerCase();
  const to = target.toLowerCase();
  if (from === to) return 'equal';
  return hasWildcards(from) && covers(from, to) ? 'superset' : 'disjoint';
}

/** Whether a value is a pattern. Unquoted special characters stand only at the ends (IR 7695, 5.3.2). */
export function hasWildcards(value: string): boolean {
  return wildcardsAtStart(value) > 0 || wildcardsAtEnd(value, 0) > 0;
}

/**
 * compareStrings() of IR 7696, 7.3: an asterisk stands for any characters, each question mark for one or none. A quoted
 * character counts as one.
 */
function covers(pattern: string, target: string): boolean {
  const start = wildcardsAtStart(pattern);
  const end = wildcardsAtEnd(pattern, start);
  const before = pattern.startsWith('*') ? Number.POSITIVE_INFINITY : start;
  const after = end > 0 && pattern.endsWith('*') ? Number.POSITIVE_INFINITY : end;
  const body = pattern.slice(start, pattern.length - end);
  for (let at = target.indexOf(body); at >= 0 && at <= target.length; at = target.indexOf(body, at + 1)) {
    // Between a backslash and what it quotes nothing begins.
    if (quotesBefore(target, at) % 2 === 0) {
      if (charactersIn(target, 0, at) > before) return false;
      if (charactersIn(target, at + body.length, target.length) <= after) return true;
    }
    // An empty body is found at the end again and again.
    if (at === target.length) return false;
  }
  return false;
}

function charactersIn(value: string, start: number, end: number): number {
  let count = 0;
  for (let at = start; at < end; at++) {
    if (value.charCodeAt(at) === 92) at++;
    count++;
  }
  return count;
}
