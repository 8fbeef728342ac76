// Years of some of the scenarios, simulated block by block. What a block comes to depends on the seed and on its place alone.
import type { LossDocument } from '#contracts/index.ts';
import { Invalid } from '#kit/index.ts';
import { fillScores, type Sampler } from './distribution.ts';
import { asChance, type Effect, type Loss, type LossModel, type Scenario } from './model.ts';
import { fillCounts } from './poisson.ts';
import { fillUnits, HALF_UNIT, MOST_WORDS, type Stream, streamOf, UNIT, wordsOf } from './stream.ts';
import { summaryOf } from './summary.ts';

/** How it is simulated. */
export interface Simulation {
  /** Years, 1 to 10,000,000. */
  readonly trials: number;
  /** A whole number from 0 to 2^53-1: the same seed gives the same document, to the byte. */
  readonly seed: number;
}

/** Scenarios that are simulated together, by their places from `first` up to before `end`. */
export interface Part {
  readonly first: number;
  readonly end: number;
}

/** What the years of a part came to. */
export interface PartOutcome {
  readonly scenarios: LossDocument['scenarios'];
  /** The loss of each year in all scenarios of the part. */
  readonly together: Float64Array;
  readonly treatments: readonly Saving[];
}

/** What a treatment saves in the scenarios of a part. */
export interface Saving {
  /** Of the treatment in the document. */
  readonly place: number;
  /** Over all years. */
  saved: number;
  /** Of each of the first years: how much less is to be expected, given what was drawn for the inputs. */
  readonly expected: Float64Array;
}

/** Years that share one run of random numbers for each purpose. */
const BLOCK = 4096;
/** What the random numbers of a scenario are drawn for. */
const PURPOSE = { frequency: 0, vulnerability: 1, count: 2, kept: 3, more: 4, loss: 5, moreLoss: 6, action: 7 };
/** Events of a year that are simulated one by one. */
const MOST_EVENTS = 1_000_000;
/** Events that are held at a time, unless one year has more. */
const EVENTS = 16_384;
/** Places that are written for each year without looking how many events it has: what is too much is written over. */
const AT_ONCE = 3;
/** Years over which the interval of a treatment is taken. */
export const INTERVAL_YEARS = 20_000;
/** Parts of a document. The sum of a year is formed part by part, so the number must not hang on the machine. */
const PARTS = 16;
/** Bytes for the years of correlated scenarios, which are simulated at the same time. */
const SIDE_BY_SIDE = 64 * 2 ** 20;

/** The parts of a document with so many scenarios. */
export function partsOf(scenarios: number): Part[] {
  const size = Math.ceil(scenarios / PARTS);
  return Array.from({ length: Math.ceil(scenarios / size) }, (_, n) => {
    return { first: n * size, end: Math.min(scenarios, (n + 1) * size) };
  });
}

/** Bytes that a simulation holds at most: the sum, two lists of years in each thread, and as many parts as may wait to be added. */
export function bytesFor(model: LossModel, trials: number, { threads, waiting }: Threads): number {
  const years = 8 * trials;
  const beside = model.mixer === null ? 0 : Math.max(0, SIDE_BY_SIDE - years);
  const savings = 8 * Math.min(trials, INTERVAL_YEARS) * model.treatments.length;
  return years * (1 + 2 * threads + waiting) + beside * threads + savings * (1 + threads + waiting);
}

interface Threads {
  readonly threads: number;
  /** Parts that are done but must wait for one before them. */
  readonly waiting: number;
}

/** About how many random values so many years need. */
export function drawsOf({ scenarios }: LossModel, trials: number): number {
  const aYear = scenarios.reduce((sum, { frequency, losses }) => sum + 3 + frequency.mean * losses.length, 0);
  return aYear * trials;
}

