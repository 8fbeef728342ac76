// The attack graph of a site (`dosimeter.network/1`) from its devices, findings and the ways between them. A device is several nodes: a door
// for each way in that gives way, the machine itself, and what it holds; whoever is through one door holds the machine. What nobody knows
// stands in the graph as a node of its own, so that a path can say on what assumption it rests.
import {
  ENTRIES,
  type EntryKind,
  type NetworkDocument,
  type RiskConversation,
  type RiskDevice,
  type RiskFinding,
  type RiskReach,
  type RiskSettings,
  type StepKind,
} from '#contracts/index.ts';
import { GUEST_NETWORK } from '../zone-words.ts';
import { type CostSettings, effortOf } from './efforts.ts';
import { mendingOf } from './mending.ts';
import {
  type Door,
  MAKER_SESSION,
  NOTHING_FOUND,
  USER_UNKNOWN,
  WAY_UNKNOWN,
  WAY_UNKNOWN_INTERNET,
} from './weakness-table.data.ts';
import { type Chance, type Weakness, weaknessesOf } from './weaknesses.ts';

/** Which end of what is not known. */
export type End = 'low' | 'mode' | 'high';

/** What the graph is built from. */
export interface Site {
  readonly devices: readonly RiskDevice[];
  readonly zones: readonly { readonly id: string; readonly name: string | null }[];
  readonly findings: readonly RiskFinding[];
  readonly reach: readonly RiskReach[];
  readonly conversations?: readonly RiskConversation[] | undefined;
  readonly settings: Pick<RiskSettings, 'entries' | 'reach'> & CostSettings;
  /** Ids of changes that close a way, as if they were done. */
  readonly closed?: ReadonlySet<string>;
}

/** What can be changed: a way, or what gives way at a door. */
export type Change =
  | {
      readonly kind: 'close';
      readonly id: string;
      readonly from: string;
      readonly to: string;
      readonly port: number;
      readonly how: 'rule' | 'shield' | 'session' | 'unknown';
      readonly lastSeenAt: string | null;
    }
  | { readonly kind: 'mend'; readonly id: string; readonly weakness: Weakness };

/** The graph, and what its parts mean. */
export interface SiteNetwork {
  readonly network: NetworkDocument;
  /** By id of a weakness or of a reach edge; what is missing cannot be changed. */
  readonly changes: ReadonlyMap<string, Change>;
  /** The zones (or devices) that an entry opens, and whether somebody said so. */
  readonly entries: ReadonlyMap<EntryKind, EntryWays>;
}

export interface EntryWays {
  readonly opens: readonly string[];
  readonly isKnown: boolean;
  readonly because: string;
}

type Node = NetworkDocument['nodes'][number];
type NodeWeakness = NonNullable<Node['weaknesses']>[number];
type Edge = NonNullable<NetworkDocument['reach']>[number];

/** What it costs to change what cannot be changed: more than everything else together. */
export const FIXED = 1e9;
/** A way that exams need is closed last. */
const CLINICAL = 1e6;
/** Zones up to which each pair is looked at on its own. */
const MOST_PAIRED_ZONES = 40;
const NO_ZONE = 'no zone';
const OFFICE = /\b(office|admin|administration|reception|front desk|staff)\b/i;
/** Devices at which people read mail and browse. */
const DESKS = new Set(['workstation']);

/** The node of what a device holds. */
export function dataNode(device: string): string {
  return `${device}!data`;
}

function doorNode(device: string, door: Door): string {
  return `${device}#${door}`;
}

export function zoneNode(zone: string): string {
  return `zone:${zone}`;
}

/** The doors that a conversation on a port meets. */
function doorsOf(port: number, protocol: string): readonly Door[] {
  if (port === 0) return ['dicom', 'web', 'hl7', 'program', 'file sharing', 'remote control', 'system', 'accounts'];
  if (protocol === 'dicom') return ['dicom', 'program'];
  if (protocol === 'hl7') return ['hl7', 'program'];
  if (protocol === 'smb' || port === 445 || port === 139) return ['file sharing', 'system', 'accounts'];
  if (port === 3389 || port === 5900) return ['remote control', 'system', 'accounts'];
  if (protocol === 'http' || protocol === 'tls') return ['web', 'program', 'accounts'];
  return ['program', 'system', 'accounts'];
}

