// Where a value does not have the shape that is asked for: the field, as a person would write it, and the sentence.
import type { z } from 'zod';

type Issue = z.core.$ZodIssue;

/** The first thing that is wrong: its field ("losses[2].cause.days", empty for the whole) and what is wrong with it. */
export function whatIsWrong(error: z.ZodError): { readonly field: string; readonly message: string } {
  const issue = deepest(error.issues[0]);
  return {
    field: fieldOf(issue?.path ?? []),
    message: issue?.message ?? 'it does not have the shape that is asked for',
  };
}

/** Of a value that fits none of several forms, what is wrong with the form that it comes nearest to. */
function deepest(issue: Issue | undefined): Issue | undefined {
  if (issue?.code !== 'invalid_union') return issue;
  const [nearest] = issue.errors.toSorted((a, b) => farness(a) - farness(b));
  const inner = deepest(nearest?.[0]);
  // It has a form, of a name that nobody knows.
  const names = issue.errors.flat().flatMap((each) => (isName(each) ? each.values.map(String) : []));
  if (inner?.path.length === 0 && names.length > 0) {
    const message = `This must be one of ${[...new Set(names)].join(', ')}.`;
    return { ...issue, path: [...issue.path, 'dist'], message };
  }
  return inner ? { ...inner, path: [...issue.path, ...inner.path] } : issue;
}

function isName(issue: Issue): issue is Extract<Issue, { code: 'invalid_value' }> {
  return issue.code === 'invalid_value' && issue.path[0] === 'dist';
}

function farness(issues: readonly Issue[]): number {
  // A form with another name, or no form at all, is not what was meant.
  const isOther = issues.some(({ path, code }) => path[0] === 'dist' || (path.length === 0 && code === 'invalid_type'));
  return issues.length + (isOther ? 100 : 0);
}

function fieldOf(path: readonly PropertyKey[]): string {
  return path
    .map((step, place) => (typeof step === 'number' ? `[${step}]` : `${place > 0 ? '.' : ''}${String(step)}`))
    .join('');
}
