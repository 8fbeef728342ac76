// What may be done, checked and laid out in numbers for the search: actions, what they need and exclude, and what they do to each scenario.
import { type PlanAction, type PlanModel, plans } from '#contracts/index.ts';
import { expm1, Invalid, log1p } from '#kit/index.ts';
import { checkedAs } from './checked.ts';

/** Money of a scenario, or its harm: `weight` is what it comes to in a year when nothing is done. */
interface Term {
  readonly weight: number;
  readonly isHarm: boolean;
  /** The scenario's place in the model. */
  readonly scenario: number;
}

/** What happens when all of its actions are done. */
interface Effect {
  readonly actions: readonly number[];
  readonly terms: readonly number[];
  readonly factors: readonly number[];
}

/** The model in places instead of ids. */
export interface Layout {
  readonly model: PlanModel;
  readonly actions: readonly PlanAction[];
  readonly placeOf: ReadonlyMap<string, number>;
  readonly terms: readonly Term[];
  /** Of each scenario: the places of its terms of money and of harm, or -1. */
  readonly termsOf: readonly { readonly money: number; readonly harm: number }[];
  readonly effects: readonly Effect[];
  /** Of each action: the effects that it is part of. */
  readonly effectsOf: readonly (readonly number[])[];
  /** Of each term: the effects that change it. */
  readonly effectsOn: readonly (readonly number[])[];
  /** Of each action: what it needs, and what needs it, directly. */
  readonly needs: readonly (readonly number[])[];
  readonly neededBy: readonly (readonly number[])[];
  /** Of each action: itself and all that must be done before, in an order in which it can be done. */
  readonly closures: readonly (readonly number[])[];
  readonly excludes: readonly ReadonlySet<number>[];
}

/** A yearly chance nearer to 1 is read as this one: about 21 events a year. */
const SUREST = 1 - 1e-9;

/** Events a year of which at least one happens in a year with this chance (Poisson). */
export function eventsOf(chance: number): number {
  return -log1p(-Math.min(chance, SUREST));
}

/** The chance that at least one of so many events a year happens. */
export function chanceOf(events: number): number {
  return -expm1(-events);
}

/** Checks a model and lays it out. Throws Invalid with one sentence that names the field. */
export function layoutOf(given: PlanModel): Layout {
  const model = checkedAs(plans.planModel, given);
  const scenarioAt = placesOf(model.scenarios, 'scenarios');
  const placeOf = placesOf(model.actions, 'actions');
  const needs = model.actions.map(({ needs: others = [] }, place) => {
    return placesIn(others, `actions[${place}].needs`, placeOf);
  });
  const excluded = model.actions.map(({ excludes: others = [] }, place) => {
    return placesIn(others, `actions[${place}].excludes`, placeOf);
  });
  const excludes = model.actions.map(() => new Set<number>());
  excluded.forEach((others, place) => {
    for (const [at, other] of others.entries()) {
      if (other === place) throw new Invalid(`actions[${place}].excludes[${at}]: an action cannot exclude itself.`);
      excludes[place]?.add(other);
      excludes[other]?.add(place);
    }
  });
  const closures = closuresOf(model, needs);
  closures.forEach((closure, place) => {
    for (const one of closure) {
      const clash = closure.find((other) => excludes[one]?.has(other));
      if (clash === undefined) continue;
      const [first, second] = [idOf(model, one), idOf(model, clash)];
      throw new Invalid(
        `actions[${place}].needs: '${idOf(model, place)}' can never be done, because '${first}' and '${second}', which it ${one === place || clash === place ? 'is or needs' : 'needs'}, exclude each other.`,
      );
    }
  });
  const { terms, termsOf } = termsIn(model);
  const effects = effectsIn(model, { placeOf, scenarioAt, termsOf });
  checkFinite(model, terms, effects);
  return {
    model,
    actions: model.actions,
    placeOf,
    terms,
    termsOf,
    effects,
    effectsOf: indexOf(model.actions.length, effects, ({ actions }) => actions),
    effectsOn: indexOf(terms.length, effects, (effect) => effect.terms),
    needs,
    neededBy: indexOf(model.actions.length, needs, (others) => others),
    closures,
    excludes,
  };
}

/** The id of the action at a place. */
function idOf(model: PlanModel, place: number): string {
  return model.actions[place]?.id ?? '';
}

function placesOf(list: readonly { readonly id: string }[], field: string): Map<string, number> {
  const places = new Map<string, number>();
  for (const [place, { id }] of list.entries()) {
    const first = places.get(id);
    if (first !== undefined) throw new Invalid(`${field}[${place}].id: ${field}[${first}] has the id '${id}', too.`);
    places.set(id, place);
  }
  return places;
}

function placesIn(ids: readonly string[], field: string, placeOf: ReadonlyMap<string, number>): number[] {
  const found = new Set<number>();
  for (const [at, id] of ids.entries()) {
    const place = placeOf.get(id);
    if (place === undefined) throw new Invalid(`${field}[${at}]: there is no action '${id}'.`);
    if (found.has(place)) throw new Invalid(`${field}[${at}]: '${id}' stands here twice.`);
    found.add(place);
  }
  return [...found];
}

