// The allow-list: who may open what port of whom, with the proof and the reason of each line; and the conversations about which somebody
// must decide. Conversations with one service are one rule with a group of clients, never more than is recorded unless that is asked for.
import type { SegmentationDecision, SegmentationRule } from '#contracts/index.ts';
import { inertText, sha256 } from '#kit/index.ts';
import { type AddressSet, ANY, addressSet, isEmpty, textsOf, union } from './address-set.ts';
import { verbsOf } from './carries.ts';
import { configuredDirections, type Direction, dicomPorts, movedDirections } from './configured.ts';
import { judged } from './dispose.ts';
import { type Group, Groups } from './groups.ts';
import { type RecordedFlow, type SegmentationInput, type SegmentationOptions, USUAL_OPTIONS } from './input.ts';
import { compareNumbers, compareText } from './order.ts';
import { Places } from './places.ts';

/** Names of one end that a rule says; the others are counted. */
const MOST_NAMES = 100;
const STEP = 10;

/** What the recorded conversations come to. */
export interface AllowList {
  readonly places: Places;
  readonly options: SegmentationOptions;
  /** In the order in which a firewall asks them; the last denies the rest. */
  readonly rules: readonly SegmentationRule[];
  /** What is recorded inside zones that are not filtered. */
  readonly inside: readonly SegmentationRule[];
  readonly decisions: readonly SegmentationDecision[];
  readonly problems: readonly string[];
}

/** Works the allow-list out. Throws Invalid for an address or a range that is none. */
export function allowListOf(input: SegmentationInput, options: SegmentationOptions = USUAL_OPTIONS): AllowList {
  const places = new Places(input);
  const problems = [...places.problems];
  const groups = groupsOf(input, { places, options, problems });
  const allowed = new Set(options.allow);
  const unknown = options.allow.filter((id) => !groups.some((group) => group.id === id));
  if (unknown.length > 0)
    problems.push(
      `Nothing waits for a decision under ${unknown
        .slice(0, 5)
        .map((id) => inertText(id, 20))
        .join(', ')}. Look at the list of decisions.`,
    );
  const isRule = (group: Group) => group.key.disposition === 'allow' || allowed.has(group.id);
  const isInside = ({ key }: Group) => key.scope === 'within' && options.within === 'open';
  const around = { places, options };
  const between = groups.filter((group) => isRule(group) && !isInside(group)).map((group) => ruleOf(group, around));
  const inside = groups.filter((group) => isRule(group) && isInside(group)).map((group) => ruleOf(group, around));
  const passes = options.within === 'open' ? passesOf(places) : [];
  return {
    places,
    options,
    rules: numbered([...between, ...passes, DENY_REST]),
    inside: numbered(inside),
    decisions: groups
      .filter(({ key }) => key.disposition !== 'allow')
      .map((group) => decisionOf(group, { ...around, isAllowed: allowed.has(group.id) })),
    problems,
  };
}

interface Around {
  readonly places: Places;
  readonly options: SegmentationOptions;
}

function groupsOf(
  input: SegmentationInput,
  { places, options, problems }: Around & { readonly problems: string[] },
): Group[] {
  const groups = new Groups();
  const groupFor = (flow: RecordedFlow) => {
    const { from, to, carries, scope, disposition } = judged(flow, places, options);
    if (disposition === null) return null;
    // Who calls out has many partners there: they are one question.
    const isOut = to.side === 'internet' && from.side !== 'internet';
    const { transport, port } = flow;
    const pivot = isOut ? 'client' : 'server';
    const address = isOut ? flow.client : flow.server;
    return { group: groups.of({ disposition, scope, transport, port, pivot, address }), carries };
  };
  let stale = 0;
  for (const flow of input.flows) {
    if (options.staleBefore !== null && flow.lastSeenAt < options.staleBefore) stale++;
    else {
      const found = groupFor(flow);
      found?.group.see(flow, found.carries);
    }
  }
  if (stale > 0)
    problems.push(
      `${stale} conversations were not seen for ${options.staleDays} days and are left out; those that the rules would cut are listed.`,
    );
  const known = { places, ports: dicomPorts(input) };
  const configured = configuredDirections(input.relations, known, problems);
  const moved = movedDirections(input.flows, configured, known, problems);
  for (const direction of [...configured, ...moved]) {
    const group = groupFor(asFlow(direction))?.group;
    const { client, server, fact, note } = direction;
    if (fact === null) group?.infer(client, server, note);
    else group?.configure(client, server, { fact, note });
  }
  return groups.all().sort((a, b) => compareGroups(a, b, places));
}

