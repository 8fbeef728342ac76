// How many different patients an archive examined on some days, counted by a sketch in memory: the count, its 90 % interval, the days.
import { z } from 'zod';

export const countedPatients = z.object({
  count: z.number().int().min(0),
  low: z.number().int().min(0),
  high: z.number().int().min(0),
  /** First and last day that were answered in full. */
  from: z.iso.date(),
  to: z.iso.date(),
  /** Everything that was asked for was counted; otherwise there are at least so many. */
  whole: z.boolean(),
});
