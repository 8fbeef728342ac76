// A policy from the text of its file (docs/policies.md): its shape, that its blanks are declared and used, and that the checks exist.
import { type PolicyTemplate, policies } from '#contracts/index.ts';
import { type Fault, type Library, type LibraryFile, readLibrary, readLibraryFile, twice } from '../library-file.ts';
import { blanksOf } from './fill-policy.ts';

/** The policy of a file. `checks` are the ids of the checks that exist. Throws Invalid with the field and what is wrong with it. */
export function readPolicy(file: LibraryFile, checks: ReadonlySet<string>): PolicyTemplate {
  return readLibraryFile(file, policies.policyTemplate, (policy) => faultsOf(policy, checks));
}

/** The policies of a folder, by id. */
export function readPolicies(files: readonly LibraryFile[], checks: ReadonlySet<string>): Library<PolicyTemplate> {
  return readLibrary(files, (file) => readPolicy(file, checks));
}

function faultsOf(
  { title, purpose, variables, clauses }: PolicyTemplate,
  checks: ReadonlySet<string>,
): readonly Fault[] {
  const declared = variables.map(({ name }) => name);
  const places = [
    { field: 'title', text: title },
    { field: 'purpose', text: purpose },
    ...clauses.map(({ text }, place) => ({ field: `clauses[${place}].text`, text })),
  ];
  const used = new Set(places.flatMap(({ text }) => blanksOf(text)));
  return [
    ...twice(declared, 'variables'),
    ...twice(
      clauses.map(({ id }) => id),
      'clauses',
    ),
    ...places.flatMap(({ field, text }) =>
      blanksOf(text).flatMap((name) =>
        declared.includes(name) ? [] : [{ field, message: `{{${name}}} is not among the variables.` }],
      ),
    ),
    ...declared.flatMap((name, place) =>
      used.has(name) ? [] : [{ field: `variables[${place}]`, message: `{{${name}}} stands nowhere in the text.` }],
    ),
    ...clauses.flatMap((clause, place) =>
      clause.checks.flatMap((check) =>
        checks.has(check) ? [] : [{ field: `clauses[${place}].checks`, message: `There is no check ${check}.` }],
      ),
    ),
  ];
}