/** Simulates the years of a part; yields the share that is done, every few milliseconds. */
export function* simulatePart(
  model: LossModel,
  { trials, seed }: Simulation,
  part: Part,
): Generator<number, PartOutcome> {
  const size = part.end - part.first;
  const savings = new Map<number, Saving>();
  for (const { effects } of model.scenarios.slice(part.first, part.end))
    for (const { place } of effects)
      savings.set(place, { place, saved: 0, expected: new Float64Array(Math.min(trials, INTERVAL_YEARS)) });
  const together = new Float64Array(trials);
  const scenarios: PartOutcome['scenarios'] = [];
  const width = model.mixer === null ? 1 : Math.max(1, Math.min(size, Math.floor(SIDE_BY_SIDE / 8 / trials)));
  const alone = Array.from({ length: width }, () => new Float64Array(trials));
  const drawn = alone.map(() => new Float64Array(BLOCK));
  for (let first = part.first; first < part.end; first += width) {
    const some = model.scenarios.slice(first, Math.min(part.end, first + width));
    const events = new Float64Array(some.length);
    for (let from = 0; from < trials; from += BLOCK) {
      const years = Math.min(BLOCK, trials - from);
      drawFrequencies(model, some, { seed, block: from / BLOCK, years, drawn });
      some.forEach((scenario, n) => {
        const losses = alone[n]?.subarray(from, from + years) ?? new Float64Array(0);
        const frequency = drawn[n] ?? losses;
        const block: Block = { scenario, seed, from, years, frequency, losses, savings };
        events[n] = (events[n] ?? 0) + simulateBlock(block);
      });
      yield (first - part.first + (some.length * (from + years)) / trials) / size;
    }
    some.forEach(({ id, contest, vulnerability }, n) => {
      const losses = alone[n] ?? together;
      const chance = contest && vulnerability ? { vulnerability: vulnerability.mean } : {};
      scenarios.push({ id, ...summaryOf(losses), meanEvents: (events[n] ?? 0) / trials, ...chance });
      for (let year = 0; year < trials; year++) together[year] = (together[year] ?? 0) + (losses[year] ?? 0);
    });
  }
  return { scenarios, together, treatments: [...savings.values()] };
}

/**
 * The loss events that each year expects of one scenario. `scores`: of each year, mixed; null where nothing is correlated.
 */
export function expectedRates(
  scenario: Scenario,
  { trials, seed }: Simulation,
  scores: Float64Array | null,
): Float64Array {
  const rates = new Float64Array(trials);
  const frequency = new Float64Array(BLOCK);
  for (let from = 0; from < trials; from += BLOCK) {
    const years = Math.min(BLOCK, trials - from);
    const stream = (purpose: number, ...more: number[]) =>
      streamOf(seed, scenario.place, purpose, from / BLOCK, ...more);
    if (scores === null) scenario.frequency.fill(stream(PURPOSE.frequency), frequency, years);
    else {
      frequency.set(scores.subarray(from, from + years));
      scenario.frequency.fromScores(frequency, years);
    }
    drawRates({ scenario, frequency, years }, stream);
    rates.set(work.rates.subarray(0, years), from);
  }
  return rates;
}

/** The mixed scores of each year, of every scenario of a model; null where nothing is correlated. */
export function allScores({ mixer, scenarios }: LossModel, { trials, seed }: Simulation): Float64Array[] | null {
  if (mixer === null) return null;
  const all = scenarios.map(() => new Float64Array(trials));
  for (let from = 0; from < trials; from += BLOCK) {
    const years = Math.min(BLOCK, trials - from);
    const drawn = all.map((scores) => scores.subarray(from, from + years));
    mixScores(mixer, scenarios, { seed, block: from / BLOCK, years, drawn });
  }
  return all;
}

interface Frequencies {
  readonly seed: number;
  readonly block: number;
  readonly years: number;
  /** Filled, for each of the scenarios. */
  readonly drawn: readonly Float64Array[];
}

/** The threat events that each year of a block expects, for each of some scenarios. */
export function drawFrequencies(
  { mixer }: LossModel,
  some: readonly Scenario[],
  { seed, block, years, drawn }: Frequencies,
): void {
  const streamFor = (place: number) => streamOf(seed, place, PURPOSE.frequency, block);
  if (mixer === null) {
    for (const [n, { frequency, place }] of some.entries())
      frequency.fill(streamFor(place), drawn[n] ?? new Float64Array(0), years);
    return;
  }
  mixScores(mixer, some, { seed, block, years, drawn });
  for (const [n, { frequency }] of some.entries()) frequency.fromScores(drawn[n] ?? new Float64Array(0), years);
}

/** Normal scores of the years of a block, mixed as the scenarios are correlated. */
function mixScores(
  mixer: readonly Float64Array[],
  some: readonly Scenario[],
  { seed, block, years, drawn }: Frequencies,
): void {
  for (const scores of drawn) scores.fill(0);
  const own = new Float64Array(years);
  const last = some.at(-1)?.place ?? 0;
  for (let other = 0; other <= last; other++) {
    const weights = some.map(({ place }) => mixer[place]?.[other] ?? 0);
    if (weights.every((weight) => weight === 0)) continue;
    fillScores(streamOf(seed, other, PURPOSE.frequency, block), own, years);
    weights.forEach((weight, n) => {
      if (weight !== 0) addScaled(drawn[n] ?? own, own, weight);
    });
  }
}

function addScaled(to: Float64Array, what: Float64Array, factor: number): void {
  for (let n = 0; n < what.length; n++) to[n] = (to[n] ?? 0) + factor * (what[n] ?? 0);
}

interface Block {
  readonly scenario: Scenario;
  readonly seed: number;
  /** The first year among all, and how many there are. */
  readonly from: number;
  readonly years: number;
  readonly frequency: Float64Array;
  /** Filled. */
  readonly losses: Float64Array;
  readonly savings: ReadonlyMap<number, Saving>;
}

