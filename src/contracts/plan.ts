// Shapes of what may be done about losses and harm, and of the plan that is made of it: `dosimeter.plan/1`.
import { z } from 'zod';
import { text } from './parts.ts';

const amount = z.number();
/** Bounds keep every sum finite. */
const notNegative = amount.min(0).max(1e15);
const identifier = text.min(1).max(200);
const name = text.min(1).max(300);
const days = notNegative.max(36_500);
/** What is left of a frequency, a vulnerability or a magnitude: 0 nothing, 1 all of it, above 1 more than today. */
const factor = amount.min(0).max(1000).optional();

/** Negligible, minor, serious, critical, catastrophic (ISO 14971's five levels), as 0 to 4. */
const harmSeverity = z.number().int().min(0).max(4);

const planScenario = z.strictObject({
  id: identifier,
  /** What it loses in a mean year, as things stand today. */
  meanLoss: notNegative,
  /** Null where nobody can be hurt. `probability`: the chance that it happens at least once a year. */
  harm: z.strictObject({ severity: harmSeverity, probability: amount.min(0).max(1) }).nullable(),
});

const planAction = z.strictObject({
  id: identifier,
  name,
  /** Paid once. */
  cost: notNegative,
  /** Paid each year from then on. */
  yearlyCost: notNegative.optional(),
  /** Effort in working days of the role that owns it. */
  days,
  ownerRole: text.min(1).max(80),
  downtimeHours: notNegative.optional(),
  /** The maker of the device must agree. */
  needsMaker: z.boolean().optional(),
  /** Actions that must be done, too, and before. */
  needs: z.array(identifier).max(100).optional(),
  /** Actions that cannot be done beside it; said on one side, it holds for both. */
  excludes: z.array(identifier).max(500).optional(),
});
export type PlanAction = z.infer<typeof planAction>;

const planEffect = z.strictObject({
  /** It comes about when all of these are done. */
  actions: z.array(identifier).min(1).max(20),
  scenario: identifier,
  frequency: factor,
  vulnerability: factor,
  magnitude: factor,
  /** What is left of the chance that an event hurts somebody. */
  harm: factor,
});

export const planModel = z.strictObject({
  currency: text.min(1).max(10),
  scenarios: z.array(planScenario).max(5000),
  actions: z.array(planAction).max(5000),
  effects: z.array(planEffect).max(100_000),
});
export type PlanModel = z.infer<typeof planModel>;

export const planOptions = z.strictObject({
  /** What may be paid within the horizon; null: no limit. */
  budget: notNegative.nullable(),
  horizonDays: z.number().int().min(1).max(3650),
  /** Effort days that a role has in each 30 days; a role that is not named has no limit. */
  capacity: z.record(text.min(1).max(80), amount.gt(0).max(1e6)).optional(),
  /** Hours for which devices may stand still, over all actions. */
  downtimeHours: notNegative.optional(),
  /** Harm before money (the default), or money alone. */
  harmFirst: z.boolean().optional(),
  /** Severity from which harm comes first: 3, critical, when left out. */
  harmFrom: harmSeverity.optional(),
  /** Share of the possible fall of harm that may be given up for money: 0.01 when left out, 0 for none. */
  harmTolerance: amount.min(0).max(1).optional(),
  /** Years over which what is paid once is written off; without them the budget is its only limit. */
  writeOffYears: amount.gt(0).max(100).optional(),
  /** Budgets that are tried for the frontier: 20 when left out, 0 for no frontier. */
  frontierPoints: z.number().int().min(0).max(100).optional(),
  /** A whole number: the same one gives the same plan, to the byte. */
  seed: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER).optional(),
});
export type PlanOptions = z.infer<typeof planOptions>;

/** Of a remaining loss: 90 % of what is not known of how often and how likely; where years were simulated for it. */
const interval = z.tuple([amount, amount]).optional();
/** Money and harm of a year with some of the actions done. */
const planFigures = z.object({
  /** What is paid within the horizon: once, and each year's cost for as long as the horizon is. */
  spend: amount,
  yearlyCost: amount,
  remainingLoss: amount,
  /** Remaining loss, yearly cost and what is written off of what was paid once: what the plan makes least. */
  total: amount,
  /** Events a year that hurt somebody at the severity that comes first, or worse. */
  harmEvents: amount,
  interval,
});
export type PlanFigures = z.infer<typeof planFigures>;

export const leftOutReason = z.enum([
  'no effect',
  'cuts exams',
  'not worth it',
  'raises harm',
  'excluded',
  'over budget',
  'no days left',
  'too much downtime',
  'needs another',
  'too late',
]);

export const planDocument = z.object({
  schema: z.literal('dosimeter.plan/1'),
  currency: text,
  budget: amount.nullable(),
  horizonDays: z.number().int(),
  harmFirst: z.boolean(),
  seed: z.number().int(),
  today: planFigures,
  after: planFigures,
  /** In the order in which they are done; each one's figures are those with all before it done. */
  chosen: z.array(
    z.object({
      action: text,
      name: text,
      ownerRole: text,
      needsMaker: z.boolean(),
      cost: amount,
      yearlyCost: amount,
      days: amount,
      downtimeHours: amount,
      /** Days from the start of the plan. */
      fromDay: z.number().int(),
      dueDay: z.number().int(),
      bucket: z.enum(['30', '60', '90', 'later']),
      lossBefore: amount,
      lossAfter: amount,
      beforeInterval: interval,
      afterInterval: interval,
      harmEventsBefore: amount,
      harmEventsAfter: amount,
    }),
  ),
  scenarios: z.array(
    z.object({
      id: text,
      lossToday: amount,
      lossAfter: amount,
      harm: z.object({ severity: harmSeverity, probabilityToday: amount, probabilityAfter: amount }).nullable(),
    }),
  ),
  /** What budgets buy when money alone counts, the smallest first, each the least that buys its set; total falls, remaining loss never rises. */
  frontier: z.array(planFigures.extend({ budget: amount, actions: z.array(text) })),
  leftOut: z.array(
    z.object({
      action: text,
      reason: leftOutReason,
      /** The action that excludes it, that it needs or that would have to come with it. */
      other: text.nullable(),
      because: text,
    }),
  ),
});
export type PlanDocument = z.infer<typeof planDocument>;

/** What a set of actions would come to, chosen by hand. */
export interface WhatIf extends PlanFigures {
  readonly days: number;
  readonly downtimeHours: number;
  readonly scenarios: PlanDocument['scenarios'];
  /** Needs that the set lacks and exclusions that it breaks; it is counted as it stands all the same. */
  readonly conflicts: readonly {
    readonly action: string;
    readonly kind: 'needs' | 'excludes';
    readonly other: string;
  }[];
}
