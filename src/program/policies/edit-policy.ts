// The text of a policy as a site makes it out of the one that ships: begun, edited clause by clause, and compared. Pure.
import type { FilledPolicy, PolicyBody, PolicyClause, PolicyEdit, PolicyTemplate } from '#contracts/index.ts';
import { Invalid } from '#kit/index.ts';
import { blanksOf, fillPolicy } from './fill-policy.ts';

/** Names of devices that stand in a text; of more only the number. */
const DEVICES_NAMED = 20;

/** What a site is known by when it begins a policy. */
export interface KnownSite {
  readonly name: string;
  /** Names of the first devices, and how many there are. */
  readonly devices: readonly string[];
  readonly count: number;
}

/** The text that a site begins with: the one that ships, with its name and its devices where these are asked for. */
export function begunBody(template: PolicyTemplate, site: KnownSite): PolicyBody {
  const { title, purpose, variables, clauses, reviewMonths, attestedBy } = template;
  const devices =
    site.count > DEVICES_NAMED
      ? `all ${site.count} devices of our inventory`
      : [...site.devices].slice(0, DEVICES_NAMED);
  const values = Object.fromEntries(
    variables.flatMap(({ name, from }): [string, string | string[]][] => {
      if (from === 'site') return [[name, site.name]];
      return from === 'devices' && site.count > 0 ? [[name, devices]] : [];
    }),
  );
  return { title, purpose, variables: [...variables], values, clauses: [...clauses], reviewMonths, attestedBy };
}

/** What an edit is held against. */
export interface EditBasis {
  readonly before: PolicyBody;
  /** Clauses of the text that ships, so that one that was taken out may come back with its checks. */
  readonly shipped: readonly PolicyClause[];
  /** Clauses that the site has made so far, of any version: an id is used once. */
  readonly ownClauses: number;
  readonly checks: ReadonlySet<string>;
}

/** The text after an edit, and how many clauses the site has made now. Throws Invalid with the field and what is wrong with it. */
export function editedBody(
  edit: PolicyEdit,
  basis: EditBasis,
): { readonly body: PolicyBody; readonly ownClauses: number } {
  const known = new Map([...basis.shipped, ...basis.before.clauses].map((clause) => [clause.id, clause]));
  const seen = new Set<string>();
  let { ownClauses } = basis;
  const clauses = edit.clauses.map(({ id, text, who, checks }, place): PolicyClause => {
    if (id === null) {
      const odd = checks.find((check) => !basis.checks.has(check));
      if (odd !== undefined) throw new Invalid(`clauses[${place}].checks: There is no check ${odd}.`);
      ownClauses += 1;
      return { id: `own-${ownClauses}`, text, who, checks };
    }
    const old = known.get(id);
    if (!old) throw new Invalid(`clauses[${place}].id: This policy has no clause ${id}. Leave the id out to add one.`);
    if (seen.has(id)) throw new Invalid(`clauses[${place}].id: The clause ${id} stands here twice.`);
    seen.add(id);
    return { id, text, who, checks: old.checks };
  });
  const { title, purpose, reviewMonths, attestedBy } = edit;
  const { variables } = basis.before;
  const declared = variables.map(({ name }) => name);
  const stranger = Object.keys(edit.values).find((name) => !declared.includes(name));
  if (stranger !== undefined) throw new Invalid(`values.${stranger}: This policy has no such blank.`);
  const body = { title, purpose, variables, values: edit.values, clauses, reviewMonths, attestedBy };
  for (const { field, text } of placesOf(body)) {
    const open = blanksOf(text).find((name) => !declared.includes(name));
    if (open !== undefined) {
      throw new Invalid(`${field}: {{${open}}} is no blank of this policy. Write the words themselves in its place.`);
    }
  }
  return { body, ownClauses };
}

/** A text with its blanks filled. `missing` names those that stand in it and have no value. */
export function filledBody(id: string, body: PolicyBody): Omit<FilledPolicy, 'id' | 'unused'> {
  const { title, purpose, clauses, missing } = fillPolicy({ id, ...body }, body.values);
  const used = new Set(placesOf(body).flatMap(({ text }) => blanksOf(text)));
  return { title, purpose, clauses, missing: missing.filter((name) => used.has(name)) };
}

/** Whether a text asks for something else than the one in force: a clause came or went, or is for other people or bound to other checks. */
export function asksElse(before: PolicyBody | null, after: PolicyBody): boolean {
  if (before === null) return true;
  const marks = ({ clauses }: PolicyBody) =>
    clauses.map(({ id, who, checks }) => JSON.stringify([id, [...who].sort(), [...checks].sort()])).sort();
  return JSON.stringify(marks(before)) !== JSON.stringify(marks(after));
}

function placesOf({ title, purpose, clauses }: Pick<PolicyBody, 'title' | 'purpose' | 'clauses'>) {
  return [
    { field: 'title', text: title },
    { field: 'purpose', text: purpose },
    ...clauses.map(({ text }, place) => ({ field: `clauses[${place}].text`, text })),
  ];
}
