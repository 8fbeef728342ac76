// What the feeds that things are looked up in add to the knowledge: read from their shelves, the large ones record by record.
import {
  type AttackPattern,
  attackPatternSource,
  builtInKnowledge,
  type DeviceClass,
  type EndoflifeProduct,
  type FeedId,
  type FlawSource,
  type Knowledge,
  overlaidLifecycles,
  recallSource,
  type Shelf,
} from '#knowledge/index.ts';
import { RECORDS } from './record-spool.ts';

type Reference = Pick<
  Knowledge,
  'lifecycles' | 'recalls' | 'deviceClasses' | 'attackPatterns' | 'techniques' | 'macBlocks'
>;

/** How shelves are opened: `whole` closes what it read, `open` stays open for reading record by record. */
export interface Shelves {
  whole(feed: FeedId): { readonly asOf: string; readonly records: ReadonlyMap<string, string> } | null;
  open(feed: FeedId): Shelf | null;
}

/** The knowledge from these feeds; what is not here stays as built in. */
export function referenceKnowledge(shelves: Shelves): Reference {
  const { lifecycles, deviceClasses, attackPatterns, techniques, macBlocks, recalls } = builtInKnowledge;
  const notices = (['openfda-recall', 'openfda-enforcement'] as const).flatMap((feed) => {
    const shelf = shelves.open(feed);
    if (!shelf) return [];
    const { asOf, rows: size } = shelf.about;
    return [{ asOf, size, records: shelf.table(RECORDS), words: shelf.table('words') }];
  });
  const patterns = lookup<AttackPattern>(shelves, 'capec', attackPatterns);
  const blocks = lookup<{ readonly organization: string }>(shelves, 'oui', { ...macBlocks, about: () => null });
  return {
    lifecycles: overlaidLifecycles(lifecycles, values<EndoflifeProduct>(shelves, 'endoflife')),
    recalls: notices.length === 0 ? recalls : recallSource(notices),
    deviceClasses: lookup<DeviceClass>(shelves, 'fda-classes', deviceClasses),
    attackPatterns: attackPatternSource(patterns, values<AttackPattern>(shelves, 'capec')),
    techniques: lookup<AttackPattern>(shelves, 'attack-ics', techniques),
    macBlocks: { ...blocks, about: (digits) => blocks.about(digits)?.organization ?? null },
  };
}

function values<T>(shelves: Shelves, feed: FeedId): T[] {
  return [...(shelves.whole(feed)?.records.values() ?? [])].map((json) => JSON.parse(json) as T); // written by readReference
}

function lookup<T>(shelves: Shelves, feed: FeedId, otherwise: FlawSource<T>): FlawSource<T> {
  const found = shelves.whole(feed);
  if (!found) return otherwise;
  const { asOf, records } = found;
  return {
    name: otherwise.name,
    asOf,
    size: records.size,
    about(key) {
      const json = records.get(key);
      return json === undefined ? null : (JSON.parse(json) as T); // written by readReference
    },
  };
}
