// A document that more than one source has, such as a feed and the list that ships inside, told once.
import type { Advisory } from './advisory.ts';
import type { AdvisorySource } from './advisory-index.ts';

/** A document, in its newest revision, with the names of all sources that have it. */
export interface Document {
  readonly advisory: Advisory;
  readonly sources: readonly string[];
}

/** The documents of all sources, each once by its number; of equal revisions that of the first source, which is a feed. */
export function onePerNumber(
  sources: readonly AdvisorySource[],
  from: (source: AdvisorySource) => readonly Advisory[],
): Document[] {
  const found = new Map<string, Document>();
  for (const source of sources) {
    for (const advisory of from(source)) {
      const known = found.get(advisory.id);
      const isNewer = !known || advisory.revised.slice(0, 10) > known.advisory.revised.slice(0, 10);
      found.set(advisory.id, {
        advisory: isNewer ? advisory : known.advisory,
        sources: [...new Set([...(known?.sources ?? []), source.name])],
      });
    }
  }
  return [...found.values()];
}
