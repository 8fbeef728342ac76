// Forms are checked by the same contracts as the server's, before anything is sent.
import type { z } from 'zod';
import { text } from '../text/index.ts';

/** A validator for a Mantine form: the first problem of each field, in words. */
export function checkedBy(shape: z.ZodType) {
  return (values: unknown): Record<string, string> => {
    const parsed = shape.safeParse(values);
    const errors: Record<string, string> = {};
    for (const issue of parsed.error?.issues ?? []) {
      const field = issue.path.join('.');
      errors[field] ??= wordsFor(issue);
    }
    return errors;
  };
}

function wordsFor(issue: z.core.$ZodIssue): string {
  if (issue.code === 'too_small' && issue.origin === 'string' && issue.minimum === 1) return text.forms.required;
  if (issue.code === 'invalid_format' && issue.format === 'email') return text.forms.email;
  if (issue.code === 'too_big' && issue.origin === 'string') return text.forms.tooLong(Number(issue.maximum));
  return issue.message;
}
