// What can be done: ways closed, devices shielded, weaknesses mended, controls put in place. Each with its cost, and what of the graph it changes.
import type { RiskChange, RiskDevice, StepKind, ThreatScenario, Triple } from '#contracts/index.ts';
import { STEP_BY_STEP } from './action-costs.data.ts';
import { type CostSettings, effortOf, type SiteEffort } from './efforts.ts';
import { CUTS_NOTHING, type ExamsCut, ExamsOf } from './exams-cut.ts';
import { mendingOf } from './mending.ts';
import type { Names } from './names.ts';
import type { Change, End, Site, SiteNetwork } from './network-of.ts';
import { NOTHING_FOUND, USER_UNKNOWN } from './weakness-table.data.ts';

/** One step, and what it changes. */
export interface Action extends ExamsCut {
  readonly id: string;
  readonly name: string;
  readonly why: string;
  readonly kind: 'close' | 'mend' | 'control';
  readonly cost: Triple;
  readonly costFrom: SiteEffort['costFrom'];
  readonly days: number;
  readonly ownerRole: string;
  readonly downtimeHours: number;
  readonly needsMaker: boolean;
  /** Whose consent it needs; null where none is needed, or nobody knows who made the device. */
  readonly maker: string | null;
  readonly findings: readonly string[];
  readonly devices: readonly string[];
  /** Ids of changes of the graph that are closed by it. */
  readonly closes: readonly string[];
  /** Factors on scenarios by their id, of a control of the library. */
  readonly factors: readonly Factor[];
  readonly basis: string;
}

export interface Factor {
  readonly scenario: string;
  readonly frequency: number;
  readonly magnitude: number;
  readonly harm: number;
}

const OURS = 'ours: a judgement, not measured';

/** Every step that the graph and the library know, by id. */
export function actionsOf(
  site: Site,
  { changes }: SiteNetwork,
  names: Names,
  scenarios: readonly ThreatScenario[],
  controlsInPlace: readonly string[],
): Action[] {
  const groups = Map.groupBy(changes.values(), actionIdOf);
  const findings = new Map(site.findings.map((finding) => [finding.id, finding]));
  const exams = new ExamsOf(site, names);
  const actions = [...groups].flatMap(([id, parts]): Action[] => {
    const [first] = parts;
    if (!first) return [];
    return first.kind === 'close'
      ? [closing(id, first, { parts, exams, names, settings: site.settings })]
      : [mendingAction(id, parts, { known: findings, names, settings: site.settings }) ?? []].flat();
  });
  return [...actions, ...controlActions(scenarios, controlsInPlace, site.settings)].sort((a, b) =>
    a.id < b.id ? -1 : 1,
  );
}

/** The action that makes a change. */
export function actionIdOf(change: Change): string {
  if (change.kind === 'mend') return `mend ${change.weakness.device} ${change.weakness.door}`;
  if (change.how === 'shield') return `shield ${change.to}`;
  return `close ${change.from} ${change.to} ${change.port}`;
}

type Closing = Extract<Change, { kind: 'close' }>;

const BY_HOW: Readonly<Record<Closing['how'], StepKind>> = {
  rule: 'rule',
  unknown: 'rule',
  shield: 'shield',
  session: 'session',
};

/** Where the cost of a step is from, in words. */
function costWords({ costFrom }: SiteEffort): string {
  if (costFrom === 'default') return `cost: ${OURS}`;
  return costFrom === 'step' ? 'cost: stated by the site' : 'cost: stated by the site for steps of its kind';
}

interface ClosingOf {
  readonly parts: readonly Change[];
  readonly exams: ExamsOf;
  readonly names: Names;
  readonly settings: CostSettings;
}

function closing(id: string, change: Closing, { parts, exams, names, settings }: ClosingOf): Action {
  const effort = effortOf(settings, BY_HOW[change.how], id);
  return {
    id,
    ...wordsOf(change, names),
    kind: 'close',
    cost: effort.cost,
    costFrom: effort.costFrom,
    days: effort.days,
    ownerRole: 'network',
    downtimeHours: effort.downtimeHours,
    needsMaker: change.how === 'session',
    maker: change.how === 'session' ? (names.device(change.to)?.maker ?? null) : null,
    findings: [],
    devices: names.device(change.to) ? [change.to] : [],
    closes: parts.map((part) => part.id).sort(),
    factors: [],
    ...exams.cutBy(change),
    basis: costWords(effort),
  };
}

