// Fills the blanks of a policy. Plain text in, plain text out: nothing is taken away from a value, and what a value holds is never taken for
// a blank itself.
import type { FilledPolicy, PolicyTemplate, PolicyValues } from '#contracts/index.ts';

const BLANK = /\{\{\s*([^{}]*?)\s*\}\}/g;

/** A policy with its blanks filled, and the names of those that are still open. An empty value is none. */
export function fillPolicy(
  policy: Pick<PolicyTemplate, 'id' | 'title' | 'purpose' | 'variables' | 'clauses'>,
  values: PolicyValues,
): FilledPolicy {
  const known = new Map<string, string>();
  for (const { name, default: fallback } of policy.variables) {
    const value = wordsOf(values[name]) ?? fallback;
    if (value !== undefined) known.set(name, value);
  }
  const names = policy.variables.map(({ name }) => name);
  const fill = (text: string) => text.replace(BLANK, (blank, name: string) => known.get(name) ?? blank);
  return {
    id: policy.id,
    title: fill(policy.title),
    purpose: fill(policy.purpose),
    clauses: policy.clauses.map((clause) => ({ ...clause, text: fill(clause.text) })),
    missing: names.filter((name) => !known.has(name)),
    unused: Object.keys(values)
      .filter((name) => !names.includes(name))
      .sort(),
  };
}

/** Names of the blanks of a text, in their order. */
export function blanksOf(text: string): string[] {
  return [...text.matchAll(BLANK)].map(([, name = '']) => name);
}

/** "a, b and c". */
function wordsOf(value: PolicyValues[string] | undefined): string | undefined {
  const parts = (typeof value === 'string' ? [value] : (value ?? [])).filter((part) => part.trim() !== '');
  const last = parts.at(-1);
  if (last === undefined) return undefined;
  return parts.length === 1 ? last : `${parts.slice(0, -1).join(', ')} and ${last}`;
}
