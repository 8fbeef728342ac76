// Scans, their schedules, and the clearances that allow them.
import type { z } from 'zod';
import { api, type ScanDifference } from '#contracts/index.ts';
import { type Query, read, tell, write } from './http.ts';

/** A page of scans, newest first. */
export function loadScans(query: Query, signal?: AbortSignal) {
  return read(api.scanList, 'scans', { query, ...(signal ? { signal } : {}) });
}

/** Starts a scan; the answer names the job to watch. */
export function startScan(body: z.input<typeof api.scanInput>) {
  return write({ method: 'POST', path: 'scans', body, shape: api.jobAccepted });
}

/** One scan with its endpoints. */
export function loadScan(id: string, signal?: AbortSignal) {
  return read(api.scanDetail, `scans/${encodeURIComponent(id)}`, signal ? { signal } : {});
}

/** Stops a scan; what is known so far is kept. */
export function cancelScan(id: string): Promise<void> {
  return tell({ method: 'POST', path: `scans/${encodeURIComponent(id)}/cancel`, body: {} });
}

/** What changed between two scans. */
export function loadDifference(id: string, from: string, signal?: AbortSignal): Promise<ScanDifference> {
  const path = `scans/${encodeURIComponent(id)}/difference`;
  return read(api.scanDifference, path, { query: { from }, ...(signal ? { signal } : {}) });
}

/** Scans that run by themselves. */
export function loadSchedules(signal?: AbortSignal) {
  return read(api.scheduleList, 'schedules', { query: { limit: 1000 }, ...(signal ? { signal } : {}) });
}

/** Adds a schedule. */
export function addSchedule(body: z.input<typeof api.scheduleInput>): Promise<void> {
  return tell({ method: 'POST', path: 'schedules', body });
}

/** Changes a schedule, or switches it on or off. */
export function changeSchedule(id: string, body: Partial<z.input<typeof api.scheduleInput>>): Promise<void> {
  return tell({ method: 'PATCH', path: `schedules/${encodeURIComponent(id)}`, body });
}

/** Removes a schedule. */
export function removeSchedule(id: string): Promise<void> {
  return tell({ method: 'DELETE', path: `schedules/${encodeURIComponent(id)}` });
}

/** Which addresses may be sent what, and who said so. */
export function loadClearances(signal?: AbortSignal) {
  return read(api.clearanceList, 'clearances', { query: { limit: 1000 }, ...(signal ? { signal } : {}) });
}

/** Adds a clearance or a deny. */
export function addClearance(body: z.input<typeof api.clearanceInput>): Promise<void> {
  return tell({ method: 'POST', path: 'clearances', body });
}

/** Removes a clearance or a deny. */
export function removeClearance(id: string): Promise<void> {
  return tell({ method: 'DELETE', path: `clearances/${encodeURIComponent(id)}` });
}
