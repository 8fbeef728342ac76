// How people of the site rate the scenarios of the library, and what comes of it: severity by those who examine patients, likelihood by
// those who keep the systems.
import { z } from 'zod';
import { id, nullableText, text, time } from './parts.ts';
import { triple } from './risk.ts';
import { SEVERITY_ASPECTS, type SeverityAspect, severityAspect } from './threats.ts';

/** What somebody works as who rates. */
export const RATER_ROLES = [
  'radiologist',
  'technologist',
  'physicist',
  'nurse',
  'engineer',
  'security',
  'manager',
  'other',
] as const;
export const raterRole = z.enum(RATER_ROLES);
export type RaterRole = z.infer<typeof raterRole>;

/** 0 (none) to 4 (catastrophic); null: cannot judge. What is left out was not asked yet. */
const level = z.number().int().min(0).max(4).nullable();
const levels = Object.fromEntries(SEVERITY_ASPECTS.map((aspect) => [aspect, level.optional()])) as Record<
  SeverityAspect,
  z.ZodOptional<typeof level>
>;

/** `intent`: the share of attackers who could that do it, 0 to 1. `yearly`: times a year. */
export const likelihoodKind = z.enum(['intent', 'yearly']);
export type LikelihoodKind = z.infer<typeof likelihoodKind>;
/** More often than a few times a day is no event of this kind. */
const MOST_YEARLY = 1000;

export const ratingInput = z.strictObject({
  as: raterRole,
  severity: z.strictObject(levels),
  /** Null: cannot judge. Left out: not asked yet, or not for this person to judge. */
  likelihood: triple
    .refine(({ high }) => high <= MOST_YEARLY, { error: `This must be at most ${MOST_YEARLY}.` })
    .nullable()
    .optional(),
});
export type RatingInput = z.infer<typeof ratingInput>;

/** Who rated, without a name: what they work as, and their initials. */
const raterLabel = text;

/** How far raters agree on a list of units. */
export const agreement = z.object({
  raters: z.number().int(),
  /** Rated by two or more. */
  units: z.number().int(),
  /** Krippendorff's alpha; null where it cannot be worked out. */
  alphaOrdinal: z.number().nullable(),
  /** 95 % interval of it, by drawing the units again. */
  alphaOrdinalRange: z.tuple([z.number(), z.number()]).nullable(),
  alphaInterval: z.number().nullable(),
  /** Mean of Spearman's rank correlation over all pairs of raters who share three units or more. */
  spearman: z.number().nullable(),
  pairs: z.array(
    z.object({ raters: z.tuple([raterLabel, raterLabel]), units: z.number().int(), spearman: z.number() }),
  ),
  verdict: z.enum(['well', 'roughly', 'poorly', 'not known']),
  because: text,
});
export type Agreement = z.infer<typeof agreement>;

/** An estimate with where it comes from. */
export const combinedEstimate = z.object({
  low: z.number(),
  mode: z.number(),
  high: z.number(),
  from: z.enum(['default', 'raters']),
  /** Who gave a value. */
  raters: z.number().int(),
  /** Of the library. */
  default: triple,
});
export type CombinedEstimate = z.infer<typeof combinedEstimate>;

export const combinedRating = z.object({
  scenario: id,
  severity: z.record(severityAspect, combinedEstimate),
  likelihoodKind,
  likelihood: combinedEstimate,
});
export type CombinedRating = z.infer<typeof combinedRating>;

const end = z.object({ value: z.number(), raters: z.array(raterLabel) });
/** Where raters are far apart. */
export const disagreement = z.object({
  scenario: id,
  about: z.union([severityAspect, z.literal('likelihood')]),
  lowest: end,
  highest: end,
});
export type Disagreement = z.infer<typeof disagreement>;

export const elicited = z.object({
  raters: z.array(z.object({ label: raterLabel, as: raterRole, scenarios: z.number().int() })),
  scenarios: z.array(combinedRating),
  agreement: z.object({
    severity: agreement,
    aspects: z.record(severityAspect, agreement),
    likelihood: agreement,
  }),
  disagreements: z.array(disagreement),
});
export type Elicited = z.infer<typeof elicited>;

/** A scenario as it is put to a person. */
export const rateable = z.object({
  id,
  name: text,
  story: text,
  /** What of the device is hit. */
  function: text,
  /** Kinds of device as the inventory names them, and DICOM modalities; any, when there are none. */
  kinds: z.array(text),
  modalities: z.array(text),
  likelihoodKind,
  /** What the caller said; null before the first answer. */
  mine: ratingInput.omit({ as: true }).extend({ at: time }).nullable(),
  /** Nothing is left to ask the caller here. */
  done: z.boolean(),
});
export type Rateable = z.infer<typeof rateable>;

const progress = z.object({ done: z.number().int(), of: z.number().int() });

/** `GET /api/v1/ratings`. */
export const ratingsAnswer = z.object({
  /** Whether the caller may judge likelihood. */
  mayJudgeLikelihood: z.boolean(),
  /** What the caller said they work as; null before the first rating. */
  as: raterRole.nullable(),
  scenarios: z.array(rateable),
  progress,
  /** When somebody last rated. */
  lastAt: nullableText,
  result: elicited,
});
export type RatingsAnswer = z.infer<typeof ratingsAnswer>;

/** `PUT /api/v1/ratings/{scenario}`. */
export const ratingKept = z.object({ scenario: rateable, progress });
export type RatingKept = z.infer<typeof ratingKept>;
