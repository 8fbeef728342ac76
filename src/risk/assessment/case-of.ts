// A scenario at a site: whom it may hit, how often, what it costs, whom it hurts; today, with every way open, or with some actions done.
import {
  type HarmMatrix,
  type HarmPlacement,
  type LossScenario,
  PERSON_ASPECTS,
  type RiskDevice,
  type RiskInputs,
  type ThreatScenario,
  type Triple,
} from '#contracts/index.ts';
import { harmSeverityOf, placeHarm } from '../harm/matrix.ts';
import { samplerOf } from '../loss/distribution.ts';
import { type Action, controlAction, factorsOf } from './actions-of.ts';
import { scaledBy } from './currency.ts';
import {
  anyOf,
  type ChancesBand,
  groupNode,
  joined,
  meanOf,
  partOf,
  productOf,
  reachedAYear,
  scaled,
  spreadOf,
  targetNode,
  targetsOf,
} from './events-of.ts';
import { type Cost, costsOf, momentsOf, pertOf } from './loss-of.ts';
import type { Chances } from './reached.ts';

/** A scenario with the devices that it may hit. */
export interface Case {
  readonly threat: ThreatScenario;
  /** Devices that are looked at one by one; of a large site, some of each kind. */
  readonly devices: readonly RiskDevice[];
  /** How many devices it may hit. */
  readonly count: number;
  /** By device: the node that must fall. */
  readonly nodes: ReadonlyMap<string, string>;
  /** Where an attacker may choose among devices, or takes them all: the nodes of all that it may hit, of which one must fall. */
  readonly together: readonly string[];
}

/** A scenario as it stands at some moment. */
export interface Standing {
  /** Loss events a year: low, expected, high. */
  readonly events: Triple;
  readonly loss: LossScenario;
  readonly costs: readonly Cost[];
  /** Of each device: events a year of that device. */
  readonly byDevice: ReadonlyMap<string, Triple>;
  /** Factor of controls on what an event does to people. */
  readonly harmFactor: number;
}

/** Sites up to this size have each device looked at. */
const ALL_LOOKED_AT = 150;
/** Of a larger site, so many of each kind: the most critical, and others evenly from all. */
const [MOST_CRITICAL, EVENLY] = [4, 4];

/** The scenarios that this site can have, by id. */
export function casesOf({ threats, devices }: RiskInputs): Case[] {
  const looked = lookedAt(devices);
  return threats.flatMap((threat) => {
    const hit = targetsOf(threat, devices);
    const some = hit.filter(({ id }) => looked.has(id));
    if (some.length === 0) return [];
    const nodes = new Map(some.map(({ id }) => [id, targetNode(threat, id)]));
    const isTogether = 'intent' in threat.likelihood && hit.length > 1;
    const together = isTogether ? hit.map(({ id }) => targetNode(threat, id)) : [];
    return [{ threat, devices: some, count: hit.length, nodes, together }];
  });
}

/** Nodes of which one must fall, by a name for them that no node has. */
export function groupsOf(cases: readonly Case[]): ReadonlyMap<string, readonly string[]> {
  return new Map(
    cases.flatMap(({ threat, together }) => (together.length > 0 ? [[groupNode(threat), together] as const] : [])),
  );
}

function lookedAt(devices: readonly RiskDevice[]): ReadonlySet<string> {
  if (devices.length <= ALL_LOOKED_AT) return new Set(devices.map(({ id }) => id));
  const kinds = Map.groupBy(devices, ({ kind, modality }) => `${kind ?? ''} ${modality ?? ''}`);
  return new Set(
    [...kinds.values()].flatMap((same) => {
      const byCriticality = same.toSorted(
        (a, b) => (b.criticality ?? 0) - (a.criticality ?? 0) || (a.id < b.id ? -1 : 1),
      );
      const rest = byCriticality.slice(MOST_CRITICAL).sort((a, b) => (a.id < b.id ? -1 : 1));
      const step = Math.max(1, rest.length / EVENLY);
      const even = Array.from({ length: Math.min(EVENLY, rest.length) }, (_, n) => rest[Math.floor(n * step)]);
      return [...byCriticality.slice(0, MOST_CRITICAL), ...even].flatMap((device) => (device ? [device.id] : []));
    }),
  );
}

/** Targets up to which chances are worked out exactly where that is possible. */
const MOST_EXACT = 100;

/** Whether all chances are simulated: of a large graph each try to be exact is lost work. */
export function isLarge({ devices }: { readonly devices: readonly RiskDevice[] }, nodes: readonly string[]): boolean {
  return nodes.length > MOST_EXACT || devices.length > ALL_LOOKED_AT;
}

/** Every node that some scenario needs. */
export function nodesOf(cases: readonly Case[]): string[] {
  return [...new Set(cases.flatMap(({ nodes }) => [...nodes.values()]))].sort();
}

/** How often a scenario happens. */
interface Frequency {
  /** Loss events a year. */
  readonly events: Triple;
  /** The same before the share of those who would do this. */
  readonly whole: Triple;
  readonly share: Triple;
  /** Of each device, before that share. */
  readonly raw: readonly Triple[];
  /** What a rate that is stated for one counts here. */
  readonly times: number;
  readonly factor: ReturnType<typeof factorsOf>;
}

