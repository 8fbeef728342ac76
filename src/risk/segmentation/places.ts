// Where addresses stand: at which device, in which zone, or beyond the site. What cannot be told apart is said, never guessed.
import { type AddressRange, inertText, PRIVATE_RANGES, parseAddress, parseRange, rangeContains } from '#kit/index.ts';
import { GUEST_NETWORK } from '../zone-words.ts';
import { type Address, type AddressSet, addressOf, addressSet, difference, EMPTY, holds } from './address-set.ts';
import type { SegmentationInput, SegmentDevice, SegmentZone } from './input.ts';
import { compareNumbers, compareText, push } from './order.ts';

/** A zone with the addresses that it alone holds. */
export interface PlacedZone {
  readonly id: string;
  /** As people call it, with its id where two are called the same. */
  readonly name: string;
  readonly isGuest: boolean;
  readonly set: AddressSet;
  readonly devices: number;
}

/** Where an address stands. */
export interface Place {
  readonly address: Address;
  readonly device: SegmentDevice | null;
  readonly zone: PlacedZone | null;
  /** `segment`: a group of receivers or a neighbor on the wire, which no firewall between zones sees. */
  readonly side: 'ours' | 'internet' | 'segment';
}

/** Groups of receivers, nobody, and addresses that are good on one wire only (RFC 6890, RFC 4291). */
const ON_SEGMENT = [
  '224.0.0.0/4',
  'ff00::/8',
  '255.255.255.255/32',
  '0.0.0.0/8',
  '::/128',
  '169.254.0.0/16',
  'fe80::/10',
  '127.0.0.0/8',
  '::1/128',
].map(parseRange);
const LOOPBACK = ['127.0.0.0/8', '::1/128'].map(parseRange);

/** Problems of one kind that are told one by one. */
const MOST_TOLD = 20;

interface Sized {
  readonly family: number;
  readonly size: bigint;
  readonly byFirst: Map<bigint, PlacedZone>;
}

/** The addresses of a site, ready to be asked. */
export class Places {
  readonly zones: readonly PlacedZone[];
  readonly devices: readonly SegmentDevice[];
  readonly problems: string[] = [];
  readonly #byAddress = new Map<string, SegmentDevice>();
  readonly #byId = new Map<string, SegmentDevice>();
  readonly #byTitle = new Map<string, SegmentDevice[]>();
  readonly #zoneOf = new Map<string, PlacedZone>();
  /** Zones by the size of their range, the narrowest first, then by its first address: an address is looked up and not searched. */
  readonly #sizes: Sized[] = [];
  readonly #shared: readonly AddressRange[];
  readonly #known = new Map<string, Place>();

  constructor({ zones, devices }: Pick<SegmentationInput, 'zones' | 'devices'>) {
    this.devices = [...devices].sort((a, b) => compareText(a.id, b.id));
    this.#holdAddresses();
    const ranged = [...zones].sort((a, b) => compareText(a.id, b.id)).map((zone) => ({ zone, range: rangeOf(zone) }));
    const byRange = Map.groupBy(ranged, ({ range }) => range.cidr);
    const sharing = new Set([...byRange].filter(([, several]) => several.length > 1).map(([cidr]) => cidr));
    this.#shared = [...sharing].map(parseRange);
    this.#tellOfZones(ranged);
    const names = Map.groupBy(zones, ({ id, name }) => name ?? id);
    const inZone = Map.groupBy(this.devices, ({ zone }) => zone);
    const narrower = nested(ranged.map(({ range }) => range));
    this.zones = ranged.map(({ zone, range }) => {
      const own = inZone.get(zone.id) ?? [];
      const isShared = sharing.has(range.cidr);
      const inside = addressSet([range.cidr]);
      const called = zone.name ?? zone.id;
      return {
        id: zone.id,
        name: (names.get(called)?.length ?? 0) > 1 && called !== zone.id ? `${called} (${zone.id})` : called,
        isGuest: zone.isGuest ?? GUEST_NETWORK.test(called),
        set: isShared
          ? addressSet(own.flatMap(({ addresses }) => addresses.filter((at) => isIn(range, at))))
          : difference(inside, narrower.get(range.cidr) ?? EMPTY),
        devices: own.length,
      };
    });
    for (const zone of this.zones) this.#zoneOf.set(zone.id, zone);
    const bySize = ranged.toSorted(
      (a, b) => a.range.family - b.range.family || compareNumbers(sizeOf(a.range), sizeOf(b.range)),
    );
    for (const { zone, range } of bySize) {
      const placed = this.#zoneOf.get(zone.id);
      if (!placed || sharing.has(range.cidr)) continue;
      const size = sizeOf(range);
      let sized = this.#sizes.at(-1);
      if (sized?.family !== range.family || sized.size !== size) {
        sized = { family: range.family, size, byFirst: new Map() };
        this.#sizes.push(sized);
      }
      sized.byFirst.set(range.first, placed);
    }
    this.#tellOfBridges();
  }

