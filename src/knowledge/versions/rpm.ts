// Versions of RPM packages: epoch, version and release, each compared by rpmvercmp() of rpmio, with its tilde and caret.
import { firstOf, type Order, orderOfDigits, orderOfText, schemeOf } from './version-scheme.ts';

interface PackageVersion {
  readonly epoch: string;
  readonly version: string;
  readonly release: string | null;
}

const PACKAGE = /^(?:([0-9]+):)?([^\s:-]+)(?:-([^\s:-]+))?$/;

/** Epoch, version and release of a package; null where the text is none. */
export function packageOf(version: string): PackageVersion | null {
  const found = PACKAGE.exec(version);
  return found === null ? null : { epoch: found[1] ?? '0', version: found[2] ?? '', release: found[3] ?? null };
}

/** Where only one names its release, the releases cannot be told apart: no order. */
export const rpm = schemeOf('rpm', packageOf, (a, b) => {
  const order = firstOf(orderOfDigits(a.epoch, b.epoch), rpmvercmp(a.version, b.version));
  if (order !== 0 || (a.release === null && b.release === null)) return order;
  return a.release === null || b.release === null ? null : rpmvercmp(a.release, b.release);
});

const SEPARATORS = /^[^A-Za-z0-9~^]*/;

/** rpmvercmp() of rpmio: runs of digits and of letters; a tilde sorts before the end, a caret just after it. */
function rpmvercmp(a: string, b: string): Order {
  let first = a;
  let second = b;
  while (first !== '' || second !== '') {
    first = first.replace(SEPARATORS, '');
    second = second.replace(SEPARATORS, '');
    const [one, other] = [first.charAt(0), second.charAt(0)];
    if (one === '~' || other === '~') {
      if (one !== other) return one === '~' ? -1 : 1;
    } else if (one === '^' || other === '^') {
      if (one !== other) return one === '' ? -1 : other === '' ? 1 : one === '^' ? -1 : 1;
    } else if (one === '' || other === '') {
      break;
    } else {
      const [run, otherRun] = runsOf(first, second);
      // Digits are newer than letters.
      if (otherRun === '') return /[0-9]/.test(one) ? 1 : -1;
      const order = orderOfRuns(run, otherRun);
      if (order !== 0) return order;
      first = first.slice(run.length);
      second = second.slice(otherRun.length);
      continue;
    }
    first = first.slice(1);
    second = second.slice(1);
  }
  return first === second ? 0 : first === '' ? -1 : 1;
}

/** The run that starts the first text, and what starts the second of the same kind. */
export function runsOf(a: string, b: string): [string, string] {
  const kind = /^[0-9]/.test(a) ? /^[0-9]*/ : /^[A-Za-z]*/;
  return [kind.exec(a)?.[0] ?? '', kind.exec(b)?.[0] ?? ''];
}

/** Digits as a number, letters as text. */
export function orderOfRuns(a: string, b: string): Order {
  return /^[0-9]/.test(a) ? orderOfDigits(a, b) : orderOfText(a, b);
}
