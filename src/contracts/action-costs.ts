// Shapes of what steps cost at a site: by their kind, or one by one. What is left out stays a default.
import { z } from 'zod';

/**
 * What something costs in the mean, in the currency of the site: the mean of a PERT distribution, (low + 4 mode + high) / 6
 * (Malcolm et al. 1959, "Application of a Technique for Research and Development Program Evaluation").
 */
export function expectedCost({
  low,
  mode,
  high,
}: {
  readonly low: number;
  readonly mode: number;
  readonly high: number;
}): number {
  return (low + 4 * mode + high) / 6;
}

/** Kinds of step that have a cost of their own. */
export const STEP_KINDS = [
  'rule',
  'shield',
  'session',
  'configure',
  'patch',
  'isolate',
  'compensate',
  'ask maker',
  'replace',
  'machine system',
  'control',
] as const;
export const stepKind = z.enum(STEP_KINDS);
export type StepKind = z.infer<typeof stepKind>;

const MOST_COST = 1e9;
const MOST_DAYS = 3650;
/** Steps whose cost is stated one by one. */
const MOST_STEPS = 1000;

const cost = z.number().min(0).max(MOST_COST);
const stepCost = z.strictObject({
  /** In the currency of the site. */
  cost: z
    .strictObject({ low: cost, mode: cost, high: cost })
    .refine(({ low, mode, high }) => low <= mode && mode <= high, {
      error: 'low, mode and high must be in this order, and not negative',
    })
    .optional(),
  /** Working days. */
  days: z.number().min(0).max(MOST_DAYS).optional(),
});
export type StepCost = z.infer<typeof stepCost>;

export const actionCosts = z.partialRecord(stepKind, stepCost);
/** By the id of the step, which an assessment gives; it comes before the cost of its kind. */
export const stepCosts = z
  .record(z.string().min(1).max(300), stepCost)
  .refine((steps) => Object.keys(steps).length <= MOST_STEPS, {
    error: `the cost of at most ${MOST_STEPS} single steps can be stated; state the cost of their kind`,
  });