function wordsOf({ how, from, to, port, lastSeenAt }: Closing, names: Names): { name: string; why: string } {
  const [source, target] = [names.of(from), names.of(to)];
  switch (how) {
    case 'rule':
      return port === 0
        ? { name: `Close ${target} to ${source}`, why: 'Everything passes between the two networks.' }
        : {
            name: `Close port ${port} of ${target} to ${source}`,
            why: `It was used${lastSeenAt === null ? '' : `, last on ${lastSeenAt.slice(0, 10)}`}.`,
          };
    case 'unknown':
      return {
        name: `Make sure that ${target} is closed to ${source}`,
        why: 'Nobody has said whether a firewall stands between them.',
      };
    case 'shield':
      return {
        name: `Let only its partners reach ${target}`,
        why: 'Everything in its own network can reach it; exams need its partners alone.',
      };
    case 'session':
      return {
        name: `Open the remote access of ${target} only on request, with a second factor`,
        why: "Whoever holds the maker's account steers it at any time.",
      };
  }
}

interface MendingOf {
  readonly known: Parameters<typeof mendingOf>[1];
  readonly names: Names;
  readonly settings: CostSettings;
}

function mendingAction(id: string, parts: readonly Change[], { known, names, settings }: MendingOf): Action | null {
  const weaknesses = parts.flatMap((part) => (part.kind === 'mend' ? [part.weakness] : []));
  const [first] = weaknesses;
  const device = first && names.device(first.device);
  if (!first || !device) return null;
  const all = { ...first, findings: weaknesses.flatMap(({ findings }) => findings) };
  const mending = mendingOf(all, known, device);
  if (!mending) return null;
  const { step, text, who } = mending;
  const effort = effortOf(settings, step, id);
  const words = weaknesses.map((weakness) => weakness.words).join(', and ');
  const sentence = firstSentence(text);
  return {
    id,
    name: `${device.name}: ${/^Ask the maker\b/.test(sentence) ? `put in what its maker offers, because it ${words}` : sentence}`,
    why: `${device.name} ${words}.`,
    kind: 'mend',
    cost: effort.cost,
    costFrom: effort.costFrom,
    days: effort.days,
    ownerRole: who,
    downtimeHours: effort.downtimeHours,
    needsMaker: needsMaker(device, who),
    maker: needsMaker(device, who) ? (device.maker ?? null) : null,
    findings: [...new Set(all.findings)].sort(),
    devices: [device.id],
    closes: [],
    factors: [],
    ...CUTS_NOTHING,
    basis: costWords(effort),
  };
}

/** What to do first; the finding has the rest. */
function firstSentence(text: string): string {
  return (/^.*?[.?!](?=\s|$)/.exec(text)?.[0] ?? text).replace(/[.\s]+$/, '');
}

/** What is changed on a scanner is for its maker to allow. */
function needsMaker({ kind }: RiskDevice, who: string): boolean {
  return kind === 'modality' || who === 'maker';
}

/** Controls of the library that are not in place, one for all the scenarios that it helps against. */
function controlActions(
  scenarios: readonly ThreatScenario[],
  inPlace: readonly string[],
  settings: CostSettings,
): Action[] {
  const byId = Map.groupBy(
    scenarios.flatMap(({ id: scenario, controls, likelihood }) => {
      const kept = controls.filter(({ id }) => inPlace.includes(id));
      // What the graph shows step by step is not offered a second time as a whole.
      const whole = 'intent' in likelihood ? controls.filter(({ id }) => !STEP_BY_STEP.has(id)) : controls;
      return counting(whole).flatMap((control) => {
        const factor = added(kept, control);
        return factor.frequency * factor.magnitude < 1 || factor.harm < 1 ? [{ control, ...factor, scenario }] : [];
      });
    }),
    ({ control }) => control.id,
  );
  return [...byId].flatMap(([id, uses]): Action[] => {
    const [first] = uses;
    if (!first || inPlace.includes(id)) return [];
    const effort = effortOf(settings, 'control', controlAction(id));
    return [
      {
        id: controlAction(id),
        name: first.control.name,
        why: `Helps against ${uses.length} ${uses.length === 1 ? 'scenario' : 'scenarios'}.`,
        kind: 'control',
        cost: effort.cost,
        costFrom: effort.costFrom,
        days: effort.days,
        ownerRole: 'owner',
        downtimeHours: effort.downtimeHours,
        needsMaker: false,
        maker: null,
        findings: [],
        devices: [],
        closes: [],
        factors: uses.map(({ scenario, frequency, magnitude, harm }) => ({ scenario, frequency, magnitude, harm })),
        ...CUTS_NOTHING,
        basis: `effect: ${first.control.basis}; ${costWords(effort)}`,
      },
    ];
  });
}

