// Reading search parameters from the address: whatever is not understood counts as not given.

/** Text of at most `max` characters. */
export function textParam(value: unknown, max = 200): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const written = String(value).slice(0, max);
  return written === '' ? undefined : written;
}

/** One of the allowed words. */
export function choiceParam<T extends string>(value: unknown, allowed: readonly T[]): T | undefined {
  return allowed.find((each) => each === value);
}

type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** The same without members that are undefined. */
export function given<T extends object>(values: T): Given<T> {
  // Safe: only members that are undefined are left out.
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Given<T>;
}
