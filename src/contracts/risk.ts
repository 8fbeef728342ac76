// Shapes of the risk of a site: the figures that people state, and what comes out of them (`dosimeter.risk/1`).
import { z } from 'zod';
import { actionCosts, stepCosts } from './action-costs.ts';
import { circumstances } from './circumstances.ts';
import { countedPatients } from './counted-patients.ts';
import { harmMatrix, harmPlacement } from './harm.ts';
import { type Distribution, distribution, lossForm, lossSummary } from './loss.ts';
import { findingKind, listOf, nullableText, text, time } from './parts.ts';
import { planDocument } from './plan.ts';
import { peopleReached, riskAchieved, riskDone, riskDoneInput } from './risk-done.ts';
import { entryKind, threatScenario } from './threats.ts';

const amount = z.number();
/** So much at most of a figure in money; with the most of all others it is a number still. */
const MOST_MONEY = 1e9;
/** Exams a day of one machine, and times a year that an entry is held, at most. */
export const MOST_EXAMS = 1000;
export const MOST_YEARLY = 366;
const orderly = { error: 'low, mode and high must be in this order, and not negative' };
/** Low, most likely and high. */
export const triple = z
  .strictObject({ low: amount.min(0), mode: amount.min(0), high: amount.min(0) })
  .refine(({ low, mode, high }) => low <= mode && mode <= high, orderly);
export type Triple = z.infer<typeof triple>;
const upTo = (most: number) => triple.refine(({ high }) => high <= most, { error: `this is at most ${most}` });
const share = triple.refine(({ high }) => high <= 1, { error: 'a share is at most 1' });

/** What one kind of machine earns and costs. */
export const modalityFigures = z.strictObject({
  examsPerDay: upTo(MOST_EXAMS),
  incomePerExam: upTo(MOST_MONEY),
  /** Share of the exams that cannot be made on another machine or another day. */
  cannotMove: share,
  /** Price of a machine of the same kind, installed. */
  replacement: upTo(1e12),
});
export type ModalityFigures = z.infer<typeof modalityFigures>;

const entryFigures = z.strictObject({
  /** Times a year that somebody who means harm holds this entry. */
  yearly: upTo(MOST_YEARLY),
  /** Zones that this entry opens; null where nobody said so. */
  zones: z.array(text.min(1).max(80)).max(200).nullable(),
});

const statedReach = z.strictObject({
  from: text.min(1).max(80),
  to: text.min(1).max(80),
  /** `closed`: a firewall lets nothing through but what is seen to pass; `open`: everything passes. */
  state: z.enum(['open', 'closed']),
  because: text.max(300).default(''),
  /** When it was stated, set when it is kept; left out by earlier versions. */
  at: time.optional(),
});

/** Working days a month (30 days) that a role has for the plan; a role that is not named has no limit. */
const capacity = z
  .record(text.min(1).max(80), amount.gt(0).max(1000))
  .refine((roles) => Object.keys(roles).length <= 50, { error: 'name at most 50 roles' });

/** A modality of DICOM, or `other`; a name that every object has would be found where nobody stated it. */
const modality = text
  .min(1)
  .max(16)
  .refine((name) => !(name in {}), { error: 'this is no modality' });

const MOST_OF_RECORD = 1e6;
/** Whether a cost can be one: from 0 up, and bounded. */
function isNoGain(cost: 'regression' | Distribution): boolean {
  if (cost === 'regression') return true;
  if (typeof cost === 'number') return cost >= 0 && cost <= MOST_OF_RECORD;
  switch (cost.dist) {
    case 'constant':
      return cost.value >= 0 && cost.value <= MOST_OF_RECORD;
    case 'pert':
    case 'uniform':
      return cost.low >= 0 && cost.high <= MOST_OF_RECORD;
    case 'empirical':
      return cost.values.every((value) => value >= 0 && value <= MOST_OF_RECORD);
    case 'lognormal':
      return 'p95' in cost ? cost.p95 <= MOST_OF_RECORD : cost.mu <= 14 && cost.sigma <= 5;
    default:
      return true;
  }
}

