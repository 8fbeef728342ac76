// What the colors and lines of the map mean.
import { RungTag } from '../parts/ladder-tag.tsx';
import { text } from '../text/index.ts';
import classes from './network.module.css';

const RUNGS = ['E0', 'E2', 'E3', 'E4', 'E6', 'E7', null] as const;

/** The key to the map. */
export function Legend() {
  return (
    <div className={classes['legend']}>
      <span className="quiet">{text.network.legendRungs}</span>
      {RUNGS.map((rung) => (
        <RungTag key={rung ?? 'unknown'} rung={rung} />
      ))}
      <span className={classes['legendLine']}>
        <span className={classes['thick']} aria-hidden="true" /> {text.network.observed}
      </span>
      <span className={classes['legendLine']}>
        <span className={classes['thin']} aria-hidden="true" /> {text.network.configured}
      </span>
    </div>
  );
}
