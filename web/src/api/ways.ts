// Ways between zones: what was stated, and what was seen.
import { type WayInput, ways } from '#contracts/index.ts';
import { type Query, read, tell } from './http.ts';

/** A page of ways, the contradicted first. */
export function loadWays(query: Query, signal?: AbortSignal) {
  return read(ways.wayList, 'risk/ways', { query, ...(signal ? { signal } : {}) });
}

/** States a way, or takes back what was stated. */
export function stateWay(body: WayInput): Promise<void> {
  return tell({ method: 'PUT', path: 'risk/ways', body });
}
