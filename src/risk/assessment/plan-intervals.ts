// The plan's figures worked out anew: what is left of the loss after each step and at each point of the frontier, ending where the assessment of the
// whole plan begins, with its range over what is not known of how often and how likely.
import type { PlanDocument, RiskInputs, Treatment } from '#contracts/index.ts';
import { exp, log } from '#kit/index.ts';
import { MeanYears } from '../loss/mean-years.ts';
import { quantify } from '../loss/quantify.ts';
import { evaluatorOf } from '../plan/evaluate.ts';
import type { Action } from './actions-of.ts';
import type { Case, Standing } from './case-of.ts';
import { documentOf } from './loss-document.ts';
import { type Prepared, standings } from './prepared.ts';

type Interval = [number, number];
type Standings = ReadonlyMap<string, Standing>;

interface Left {
  readonly loss: number;
  readonly interval: Interval;
}

/** Years that are simulated for one set of actions; all sets are held against the same ones (common random numbers). */
const YEARS = 4000;

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

/** 90 % of the mean year, over what is not known of how often and how likely; `years`: what was drawn for other standings of the same site. */
export function meanYearInterval(
  inputs: RiskInputs,
  cases: readonly Case[],
  standing: Standings,
  years = meanYears(inputs),
): Interval {
  return years.interval(documentOf(inputs, cases, standing, []));
}

/** The years against which all sets of actions of a site are held. */
export function meanYears({ seed }: Pick<RiskInputs, 'seed'>): MeanYears {
  return new MeanYears({ trials: YEARS, seed });
}

/** How things stand with the plan as a whole, worked out from the start. */
export function standingAfter(
  { inputs, cases, reach, today }: Prepared,
  done: readonly Action[],
  progress?: (share: number) => void,
): Standings {
  const chances = done.length > 0 ? reach.with(done, progress) : today;
  return standings(cases, inputs, chances, done);
}

/**
 * The plan with its figures worked out anew. Today and the whole plan come from the graph (`after`: how things stand with all of it done); what lies
 * between follows the plan's own reckoning, drawn so that it ends where the whole does. `known`: ranges of both that were simulated over more years.
 */
export function workedOut(
  prepared: Prepared,
  plan: PlanDocument,
  after: Standings,
  known: { readonly today?: Interval; readonly after?: Interval } = {},
): PlanDocument {
  const { inputs, cases, now } = prepared;
  const steps = stepsOf(plan);
  const whole = steps.at(-1) ?? [];
  const sharesOf = inProportion(prepared, whole, after);
  const sets = new Map([...steps, ...plan.frontier.map(({ actions }) => actions)].map((ids) => [keyOf(ids), ids]));
  const shares = [...sets.values()].map(sharesOf);
  const treatments = shares.map((left, n): Treatment => {
    const applies = [...left].flatMap(([scenario, share]) => (share > 0 ? [{ scenario, frequency: 1 - share }] : []));
    // A treatment that would save just what the set leaves: the interval of that saving is that of what is left.
    return { id: `left ${n}`, cost: 0, applies };
  });
  const years = quantify(
    documentOf(
      inputs,
      cases,
      now,
      treatments.filter(({ applies }) => applies.length > 0),
    ),
    { trials: YEARS, seed: inputs.seed, withInformation: false },
  );
  const simulated = new Map(years.treatments.map(({ id, reductionInterval }) => [id, reductionInterval]));
  const [today, then] = [meanYear(now), meanYear(after)];
  const ends = {
    today: known.today ?? meanYearInterval(inputs, cases, now),
    after: known.after ?? meanYearInterval(inputs, cases, after),
  };
  const found = new Map<string, Left>();
  for (const [n, key] of [...sets.keys()].entries()) {
    const loss = [...(shares[n] ?? [])].reduce((sum, [id, share]) => {
      const standing = now.get(id);
      return sum + (standing ? yearOf(standing.events.mode, standing.costs) * share : 0);
    }, 0);
    found.set(key, { loss, interval: simulated.get(`left ${n}`) ?? [0, 0] });
  }
  const reckoned = { today: found.get('')?.interval, after: found.get(keyOf(whole))?.interval };
  found.set(keyOf(whole), { loss: then, interval: ends.after });
  found.set('', { loss: today, interval: ends.today });
  const of = (ids: readonly string[]): Left => {
    const { loss, interval } = found.get(keyOf(ids)) ?? { loss: today, interval: ends.today };
    if (ids.length === 0 || keyOf(ids) === keyOf(whole)) return { loss, interval };
    // How far from today to the whole plan: 0 to 1.
    const way = today > then ? Math.min(1, Math.max(0, (today - loss) / (today - then))) : 0;
    const at = (end: 0 | 1) => {
      const [first, last] = [
        ratio(ends.today[end], reckoned.today?.[end]),
        ratio(ends.after[end], reckoned.after?.[end]),
      ];
      return interval[end] * (first + way * (last - first));
    };
    return { loss, interval: [Math.min(at(0), loss), Math.max(at(1), loss)] };
  };
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
      const [before, left] = [of(steps[n] ?? []), of(steps[n + 1] ?? [])];
      const intervals = { beforeInterval: before.interval, afterInterval: left.interval };
      return { ...step, lossBefore: before.loss, lossAfter: left.loss, ...intervals };
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

function ratio(real: number, reckoned: number | undefined): number {
  return reckoned !== undefined && reckoned > 0 ? real / reckoned : 1;
}

/** What a set leaves of each scenario by the plan's own reckoning, drawn so that the whole plan comes to what was worked out for it. */
function inProportion(
  { model, now, cases }: Prepared,
  whole: readonly string[],
  after: Standings,
): (ids: readonly string[]) => ReadonlyMap<string, number> {
  const evaluate = evaluatorOf(model);
  const reckonedFor = (ids: readonly string[]) =>
    new Map(
      evaluate(ids).scenarios.map(({ id, lossToday, lossAfter }) => [id, lossToday > 0 ? lossAfter / lossToday : 1]),
    );
  const reckoned = reckonedFor(whole);
  const isOfWhole = new Set(whole);
  const real = new Map(
    cases.map(({ threat: { id } }) => {
      const [before = 0, then = 0] = [now, after].map((of) => {
        const standing = of.get(id);
        return standing ? yearOf(standing.events.mode, standing.costs) : 0;
      });
      return [id, before > 0 ? Math.min(1, then / before) : 1];
    }),
  );
  return (ids) => {
    const isPart = ids.every((id) => isOfWhole.has(id));
    return new Map(
      [...reckonedFor(ids)].map(([id, share]): [string, number] => {
        const [all, wanted] = [reckoned.get(id) ?? 1, real.get(id) ?? 1];
        const isPlain = all > 0 && all < 1 && wanted > 0 && wanted < 1 && share > 0;
        const left = isPlain ? exp((log(share) * log(wanted)) / log(all)) : share;
        // A part of the plan leaves no less than all of it.
        return [id, Math.min(1, isPart ? Math.max(left, wanted) : left)];
      }),
    );
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