/** What is filled anew in each block. */
interface Workspace {
  readonly chances: Float64Array;
  readonly rates: Float64Array;
  readonly counts: Int32Array;
  readonly more: Float64Array;
  readonly moreCounts: Int32Array;
  events: Events;
}

/** Of each event: its year in the block, what it costs, and a lot that decides which treatments let it happen. */
interface Events {
  readonly year: Int32Array;
  readonly cost: Float64Array;
  readonly lot: Float64Array;
  readonly drawn: Float64Array;
  readonly chance: Float64Array;
  readonly kept: Int32Array;
}

/** One for all: no block is left half done. */
const work: Workspace = {
  chances: new Float64Array(BLOCK),
  rates: new Float64Array(BLOCK),
  counts: new Int32Array(BLOCK),
  more: new Float64Array(BLOCK),
  moreCounts: new Int32Array(BLOCK),
  events: eventsOf(EVENTS),
};

function eventsOf(most: number): Events {
  return {
    year: new Int32Array(most + AT_ONCE),
    cost: new Float64Array(most),
    lot: new Float64Array(most),
    drawn: new Float64Array(most),
    chance: new Float64Array(most),
    kept: new Int32Array(most),
  };
}

/** Simulates a scenario's years of a block; gives how many loss events there were. */
function simulateBlock(at: Block): number {
  const { scenario, seed, from, years, losses } = at;
  const stream = (purpose: number, ...more: number[]) => streamOf(seed, scenario.place, purpose, from / BLOCK, ...more);
  drawRates(at, stream);
  const all = fillCounts(stream(PURPOSE.count), work.rates, work.counts, years);
  const sources = scenario.losses.map(
    (loss, n): Source => sourceOf(loss, n, (...path) => stream(PURPOSE.loss, ...path)),
  );
  const treated = scenario.effects.map((effect, n): Treated => treatedOf(effect, n, at, stream));
  const forKept = treated.some(({ isPartial }) => isPartial) ? stream(PURPOSE.kept) : null;
  losses.fill(0);
  const { counts } = work;
  for (let first = 0; first < years; ) {
    let events = 0;
    let end = first;
    do events += counts[end++] ?? 0;
    while (end < years && events + (counts[end] ?? 0) <= EVENTS);
    if (events > work.events.cost.length) work.events = eventsOf(events);
    eventYears(first, end);
    addCosts(sources, work.events, events);
    addByYear(losses, work.events, events);
    if (forKept !== null) fillUnits(forKept, work.events.lot, events);
    for (const each of treated) saveIn(each, work.events, events);
    first = end;
  }
  return all;
}

type StreamFor = (purpose: number, ...more: number[]) => Stream;

/** Draws the loss events that each year expects. */
function drawRates(
  { scenario, years, frequency }: Pick<Block, 'scenario' | 'years' | 'frequency'>,
  stream: StreamFor,
): void {
  const { chances, rates } = work;
  const { action, vulnerability, place } = scenario;
  let most = 0;
  if (action !== null) {
    action.fill(stream(PURPOSE.action), chances, years);
    for (let year = 0; year < years; year++) frequency[year] = (frequency[year] ?? 0) * asChance(chances[year] ?? 0);
  }
  if (vulnerability === null) chances.fill(1);
  else vulnerability.fill(stream(PURPOSE.vulnerability), chances, years);
  for (let year = 0; year < years; year++) {
    const chance = asChance(chances[year] ?? 0);
    const rate = (frequency[year] ?? 0) * chance;
    chances[year] = chance;
    rates[year] = rate;
    if (rate > most) most = rate;
  }
  if (most > MOST_EVENTS)
    throw new Invalid(
      `scenarios[${place}].frequency: a year with more than ${MOST_EVENTS} events was drawn. Give the loss of a year instead, with the frequency 1.`,
    );
}

function eventYears(first: number, end: number): void {
  const { counts, events } = work;
  const { year } = events;
  let place = 0;
  for (let n = first; n < end; n++) {
    const count = counts[n] ?? 0;
    year[place] = n;
    year[place + 1] = n;
    year[place + 2] = n;
    for (let more = AT_ONCE; more < count; more++) year[place + more] = n;
    place += count;
  }
}

function addByYear(losses: Float64Array, { year, cost }: Events, events: number): void {
  for (let n = 0; n < events; n++) {
    const at = year[n] ?? 0;
    losses[at] = (losses[at] ?? 0) + (cost[n] ?? 0);
  }
}

/** One form of loss with the random numbers of a block. */
interface Source {
  readonly loss: Loss;
  readonly forMagnitude: Stream;
  /** None where every event has the loss. */
  readonly chance: { readonly probability: Sampler; readonly stream: Stream; readonly forLot: Stream } | null;
}

