// What of the attack paths is shown, as it stands in the address.
import { type EntryKind, threats } from '#contracts/index.ts';
import { choiceParam, given, textParam } from '../parts/search-params.ts';

export interface PathSearch {
  target?: string;
  entry?: EntryKind;
  q?: string;
}

/** Reads the address of the page. */
export function pathSearch(search: Record<string, unknown>): PathSearch {
  return given({
    target: textParam(search['target'], 80),
    entry: choiceParam(search['entry'], threats.ENTRIES),
    q: textParam(search['q']),
  });
}
