// The site as a whole: AE titles, who speaks with whom, zones, what crosses the border to the internet, software that people name.
import type { z } from 'zod';
import { api } from '#contracts/index.ts';
import { type Query, read, tell } from './http.ts';

/** A page of AE titles and their holders. */
export function loadTitles(query: Query, signal?: AbortSignal) {
  return read(api.aeTitleList, 'ae-titles', { query, ...(signal ? { signal } : {}) });
}

/** A page of relations in one state: who is configured to speak with whom against who really does. */
export function loadRelations(query: Query, signal?: AbortSignal) {
  return read(api.relationList, 'ae-titles/relations', { query, ...(signal ? { signal } : {}) });
}

/** A page of software by its codes, named or not. */
export function loadSoftware(query: Query, signal?: AbortSignal) {
  return read(api.softwareList, 'software', { query, ...(signal ? { signal } : {}) });
}

/** Names software for this site. */
export function nameSoftware(body: z.input<typeof api.softwareNameInput>): Promise<void> {
  return tell({ method: 'POST', path: 'software/names', body });
}

/** Takes a name back. */
export function undoSoftwareName(id: string): Promise<void> {
  return tell({ method: 'POST', path: `software/names/${encodeURIComponent(id)}/undo`, body: {} });
}

/** A page of zones. */
export function loadZones(query: Query, signal?: AbortSignal) {
  return read(api.zoneList, 'zones', { query, ...(signal ? { signal } : {}) });
}

/** Names a zone, or takes its name away. */
export function nameZone(body: z.input<typeof api.zonePatch>): Promise<void> {
  return tell({ method: 'PATCH', path: 'zones', body });
}

/** A page of flows between the site and the internet. */
export function loadInternetFlows(query: Query, signal?: AbortSignal) {
  return read(api.internetFlowList, 'flows/internet', { query, ...(signal ? { signal } : {}) });
}
