// The components that devices have by their bills of materials, as the rules of findings see them: which bill is about which device,
// and what is in it. A bill is loaded once, however many devices it is about.
import type { Tenant } from '#store/index.ts';
import type { DeviceSnapshot } from './device-snapshot.ts';
import { type FitDevice, isAbout } from './sbom-fit.ts';
import { billedProducts, componentsForRules, decidedLinks, type LinkHow, type NamedBill } from './sboms.store.ts';

/** A bill that a device is taken to be described by. */
export interface SbomLink {
  readonly id: string;
  readonly how: Exclude<LinkHow, 'refused'>;
}

type Software = DeviceSnapshot['software'];

/** Components of one device that are held against what is known; those with a package URL or a CPE name come first. */
export const MOST_COMPONENTS = 5000;
/** Bills held at one time while devices are passed through. */
const MOST_HELD = 40;
/** A bill is written by the maker, but says nothing about this one machine. */
const CONFIDENCE = 0.7;

/** Bills while devices are passed through in batches. */
export class SbomComponents {
  #bills: readonly NamedBill[] | null = null;
  readonly #held = new Map<string, Software>();

  /** The bills of some devices, by device; nothing where there are none. */
  async linksOf(tx: Tenant, devices: ReadonlyMap<string, FitDevice>): Promise<Map<string, SbomLink[]>> {
    const links = new Map<string, SbomLink[]>();
    this.#bills ??= await billedProducts(tx);
    if (this.#bills.length === 0) return links;
    const decided = Map.groupBy(await decidedLinks(tx, [...devices.keys()]), ({ device }) => device);
    for (const [id, device] of devices) {
      const said = new Map((decided.get(id) ?? []).map(({ sbom, how }) => [sbom, how]));
      const found = this.#bills.flatMap((bill): SbomLink[] => {
        const how = said.get(bill.id);
        if (how === 'refused') return [];
        if (how === 'chosen') return [{ id: bill.id, how }];
        return isAbout(bill, device) ? [{ id: bill.id, how: 'matched' }] : [];
      });
      if (found.length > 0) links.set(id, found);
    }
    return links;
  }

  /** The components of each bill. */
  async componentsOf(tx: Tenant, ids: readonly string[]): Promise<ReadonlyMap<string, Software>> {
    const wanted = [...new Set(ids)];
    const missing = wanted.filter((id) => !this.#held.has(id));
    if (missing.length > 0) {
      if (this.#held.size + missing.length > MOST_HELD) this.#held.clear();
      const again = wanted.filter((id) => !this.#held.has(id));
      const names = new Map(this.#bills?.map((bill) => [bill.id, nameOf(bill)]));
      for (const [id, components] of await componentsForRules(tx, again, MOST_COMPONENTS)) {
        const origin = { sbom: id, name: names.get(id) ?? '' };
        this.#held.set(
          id,
          components.map((component) => ({ ...component, confidence: CONFIDENCE, facts: [], origin })),
        );
      }
    }
    return this.#held;
  }
}

function nameOf({ vendor, product, version }: NamedBill): string {
  return [vendor, product, version].filter((part) => part !== null).join(' ') || 'a product without a name';
}
