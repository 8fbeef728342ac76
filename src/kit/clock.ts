// The only door to the time of day, so that tests and replays can hold it still.

export interface Clock {
  /** Now. */
  now(): Date;
  /** Milliseconds from a monotonic origin, for durations. */
  tick(): number;
}

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => new Date(),
  tick: () => performance.now(),
};

/** A clock that stands still until told to move; for tests and replays. */
export function fixedClock(iso: string): Clock & { advance(ms: number): void } {
  let ms = Date.parse(iso);
  const origin = ms;
  return {
    now: () => new Date(ms),
    tick: () => ms - origin,
    advance: (by) => {
      ms += by;
    },
  };
}
