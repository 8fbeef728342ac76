// The scores of CVSS 3.0 (specification 8.1 to 8.3) and 3.1 (7.1 to 7.3), which differ in the environmental score when the scope
// changes. Whole numbers throughout: weights in hundredths, sums in 1e-12, scores in tenths.
import { type CvssVector, metricOf } from './vector.ts';
import { type TenthScores, weigh } from './weights.ts';

const ATTACK_VECTOR = { N: 85, A: 62, L: 55, P: 20 };
const ATTACK_COMPLEXITY = { L: 77, H: 44 };
const PRIVILEGES = { N: 85, L: 62, H: 27 };
const PRIVILEGES_CHANGED = { N: 85, L: 68, H: 50 };
const INTERACTION = { N: 85, R: 62 };
const IMPACT = { N: 0, L: 22, H: 56 };
/** Halves, so that every impact times its requirement is a whole number of hundredths. */
const REQUIREMENT = { X: 2, L: 1, M: 2, H: 3 };
const MATURITY = { X: 100, H: 100, F: 97, P: 94, U: 91 };
const REMEDIATION = { X: 100, U: 100, W: 97, T: 96, O: 95 };
const CONFIDENCE = { X: 100, C: 100, R: 96, U: 92 };

/** The scores; all three are always there. */
export function scoreV3(vector: CvssVector): TenthScores {
  const of = (name: string) => metricOf(vector, name) ?? '';
  const modified = (name: string) => {
    const value = of(`M${name}`);
    return value === 'X' ? of(name) : value;
  };
  const base = wholeScore(
    of,
    impactOf(of, () => 2, 1e6),
    steepBase,
  );
  const weight = weigh(MATURITY, of('E')) * weigh(REMEDIATION, of('RL')) * weigh(CONFIDENCE, of('RC'));
  const impact = impactOf(modified, (name) => weigh(REQUIREMENT, of(name)), MOST_MODIFIED_IMPACT);
  const environmental = wholeScore(modified, impact, vector.version === '3.1' ? steepModified31 : steepBase);
  return { base, temporal: weighted(base, weight), environmental: weighted(environmental, weight) };
}

type ValueOf = (name: string) => string;

/** 0.915, the bound of the modified impact (MISS, 3.1 section 7.3). */
const MOST_MODIFIED_IMPACT = 915_000;

/** The impact sub-score ISS (or MISS) in 1e-6. */
function impactOf(of: ValueOf, requirement: (name: string) => number, most: number): number {
  const left = (name: string, required: string) => 100 - (weigh(IMPACT, of(name)) * requirement(required)) / 2;
  return Math.min(most, 1e6 - left('C', 'CR') * left('I', 'IR') * left('A', 'AR'));
}

function wholeScore(of: ValueOf, impact: number, steep: (impact: number) => number): number {
  if (impact === 0) return 0;
  const changed = of('S') === 'C';
  const exploitability =
    822 *
    weigh(ATTACK_VECTOR, of('AV')) *
    weigh(ATTACK_COMPLEXITY, of('AC')) *
    weigh(changed ? PRIVILEGES_CHANGED : PRIVILEGES, of('PR')) *
    weigh(INTERACTION, of('UI'));
  // In 1e-10. The term with the power has up to 130 decimals. No score lies nearer to a step than 4e-6, so ten of them are enough.
  const sum = exploitability + (changed ? Math.round(steep(impact / 1e6) * 1e10) : 64_200 * impact);
  return Math.min(100, roundUp(sum * (changed ? 108 : 100), 1e11));
}

function steepBase(impact: number): number {
  return 7.52 * (impact - 0.029) - 3.25 * (impact - 0.02) ** 15;
}

function steepModified31(impact: number): number {
  return 7.52 * (impact - 0.029) - 3.25 * (impact * 0.9731 - 0.02) ** 13;
}

function weighted(score: number, weight: number): number {
  return roundUp(score * weight, 1e6);
}

/**
 * Round up to tenths. The Roundup of 3.1 (appendix A) first rounds to five decimals; of the scores that can occur none comes out
 * otherwise for that.
 */
function roundUp(value: number, tenth: number): number {
  return Math.ceil(value / tenth);
}