/** Every figure of a site that risk is worked out from. */
export const riskSettings = z.strictObject({
  currency: text.regex(/^[A-Z]{3}$/, { error: 'write the three letters of ISO 4217, such as USD' }),
  /** Unique patients in the archives; null where nobody said so. */
  patients: z.number().int().min(0).max(1e9).nullable(),
  /** `regression`: by Jacobs' log-log line over real breaches; otherwise so much for each record. */
  costOfRecords: z.union([z.literal('regression'), distribution]).refine(isNoGain, {
    error: 'a record costs 0 or more, and at most 1000000',
  }),
  openDaysPerYear: amount.min(1).max(366),
  modalities: z.record(modality, modalityFigures),
  entries: z.record(entryKind, entryFigures),
  reach: z.array(statedReach).max(10_000),
  /** Controls that are in place, by their id in the library. */
  controls: z.array(text.max(60)).max(200),
  /** Losses of a year that may be exceeded with at most this chance. */
  tolerance: z.array(z.strictObject({ loss: amount.min(0), probability: amount.gt(0).max(1) })).max(20),
  budget: amount.min(0).nullable(),
  horizonDays: z.number().int().min(1).max(3650),
  capacity: capacity.optional(),
  /** Units of the currency for one US dollar, in which the defaults stand; left out where the currency is the dollar. */
  perDollar: amount.gt(0).max(1e6).optional(),
  actionCosts: actionCosts.optional(),
  stepCosts: stepCosts.optional(),
});
export type RiskSettings = z.infer<typeof riskSettings>;

/** What a site states itself; everything else is a default, and marked so. */
export const riskSettingsInput = riskSettings
  .extend({
    modalities: z.record(modality, modalityFigures.partial()),
    entries: z.partialRecord(entryKind, entryFigures.partial()),
  })
  .partial();
export type RiskSettingsInput = z.infer<typeof riskSettingsInput>;

/** A figure as it counts, with where it is from. */
export const riskFigure = z.object({
  /** Where it stands in the settings, such as `modalities.CT.examsPerDay`. */
  path: text,
  label: text,
  unit: text,
  value: z.union([amount, text, triple, z.null()]),
  /** `counted`: by the archive, where the site stated nothing. */
  basis: z.enum(['stated', 'counted', 'default']),
  source: text,
});
export type RiskFigure = z.infer<typeof riskFigure>;

// ---- what the assessment is worked out from; stored, so that it can be worked out again ----
const inputDevice = z.object({
  id: text,
  name: text,
  kind: nullableText,
  modality: nullableText,
  zone: nullableText,
  criticality: z.number().int().nullable(),
  /** It was spoken to from the internet. */
  isOnInternet: z.boolean(),
  /** Programs of makers or others that steer it from outside. */
  remoteServices: z.array(text),
  /** Who made it; left out by earlier versions. */
  maker: nullableText.optional(),
  /** What the site said of how much hangs on it; left out where nothing was said. */
  circumstances: circumstances.optional(),
});
const inputFinding = z.object({
  id: text,
  device: text,
  kind: findingKind,
  rule: text,
  title: text,
  state: z.enum(['confirmed', 'potential']),
  confidence: amount,
  cve: nullableText,
  kev: z.boolean(),
  epss: amount.nullable(),
  vector: nullableText,
  fix: z.object({ kind: text, text, who: text }),
});
const inputReach = z.object({
  from: text,
  to: text,
  port: z.number().int(),
  protocol: text,
  /** Between two devices of ours for care: exams depend on it. */
  isClinical: z.boolean(),
  firstSeenAt: time.nullable().optional(),
  lastSeenAt: time.nullable(),
});
/** Recorded conversations with one service of a device on which an exam hangs, or about which nobody can tell. */
const inputConversation = z.object({
  /** A device, a zone where the client is none of ours, or `internet`; and the zone in which its address lies. */
  from: text,
  fromZone: nullableText,
  to: text,
  toZone: nullableText,
  port: z.number().int(),
  transport: z.enum(['tcp', 'udp']),
  protocols: z.array(text),
  /** `exam`: an exam depends on it, and rules let it pass; otherwise why somebody has to decide about it. */
  hangs: z.enum(['exam', 'unsure', 'guest', 'internet', 'remote service']),
  /** Pairs of addresses that spoke so. */
  flows: z.number().int().min(1),
  lastSeenAt: time,
});
export type RiskConversation = z.infer<typeof inputConversation>;
export const riskInputs = z.object({
  schema: z.literal('dosimeter.risk-inputs/1'),
  site: text,
  at: time,
  seed: z.number().int(),
  trials: z.number().int(),
  settings: riskSettings,
  /** Paths of the settings that the site stated. */
  stated: z.array(text),
  devices: z.array(inputDevice),
  zones: z.array(z.object({ id: text, name: nullableText })),
  findings: z.array(inputFinding),
  reach: z.array(inputReach),
  /** What exams hang on, judged as a segmentation judges it; left out by earlier versions. */
  conversations: z.array(inputConversation).optional(),
  threats: z.array(threatScenario),
  matrix: harmMatrix,
  /** Steps that people say are done; left out of inputs of earlier versions. */
  done: z.array(riskDoneInput).optional(),
  /** The newest count of the patients of each archive; left out where none was counted. */
  patientsCounted: z.array(countedPatients.extend({ archive: text, at: time })).optional(),
  /** Controls of the library that are in place because everything that brings them is enforced here; left out where none is. */
  controlsProven: z.array(text.max(60)).max(200).optional(),
  /** The assessment before, as far as a comparison needs it. */
  before: z
    .object({
      id: text,
      at: time,
      mean: amount,
      interval: z.tuple([amount, amount]).optional(),
      reached: amount,
      devices: z.array(text),
      findings: z.array(z.object({ id: text, title: text, device: text })),
      stated: z.array(text),
      /** The money that it was worked out in, from which its mean is converted; and digests of what it hangs on. Left out by earlier versions. */
      currency: text.optional(),
      parts: z.record(text, text).optional(),
    })
    .nullable(),
});
export type RiskInputs = z.infer<typeof riskInputs>;
export type RiskDevice = z.infer<typeof inputDevice>;
export type RiskFinding = z.infer<typeof inputFinding>;
export type RiskPatients = NonNullable<RiskInputs['patientsCounted']>[number];
export type RiskReach = z.infer<typeof inputReach>;

