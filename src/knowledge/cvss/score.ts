// The scores of a CVSS vector and the word for them. Scores are numbers with one decimal from 0 to 10.
import type { CvssVersion } from './metrics.ts';
import { scoreV2 } from './score-v2.ts';
import { scoreV3 } from './score-v3.ts';
import { scoreV4 } from './score-v4.ts';
import { type CvssVector, isDefined, metricOf } from './vector.ts';

export type CvssSeverity = 'none' | 'low' | 'medium' | 'high' | 'critical';

export interface CvssScores {
  readonly version: CvssVersion;
  /** Of the base metrics alone. */
  readonly base: number;
  /** Null in 4.0, which has no such score, and in 2.0 where no metric of it is defined. */
  readonly temporal: number | null;
  readonly environmental: number | null;
  /** Of the whole vector as it is written: the last of the three whose metrics are defined; in 4.0, CVSS-BTE. */
  readonly score: number;
  /** The word for `score`. */
  readonly severity: CvssSeverity;
}

/** Works out every score of a vector. */
export function scoreCvss(vector: CvssVector): CvssScores {
  const { version } = vector;
  if (version === '4.0') {
    const base = scoreV4(effectiveValues(vector, false));
    const score = isBaseAlone(vector) ? base : scoreV4(effectiveValues(vector, true));
    return {
      version,
      base: base / 10,
      temporal: null,
      environmental: null,
      score: score / 10,
      severity: severityOf(version, score),
    };
  }
  const { base, temporal, environmental } = version === '2.0' ? scoreV2(vector) : scoreV3(vector);
  const whole = isDefined(vector, 'environmental') ? environmental : isDefined(vector, 'temporal') ? temporal : base;
  const score = whole ?? base;
  return {
    version,
    base: base / 10,
    temporal: temporal === null ? null : temporal / 10,
    environmental: environmental === null ? null : environmental / 10,
    score: score / 10,
    severity: severityOf(version, score),
  };
}

function isBaseAlone(vector: CvssVector): boolean {
  return !isDefined(vector, 'temporal') && !isDefined(vector, 'environmental');
}

/** What counts in 4.0: threat and requirements that are not defined are taken as the worst (sections 3.1 and 4.1). */
function effectiveValues(vector: CvssVector, whole: boolean): (name: string) => string {
  const worst: Readonly<Record<string, string>> = { E: 'A', CR: 'H', IR: 'H', AR: 'H' };
  const written = (name: string) => metricOf(vector, name) ?? 'X';
  return (name) => {
    const assumed = worst[name];
    const own = assumed === undefined ? written(`M${name}`) : written(name);
    if (whole && own !== 'X') return own;
    return assumed ?? written(name);
  };
}

/** The word for a score in tenths: CVSS 3.0 and 3.1 section 5, 4.0 section 6; 2.0 has none, so the ranges are those of the NVD. */
function severityOf(version: CvssVersion, score: number): CvssSeverity {
  if (score === 0) return 'none';
  if (score < 40) return 'low';
  if (score < 70) return 'medium';
  return score < 90 || version === '2.0' ? 'high' : 'critical';
}
