// Attack patterns by number, and by the kind of weakness that they use.
import type { AttackPattern } from './feeds/read-stix.ts';
import type { FlawSource } from './flaw-source.ts';

/** Attack patterns of CAPEC. */
export interface AttackPatternSource extends FlawSource<AttackPattern> {
  /** Those that use this kind of weakness ("CWE-787"), by number. */
  using(cwe: string): readonly AttackPattern[];
}

/** Indexes the patterns of a source by weakness. */
export function attackPatternSource(
  source: FlawSource<AttackPattern>,
  patterns: readonly AttackPattern[],
): AttackPatternSource {
  const pairs = patterns.flatMap((pattern) => pattern.weaknesses.map((weakness) => ({ weakness, pattern })));
  const byWeakness = Map.groupBy(pairs, ({ weakness }) => weakness);
  const number = ({ id }: AttackPattern) => Number(id.replace(/\D/g, ''));
  return {
    ...source,
    using: (cwe) => (byWeakness.get(cwe) ?? []).map(({ pattern }) => pattern).toSorted((a, b) => number(a) - number(b)),
  };
}
