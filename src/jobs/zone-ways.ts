// The ways between the zones of a site: what people stated, beside what recorded conversations prove, and a statement made or taken back.
import type { RiskSettingsInput, WayInput, WayList, WayQuery, WayRow, WayStanding } from '#contracts/index.ts';
import { WAY_STANDINGS } from '#contracts/index.ts';
import { recordedWays, zonesKnown, zonesOfDevices } from '#inventory/index.ts';
import { Invalid } from '#kit/index.ts';
import { changeRiskSettings, doneSteps, riskSettings } from '#program/index.ts';
import { isNewer, pairOf } from '#risk/index.ts';
import type { Tenant } from '#store/index.ts';

const ALL = '*';
const INTERNET = 'internet';
const MOST_PORTS = 12;

type Stated = NonNullable<RiskSettingsInput['reach']>[number];

interface Pair {
  readonly from: string;
  readonly to: string;
}

interface Seen {
  conversations: number;
  readonly ports: Set<number>;
  lastSeenAt: string | null;
}

/** A page of ways, the contradicted first, then what was stated, then what was only seen, then what nobody knows. */
export async function zoneWays(tx: Tenant, query: WayQuery): Promise<WayList> {
  const { settings } = await riskSettings(tx);
  const reach = settings.reach ?? [];
  const named = await zonesKnown(tx);
  const names = new Map(named.map(({ id, name }) => [id, name]));
  const said = reach.flatMap(({ from, to }) => [from, to]).filter((zone) => zone !== ALL && zone !== INTERNET);
  const zones = [...new Set([...names.keys(), ...said])].sort();
  const seen = await seenBetween(tx);
  const stated = new Map(reach.map((way) => [keyOf(way.from, way.to), way]));
  const listed = settings.entries?.internet?.zones ?? null;
  const closing = await closedBySteps(tx);
  /** What was stated of a way: of itself, or for all zones at once. */
  const wayOf = (from: string, to: string): Stated | undefined => {
    const own = stated.get(keyOf(from, to));
    if (own || from !== INTERNET) return own ?? stated.get(keyOf(ALL, to));
    // The entry says which zones it opens, and so which it does not.
    if (listed !== null) return { from, to, state: listed.includes(to) ? 'open' : 'closed', because: '' };
    return stated.get(keyOf(INTERNET, ALL));
  };
  const rowOf = ({ from, to }: Pair): WayRow => {
    const way = wayOf(from, to);
    const conversations = seen.get(keyOf(from, to));
    const step = closing.get(keyOf(from, to));
    const done = step && !(way && isNewer(way, step)) ? step : null;
    return {
      from,
      fromName: names.get(from) ?? null,
      to,
      toName: names.get(to) ?? null,
      standing: standingOf(done ? { state: 'closed', at: done.at } : way, conversations),
      stated: way
        ? { state: way.state, because: way.because, forAll: !stated.has(keyOf(from, to)), at: way.at ?? null }
        : null,
      done: done && { at: done.at, by: done.by },
      empty: way ? [from, to].filter((zone) => zone !== INTERNET && !names.has(zone)) : [],
      seen: conversations
        ? {
            conversations: conversations.conversations,
            ports: [...conversations.ports].sort((a, b) => a - b).slice(0, MOST_PORTS),
            lastSeenAt: conversations.lastSeenAt,
          }
        : null,
    };
  };
  function* pairs(notable: boolean): Generator<Pair> {
    for (const from of [INTERNET, ...zones]) {
      for (const to of zones) {
        if (from === to || (query.zone !== undefined && from !== query.zone && to !== query.zone)) continue;
        const key = keyOf(from, to);
        if ((seen.has(key) || closing.has(key) || wayOf(from, to) !== undefined) === notable) yield { from, to };
      }
    }
  }
  const isShown = ({ standing, stated: way }: WayRow) =>
    query.show === 'all' || (query.show === 'stated' ? way !== null : standing === query.show);
  const known = [...pairs(true)].map(rowOf).filter(isShown);
  known.sort((a, b) => rank(a) - rank(b) || compare(keyOf(a.from, a.to), keyOf(b.from, b.to)));

  // Of what nobody knows only the page that is asked for is held: zones times zones may be many.
  const start = placeOf(query.cursor);
  const items = known.slice(start, start + query.limit);
  let total = known.length;
  if (query.show === 'all' || query.show === 'unknown') {
    for (const pair of pairs(false)) {
      if (total >= start && items.length < query.limit) items.push(rowOf(pair));
      total++;
    }
  }
  const end = start + items.length;
  return { items, next: end < total ? String(end) : null, total: { value: total, relation: 'eq' } };
}

