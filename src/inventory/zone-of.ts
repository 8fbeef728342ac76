// The zone of a device, with the reasons: the network that its address lies in, as somebody stated it or as traffic shows it, else
// the usual size of a clinical segment, a /24 (IPv4) or /64 (IPv6). Where one network carries several VLAN tags, each is a zone.
import { type AddressRange, parseAddress, parseRange, rangeContains } from '#kit/index.ts';

/** A network that a fact names (`tag` null), or a VLAN tag that somebody in a range carries. */
export interface Segment {
  readonly range: string;
  readonly tag: number | null;
  /** `observed`: a server or a frame says so; `inferred`: two neighbors show that it is at least as wide. */
  readonly basis: string;
  readonly fact: string;
}

/** A VLAN tag that a device itself carries. */
export interface OwnTag {
  readonly tag: number;
  readonly fact: string;
}

/** Why a device is in its zone, with the facts behind it. */
export interface ZoneReason {
  readonly text: string;
  readonly facts: readonly string[];
}

/** A zone and the reasons. */
export interface Zone {
  /** A range, with a tag where one is needed: `10.0.0.0/24`, `10.0.0.0/24 VLAN 20`. */
  readonly id: string;
  readonly because: readonly ZoneReason[];
}

type Tagged = Segment & { readonly at: AddressRange; readonly tag: number };
type Network = Segment & { readonly at: AddressRange };

interface Sized {
  readonly family: 4 | 6;
  readonly size: bigint;
  readonly byFirst: Map<bigint, Network>;
}

/** What is known of the segments of a site, ready to be asked. */
export class Site {
  /** Networks of each family and size, by their first address, so that an address is looked up and not searched. */
  readonly #networks = new Map<string, Sized>();
  readonly #tags: readonly Tagged[];
  readonly #carried = new Map<string, readonly Tagged[]>();

  constructor(segments: readonly Segment[]) {
    const placed = segments.map((segment) => ({ ...segment, at: parseRange(segment.range) }));
    for (const network of placed.filter(({ tag }) => tag === null).sort(surest)) {
      const { family, first, last } = network.at;
      const size = last - first + 1n;
      const sized = this.#networks.get(`${family} ${size}`) ?? { family, size, byFirst: new Map<bigint, Network>() };
      this.#networks.set(`${family} ${size}`, sized);
      if (!sized.byFirst.has(first)) sized.byFirst.set(first, network);
    }
    this.#tags = placed.flatMap(({ tag, ...rest }) => (tag === null ? [] : [{ ...rest, tag }]));
  }

  /** The zone of a device at an address with the tags that it carries; null when the text is no address. */
  zoneOf(address: string, own: readonly OwnTag[] = []): Zone | null {
    const parsed = parseAddress(address);
    if (!parsed) return null;
    const holding = [...this.#networks.values()].flatMap(({ family, size, byFirst }) => {
      const network = family === parsed.family ? byFirst.get(parsed.value - (parsed.value % size)) : undefined;
      return network ? [network] : [];
    });
    const [stated] = holding.sort(surest);
    const at = stated?.at ?? parseRange(usualRange(address, parsed.family));
    const network: ZoneReason = stated
      ? { text: networkWords(stated), facts: [stated.fact] }
      : { text: `${address} lies in ${at.cidr}; no wider or narrower network is known.`, facts: [] };
    const carried = this.#tagsIn(at);
    const tags = [...new Set(carried.map(({ tag }) => tag))].sort((a, b) => a - b);
    const ownTags = new Set(own.map(({ tag }) => tag));
    const [only] = own;
    if (tags.length < 2) {
      const [tag] = tags;
      if (tag === undefined) return { id: at.cidr, because: [network] };
      const facts = (ownTags.has(tag) ? own : carried).slice(0, 1).map(({ fact }) => fact);
      return { id: at.cidr, because: [network, { text: `All that carries a tag there carries VLAN ${tag}.`, facts }] };
    }
    const several = `${at.cidr} carries the VLAN tags ${tags.join(', ')}`;
    if (only && ownTags.size === 1) {
      const text = `${several}; this device carries ${only.tag}.`;
      return { id: `${at.cidr} VLAN ${only.tag}`, because: [network, { text, facts: own.map(({ fact }) => fact) }] };
    }
    const text = `${several}; this device was seen ${ownTags.size === 0 ? 'without one' : 'with several of them'}.`;
    return { id: at.cidr, because: [network, { text, facts: own.map(({ fact }) => fact) }] };
  }

  #tagsIn(at: AddressRange): readonly Tagged[] {
    const known = this.#carried.get(at.cidr);
    if (known) return known;
    const found = this.#tags.filter((segment) => rangeContains(at, segment.at) || rangeContains(segment.at, at));
    this.#carried.set(at.cidr, found);
    return found;
  }
}

/** What is stated comes before what is worked out; of stated networks the narrowest holds, of others the widest. */
function surest(a: Network, b: Network): number {
  if (a.basis !== b.basis) return a.basis === 'inferred' ? 1 : b.basis === 'inferred' ? -1 : a.basis < b.basis ? -1 : 1;
  const size = ({ first, last }: AddressRange) => last - first;
  const wider = size(a.at) - size(b.at);
  if (wider !== 0n) return wider > 0n === (a.basis === 'inferred') ? -1 : 1;
  return a.range < b.range ? -1 : a.range > b.range ? 1 : 0;
}

function networkWords({ range, basis }: Segment): string {
  return basis === 'inferred'
    ? `Neighbors in ${range} answer each other directly, so it is one network at least that wide.`
    : `The network is ${range}, as its address server tells devices.`;
}

function usualRange(address: string, family: 4 | 6): string {
  return `${address}/${family === 4 ? 24 : 64}`;
}

const UNKNOWN_SITE = new Site([]);

/** The zone of an address when nothing is known of the site. */
export function zoneOf(address: string): string | null {
  return UNKNOWN_SITE.zoneOf(address)?.id ?? null;
}

/** A total order of addresses: IPv4 before IPv6, then by number; text that is no address comes last. */
export function compareAddresses(a: string, b: string): number {
  const left = parseAddress(a);
  const right = parseAddress(b);
  if (!left || !right) return left ? -1 : right ? 1 : a < b ? -1 : a > b ? 1 : 0;
  if (left.family !== right.family) return left.family - right.family;
  return left.value < right.value ? -1 : left.value > right.value ? 1 : 0;
}