/** The chances of all that gives way at the doors of a device of which this was found, by the id that each has in the graph. */
export function doorChances(device: string, findings: readonly RiskFinding[], end: End): Map<string, number> {
  return new Map(
    withAssumed(device, weaknessesOf(device, findings)).map((weakness) => {
      const { gives, door, chance } = weakness;
      const node = gives === 'data' ? `${dataNode(device)}#${door}` : doorNode(device, door);
      return [`${node}/${gives}`, at(chance, end)];
    }),
  );
}

/** The zones of a site: known, seen in conversations, or stated. */
export function zonesOf(site: Site): string[] {
  const devices = new Set(site.devices.map(({ id }) => id));
  const seen = site.reach.map(({ from }) => from).filter((from) => from !== 'internet' && !devices.has(from));
  const stated = [
    ...ENTRIES.flatMap((kind) => site.settings.entries[kind].zones ?? []),
    ...site.settings.reach.flatMap(({ from, to }) => [from, to]).filter((zone) => zone !== '*' && zone !== 'internet'),
  ];
  const held = [...site.zones.map(({ id }) => id), ...site.devices.map(zoneOf)];
  return [...new Set([...held, ...seen, ...stated])].sort();
}

/** Builds the graph with what is not known at one of its ends. */
export function networkOf(site: Site, end: End): SiteNetwork {
  const build = new Build(site, end);
  build.devices();
  build.seenWays();
  build.zoneWays();
  build.entries();
  return build.done();
}

class Build {
  readonly #site: Site;
  readonly #end: End;
  readonly #nodes: Node[] = [];
  readonly #reach = new Map<string, Edge>();
  readonly #changes = new Map<string, Change>();
  readonly #costs = new Map<StepKind, number>();
  readonly #entries = new Map<EntryKind, EntryWays>();
  readonly #doors = new Map<string, ReadonlySet<string>>();
  /** Nodes that stand for many zones, by the zones that are left out. */
  readonly #groups = new Map<string, string>();
  readonly #devices: ReadonlyMap<string, RiskDevice>;
  readonly #findings: ReadonlyMap<string, RiskFinding>;
  readonly #zones: readonly string[];
  readonly #isZone: ReadonlySet<string>;
  readonly #guests: ReadonlySet<string>;

  constructor(site: Site, end: End) {
    this.#site = site;
    this.#end = end;
    this.#devices = new Map(site.devices.map((device) => [device.id, device]));
    this.#findings = new Map(site.findings.map((finding) => [finding.id, finding]));
    this.#zones = zonesOf(site);
    this.#isZone = new Set(this.#zones);
    this.#guests = guestsOf(site);
  }

