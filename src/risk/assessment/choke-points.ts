// The single changes that help most, each with how many fewer devices fall in a year in which every entry is held once: with what is most likely, and
// with everything that is not known at its low and at its high end.
import type { RiskDocument } from '#contracts/index.ts';
import { type Action, actionIdOf, changeInWords, closedBy, mendedBy } from './actions-of.ts';
import { isLarge } from './case-of.ts';
import { type End, networkOf } from './network-of.ts';
import { type Prepared, targetsShown } from './prepared.ts';
import { type Chances, Reach } from './reached.ts';

const MOST = 10;
/** Below it a change does nothing. */
const LEAST = 1e-9;

/** The changes, the one that lowers the expected number of reached devices most first. */
export function chokePointsOf(prepared: Prepared, tried: readonly Action[]): RiskDocument['chokePoints'] {
  const { inputs, built, cases, effects, actions } = prepared;
  const changeOf = new Map([...built.changes.values()].map((one) => [actionIdOf(one), one]));
  const best = tried
    .flatMap((action) => {
      const reached = effects.single.get(action.id)?.reached ?? 0;
      return changeOf.has(action.id) && reached > LEAST ? [{ action, reached }] : [];
    })
    .toSorted((a, b) => b.reached - a.reached || (a.action.id < b.action.id ? -1 : 1))
    .slice(0, MOST);
  const targets = targetsShown(cases);
  // Of a large site each try takes seconds: what was worked out for the plan stands, without a range.
  if (isLarge(inputs, prepared.nodes))
    return best.flatMap(({ action, reached }) => {
      const change = changeOf.get(action.id);
      const told = change && changeInWords(change, actions);
      return told ? [{ change: told, reduction: reached }] : [];
    });
  const fewer = { low: fewerAt('low'), mode: fewerAt('mode'), high: fewerAt('high') };
  return best
    .flatMap(({ action }, n) => {
      const change = changeOf.get(action.id);
      const told = change && changeInWords(change, actions);
      if (!told) return [];
      const [low = 0, reduction = 0, high = 0] = [fewer.low[n], fewer.mode[n], fewer.high[n]];
      const ends = [low, reduction, high];
      const interval: [number, number] = [Math.min(...ends), Math.max(...ends)];
      return reduction > LEAST ? [{ change: told, reduction, interval }] : [];
    })
    .toSorted((a, b) => b.reduction - a.reduction || (a.change.id < b.change.id ? -1 : 1));

  function fewerAt(end: End): number[] {
    const site = networkOf(inputs, end);
    const reach = new Reach(site, targets, { seed: inputs.seed, starts: ['all'] });
    const today = fallen(reach.chances());
    return best.map(({ action }) =>
      Math.max(0, today - fallen(reach.trying(closedBy([action]), mendedBy([action], site, end), ['all']))),
    );
  }
}

/** Devices that fall, in the mean. */
function fallen(chances: Chances): number {
  return [...(chances.get('all')?.values() ?? [])].reduce((sum, chance) => sum + chance, 0);
}
