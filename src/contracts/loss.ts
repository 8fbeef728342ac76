// Shapes of loss scenarios and of what they come to: `dosimeter.scenarios/1` and `dosimeter.loss/1`.
import { z } from 'zod';
import { text } from './parts.ts';

const amount = z.number();
const positive = amount.gt(0);
const nonNegative = amount.min(0);

/** Low, most likely and high, with the weight of the most likely one (4, when left out). */
const pert = z
  .strictObject({
    dist: z.literal('pert'),
    low: amount,
    mode: amount,
    high: amount,
    lambda: positive.max(1000).optional(),
  })
  .refine(({ low, mode, high }) => low <= mode && mode <= high, { error: 'low, mode and high must be in this order' });
const lognormalByRange = z
  .strictObject({ dist: z.literal('lognormal'), p05: positive, p95: positive })
  .refine(({ p05, p95 }) => p05 <= p95, { error: 'p05 must not be above p95' });
/** Of the logarithm: sigma above 20 has no mean that a number can hold. */
const lognormalByLog = z.strictObject({
  dist: z.literal('lognormal'),
  mu: amount.max(200),
  sigma: nonNegative.max(20),
});
const uniform = z
  .strictObject({ dist: z.literal('uniform'), low: amount, high: amount })
  .refine(({ low, high }) => low <= high, { error: 'low must not be above high' });
export const distribution = z.union([
  amount,
  pert,
  lognormalByRange,
  lognormalByLog,
  z.strictObject({ dist: z.literal('poisson'), mean: nonNegative.max(1e9) }),
  z.strictObject({ dist: z.literal('beta'), a: positive.max(1e6), b: positive.max(1e6) }),
  uniform,
  z.strictObject({ dist: z.literal('constant'), value: amount }),
]);
export type Distribution = z.infer<typeof distribution>;

/** Forms of loss as FAIR has them (Open FAIR, O-RT 3.0.1, 4.5). */
export const lossForm = z.enum(['productivity', 'response', 'replacement', 'fines', 'competitive', 'reputation']);

const name = text.min(1).max(200);
const lossOfForm = z.strictObject({ form: lossForm, magnitude: distribution, probability: distribution.optional() });
export const lossScenario = z.strictObject({
  id: text.min(1).max(80),
  name: name.optional(),
  /** Threat events a year; what is drawn is the mean of a Poisson count. */
  frequency: distribution,
  /** Chance that a threat event becomes a loss event; 1 when left out. */
  vulnerability: distribution.optional(),
  losses: z.array(lossOfForm).max(100),
});
export type LossScenario = z.infer<typeof lossScenario>;

const factor = nonNegative.max(1000).optional();
export const treatment = z.strictObject({
  id: text.min(1).max(80),
  name: name.optional(),
  cost: distribution,
  applies: z
    .array(z.strictObject({ scenario: text.max(80), frequency: factor, vulnerability: factor, magnitude: factor }))
    .max(500),
});
export type Treatment = z.infer<typeof treatment>;

/** What may happen, how often, and what it costs; and what could be done about it. */
export const scenariosDocument = z.strictObject({
  schema: z.literal('dosimeter.scenarios/1').optional(),
  currency: text.regex(/^[A-Z]{3}$/, { error: 'write the three letters of ISO 4217, such as USD' }),
  scenarios: z.array(lossScenario).min(1).max(500),
  /** Of the normal scores of the frequencies, in the order of the scenarios. */
  correlation: z.array(z.array(amount.min(-1).max(1))).optional(),
  treatments: z.array(treatment).max(500).optional(),
});
export type ScenariosDocument = z.infer<typeof scenariosDocument>;

/** A year of losses, over all trials. */
export const lossSummary = z.object({
  mean: amount,
  sd: amount,
  quantiles: z.object({ '0.05': amount, '0.5': amount, '0.9': amount, '0.95': amount, '0.99': amount }),
  probabilityOfAnyLoss: amount,
  /** Mean of the worst twentieth of the years. */
  expectedShortfall95: amount,
  /** Losses with the chance that a year loses more. */
  exceedance: z.array(z.tuple([amount, amount])),
});
export type LossSummary = z.infer<typeof lossSummary>;

export const lossDocument = z.object({
  schema: z.literal('dosimeter.loss/1'),
  seed: z.number().int(),
  trials: z.number().int(),
  currency: text,
  portfolio: lossSummary,
  scenarios: z.array(lossSummary.extend({ id: text, meanEvents: amount })),
  treatments: z.array(
    z.object({
      id: text,
      meanReduction: amount,
      cost: amount,
      netBenefit: amount,
      /** 5th and 95th percentile of the reduction of the expected year, over what is not known of the inputs. */
      reductionInterval: z.tuple([amount, amount]),
    }),
  ),
  /** How far the mean year moves when one input alone goes from its 5th to its 95th percentile, the widest first. */
  sensitivity: z.array(z.object({ input: text, swing: amount })),
});
export type LossDocument = z.infer<typeof lossDocument>;
