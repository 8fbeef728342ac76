// Steps that people say are done, held against what was found since. What nobody has looked at is not known, and a way that is used is not closed.
import type { DoneState, RiskDoneInput, RiskInputs, RiskReach } from '#contracts/index.ts';
import { type Action, actionIdOf, controlAction } from './actions-of.ts';
import { withCountedPatients } from './counted-patients.ts';
import { type Change, guestsOf, networkOf, type Site, sourceOf, zoneOf, zonesOf } from './network-of.ts';
import { weaknessesOf } from './weaknesses.ts';

/** How a step stands, and what proves it. */
export interface DoneStanding {
  readonly state: DoneState;
  /** In words, for people. */
  readonly because: string;
  /** Conversations that contradict it, the newest first; or that show that its device was listened to. */
  readonly flows: readonly RiskReach[];
}

/** The inputs with the steps that stand: their ways are closed, their controls in place. */
export interface InForce extends RiskInputs {
  readonly closed: ReadonlySet<string>;
  /** The inputs as they were given: what is stated, without what steps add to it. */
  readonly given: RiskInputs;
  readonly standings: ReadonlyMap<string, DoneStanding>;
}

const MOST_FLOWS = 20;
const DAY_MS = 86_400_000;
/** Silence of so many days, in which a device was heard otherwise, confirms that a way is closed (ours): what is used at all is used in two weeks. */
const LISTENED_DAYS = 14;

/** What counts of an assessment's inputs once the steps that are done are held against the facts, and patients that were counted stand. */
export function inForce(given: RiskInputs | InForce): InForce {
  if ('standings' in given) return given;
  const inputs = withCountedPatients(given);
  const done = inputs.done ?? [];
  const standings = new Map(done.map((step) => [step.action, standingOfStep(step, inputs)]));
  const holds = done.filter(({ action }) => standings.get(action)?.state !== 'contradicted');
  const controls = holds.flatMap(({ kind, action }) => (kind === 'control' ? [controlOf(action)] : []));
  const inPlace = [...inputs.settings.controls, ...(inputs.controlsProven ?? []), ...controls];
  const settings = { ...inputs.settings, controls: [...new Set(inPlace)] };
  return { ...withClosed({ ...inputs, settings }, holds), given, standings };
}

/**
 * The site with the ways that steps close: between two networks as if it were stated of this pair, which holds however the graph tells ways apart;
 * at one machine by the edges of the graph.
 */
export function withClosed<S extends Site>(
  site: S,
  steps: readonly RiskDoneInput[],
): S & { readonly closed: ReadonlySet<string> } {
  const closes = steps.filter(({ kind }) => kind === 'close');
  const actions = new Set(closes.flatMap(({ way, action }) => (way && pairOf(way) ? [] : [action])));
  const before = site.closed ?? new Set<string>();
  const closed = actions.size > 0 ? new Set([...before, ...edgesOf(site, actions)]) : before;
  const pairs = closes.flatMap(({ way }) => (way && pairOf(way)) ?? []);
  if (pairs.length === 0) return { ...site, closed };
  const zones = new Set(zonesOf(site));
  const own = new Map(
    pairs.filter(({ from, to }) => zones.has(from) && zones.has(to)).map((pair) => [`${pair.from}>${pair.to}`, pair]),
  );
  const others = site.settings.reach.filter(({ from, to }) => !own.has(`${from}>${to}`));
  const said = [...own.values()].map((pair) => ({ ...pair, state: 'closed' as const, because: '' }));
  return { ...site, settings: { ...site.settings, reach: [...others, ...said] }, closed };
}

/** Edges of the graph that some actions close. */
function edgesOf(site: Site, actions: ReadonlySet<string>): Set<string> {
  const { changes } = networkOf(site, 'mode');
  return new Set([...changes].flatMap(([id, change]) => (actions.has(actionIdOf(change)) ? [id] : [])));
}

/** The control of the library that an action puts in place. */
export function controlOf(action: string): string {
  return action.slice(controlAction('').length);
}

/** What an action changes of the graph, to be kept with it. */
export function changedBy(
  inputs: RiskInputs,
  action: string,
): { way: RiskDoneInput['way']; door: RiskDoneInput['door']; closes: string[] } {
  const { changes } = networkOf(inForce(inputs), 'mode');
  const own = [...changes.values()].filter((change) => actionIdOf(change) === action);
  const [first] = own;
  return {
    way: first?.kind === 'close' ? { how: first.how, from: first.from, to: first.to, port: first.port } : null,
    door: first?.kind === 'mend' ? { device: first.weakness.device, door: first.weakness.door } : null,
    closes: own.flatMap((change: Change) => (change.kind === 'close' ? [change.id] : [])).sort(),
  };
}

/** What is kept of an action beside its own figures when somebody says that it is done. */
export interface DoneChange extends ReturnType<typeof changedBy> {
  readonly titles: Readonly<Record<string, string>>;
  readonly perDollar: number | null;
}

