// What the colors and lines of the map mean.
import { type NetworkMap, RUNG_ORDER } from '#contracts/index.ts';
import { RungTag } from '../parts/ladder-tag.tsx';
import { text } from '../text/index.ts';
import classes from './network.module.css';
import { isDevice, ZONE } from './network-search.ts';

/** The rungs that stand on the map, least open first, those that nobody looked at last. */
function rungsOn({ nodes }: Pick<NetworkMap, 'nodes'>): (string | null)[] {
  const shown = new Set(nodes.filter((node) => isDevice(node) || node.kind === ZONE).map((node) => node.exposure));
  const rungs = RUNG_ORDER.filter((rung) => shown.has(rung));
  return shown.has(null) ? [...rungs, null] : [...rungs];
}

/** The key to the map. */
export function Legend({ network }: { readonly network: NetworkMap }) {
  return (
    <div className={classes['legend']}>
      <span className="quiet">{text.network.legendRungs}</span>
      {rungsOn(network).map((rung) => (
        <RungTag key={rung ?? 'unknown'} rung={rung} />
      ))}
      <span className={classes['legendLine']}>
        <span className={classes['thin']} aria-hidden="true" />
        <span className={classes['thick']} aria-hidden="true" /> {text.network.legendLines}
      </span>
    </div>
  );
}
