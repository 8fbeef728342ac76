// What a step costs, how long it takes and what stands still meanwhile, until the site states its own. The figures are ours, wide on purpose, in
// US dollars of 2025.
import type { StepKind, Triple } from '#contracts/index.ts';

export interface Effort {
  readonly cost: Triple;
  /** Working days. */
  readonly days: number;
  readonly downtimeHours: number;
}

function effort(low: number, mode: number, high: number, days: number, downtimeHours: number): Effort {
  return { cost: { low, mode, high }, days, downtimeHours };
}

/** By what the step is. */
export const KINDS_OF_STEP: Readonly<Record<StepKind, Effort>> = {
  /** A rule between two networks. */
  rule: effort(100, 250, 800, 0.5, 0),
  /** A device reached by its partners alone, in its own network. */
  shield: effort(500, 1500, 5000, 2, 1),
  /** A maker's remote access: by request, recorded, with a second factor. */
  session: effort(200, 800, 3000, 2, 0),
  configure: effort(100, 300, 1000, 0.5, 1),
  patch: effort(300, 1000, 4000, 1, 2),
  isolate: effort(500, 1500, 5000, 2, 1),
  compensate: effort(300, 1000, 4000, 1, 0),
  'ask maker': effort(100, 300, 1000, 0.5, 0),
  replace: effort(1000, 4000, 15_000, 3, 4),
  /** A new system for a scanner is the maker's work. */
  'machine system': effort(15_000, 45_000, 150_000, 10, 24),
  /** A control of the library. */
  control: effort(500, 3000, 15_000, 5, 0),
};

/** What the kinds are called in words. */
export const STEP_NAMES: Readonly<Record<StepKind, string>> = {
  rule: 'A rule between two networks',
  shield: 'A device reached by its partners alone',
  session: "A maker's remote access on request only",
  configure: 'A device set otherwise',
  patch: 'An update installed',
  isolate: 'A device set apart',
  compensate: 'Something else in place of a repair',
  'ask maker': 'A maker asked',
  replace: 'A device or its system replaced',
  'machine system': 'A new system for a scanner, by its maker',
  control: 'A control put in place',
};
/** Controls of the library that are steps of their own here: rules and shields, repairs, makers' sessions, archives that know their partners. */
export const STEP_BY_STEP: ReadonlySet<string> = new Set([
  'segmentation',
  'patching',
  'remote-gateway',
  'known-partners',
]);