/** What an action changes, with the titles of the findings at its devices and the rate of the money. */
export function doneChange(inputs: RiskInputs, action: string): DoneChange {
  const titles = Object.fromEntries(inputs.findings.map(({ id, title }) => [id, title]));
  return { ...changedBy(inputs, action), titles, perDollar: inputs.settings.perDollar ?? null };
}

/** Ids of the findings that are met at a door of a device. */
export function findingsAt({ device, door }: NonNullable<RiskDoneInput['door']>, { findings }: Site): Set<string> {
  const own = findings.filter((finding) => finding.device === device);
  return new Set(
    weaknessesOf(device, own)
      .filter((weakness) => weakness.door === door)
      .flatMap((weakness) => weakness.findings),
  );
}

/** Actions against what is done: one that is contradicted, or at whose door something new was found, is offered again and says why. */
export function againstDone(
  actions: readonly Action[],
  { done = [], standings }: InForce,
): { readonly actions: Action[]; readonly withheld: ReadonlySet<string> } {
  const steps = new Map(done.map((step) => [step.action, step]));
  const withheld = new Set<string>();
  const told = actions.map((action): Action => {
    const step = steps.get(action.id);
    if (!step) return action;
    const standing = standings.get(action.id);
    const said = `On ${day(step.at)} it was said to be done`;
    if (standing?.state === 'contradicted') return { ...action, why: `${action.why} ${said}. ${standing.because}` };
    const had = new Set(step.findings.map(({ id }) => id));
    if (action.findings.some((id) => !had.has(id)))
      return { ...action, why: `${action.why} ${said}; something new was found at the same place since.` };
    withheld.add(action.id);
    return action;
  });
  return { actions: told, withheld };
}

function standingOfStep(step: RiskDoneInput, inputs: RiskInputs): DoneStanding {
  switch (step.kind) {
    case 'mend':
      return mended(step, inputs);
    case 'close':
      return closed(step, inputs);
    case 'control':
      return { state: 'stated', because: 'Somebody said that it is in place; nothing proves it yet.', flows: [] };
  }
}

function mended(
  { at, findings, seen, lookedAt, devices, unknown = [] }: RiskDoneInput,
  inputs: RiskInputs,
): DoneStanding {
  const open = new Set(inputs.findings.map(({ id }) => id));
  const there = findings.filter(({ id }) => open.has(id));
  const seenAt = new Map(seen.map(({ finding, at: time }) => [finding, time]));
  const again = there.filter(({ id }) => (seenAt.get(id) ?? '') > at);
  const list = (found: typeof findings) => found.map(({ title }) => title).join('; ');
  const name = namesOf(devices, inputs);
  if (again.length > 0) {
    const last = again.map(({ id }) => seenAt.get(id) ?? '').sort();
    return {
      state: 'contradicted',
      because: `Still there on ${day(last.at(-1) ?? at)}, ${again.length} of ${findings.length}: ${list(again)}.`,
      flows: [],
    };
  }
  if (there.length > 0)
    return {
      state: 'not seen again',
      because: `Nobody has looked at ${name} since: ${list(there)}.`,
      flows: [],
    };
  const isKnown = inputs.devices.some(({ id }) => devices.includes(id));
  if (!isKnown) return { state: 'confirmed', because: `${name} is not in use any more.`, flows: [] };
  const untold = findings.filter(({ id }) => unknown.includes(id));
  if (untold.length > 0)
    return {
      state: 'not seen again',
      because: `With what is known of ${name} now it cannot be told whether this is gone: ${list(untold)}.`,
      flows: [],
    };
  if ((lookedAt ?? '') <= at)
    return { state: 'not seen again', because: `Nobody has looked at ${name} since.`, flows: [] };
  return {
    state: 'confirmed',
    because: `Gone: ${list(findings)}. ${name} was last looked at on ${day(lookedAt ?? at)}.`,
    flows: [],
  };
}

function closed({ at, way }: RiskDoneInput, inputs: RiskInputs): DoneStanding {
  if (!way) return { state: 'stated', because: 'Somebody said so; nothing proves it yet.', flows: [] };
  const lost = lostZone(way, inputs);
  if (lost !== null)
    return {
      state: 'not seen again',
      because: `The network ${lost} is not known any more, so that nothing counts as closed by this step. State the ways of the networks that are there now.`,
      flows: [],
    };
  const opened = openedSince(way, at, inputs);
  if (opened) return { state: 'contradicted', because: opened, flows: [] };
  const used = usedSince(way, at, inputs);
  const [last] = used;
  if (last)
    return {
      state: 'contradicted',
      because: `A conversation on it was seen on ${day(last.lastSeenAt ?? at)}: from ${nameOf(last.from, inputs)} to port ${last.port} of ${nameOf(last.to, inputs)}.`,
      flows: used.slice(0, MOST_FLOWS),
    };
  if (way.how === 'unknown')
    return { state: 'stated', because: 'Somebody said that it is closed; nothing proves it yet.', flows: [] };
  if (way.how !== 'rule' || way.port === 0)
    return {
      state: 'stated',
      because: 'Somebody said so; no new conversation speaks against it, and nothing proves it yet.',
      flows: [],
    };
  // Silence says something where somebody listened, and for long enough that the way would have been used.
  const heard = newest(inputs.reach.filter(({ to, lastSeenAt }) => to === way.to && (lastSeenAt ?? '') > at));
  const [other] = heard;
  if (!other) return { state: 'stated', because: 'Somebody said so; no traffic was recorded since.', flows: [] };
  const days = Math.floor((Date.parse(other.lastSeenAt ?? at) - Date.parse(at)) / DAY_MS);
  const said = `Nothing used this way since; other conversations with ${nameOf(way.to, inputs)} were recorded up to ${day(other.lastSeenAt ?? at)}`;
  if (days < LISTENED_DAYS)
    return {
      state: 'stated',
      because: `${said}, which is not long enough to tell: it takes ${LISTENED_DAYS} days.`,
      flows: heard.slice(0, MOST_FLOWS),
    };
  return {
    state: 'confirmed',
    because: `${said}, for ${days} days.`,
    flows: heard.slice(0, MOST_FLOWS),
  };
}

