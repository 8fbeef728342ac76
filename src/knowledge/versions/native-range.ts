// Ranges as the package managers write them (`~1.2.3 || >=2`, `[1.0,2.0)`, `~> 2.0.8`), which advisories copy, as a range of vers.
import { lookup } from '#kit/index.ts';
import { versionScheme } from './schemes.ts';
import { type Comparator, inOrder, type VersionConstraint, type VersRange } from './vers-range.ts';

/** Null where the text is no range of that package manager. Bounds are taken as written: `<=1.0` is `<=1.0.0`. */
export function fromNativeRange(scheme: string, text: string): VersRange | null {
  const range = text.trim();
  if (range.length > 20_000) return null;
  if (range === '*' || (scheme === 'nginx' && range === 'all'))
    return { kind: 'range', scheme, every: true, constraints: [] };
  const read = Object.hasOwn(READERS, scheme) ? READERS[scheme] : undefined;
  const constraints = read === undefined || range === '' ? null : read(range);
  return constraints === null || constraints.length === 0
    ? null
    : { kind: 'range', scheme, every: false, constraints: inOrder(scheme, constraints) };
}

type Reader = (range: string) => VersionConstraint[] | null;

const READERS: Readonly<Record<string, Reader>> = lookup({
  npm: (range) => alternatives('npm', range, /\|\|/, npmConstraints),
  pypi: (range) => alternatives('pypi', range, /\|\|/, (part) => words(part, pypiConstraint)),
  gem: (range) => alternatives('gem', range, /\|\|/, (part) => words(part, gemConstraint)),
  nuget: bracketed,
  maven: bracketed,
  openssl: (range) => alternatives('openssl', range, /,/, exact),
  nginx: (range) => alternatives('nginx', range, /,/, nginxConstraints),
});

/** In the order of where they begin, so that the end of one stands before the beginning of the next. */
function alternatives(scheme: string, range: string, mark: RegExp, read: Reader): VersionConstraint[] | null {
  const found: VersionConstraint[][] = [];
  for (const part of range.split(mark)) {
    const constraints = read(part.trim());
    if (constraints === null) return null;
    found.push(inOrder(scheme, constraints));
  }
  const order = versionScheme(scheme);
  return found.toSorted((a, b) => order?.compare(a[0]?.version ?? '', b[0]?.version ?? '') ?? 0).flat();
}

/** Conditions between blanks or commas, each a comparator and a version that a blank may part. */
function words(range: string, read: (mark: string, version: string) => VersionConstraint[] | null) {
  const found: VersionConstraint[] = [];
  const list = range.replace(/([<>=!~^]) +/g, '$1').split(/[\s,]+/);
  for (const word of list.filter((one) => one !== '')) {
    const [, mark = '', version = ''] = /^([<>=!~^]*)(.*)$/.exec(word) ?? [];
    const constraints = version === '' ? null : read(mark, version);
    if (constraints === null) return null;
    found.push(...constraints);
  }
  return found.length === 0 ? null : found;
}

const one = (comparator: Comparator, version: string): VersionConstraint => ({ comparator, version });

function exact(version: string): VersionConstraint[] | null {
  return /^[^\s<>=!~^,|]+$/.test(version) ? [one('=', version)] : null;
}

const PLAIN: Readonly<Record<string, Comparator>> = lookup({
  '': '=',
  '=': '=',
  '==': '=',
  '===': '=',
  '!=': '!=',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
});

function plain(mark: string, version: string): VersionConstraint[] | null {
  const comparator = PLAIN[mark];
  return comparator === undefined ? null : [one(comparator, version)];
}

/** Ranges of node-semver: hyphen, caret, tilde, x. */
function npmConstraints(range: string): VersionConstraint[] | null {
  const hyphen = /^(\S+) +- +(\S+)$/.exec(range);
  if (hyphen !== null) {
    const [from, until] = [filled(hyphen[1] ?? ''), filled(hyphen[2] ?? '')];
    return from === null || until === null ? null : [one('>=', from), one('<=', until)];
  }
  return words(range, (mark, version) => {
    const x = /^v?([0-9]+(?:\.[0-9]+)?)\.[xX*](?:\.[xX*])?$/.exec(version)?.[1];
    if (x !== undefined) return npmFamily(mark, x);
    const full = filled(version);
    if (full === null) return null;
    if (mark === '~' || mark === '~>')
      return between(full, filled(raised(numbersOf(version), Math.min(1, numbersOf(version).length - 1))));
    return mark === '^' ? between(full, caretEnd(version)) : plain(mark, full);
  });
}

