// The zones of the site by the names that people use, for fields in which one is chosen.
import { loadZones } from '../api/site.ts';
import { useLoad } from '../api/use-load.ts';
import { visible } from '../parts/foreign.tsx';

const MOST_ZONES = 1000;

/** Zones to choose from; undefined until they are here. */
export function useZoneNames(): { readonly value: string; readonly label: string }[] | undefined {
  const zones = useLoad(['risk', 'zones'], (signal) => loadZones({ limit: MOST_ZONES }, signal)).data;
  return zones?.items.map(({ id, name }) => ({
    value: id,
    label: name === null ? visible(id) : `${visible(name)} (${visible(id)})`,
  }));
}