/**
 * States that everything passes from one zone to another or that the way is closed, or takes that back. Throws Invalid, naming the field, for
 * a zone that the site does not have and for what cannot be said.
 */
export async function stateWay(
  tx: Tenant,
  { from, to, state, because }: WayInput,
  actor: { readonly by: string; readonly now: Date },
): Promise<void> {
  if (from === to) throw new Invalid('to: choose another zone; within a zone machines reach each other.');
  if (to === INTERNET) throw new Invalid('to: what leaves for the internet is no way in; choose a zone.');
  if (to === ALL && (from !== INTERNET || state === 'open'))
    throw new Invalid('to: choose one zone; only the internet can be said to be closed to all.');
  const known = new Set((await zonesKnown(tx)).map(({ id }) => id));
  const change = ({ reach = [], ...given }: RiskSettingsInput): RiskSettingsInput => {
    const rest = from === INTERNET && to !== ALL && state !== null ? listing(given, to, state === 'open') : given;
    const others = reach.filter((way) => way.from !== from || way.to !== to);
    if (state === null) {
      if (others.length === reach.length)
        throw new Invalid('from: nothing was said of this way; there is nothing to take back.');
      return others.length === 0 ? rest : { ...rest, reach: others };
    }
    for (const [field, zone] of [
      ['from', from],
      ['to', to],
    ] as const)
      if (zone !== ALL && zone !== INTERNET && !known.has(zone))
        throw new Invalid(`${field}: this site has no such zone. Choose one of its zones.`);
    const way: Stated = { from, to, state, because, at: actor.now.toISOString() };
    return { ...rest, reach: [...others, way].sort((a, b) => compare(keyOf(a.from, a.to), keyOf(b.from, b.to))) };
  };
  await changeRiskSettings(tx, change, { ...actor, detail: `${from} to ${to}: ${state ?? 'taken back'}` });
}

/** With a zone in the list of those that the internet opens, or out of it; where no list was stated there is none. */
function listing(given: RiskSettingsInput, zone: string, isOpen: boolean): RiskSettingsInput {
  const { internet } = given.entries ?? {};
  if (!internet?.zones || internet.zones.includes(zone) === isOpen) return given;
  const zones = isOpen ? [...internet.zones, zone].sort() : internet.zones.filter((each) => each !== zone);
  return { ...given, entries: { ...given.entries, internet: { ...internet, zones } } };
}

/** Ways between networks that steps of the plan closed, by their key. */
async function closedBySteps(tx: Tenant): Promise<ReadonlyMap<string, { at: string; by: string; how: string }>> {
  const steps = await doneSteps(tx);
  return new Map(
    steps.flatMap(({ way, at, by }) => {
      const pair = way && pairOf(way);
      return pair ? [[keyOf(pair.from, pair.to), { at, by, how: way.how }] as const] : [];
    }),
  );
}

async function seenBetween(tx: Tenant): Promise<ReadonlyMap<string, Seen>> {
  const zoneOf = await zonesOfDevices(tx);
  const seen = new Map<string, Seen>();
  for (const { from: client, to: server, port, lastSeenAt } of await recordedWays(tx)) {
    const to = zoneOf.get(server);
    const from = zoneOf.has(client) ? zoneOf.get(client) : client;
    if (to == null || from == null || from === to) continue;
    const key = keyOf(from, to);
    const known = seen.get(key) ?? { conversations: 0, ports: new Set<number>(), lastSeenAt: null };
    known.conversations++;
    known.ports.add(port);
    if (lastSeenAt !== null && (known.lastSeenAt === null || known.lastSeenAt < lastSeenAt))
      known.lastSeenAt = lastSeenAt;
    seen.set(key, known);
  }
  return seen;
}

/** What passed before a way was closed does not speak against it; without a day nobody knows what was first. */
function standingOf(way: Pick<Stated, 'state' | 'at'> | undefined, seen: Seen | undefined): WayStanding {
  if (!way) return seen ? 'seen' : 'unknown';
  if (way.state === 'open') return 'open';
  return seen && (way.at === undefined || (seen.lastSeenAt ?? '') > way.at) ? 'contradicted' : 'closed';
}

function rank({ standing }: WayRow): number {
  return WAY_STANDINGS.indexOf(standing);
}

function keyOf(from: string, to: string): string {
  return `${from}>${to}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function placeOf(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  if (!/^\d{1,9}$/.test(cursor))
    throw new Invalid('The cursor is not one of this list. Start again at its first page.');
  return Number(cursor);
}