// ---- what comes out ----
/** A figure with what is not known: lower and upper end, and what is most likely. */
const band = z.object({ low: amount, mode: amount, high: amount });
/** 90 % of what a mean may be with all that is not known; left out by earlier versions. */
const interval = z.tuple([amount, amount]).optional();
/** Recorded conversations that a step would cut, or that must stay open, with one service. */
export const riskTalk = z.object({
  from: text,
  fromName: text,
  to: text,
  toName: text,
  port: z.number().int(),
  protocols: z.array(text),
  hangs: inputConversation.shape.hangs,
  flows: z.number().int(),
  lastSeenAt: time.nullable(),
});
export type RiskTalk = z.infer<typeof riskTalk>;
/** One step of a path, as one would say it. */
export const riskStep = z.object({
  node: text,
  /** The device, where it is one. */
  device: nullableText,
  name: text,
  /** How it was reached, and what gave way, in plain words. */
  words: text,
  finding: nullableText,
  /** Nothing proves the way; nobody has said that it is closed. */
  isAssumed: z.boolean(),
});
export const riskPath = z.object({
  entry: entryKind,
  probability: amount,
  /** With everything that is not known at its low end, and at its high end. */
  range: interval,
  /** Days from the first step to the last, low and high. */
  days: z.tuple([amount, amount]).nullable(),
  steps: z.array(riskStep),
});
export type RiskPath = z.infer<typeof riskPath>;
/** One thing that can be changed: a way closed, or a weakness mended. */
export const riskChange = z.object({
  id: text,
  kind: z.enum(['close', 'mend']),
  words: text,
  /** Both ends of the way, and its port; or the device and the finding. */
  from: nullableText,
  to: text,
  port: z.number().int().nullable(),
  finding: nullableText,
  /** Recorded flows for care that it would cut, and when the last of them passed. */
  cutsFlows: z.number().int(),
  lastCutAt: time.nullable(),
  /** Recorded flows that it would cut about which somebody has to decide: an exam may hang on them. */
  asksFlows: z.number().int().optional(),
});
export type RiskChange = z.infer<typeof riskChange>;

export const riskTarget = z.object({
  device: text,
  name: text,
  kind: nullableText,
  modality: nullableText,
  zone: nullableText,
  /** That it falls in a year in which every entry is held once. */
  probability: band,
  method: z.enum(['exact', 'monte carlo']),
  /** From each entry alone: the chance that it is reached, and the cheapest set of changes that leaves no way; null where none can. */
  entries: z.array(z.object({ entry: entryKind, probability: band, cut: z.array(riskChange).nullable() })),
  /** The likeliest ways, the likeliest first. */
  paths: z.array(riskPath),
});
export type RiskTarget = z.infer<typeof riskTarget>;

const threeTimes = <T extends z.ZodType>(value: T) => z.object({ inherent: value, today: value, after: value });

