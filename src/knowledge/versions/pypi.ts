// Versions of Python packages (PEP 440, now the packaging specification "Version specifiers").
import { lookup } from '#kit/index.ts';
import { orderOfDotted } from './dotted.ts';
import {
  firstOf,
  isDigits,
  longerIsNewer,
  type Order,
  orderOfDigits,
  orderOfLists,
  orderOfNumbers,
  orderOfText,
  schemeOf,
} from './version-scheme.ts';

interface PythonVersion {
  readonly epoch: string;
  readonly release: readonly string[];
  /** Null where the version has none; the number is written in digits. */
  readonly pre: { readonly letter: string; readonly number: string } | null;
  readonly post: string | null;
  readonly dev: string | null;
  readonly local: readonly string[] | null;
}

const PYTHON =
  /^v?(?:([0-9]+)!)?([0-9]+(?:\.[0-9]+)*)(?:[-_.]?(alpha|a|beta|b|preview|pre|c|rc)[-_.]?([0-9]*))?(?:-([0-9]+)|[-_.]?(post|rev|r)[-_.]?([0-9]*))?(?:[-_.]?(dev)[-_.]?([0-9]*))?(?:\+([a-z0-9]+(?:[-_.][a-z0-9]+)*))?$/;

/** Spellings that mean the same (PEP 440, normalization). */
const LETTERS: Readonly<Record<string, string>> = lookup({
  a: 'a',
  alpha: 'a',
  b: 'b',
  beta: 'b',
  c: 'rc',
  rc: 'rc',
  pre: 'rc',
  preview: 'rc',
});

/** The order of PEP 440, "Summary of permitted suffixes and relative ordering". */
export const pypi = schemeOf<PythonVersion>('pypi', pythonOf, (a, b) =>
  firstOf(
    orderOfDigits(a.epoch, b.epoch),
    orderOfDotted(a.release, b.release),
    orderOfPre(a, b),
    orderOfOptional(a.post, b.post, -1),
    orderOfOptional(a.dev, b.dev, 1),
    orderOfLocal(a.local, b.local),
  ),
);

function pythonOf(version: string): PythonVersion | null {
  const found = PYTHON.exec(version.toLowerCase().trim());
  if (found === null) return null;
  const [, epoch = '0', release = '', letter, number, implicit, post, postNumber, dev, devNumber, local] = found;
  return {
    epoch,
    release: release.split('.'),
    pre: letter === undefined ? null : { letter: LETTERS[letter] ?? '', number: number || '0' },
    post: implicit ?? (post === undefined ? null : postNumber || '0'),
    dev: dev === undefined ? null : devNumber || '0',
    local: local?.split(/[-_.]/) ?? null,
  };
}

/** A development release of the final version comes before its pre-releases. */
function orderOfPre(a: PythonVersion, b: PythonVersion): Order {
  const rank = (version: PythonVersion) =>
    version.pre !== null ? 1 : version.post === null && version.dev !== null ? 0 : 2;
  return firstOf(
    orderOfNumbers(rank(a), rank(b)),
    orderOfText(a.pre?.letter ?? '', b.pre?.letter ?? ''),
    orderOfDigits(a.pre?.number ?? '', b.pre?.number ?? ''),
  );
}

/** Numbers where both have one; otherwise the one without is older (-1) or newer (1). */
function orderOfOptional(a: string | null, b: string | null, without: -1 | 1): Order {
  if (a === null) return b === null ? 0 : without;
  return b === null ? (without === 1 ? -1 : 1) : orderOfDigits(a, b);
}

/** A local version is newer than the public one; numbers are newer than words. */
function orderOfLocal(a: readonly string[] | null, b: readonly string[] | null): Order {
  return orderOfLists(
    a ?? [],
    b ?? [],
    longerIsNewer((one, other) => {
      if (isDigits(one)) return isDigits(other) ? orderOfDigits(one, other) : 1;
      return isDigits(other) ? -1 : orderOfText(one, other);
    }),
  );
}
