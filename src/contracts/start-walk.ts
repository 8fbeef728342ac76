// The guided start under way: what was said so far, field by field, and the page at its end.
import { z } from 'zod';
import { text, time } from './parts.ts';
import { startQuestion } from './start.ts';
import { staffRole } from './training.ts';

/** What people fear most, with the groups of threat scenarios that it is about. */
export const FEARS = {
  ransom: ['ransomware'],
  standstill: ['denial of service', 'update', 'cloud', 'media'],
  records: ['records', 'eavesdropping', 'lost device'],
  settings: ['configuration', 'motors', 'mistake'],
  images: ['images', 'worklist'],
  outsiders: ['remote access'],
} as const;
export type Fear = keyof typeof FEARS;
export const fear = z.enum(['ransom', 'standstill', 'records', 'settings', 'images', 'outsiders']);

const cell = text.max(200).default('');
/** A device as somebody types it in: a name at least. */
export const startDevice = z.strictObject({
  name: text.trim().min(1).max(200),
  kind: text.max(60).default(''),
  modality: text.max(20).default(''),
  maker: cell,
  model: cell,
  address: cell,
});
export type StartDeviceRow = z.infer<typeof startDevice>;

const MOST_TYPED = 100;
/** Rows that are being typed; what is not finished yet may be empty. */
export const startDraft = z.array(startDevice.extend({ name: text.max(200).default('') })).max(MOST_TYPED);

/** Fields of the walk that are no questions. */
export const START_FIELDS = { center: text.trim().min(1).max(200), fears: z.array(fear).max(6), devices: startDraft };

/** One field, as it was when the page last saw it: `version` 0 where nothing was said. `value` null takes it back. */
export const startSave = z.strictObject({
  field: text.min(1).max(80),
  value: z.json(),
  version: z.number().int().min(0),
});
export const startDevicesInput = z.strictObject({ rows: startDraft.min(1) });
/** `replace`: figures that the site stated elsewhere, and that are to be as they were said here. */
export const startFinishInput = z.strictObject({ replace: z.array(text.max(80)).max(100).default([]) });

export const startSaved = z.object({ field: text, value: z.json(), version: z.number().int(), at: time, by: text });
export type StartSaved = z.infer<typeof startSaved>;

/** Said here, and otherwise elsewhere: what stands elsewhere was kept. `what` is its place in the figures of risk. */
export const startLeft = z.object({ what: text, here: text, said: text });
export type StartLeft = z.infer<typeof startLeft>;

export const startWalk = z.object({
  schema: z.literal('dosimeter.start-walk/1'),
  /** The name of the site, where nobody said another one. */
  center: text,
  saved: z.array(startSaved),
  questions: z.array(startQuestion.omit({ states: true, onlyIf: true })),
  /** The questions that concern this site, by what is known so far. */
  asked: z.array(text),
  devices: z.object({
    total: z.number().int(),
    first: z.array(z.object({ id: text, name: text, kind: text.nullable(), modality: text.nullable() })),
  }),
  finished: z.object({ at: time, by: text }).nullable(),
  /** Something was said after it was finished. */
  changed: z.boolean(),
});
export type StartWalk = z.infer<typeof startWalk>;

export const startDevicesTaken = z.object({
  added: z.number().int(),
  rejected: z.array(z.object({ row: z.number().int(), reason: text })),
  walk: startWalk,
});
export const startFinished = z.object({ job: text, left: z.array(startLeft) });

const span = z.tuple([z.number(), z.number()]);
export const startResult = z.object({
  schema: z.literal('dosimeter.start-result/1'),
  center: text,
  finished: z.object({ at: time, by: text }),
  devices: z.number().int(),
  exposure: text,
  /** Null until the risk was worked out. */
  risk: z
    .object({
      at: time,
      currency: text,
      today: z.object({ mean: z.number(), interval: span }),
      after: z.object({ mean: z.number(), interval: span }),
      /** The worst that may happen to a person; null where nothing reaches one. */
      harm: z.object({ scenario: text, device: text, severity: text, yearlyChance: z.number().nullable() }).nullable(),
    })
    .nullable(),
  fears: z.array(
    z.object({
      fear,
      scenarios: z.number().int(),
      mean: z.number(),
      /** The one that comes most often, with times a year. */
      likeliest: z.object({ id: text, name: text, events: z.number() }).nullable(),
    }),
  ),
  first: z.array(z.object({ id: text, name: text, why: text, role: text, cost: z.number() })),
  plan: z.array(
    z.object({
      within: z.enum(['30', '60', '90']),
      steps: z.array(z.object({ id: text, name: text, role: text, dueDay: z.number().int() })),
    }),
  ),
  policies: z.array(z.object({ id: text, title: text, missing: z.array(text) })),
  /** People on the roster who are active, and the lessons that wait for them or were passed. */
  staff: z.object({ active: z.number().int(), lessons: z.number().int() }),
  training: z.array(z.object({ role: staffRole, lessons: z.array(z.object({ id: text, title: text })) })),
  /** Questions that were asked and are not known. */
  open: z.array(z.object({ id: text, ask: text, where: text })),
  left: z.array(startLeft),
});
export type StartResult = z.infer<typeof startResult>;

export const startPoliciesQuery = z.object({ tenant: text.max(80).optional() });
