// The risk of a site: what could reach its devices, what that would cost and whom it would hurt, what to do first. One pure function from what is
// known to a document; docs/risk-model.md states the arithmetic.
import {
  DEFAULT_HARM_MATRIX,
  ENTRIES,
  type LossDocument,
  type PlanDocument,
  type PlanModel,
  type PlanOptions,
  type RiskDocument,
  type RiskInputs,
} from '#contracts/index.ts';
import { canonicalJson, exp, sha256 } from '#kit/index.ts';
import { byHarmFirst } from '../harm/matrix.ts';
import { modelOf } from '../loss/model.ts';
import { quantify } from '../loss/quantify.ts';
import { meanYearOf } from '../loss/sensitivity.ts';
import { plan } from '../plan/plan.ts';
import { achievedOf, peopleOf } from './achieved.ts';
import { type Action, changeInWords } from './actions-of.ts';
import { type Case, costInterval, harmOf, type Standing } from './case-of.ts';
import { changedSince } from './changed-since.ts';
import { chokePointsOf } from './choke-points.ts';
import { ENTRY_NAMES } from './default-figures.data.ts';
import { targetsOf } from './events-of.ts';
import { exposedRecords } from './exposed-records.ts';
import { riskFigures } from './figures.ts';
import { ALL, documentOf, wholeOf } from './loss-document.ts';
import { pathEndsOf } from './path-range.ts';
import { pathInWords } from './path-words.ts';
import { meanSaving, meanYear, standingAfter, workedOut } from './plan-intervals.ts';
import { type Prepared, prepare, standings, targetsShown } from './prepared.ts';
import type { Chances } from './reached.ts';
import { settleOf } from './settle.ts';
import { treatmentsOf } from './treatments.ts';

/** Years over which what is paid once is written off (ours). */
const WRITE_OFF_YEARS = 3;
/** Working days a month that a role has for these steps where the site stated none (ours). */
const DAYS_A_MONTH = 5;

/** How the plan is made from the figures of the site. */
export function planOptions(
  { settings: { budget, horizonDays, capacity = {} }, seed }: RiskInputs,
  { actions }: PlanModel,
): PlanOptions {
  const roles = [...new Set(actions.map(({ ownerRole }) => ownerRole))].sort();
  const days = (role: string) => (Object.hasOwn(capacity, role) ? capacity[role] : undefined) ?? DAYS_A_MONTH;
  return {
    budget,
    horizonDays,
    writeOffYears: WRITE_OFF_YEARS,
    seed,
    capacity: Object.fromEntries(roles.map((role) => [role, days(role)])),
  };
}

export interface RiskRun {
  /** Called with the share that is done and what is being done; ends it by throwing. */
  readonly progress?: (done: number, what: string) => void;
  /** Inputs of the assessments that steps which are done came from, by id. */
  readonly earlier?: ReadonlyMap<string, RiskInputs>;
}

/** Years for the savings of single actions. */
const ACTION_YEARS = 20_000;
const MOST_HARM = 500;
/** What leaves more of a scenario than this changes nothing of it. */
const LEAST_LEFT = 1 - 1e-6;

