// Shapes of the checks and of the controls as they stand at a site.
import { z } from 'zod';
import { attestationInput, attestationKept, checkResult, checkState } from './checks.ts';
import { controlFunction, controlStatus, controlsDocument, siteSize } from './controls.ts';
import { listOf, nullableText, page, text, time } from './parts.ts';

const count = z.number().int().min(0);

/** How many devices (or the site, as one) a check holds for; `excused` are those of `holds` that hold by an excuse alone. */
export const checkCounts = z.object({
  holds: count,
  excused: count,
  broken: count,
  unknown: count,
  notApplicable: count,
});
export type CheckCounts = z.infer<typeof checkCounts>;

/** A question that people may answer, of a device (or of all) or of the site. */
export const checkQuestion = z.object({ question: text, ask: text, months: count, excuses: z.boolean() });
export type CheckQuestion = z.infer<typeof checkQuestion>;

export const checkRow = z.object({
  id: text,
  title: text,
  of: z.enum(['device', 'site']),
  counts: checkCounts,
  questions: z.array(checkQuestion),
  controls: z.array(text),
  policies: z.array(text),
});
export type CheckRow = z.infer<typeof checkRow>;

/** `at`: when it was worked out; a long inventory is looked through once a minute. */
export const checkList = z.object({
  schema: z.literal('dosimeter.site-checks/1'),
  at: time,
  devices: count,
  checks: z.array(checkRow),
});
export type CheckList = z.infer<typeof checkList>;

export const checkDevicesQuery = page.extend({ state: checkState.default('broken') });

/** What a check says of one device; `device` is null for the site. */
export const checkedDevice = checkResult
  .omit({ check: true, device: true })
  .extend({ device: z.object({ id: text, name: text, kind: nullableText }).nullable() });
export type CheckedDevice = z.infer<typeof checkedDevice>;

export const checkDetail = listOf(checkedDevice).extend({ at: time, check: checkRow.extend({ asks: text }) });
export type CheckDetail = z.infer<typeof checkDetail>;

export const attestationQuery = z.object({
  question: attestationInput.shape.question,
  device: text.max(80).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
/** What was said to a question, the newest first. */
export const attestationHistory = z.object({ items: z.array(attestationKept) });
export const attestationsInput = z.strictObject({ attestations: z.array(attestationInput).min(1).max(1_000) });
export const attestationsKept = z.object({ kept: count, known: count });

/** Beside a control that no check looks at, this question may be answered for it: `control-` and its id. */
export const CONTROL_QUESTION = 'control-';

export const controlRow = z.object({
  id: text,
  name: text,
  function: controlFunction,
  intent: text,
  status: controlStatus,
  checks: z.array(text),
  /** Controls of the threats library that are in place with it. */
  brings: z.array(text),
});
export type ControlRow = z.infer<typeof controlRow>;

export const controlList = z.object({
  schema: z.literal('dosimeter.site-controls/1'),
  at: time,
  devices: count,
  size: siteSize,
  controls: z.array(controlRow),
  /** Controls of the threats library that the next assessment of risk takes as in place, as all of it is enforced. */
  counted: z.array(text),
  problems: z.array(text),
});
export type ControlList = z.infer<typeof controlList>;

/** One control with all that is known of it; of each check the first devices that break it. */
export const controlDetail = z.object({
  at: time,
  size: siteSize,
  control: controlsDocument.shape.controls.element.omit({ maps: true, effects: true }),
  status: controlStatus,
  /** The checks see only a part of what it asks for, so that they alone never show it to be enforced in full. */
  isPart: z.boolean(),
  maps: z.array(z.object({ framework: text, frameworkName: text, id: text, name: text, basis: text })),
  effects: z.array(controlsDocument.shape.controls.element.shape.effects.element.extend({ scenarioName: text })),
  checks: z.array(checkRow.extend({ broken: z.array(checkedDevice) })),
  policy: nullableText,
  /** What may be said of the control itself; null where checks ask. */
  question: checkQuestion.nullable(),
});
export type ControlDetail = z.infer<typeof controlDetail>;