/** The action that puts a control in place. */
export function controlAction(id: string): string {
  return `control ${id}`;
}

type Control = ThreatScenario['controls'][number];

/** Controls against one scenario overlap: these many count, the strongest. */
const MOST_CONTROLS = 3;
/** Share of what a control could do that counts until facts show that it is kept. */
const UNTIL_PROVEN = 0.5;

function eventsLeft({ frequency = 1, vulnerability = 1, magnitude = 1 }: Control): number {
  return frequency * vulnerability * magnitude;
}

function harmLeft({ harm = 1 }: Control): number {
  return harm;
}

/** The strongest controls by what they leave; those that change nothing are none. */
function strongest(controls: readonly Control[], left: (control: Control) => number): Control[] {
  return controls
    .filter((control) => left(control) < 1)
    .toSorted((a, b) => left(a) - left(b) || (a.id < b.id ? -1 : 1))
    .slice(0, MOST_CONTROLS);
}

/** Those that count: the strongest against events and their cost, and the strongest that keep an event from hurting somebody. */
function counting(controls: readonly Control[]): Control[] {
  return [...new Set([...strongest(controls, eventsLeft), ...strongest(controls, harmLeft)])];
}

/** What is left of a scenario's events, of their cost, and of their harm to people beyond that, with these controls in place. */
export function factorsOf(controls: readonly Control[]): Omit<Factor, 'scenario'> {
  const half = (factor = 1) => 1 - (1 - factor) * UNTIL_PROVEN;
  const events = strongest(controls, eventsLeft);
  const product = (list: readonly Control[], of: (control: Control) => number) =>
    list.reduce((all, control) => all * of(control), 1);
  return {
    frequency: product(events, ({ frequency, vulnerability }) => half(frequency) * half(vulnerability)),
    magnitude: product(events, ({ magnitude }) => half(magnitude)),
    harm: product(strongest(controls, harmLeft), ({ harm }) => half(harm)),
  };
}

/** What one more control changes beside those that are kept. */
function added(kept: readonly Control[], control: Control): Omit<Factor, 'scenario'> {
  const [before, after] = [factorsOf(kept), factorsOf([...kept, control])];
  return {
    frequency: after.frequency / before.frequency,
    magnitude: after.magnitude / before.magnitude,
    harm: after.harm / before.harm,
  };
}

/** Ids of the ways that actions close. */
export function closedBy(actions: readonly Action[]): string[] {
  return actions.flatMap(({ closes }) => closes);
}

/** What is left of the weaknesses that actions mend: what is assumed of every device. */
export function mendedBy(
  actions: readonly Action[],
  { changes }: SiteNetwork,
  end: End = 'mode',
): ReadonlyMap<string, { readonly before: number; readonly after: number }> {
  const ids = new Set(actions.map(({ id }) => id));
  return new Map(
    [...changes].flatMap(([id, change]) => {
      if (change.kind !== 'mend' || !ids.has(actionIdOf(change))) return [];
      const { door, gives, chance } = change.weakness;
      const left =
        gives === 'data' ? 0 : door === 'system' ? NOTHING_FOUND[end] : door === 'user' ? USER_UNKNOWN[end] : 0;
      const before = Math.min(1, Math.max(0, chance[end]));
      return [[id, { before, after: Math.min(left, before) }] as const];
    }),
  );
}

/** The site with some actions done: their ways closed, their findings mended. */
export function withDone(site: Site, actions: readonly Action[]): Site {
  const mended = new Set(actions.flatMap(({ findings }) => findings));
  const closed = new Set([...(site.closed ?? []), ...actions.flatMap(({ closes }) => closes)]);
  return { ...site, findings: site.findings.filter(({ id }) => !mended.has(id)), closed };
}

/** A change as a person would read it. */
export function changeInWords(change: Change, actions: ReadonlyMap<string, Action>): RiskChange | null {
  const action = actions.get(actionIdOf(change));
  if (!action) return null;
  return {
    id: action.id,
    kind: change.kind,
    words: action.name,
    from: change.kind === 'close' ? change.from : null,
    to: change.kind === 'close' ? change.to : change.weakness.device,
    port: change.kind === 'close' && change.port > 0 ? change.port : null,
    finding: change.kind === 'mend' ? (change.weakness.findings[0] ?? null) : null,
    cutsFlows: action.cutsFlows,
    lastCutAt: action.lastCutAt,
    ...(action.asksFlows > 0 ? { asksFlows: action.asksFlows } : {}),
  };
}
