// Why an action is not in the plan, as a sentence for the person who would have done it.
import type { PlanDocument } from '#contracts/index.ts';
import type { Best } from './best.ts';
import type { Case } from './case.ts';
import { Position } from './position.ts';
import { worthOf } from './search.ts';

type LeftOut = PlanDocument['leftOut'][number];

/** What was left out, in the order of the model. `late`: 1 for what the schedule could not end within the horizon. */
export function leftOutOf(found: Case, { done, aim }: Best, late: Uint8Array): LeftOut[] {
  const { layout, limits, scales } = found;
  const position = new Position(layout, limits, scales);
  position.add([...done.keys()].filter((place) => done[place] === 1));
  const bundlesWith: (readonly number[])[][] = layout.actions.map(() => []);
  for (const bundle of found.bundles) for (const action of bundle) bundlesWith[action]?.push(bundle);
  return layout.actions.flatMap(({ id }, action) => {
    if (done[action] === 1) return [];
    const why = reasonOf(found, {
      position,
      aim,
      action,
      bundles: bundlesWith[action] ?? [],
      isLate: late[action] === 1,
    });
    return [{ action: id, ...why }];
  });
}

interface Question {
  readonly position: Position;
  readonly aim: Best['aim'];
  readonly action: number;
  /** The sets that it is tried in. */
  readonly bundles: readonly (readonly number[])[];
  readonly isLate: boolean;
}

function reasonOf(found: Case, question: Question): Omit<LeftOut, 'action'> {
  const { layout, banned } = found;
  const { position, action, bundles, isLate } = question;
  const name = (place: number) => layout.actions[place]?.name ?? '';
  const id = (place: number | undefined) => layout.actions[place ?? -1]?.id ?? null;
  if (bundles.every((bundle) => bundle.every((each) => (layout.effectsOf[each] ?? []).length === 0)))
    return { reason: 'no effect', other: null, because: 'It changes neither the loss nor the harm of any scenario.' };
  if (isLate || banned[action] === 1)
    return { reason: 'too late', other: null, because: `It cannot be done within ${found.options.horizonDays} days.` };
  const closure = layout.closures[action] ?? [];
  const lateNeed = closure.find((each) => banned[each] === 1);
  if (lateNeed !== undefined)
    return { reason: 'too late', other: id(lateNeed), because: `It needs '${name(lateNeed)}', which comes too late.` };
  for (const each of closure) {
    const by = [...(layout.excludes[each] ?? [])].find((other) => position.done[other] === 1);
    if (by === undefined || position.done[each] === 1) continue;
    const because =
      each === action
        ? `'${name(by)}' is in the plan and excludes it.`
        : `It needs '${name(each)}', which '${name(by)}' excludes.`;
    return { reason: 'excluded', other: id(by), because };
  }
  return reasonByWorth(found, question);
}

/** Of an action that could be done: whether it is worth it, and what is short. */
function reasonByWorth(found: Case, { position, aim, action, bundles }: Question): Omit<LeftOut, 'action'> {
  const { layout } = found;
  const worth = { money: 0, harm: 0 };
  const value = worthOf(aim, position.money, position.harm);
  let harms = false;
  let helpful: { missing: number[]; gain: number } | null = null;
  for (const bundle of bundles) {
    const missing = bundle.filter((each) => position.done[each] !== 1);
    const isExcluded = missing.some((each) =>
      [...(layout.excludes[each] ?? [])].some((other) => position.done[other] === 1),
    );
    if (isExcluded) continue;
    position.afterAdding(missing, worth);
    if (worth.harm > position.harm && worth.money < position.money) harms = true;
    const gain = value - worthOf(aim, worth.money, worth.harm);
    if (gain > 0 && !position.fits(missing) && (helpful === null || missing.length < helpful.missing.length))
      helpful = { missing, gain };
  }
  if (helpful === null) {
    if (harms)
      return { reason: 'raises harm', other: null, because: 'It would save money and raise the harm to people.' };
    return {
      reason: 'not worth it',
      other: null,
      because: 'With the rest of the plan done it takes away no more than it costs a year.',
    };
  }
  return shortageOf(found, { position, action, missing: helpful.missing });
}

function shortageOf(
  { layout, limits, resources, reckoning, options }: Case,
  {
    position,
    action,
    missing,
  }: { readonly position: Position; readonly action: number; readonly missing: readonly number[] },
): Omit<LeftOut, 'action'> {
  const partner = missing.find((each) => each !== action);
  const other = layout.actions[partner ?? -1];
  const together = other ? ` together with '${other.name}'` : '';
  if (other && position.fits([action])) {
    const isNeed = (layout.closures[action] ?? []).includes(partner ?? -1);
    return {
      reason: 'needs another',
      other: other.id,
      because: `It ${isNeed ? 'needs' : 'helps only with'} '${other.name}', for which too little is left.`,
    };
  }
  for (const [at, resource] of resources.entries()) {
    const needed = missing.reduce((sum, each) => sum + (limits.use[each * resources.length + at] ?? 0), 0);
    if (needed <= position.free(at)) continue;
    const free = Math.max(0, position.free(at));
    switch (resource.kind) {
      case 'money':
        return {
          reason: 'over budget',
          other: other?.id ?? null,
          because: `It comes to ${figure(needed)} ${layout.model.currency}${together} within ${reckoning.horizonDays} days, and ${figure(free)} are left of ${figure(options.budget ?? 0)}.`,
        };
      case 'days':
        return {
          reason: 'no days left',
          other: other?.id ?? null,
          because: `It takes ${figure(needed)} days of '${resource.role}'${together}, and ${figure(free)} are left.`,
        };
      case 'downtime':
        return {
          reason: 'too much downtime',
          other: other?.id ?? null,
          because: `It stops devices for ${figure(needed)} hours${together}, and ${figure(free)} are left.`,
        };
    }
  }
  return { reason: 'over budget', other: null, because: 'What is left does not reach for it.' };
}

/** A number for a sentence: at most two digits after the point. */
function figure(value: number): string {
  return String(Math.round(value * 100) / 100);
}
