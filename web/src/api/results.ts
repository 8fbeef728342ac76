// What was concluded: the overview, the findings, and the network map.
import {
  api,
  documents,
  type FeedsDocument,
  type Finding,
  type NetworkMap,
  type Overview,
  type SourceRow,
} from '#contracts/index.ts';
import { type Query, read } from './http.ts';

/** What is exposed, how sure we are, and what comes first. */
export function loadOverview(signal?: AbortSignal): Promise<Overview> {
  return read(api.overview, 'overview', signal ? { signal } : {});
}

/** A page of findings in the order of work. */
export function loadFindings(query: Query, signal?: AbortSignal) {
  return read(api.findingList, 'findings', { query, ...(signal ? { signal } : {}) });
}

/** A finding with its reasons. */
export function loadFinding(id: string, signal?: AbortSignal): Promise<Finding> {
  return read(documents.finding, `findings/${encodeURIComponent(id)}`, signal ? { signal } : {});
}

/** Who speaks to whom. */
export function loadNetwork(query: Query, signal?: AbortSignal): Promise<NetworkMap> {
  return read(api.network, 'network', { query, ...(signal ? { signal } : {}) });
}

/** A page of flows between nodes of the map, with what proves them. */
export function loadFlows(query: Query, signal?: AbortSignal) {
  return read(api.flowList, 'flows', { query, ...(signal ? { signal } : {}) });
}

/** What each sensor last took in. */
export function loadSources(signal?: AbortSignal): Promise<{ items: SourceRow[] }> {
  return read(api.sourceList, 'sources', signal ? { signal } : {});
}

/** What is known about the world, with its age. */
export function loadFeeds(signal?: AbortSignal): Promise<FeedsDocument> {
  return read(documents.feedsDocument, 'feeds', signal ? { signal } : {});
}