  devices(): void {
    for (const zone of this.#zones) this.#fixedNode(zoneNode(zone), 'zone');
    const byDevice = Map.groupBy(this.#site.findings, ({ device }) => device);
    for (const device of this.#site.devices)
      this.#device(device, weaknessesOf(device.id, byDevice.get(device.id) ?? []));
  }

  #device(device: RiskDevice, found: readonly Weakness[]): void {
    const { id } = device;
    const own = `device:${id}`;
    const whole: NodeWeakness = {
      id: `${id}/falls`,
      from: 'adjacent',
      gains: 'control',
      probability: 1,
      cost: FIXED,
    };
    this.#nodes.push({ id, kind: device.kind ?? 'device', zone: own, weaknesses: [whole] });
    const doors = new Set<string>();
    this.#doors.set(id, doors);
    const add = (node: string, weakness: Weakness): NodeWeakness => {
      const given = `${node}/${weakness.gives}`;
      // What nobody found cannot be mended.
      const mending = weakness.findings.length > 0 ? mendingOf(weakness, this.#findings, device) : null;
      if (mending) this.#changes.set(given, { kind: 'mend', id: given, weakness });
      const cost = mending ? this.#costOf(mending.step) : FIXED;
      return { id: given, from: 'network', gains: 'control', probability: at(weakness.chance, this.#end), cost };
    };
    for (const weakness of withAssumed(device.id, found)) {
      if (weakness.gives === 'data') continue;
      const node = doorNode(id, weakness.door);
      doors.add(node);
      this.#nodes.push({ id: node, kind: 'door', zone: own, weaknesses: [add(node, weakness)] });
    }
    // Whoever holds the machine holds what is on it.
    const held: NodeWeakness = {
      id: `${dataNode(id)}/held`,
      from: 'adjacent',
      gains: 'access',
      probability: 1,
      cost: FIXED,
    };
    const readable: NodeWeakness = { ...held, id: `${dataNode(id)}/read`, from: 'network' };
    this.#nodes.push({ id: dataNode(id), kind: 'data', zone: own, weaknesses: [held, readable] });
    for (const weakness of found.filter(({ gives }) => gives === 'data')) {
      const node = `${dataNode(id)}#${weakness.door}`;
      doors.add(node);
      const zone = `${own}/${weakness.door}`;
      this.#nodes.push({ id: node, kind: 'door', zone, weaknesses: [add(node, weakness)] });
      this.#way(node, dataNode(id), 0, 'inside', FIXED);
    }
    const hub = zoneNode(zoneOf(device));
    this.#way(id, hub, 0, 'inside', FIXED);
    // The person in front of a device is met by what is brought, not over the network.
    const open = [...doors].filter((node) => !node.endsWith('#user'));
    for (const node of open)
      this.#way(hub, node, 0, 'own network', this.#costOf('shield') / open.length, {
        how: 'shield',
        from: hub,
        to: id,
      });
  }

  /** Conversations that were seen, and services that answered: each proves a way for its client. */
  seenWays(): void {
    for (const { from, to, port, protocol, isClinical, lastSeenAt } of this.#site.reach) {
      const server = this.#devices.get(to);
      if (!server) continue;
      const client = this.#devices.get(from);
      // What exams need inside one network stays open whatever is shielded.
      const isKept = isClinical && client !== undefined && zoneOf(client) === zoneOf(server);
      const source = sourceOf(from, client, this.#guests);
      if (!client && from !== 'internet' && !this.#isZone.has(from)) continue;
      if (!client && from === zoneOf(server)) continue;
      for (const door of doorsOf(port, protocol)) {
        for (const node of [doorNode(to, door), `${dataNode(to)}#${door}`])
          if (this.#doors.get(to)?.has(node))
            this.#way(
              source,
              node,
              port,
              protocol,
              isKept ? FIXED : isClinical ? CLINICAL : this.#costOf('rule') / 2,
              isKept ? undefined : { how: 'rule', from: source, to, lastSeenAt },
            );
      }
    }
  }

  /** Between zones: what was stated holds; about the rest nobody knows. */
  zoneWays(): void {
    const stated = new Map(this.#site.settings.reach.map(({ from, to, state }) => [`${from}>${to}`, state]));
    if (this.#zones.length > MOST_PAIRED_ZONES) {
      this.#manyZoneWays(stated);
      return;
    }
    for (const to of this.#zones) {
      const [toAll] = [stated.get(`*>${to}`)];
      for (const from of this.#zones) {
        if (from === to) continue;
        const state = stated.get(`${from}>${to}`) ?? toAll;
        if (state === 'open') this.#openZones(from, to);
        if (state !== undefined) continue;
        const node = `unknown:${from}>${to}`;
        this.#unknown(node, WAY_UNKNOWN, zoneNode(to));
        this.#way(zoneNode(from), node, 0, 'not known', this.#costOf('rule'), {
          how: 'unknown',
          from: zoneNode(from),
          to: zoneNode(to),
        });
      }
    }
  }

  /**
   * Of many zones: what is not known of the ways to one is one doubt, whichever zone they come from. Zones from which they come go through one node,
   * so that the pairs are never multiplied out.
   */
  #manyZoneWays(stated: ReadonlyMap<string, 'open' | 'closed'>): void {
    const said = Map.groupBy(this.#site.settings.reach, ({ to }) => to);
    for (const to of this.#zones) {
      const toAll = stated.get(`*>${to}`);
      const own = new Map((said.get(to) ?? []).map(({ from }) => [from, stated.get(`${from}>${to}`)]));
      if (toAll === 'open') {
        for (const from of this.#zones)
          if (from !== to && (own.get(from) ?? toAll) === 'open') this.#openZones(from, to);
        continue;
      }
      for (const [from, state] of own) if (state === 'open' && this.#isZone.has(from)) this.#openZones(from, to);
      if (toAll !== undefined) continue;
      const node = `unknown:*>${to}`;
      this.#unknown(node, WAY_UNKNOWN, zoneNode(to));
      this.#way(this.#zonesBut([...own.keys()]), node, 0, 'not known', FIXED);
    }
  }

  #openZones(from: string, to: string): void {
    this.#way(zoneNode(from), zoneNode(to), 0, 'open', this.#costOf('rule'), {
      how: 'rule',
      from: zoneNode(from),
      to: zoneNode(to),
    });
  }

  /** A node that is held with any zone but these. */
  #zonesBut(left: readonly string[]): string {
    const out = new Set(left.filter((zone) => this.#isZone.has(zone)));
    const key = [...out].sort().join(' ');
    const known = this.#groups.get(key);
    if (known !== undefined) return known;
    const node = `zones:${this.#groups.size}`;
    this.#groups.set(key, node);
    this.#fixedNode(node, 'zones');
    for (const zone of this.#zones) if (!out.has(zone)) this.#way(zoneNode(zone), node, 0, 'not known', FIXED);
    return node;
  }

  entries(): void {
    for (const kind of ENTRIES) this.#fixedNode(`entry:${kind}`, 'entry', true);
    const { entries, reach } = this.#site.settings;
    const desks = new Set(this.#site.devices.filter(({ kind }) => DESKS.has(kind ?? '')).map(zoneOf));
    const zones = (kind: EntryKind, found: Iterable<string>, words: { found: string; none: string }) => {
      const given = entries[kind].zones;
      const opens = [...new Set(kind === 'internet' ? found : (given ?? found))]
        .filter((zone) => this.#isZone.has(zone))
        .sort();
      for (const zone of opens) this.#way(`entry:${kind}`, zoneNode(zone), 0, 'held', FIXED);
      const isKnown = given !== null || opens.length > 0;
      this.#entries.set(kind, {
        opens,
        isKnown,
        because: given !== null ? 'stated by the site' : isKnown ? words.found : words.none,
      });
      return { isKnown };
    };

    const internet = reach.filter(({ from }) => from === 'internet');
    const closed = new Set(internet.flatMap(({ to, state }) => (state === 'closed' ? [to] : [])));
    const opened = new Set(internet.flatMap(({ to, state }) => (state === 'open' ? [to] : [])));
    const isClosed = (zone: string) => closed.has(zone) || closed.has('*');
    const isOpen = (zone: string) => opened.has(zone);
    // What was said of one zone holds over the list of those that the entry opens.
    const listed = (entries.internet.zones ?? []).filter((zone) => !closed.has(zone));
    zones('internet', [...listed, ...this.#zones.filter(isOpen)], {
      found: 'somebody stated that a zone is open to the internet',
      none: 'nobody has said what the firewall to the internet lets in',
    });
    if (entries.internet.zones === null) {
      const left = this.#zones.filter((zone) => !isClosed(zone) && !isOpen(zone));
      if (left.length > 0) {
        this.#unknown('unknown:internet', WAY_UNKNOWN_INTERNET, ...left.map(zoneNode));
        this.#way('entry:internet', 'unknown:internet', 0, 'not known', FIXED);
      }
    }
    const guest = zones('guest', this.#guests, {
      found: 'a zone has the name of a guest network',
      none: 'no guest network is named, and nobody has said that there is none',
    });
    const office = zones('office', [...zonesNamed(this.#site, OFFICE), ...desks], {
      found: 'zones of offices, and zones with workstations',
      none: 'no office network is named',
    });
    for (const [kind, { isKnown }] of [
      ['guest', guest],
      ['office', office],
    ] as const) {
      if (isKnown) continue;
      const node = `unknown:${kind}`;
      this.#unknown(node, WAY_UNKNOWN, ...this.#zones.map(zoneNode));
      this.#way(`entry:${kind}`, node, 0, 'not known', FIXED);
    }
    zones(
      'insider',
      this.#zones.filter((zone) => !this.#guests.has(zone)),
      { found: 'staff sit in every network but that of guests', none: 'no network is known' },
    );

    const steered = this.#site.devices.filter(
      ({ kind, remoteServices }) => kind === 'gateway' || remoteServices.length > 0,
    );
    for (const { id } of steered) {
      const node = `${id}#session`;
      const session = {
        id: `${node}/control`,
        from: 'network' as const,
        gains: 'control' as const,
        probability: at(MAKER_SESSION, this.#end),
        cost: FIXED,
      };
      this.#nodes.push({ id: node, kind: 'door', zone: `device:${id}`, weaknesses: [session] });
      this.#way('entry:vendor', node, 0, 'remote service', this.#costOf('session'), {
        how: 'session',
        from: 'entry:vendor',
        to: id,
      });
    }
    // Sessions that were seen are there whatever was stated; stated zones are open to the maker beside them.
    const held = (entries.vendor.zones ?? []).filter((zone) => this.#zones.includes(zone));
    for (const zone of held) this.#way('entry:vendor', zoneNode(zone), 0, 'held', FIXED);
    this.#entries.set('vendor', {
      opens: [...held, ...steered.map(({ id }) => id)],
      isKnown: entries.vendor.zones !== null || steered.length > 0,
      because:
        entries.vendor.zones !== null
          ? 'stated by the site'
          : steered.length > 0
            ? 'devices in touch with a remote service, and gateways of makers'
            : 'no remote service was seen',
    });
    const allowed = entries.media.zones;
    const met = this.#site.devices.filter((device) => allowed === null || allowed.includes(zoneOf(device)));
    for (const { id } of met) this.#way('entry:media', doorNode(id, 'user'), 0, 'brought', FIXED);
    this.#entries.set('media', {
      opens: met.map(({ id }) => id),
      isKnown: true,
      because: allowed === null ? 'whoever stands in front of a device can bring something' : 'stated by the site',
    });
    for (const { id, kind } of this.#site.devices)
      if (DESKS.has(kind ?? '')) this.#way('entry:office', doorNode(id, 'user'), 0, 'mail', FIXED);
  }

  done(): SiteNetwork {
    return {
      network: { nodes: this.#nodes, reach: [...this.#reach.values()] },
      changes: this.#changes,
      entries: this.#entries,
    };
  }

  /** What it most likely costs to change something; never nothing, so that the fewest changes are found where none costs anything. */
  #costOf(step: StepKind): number {
    const known = this.#costs.get(step) ?? Math.max(1, effortOf(this.#site.settings, step).cost.mode);
    this.#costs.set(step, known);
    return known;
  }

  #fixedNode(id: string, kind: string, entry = false): void {
    const held = { id: `${id}/held`, from: 'network' as const, gains: 'control' as const, probability: 1, cost: FIXED };
    this.#nodes.push({ id, kind, zone: `@${id}`, entry, weaknesses: entry ? [] : [held] });
  }

