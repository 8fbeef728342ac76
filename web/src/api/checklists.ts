// The walk-round: the checklist of a device, how far the round is, and the scripts that look instead of a person.
import type { z } from 'zod';
import { api } from '#contracts/index.ts';
import { type Query, read, tenantHref, write } from './http.ts';

function at(id: string): string {
  return `devices/${encodeURIComponent(id)}/checklist`;
}

/** The answers about one device so far. */
export function loadChecklist(id: string, signal?: AbortSignal) {
  return read(api.checklist, at(id), signal ? { signal } : {});
}

/** Sends answers; what comes back is what the server keeps. */
export function sendAnswers(id: string, body: z.input<typeof api.checklistInput>) {
  return write({ method: 'POST', path: at(id), body, shape: api.checklist });
}

/** A page of devices with how far each is. */
export function loadRound(query: Query, signal?: AbortSignal) {
  return read(api.roundList, 'checklists', { query, ...(signal ? { signal } : {}) });
}

/** The scripts that may be taken to a machine. */
export function loadCollectors(signal?: AbortSignal) {
  return read(api.collectorList, 'collectors', signal ? { signal } : {});
}

/** Where a script is fetched from. */
export function collectorHref(name: string): string {
  return tenantHref(`collectors/${encodeURIComponent(name)}`);
}
