// Versions of Debian packages (Debian Policy 5.6.12): epoch, what upstream says, revision.
import { firstOf, type Order, orderOfDigits, orderOfNumbers, schemeOf } from './version-scheme.ts';

interface DebianVersion {
  readonly epoch: string;
  readonly upstream: string;
  readonly revision: string;
}

/** Debian's own order, which `dpkg --compare-versions` has too. */
export const deb = schemeOf<DebianVersion>('deb', debianOf, (a, b) =>
  firstOf(orderOfDigits(a.epoch, b.epoch), orderOfParts(a.upstream, b.upstream), orderOfParts(a.revision, b.revision)),
);

const DEBIAN = /^(?:([0-9]+):)?([0-9][A-Za-z0-9.+:~-]*)$/;

function debianOf(version: string): DebianVersion | null {
  const found = DEBIAN.exec(version);
  if (found === null) return null;
  const rest = found[2] ?? '';
  const hyphen = rest.lastIndexOf('-');
  const upstream = hyphen < 0 ? rest : rest.slice(0, hyphen);
  const revision = hyphen < 0 ? '' : rest.slice(hyphen + 1);
  // A colon belongs to upstream only where there is an epoch, and never to the revision.
  if (revision.includes(':') || (found[1] === undefined && upstream.includes(':')) || rest.endsWith('-')) return null;
  return { epoch: found[1] ?? '0', upstream, revision };
}

/** By turns what is no digit, letter by letter, and what is digits, as a number. */
function orderOfParts(a: string, b: string): Order {
  let first = a;
  let second = b;
  while (first !== '' || second !== '') {
    const [words, moreWords] = [/^[^0-9]*/.exec(first)?.[0] ?? '', /^[^0-9]*/.exec(second)?.[0] ?? ''];
    for (let at = 0; at < words.length || at < moreWords.length; at++) {
      const order = orderOfNumbers(weightOf(words[at]), weightOf(moreWords[at]));
      if (order !== 0) return order;
    }
    first = first.slice(words.length);
    second = second.slice(moreWords.length);
    const [digits, moreDigits] = [/^[0-9]*/.exec(first)?.[0] ?? '', /^[0-9]*/.exec(second)?.[0] ?? ''];
    const order = orderOfDigits(digits, moreDigits);
    if (order !== 0) return order;
    first = first.slice(digits.length);
    second = second.slice(moreDigits.length);
  }
  return 0;
}

/** A tilde sorts before the end, letters before all else. */
function weightOf(character: string | undefined): number {
  if (character === undefined) return 0;
  if (character === '~') return -1;
  const code = character.charCodeAt(0);
  return /[A-Za-z]/.test(character) ? code : code + 256;
}