export const riskScenario = z.object({
  id: text,
  name: text,
  group: text,
  story: text,
  reachesPerson: z.boolean(),
  function: text,
  actor: z.object({ who: text, motive: text }),
  devices: z.number().int(),
  /** Loss events a year. */
  events: threeTimes(band),
  loss: threeTimes(lossSummary),
  /** What an event costs, by form, with how the figure comes about. */
  costs: z.array(
    z.object({
      form: lossForm,
      what: text,
      mean: amount,
      because: text,
      basis: text,
      interval,
      /** What the cost is counted by, in the mean of one event; left out where it is not. */
      counted: z.object({ what: z.enum(['records', 'days without exams']), mean: amount }).optional(),
    }),
  ),
  /** Records that lie open, where the scenario takes some; left out where it takes none, or nobody has to reach them. */
  exposed: z
    .object({
      /** Records that one event may take. */
      held: amount,
      /** Where, most first; they are not added up, as the same patients may lie in several. */
      devices: z.array(
        z.object({
          device: text,
          name: text,
          /** The entry from where it is reached most likely. */
          entry: entryKind.nullable(),
          /** Of the ladder: what a stranger was proven to get, or was offered (E5, E8o); null where nothing gives data. */
          rung: nullableText,
          gives: nullableText,
          /** The chance that who holds the entry comes to the records. */
          reached: triple,
          records: triple,
        }),
      ),
    })
    .optional(),
  harm: threeTimes(harmPlacement),
  severity: z.array(z.object({ aspect: text, rating: amount, basis: text })),
  techniques: z.object({ capec: z.array(text), ics: z.array(text), enterprise: z.array(text) }),
  preconditions: z.array(z.object({ what: text, holds: z.number().int() })),
  detection: z.array(text),
  /** `proven`: in place by what the checks of the site show. */
  controls: z.array(z.object({ id: text, name: text, inPlace: z.boolean(), proven: z.literal(true).optional() })),
  /** The likeliest way to one of its devices. */
  path: riskPath.nullable(),
  sources: z.array(z.object({ what: text, reference: text })),
});
export type RiskScenario = z.infer<typeof riskScenario>;

/** What may happen to a person at one device; the list has what reaches a person first, whatever it costs. */
export const riskHarm = z.object({
  scenario: text,
  scenarioName: text,
  device: text,
  deviceName: text,
  function: text,
  today: harmPlacement,
  after: harmPlacement,
});

/** One concrete step that lowers loss or harm. */
export const riskAction = z.object({
  id: text,
  name: text,
  why: text,
  kind: z.enum(['close', 'mend', 'control']),
  cost: triple,
  /** Whether the site stated the cost, of the step itself or of its kind; left out where it is a default. */
  costFrom: z.enum(['step', 'kind']).optional(),
  days: amount,
  ownerRole: text,
  downtimeHours: amount,
  needsMaker: z.boolean(),
  /** Whose consent it needs, where that is known. */
  maker: nullableText.optional(),
  findings: z.array(text),
  devices: z.array(text),
  /** Recorded flows for care that it would cut. */
  cutsFlows: z.number().int(),
  /** Scenarios that it makes rarer, cheaper or less harmful. */
  scenarios: z.array(text).default([]),
  /** Recorded flows that it would cut about which somebody has to decide: an exam may hang on them. */
  asksFlows: z.number().int().optional(),
  /** The first of both, exams before the rest and the newest first. */
  cuts: z.array(riskTalk).optional(),
  /** What must stay open for exams when it is done: as many flows, and the first of them. */
  keepsFlows: z.number().int().optional(),
  keeps: z.array(riskTalk).optional(),
  /** Alone, against today: the mean year less, with its 90 % interval. */
  saves: z.object({ mean: amount, interval: z.tuple([amount, amount]) }),
  /** Events a year that reach a person, today and with it alone; left out where it changes none. */
  harm: peopleReached.optional(),
  basis: text,
});
export type RiskAction = z.infer<typeof riskAction>;

export const riskPlan = z.object({
  budget: amount.nullable(),
  horizonDays: z.number().int(),
  chosen: z.array(
    z.object({
      action: text,
      dueDay: z.number().int(),
      bucket: z.enum(['30', '60', '90', 'later']),
      lossBefore: amount,
      lossAfter: amount,
      beforeInterval: interval,
      afterInterval: interval,
    }),
  ),
  /** Working days a month that roles have for it; empty: no limit. */
  capacity: capacity.optional(),
  cost: amount,
  /** Whole plan against today, recomputed together. */
  saves: z.object({ mean: amount, interval: z.tuple([amount, amount]) }),
  /** `name`: left out by earlier versions. */
  leftOut: z.array(z.object({ action: text, name: text.optional(), because: text })),
  frontier: z.array(z.object({ budget: amount, remainingLoss: amount, actions: z.number().int(), interval })),
});
export type RiskPlan = z.infer<typeof riskPlan>;

