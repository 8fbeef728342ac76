// A chance that is not known exactly: a bar from its lower to its upper end with a mark at what is most likely, and the same in words.
import { chance } from '../format/format.ts';
import { chanceRange } from '../format/ranges.ts';
import { text } from '../text/index.ts';
import classes from './band.module.css';

export interface BandOf {
  readonly low: number;
  readonly mode: number;
  readonly high: number;
}

/** The bar with its words. */
export function ChanceBand({ of: { low, mode, high } }: { readonly of: BandOf }) {
  if (high <= 0) return <span className="quiet">{text.attackPaths.none}</span>;
  return (
    <span className={classes['band']}>
      <ChanceWords of={{ low, mode, high }} />
      <span className={classes['track']} aria-hidden>
        <span className={classes['extent']} style={{ left: share(low), width: share(high - low) }} />
        <span className={classes['mark']} style={{ left: share(mode) }} />
      </span>
    </span>
  );
}

/** The words alone. */
export function ChanceWords({ of: { low, mode, high } }: { readonly of: BandOf }) {
  return (
    <span className={classes['words']}>
      <b>{chance(mode)}</b> <span className="quiet">({chanceRange(low, high)})</span>
    </span>
  );
}

/** A bar without words, for a share of the largest. */
export function ShareBar({ value }: { readonly value: number }) {
  return (
    <span className={classes['track']} aria-hidden>
      <span className={classes['fill']} style={{ width: share(value) }} />
    </span>
  );
}

function share(value: number): string {
  return `${Math.min(1, Math.max(0, value)) * 100}%`;
}
