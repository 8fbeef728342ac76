// Shape of a threat scenario, as the files of the library hold it (`dosimeter.threat/1`): what could happen to imaging, through whom, to whom.
import { z } from 'zod';
import { distribution, lossForm } from './loss.ts';
import { text } from './parts.ts';

/** Where an attacker may start. */
export const ENTRIES = ['internet', 'guest', 'office', 'vendor', 'media', 'insider'] as const;
export const entryKind = z.enum(ENTRIES);
export type EntryKind = z.infer<typeof entryKind>;

/** What a scenario may do, on six aspects; the first three reach a person. Each is rated from 0 (none) to 4 (catastrophic). */
export const SEVERITY_ASPECTS = ['injury', 'diagnosis', 'delay', 'privacy', 'equipment', 'trust'] as const;
export const severityAspect = z.enum(SEVERITY_ASPECTS);
export type SeverityAspect = z.infer<typeof severityAspect>;
/** Aspects that are harm to a person. */
export const PERSON_ASPECTS: readonly SeverityAspect[] = ['injury', 'diagnosis', 'delay'];

/** ISO 14971: how bad harm to a person is, 0 to 4. */
export const HARM_SEVERITIES = ['negligible', 'minor', 'serious', 'critical', 'catastrophic'] as const;
export const harmSeverity = z.enum(HARM_SEVERITIES);
export type HarmSeverity = z.infer<typeof harmSeverity>;

const sentence = text.min(1).max(600);
const chance = z.union([z.number().min(0).max(1), distribution]);

/** A value with where it comes from: `ours` is our judgement, anything else names a source. */
const sourced = <T extends z.ZodType>(value: T) => z.strictObject({ value, basis: text.min(1).max(300) });
const rating = z
  .strictObject({
    low: z.number().min(0).max(4),
    mode: z.number().min(0).max(4),
    high: z.number().min(0).max(4),
  })
  .refine(({ low, mode, high }) => low <= mode && mode <= high, { error: 'low, mode and high must be in this order' });

/** What a loss is worked out from; the amounts come from the figures of the site. */
export const lossCause = z.discriminatedUnion('of', [
  /** Exams that cannot be made: exams a day, income of an exam and the share that cannot be moved, for so many days. */
  z.strictObject({ of: z.literal('downtime'), days: distribution, reach: z.enum(['device', 'department']) }),
  /** Records of patients that get out: a share of those within reach. */
  z.strictObject({ of: z.literal('records'), share: distribution }),
  /** Getting the machine back: an amount, or a share of what it costs to replace. */
  z.strictObject({ of: z.literal('replacement'), share: distribution }),
  /** An amount in the currency of the site, at the scale of US dollars of 2025. */
  z.strictObject({ of: z.literal('amount'), amount: distribution }),
  /** A civil penalty by HIPAA's tier (domain of dates and amounts: src/risk/loss). */
  z.strictObject({ of: z.literal('penalty'), tier: z.number().int().min(1).max(4), violations: distribution }),
  /** Patients whom referring doctors send elsewhere: a share of the yearly income. */
  z.strictObject({ of: z.literal('referrers'), share: distribution }),
]);
export type LossCause = z.infer<typeof lossCause>;

export const threatScenario = z.strictObject({
  schema: z.literal('dosimeter.threat/1'),
  id: text.regex(/^[a-z0-9][a-z0-9-]{1,60}$/, { error: 'write small letters, digits and hyphens' }),
  name: text.min(1).max(120),
  group: z.enum([
    'configuration',
    'motors',
    'images',
    'denial of service',
    'ransomware',
    'records',
    'eavesdropping',
    'remote access',
    'mistake',
    'lost device',
    'media',
    'worklist',
    'cloud',
    'update',
  ]),
  /** Two or three plain sentences, as one would tell them to the owner of a centre. */
  story: sentence,
  actor: z.strictObject({ who: text.min(1).max(200), motive: text.min(1).max(200) }),
  /** Entries from which it may start; none for what happens without an attacker. */
  entries: z.array(entryKind),
  target: z.strictObject({
    /** Kinds of device as the inventory names them: modality, archive, workstation, worklist, viewer, gateway. */
    kinds: z.array(text.max(40)).min(1),
    /** DICOM modalities; any, when left out. */
    modalities: z.array(text.max(16)).optional(),
    /** What of the device is hit, such as "acquisition protocol". */
    function: text.min(1).max(120),
    /** What the attacker needs on it: `access` to what it holds (to read it or to write it), or `control` of its programs. */
    privilege: z.enum(['access', 'control']),
    /** One device of these, or all of them at once. */
    reach: z.enum(['device', 'department']),
  }),
  /** What must hold, in words, and by rules of findings where they can say it. */
  preconditions: z.array(z.strictObject({ what: sentence, rules: z.array(text.max(60)).optional() })),
  techniques: z.strictObject({
    capec: z.array(text.regex(/^CAPEC-\d+$/)),
    ics: z.array(text.regex(/^T0\d{3}$/)),
    enterprise: z.array(text.regex(/^T1\d{3}(\.\d{3})?$/)),
  }),
  /** With an attacker: the share of those who could that do this. Without: times a year (of a device, or of a department). */
  likelihood: z.union([z.strictObject({ intent: sourced(chance) }), z.strictObject({ yearly: sourced(distribution) })]),
  /** How bad it is on each aspect, 0 to 4. */
  severity: z.record(severityAspect, sourced(rating)),
  /** The chance that one loss event reaches a person. */
  reachesPerson: sourced(chance),
  losses: z
    .array(
      z.strictObject({
        form: lossForm,
        what: text.min(1).max(200),
        cause: lossCause,
        /** The chance that it follows; always, when left out. */
        probability: chance.optional(),
        basis: text.min(1).max(300),
      }),
    )
    .max(20),
  detection: z.array(sentence),
  /** What lowers it: a factor below 1 on how often it happens, whether it succeeds, what it costs, or (`harm`) on the chance that it reaches a person. */
  controls: z.array(
    z.strictObject({
      id: text.regex(/^[a-z0-9-]{2,60}$/),
      name: text.min(1).max(160),
      frequency: z.number().min(0).max(1).optional(),
      vulnerability: z.number().min(0).max(1).optional(),
      magnitude: z.number().min(0).max(1).optional(),
      harm: z.number().min(0).max(1).optional(),
      basis: text.min(1).max(300),
    }),
  ),
  sources: z.array(z.strictObject({ what: text.min(1).max(300), reference: text.min(1).max(300) })),
});
export type ThreatScenario = z.infer<typeof threatScenario>;
