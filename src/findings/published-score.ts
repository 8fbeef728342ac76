// The severity that a published score stands for.
import type { Finding, Severity } from '#contracts/index.ts';
import { parseCvss, scoreCvss } from '#knowledge/index.ts';

/** A vector with its score, or null when it cannot be read. */
export function scoreOf(vector: string): NonNullable<Finding['cvss']> | null {
  const parsed = parseCvss(vector);
  if ('error' in parsed) return null;
  const { version, score } = scoreCvss(parsed);
  return { version, vector, score };
}

/** CVSS v3.1 section 5; a flaw that is used by attackers is at least high. */
export function severityOfScore(score: number | null, isExploited: boolean): Severity {
  const rated: Severity =
    score === null
      ? 'medium'
      : score >= 9
        ? 'critical'
        : score >= 7
          ? 'high'
          : score >= 4
            ? 'medium'
            : score > 0
              ? 'low'
              : 'none';
  return isExploited && (rated === 'medium' || rated === 'low' || rated === 'none') ? 'high' : rated;
}
