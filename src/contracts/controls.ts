// Shapes of the controls and of the frameworks they map to: `dosimeter.catalogue/1`, a file of our controls, and what is shown of both.
import { z } from 'zod';
import { text } from './parts.ts';

/** The functions of NIST CSF 2.0, in its order. */
export const FUNCTIONS = ['govern', 'identify', 'protect', 'detect', 'respond', 'recover'] as const;
export const controlFunction = z.enum(FUNCTIONS);
export type ControlFunction = z.infer<typeof controlFunction>;

/** How large a place is, by its imaging devices: about 5, 50 and 5,000. */
export const SIZES = ['small', 'middle', 'large'] as const;
export const siteSize = z.enum(SIZES);
export type SiteSize = z.infer<typeof siteSize>;
/** The number of devices that stands for each size. */
export const DEVICES_OF_SIZE: { readonly [size in SiteSize]: number } = { small: 5, middle: 50, large: 5000 };

/**
 * How an id or a name is known: `checked` against the publisher's own text or data, `second-hand` against what others publish
 * of it, `unverified` from memory or from a note that could not be checked.
 */
export const ROW_BASES = ['checked', 'second-hand', 'unverified'] as const;
export const rowBasis = z.enum(ROW_BASES);
export type RowBasis = z.infer<typeof rowBasis>;

const controlId = text.regex(/^[a-z0-9-]{2,60}$/, { error: 'write small letters, digits and hyphens' });
const sentence = text.min(10).max(400);
const paragraph = text.min(20).max(900);

/** Low, most likely and high, in this order and not below 0. */
const band = z
  .tuple([z.number().min(0).max(1e9), z.number().min(0).max(1e9), z.number().min(0).max(1e9)])
  .refine(([low, mode, high]) => low <= mode && mode <= high, {
    error: 'write low, most likely and high in this order',
  });

/** What a control costs in its first year at one size: US dollars of 2025 paid to others, and days of our own people. */
const costBand = z.strictObject({ money: band, days: band });
export type CostBand = z.infer<typeof costBand>;

/** Where a control points: the id of a row, or the id with its own word on how sure that is. */
const pointer = z.union([
  text.min(1).max(80),
  z.strictObject({ id: text.min(1).max(80), basis: text.min(1).max(300) }),
]);

/** A control as a file of the catalogue holds it. */
export const control = z.strictObject({
  id: controlId,
  name: text.min(5).max(160),
  function: controlFunction,
  /** What it is for, in one sentence. */
  intent: sentence,
  /** How to do it with about 5, 50 and 5,000 devices. */
  how: z.strictObject({ small: paragraph, middle: paragraph, large: paragraph }),
  /** How one finds out whether it works. */
  test: paragraph,
  /** What to keep as evidence. */
  evidence: z.array(text.min(5).max(200)).min(1).max(8),
  cost: z.strictObject({
    small: costBand,
    middle: costBand,
    large: costBand,
    /** `ours` where the amounts are our judgement, otherwise the source. */
    basis: text.min(1).max(300),
  }),
  /** Controls of the threats library that are in place with this one. Their factors stand there and nowhere else. */
  brings: z.array(controlId).max(5).default([]),
  /** Controls of the threats library to which this one is needed, too, and which it does not bring alone. */
  partOf: z.array(controlId).max(5).default([]),
  /** Rules of findings that show, on a device, that the control is not in force there. */
  brokenBy: z.array(text.max(60)).max(12).default([]),
  /** Rows of frameworks, by the id of the framework. */
  maps: z.record(text.regex(/^[a-z0-9.-]{2,60}$/), z.array(pointer).max(30)),
});
export type Control = z.infer<typeof control>;

/** A file of the catalogue. Each control is read by itself, so that a bad one does not take the others along. */
export const catalogueFile = z.strictObject({
  schema: z.literal('dosimeter.catalogue/1'),
  controls: z.array(z.unknown()).min(1).max(300),
});

/** A part of the text of a row, flattened: how deep it lies, what it is, its own number, and its prose. */
const rowPart = z.object({ depth: z.number().int(), name: text, label: text.nullable(), text });
/** A blank that the reader fills in, as "how often". */
const rowParam = z.object({ id: text, label: text.nullable(), choices: z.array(text), values: z.array(text) });