/** `1.2.x`: every 1.2; `>=1.2.x` begins with the first of them, `>1.2.x` behind the last. */
function npmFamily(mark: string, numbers: string): VersionConstraint[] | null {
  const first = filled(numbers);
  const parts = numbers.split('.');
  const next = filled(raised(parts, parts.length - 1));
  if (first === null || next === null) return null;
  if (mark === '^') return between(first, caretEnd(numbers));
  if (mark === '>=' || mark === '<') return [one(mark, first)];
  if (mark === '>') return [one('>=', next)];
  if (mark === '<=') return [one('<', next)];
  return mark === '' || mark === '=' || mark === '~' ? between(first, next) : null;
}

/** The version that a caret allows no more: the next of the first number that is not zero. */
function caretEnd(version: string): string | null {
  const numbers = numbersOf(version);
  const first = numbers.findIndex((number) => !/^0+$/.test(number));
  return filled(raised(numbers, first < 0 ? numbers.length - 1 : first));
}

function numbersOf(version: string): string[] {
  return (/^v?([0-9]+(?:\.[0-9]+)*)/.exec(version)?.[1] ?? '').split('.');
}

/** The numbers up to a place, the last one raised by one. */
function raised(numbers: readonly string[], place: number): string {
  return numbers
    .slice(0, place + 1)
    .map((number, at) => (at === place ? String(BigInt(number || '0') + 1n) : number))
    .join('.');
}

/** Three numbers; `1.1` is written as `1.1.0`. */
function filled(version: string): string | null {
  const found = /^v?([0-9]+)(?:\.([0-9]+))?(?:\.([0-9]+))?([-+.][0-9A-Za-z.+-]*)?$/.exec(version);
  if (found === null) return null;
  return `${found[1]}.${found[2] ?? '0'}.${found[3] ?? '0'}${found[4] ?? ''}`;
}

function between(from: string | null, until: string | null): VersionConstraint[] | null {
  return from === null || until === null ? null : [one('>=', from), one('<', until)];
}

/** PEP 440: `~=2.2` is at least 2.2 and below 3. */
function pypiConstraint(mark: string, version: string): VersionConstraint[] | null {
  if (version.endsWith('.*')) {
    const numbers = numbersOf(version);
    return mark === '==' || mark === '' ? between(numbers.join('.'), raised(numbers, numbers.length - 1)) : null;
  }
  return mark === '~=' ? pessimistic(version) : plain(mark, version);
}

/** RubyGems: `~>2.0.8` is at least 2.0.8 and below 2.1. */
function gemConstraint(mark: string, version: string): VersionConstraint[] | null {
  return mark === '~>' ? pessimistic(version) : plain(mark, version);
}

function pessimistic(version: string): VersionConstraint[] | null {
  const numbers = numbersOf(version);
  return between(version, raised(numbers, Math.max(0, numbers.length - 2)));
}

/** Maven and NuGet: `[1.0,2.0)`, `(,1.0]`, `[1.2]`, several with commas between. A version without brackets is that version. */
function bracketed(range: string): VersionConstraint[] | null {
  const found: VersionConstraint[] = [];
  let rest = range;
  while (rest !== '') {
    const set = /^([[(]) *([^\s,()[\]]*) *(?:(,) *([^\s,()[\]]*) *)?([\])])[\s,|]*/.exec(rest);
    if (set === null) return found.length === 0 ? exact(range) : null;
    const [all, open, from = '', comma, until = '', close] = set;
    if (comma === undefined) found.push(one('=', from));
    if (comma !== undefined && from !== '') found.push(one(open === '[' ? '>=' : '>', from));
    if (until !== '') found.push(one(close === ']' ? '<=' : '<', until));
    rest = rest.slice(all.length);
  }
  return found;
}

/** nginx.org, security advisories: `1.4.1+` is that one and later; of a stable branch, whose second number is even, to its end. */
function nginxConstraints(range: string): VersionConstraint[] | null {
  const dotted = '[0-9]+\\.[0-9]+\\.[0-9]+';
  const found = new RegExp(`^(${dotted})(?:(\\+)|-(${dotted}))?$`).exec(range);
  if (found === null) return null;
  const [, from = '', plus, until] = found;
  if (until !== undefined) return [one('>=', from), one('<=', until)];
  if (plus === undefined) return [one('=', from)];
  const numbers = numbersOf(from);
  return Number(numbers[1]) % 2 === 1 ? [one('>=', from)] : between(from, `${raised(numbers, 1)}.0`);
}
