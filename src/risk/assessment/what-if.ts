// What would be, with some actions done and some figures changed: everything recomputed together, nothing added up.
import {
  ENTRIES,
  expectedCost,
  type RiskInputs,
  type RiskSettings,
  type RiskSettingsInput,
  type WhatIfResult,
} from '#contracts/index.ts';
import { canonicalJson, Invalid } from '#kit/index.ts';
import { byHarmFirst } from '../harm/matrix.ts';
import type { MeanYears } from '../loss/mean-years.ts';
import type { Action } from './actions-of.ts';
import { askedSettings } from './asked-settings.ts';
import { type Case, harmOf, type Standing } from './case-of.ts';
import { inForce } from './done-states.ts';
import type { ChancesBand } from './events-of.ts';
import { meanYear, meanYearInterval, meanYears } from './plan-intervals.ts';
import { type Laid, lay, standings, targetsShown } from './prepared.ts';

const MOST_TARGETS = 30;
/** Sets of actions whose chances are kept. */
const MOST_SETS = 8;

type Interval = [number, number];

/** Answers questions about one site; what does not depend on the question is worked out once. */
export class WhatIf {
  readonly #inputs: RiskInputs;
  readonly #laid: Laid;
  readonly #years: MeanYears;
  /** Of sets of actions that were asked for. */
  readonly #reached = new Map<string, ChancesBand>();
  readonly #todayInterval: Interval;

  constructor(inputs: RiskInputs) {
    this.#inputs = inputs;
    this.#laid = lay(inputs);
    this.#years = meanYears(inputs);
    this.#todayInterval = meanYearInterval(inputs, this.#laid.cases, this.#laid.now, this.#years);
  }

  /**
   * An action counts once, however often it is named; `given` goes over the figures of the assessment. Throws Invalid for an action that this site
   * does not have, and for figures that a question cannot change.
   */
  ask(actions: readonly string[], given?: RiskSettingsInput): WhatIfResult {
    const settings = given && askedSettings(this.#inputs.settings, given, this.#inputs.at);
    const inputs = settings ? inForce({ ...this.#inputs, settings }) : this.#laid.inputs;
    const isSameGraph = !settings || canonicalJson(waysIn(settings)) === canonicalJson(waysIn(this.#inputs.settings));
    const laid = isSameGraph ? this.#laid : lay(inputs);
    const { cases, reach, today } = laid;
    const done = [...new Set(actions)].map((id) => {
      // With other figures it may cost something else.
      const action = laid.actions.get(id) ?? this.#laid.actions.get(id);
      if (!action)
        throw new Invalid('actions: this site has no such action. Work the risk out again, and choose anew.');
      return action;
    });
    const before = settings ? standings(cases, inputs, today, []) : this.#laid.now;
    const chances = isSameGraph ? this.#chancesWith(done) : done.length > 0 ? reach.with(done) : today;
    const after = standings(cases, inputs, chances, done);
    const of = (device: string, { low, mode, high }: ChancesBand) => {
      const [least = 0, likely = 0, most = 0] = [low, mode, high].map((which) => which.get('all')?.get(device) ?? 0);
      const range: Interval = [Math.min(least, likely), Math.max(most, likely)];
      return { likely, range };
    };
    const costs = (end: 'low' | 'high') => done.reduce((sum, { cost }) => sum + cost[end], 0);
    return {
      currency: inputs.settings.currency,
      today: meanYear(before),
      todayInterval: settings ? meanYearInterval(inputs, cases, before, this.#years) : this.#todayInterval,
      mean: meanYear(after),
      interval: meanYearInterval(inputs, cases, after, this.#years),
      cost: done.reduce((sum, { cost }) => sum + expectedCost(cost), 0),
      costRange: [costs('low'), costs('high')],
      worstHarm: worstHarm(inputs, cases, after),
      targets: targetsShown(cases)
        .slice(0, MOST_TARGETS)
        .flatMap((device) => {
          const known = this.#laid.names.device(device);
          if (!known) return [];
          const [was, is] = [of(device, today), of(device, chances)];
          const figures = { before: was.likely, beforeRange: was.range, after: is.likely, afterRange: is.range };
          return [{ device, name: known.name, ...figures }];
        }),
    };
  }

  /** In the graph as it stands: sliders of money leave it as it is. */
  #chancesWith(done: readonly Action[]): ChancesBand {
    if (done.length === 0) return this.#laid.today;
    const key = JSON.stringify(done.map(({ id }) => id).sort());
    const chances = this.#reached.get(key) ?? this.#laid.reach.with(done);
    // The newest stands last.
    this.#reached.delete(key);
    this.#reached.set(key, chances);
    if (this.#reached.size > MOST_SETS)
      for (const oldest of this.#reached.keys()) if (this.#reached.delete(oldest)) break;
    return chances;
  }
}

/** The figures that the graph and its actions are built from. */
function waysIn({ entries, reach, actionCosts = {}, stepCosts = {} }: RiskSettings): unknown {
  return [ENTRIES.map((entry) => entries[entry].zones), reach, actionCosts, stepCosts];
}

function worstHarm(
  { matrix }: RiskInputs,
  cases: readonly Case[],
  after: ReadonlyMap<string, Standing>,
): WhatIfResult['worstHarm'] {
  const placed = cases.flatMap((one) => {
    const standing = after.get(one.threat.id);
    if (!standing) return [];
    return [...standing.byDevice].map(([device, events]) => ({
      id: `${one.threat.id} ${device}`,
      harm: harmOf(one, matrix, events, standing.harmFactor),
      loss: events.mode,
    }));
  });
  const [worst] = placed.filter(({ harm }) => harm.reachesPerson).toSorted(byHarmFirst);
  return worst?.harm ?? null;
}