/** Works out the risk of a site. The same inputs give the same document, to the byte. */
export function assessRisk(
  given: RiskInputs,
  { progress = () => undefined, earlier = new Map() }: RiskRun = {},
): RiskDocument {
  const prepared = prepare(given, (done, what) => progress(0.02 + 0.55 * done, what));
  const { inputs, names, built, cases, today, actions: actionOf, now, ways, effects, tried, offered, model } = prepared;
  const actions = [...actionOf.values()];
  const ends = pathEndsOf(inputs);
  const open = standings(cases, inputs, 'always', []);
  progress(0.6, 'choosing what to do first');
  const bare = withBarred(plan(model, planOptions(inputs, model)), prepared);
  const done = bare.chosen.flatMap(({ action }) => actionOf.get(action) ?? []);
  const after = standingAfter(prepared, done, (share) =>
    progress(0.62 + 0.03 * share, 'working out what the plan leaves'),
  );

  const years = (standing: ReadonlyMap<string, Standing>, share: number, what: string) => {
    progress(share, `simulating years ${what}`);
    return quantify(documentOf(inputs, cases, standing, [wholeOf(cases)]), {
      trials: inputs.trials,
      seed: inputs.seed,
      withInformation: standing === now,
    });
  };
  const loss = {
    inherent: years(open, 0.65, 'with every way open'),
    today: years(now, 0.7, 'as things stand'),
    after: years(after, 0.8, 'after the plan'),
  };
  // In closed form, as the sides of each input are.
  const middle = modelOf(documentOf(inputs, cases, now, [])).scenarios.reduce((sum, one) => sum + meanYearOf(one), 0);
  const shares = new Map(loss.today.information?.map(({ input, share }) => [input, share]));
  const expected = {
    inherent: expectedOf(loss.inherent, open),
    today: expectedOf(loss.today, now),
    after: expectedOf(loss.after, after),
  };
  const known = { today: expected.today.interval, after: expected.after.interval };
  const chosenPlan = workedOut(prepared, bare, after, known);
  progress(0.85, 'simulating what each step saves');
  const treatments = treatmentsOf(cases, tried, effects, now, after);
  const savings = quantify(documentOf(inputs, cases, now, [...treatments.values()]), {
    trials: Math.min(inputs.trials, ACTION_YEARS),
    seed: inputs.seed,
    withInformation: false,
  });
  const found = new Map(savings.treatments.map(({ id, reductionInterval }) => [id, reductionInterval]));
  const saved = new Map(
    [...treatments].map(([id, treatment]) => {
      const [low, high] = found.get(treatment.id) ?? [0, 0];
      return [id, { mean: meanSaving(now, treatment), interval: [low, high] as [number, number] }];
    }),
  );
  progress(0.93, 'holding what is done against what was expected');
  const achieved = achievedOf(inputs, earlier, new Set(offered.map(({ id }) => id)));
  progress(0.97, 'writing it down');

  const document: Omit<RiskDocument, 'id'> = {
    schema: 'dosimeter.risk/1',
    site: inputs.site,
    at: inputs.at,
    seed: inputs.seed,
    trials: inputs.trials,
    currency: inputs.settings.currency,
    figures: riskFigures(given, given.devices, given.patientsCounted),
    entries: ENTRIES.map((entry) => {
      const { opens = [], isKnown = false, because = '' } = built.entries.get(entry) ?? {};
      return {
        entry,
        name: ENTRY_NAMES[entry],
        yearly: inputs.settings.entries[entry].yearly,
        opens: opens.length,
        isKnown,
        because,
      };
    }),
    targets: targets(),
    chokePoints: chokePointsOf(prepared, tried),
    scenarios: scenarios(),
    loss: { inherent: loss.inherent.portfolio, today: loss.today.portfolio, after: loss.after.portfolio },
    expected,
    tolerance: inputs.settings.tolerance.map((line) => ({
      ...line,
      today: exceeding(loss.today, line.loss),
      after: exceeding(loss.after, line.loss),
    })),
    sensitivity: loss.today.sensitivity.slice(0, 15).map(({ input, swing, low, high }) => {
      const share = shares.get(input);
      const sides: [number, number] = [low - middle, high - middle];
      return { input, swing, sides, label: labelOf(input, cases), ...(share === undefined ? {} : { share }) };
    }),
    harm: harmList(),
    ...(canonicalJson(inputs.matrix) === canonicalJson(DEFAULT_HARM_MATRIX) ? {} : { matrix: inputs.matrix }),
    hasRecords: inputs.reach.length > 0 || (inputs.conversations ?? []).length > 0,
    actions: actions
      .filter(({ id }) => treatments.has(id) || chosenPlan.chosen.some(({ action }) => action === id))
      .map(
        ({
          id,
          name,
          why,
          kind,
          cost,
          costFrom,
          days,
          ownerRole,
          downtimeHours,
          needsMaker,
          cutsFlows,
          basis,
          ...rest
        }) => ({
          id,
          name,
          why,
          kind,
          cost,
          ...(costFrom === 'default' ? {} : { costFrom }),
          days,
          ownerRole,
          downtimeHours,
          needsMaker,
          cutsFlows,
          basis,
          findings: [...rest.findings],
          devices: [...rest.devices],
          maker: rest.maker,
          asksFlows: rest.asksFlows,
          cuts: [...rest.cuts],
          keepsFlows: rest.keepsFlows,
          keeps: [...rest.keeps],
          scenarios: [...new Set(treatments.get(id)?.applies.map(({ scenario }) => scenario))].sort(),
          saves: savesOf(id),
          ...harmBy(id),
        }),
      ),
    plan: planOf(chosenPlan),
    settle: settleOf(inputs, built, names),
    since: sinceOf(),
    ...achieved,
  };
  return { ...document, id: sha256(canonicalJson(given)).slice(0, 16) };

  function savesOf(id: string): { mean: number; interval: [number, number] } {
    const { mean = 0, interval: [low, high] = [0, 0] } = saved.get(id) ?? {};
    return { mean, interval: [low, high] };
  }

  /** People reached with one action alone, where that changes. */
  function harmBy(id: string): Pick<RiskDocument['actions'][number], 'harm'> {
    const factors = new Map(cases.map(({ threat }) => [threat.id, { frequency: 1, harm: 1 }]));
    for (const [scenario, frequency] of effects.single.get(id)?.factors ?? [])
      factors.set(scenario, { frequency, harm: 1 });
    for (const { scenario, frequency, harm } of actionOf.get(id)?.factors ?? []) {
      const own = factors.get(scenario);
      if (own) factors.set(scenario, { frequency: own.frequency * frequency, harm: own.harm * harm });
    }
    const harm = peopleOf(cases, now, factors);
    return harm.after < harm.before * (1 - 1e-6) ? { harm } : {};
  }

  function planOf(found: PlanDocument): RiskDocument['plan'] {
    return {
      budget: found.budget,
      horizonDays: found.horizonDays,
      capacity: inputs.settings.capacity,
      chosen: found.chosen.map(({ action, dueDay, bucket, lossBefore, lossAfter, beforeInterval, afterInterval }) => ({
        action,
        dueDay,
        bucket,
        lossBefore,
        lossAfter,
        beforeInterval,
        afterInterval,
      })),
      cost: found.after.spend,
      saves: { ...savesOf(ALL), mean: meanYear(now) - meanYear(after) },
      leftOut: found.leftOut.map(({ action, because }) => ({ action, name: actionOf.get(action)?.name, because })),
      frontier: found.frontier.map((point) => ({
        budget: point.budget,
        remainingLoss: point.remainingLoss,
        actions: point.actions.length,
        interval: point.interval,
      })),
    };
  }

  function targets(): RiskDocument['targets'] {
    const shown = new Set(targetsShown(cases));
    return inputs.devices
      .filter(({ id }) => shown.has(id))
      .map((device) => {
        const own = ways.filter(({ target }) => target === device.id);
        const of = (chances: Chances) => chances.get('all')?.get(device.id) ?? 0;
        return {
          device: device.id,
          name: device.name,
          kind: device.kind,
          modality: device.modality,
          zone: device.zone,
          probability: { low: of(today.low), mode: of(today.mode), high: of(today.high) },
          method: prepared.reach.method,
          entries: own.map(({ entry, cut }) => ({
            entry,
            probability: {
              low: today.low.get(entry)?.get(device.id) ?? 0,
              mode: today.mode.get(entry)?.get(device.id) ?? 0,
              high: today.high.get(entry)?.get(device.id) ?? 0,
            },
            cut: cut && changesOf(cut),
          })),
          paths: own
            .flatMap(({ entry, paths }) => paths.map((path) => pathInWords(path, entry, built, { names, ends })))
            .toSorted((a, b) => b.probability - a.probability)
            .slice(0, 6),
        };
      })
      .toSorted((a, b) => b.probability.mode - a.probability.mode || (a.device < b.device ? -1 : 1));
  }

  /** The changes of a cut as actions, each once. */
  function changesOf(ids: readonly string[]): RiskDocument['targets'][number]['entries'][number]['cut'] {
    const found = new Map(
      ids.flatMap((id) => {
        const change = built.changes.get(id);
        const told = change && changeInWords(change, actionOf);
        return told ? [[told.id, told] as const] : [];
      }),
    );
    return [...found.values()];
  }

  function scenarios(): RiskDocument['scenarios'] {
    const found = cases.map((one, n) => {
      const { threat, devices, count } = one;
      const hit = new Set(targetsOf(threat, inputs.devices).map(({ id }) => id));
      const standing = (of: ReadonlyMap<string, Standing>) => of.get(threat.id) ?? EMPTY;
      const [inherentNow, todayNow, afterNow] = [standing(open), standing(now), standing(after)];
      const summary = (of: LossDocument) => {
        const { id: _, meanEvents: __, ...rest } = of.scenarios[n] ?? NO_LOSS;
        return rest;
      };
      const place = (of: Standing) => harmOf(one, inputs.matrix, worstDevice(of), of.harmFactor);
      const harm = { inherent: place(inherentNow), today: place(todayNow), after: place(afterNow) };
      const likely = ways
        .filter(({ target, entry }) => threat.entries.includes(entry) && devices.some(({ id }) => id === target))
        .flatMap(({ entry, paths }) => paths.map((path) => ({ entry, path })))
        .toSorted((a, b) => b.path.probability - a.path.probability)[0];
      return {
        id: threat.id,
        name: threat.name,
        group: threat.group,
        story: threat.story,
        reachesPerson: harm.today.reachesPerson,
        function: threat.target.function,
        actor: threat.actor,
        devices: count,
        events: { inherent: inherentNow.events, today: todayNow.events, after: afterNow.events },
        loss: { inherent: summary(loss.inherent), today: summary(loss.today), after: summary(loss.after) },
        costs: todayNow.costs.map(({ form, what, mean, because, basis, counted }, place) => ({
          form,
          what,
          mean,
          interval: costInterval(todayNow.loss.losses[place]),
          because,
          basis,
          ...(counted ? { counted } : {}),
        })),
        ...exposedIn(one),
        harm,
        severity: Object.entries(threat.severity).map(([aspect, { value, basis }]) => ({
          aspect,
          rating: value.mode,
          basis,
        })),
        techniques: threat.techniques,
        preconditions: threat.preconditions.map(({ what, rules = [] }) => ({
          what,
          holds: new Set(
            inputs.findings
              .filter(({ rule, device }) => rules.includes(rule) && hit.has(device))
              .map(({ device }) => device),
          ).size,
        })),
        detection: threat.detection,
        controls: threat.controls.map(({ id, name }) => ({
          id,
          name,
          inPlace: inputs.settings.controls.includes(id),
          ...(given.controlsProven?.includes(id) ? { proven: true as const } : {}),
        })),
        path: likely ? pathInWords(likely.path, likely.entry, built, { names, ends }) : null,
        sources: threat.sources,
      };
    });
    const order = found
      .map(
        ({
          id,
          harm,
          loss: {
            today: { mean },
          },
        }) => ({ id, harm: harm.today, loss: mean }),
      )
      .toSorted(byHarmFirst);
    const place = new Map(order.map(({ id }, n) => [id, n]));
    return found.toSorted((a, b) => (place.get(a.id) ?? 0) - (place.get(b.id) ?? 0));
  }

  function exposedIn(one: Case): Pick<RiskDocument['scenarios'][number], 'exposed'> {
    const exposed = exposedRecords(one, inputs, today);
    return exposed ? { exposed } : {};
  }

  function harmList(): RiskDocument['harm'] {
    const all = cases.flatMap((one) =>
      one.devices.map((device) => {
        const place = (of: ReadonlyMap<string, Standing>) => {
          const standing = of.get(one.threat.id) ?? EMPTY;
          return harmOf(one, inputs.matrix, standing.byDevice.get(device.id) ?? NONE, standing.harmFactor);
        };
        return {
          scenario: one.threat.id,
          scenarioName: one.threat.name,
          device: device.id,
          deviceName: device.name,
          function: one.threat.target.function,
          today: place(now),
          after: place(after),
        };
      }),
    );
    return all
      .filter(({ today: { reachesPerson } }) => reachesPerson)
      .map((row) => ({
        row,
        key: { id: `${row.scenario} ${row.device}`, harm: row.today, loss: row.today.yearlyChance ?? 0 },
      }))
      .toSorted((a, b) => byHarmFirst(a.key, b.key))
      .slice(0, MOST_HARM)
      .map(({ row }) => row);
  }

  function sinceOf(): RiskDocument['since'] {
    const { before } = inputs;
    if (!before) return null;
    return {
      id: before.id,
      at: before.at,
      mean: before.mean,
      interval: before.interval,
      reached: before.reached,
      because: changedSince(before, inputs),
    };
  }
}

