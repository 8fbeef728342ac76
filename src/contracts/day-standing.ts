// How the program stood at the end of a day, as it is kept: checks, controls, policies, training and duties. A kept day is never changed.
import { z } from 'zod';
import { statusAnswer } from './controls.ts';
import { id, text } from './parts.ts';

const day = z.iso.date();
const count = z.number().int().min(0);

const parts = { written: statusAnswer, known: statusAnswer, enforced: statusAnswer };

export const dayStanding = z.object({
  /** Of devices in use, or of the site (then they add up to 1 at most); a device with an approved exception is counted apart. */
  checks: z.array(
    z.object({
      id,
      title: text,
      of: z.enum(['device', 'site']),
      holds: count,
      broken: count,
      excepted: count,
      unknown: count,
    }),
  ),
  controls: z.array(z.object({ id, name: text, ...parts })),
  policies: z.array(
    z.object({
      id,
      title: text,
      state: text,
      /** Null where it was not begun. */
      status: z.object(parts).nullable(),
      /** The day of its review; null where no version was approved. */
      due: day.nullable(),
      isOverdue: z.boolean(),
    }),
  ),
  training: z.object({
    active: count,
    withoutLesson: count,
    /** People with lessons, and those of them who passed each within a year. */
    asked: count,
    trained: count,
    lessons: z.array(z.object({ id, title: text, assigned: count, passed: count, overdue: count })),
  }),
  duties: z.object({ all: count, open: z.array(z.object({ name: text, missing: text })) }),
});
export type DayStanding = z.infer<typeof dayStanding>;
