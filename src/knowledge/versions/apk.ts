// Versions of Alpine packages, as apk-tools orders them (version.c): token by token, each of a kind.
import { type Order, orderOfDigits, orderOfNumbers, orderOfText, schemeOf } from './version-scheme.ts';

/** Kinds of tokens in the order in which apk-tools expects them (version.c); the end is last. */
const KINDS = ['initial', 'number', 'letter', 'suffix', 'suffix number', 'hash', 'revision', 'end'] as const;

interface Token {
  readonly kind: (typeof KINDS)[number];
  readonly text: string;
}

const APK =
  /^([0-9]+)((?:\.[0-9]+)*)([a-z]?)((?:_(?:alpha|beta|pre|rc|cvs|svn|git|hg|p)[0-9]*)*)(~[0-9a-f]+)?(?:-r([0-9]+))?$/;
const APK_SUFFIXES = ['alpha', 'beta', 'pre', 'rc', '', 'cvs', 'svn', 'git', 'hg', 'p'];
const RELEASE = APK_SUFFIXES.indexOf('');

/** The order of apk-tools. */
export const apk = schemeOf('apk', tokensOf, (a, b) => {
  for (let at = 0; ; at++) {
    const one = a[at] ?? END;
    const other = b[at] ?? END;
    if (one.kind !== other.kind) return orderOfKinds(one, other);
    if (one === END) return 0;
    const order = orderOfTokens(one, other);
    if (order !== 0) return order;
  }
});

const END: Token = { kind: 'end', text: '' };

function tokensOf(version: string): Token[] | null {
  const found = APK.exec(version);
  if (found === null) return null;
  const [, initial = '', numbers = '', letter = '', suffixes = '', hash = '', revision = ''] = found;
  const tokens: Token[] = [{ kind: 'initial', text: initial }];
  for (const [, text = ''] of numbers.matchAll(/\.([0-9]+)/g)) tokens.push({ kind: 'number', text });
  if (letter !== '') tokens.push({ kind: 'letter', text: letter });
  for (const [, word = '', number = ''] of suffixes.matchAll(/_([a-z]+)([0-9]*)/g)) {
    tokens.push({ kind: 'suffix', text: word });
    if (number !== '') tokens.push({ kind: 'suffix number', text: number });
  }
  if (hash !== '') tokens.push({ kind: 'hash', text: hash });
  if (revision !== '') tokens.push({ kind: 'revision', text: revision });
  return tokens;
}

function orderOfTokens(a: Token, b: Token): Order {
  if (a.kind === 'suffix') return orderOfNumbers(APK_SUFFIXES.indexOf(a.text), APK_SUFFIXES.indexOf(b.text));
  if (a.kind === 'letter' || a.kind === 'hash') return orderOfText(a.text, b.text);
  const fraction = a.kind === 'number' && (a.text.startsWith('0') || b.text.startsWith('0'));
  return fraction ? orderOfText(a.text, b.text) : orderOfDigits(a.text, b.text);
}

/** The one that goes on is newer, unless it goes on as a pre-release. */
function orderOfKinds(a: Token, b: Token): Order {
  if (a.kind === 'suffix' && APK_SUFFIXES.indexOf(a.text) < RELEASE) return -1;
  if (b.kind === 'suffix' && APK_SUFFIXES.indexOf(b.text) < RELEASE) return 1;
  return orderOfNumbers(KINDS.indexOf(b.kind), KINDS.indexOf(a.kind));
}
