// What a site can say of how much hangs on a device, beside what kind it is. Nothing here describes a patient.
import { z } from 'zod';

/** Each may be left out: what is not known is not taken as no. */
export const circumstances = z.strictObject({
  /** No other device of the site does its work. */
  onlyOne: z.boolean().optional(),
  /** Emergency patients are examined on it. */
  emergency: z.boolean().optional(),
  /** A procedure or a treatment is guided by it while the patient lies there. */
  guidesTherapy: z.boolean().optional(),
  /** On a usual working day. */
  patientsPerDay: z.number().min(0).max(2000).optional(),
  /** Until its patients can be examined elsewhere, or on a stand-in. */
  substituteHours: z
    .number()
    .min(0)
    .max(24 * 365)
    .optional(),
  /** Until a new one works, when it is lost. */
  replacementDays: z
    .number()
    .min(0)
    .max(365 * 3)
    .optional(),
});
export type Circumstances = z.infer<typeof circumstances>;
export type Circumstance = keyof Circumstances;

const { onlyOne, emergency, guidesTherapy, patientsPerDay, substituteHours, replacementDays } = circumstances.shape;
/** What is said anew: what is left out stays as it was, null takes it back. */
export const circumstancesPatch = z.strictObject({
  onlyOne: onlyOne.nullable(),
  emergency: emergency.nullable(),
  guidesTherapy: guidesTherapy.nullable(),
  patientsPerDay: patientsPerDay.nullable(),
  substituteHours: substituteHours.nullable(),
  replacementDays: replacementDays.nullable(),
});