/** That everything was stated to pass between both networks after the step was said to be done; null where it was not. */
function openedSince(way: NonNullable<RiskDoneInput['way']>, at: string, { settings }: RiskInputs): string | null {
  const pair = pairOf(way);
  if (!pair) return null;
  const said = settings.reach.filter(({ to }) => to === pair.to);
  const own = said.find(({ from }) => from === pair.from) ?? said.find(({ from }) => from === '*');
  if (own?.state !== 'open' || !isNewer(own, { at, how: way.how })) return null;
  return own.at === undefined
    ? 'It was stated since that everything passes.'
    : `On ${day(own.at)} it was stated that everything passes.`;
}

/** Whether a way was stated after a step that closes it. Of a way that was not known nobody had said anything: what has no date was said since. */
export function isNewer(
  stated: RiskInputs['settings']['reach'][number],
  { at, how }: { readonly at: string; readonly how: string },
): boolean {
  return stated.at === undefined ? how === 'unknown' : stated.at > at;
}

/** A network at an end of a way that the site has no more; null where both are there. */
function lostZone(way: NonNullable<RiskDoneInput['way']>, inputs: RiskInputs): string | null {
  const pair = pairOf(way);
  if (!pair) return null;
  const zones = new Set(zonesOf(inputs));
  return [pair.from, pair.to].find((zone) => !zones.has(zone)) ?? null;
}

/** The networks between which a way lies; null for one to a machine. */
export function pairOf({
  how,
  from,
  to,
  port,
}: NonNullable<RiskDoneInput['way']>): { from: string; to: string } | null {
  const isBetween = (how === 'rule' || how === 'unknown') && port === 0;
  const [source, target] = [from, to].map((node) => /^zone:(.*)$/s.exec(node)?.[1]);
  return isBetween && source !== undefined && target !== undefined ? { from: source, to: target } : null;
}

/** Conversations since then that a closed way would not have let through, the newest first. */
function usedSince(way: NonNullable<RiskDoneInput['way']>, at: string, inputs: RiskInputs): RiskReach[] {
  const devices = new Map(inputs.devices.map((device) => [device.id, device]));
  const guests = guestsOf(inputs);
  const zoneIn = (end: string) => {
    const device = devices.get(end);
    return device ? zoneOf(device) : end;
  };
  const isOn = (reach: RiskReach) => {
    if (way.how === 'session') return false;
    // One port to one machine: it is this way or it is not.
    if (way.how === 'rule' && way.port > 0)
      return (
        reach.to === way.to &&
        reach.port === way.port &&
        sourceOf(reach.from, devices.get(reach.from), guests) === way.from &&
        (reach.lastSeenAt ?? '') > at
      );
    // Between networks, and round a machine, what was seen to pass before stays open: only what is new speaks against it.
    if ((reach.firstSeenAt ?? '') <= at) return false;
    const isFrom = `zone:${zoneIn(reach.from)}` === way.from;
    return way.how === 'shield' ? isFrom && reach.to === way.to : isFrom && `zone:${zoneIn(reach.to)}` === way.to;
  };
  return newest(inputs.reach.filter(isOn));
}

function newest(reach: readonly RiskReach[]): RiskReach[] {
  return reach.toSorted((a, b) => {
    const [one, other] = [a.lastSeenAt ?? '', b.lastSeenAt ?? ''];
    if (one !== other) return one < other ? 1 : -1;
    const key = ({ from, to, port, protocol }: RiskReach) => `${from} ${to} ${port} ${protocol}`;
    return key(a) < key(b) ? -1 : 1;
  });
}

function nameOf(end: string, { devices, zones }: RiskInputs): string {
  if (end === 'internet') return 'the internet';
  return devices.find(({ id }) => id === end)?.name ?? zones.find(({ id }) => id === end)?.name ?? end;
}

function namesOf(ids: readonly string[], inputs: RiskInputs): string {
  return ids.map((id) => inputs.devices.find((device) => device.id === id)?.name ?? 'The device').join(', ');
}

function day(time: string): string {
  return time.slice(0, 10);
}
