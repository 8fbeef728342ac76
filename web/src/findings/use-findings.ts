// Loads the findings page by page, in the order of work.
import { loadFindings } from '../api/results.ts';
import { usePages } from '../api/use-load.ts';
import type { FindingSearch } from './finding-search.ts';

/** Cards are tall: as many as a few screens hold. */
const PAGE = 20;

/** The findings that fit the search. */
export function useFindings(asked: FindingSearch) {
  const { by: _by, ...search } = asked;
  return usePages(['findings', search], (cursor, signal) => loadFindings({ ...search, cursor, limit: PAGE }, signal));
}
