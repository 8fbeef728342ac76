// Versions of devices as whole numbers between dots behind a mark: `R3.2.1.0`, `V3.51`, `Version 1`, `2.6.3`.
import { orderOfDotted } from './dotted.ts';
import { schemeOf } from './version-scheme.ts';

interface ReleaseNumber {
  /** What the maker writes before the number; '' for none. */
  readonly mark: string;
  readonly numbers: readonly string[];
}

const MARKED = /^(?:(V|R)(?=[0-9])|(Version|Release) )?([0-9]+(?:\.[0-9]+)*)$/i;

/**
 * The mark is left out by one rule: V, v and `Version ` are the same, R and `Release ` are the same, and a number without a mark goes
 * with either. A V and an R are two ways of counting: no order.
 */
export const releaseNumber = schemeOf<ReleaseNumber>('release', numberOf, (a, b) =>
  a.mark !== b.mark && a.mark !== '' && b.mark !== '' ? null : orderOfDotted(a.numbers, b.numbers),
);

function numberOf(version: string): ReleaseNumber | null {
  const found = MARKED.exec(version);
  if (found === null) return null;
  return { mark: (found[1] ?? found[2] ?? '').charAt(0).toUpperCase(), numbers: (found[3] ?? '').split('.') };
}