function asFlow({ client, server, port }: Direction): RecordedFlow {
  const [transport, never] = ['tcp', ''] as const;
  return {
    transport,
    client,
    server,
    port,
    protocols: ['dicom'],
    operations: [],
    turnedAway: false,
    firstSeenAt: never,
    lastSeenAt: never,
  };
}

/** By the address that the group is kept by, then transport, port and id: the same order whatever is added elsewhere. */
function compareGroups(a: Group, b: Group, places: Places): number {
  const [left, right] = [places.at(a.key.address).address, places.at(b.key.address).address];
  return (
    left.family - right.family ||
    compareNumbers(left.value, right.value) ||
    compareText(a.key.transport, b.key.transport) ||
    a.key.port - b.key.port ||
    compareText(a.id, b.id)
  );
}

function ruleOf(group: Group, { places, options }: Around): Omit<SegmentationRule, 'number'> {
  const { transport, port } = group.key;
  const narrow = endOf(group.clients, places);
  const wide = options.zoneWide ? wholeZones(group, places) : null;
  const names = wide ? wide.names : narrow.names;
  const stated = wide
    ? `${reasonOf(group, places)} Allowed for all of ${listed(wide.names)}, as asked.`
    : reasonOf(group, places);
  return {
    id: group.id,
    action: 'allow',
    transport,
    from: { names, addresses: wide ? wide.addresses : narrow.addresses },
    to: endOf(group.servers, places),
    port,
    protocol: protocolOf(group),
    carries: group.carries,
    reason: stated,
    widened: wide !== null,
    proof: group.proof,
  };
}

/** The zones of the clients as a whole, with clients outside any; null where no client is in a zone. */
function wholeZones({ clients }: Group, places: Places) {
  const zones = new Map(
    [...clients].flatMap((at) => {
      const { zone } = places.at(at);
      return zone && !zone.isGuest ? [[zone.id, zone] as const] : [];
    }),
  );
  if (zones.size === 0) return null;
  let set: AddressSet = addressSet([...clients]);
  for (const { set: own } of zones.values()) set = union(set, own);
  return { names: [...zones.values()].map(({ name }) => name).sort(compareText), addresses: textsOf(set) };
}

function endOf(addresses: ReadonlySet<string>, places: Places): SegmentationRule['from'] {
  const placed = [...addresses].map((text) => ({ text, ...places.at(text) }));
  placed.sort((a, b) => a.address.family - b.address.family || compareNumbers(a.address.value, b.address.value));
  const names = [...new Set(placed.map(({ text, device }) => device?.name ?? text))].sort(compareText);
  return { names: shortened(names), addresses: placed.map(({ text }) => text) };
}

function shortened(names: readonly string[]): string[] {
  return names.length <= MOST_NAMES ? [...names] : [...names.slice(0, MOST_NAMES), `${names.length - MOST_NAMES} more`];
}

function protocolOf({ protocols }: Group): string | null {
  return [...protocols].sort(compareText).slice(0, 5).join(', ') || null;
}

