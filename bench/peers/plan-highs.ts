// The same plan as a mixed-integer program for HiGHS: least money within a budget, with a proof of how little is possible at all.
// What is left of a scenario is exp(y), y being the sum of the logarithms of its factors; exp is held up by tangents (Kelley's cutting planes), which lie
// below it, so that what the solver proves of the tangents holds for the plan, too.

import highsModule from 'highs';
import type { PlanModel } from '#contracts/index.ts';

interface Asked {
  readonly budget: number;
  readonly horizonDays: number;
  /** Of time for the solver. */
  readonly seconds: number;
}

interface Proven {
  /** No set can come to less than this. */
  readonly bound: number;
  /** What the best set that the solver found comes to. */
  readonly best: number;
  readonly seconds: number;
}

// The package is an ES module here, and its types describe the CommonJS one.
const loadHighs = highsModule as unknown as typeof highsModule.default;

/** Tangents are good enough when they are this share below the curve. */
const CLOSE = 1e-4;
const LP_ROUNDS = 40;
const GAP = 1e-3;

/** Solves it as well as the time allows. A factor must not be 0: its logarithm is no number. */
export async function provenLeast(model: PlanModel, { budget, horizonDays, seconds }: Asked): Promise<Proven> {
  const begun = performance.now();
  const left = () => seconds - (performance.now() - begun) / 1000;
  const program = programOf(model, budget, horizonDays);
  const highs = await loadHighs();
  const cuts: string[] = [];
  const seen = program.scenarios.map(() => new Set<number>());
  /** Adds the tangents at a solution; says whether any was needed. */
  const cut = (primal: (name: string) => number) => {
    let isNew = false;
    program.scenarios.forEach(({ place }, n) => {
      const y = Math.min(0, primal(`y${place}`));
      const at = Math.round(y * 1000) / 1000;
      if (primal(`t${place}`) >= Math.exp(y) * (1 - CLOSE) || seen[n]?.has(at)) return;
      seen[n]?.add(at);
      cuts.push(tangent(place, at));
      isNew = true;
    });
    return isNew;
  };
  for (const { place } of program.scenarios) for (const at of [0, -1, -3]) cuts.push(tangent(place, at));
  let bound = 0;
  let best = program.today;
  for (let round = 0; round < LP_ROUNDS; round++) {
    const solution = highs.solve(program.text(cuts, false), { output_flag: false });
    if (solution.Status !== 'Optimal') throw new Error(`HiGHS ends with ${solution.Status}`);
    bound = Math.max(bound, solution.ObjectiveValue);
    if (!cut((name) => solution.Columns[name]?.Primal ?? 0)) break;
  }
  while (left() > 0 && best / bound - 1 > GAP) {
    const isBetter = highs.withModel({ format: 'lp', data: program.text(cuts, true) }, (run) => {
      run.options.set({ output_flag: false, time_limit: left(), mip_rel_gap: GAP / 4 });
      run.run();
      bound = Math.max(bound, Number(run.info.get('mip_dual_bound')));
      const { colValue } = run.getSolution();
      const primal = (name: string) => colValue[run.getColByName(name)] ?? 0;
      best = Math.min(
        best,
        program.total((action) => primal(`z${action}`) > 0.5),
      );
      return cut(primal);
    });
    if (!isBetter) break;
  }
  return { bound, best, seconds: (performance.now() - begun) / 1000 };
}

/** t >= exp(at) (1 + y - at). */
function tangent(place: number, at: number): string {
  const slope = Math.exp(at);
  return `t${place} - ${slope} y${place} >= ${slope * (1 - at)}`;
}

function programOf(model: PlanModel, budget: number, horizonDays: number) {
  const placeOf = new Map(model.actions.map(({ id }, place) => [id, place]));
  const scenarios = model.scenarios.flatMap(({ id, meanLoss }, place) =>
    meanLoss > 0 ? [{ id, meanLoss, place }] : [],
  );
  const z = (id: string) => `z${placeOf.get(id)}`;
  const effects = model.effects.map(({ actions, scenario, frequency = 1, vulnerability = 1, magnitude = 1 }, n) => {
    const log = Math.log(frequency * vulnerability * magnitude);
    if (!Number.isFinite(log)) throw new Error('a factor of 0 has no logarithm');
    return { actions, scenario, log, name: actions.length === 1 ? z(actions[0] ?? '') : `w${n}` };
  });
  const rows: string[] = [];
  for (const { id, place } of scenarios) {
    const of = effects.filter(({ scenario, log }) => scenario === id && log !== 0);
    rows.push(
      `y${place} ${of.map(({ log, name }) => `${-log < 0 ? '-' : '+'} ${Math.abs(log)} ${name}`).join(' ')} = 0`,
    );
  }
  for (const { actions, name, log } of effects) {
    if (actions.length === 1) continue;
    if (log < 0) for (const action of actions) rows.push(`${name} - ${z(action)} <= 0`);
    else rows.push(`${actions.map(z).join(' + ')} - ${name} <= ${actions.length - 1}`);
  }
  model.actions.forEach(({ id, needs = [], excludes = [] }) => {
    for (const other of needs) rows.push(`${z(id)} - ${z(other)} <= 0`);
    for (const other of excludes) rows.push(`${z(id)} + ${z(other)} <= 1`);
  });
  const spends = model.actions.map(({ cost, yearlyCost = 0 }, n) => `${cost + (yearlyCost * horizonDays) / 365} z${n}`);
  rows.push(`${spends.join(' + ')} <= ${budget}`);
  const objective = [
    ...scenarios.map(({ meanLoss, place }) => `${meanLoss} t${place}`),
    ...model.actions.map(({ yearlyCost = 0 }, n) => `${yearlyCost} z${n}`),
  ];
  const whole = model.actions.map((_, n) => `z${n}`);
  const together = effects.flatMap(({ actions, name }) => (actions.length > 1 ? [`0 <= ${name} <= 1`] : []));
  const bounds = [
    ...whole.map((name) => `0 <= ${name} <= 1`),
    ...together,
    ...scenarios.map(({ place }) => `y${place} free`),
  ];
  return {
    scenarios,
    today: scenarios.reduce((sum, { meanLoss }) => sum + meanLoss, 0),
    text: (cuts: readonly string[], isWhole: boolean) =>
      [
        'Minimize',
        wrapped(objective, ' + '),
        'Subject To',
        ...[...rows, ...cuts].map((row) => wrapped(row.split(/ (?=[+-] )/), ' ')),
        'Bounds',
        ...bounds,
        ...(isWhole ? ['Binaries', wrapped(whole, ' ')] : []),
        'End',
      ].join('\n'),
    total: (isDone: (place: number) => boolean) => {
      const isActive = (actions: readonly string[]) => actions.every((id) => isDone(placeOf.get(id) ?? -1));
      const losses = scenarios.map(({ id, meanLoss }) =>
        effects.reduce((rest, effect) => {
          return effect.scenario === id && isActive(effect.actions) ? rest * Math.exp(effect.log) : rest;
        }, meanLoss),
      );
      const yearly = model.actions.map(({ yearlyCost = 0 }, n) => (isDone(n) ? yearlyCost : 0));
      return [...losses, ...yearly].reduce((sum, each) => sum + each, 0);
    },
  };
}

/** Parts in lines of bounded length, as the format wants it. */
function wrapped(parts: readonly string[], between: string): string {
  const lines: string[] = [];
  for (let n = 0; n < parts.length; n += 8) lines.push(parts.slice(n, n + 8).join(between));
  return lines.join(`${between.trim() === '' ? '' : ` ${between.trim()}`}\n `);
}
