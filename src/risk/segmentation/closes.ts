// What rules close: pairs of a known address and an open port that it could open before, and cannot afterwards. Before means a network
// that filters nothing, which is what is assumed where nobody recorded a firewall; an address counts for itself, whoever has several.
// Where what stays inside a zone is free, only reach from other zones counts.
import type { ClosedReach, SegmentationRule } from '#contracts/index.ts';
import { inertText } from '#kit/index.ts';
import { type AddressSet, difference, EMPTY, type Family } from './address-set.ts';
import { RuleSet } from './evaluate.ts';
import type { SegmentationInput, SegmentationOptions } from './input.ts';
import { compareNumbers, compareText } from './order.ts';
import type { Places } from './places.ts';

/** Devices that are listed; the others are counted. */
const MOST_DEVICES = 1000;
/** Ports that a sentence says. */
const MOST_PORTS = 6;

interface Listening {
  readonly transport: 'tcp' | 'udp';
  readonly address: string;
  readonly port: number;
}

/** Known addresses of one family in their order, with the zone of each. */
interface Known {
  readonly values: readonly bigint[];
  readonly zones: readonly string[];
  readonly inZone: ReadonlyMap<string, number>;
}

interface Tally {
  readonly device: string | null;
  readonly name: string;
  services: number;
  before: number;
  after: number;
  readonly open: { readonly port: string; readonly sources: number }[];
}

const NO_ZONE = '';

/** Counts what rules close to everything that is known to listen. */
export function closesOf(
  rules: readonly SegmentationRule[],
  input: Pick<SegmentationInput, 'devices' | 'flows' | 'services'>,
  { places, options }: { readonly places: Places; readonly options: Pick<SegmentationOptions, 'within'> },
): ClosedReach {
  const set = new RuleSet(rules);
  const services = listening(input, places);
  const addresses = new Set(input.devices.flatMap(({ addresses: own }) => own));
  for (const { client, server } of input.flows) addresses.add(client).add(server);
  for (const { address } of services) addresses.add(address);
  const known = { 4: knownOf(addresses, places, 4), 6: knownOf(addresses, places, 6) };
  const total = { before: 0, after: 0, zonesBefore: 0, zonesAfter: 0 };
  const tallies = new Map<string, Tally>();
  for (const service of services) {
    const { address, zone, device } = places.at(service.address);
    const own = options.within === 'open' ? zone : null;
    const around = known[address.family];
    const before = around.values.length - (own ? (around.inZone.get(own.id) ?? 0) : 1);
    const from = difference(set.sources({ ...service, server: service.address }), own?.set ?? EMPTY);
    const left = sourcesIn(around, from, address);
    total.before += before;
    total.after += left.count;
    total.zonesBefore += around.inZone.size - (own && around.inZone.has(own.id) ? 1 : 0);
    total.zonesAfter += left.zones;
    const key = device?.id ?? service.address;
    const name = device?.name ?? service.address;
    const tally = tallies.get(key) ?? { device: device?.id ?? null, name, services: 0, before: 0, after: 0, open: [] };
    tallies.set(key, tally);
    tally.services++;
    tally.before += before;
    tally.after += left.count;
    if (left.count > 0) tally.open.push({ port: `${service.transport}/${service.port}`, sources: left.count });
  }
  const sorted = [...tallies.values()].sort(
    (a, b) =>
      b.before - b.after - (a.before - a.after) ||
      compareText(a.name, b.name) ||
      compareText(a.device ?? '', b.device ?? ''),
  );
  return {
    ...total,
    removed: total.before - total.after,
    services: services.length,
    addresses: known[4].values.length + known[6].values.length,
    devices: sorted
      .slice(0, MOST_DEVICES)
      .map(({ open, ...tally }) => ({ ...tally, words: wordsOf({ open, ...tally }) })),
    devicesTotal: sorted.length,
  };
}

function knownOf(addresses: Iterable<string>, places: Places, family: Family): Known {
  const found = new Map<bigint, { value: bigint; zone: string }>();
  for (const text of addresses) {
    const { address, zone, side } = places.at(text);
    if (address.family === family && side === 'ours')
      found.set(address.value, { value: address.value, zone: zone?.id ?? NO_ZONE });
  }
  const sorted = [...found.values()].sort((a, b) => compareNumbers(a.value, b.value));
  const inZone = new Map<string, number>();
  for (const { zone } of sorted) inZone.set(zone, (inZone.get(zone) ?? 0) + 1);
  return { values: sorted.map(({ value }) => value), zones: sorted.map(({ zone }) => zone), inZone };
}

/** Everything of ours that is known to listen: as scanned, and as called. */
function listening({ services, flows }: Pick<SegmentationInput, 'services' | 'flows'>, places: Places): Listening[] {
  const found = new Map<string, Listening>();
  const add = (transport: 'tcp' | 'udp', address: string, port: number) => {
    const key = `${transport} ${address} ${port}`;
    if (!found.has(key) && places.at(address).side === 'ours') found.set(key, { transport, address, port });
  };
  for (const { address, port } of services) add('tcp', address, port);
  for (const { transport, server, port } of flows) add(transport, server, port);
  return [...found.values()].sort(
    (a, b) => compareText(a.address, b.address) || compareText(a.transport, b.transport) || a.port - b.port,
  );
}

function sourcesIn(known: Known, from: AddressSet, self: { readonly family: Family; readonly value: bigint }) {
  const zones = new Set<string>();
  let count = 0;
  for (const { first, last } of from[self.family]) {
    for (let n = placeOf(known.values, first); n < known.values.length; n++) {
      const value = known.values[n] ?? 0n;
      if (value > last) break;
      if (value === self.value) continue;
      count++;
      zones.add(known.zones[n] ?? NO_ZONE);
    }
  }
  return { count, zones: zones.size };
}

/** The first place whose number is not below `value`. */
function placeOf(values: readonly bigint[], value: bigint): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((values[middle] ?? 0n) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function wordsOf({ name, services, before, after, open }: Tally): string {
  const ports = services === 1 ? 'one open port' : `${services} open ports`;
  const today = `${inertText(name, 80)} has ${ports}, which ${before} ${before === 1 ? 'pair of a known address and a port can' : 'pairs of a known address and a port can'} reach today`;
  if (after === 0) return `${today}; with the rules none can.`;
  const said = open.slice(0, MOST_PORTS).map(({ port, sources }) => `${port} from ${sources}`);
  const more = open.length > MOST_PORTS ? ` and ${open.length - MOST_PORTS} more ports` : '';
  return `${today}; with the rules ${after} can: ${said.join(', ')}${more}.`;
}
