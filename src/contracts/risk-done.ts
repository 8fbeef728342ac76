// Steps that people say are done, and what became of them: expected when it was said, achieved by what was found since.
import { z } from 'zod';
import { text, time } from './parts.ts';

const amount = z.number();

/** Events a year that reach a person, before and after. */
export const peopleReached = z.object({ before: amount, after: amount });
export type PeopleReached = z.infer<typeof peopleReached>;

/** A mean year less, with its 90 % interval. */
const saving = z.object({ mean: amount, interval: z.tuple([amount, amount]) });

/** What is asked: the id of an action of the newest assessment, as it stands there. */
export const doneInput = z.strictObject({
  action: text.min(1).max(1000),
  note: text.max(1000).default(''),
});
export const doneQuery = z.object({ action: text.min(1).max(1000) });

/** What is kept when somebody says so: who, when, and the action as it was. */
export const doneKept = z.object({
  action: text,
  name: text,
  kind: z.enum(['close', 'mend', 'control']),
  at: time,
  by: text,
  note: text,
  /** The assessment that it came from, with its mean year. */
  assessment: text,
  assessedAt: time,
  mean: amount,
  /** The money of both figures, and its rate where it is no dollar; left out by earlier versions. */
  currency: text.optional(),
  perDollar: amount.optional(),
  /** Alone, against that year; `harm` is null in what was kept before it was worked out. */
  expected: saving.extend({ harm: peopleReached.nullable() }),
  /** What it mends: the findings at one door of a device. */
  findings: z.array(z.object({ id: text, title: text, device: text })),
  door: z.object({ device: text, door: text }).nullable(),
  /** What it closes: the way, and its edges of the graph. */
  way: z
    .object({ how: z.enum(['rule', 'shield', 'session', 'unknown']), from: text, to: text, port: z.number().int() })
    .nullable(),
  closes: z.array(text),
  devices: z.array(text),
  /** Scenarios that it helps against, and the role that owns it; left out by earlier versions. */
  scenarios: z.array(text).optional(),
  ownerRole: text.optional(),
});
export type DoneKept = z.infer<typeof doneKept>;

/** Of the inputs of an assessment: what was kept, and when anybody last looked. */
export const riskDoneInput = doneKept.extend({
  /** By finding that is still there: when what proves it was last seen. */
  seen: z.array(z.object({ finding: text, at: time })),
  /** When the same was last looked for at its devices; null when never. */
  lookedAt: time.nullable(),
  /** Findings of which it cannot be told any more whether they are there; left out by earlier versions. */
  unknown: z.array(text).optional(),
});
export type RiskDoneInput = z.infer<typeof riskDoneInput>;

export const doneState = z.enum(['confirmed', 'stated', 'contradicted', 'not seen again']);
export type DoneState = z.infer<typeof doneState>;

/** Expected and achieved of one action, with what proves it. */
export const riskDone = z.object({
  action: text,
  name: text,
  kind: z.enum(['close', 'mend', 'control']),
  at: time,
  by: text,
  note: text,
  /** The assessment that it came from, against which both figures stand. */
  assessment: text,
  state: doneState,
  because: text,
  expected: saving.extend({ harm: peopleReached.nullable() }),
  /** Null while nobody has looked, so that nobody knows. */
  achieved: saving.extend({ harm: peopleReached }).nullable(),
  /** It stands among the actions again. */
  offeredAgain: z.boolean(),
  proof: z.object({
    findings: z.array(z.object({ id: text, title: text, isThere: z.boolean(), seenAt: time.nullable() })),
    flows: z.array(
      z.object({ from: text, to: text, port: z.number().int(), protocol: text, lastSeenAt: time.nullable() }),
    ),
  }),
  devices: z.array(text),
});
export type RiskDone = z.infer<typeof riskDone>;

/** All that was done, worked out together in the graph of today. */
export const riskAchieved = z.object({
  actions: z.number().int(),
  /** The oldest assessment that one of them came from, and its mean year. */
  from: z.object({ id: text, at: time, mean: amount }),
  /** The mean year as it would be today if none of it had been done. */
  without: amount,
  expected: saving.extend({ harm: peopleReached }),
  achieved: saving.extend({ harm: peopleReached }),
  /** What else changed since then. */
  because: z.array(text),
});
export type RiskAchieved = z.infer<typeof riskAchieved>;

export const doneList = z.object({ schema: z.literal('dosimeter.done/1'), items: z.array(doneKept) });
export type DoneList = z.infer<typeof doneList>;
