// A package URL (Ecma-427) read, printed in its canonical form and compared: `pkg:deb/debian/curl@7.88.1-10?arch=amd64`.

/** A package URL in its parts, decoded. */
export interface Purl {
  readonly type: string;
  /** Segments joined by slashes. */
  readonly namespace: string | null;
  readonly name: string;
  readonly version: string | null;
  /** In the order of their keys. */
  readonly qualifiers: Readonly<Record<string, string>>;
  readonly subpath: string | null;
}

/** A package URL, or why the text is none, as the rest of a sentence. */
export type ParsedPurl =
  | { readonly kind: 'purl'; readonly purl: Purl }
  | { readonly kind: 'refused'; readonly because: string };

/** `same`: one package in one version and form. `package`: one package, in any version. `other`: another one. */
export type PurlRelation = 'same' | 'package' | 'other';

const LONGEST_PURL = 4096;
const TYPE = /^[a-z][a-z0-9.-]*$/;
const KEY = /^[a-z][a-z0-9._-]*$/;

/** Types whose namespace and name do not tell upper from lower case (the registered type definitions of packageurl.org). */
const CASELESS = new Set(
  'alpm apk bitbucket composer deb github golang hex luarocks npm pypi qpkg vscode-extension'.split(' '),
);
/** Types of which only the name, or only the namespace, is without case. */
const CASELESS_NAME = new Set(['bitnami', 'oci', 'pub']);
const CASELESS_NAMESPACE = new Set(['rpm']);
const CASELESS_VERSION = new Set(['huggingface', 'oci']);
/** Types that have no package without a namespace. */
const NEEDS_NAMESPACE = new Set(['composer', 'github', 'bitbucket', 'swift', 'vscode-extension']);

/** Reads a package URL from right to left (Ecma-427, 5.6). Never throws. */
export function parsePurl(text: string): ParsedPurl {
  if (text.length > LONGEST_PURL) return refused(`it is longer than ${LONGEST_PURL} characters`);
  let rest = text.trim();
  if (!/^pkg:/i.test(rest)) return refused('a package URL starts with pkg:');
  if (/\s/.test(rest)) return refused('white space must be written as %20');
  let subpath: string | null = null;
  let qualifiers: Readonly<Record<string, string>> = {};
  const [beforePath, path] = cutRight(rest, '#');
  rest = beforePath;
  if (path !== null) {
    const segments = segmentsOf(path);
    if (segments === null) return refused('its subpath is not percent-encoded as it should be');
    subpath = segments.filter((segment) => segment !== '.' && segment !== '..').join('/') || null;
  }
  const [beforeQuery, query] = cutRight(rest, '?');
  rest = beforeQuery;
  if (query !== null) {
    const read = qualifiersOf(query);
    if (typeof read === 'string') return refused(read);
    qualifiers = read;
  }
  rest = rest.slice('pkg:'.length).replace(/^\/+/, '');
  const slash = rest.indexOf('/');
  if (slash < 1) return refused('it has no type and name, as in pkg:npm/left-pad');
  const type = rest.slice(0, slash).toLowerCase();
  if (!TYPE.test(type)) return refused('its type has a character that is not allowed');
  rest = rest.slice(slash + 1).replace(/^\/+/, '');
  // An "@" before the last slash belongs to a namespace whose writer did not encode it, as in pkg:npm/@angular/core.
  let version: string | null = null;
  const at = rest.lastIndexOf('@');
  if (at >= 0 && at > rest.replace(/\/+$/, '').lastIndexOf('/')) {
    version = decoded(rest.slice(at + 1));
    if (version === null) return refused('its version is not percent-encoded as it should be');
    rest = rest.slice(0, at);
  }
  if (rest.endsWith('/') || rest === '') return refused('it has no name');
  const parts = segmentsOf(rest);
  const name = parts?.pop();
  if (parts === null || name === undefined) return refused('its name is not percent-encoded as it should be');
  const namespace = parts.join('/') || null;
  return normalized({ type, namespace, name, version: version || null, qualifiers, subpath });
}

