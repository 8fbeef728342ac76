// The score of CVSS 4.0 (specification 8.2): a vector belongs to a macro vector, whose score goes down by how far the
// vector is from the worst one of its kind. Whole numbers throughout, so that ties are ties.
import { MACRO_VECTOR_SCORES } from './macro-vectors.data.ts';
import { type Weights, weigh } from './weights.ts';

/** The value of a metric that counts: the modified one when it is defined, and the worst where X stands for it (3.1, 4.1). */
export type EffectiveValue = (name: string) => string;

// How many steps a value is from the worst of its metric.
const STEPS: Readonly<Record<string, Weights>> = {
  AV: { N: 0, A: 1, L: 2, P: 3 },
  PR: { N: 0, L: 1, H: 2 },
  UI: { N: 0, P: 1, A: 2 },
  AC: { L: 0, H: 1 },
  AT: { N: 0, P: 1 },
  VC: { H: 0, L: 1, N: 2 },
  VI: { H: 0, L: 1, N: 2 },
  VA: { H: 0, L: 1, N: 2 },
  SC: { H: 1, L: 2, N: 3 },
  SI: { S: 0, H: 1, L: 2, N: 3 },
  SA: { S: 0, H: 1, L: 2, N: 3 },
  CR: { H: 0, M: 1, L: 2 },
  IR: { H: 0, M: 1, L: 2 },
  AR: { H: 0, M: 1, L: 2 },
};

/**
 * A level of an equivalence class (8.2). `worst`: steps of its highest severity vectors, the same for each of a level. `depth`:
 * steps from there to the next level, as FIRST's calculator counts them (max_severity.js).
 */
interface Level {
  readonly worst: number;
  readonly depth: number;
}

const EQ1: readonly Level[] = [
  { worst: 0, depth: 1 },
  { worst: 1, depth: 4 },
  { worst: 3, depth: 5 },
];
const EQ2: readonly Level[] = [
  { worst: 0, depth: 1 },
  { worst: 1, depth: 2 },
];
/** EQ3 and EQ6 depend on each other and go down together; by ten times the level of EQ3 and the level of EQ6. */
const EQ3_EQ6: Readonly<Record<number, Level>> = {
  0: { worst: 0, depth: 7 },
  1: { worst: 3, depth: 6 },
  10: { worst: 1, depth: 8 },
  11: { worst: 3, depth: 8 },
  21: { worst: 3, depth: 10 },
};
const EQ4: readonly Level[] = [
  { worst: 1, depth: 6 },
  { worst: 3, depth: 5 },
  { worst: 6, depth: 4 },
];

/** Every depth divides it. */
const PARTS = 840;

/** The score in tenths. */
export function scoreV4(of: EffectiveValue): number {
  const is = (name: string, value: string) => of(name) === value;
  if (['VC', 'VI', 'VA', 'SC', 'SI', 'SA'].every((name) => is(name, 'N'))) return 0;
  const [eq1, eq2, eq3, eq4, eq5, eq6] = levelsOf(is);
  const at = (one: number, two: number, three: number, four: number, five: number, six: number) =>
    MACRO_VECTOR_SCORES.get(`${one}${two}${three}${four}${five}${six}`);
  const score = at(eq1, eq2, eq3, eq4, eq5, eq6);
  if (score === undefined) throw new Error('no such macro vector');

  let lowerOnes = 0;
  let parts = 0;
  const goDown = (lower: number | undefined, level: Level | undefined, names: readonly string[]) => {
    if (lower === undefined || level === undefined) return;
    lowerOnes += 1;
    const steps = names.reduce((sum, name) => sum + weigh(STEPS[name] ?? {}, of(name)), 0) - level.worst;
    parts += ((score - lower) * steps * PARTS) / level.depth;
  };
  goDown(at(eq1 + 1, eq2, eq3, eq4, eq5, eq6), EQ1[eq1], ['AV', 'PR', 'UI']);
  goDown(at(eq1, eq2 + 1, eq3, eq4, eq5, eq6), EQ2[eq2], ['AC', 'AT']);
  const below3 = at(eq1, eq2, eq3 + 1, eq4, eq5, eq6);
  const below6 = at(eq1, eq2, eq3, eq4, eq5, eq6 + 1);
  // Where both go down there is a choice, and the higher score counts (8.2). With EQ3 at 1 and EQ6 at 0 the level below
  // EQ3 does not exist, and with EQ6 at 1 none below EQ6.
  const below = below3 === undefined || below6 === undefined ? (below3 ?? below6) : Math.max(below3, below6);
  goDown(below, EQ3_EQ6[10 * eq3 + eq6], ['VC', 'VI', 'VA', 'CR', 'IR', 'AR']);
  goDown(at(eq1, eq2, eq3, eq4 + 1, eq5, eq6), EQ4[eq4], ['SC', 'SI', 'SA']);
  // EQ5 has one metric, so that a vector is always the worst of its level: it goes down by nothing, and counts in the mean.
  if (at(eq1, eq2, eq3, eq4, eq5 + 1, eq6) !== undefined) lowerOnes += 1;

  const divisor = PARTS * Math.max(1, lowerOnes);
  // Half goes up, exactly: Red Hat's calculator does, the one of FIRST loses 0.1 to binary fractions in up to one of 200 vectors.
  return Math.min(100, Math.max(0, Math.floor((2 * (score * divisor - parts) + divisor) / (2 * divisor))));
}

type Levels = readonly [eq1: number, eq2: number, eq3: number, eq4: number, eq5: number, eq6: number];

/** The equivalence classes of a vector (8.2). */
function levelsOf(is: (name: string, value: string) => boolean): Levels {
  const open = [is('AV', 'N'), is('PR', 'N'), is('UI', 'N')];
  const eq1 = open.every(Boolean) ? 0 : open.some(Boolean) && !is('AV', 'P') ? 1 : 2;
  const eq2 = is('AC', 'L') && is('AT', 'N') ? 0 : 1;
  const high = [is('VC', 'H'), is('VI', 'H'), is('VA', 'H')];
  const eq3 = high[0] && high[1] ? 0 : high.some(Boolean) ? 1 : 2;
  const eq4 = is('SI', 'S') || is('SA', 'S') ? 0 : is('SC', 'H') || is('SI', 'H') || is('SA', 'H') ? 1 : 2;
  const eq5 = is('E', 'A') ? 0 : is('E', 'P') ? 1 : 2;
  const eq6 = ['CR', 'IR', 'AR'].some((name, n) => high[n] && is(name, 'H')) ? 0 : 1;
  return [eq1, eq2, eq3, eq4, eq5, eq6];
}