function reasonOf(group: Group, places: Places): string {
  const { clients, servers, operations, protocols, notes } = group;
  if (group.proof.flows === 0) return `${inertText([...notes].sort(compareText).slice(0, 3).join('; '), 400)}.`;
  const devices = new Set([...servers].map((at) => places.at(at).device));
  const isWorklist = devices.size === 1 && [...devices][0]?.kind === 'worklist';
  const callers = namesOf(clients, places);
  const verbs = verbsOf(operations, protocols, isWorklist).map(([one, several]) =>
    callers.length === 1 ? one : several,
  );
  const also =
    notes.size === 0 ? '' : group.relations.size > 0 ? ' An AE table says so, too.' : ' C-MOVE needs it, too.';
  return `${listed(callers)} ${listed(verbs, verbs.length)} ${listed(namesOf(servers, places))}.${also}`;
}

function namesOf(addresses: ReadonlySet<string>, places: Places): string[] {
  return [...new Set([...addresses].map((at) => inertText(places.nameAt(at), 80)))].sort(compareText);
}

/** Two by name, the rest as a number. */
function listed(names: readonly string[], most = 2): string {
  const [last = ''] = names.slice(-1);
  if (names.length <= 1) return last;
  if (names.length <= most) return `${names.slice(0, -1).join(', ')} and ${last}`;
  return `${names.slice(0, most).join(', ')} and ${names.length - most} more`;
}

const QUESTIONS: Readonly<Record<SegmentationDecision['kind'], string>> = {
  internet: 'It crosses the border to the internet.',
  'remote service': 'Somebody outside may reach in this way.',
  guest: 'One end is a network for guests.',
  unsure: 'Nobody can tell what it carries; an exam may depend on it.',
  other: 'No exam is known to depend on it.',
  'turned away': 'Each association was turned away.',
};

function decisionOf(
  group: Group,
  { places, isAllowed }: Around & { readonly isAllowed: boolean },
): SegmentationDecision {
  const { disposition, transport, port } = group.key;
  const kind = disposition === 'allow' ? 'other' : disposition;
  const outcome = isAllowed ? 'It is allowed, as decided.' : 'Until somebody allows it, these rules cut it.';
  return {
    id: group.id,
    kind,
    transport,
    from: endOf(group.clients, places),
    to: endOf(group.servers, places),
    port,
    protocol: protocolOf(group),
    question: `${reasonOf(group, places)} ${QUESTIONS[kind]} ${outcome}`,
    allowed: isAllowed,
    proof: group.proof,
  };
}

const NO_PROOF = { basis: 'policy', flows: 0, keys: [], relations: [], firstSeenAt: null, lastSeenAt: null } as const;

/** What stays inside a zone passes no firewall; where it does, it is let through. */
function passesOf(places: Places): Omit<SegmentationRule, 'number'>[] {
  return places.zones.flatMap(({ id, name, set }) => {
    if (isEmpty(set)) return [];
    const end = { names: [name], addresses: textsOf(set) };
    const zone = sha256(id).slice(0, 10);
    return [
      {
        id: `Z-${zone}`,
        action: 'allow' as const,
        transport: 'any' as const,
        from: end,
        to: end,
        port: null,
        protocol: null,
        carries: null,
        reason: `Inside ${inertText(name, 80)} nothing is filtered.`,
        widened: false,
        proof: { ...NO_PROOF, keys: [], relations: [] },
      },
    ];
  });
}

const DENY_REST: Omit<SegmentationRule, 'number'> = {
  id: 'deny-rest',
  action: 'deny',
  transport: 'any',
  from: { names: [], addresses: [ANY] },
  to: { names: [], addresses: [ANY] },
  port: null,
  protocol: null,
  carries: null,
  reason: 'Whatever no rule allows is denied.',
  widened: false,
  proof: { ...NO_PROOF, keys: [], relations: [] },
};

function numbered(rules: readonly Omit<SegmentationRule, 'number'>[]): SegmentationRule[] {
  return rules.map((rule, place) => ({ number: (place + 1) * STEP, ...rule }));
}