function sourceOf(loss: Loss, place: number, stream: (...path: number[]) => Stream): Source {
  const { probability } = loss;
  return {
    loss,
    forMagnitude: stream(place, 0),
    chance: probability && { probability, stream: stream(place, 1), forLot: stream(place, 2) },
  };
}

/** Draws what each of so many events costs. */
function addCosts(sources: readonly Source[], { cost, drawn, chance, kept }: Events, events: number): void {
  cost.fill(0, 0, events);
  for (const { loss, forMagnitude, chance: sometimes } of sources) {
    if (sometimes === null) {
      loss.magnitude.fill(forMagnitude, drawn, events);
      for (let n = 0; n < events; n++) cost[n] = (cost[n] ?? 0) + (drawn[n] ?? 0);
      continue;
    }
    sometimes.probability.fill(sometimes.stream, chance, events);
    const happened = happening(sometimes.forLot, { chance, kept, events });
    loss.magnitude.fill(forMagnitude, drawn, happened);
    for (let n = 0; n < happened; n++) {
      const event = kept[n] ?? 0;
      cost[event] = (cost[event] ?? 0) + (drawn[n] ?? 0);
    }
  }
}

interface Lots {
  readonly chance: Float64Array;
  readonly kept: Int32Array;
  readonly events: number;
}

/** Writes the events whose chance comes true to the start of `kept`; gives how many there are. */
function happening(stream: Stream, { chance, kept, events }: Lots): number {
  let happened = 0;
  for (let from = 0; from < events; from += MOST_WORDS) {
    const some = Math.min(MOST_WORDS, events - from);
    const words = wordsOf(stream, some);
    for (let n = 0; n < some; n++) {
      kept[happened] = from + n;
      // No guess for the processor: the place is written over by the next event unless this one happened.
      happened += ((words[n] ?? 0) >>> 0) * UNIT + HALF_UNIT < (chance[from + n] ?? 0) ? 1 : 0;
    }
  }
  return happened;
}

/** A treatment of the scenario in a block. */
interface Treated {
  readonly saving: Saving;
  readonly magnitude: number;
  /** Of each year, the loss events with the treatment for one without it. */
  readonly shares: Float64Array;
  /** Whether a share is below 1 somewhere. */
  readonly isPartial: boolean;
}

/** What a treatment makes of a block's rates; what comes on top where it makes something likelier is counted at once. */
function treatedOf(effect: Effect, n: number, at: Block, stream: StreamFor): Treated {
  const { scenario, from, years, frequency, savings } = at;
  const { chances, rates, more, moreCounts } = work;
  const saving = savings.get(effect.place) ?? { place: effect.place, saved: 0, expected: new Float64Array(0) };
  const shares = new Float64Array(years);
  let [least, most] = [1, 1];
  for (let year = 0; year < years; year++) {
    const rate = rates[year] ?? 0;
    const treated = (frequency[year] ?? 0) * effect.frequency * asChance((chances[year] ?? 0) * effect.vulnerability);
    const share = rate > 0 ? treated / rate : 1;
    shares[year] = share;
    more[year] = rate * (share - 1);
    if (share < least) least = share;
    if (share > most) most = share;
  }
  const { expected } = saving;
  for (let year = 0; year < years && from + year < expected.length; year++)
    expected[from + year] =
      (expected[from + year] ?? 0) +
      (rates[year] ?? 0) * scenario.meanLoss * (1 - (shares[year] ?? 1) * effect.magnitude);
  // A treatment may also make something likelier: these events come on top.
  if (most > 1) {
    let rest = fillCounts(stream(PURPOSE.more, n), more, moreCounts, years);
    const sources = scenario.losses.map((loss, place) =>
      sourceOf(loss, place, (...path) => stream(PURPOSE.moreLoss, n, ...path)),
    );
    while (rest > 0) {
      const events = Math.min(rest, EVENTS);
      addCosts(sources, work.events, events);
      saving.saved -= effect.magnitude * sumOf(work.events.cost, events);
      rest -= events;
    }
  }
  return { saving, magnitude: effect.magnitude, shares, isPartial: least < 1 };
}

function sumOf(values: Float64Array, count: number): number {
  let sum = 0;
  for (let n = 0; n < count; n++) sum += values[n] ?? 0;
  return sum;
}

/** The same events with the treatment as without it: a share of them does not happen any more, the others cost what they cost times the factor. */
function saveIn({ saving, magnitude, shares, isPartial }: Treated, { year, cost, lot }: Events, events: number): void {
  let left = 0;
  if (isPartial)
    for (let n = 0; n < events; n++) left += (lot[n] ?? 0) < (shares[year[n] ?? 0] ?? 1) ? (cost[n] ?? 0) : 0;
  else left = sumOf(cost, events);
  saving.saved += sumOf(cost, events) - left * magnitude;
}
