// The notices on screen now, outside of React so that any code can show one.

export interface Notice {
  readonly id: number;
  readonly message: string;
}

const STAYS_MS = 7000;
const MOST = 3;
const listeners = new Set<() => void>();
let notices: readonly Notice[] = [];
let last = 0;

function change(next: readonly Notice[]): void {
  notices = next;
  for (const listener of listeners) listener();
}

/** Shows a notice for a few seconds. */
export function notice(message: string): void {
  const id = ++last;
  change([...notices.slice(1 - MOST), { id, message }]);
  setTimeout(() => dismiss(id), STAYS_MS);
}

/** Takes a notice away. */
export function dismiss(id: number): void {
  change(notices.filter((each) => each.id !== id));
}

/** What is shown now. */
export function shownNotices(): readonly Notice[] {
  return notices;
}

/** Calls the listener at every change until the returned function is called. */
export function subscribeNotices(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