function frequencyOf(
  { threat, devices, count, nodes, together }: Case,
  { settings }: RiskInputs,
  chances: ChancesBand | 'always',
  done: readonly Action[],
): Frequency {
  const doneIds = new Set(done.map(({ id }) => id));
  const kept = threat.controls.filter(({ id }) => settings.controls.includes(id) || doneIds.has(controlAction(id)));
  const factor = factorsOf(chances === 'always' ? [] : kept);
  const [isAttack, share, yearly] =
    'intent' in threat.likelihood
      ? [true, spreadOf(threat.likelihood.intent.value), null]
      : [false, { low: 1, mode: 1, high: 1 }, spreadOf(threat.likelihood.yearly.value)];
  const raw = devices.map(({ id }) =>
    scaled(yearly ?? reachedAYear(threat, nodes.get(id) ?? id, settings, chances), factor.frequency),
  );
  const joint =
    together.length > 0
      ? anyOf(raw, count, scaled(reachedAYear(threat, groupNode(threat), settings, chances), factor.frequency))
      : joined(raw, threat.target.reach);
  // Without an attacker each device has its own mishaps; the department has them once.
  const times = isAttack || threat.target.reach === 'department' ? 1 : count;
  const whole = scaled(joint, times);
  return { events: productOf(expected(threat, whole), share), whole, share, raw, times, factor };
}

/** With the mean in the middle: what is stated has it there; the ends and the most likely value of the graph make one. */
function expected({ likelihood }: ThreatScenario, rate: Triple): Triple {
  return 'intent' in likelihood ? { ...rate, mode: meanOf(rate) } : rate;
}

/** Loss events a year of each scenario, by its id, with these chances; for many sets of chances, as costs are not worked out. */
export function eventsOf(cases: readonly Case[], inputs: RiskInputs, mode: Chances): ReadonlyMap<string, number> {
  const band = { low: mode, mode, high: mode };
  return new Map(cases.map((one) => [one.threat.id, frequencyOf(one, inputs, band, []).events.mode]));
}

/** How a scenario stands with these chances, controls in place and actions done. */
export function standingOf(
  one: Case,
  inputs: RiskInputs,
  chances: ChancesBand | 'always',
  done: readonly Action[],
): Standing {
  const { threat, devices, count } = one;
  const { events, whole, share, raw, times, factor } = frequencyOf(one, inputs, chances, done);
  const isAttack = 'intent' in threat.likelihood;
  const byDevice = new Map<string, Triple>();
  // An attacker who may choose among several devices picks one of those that he reaches.
  const isPicked = isAttack && threat.target.reach === 'device';
  const all = isPicked ? scaled(joined(raw, 'device'), count) : whole;
  devices.forEach(({ id }, n) => {
    const reached = raw[n] ?? whole;
    byDevice.set(id, productOf(expected(threat, isPicked ? partOf(whole, reached, all) : reached), share));
  });
  const hits = devices.map((device, n) => ({ device, weight: raw[n]?.mode ?? 0 }));
  const weighted = hits.some(({ weight }) => weight > 0) ? hits : hits.map((hit) => ({ ...hit, weight: 1 }));
  const costs = costsOf(threat, inputs, weighted);
  const { magnitude } = factor;
  return {
    events,
    costs: costs.map((cost) => ({ ...cost, mean: cost.mean * magnitude })),
    byDevice,
    harmFactor: factor.harm,
    loss: {
      id: threat.id,
      name: threat.name,
      frequency:
        'yearly' in threat.likelihood
          ? scaledBy(threat.likelihood.yearly.value, factor.frequency * times)
          : pertOf(whole),
      ...('intent' in threat.likelihood ? { vulnerability: threat.likelihood.intent.value } : {}),
      losses: costs.map((cost) => ({
        form: cost.form,
        magnitude: scaledBy(cost.magnitude, magnitude),
        ...(cost.probability === undefined ? {} : { probability: cost.probability }),
      })),
    },
  };
}

/**
 * What an event costs in one form: from what it costs at least in 19 of 20 events (nothing, where it does not always follow) to the 95th percentile where
 * it follows.
 */
export function costInterval(loss: LossScenario['losses'][number] | undefined): [number, number] {
  if (!loss) return [0, 0];
  const amount = samplerOf(loss.magnitude);
  const never = 1 - (loss.probability === undefined ? 1 : Math.min(1, momentsOf(loss.probability).mean));
  return [never < END_SHARE ? amount.quantile((END_SHARE - never) / (1 - never)) : 0, amount.quantile(1 - END_SHARE)];
}

const END_SHARE = 0.05;

/** Where harm by a scenario falls, with this many events a year. */
export function harmOf({ threat }: Case, matrix: HarmMatrix, events: Triple, harmFactor: number): HarmPlacement {
  const aspects = Object.fromEntries(PERSON_ASPECTS.map((aspect) => [aspect, threat.severity[aspect].value]));
  const reaches = spreadOf(threat.reachesPerson.value);
  const cut = (value: number) => Math.min(1, Math.max(0, value * harmFactor));
  return placeHarm(matrix, {
    severity: harmSeverityOf(aspects),
    yearlyEvents: {
      low: Math.min(events.low, events.mode),
      mode: events.mode,
      high: Math.max(events.high, events.mode),
    },
    reachesPerson: { low: cut(reaches.low), mode: cut(reaches.mode), high: cut(reaches.high) },
  });
}
