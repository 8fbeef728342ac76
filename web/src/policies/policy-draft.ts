// A policy while somebody writes it: what stands in the fields, and how that differs from what somebody else saved in the meantime.
import type { PolicyBody, PolicyClause, PolicyEdit, PolicyText } from '#contracts/index.ts';

/** A clause in the form; `key` tells one from another while it has no id. */
export interface ClauseDraft {
  readonly key: string;
  readonly id: string | null;
  readonly text: string;
  readonly who: PolicyClause['who'];
  readonly checks: readonly string[];
}

export interface PolicyDraft {
  readonly basis: number;
  readonly title: string;
  readonly purpose: string;
  /** A list is a line for each. */
  readonly values: Readonly<Record<string, string>>;
  readonly clauses: readonly ClauseDraft[];
  readonly reviewMonths: string;
  readonly attestedBy: PolicyBody['attestedBy'];
  readonly note: string;
}

/** The fields as a version has them. */
export function draftOf({ version, body }: PolicyText): PolicyDraft {
  const { title, purpose, attestedBy } = body;
  return {
    basis: version.version,
    title,
    purpose,
    values: Object.fromEntries(
      Object.entries(body.values).map(([name, value]) => [name, typeof value === 'string' ? value : value.join('\n')]),
    ),
    clauses: body.clauses.map((clause) => ({ ...clause, key: clause.id })),
    reviewMonths: String(body.reviewMonths),
    attestedBy,
    note: '',
  };
}

/** What is sent. An empty value is left out, so that the default stands there. */
export function editOf(draft: PolicyDraft, variables: PolicyBody['variables']): PolicyEdit {
  const isList = new Set(variables.flatMap(({ name, from }) => (from === 'devices' ? [name] : [])));
  const values = Object.entries(draft.values).flatMap(([name, value]): [string, string | string[]][] => {
    const lines = value.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]));
    if (lines.length === 0) return [];
    return [[name, isList.has(name) && lines.length > 1 ? lines : lines.join(' ')]];
  });
  return {
    basis: draft.basis,
    title: draft.title,
    purpose: draft.purpose,
    values: Object.fromEntries(values),
    clauses: draft.clauses.map(({ id, text, who, checks }) => ({
      id,
      text,
      who: [...who],
      checks: id === null ? [...checks] : [],
    })),
    reviewMonths: Number(draft.reviewMonths),
    attestedBy: draft.attestedBy,
    note: draft.note,
  };
}

/** One place where two texts differ; null where one of them has no such place. */
export interface Clash {
  readonly key: string;
  readonly place: 'title' | 'purpose' | 'blank' | 'clause' | 'review' | 'readers';
  readonly name: string;
  readonly theirs: string | null;
  readonly mine: string | null;
  /** The draft with what they wrote in this place. */
  readonly taken: PolicyDraft;
}

/** Where what somebody else saved and what stands in the fields differ. */
export function clashesOf(saved: PolicyText, mine: PolicyDraft): Clash[] {
  const theirs = draftOf(saved);
  const clashes: Clash[] = [];
  const plain = (place: 'title' | 'purpose') => {
    if (theirs[place] === mine[place]) return;
    const taken = { ...mine, [place]: theirs[place] };
    clashes.push({ key: place, place, name: '', theirs: theirs[place], mine: mine[place], taken });
  };
  plain('title');
  plain('purpose');
  for (const name of new Set([...Object.keys(theirs.values), ...Object.keys(mine.values)])) {
    const [one = '', other = ''] = [theirs.values[name], mine.values[name]];
    if (one === other) continue;
    const taken = { ...mine, values: { ...mine.values, [name]: one } };
    clashes.push({ key: `blank ${name}`, place: 'blank', name, theirs: one, mine: other, taken });
  }
  for (const clause of theirs.clauses) {
    const own = mine.clauses.find(({ id }) => id === clause.id);
    if (own && own.text === clause.text && own.who.join() === clause.who.join()) continue;
    const clauses = own
      ? mine.clauses.map((each) => (each.id === clause.id ? clause : each))
      : [...mine.clauses, clause];
    clashes.push({
      key: `clause ${clause.key}`,
      place: 'clause',
      name: clause.key,
      theirs: clause.text,
      mine: own?.text ?? null,
      taken: { ...mine, clauses },
    });
  }
  for (const own of mine.clauses) {
    if (theirs.clauses.some(({ id }) => id === own.id)) continue;
    const taken = { ...mine, clauses: mine.clauses.filter(({ key }) => key !== own.key) };
    clashes.push({ key: `mine ${own.key}`, place: 'clause', name: own.key, theirs: null, mine: own.text, taken });
  }
  if (theirs.reviewMonths !== mine.reviewMonths) {
    const taken = { ...mine, reviewMonths: theirs.reviewMonths };
    clashes.push({
      key: 'review',
      place: 'review',
      name: '',
      theirs: theirs.reviewMonths,
      mine: mine.reviewMonths,
      taken,
    });
  }
  if (theirs.attestedBy.join() !== mine.attestedBy.join()) {
    const taken = { ...mine, attestedBy: theirs.attestedBy };
    const [one, other] = [theirs.attestedBy.join(', '), mine.attestedBy.join(', ')];
    clashes.push({ key: 'readers', place: 'readers', name: '', theirs: one, mine: other, taken });
  }
  return clashes;
}
