// Names that no site ever configured, made anew for each run: what is let in under them is let in for any stranger.
import { type Random, randomText, randomUid } from '#kit/index.ts';

/** What a run calls itself and others. */
export interface Strangers {
  /** The calling AE title of this run. */
  readonly calling: string;
  /** A called AE title that nothing has. */
  readonly called: string;
  /** A fresh UID, never used before. */
  readonly uid: () => string;
  /** A fresh AE title for a worklist's station key. */
  readonly station: () => string;
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** Fresh names: `XQ` and ten characters, so that a site finds us in its logs. */
export function strangers(random: Random): Strangers {
  const title = () => `XQ${randomText(random, 10, LETTERS)}`;
  return { calling: title(), called: title(), uid: () => randomUid(random), station: title };
}
