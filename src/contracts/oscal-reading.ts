// What an OSCAL document about a system says, how it differs from this site, and what can be taken over from it.
import { z } from 'zod';
import { statusAnswer } from './controls.ts';
import { nullableText, text, time } from './parts.ts';

const count = z.number().int().min(0);

/**
 * `same`: both say the same. `less here`: there it is done further than here. `more here`: the other way round. `not known here`, `not said there`:
 * one of the two does not say. `unknown here`: nothing here has this id.
 */
export const READING_DIFFERENCES = [
  'same',
  'less here',
  'more here',
  'not known here',
  'not said there',
  'unknown here',
] as const;
export const readingDifference = z.enum(READING_DIFFERENCES);
export type ReadingDifference = z.infer<typeof readingDifference>;

/** Whether it can be taken over, and why or why not, as a sentence. */
const take = z.object({ can: z.boolean(), why: text });

const readControl = z.object({
  /** The id as the document writes it. */
  control: text,
  /** What it is here: a control of the catalogue (`scope` empty) or a row of the framework `scope`. */
  here: z
    .object({
      kind: z.enum(['control', 'row']),
      scope: text,
      id: text,
      name: text,
      answer: statusAnswer,
      /** What the answer rests on here. */
      from: z.enum(['observed', 'attested', 'both', 'nothing']),
      why: text,
    })
    .nullable(),
  /** What the document says; null where it does not say, or says that it does not apply. */
  there: statusAnswer.exclude(['unknown']).nullable(),
  /** The words of the document for it, as in implemented or not-satisfied. */
  word: nullableText,
  words: text,
  roles: z.array(text),
  components: z.array(z.object({ title: text, word: nullableText })),
  difference: readingDifference,
  take,
});
export type ReadControl = z.infer<typeof readControl>;

const readRisk = z.object({
  title: text,
  status: nullableText,
  deadline: nullableText,
  words: text,
  /** The finding of this site that it comes from. */
  finding: nullableText,
  /** Whether that is open here; null where there is no such finding. */
  isOpenHere: z.boolean().nullable(),
  difference: text,
  take,
});
export type ReadRisk = z.infer<typeof readRisk>;

const readItem = z.object({
  title: text,
  words: text,
  deadline: nullableText,
  isClosed: z.boolean(),
  action: nullableText,
  finding: nullableText,
  difference: text,
  take,
});
export type ReadItem = z.infer<typeof readItem>;

export const oscalReading = z.object({
  schema: z.literal('dosimeter.oscal-reading/1'),
  site: text,
  at: time,
  file: z.object({ name: text, sha256: text }),
  document: z.object({
    kind: z.enum([
      'component-definition',
      'system-security-plan',
      'assessment-results',
      'plan-of-action-and-milestones',
    ]),
    title: text,
    version: text,
    oscalVersion: text,
    /** The day (UTC) of which what it says is; null where its date cannot be read. */
    day: z.iso.date().nullable(),
    /** This site wrote it. */
    madeHere: z.boolean(),
  }),
  counts: z.object({
    controls: count,
    same: count,
    lessHere: count,
    moreHere: count,
    notKnownHere: count,
    notSaidThere: count,
    unknownHere: count,
    components: count,
    observations: count,
    risks: count,
    items: count,
    references: count,
    /** What can be taken over. */
    takeable: count,
  }),
  /**
   * How everything stands here that the document speaks of, as marks of 12 letters. Sent back with what is to be taken over, it leaves alone what
   * somebody answered since.
   */
  standing: z.string().regex(/^(?:[\da-f]{12})*$/u),
  /** At most 1,000 of each list stand here; `counts` has all of them. */
  controls: z.array(readControl),
  risks: z.array(readRisk),
  items: z.array(readItem),
  /** References to what is not in the file. */
  references: z.array(z.object({ path: text, to: text })),
  problems: z.array(text),
  /** What was taken over now; null where nothing was asked to be. */
  taken: z.object({ answers: count, steps: count, acceptances: count }).nullable(),
});
export type OscalReading = z.infer<typeof oscalReading>;