const NONE = { low: 0, mode: 0, high: 0 };
const EMPTY: Standing = {
  events: NONE,
  loss: { id: '', frequency: 0, losses: [] },
  costs: [],
  byDevice: new Map(),
  harmFactor: 1,
};
const NO_LOSS: LossDocument['scenarios'][number] = {
  id: '',
  meanEvents: 0,
  mean: 0,
  sd: 0,
  quantiles: { '0.05': 0, '0.5': 0, '0.9': 0, '0.95': 0, '0.99': 0 },
  probabilityOfAnyLoss: 0,
  expectedShortfall95: 0,
  exceedance: [],
};

function worstDevice({ byDevice }: Standing) {
  return [...byDevice.values()].reduce((worst, one) => (one.mode > worst.mode ? one : worst), NONE);
}

function expectedOf(
  { treatments, portfolio }: LossDocument,
  standing: ReadonlyMap<string, Standing>,
): RiskDocument['expected']['today'] {
  const whole = treatments.find(({ id }) => id === ALL);
  const mean = meanYear(standing);
  return {
    mean,
    interval: whole ? whole.reductionInterval : [mean, mean],
    anyLossRange: anyLoss(standing, portfolio.probabilityOfAnyLoss),
  };
}

/** The chance of any loss, 1 - exp(-events) of all that costs something, with events at both ends of what is not known; around the simulated one. */
function anyLoss(standing: ReadonlyMap<string, Standing>, simulated: number): [number, number] {
  const costing = [...standing.values()].filter(({ costs }) => costs.some(({ mean }) => mean > 0));
  const at = (end: 'low' | 'high') => 1 - exp(-costing.reduce((sum, { events }) => sum + events[end], 0));
  return [Math.min(at('low'), simulated), Math.max(at('high'), simulated)];
}

