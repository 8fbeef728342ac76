// The plan's figures worked out anew: what is left of the loss after each step and at each point of the frontier, recomputed together and not
// multiplied up, with its range over what is not known of how often and how likely.
import { ENTRIES, type PlanDocument, type RiskInputs, type Treatment } from '#contracts/index.ts';
import { exp, log } from '#kit/index.ts';
import { quantify } from '../loss/quantify.ts';
import { evaluatorOf } from '../plan/evaluate.ts';
import { type Action, closedBy, mendedBy, withDone } from './actions-of.ts';
import type { Case, Standing } from './case-of.ts';
import { ALL, documentOf, wholeOf } from './loss-document.ts';
import { type End, networkOf } from './network-of.ts';
import { bandOf, type Prepared, standings } from './prepared.ts';
import { Reach } from './reached.ts';

type Interval = [number, number];
type Standings = ReadonlyMap<string, Standing>;

interface Left {
  readonly loss: number;
  readonly interval: Interval;
}

/** Years that are simulated for one set of actions; all sets are held against the same ones (common random numbers). */
const YEARS = 4000;
/** Sites up to this size have each set worked out in the graph; of larger ones only the whole plan, and what lies between follows from it. */
const MOST_DEVICES = 150;
const MOST_SETS = 80;

/** The loss of a mean year, in closed form. */
export function meanYear(standing: Standings): number {
  return [...standing.values()].reduce((sum, { events, costs }) => sum + yearOf(events.mode, costs), 0);
}

function yearOf(events: number, costs: Standing['costs']): number {
  return events * costs.reduce((all, { mean }) => all + mean, 0);
}

/** What a treatment takes away of the mean year, in closed form: what of one scenario stays is multiplied, never added. */
export function meanSaving(standing: Standings, { applies }: Treatment): number {
  const left = new Map<string, number>();
  for (const { scenario, frequency = 1, vulnerability = 1, magnitude = 1 } of applies)
    left.set(scenario, (left.get(scenario) ?? 1) * frequency * vulnerability * magnitude);
  return [...left].reduce((sum, [id, share]) => {
    const of = standing.get(id);
    return sum + (of ? yearOf(of.events.mode, of.costs) * (1 - share) : 0);
  }, 0);
}

/** 90 % of the mean year, over what is not known of how often and how likely. */
export function meanYearInterval(inputs: RiskInputs, cases: readonly Case[], standing: Standings): Interval {
  const { treatments } = quantify(documentOf(inputs, cases, standing, [wholeOf(cases)]), {
    trials: YEARS,
    seed: inputs.seed,
    withInformation: false,
  });
  const [low, high] = treatments.find(({ id }) => id === ALL)?.reductionInterval ?? [0, 0];
  return [low, high];
}

/** How things stand with the plan as a whole, worked out from the start. */
export function standingAfter({ inputs, cases, nodes, today }: Prepared, done: readonly Action[]): Standings {
  const chances = done.length > 0 ? bandOf(withDone(inputs, done), nodes, inputs.seed) : today;
  return standings(cases, inputs, chances, done);
}

/** The plan with its figures worked out anew, and their ranges; `after`: how things stand with all of it done. */
export function workedOut(
  prepared: Prepared,
  plan: PlanDocument,
  after: Standings,
  {
    known = {},
    progress = () => undefined,
  }: {
    /** Ranges of nothing done and of all done, where they were simulated over more years already. */
    readonly known?: { readonly today?: Interval; readonly after?: Interval };
    readonly progress?: (done: number) => void;
  } = {},
): PlanDocument {
  const { inputs, cases, now } = prepared;
  const steps = stepsOf(plan);
  const whole = steps.at(-1) ?? [];
  const sets = new Map([...steps, ...plan.frontier.map(({ actions }) => actions)].map((ids) => [keyOf(ids), ids]));
  const isSmall = inputs.devices.length <= MOST_DEVICES && sets.size <= MOST_SETS;
  const standingWith = isSmall ? inTheGraph(prepared) : inProportion(prepared, whole, after);
  const found = new Map<string, Left>();
  for (const [key, ids] of sets) {
    const isWhole = key === keyOf(whole);
    const standing = ids.length === 0 ? now : isWhole ? after : standingWith(ids);
    const before = ids.length === 0 ? known.today : isWhole ? known.after : undefined;
    found.set(key, { loss: meanYear(standing), interval: before ?? meanYearInterval(inputs, cases, standing) });
    progress(found.size / sets.size);
  }
  const of = (ids: readonly string[]): Left => found.get(keyOf(ids)) ?? { loss: 0, interval: [0, 0] };
  const figures = <T extends PlanDocument['today']>(given: T, ids: readonly string[]): T => {
    const { loss, interval } = of(ids);
    return { ...given, remainingLoss: loss, total: given.total - given.remainingLoss + loss, interval };
  };
  let least = Number.POSITIVE_INFINITY;
  return {
    ...plan,
    today: figures(plan.today, []),
    after: figures(plan.after, whole),
    chosen: plan.chosen.map((step, n) => {
      const [before, then] = [of(steps[n] ?? []), of(steps[n + 1] ?? [])];
      const intervals = { beforeInterval: before.interval, afterInterval: then.interval };
      return { ...step, lossBefore: before.loss, lossAfter: then.loss, ...intervals };
    }),
    scenarios: plan.scenarios.map((scenario) => {
      const standing = after.get(scenario.id);
      return standing ? { ...scenario, lossAfter: yearOf(standing.events.mode, standing.costs) } : scenario;
    }),
    // What costs more and leaves no less is no point of it.
    frontier: plan.frontier
      .map((point) => figures(point, point.actions))
      .filter(({ remainingLoss }) => {
        if (remainingLoss >= least) return false;
        least = remainingLoss;
        return true;
      }),
  };
}

