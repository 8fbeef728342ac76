// The severity that a published score stands for.
import type { Severity } from '#contracts/index.ts';

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
