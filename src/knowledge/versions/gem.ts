// Versions of RubyGems (Gem::Version): runs of digits and of letters, where letters mean a pre-release.
import { isDigits, type Order, orderOfDigits, orderOfLists, orderOfText, schemeOf } from './version-scheme.ts';

const GEM = /^[0-9]+(?:\.[0-9A-Za-z]+)*(?:-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?$/;

/** The order of Gem::Version; zeros at the end do not count. */
export const gem = schemeOf('gem', segmentsOf, (a, b) => orderOfLists(a, b, orderOfSegments));

function segmentsOf(version: string): string[] | null {
  const text = version.trim();
  if (!GEM.test(text)) return null;
  const segments = text.replaceAll('-', '.pre.').match(/[0-9]+|[A-Za-z]+/g) ?? [];
  const letters = segments.findIndex((segment) => !isDigits(segment));
  const numbers = letters < 0 ? segments : segments.slice(0, letters);
  const rest = letters < 0 ? [] : segments.slice(letters);
  return [...withoutZeros(numbers), ...withoutZeros(rest)];
}

function withoutZeros(segments: readonly string[]): string[] {
  const last = segments.findLastIndex((segment) => !/^0+$/.test(segment));
  return segments.slice(0, last + 1);
}

function orderOfSegments(a = '0', b = '0'): Order {
  if (isDigits(a)) return isDigits(b) ? orderOfDigits(a, b) : 1;
  return isDigits(b) ? -1 : orderOfText(a, b);
}