  /** A machine in two zones is a way around every rule between them. */
  #tellOfBridges(): void {
    const bridges = this.devices.flatMap(({ name, addresses }) => {
      const zones = [...new Set(addresses.flatMap((at) => this.at(at).zone?.name ?? []))];
      return zones.length < 2
        ? []
        : [
            `${shown(name)} has addresses in ${zones.map(shown).join(' and ')}: what enters by one may leave by the other.`,
          ];
    });
    this.problems.push(...bridges.slice(0, MOST_TOLD));
    if (bridges.length > MOST_TOLD)
      this.problems.push(`${bridges.length - MOST_TOLD} more devices have addresses in several zones.`);
  }

  #holdAddresses(): void {
    let without = 0;
    for (const device of this.devices) {
      this.#byId.set(device.id, device);
      for (const title of device.aeTitles) push(this.#byTitle, title, device);
      if (device.addresses.length === 0) {
        without++;
        if (without <= MOST_TOLD)
          this.problems.push(`${shown(device.name)} has no known address: no rule can name it. Add its address.`);
      }
      for (const address of device.addresses) {
        const other = this.#byAddress.get(address);
        if (other)
          this.problems.push(
            `${address} is said of ${shown(other.name)} and of ${shown(device.name)}: rules count it as ${shown(other.name)}.`,
          );
        else this.#byAddress.set(address, device);
      }
    }
    if (without > MOST_TOLD) this.problems.push(`${without - MOST_TOLD} more devices have no known address.`);
  }

  #tellOfZones(ranged: readonly { readonly zone: SegmentZone; readonly range: AddressRange }[]): void {
    const byName = Map.groupBy(ranged, ({ zone }) => zone.name);
    for (const [name, several] of byName) {
      if (name === null || several.length < 2) continue;
      const ids = several.map(({ zone }) => zone.id).join(' and ');
      this.problems.push(`Several zones are called ${shown(name)}: ${ids}. They are told apart by their ranges.`);
    }
    for (const { cidr } of this.#shared)
      this.problems.push(
        `Several zones share the range ${cidr}: each is the addresses of its known devices, not the range.`,
      );
    const unique = [...new Map(ranged.map(({ range }) => [range.cidr, range])).values()];
    const holding = nested(unique);
    for (const { cidr } of unique)
      if (holding.has(cidr))
        this.problems.push(`The zone ${cidr} holds narrower zones: what lies in them does not count as ${cidr}.`);
  }

  /** Where an address stands. Throws Invalid when the text is none. */
  at(text: string): Place {
    const known = this.#known.get(text);
    if (known) return known;
    const address = addressOf(text);
    const device = this.#byAddress.get(text) ?? null;
    const zone = this.#zoneAt(address, device);
    const place: Place = { address, device, zone, side: sideOf(address, device !== null || zone !== null) };
    this.#known.set(text, place);
    return place;
  }

  #zoneAt(address: Address, device: SegmentDevice | null): PlacedZone | null {
    // Where zones share a range, the device says in which of them its addresses lie.
    const [shared] = this.#shared.filter((range) => rangeContains(range, address));
    if (shared) {
      const own = device?.zone == null ? undefined : this.#zoneOf.get(device.zone);
      return own && holds(own.set, address) ? own : null;
    }
    for (const { family, size, byFirst } of this.#sizes) {
      const found = family === address.family ? byFirst.get(address.value - (address.value % size)) : undefined;
      if (found) return found;
    }
    return null;
  }

  /** The device with an id. */
  device(id: string): SegmentDevice | undefined {
    return this.#byId.get(id);
  }

  /** The devices that use an AE title. */
  titled(title: string): readonly SegmentDevice[] {
    return this.#byTitle.get(title) ?? [];
  }

  /** The zone with an id. */
  zone(id: string): PlacedZone | undefined {
    return this.#zoneOf.get(id);
  }

  /** Who has an address, in words; the address where nobody is known. */
  nameAt(text: string): string {
    return this.at(text).device?.name ?? text;
  }
}

/** What lies in narrower ranges among the same, by range. */
function nested(ranges: readonly AddressRange[]): Map<string, AddressSet> {
  const inner = new Map<string, string[]>();
  const sorted = [...new Map(ranges.map((range) => [range.cidr, range])).values()].sort(
    (a, b) => a.family - b.family || compareNumbers(a.first, b.first) || compareNumbers(b.last, a.last),
  );
  // Networks nest or are apart: those that are still open around one hold it.
  const open: AddressRange[] = [];
  for (const range of sorted) {
    while (open.length > 0 && !rangeContains(open.at(-1) ?? range, range)) open.pop();
    for (const outer of open) push(inner, outer.cidr, range.cidr);
    open.push(range);
  }
  return new Map([...inner].map(([outer, cidrs]) => [outer, addressSet(cidrs)]));
}

function sizeOf({ first, last }: AddressRange): bigint {
  return last - first + 1n;
}

function rangeOf({ range }: SegmentZone): AddressRange {
  return parseRange(range);
}

function isIn(range: AddressRange, text: string): boolean {
  const parsed = parseAddress(text);
  return parsed !== undefined && rangeContains(range, parsed);
}

function sideOf(address: Address, isKnown: boolean): Place['side'] {
  // A demonstration on one machine has its zones in loopback.
  const isLoopback = LOOPBACK.some((range) => rangeContains(range, address));
  if (isLoopback ? !isKnown : ON_SEGMENT.some((range) => rangeContains(range, address))) return 'segment';
  return isKnown || PRIVATE_RANGES.some((range) => rangeContains(range, address)) ? 'ours' : 'internet';
}

function shown(name: string): string {
  return inertText(name, 80);
}