/** Each set tried out in the graph, at both ends of what is not known and with what is most likely. */
function inTheGraph({ inputs, nodes, cases, actions }: Prepared): (ids: readonly string[]) => Standings {
  const at = (end: End) => {
    const site = networkOf(inputs, end);
    return { end, site, reach: new Reach(site, nodes, inputs.seed, ENTRIES) };
  };
  const ends = { low: at('low'), mode: at('mode'), high: at('high') };
  return (ids) => {
    const done = ids.flatMap((id) => actions.get(id) ?? []);
    const closed = closedBy(done);
    const tried = ({ reach, site, end }: ReturnType<typeof at>) => reach.trying(closed, mendedBy(done, site, end));
    const chances = { low: tried(ends.low), mode: tried(ends.mode), high: tried(ends.high) };
    return standings(cases, inputs, chances, done);
  };
}

/** What a set leaves of each scenario by the plan's own reckoning, drawn so that the whole plan comes to what was worked out for it. */
function inProportion(
  { model, now, cases }: Prepared,
  whole: readonly string[],
  after: Standings,
): (ids: readonly string[]) => Standings {
  const evaluate = evaluatorOf(model);
  const sharesOf = (ids: readonly string[]) =>
    new Map(
      evaluate(ids).scenarios.map(({ id, lossToday, lossAfter }) => [id, lossToday > 0 ? lossAfter / lossToday : 1]),
    );
  const reckoned = sharesOf(whole);
  const powers = new Map(
    cases.map(({ threat: { id } }) => {
      const [before, then] = [now, after].map((of) => {
        const standing = of.get(id);
        return standing ? yearOf(standing.events.mode, standing.costs) : 0;
      });
      const [share, real] = [reckoned.get(id) ?? 1, (before ?? 0) > 0 ? (then ?? 0) / (before ?? 1) : 1];
      const isPlain = share > 0 && share < 1 && real > 0 && real < 1;
      return [id, isPlain ? log(real) / log(share) : 1];
    }),
  );
  return (ids) => {
    const shares = sharesOf(ids);
    return new Map(
      [...now].map(([id, standing]): [string, Standing] => {
        const share = shares.get(id) ?? 1;
        const left = share > 0 ? exp((powers.get(id) ?? 1) * log(share)) : 0;
        return [id, lessened(standing, Math.min(1, left))];
      }),
    );
  };
}

/** The same with fewer events. */
function lessened(standing: Standing, share: number): Standing {
  const { events, loss } = standing;
  const { frequency } = loss;
  const less =
    typeof frequency === 'number'
      ? frequency * share
      : frequency?.dist === 'pert'
        ? { ...frequency, low: frequency.low * share, mode: frequency.mode * share, high: frequency.high * share }
        : frequency;
  return {
    ...standing,
    events: { low: events.low * share, mode: events.mode * share, high: events.high * share },
    loss: { ...loss, ...(less === undefined ? {} : { frequency: less }) },
  };
}

/** What is done before the first step, after it, after the second, and so on. */
function stepsOf({ chosen }: PlanDocument): string[][] {
  const ids = chosen.map(({ action }) => action);
  return [[], ...ids.map((_, n) => ids.slice(0, n + 1))];
}

function keyOf(ids: readonly string[]): string {
  return ids.toSorted().join('\n');
}