  /** A node for what nobody knows, which leads to others. */
  #unknown(id: string, chance: Chance, ...to: readonly string[]): void {
    const way = {
      id: `${id}/way`,
      from: 'network' as const,
      gains: 'control' as const,
      probability: at(chance, this.#end),
      cost: FIXED,
    };
    this.#nodes.push({ id, kind: 'not known', zone: `@${id}`, weaknesses: [way] });
    for (const node of to) this.#way(id, node, 0, 'not known', FIXED);
  }

  #way(
    from: string,
    to: string,
    port: number,
    protocol: string,
    cost: number,
    change?: {
      readonly how: 'rule' | 'shield' | 'session' | 'unknown';
      readonly from: string;
      readonly to: string;
      readonly lastSeenAt?: string | null;
    },
  ): void {
    const id = `${from}>${to}:${port}`;
    if (this.#reach.has(id) || this.#site.closed?.has(id)) return;
    this.#reach.set(id, { id, from, to, port, protocol, cost });
    if (!change) return;
    this.#changes.set(id, {
      kind: 'close',
      id,
      how: change.how,
      from: change.from,
      to: change.to,
      port,
      lastSeenAt: change.lastSeenAt ?? null,
    });
  }
}

/** With what is assumed where nothing was found: no finding is not the same as safe. */
function withAssumed(device: string, found: readonly Weakness[]): Weakness[] {
  const has = (door: Door) => found.some((weakness) => weakness.door === door && weakness.gives === 'control');
  const assumed = (door: Door, chance: Chance, words: string): Weakness => ({
    device,
    door,
    gives: 'control',
    chance,
    words,
    findings: [],
  });
  return [
    ...found,
    ...(has('system') ? [] : [assumed('system', NOTHING_FOUND, 'may have a hole that nobody knows of yet')]),
    ...(has('user') ? [] : [assumed('user', USER_UNKNOWN, 'may run what somebody brings')]),
  ];
}

/** Zones of guests: as the site stated, or by their names. */
export function guestsOf(site: Pick<Site, 'settings' | 'zones'>): ReadonlySet<string> {
  return new Set(site.settings.entries.guest.zones ?? zonesNamed(site, GUEST_NETWORK));
}

/** The node from which a recorded conversation comes; what one guest opens any guest can. */
export function sourceOf(from: string, client: RiskDevice | undefined, guests: ReadonlySet<string>): string {
  if (client) return guests.has(zoneOf(client)) ? zoneNode(zoneOf(client)) : client.id;
  return from === 'internet' ? 'entry:internet' : zoneNode(from);
}

function zonesNamed({ zones }: Pick<Site, 'zones'>, pattern: RegExp): string[] {
  return zones.filter(({ name }) => name !== null && pattern.test(name)).map(({ id }) => id);
}

/** The zone of a device; a name of its own for none. */
export function zoneOf({ zone }: RiskDevice): string {
  return zone ?? NO_ZONE;
}

function at(chance: Chance, end: End): number {
  return Math.min(1, Math.max(0, chance[end]));
}
