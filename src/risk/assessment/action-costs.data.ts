// What a step costs, how long it takes and what stands still meanwhile. The figures are ours, wide on purpose, in the currency of the site at
// the scale of US dollars of 2025.
import type { Triple } from '#contracts/index.ts';

export interface Effort {
  readonly cost: Triple;
  /** Working days. */
  readonly days: number;
  readonly downtimeHours: number;
}

function effort(low: number, mode: number, high: number, days: number, downtimeHours: number): Effort {
  return { cost: { low, mode, high }, days, downtimeHours };
}

/** A rule between two networks. */
export const CLOSE: Effort = effort(100, 250, 800, 0.5, 0);
/** A device reached by its partners alone, in its own network. */
export const SHIELD: Effort = effort(500, 1500, 5000, 2, 1);
/** A maker's remote access: by request, recorded, with a second factor. */
export const SESSION: Effort = effort(200, 800, 3000, 2, 0);
/** By what mends a finding. */
export const MEND: Readonly<Record<string, Effort>> = {
  configure: effort(100, 300, 1000, 0.5, 1),
  patch: effort(300, 1000, 4000, 1, 2),
  isolate: effort(500, 1500, 5000, 2, 1),
  compensate: effort(300, 1000, 4000, 1, 0),
  'ask maker': effort(100, 300, 1000, 0.5, 0),
  replace: effort(1000, 4000, 15_000, 3, 4),
};
/** Controls of the library that are steps of their own here: rules and shields, repairs, makers' sessions, archives that know their partners. */
export const STEP_BY_STEP: ReadonlySet<string> = new Set([
  'segmentation',
  'patching',
  'remote-gateway',
  'known-partners',
]);
/** A new system for a scanner is the maker's work. */
export const MACHINE_SYSTEM: Effort = effort(15_000, 45_000, 150_000, 10, 24);
