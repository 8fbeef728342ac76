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
  /** Each as likely as the others. */
  z.strictObject({ dist: z.literal('empirical'), values: z.array(amount).min(1).max(100_000) }),
]);
export type Distribution = z.infer<typeof distribution>;

/** Forms of loss as FAIR has them (Open FAIR, O-RT 3.0.1, 4.5). */
export const lossForm = z.enum(['productivity', 'response', 'replacement', 'fines', 'competitive', 'reputation']);

const name = text.min(1).max(200);
const currency = text.regex(/^[A-Z]{3}$/, { error: 'write the three letters of ISO 4217, such as USD' });
const lossOfForm = z.strictObject({
  form: lossForm,
  magnitude: distribution,
  probability: distribution.optional(),
  /** That of the document; another is refused. */
  currency: currency.optional(),
});
/** What is wrong with a scenario whose parts of FAIR's tree do not fit together, and where. */
function misfit(scenario: Readonly<Record<string, unknown>>): [field: string, problem: string] | null {
  const has = (field: string) => scenario[field] !== undefined;
  if (has('frequency') && (has('contactFrequency') || has('probabilityOfAction')))
    return ['frequency', 'write either frequency, or contactFrequency and probabilityOfAction'];
  if (!has('frequency') && !has('contactFrequency'))
    return ['frequency', 'write how many threat events a year there are, or contactFrequency and probabilityOfAction'];
  if (!has('frequency') && !has('probabilityOfAction'))
    return ['probabilityOfAction', 'write the chance that a contact becomes a threat event'];
  if (has('vulnerability') && (has('capability') || has('resistance')))
    return ['vulnerability', 'write either vulnerability, or capability and resistance'];
  if (has('capability') && !has('resistance')) return ['resistance', 'capability needs a resistance'];
  if (has('resistance') && !has('capability')) return ['capability', 'resistance needs a capability'];
  return null;
}

export const lossScenario = z
  .strictObject({
    id: text.min(1).max(80),
    name: name.optional(),
    /** Threat events a year; what is drawn is the mean of a Poisson count. */
    frequency: distribution.optional(),
    /** In place of frequency: contacts a year, and the chance that one becomes a threat event. */
    contactFrequency: distribution.optional(),
    probabilityOfAction: distribution.optional(),
    /** Chance that a threat event becomes a loss event; 1 when left out. */
    vulnerability: distribution.optional(),
    /** In place of vulnerability: what an attacker can do and what the target withstands, on one scale. */
    capability: distribution.optional(),
    resistance: distribution.optional(),
    losses: z.array(lossOfForm).max(100),
  })
  .superRefine((scenario, context) => {
    const found = misfit(scenario);
    if (found) context.addIssue({ code: 'custom', path: [found[0]], message: found[1] });
  });
export type LossScenario = z.infer<typeof lossScenario>;

const factor = nonNegative.max(1000).optional();
export const treatment = z.strictObject({
  id: text.min(1).max(80),
  name: name.optional(),
  cost: distribution,
  currency: currency.optional(),
  applies: z
    .array(z.strictObject({ scenario: text.max(80), frequency: factor, vulnerability: factor, magnitude: factor }))
    .max(500),
});
export type Treatment = z.infer<typeof treatment>;

const probability = amount.min(0).max(1);
/** What a year may lose, and how likely more than that may be at most: one such point, or a line through several. */
export const tolerance = z.union([
  z.strictObject({ amount: nonNegative, probability }),
  z
    .array(z.tuple([nonNegative, probability]))
    .min(1)
    .max(100)
    .refine((points) => points.every(([loss], n) => n === 0 || loss > (points[n - 1]?.[0] ?? 0)), {
      error: 'the losses must rise from point to point',
    })
    .refine((points) => points.every(([, chance], n) => n === 0 || chance <= (points[n - 1]?.[1] ?? 0)), {
      error: 'the probabilities must not rise from point to point',
    }),
]);
export type Tolerance = z.infer<typeof tolerance>;

/** What may happen, how often, and what it costs; and what could be done about it. */
export const scenariosDocument = z.strictObject({
  schema: z.literal('dosimeter.scenarios/1').optional(),
  currency,
  scenarios: z.array(lossScenario).min(1).max(500),
  /** Of the normal scores of the frequencies, in the order of the scenarios. */
  correlation: z.array(z.array(amount.min(-1).max(1))).optional(),
  /** Whether a correlation whose numbers contradict each other is repaired; it is refused otherwise. */
  repair: z.boolean().optional(),
  treatments: z.array(treatment).max(500).optional(),
  tolerance: tolerance.optional(),
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
  scenarios: z.array(
    lossSummary.extend({
      id: text,
      meanEvents: amount,
      /** The chance that capability is above resistance, where both are given. */
      vulnerability: amount.optional(),
    }),
  ),
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
  /**
   * How far the mean year moves when one input alone goes from its 5th to its 95th percentile, the widest first; `low` and `high` are the mean
   * year at these two.
   */
  sensitivity: z.array(z.object({ input: text, swing: amount, low: amount, high: amount })),
  /**
   * What it is worth to know an input of the expected year: its share of the variance, and how much better a year one would do with the best
   * single treatment, or none, when it is known first.
   */
  information: z.array(z.object({ input: text, share: amount, value: amount.optional() })).optional(),
  /** How the losses of a year compare with what is tolerated. */
  tolerance: z
    .object({
      isWithin: z.boolean(),
      points: z.array(z.object({ amount, tolerated: amount, probability: amount, isWithin: z.boolean() })),
      /** Losses at which the curve of losses crosses the line of what is tolerated. */
      crossings: z.array(amount),
    })
    .optional(),
  /** What had to be changed of a correlation whose numbers contradict each other. */
  correlationRepair: z
    .object({
      /** Root of the summed squares of all changes. */
      distance: amount,
      /** The pairs that changed most. */
      changes: z.array(z.object({ scenarios: z.tuple([text, text]), from: amount, to: amount })),
    })
    .optional(),
});
export type LossDocument = z.infer<typeof lossDocument>;
