// Names of devices, zones and entries in sentences.
import { ENTRIES, type RiskDevice } from '#contracts/index.ts';
import { ENTRY_NAMES } from './default-figures.data.ts';

/** Says what a node of the graph is called. */
export class Names {
  readonly #devices: ReadonlyMap<string, RiskDevice>;
  readonly #zones: ReadonlyMap<string, string | null>;

  constructor(devices: readonly RiskDevice[], zones: readonly { readonly id: string; readonly name: string | null }[]) {
    this.#devices = new Map(devices.map((device) => [device.id, device]));
    this.#zones = new Map(zones.map(({ id, name }) => [id, name]));
  }

  device(id: string): RiskDevice | null {
    return this.#devices.get(id) ?? null;
  }

  zone(id: string): string {
    return this.#zones.get(id) ?? (id === 'no zone' ? 'devices without a network' : id);
  }

  /** A device by its name, `zone:X` by that of the zone, `entry:X` in words. */
  of(node: string): string {
    const device = this.#devices.get(node);
    if (device) return device.name;
    if (node.startsWith('zone:')) return this.zone(node.slice('zone:'.length));
    if (node.startsWith('entry:')) {
      const kind = ENTRIES.find((entry) => `entry:${entry}` === node);
      return kind ? ENTRY_NAMES[kind] : node;
    }
    return this.zone(node);
  }
}