/** Depth first, with a stack of its own: a chain of needs may be long. */
function closuresOf(model: PlanModel, needs: readonly (readonly number[])[]): number[][] {
  const state = new Int8Array(needs.length);
  const order: number[] = [];
  for (let root = 0; root < needs.length; root++) {
    const stack = [root];
    while (stack.length > 0) {
      const place = stack.at(-1) ?? 0;
      if (state[place] === 2) stack.pop();
      else if (state[place] === 1) {
        state[place] = 2;
        order.push(place);
        stack.pop();
      } else {
        state[place] = 1;
        for (const [at, other] of (needs[place] ?? []).entries()) {
          if (state[other] === 1)
            throw new Invalid(
              other === place
                ? `actions[${place}].needs[${at}]: an action cannot need itself.`
                : `actions[${place}].needs[${at}]: '${idOf(model, place)}' and '${idOf(model, other)}' need each other, so neither can be done first.`,
            );
          if (state[other] === 0) stack.push(other);
        }
      }
    }
  }
  const rank = new Int32Array(needs.length);
  for (const [at, place] of order.entries()) rank[place] = at;
  const closures: number[][] = needs.map(() => []);
  for (const place of order) {
    const all = new Set([place]);
    for (const other of needs[place] ?? []) for (const each of closures[other] ?? []) all.add(each);
    closures[place] = [...all].sort((a, b) => (rank[a] ?? 0) - (rank[b] ?? 0));
  }
  return closures;
}

function termsIn({ scenarios }: PlanModel): Pick<Layout, 'terms' | 'termsOf'> {
  const terms: Term[] = [];
  const termsOf = scenarios.map(({ meanLoss, harm }, scenario) => {
    const money = meanLoss > 0 ? terms.push({ weight: meanLoss, isHarm: false, scenario }) - 1 : -1;
    const events = eventsOf(harm?.probability ?? 0);
    return { money, harm: events > 0 ? terms.push({ weight: events, isHarm: true, scenario }) - 1 : -1 };
  });
  return { terms, termsOf };
}

interface Places {
  readonly placeOf: ReadonlyMap<string, number>;
  readonly scenarioAt: ReadonlyMap<string, number>;
  readonly termsOf: Layout['termsOf'];
}

/** Effects of the same actions become one; what changes nothing is left out. */
function effectsIn(model: PlanModel, { placeOf, scenarioAt, termsOf }: Places): Effect[] {
  const bySet = new Map<string, { actions: number[]; factors: Map<number, number> }>();
  for (const [place, effect] of model.effects.entries()) {
    const actions = placesIn(effect.actions, `effects[${place}].actions`, placeOf).sort((a, b) => a - b);
    const scenario = scenarioAt.get(effect.scenario);
    if (scenario === undefined)
      throw new Invalid(`effects[${place}].scenario: there is no scenario '${effect.scenario}'.`);
    const { frequency = 1, vulnerability = 1, magnitude = 1, harm = 1 } = effect;
    const at = termsOf[scenario];
    const key = actions.join(' ');
    const entry = bySet.get(key) ?? { actions, factors: new Map<number, number>() };
    bySet.set(key, entry);
    // Magnitude is that of the money; `harm` is the chance that an event hurts somebody, whose severity is the scenario's.
    for (const [term, factor] of [
      [at?.money ?? -1, frequency * vulnerability * magnitude],
      [at?.harm ?? -1, frequency * vulnerability * harm],
    ] as const) {
      if (term >= 0) entry.factors.set(term, (entry.factors.get(term) ?? 1) * factor);
    }
  }
  return [...bySet.values()].flatMap(({ actions, factors }) => {
    const changed = [...factors].filter(([, factor]) => factor !== 1);
    if (changed.length === 0) return [];
    return [{ actions, terms: changed.map(([term]) => term), factors: changed.map(([, factor]) => factor) }];
  });
}

/** All that makes a scenario worse, done together, must still come to a number. */
function checkFinite(model: PlanModel, terms: readonly Term[], effects: readonly Effect[]): void {
  const worst = terms.map(({ weight }) => Math.max(1, weight));
  for (const { terms: changed, factors } of effects) {
    for (const [at, term] of changed.entries()) worst[term] = (worst[term] ?? 1) * Math.max(1, factors[at] ?? 1);
  }
  const over = worst.findIndex((most) => !(most < 1e200));
  const scenario = model.scenarios[terms[over]?.scenario ?? -1];
  if (scenario)
    throw new Invalid(`effects: those that make '${scenario.id}' worse come to more than a number can hold together.`);
}

function indexOf<T>(size: number, list: readonly T[], keys: (item: T) => readonly number[]): number[][] {
  const index: number[][] = Array.from({ length: size }, () => []);
  for (const [place, item] of list.entries()) for (const key of keys(item)) index[key]?.push(place);
  return index;
}
