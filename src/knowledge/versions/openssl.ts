// Versions of OpenSSL: a letter for each patch until 1.1.1 (openssl.org, release strategy), semantic versions from 3.0 on.
import { orderOfDotted } from './dotted.ts';
import { firstOf, orderOfDigits, orderOfNumbers, orderOfText, schemeOf } from './version-scheme.ts';

const OPENSSL = /^([0-9]+\.[0-9]+\.[0-9]+)([a-z]*)(?:-(dev|alpha|beta|pre|rc)([0-9]*))?$/;
/** What comes before the release, in its order; `pre` of 1.1.0 and 1.1.1 are its alphas and betas. */
const BEFORE = ['dev', 'alpha', 'beta', 'pre', 'rc', ''];

/** The order of OpenSSL's releases. */
export const openssl = schemeOf('openssl', opensslOf, (a, b) =>
  firstOf(
    orderOfDotted(a.numbers, b.numbers),
    // After z comes za, so that texts are in order.
    orderOfText(a.letters, b.letters),
    orderOfNumbers(BEFORE.indexOf(a.before), BEFORE.indexOf(b.before)),
    orderOfDigits(a.count, b.count),
  ),
);

function opensslOf(version: string) {
  const found = OPENSSL.exec(version);
  if (found === null) return null;
  const [, numbers = '', letters = '', before = '', count = ''] = found;
  return { numbers: numbers.split('.'), letters, before, count };
}
