// What people decided about identity: merge, split, retire. Decisions are constraints that every run applies again, in the
// order in which they were made; taking one back is leaving it out.
import { z } from 'zod';
import { SUBJECT_KINDS, type SubjectRef, subjectId } from '#evidence/model.ts';

const subject = z.object({ kind: z.enum(SUBJECT_KINDS), key: z.string() });

/** What is stored of a decision: who was where when it was made, so that it can be taken back exactly. */
export const decisionPayload = z.discriminatedUnion('kind', [
  /** These devices are one; `parts` are the devices with their subjects as they were. */
  z.object({
    kind: z.literal('merge'),
    parts: z.array(z.object({ device: z.string(), name: z.string(), subjects: z.array(subject) })),
  }),
  /** These subjects are a device of their own; `rest` are the subjects that stayed. */
  z.object({
    kind: z.literal('split'),
    device: z.string(),
    becomes: z.string(),
    subjects: z.array(subject),
    rest: z.array(subject),
  }),
  /** The device is out of use, or back in use. */
  z.object({ kind: z.literal('retire'), device: z.string(), retired: z.boolean() }),
]);
export type DecisionPayload = z.infer<typeof decisionPayload>;

/** A decision as it stands in the record. */
export interface Decision {
  readonly id: string;
  readonly payload: DecisionPayload;
  readonly by: string;
  readonly at: string;
  readonly undoneAt: string | null;
  readonly undoneBy: string | null;
}

/** What active decisions demand of a grouping, by subject id. */
export interface Constraints {
  /** Subjects that belong together. */
  readonly together: readonly ReadonlySet<string>[];
  /** No subject of `one` may be in a group with a subject of `other`. */
  readonly apart: readonly { readonly one: ReadonlySet<string>; readonly other: ReadonlySet<string> }[];
}

/** The constraints of the decisions that stand; where two contradict each other the later one holds. */
export function constraintsOf(decisions: readonly Decision[]): Constraints {
  let together: ReadonlySet<string>[] = [];
  let apart: { one: ReadonlySet<string>; other: ReadonlySet<string> }[] = [];
  for (const { payload } of standing(decisions)) {
    if (payload.kind === 'merge') {
      const all = idsOf(payload.parts.flatMap((part) => part.subjects));
      apart = apart.filter(({ one, other }) => !share(all, one) || !share(all, other));
      together.push(all);
    }
    if (payload.kind === 'split') {
      const one = idsOf(payload.subjects);
      const other = idsOf(payload.rest);
      together = together.flatMap((set) => (share(set, one) && share(set, other) ? cut(set, one) : [set]));
      together.push(one);
      apart.push({ one, other });
    }
  }
  return { together, apart };
}

/** Decisions that were not taken back, oldest first. */
export function standing(decisions: readonly Decision[]): Decision[] {
  return decisions.filter((decision) => decision.undoneAt === null).sort(byTime);
}

/** The order in which decisions were made. */
export function byTime(a: Decision, b: Decision): number {
  if (a.at !== b.at) return a.at < b.at ? -1 : 1;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

/** Every subject that a decision speaks of. */
export function subjectsOf(payload: DecisionPayload): SubjectRef[] {
  if (payload.kind === 'merge') return payload.parts.flatMap((part) => part.subjects);
  return payload.kind === 'split' ? [...payload.subjects, ...payload.rest] : [];
}

/** Whether two sets have a member in common. */
export function share(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  for (const member of a.size < b.size ? a : b) if ((a.size < b.size ? b : a).has(member)) return true;
  return false;
}

function cut(set: ReadonlySet<string>, by: ReadonlySet<string>): ReadonlySet<string>[] {
  const members = [...set];
  return [new Set(members.filter((each) => by.has(each))), new Set(members.filter((each) => !by.has(each)))];
}

function idsOf(subjects: readonly SubjectRef[]): ReadonlySet<string> {
  // What people stated about a device follows its id, not its sightings.
  return new Set(subjects.filter(({ kind }) => kind !== 'device').map(subjectId));
}
