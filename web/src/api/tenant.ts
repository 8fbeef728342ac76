// Which organization's data is on screen. Kept in this browser, sent with every request.
import { useSyncExternalStore } from 'react';

const KEY = 'dosimeter-tenant';
const listeners = new Set<() => void>();
let current = remembered();

function remembered(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

/** The tenant chosen, or null before the first session answer. */
export function currentTenant(): string | null {
  return current;
}

/** Chooses a tenant and remembers the choice. */
export function chooseTenant(id: string | null): void {
  if (id === current) return;
  current = id;
  try {
    if (id === null) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, id);
  } catch {
    // Storage is switched off: the choice lasts until the page is closed.
  }
  for (const listener of listeners) listener();
}

/** The tenant chosen, as React state. */
export function useTenant(): string | null {
  return useSyncExternalStore(subscribe, currentTenant);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
