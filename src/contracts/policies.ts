// Shape of a policy, as the files of the library hold it (`dosimeter.policy/1`), and of one whose blanks are filled.
import { z } from 'zod';
import { text } from './parts.ts';
import { libraryId, librarySource, STAFF_ROLES, staffRole } from './training.ts';

const line = text.trim().min(1).max(300);

/** Who a clause is for. */
export const POLICY_PEOPLE = ['everyone', ...STAFF_ROLES, 'it', 'maker'] as const;
export const policyPerson = z.enum(POLICY_PEOPLE);
export type PolicyPerson = z.infer<typeof policyPerson>;

/** What stands between {{ and }} in a policy. */
export const variableName = text.regex(/^[a-z][a-z0-9 ]{0,38}[a-z0-9]$/, {
  error: 'write small letters, digits and spaces',
});

export const policyVariable = z.strictObject({
  name: variableName,
  /** What a person is asked for. */
  label: line,
  /** What stands there until somebody says otherwise; a blank when left out. */
  default: line.optional(),
  /** Where the value comes from: the site's name, its devices, a person named for a duty, or a choice of the site. */
  from: z.enum(['site', 'devices', 'person', 'choice']),
});
export type PolicyVariable = z.infer<typeof policyVariable>;

export const policyClause = z.strictObject({
  /** Stable: attestations and results name it. */
  id: libraryId,
  text: text.trim().min(1).max(800),
  who: z.array(policyPerson).min(1),
  /** Checks over facts that show whether it is kept, by their ids. */
  checks: z.array(libraryId).default([]),
});
export type PolicyClause = z.infer<typeof policyClause>;

export const policyTemplate = z.strictObject({
  schema: z.literal('dosimeter.policy/1'),
  id: libraryId,
  title: text.trim().min(1).max(80),
  version: z.number().int().min(1),
  purpose: text.trim().min(1).max(800),
  variables: z.array(policyVariable),
  clauses: z.array(policyClause).min(1),
  /** Months after which somebody reads it again. */
  reviewMonths: z.number().int().min(1).max(60),
  /** Roles that confirm that they have read it. */
  attestedBy: z.array(staffRole).min(1),
  sources: z.array(librarySource).default([]),
});
export type PolicyTemplate = z.infer<typeof policyTemplate>;

/** Values by the name of the variable; a list becomes "a, b and c". */
export const policyValues = z.record(variableName, z.union([text.max(300), z.array(text.max(300)).max(500)]));
export type PolicyValues = z.infer<typeof policyValues>;

export interface FilledPolicy {
  readonly id: string;
  readonly title: string;
  readonly purpose: string;
  readonly clauses: readonly PolicyClause[];
  /** Variables without a value and without a default; they stand in the text as {{name}}. */
  readonly missing: readonly string[];
  /** Values that no variable of the policy asks for. */
  readonly unused: readonly string[];
}