/** Of the actions that would cut an exam: those that would help. */
function helpfulOf({ barred, effects }: Pick<Prepared, 'barred' | 'effects'>): Action[] {
  return barred.filter(({ id }) =>
    [...(effects.single.get(id)?.factors.values() ?? [])].some((left) => left < LEAST_LEFT),
  );
}

/** The plan with what it never does, as it would cut an exam. */
export function withBarred(
  found: PlanDocument,
  { barred, effects }: Pick<Prepared, 'barred' | 'effects'>,
): PlanDocument {
  const left = helpfulOf({ barred, effects }).map(({ id, cutsFlows }) => ({
    action: id,
    reason: 'cuts exams' as const,
    other: null,
    because: `It would cut ${cutsFlows === 1 ? 'a recorded conversation' : `${cutsFlows} recorded conversations`} that exams use: move those first, then look again.`,
  }));
  return { ...found, leftOut: [...found.leftOut, ...left] };
}

/** The share of years that lose more than a loss of the line of tolerance. */
function exceeding({ tolerance }: LossDocument, loss: number): number {
  return tolerance?.points.find(({ amount }) => amount === loss)?.probability ?? 0;
}

/** Inputs are named by the id of their scenario and what follows it: `a.frequency`, `a losses`. */
export function labelOf(
  input: string,
  cases: readonly { readonly threat: Pick<Case['threat'], 'id' | 'name'> }[],
): string {
  const found = cases.find(
    ({ threat: { id } }) => input === id || input.startsWith(`${id}.`) || input.startsWith(`${id} `),
  );
  if (!found) return input;
  const rest = input.slice(found.threat.id.length).replace(/^[.\s]+/, '');
  const what = rest.startsWith('frequency')
    ? 'how often'
    : rest.startsWith('vulnerability')
      ? 'the share of attackers who do this'
      : 'what it costs';
  return `${found.threat.name}: ${what}`;
}
