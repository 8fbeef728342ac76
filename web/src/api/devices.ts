// Devices: the list, one of them, and the decisions that people take about them.
import type { z } from 'zod';
import { api, type DeviceDetail } from '#contracts/index.ts';
import { type Query, read, tell, write } from './http.ts';

function at(id: string): string {
  return `devices/${encodeURIComponent(id)}`;
}

/** A page of the device list. */
export function loadDevices(query: Query, signal?: AbortSignal) {
  return read(api.deviceList, 'devices', { query, ...(signal ? { signal } : {}) });
}

/** The values that the list can be filtered by, with counts. */
export function loadFacets(signal?: AbortSignal) {
  return read(api.deviceFacets, 'devices/facets', signal ? { signal } : {});
}

/** One device with its facts, services, findings and history. */
export function loadDevice(id: string, signal?: AbortSignal): Promise<DeviceDetail> {
  return read(api.deviceDetail, at(id), signal ? { signal } : {});
}

/** What depends on a device's addresses and titles. */
export function loadRenumbering(id: string, signal?: AbortSignal) {
  return read(api.renumbering, `${at(id)}/renumbering`, signal ? { signal } : {});
}

/** How many devices are on a list, on none, and on a list but never seen. */
export function loadCoverage(signal?: AbortSignal) {
  return read(api.deviceCoverage, 'devices/coverage', signal ? { signal } : {});
}

/** Records what a person knows about a device. */
export function changeDevice(id: string, body: z.input<typeof api.devicePatch>): Promise<void> {
  return tell({ method: 'PATCH', path: at(id), body });
}

/** Declares several devices to be one. */
export function mergeDevices(devices: readonly string[]) {
  return write({ method: 'POST', path: 'devices/merge', body: { devices }, shape: api.decisionResult });
}

/** Takes sightings out of a device and makes another one of them. */
export function splitDevice(id: string, body: z.input<typeof api.splitInput>) {
  return write({ method: 'POST', path: `${at(id)}/split`, body, shape: api.decisionResult });
}

/** Takes a device out of service, or brings it back. */
export function retireDevice(id: string, retired: boolean): Promise<void> {
  return tell({ method: 'POST', path: `${at(id)}/retire`, body: { retired } });
}

/** Takes a decision back. */
export function undoDecision(id: string): Promise<void> {
  return tell({ method: 'POST', path: `decisions/${encodeURIComponent(id)}/undo`, body: {} });
}
