// Published flaws, advisories, life cycles, and findings in groups.
import { type AdvisoryDetail, type FlawDetail, flaws, type LifeCycles } from '#contracts/index.ts';
import { type Query, read } from './http.ts';

/** Findings by what they share. */
export function loadFindingGroups(query: Query, signal: AbortSignal) {
  return read(flaws.findingGroups, 'finding-groups', { query, signal });
}

/** What every source says of a flaw. */
export function loadFlaw(id: string, signal: AbortSignal): Promise<FlawDetail> {
  return read(flaws.flawDetail, `flaws/${encodeURIComponent(id)}`, { signal });
}

/** A page of advisories, those that concern something here first. */
export function loadAdvisories(query: Query, signal: AbortSignal) {
  return read(flaws.advisoryList, 'advisories', { query, signal });
}

/** One advisory. */
export function loadAdvisory(id: string, signal: AbortSignal): Promise<AdvisoryDetail> {
  return read(flaws.advisoryDetail, `advisories/${encodeURIComponent(id)}`, { signal });
}

/** The operating systems in use and their ends. */
export function loadLifeCycles(signal: AbortSignal): Promise<LifeCycles> {
  return read(flaws.lifeCycles, 'life-cycles', { signal });
}