/** The canonical form (Ecma-427, 5.4 and 5.6): what is equal is printed alike. */
export function printPurl({ type, namespace, name, version, qualifiers, subpath }: Purl): string {
  const path = (segments: string) => segments.split('/').map(encoded).join('/');
  const query = Object.entries(qualifiers)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}=${path(value)}`)
    .join('&');
  return [
    `pkg:${type}/`,
    namespace === null ? '' : `${path(namespace)}/`,
    encoded(name),
    version === null ? '' : `@${encoded(version)}`,
    query === '' ? '' : `?${query}`,
    subpath === null ? '' : `#${path(subpath)}`,
  ].join('');
}

/** A package URL without version, qualifiers and subpath: the key under which all its versions are found. */
export function packageOf({ type, namespace, name }: Purl): string {
  return printPurl({ type, namespace, name, version: null, qualifiers: {}, subpath: null });
}

/** How two package URLs stand to each other. */
export function comparePurls(a: Purl, b: Purl): PurlRelation {
  if (packageOf(a) !== packageOf(b)) return 'other';
  return printPurl(a) === printPurl(b) ? 'same' : 'package';
}

function refused(because: string): ParsedPurl {
  return { kind: 'refused', because };
}

function normalized(read: Purl): ParsedPurl {
  const { type, qualifiers } = read;
  let { namespace, name, version } = read;
  if (CASELESS.has(type) || CASELESS_NAME.has(type)) name = name.toLowerCase();
  if (CASELESS.has(type) || CASELESS_NAMESPACE.has(type)) namespace = namespace?.toLowerCase() ?? null;
  if (CASELESS_VERSION.has(type)) version = version?.toLowerCase() ?? null;
  if (type === 'cpan') namespace = namespace?.toUpperCase() ?? null;
  if (type === 'pypi') name = name.replaceAll('_', '-');
  if (type === 'pub') name = name.replaceAll('-', '_');
  if (NEEDS_NAMESPACE.has(type) && namespace === null) return refused(`the type '${type}' needs a namespace`);
  const { channel, user } = qualifiers;
  if (type === 'conan' && channel !== undefined && user === undefined && namespace === null)
    return refused('a conan channel needs a user or a namespace');
  return { kind: 'purl', purl: { ...read, namespace, name, version } };
}

/** Parts a text at the last mark; the right side is null when there is none. */
function cutRight(text: string, mark: string): [left: string, right: string | null] {
  const at = text.lastIndexOf(mark);
  return at < 0 ? [text, null] : [text.slice(0, at), text.slice(at + 1)];
}

/** The segments of a path, without empty ones; null when one of them is not encoded well, or hides a slash. */
function segmentsOf(path: string): string[] | null {
  const segments: string[] = [];
  for (const each of path.split('/')) {
    if (each === '') continue;
    const segment = decoded(each);
    if (segment === null || segment.includes('/')) return null;
    segments.push(segment);
  }
  return segments;
}

/** The qualifiers in the order of their keys, or what is wrong with them. */
function qualifiersOf(query: string): Readonly<Record<string, string>> | string {
  const found = new Map<string, string>();
  for (const pair of query.split('&')) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    const key = (equals < 0 ? pair : pair.slice(0, equals)).toLowerCase();
    if (!KEY.test(key)) return 'one of its qualifiers has a key with a character that is not allowed';
    const value = equals < 0 ? '' : decoded(pair.slice(equals + 1));
    if (value === null) return `its qualifier '${key}' is not percent-encoded as it should be`;
    if (value === '') continue;
    if (found.has(key)) return `its qualifier '${key}' stands there twice`;
    found.set(key, value);
  }
  return Object.fromEntries([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** Everything is encoded but letters, digits, `.-_~` and the colon (Ecma-427, 5.4). */
function encoded(text: string): string {
  return encodeURIComponent(text.toWellFormed())
    .replaceAll('%3A', ':')
    .replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
}
