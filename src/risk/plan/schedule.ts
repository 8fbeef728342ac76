// When what was chosen is done: what is worth most for its days first, needs before what needs them, each role one thing after another.
import type { Layout } from './model.ts';
import type { Position } from './position.ts';

export interface Slot {
  readonly action: number;
  /** Days from the start, not rounded. */
  readonly from: number;
  readonly end: number;
}

type Capacity = Readonly<Record<string, number>>;

/** Capacity is in effort days for so many days. */
const CAPACITY_DAYS = 30;
/** What takes no days counts as this much of one. */
const LEAST_DAYS = 0.01;

/** Days that an action takes: one for each effort day, or what its role has for it. */
export function lengthOf({ actions }: Layout, action: number, capacity: Capacity): number {
  const { days = 0, ownerRole = '' } = actions[action] ?? {};
  const each = limitOf(capacity, ownerRole);
  return each === null ? days : (days * CAPACITY_DAYS) / each;
}

/** Effort days that a role has within the horizon. */
export function roomOf(capacity: number, horizonDays: number): number {
  return (capacity * horizonDays) / CAPACITY_DAYS;
}

/** What a role has; null where nothing is said. */
export function limitOf(capacity: Capacity, role: string): number | null {
  return Object.hasOwn(capacity, role) ? (capacity[role] ?? null) : null;
}

/** Of each action: the day on which it can be done at the earliest, with all that it needs one after another where they need each other. */
export function earliestEnds(layout: Layout, capacity: Capacity): Float64Array {
  const ends = new Float64Array(layout.actions.length).fill(-1);
  for (const closure of layout.closures) {
    for (const action of closure) {
      if ((ends[action] ?? -1) >= 0) continue;
      const ready = Math.max(0, ...(layout.needs[action] ?? []).map((other) => ends[other] ?? 0));
      ends[action] = ready + lengthOf(layout, action, capacity);
    }
  }
  return ends;
}

/**
 * The order of the chosen ones by what they gain for their days, harm before money. `position` has nothing done; it is left with all of them done.
 * `harmLeast`: harmful events a year below which a gain is none.
 */
export function orderOf(
  position: Position,
  chosen: Uint8Array,
  { bundles, harmLeast }: { readonly bundles: readonly (readonly number[])[]; readonly harmLeast: number },
): number[] {
  const { actions } = position.layout;
  const worth = { money: 0, harm: 0 };
  const order: number[] = [];
  let open = bundles.filter((bundle) => bundle.every((action) => chosen[action] === 1));
  while (open.length > 0) {
    let best: readonly number[] = [];
    let bestHarm = Number.NEGATIVE_INFINITY;
    let bestMoney = Number.NEGATIVE_INFINITY;
    for (const bundle of open) {
      const missing = bundle.filter((action) => position.done[action] !== 1);
      position.afterAdding(missing, worth);
      const days = missing.reduce((sum, action) => sum + (actions[action]?.days ?? 0), LEAST_DAYS);
      const harmGain = position.harm - worth.harm;
      const harm = harmGain > harmLeast ? harmGain / days : 0;
      const money = (position.money - worth.money) / days;
      if (harm < bestHarm || (harm === bestHarm && money <= bestMoney)) continue;
      best = missing;
      bestHarm = harm;
      bestMoney = money;
    }
    position.add(best);
    order.push(...best);
    open = open.filter((bundle) => bundle.some((action) => position.done[action] !== 1));
  }
  return order;
}

/**
 * Sets each action as early as its needs and its role allow; of those that can begin first, the first of the order. A role with a capacity does one
 * thing after another; others do all at once. Sorted by end.
 */
export function scheduleOf(layout: Layout, order: readonly number[], capacity: Capacity): Slot[] {
  const slots: Slot[] = [];
  const endOf = new Map<number, number>();
  const freeAt = new Map<string, number>();
  let open = [...order];
  const isChosen = new Set(order);
  while (open.length > 0) {
    let next = -1;
    let start = Number.POSITIVE_INFINITY;
    for (const action of open) {
      const needs = (layout.needs[action] ?? []).filter((other) => isChosen.has(other));
      if (needs.some((other) => !endOf.has(other))) continue;
      const role = layout.actions[action]?.ownerRole ?? '';
      const ready = Math.max(0, ...needs.map((other) => endOf.get(other) ?? 0));
      const from = limitOf(capacity, role) === null ? ready : Math.max(ready, freeAt.get(role) ?? 0);
      if (from >= start) continue;
      next = action;
      start = from;
    }
    const end = start + lengthOf(layout, next, capacity);
    slots.push({ action: next, from: start, end });
    endOf.set(next, end);
    freeAt.set(layout.actions[next]?.ownerRole ?? '', end);
    open = open.filter((action) => action !== next);
  }
  const place = new Map(order.map((action, at) => [action, at]));
  return slots.sort((a, b) => a.end - b.end || (place.get(a.action) ?? 0) - (place.get(b.action) ?? 0));
}
