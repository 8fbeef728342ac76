// Users, the audit trail, and the removal of the demo.
import type { z } from 'zod';
import { api } from '#contracts/index.ts';
import { type Query, read, tell } from './http.ts';

/** Everyone who may sign in. */
export function loadUsers(signal?: AbortSignal) {
  return read(api.userList, 'users', { query: { limit: 1000 }, ...(signal ? { signal } : {}) });
}

/** Adds a person. */
export function addUser(body: z.input<typeof api.userInput>): Promise<void> {
  return tell({ method: 'POST', path: 'users', body });
}

/** Changes a person's name, role or password. */
export function changeUser(id: string, body: z.input<typeof api.userPatch>): Promise<void> {
  return tell({ method: 'PATCH', path: `users/${encodeURIComponent(id)}`, body });
}

/** Removes a person and ends their sessions. */
export function removeUser(id: string): Promise<void> {
  return tell({ method: 'DELETE', path: `users/${encodeURIComponent(id)}` });
}

/** A page of the audit trail, newest first. */
export function loadAudit(query: Query, signal?: AbortSignal) {
  return read(api.auditList, 'audit', { query, ...(signal ? { signal } : {}) });
}

/** Removes the demo imaging centre with everything in it. */
export function removeTenant(id: string): Promise<void> {
  return tell({ method: 'DELETE', path: `tenants/${encodeURIComponent(id)}` });
}
