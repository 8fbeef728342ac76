// The scores of CVSS 2.0: guide 3.2.1 (base), 3.2.2 (temporal), 3.2.3 (environmental), with the weights of the same clauses.
import { type CvssVector, isDefined, metricOf } from './vector.ts';
import { type TenthScores, weigh } from './weights.ts';

const ACCESS_VECTOR = { L: 0.395, A: 0.646, N: 1 };
const ACCESS_COMPLEXITY = { H: 0.35, M: 0.61, L: 0.71 };
const AUTHENTICATION = { M: 0.45, S: 0.56, N: 0.704 };
const IMPACT = { N: 0, P: 0.275, C: 0.66 };
const REQUIREMENT = { L: 0.5, M: 1, H: 1.51, ND: 1 };

// In hundredths.
const EXPLOITABILITY = { U: 85, POC: 90, F: 95, H: 100, ND: 100 };
const REMEDIATION = { OF: 87, TF: 90, W: 95, U: 100, ND: 100 };
const CONFIDENCE = { UC: 90, UR: 95, C: 100, ND: 100 };
const DISTRIBUTION = { N: 0, L: 25, M: 75, H: 100, ND: 100 };
// In tenths.
const COLLATERAL_DAMAGE = { N: 0, L: 1, LM: 3, MH: 4, H: 5, ND: 0 };

/** The scores; temporal and environmental are null when no metric of theirs is defined. */
export function scoreV2(vector: CvssVector): TenthScores {
  const of = (name: string) => metricOf(vector, name) ?? '';
  const base = baseScore(of, () => 1, Number.POSITIVE_INFINITY);
  const temporal = temporalScore(of, base);
  return {
    base,
    temporal: isDefined(vector, 'temporal') ? temporal : null,
    environmental: isDefined(vector, 'environmental') ? environmentalScore(of) : null,
  };
}

type ValueOf = (name: string) => string;

function baseScore(of: ValueOf, requirement: (name: string) => number, mostImpact: number): number {
  const left = (name: string, required: string) => 1 - weigh(IMPACT, of(name)) * requirement(required);
  const impact = Math.min(mostImpact, 10.41 * (1 - left('C', 'CR') * left('I', 'IR') * left('A', 'AR')));
  if (Math.abs(impact) < NOTHING) return 0;
  const exploitability =
    20 * weigh(ACCESS_VECTOR, of('AV')) * weigh(ACCESS_COMPLEXITY, of('AC')) * weigh(AUTHENTICATION, of('Au'));
  return toTenths((0.6 * impact + 0.4 * exploitability - 1.5) * 1.176);
}

const NOTHING = 1e-9;
/** Of the adjusted impact alone (3.2.3): the whole impact of a base score comes to 10.0008. */
const MOST_ADJUSTED_IMPACT = 10;

function temporalScore(of: ValueOf, base: number): number {
  const weight = weigh(EXPLOITABILITY, of('E')) * weigh(REMEDIATION, of('RL')) * weigh(CONFIDENCE, of('RC'));
  return roundHalf((base * weight) / 1e6);
}

/**
 * The base score with requirements may be below zero: a small impact, asked for little, that is hard to reach. It goes on so, and
 * only the result is lifted to zero, as Red Hat's calculator does; the guide says nothing of it.
 */
function environmentalScore(of: ValueOf): number {
  const temporal = temporalScore(
    of,
    baseScore(of, (name) => weigh(REQUIREMENT, of(name)), MOST_ADJUSTED_IMPACT),
  );
  const damage = weigh(COLLATERAL_DAMAGE, of('CDP'));
  const distribution = weigh(DISTRIBUTION, of('TD'));
  return Math.max(0, roundHalf(((10 * temporal + (100 - temporal) * damage) * distribution) / 1000));
}

/** round_to_1_decimal, in tenths. No exact score but a tie lies nearer to one than 3e-5, so that this undoes what binary fractions lost. */
function toTenths(score: number): number {
  return roundHalf(Math.round(score * 1e10) / 1e9);
}

/** Half goes away from zero. */
function roundHalf(value: number): number {
  return value < 0 ? -Math.round(-value) : Math.round(value);
}