/** One line of a framework. `body` is what an OSCAL file says beyond it, kept as it came. */
export const frameworkRow = z.object({
  id: text,
  name: text,
  parent: text.nullable(),
  kind: z.enum(['group', 'control']),
  basis: rowBasis,
  /** How the publisher prints the id, where that differs. */
  label: text.nullable().optional(),
  parts: z.array(rowPart).optional(),
  params: z.array(rowParam).optional(),
  body: z.record(z.string(), z.unknown()).optional(),
});
export type FrameworkRow = z.infer<typeof frameworkRow>;

/** A list of requirements that others publish. */
export const framework = z.object({
  id: text,
  name: text,
  version: text,
  /** Where the rows come from, and as of when. */
  source: z.object({ what: text, reference: text, asOf: text }),
  rows: z.array(frameworkRow),
  /** What the file says of itself, for a framework that came as OSCAL. */
  document: z.record(z.string(), z.unknown()).optional(),
});
export type Framework = z.infer<typeof framework>;

/** A control that points to a row: `basis` is `ours` for the judgement that they belong together, or says why it is unsure. */
export const mapping = z.object({ framework: text, id: text, name: text, basis: text });
export type Mapping = z.infer<typeof mapping>;

const scenarioEffect = z.object({
  scenario: text,
  control: text,
  frequency: z.number().optional(),
  vulnerability: z.number().optional(),
  magnitude: z.number().optional(),
  harm: z.number().optional(),
});
export type ScenarioEffect = z.infer<typeof scenarioEffect>;

/** The catalogue as it is shown: `dosimeter.controls/1`. */
export const controlsDocument = z.object({
  schema: z.literal('dosimeter.controls/1'),
  controls: z.array(
    control.extend({
      brings: z.array(text),
      partOf: z.array(text),
      brokenBy: z.array(text),
      maps: z.array(mapping),
      effects: z.array(scenarioEffect),
    }),
  ),
  frameworks: z.array(
    z.object({
      id: text,
      name: text,
      version: text,
      source: z.object({ what: text, reference: text, asOf: text }),
      rows: z.array(
        z.object({ id: text, name: text, parent: text.nullable(), basis: rowBasis, controls: z.array(text) }),
      ),
    }),
  ),
  problems: z.array(text),
});
export type ControlsDocument = z.infer<typeof controlsDocument>;

/** Whether something holds: known to, in part, known not to, or not known. */
export const ANSWERS = ['yes', 'partly', 'no', 'unknown'] as const;
export const statusAnswer = z.enum(ANSWERS);
export type StatusAnswer = z.infer<typeof statusAnswer>;

/** What is known of a control at a place. Leave out what nobody looked at: it is not known, which is not the same as none. */
export const controlEvidence = z.strictObject({
  /** The policy that asks for it. `due` is the day of its next review. */
  policy: z
    .discriminatedUnion('state', [
      z.strictObject({ state: z.literal('none') }),
      z.strictObject({ state: z.literal('draft') }),
      z.strictObject({ state: z.literal('approved'), due: z.iso.date().nullable() }),
    ])
    .optional(),
  /** People who have said that they have read it, of those who were to; `stale` said so too long ago. */
  attestations: z
    .strictObject({ asked: z.number().int().min(0), given: z.number().int().min(0), stale: z.number().int().min(0) })
    .optional(),
  /** People who passed the lesson, of those to whom it was given. */
  training: z.strictObject({ assigned: z.number().int().min(0), passed: z.number().int().min(0) }).optional(),
  /** Checks over facts: devices that pass, that fail, that have an approved exception, and of which it is not known. */
  checks: z
    .array(
      z.strictObject({
        id: text.min(1).max(80),
        pass: z.number().int().min(0),
        fail: z.number().int().min(0),
        excepted: z.number().int().min(0).default(0),
        unknown: z.number().int().min(0),
      }),
    )
    .optional(),
  /** What somebody says where no fact can: whether it is done, and on which day they said so. */
  stated: z.strictObject({ done: z.enum(['yes', 'partly', 'no']), on: z.iso.date() }).optional(),
});
export type ControlEvidence = z.infer<typeof controlEvidence>;

const standing = z.object({ answer: statusAnswer, why: text });
/** A control at a place: written, known and enforced, apart, each with its reason. `basis`: what `enforced` rests on. */
export const controlStatus = z.object({
  written: standing,
  known: standing,
  enforced: standing.extend({ basis: z.enum(['observed', 'attested', 'nothing']) }),
});
export type ControlStatus = z.infer<typeof controlStatus>;
