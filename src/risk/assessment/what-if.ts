// What would be, with some actions done and some figures changed: everything recomputed together, nothing added up.
import { ENTRIES, type RiskInputs, type RiskSettings, type WhatIfResult } from '#contracts/index.ts';
import { canonicalJson, Invalid } from '#kit/index.ts';
import { byHarmFirst } from '../harm/matrix.ts';
import { quantify } from '../loss/quantify.ts';
import { ALL, wholeOf } from './assess-risk.ts';
import { type Case, harmOf, type Standing } from './case-of.ts';
import { inForce } from './done-states.ts';
import { type Laid, lay, standings, targetsShown } from './prepared.ts';
import type { Chances } from './reached.ts';
import { documentOf } from './years-of.ts';

/** Years that are simulated for one answer. */
const YEARS = 4000;
const MOST_TARGETS = 30;

/** Answers questions about one site; what does not depend on the question is worked out once. */
export class WhatIf {
  readonly #inputs: RiskInputs;
  readonly #laid: Laid;

  constructor(inputs: RiskInputs) {
    this.#inputs = inputs;
    this.#laid = lay(inputs);
  }

  /** Throws Invalid for an action that this site does not have. */
  ask(actions: readonly string[], settings?: RiskSettings): WhatIfResult {
    const done = actions.map((id) => {
      const action = this.#laid.actions.get(id);
      if (!action)
        throw new Invalid('actions: this site has no such action. Work the risk out again, and choose anew.');
      return action;
    });
    const inputs = settings ? inForce({ ...this.#inputs, settings }) : this.#laid.inputs;
    const isSameGraph = !settings || canonicalJson(waysIn(settings)) === canonicalJson(waysIn(this.#inputs.settings));
    const { cases, reach, today } = isSameGraph ? this.#laid : lay(inputs);
    const before = standings(cases, inputs, today, []);
    const chances = done.length > 0 ? reach.with(done) : today;
    const after = standings(cases, inputs, chances, done);
    const years = quantify(documentOf(inputs, cases, after, [wholeOf(cases)]), {
      trials: YEARS,
      seed: inputs.seed,
      withInformation: false,
    });
    const mean = (standing: ReadonlyMap<string, Standing>) =>
      [...standing.values()].reduce(
        (sum, { events, costs }) => sum + events.mode * costs.reduce((all, cost) => all + cost.mean, 0),
        0,
      );
    const [low, high] = years.treatments.find(({ id }) => id === ALL)?.reductionInterval ?? [0, 0];
    const of = (device: string, which: Chances) => which.get('all')?.get(device) ?? 0;
    return {
      currency: inputs.settings.currency,
      today: mean(before),
      mean: mean(after),
      interval: [low, high],
      cost: done.reduce((sum, { cost }) => sum + (cost.low + 4 * cost.mode + cost.high) / 6, 0),
      worstHarm: worstHarm(inputs, cases, after),
      targets: targetsShown(cases)
        .slice(0, MOST_TARGETS)
        .flatMap((device) => {
          const known = this.#laid.names.device(device);
          return known
            ? [{ device, name: known.name, before: of(device, today.mode), after: of(device, chances.mode) }]
            : [];
        }),
    };
  }
}

/** The figures that the graph is built from. */
function waysIn({ entries, reach }: RiskSettings): unknown {
  return [ENTRIES.map((entry) => entries[entry].zones), reach];
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