export const riskDocument = z.object({
  schema: z.literal('dosimeter.risk/1'),
  id: text,
  site: text,
  at: time,
  seed: z.number().int(),
  trials: z.number().int(),
  currency: text,
  figures: z.array(riskFigure),
  entries: z.array(
    z.object({
      entry: entryKind,
      name: text,
      yearly: triple,
      opens: z.number().int(),
      isKnown: z.boolean(),
      because: text,
    }),
  ),
  targets: z.array(riskTarget),
  chokePoints: z.array(z.object({ change: riskChange, reduction: amount, interval })),
  scenarios: z.array(riskScenario),
  loss: threeTimes(lossSummary),
  /** The mean year, with the 90 % interval of what is not known of how often and how likely. */
  expected: threeTimes(
    z.object({
      mean: amount,
      interval: z.tuple([amount, amount]),
      /** The chance of any loss with everything that is not known at its low end, and at its high end. */
      anyLossRange: interval,
    }),
  ),
  tolerance: z.array(z.object({ loss: amount, probability: amount, today: amount, after: amount })),
  /** `share`: how much of the uncertainty of the mean year goes away once this one input is known (first-order Sobol index). */
  sensitivity: z.array(
    z.object({
      input: text,
      label: text,
      swing: amount,
      /** From the mean year to where it stands with this input at its 5th and at its 95th percentile; below 0: less. */
      sides: z.tuple([amount, amount]).optional(),
      share: amount.optional(),
    }),
  ),
  harm: z.array(riskHarm),
  /** The matrix that harm was judged by; left out where it is the default. */
  matrix: harmMatrix.optional(),
  /** Whether any conversation was recorded; without, nothing is known of what a step would cut. Left out by earlier versions. */
  hasRecords: z.boolean().optional(),
  actions: z.array(riskAction),
  plan: riskPlan,
  /** What would narrow the answer most, the cheapest first. */
  settle: z.array(z.object({ what: text, because: text })),
  /** Against the assessment before; null for the first. */
  since: z.object({ id: text, at: time, mean: amount, interval, reached: amount, because: z.array(text) }).nullable(),
  /** Steps that people say are done, the newest first, each expected against achieved; and all of them together. */
  done: z.array(riskDone).default([]),
  achieved: riskAchieved.nullable().default(null),
});
export type RiskDocument = z.infer<typeof riskDocument>;

// ---- what if ----
export const whatIfInput = z.strictObject({
  /** Actions that are done. */
  actions: z.array(text.max(200)).max(1000),
  /** Figures that are changed for this question alone. */
  settings: riskSettingsInput.optional(),
});
const range = z.tuple([amount, amount]);
export const whatIfResult = z.object({
  currency: text,
  /** The mean year with these figures and nothing done, with its 90 % interval. */
  today: amount,
  todayInterval: range,
  mean: amount,
  interval: range,
  cost: amount,
  /** Every action at its least, and every one at its most. */
  costRange: range,
  worstHarm: harmPlacement.nullable(),
  /** Chances that a device is reached, each with both ends of what is not known. */
  targets: z.array(
    z.object({ device: text, name: text, before: amount, beforeRange: range, after: amount, afterRange: range }),
  ),
});
export type WhatIfResult = z.infer<typeof whatIfResult>;
/** Assessments of a site, the newest first. */
export const riskRow = z.object({
  id: text,
  at: time,
  by: text,
  mean: amount,
  /** Of the mean year today, and after the plan; null where none was kept. */
  interval: range.nullable(),
  after: amount,
  afterInterval: range.nullable(),
  worstHarm: nullableText,
  /** The money of its figures; null where it was not kept. */
  currency: nullableText.default(null),
});
/** The ranges as they are kept beside an assessment, and the money that they stand in; left out by earlier versions. */
export const riskRanges = z.object({ today: range, after: range, currency: text.optional() });
export const riskList = listOf(riskRow);
/** The newest assessment; null before the first. */
export const riskNow = z.object({ document: riskDocument.nullable() });
/** What the site stated, and every figure as it counts. */
export const riskSettingsNow = z.object({
  stated: riskSettingsInput,
  figures: z.array(riskFigure),
  by: nullableText,
  at: time.nullable(),
  /** Of what is stated: another one once anything of it changed. */
  version: text,
});
/** `version`: that of the figures which were changed; where others are stated by now, nothing is. Without it the last word counts. */
export const riskSettingsQuery = z.object({ version: z.string().max(64).optional() });
export type RiskSettingsNow = z.infer<typeof riskSettingsNow>;
/** A plan for another budget or horizon than the one that is stated. */
export const planQuery = z.object({
  budget: z.coerce.number().min(0).max(1e12).optional(),
  horizonDays: z.coerce.number().int().min(1).max(3650).optional(),
});
export const planAnswer = planDocument;
export const riskFileQuery = z.object({ format: z.enum(['json', 'html', 'pdf']).default('json') });
