// How well a device is closed, from facts about its settings. The newest word counts, with one exception: what a program saw to be bad
// is not made good by a later word of a person; both stand, and a further look settles it.
import { HARDENING_TOPICS, type HardeningTopic, hardeningEntry, NOT_KNOWN } from '#contracts/index.ts';
import type { CurrentFact } from '#evidence/model.ts';

/** What is believed of one topic. */
export interface HardeningBelief {
  readonly topic: HardeningTopic;
  readonly value: string;
  readonly good: boolean;
  readonly words: string;
  readonly basis: CurrentFact['basis'];
  readonly confidence: number;
  readonly observedAt: string;
  readonly sensor: string;
  /** The facts that say so, the deciding one first. */
  readonly facts: readonly string[];
  /** What is said against it by another source. */
  readonly against: { readonly words: string; readonly observedAt: string; readonly sensor: string } | null;
}

/** A figure with where it is from. */
export interface HardeningFigure<T> {
  readonly value: T;
  readonly observedAt: string;
  readonly sensor: string;
  readonly facts: readonly string[];
}

/** Everything that is known of how well a device is closed. */
export interface Hardening {
  readonly topics: readonly HardeningBelief[];
  readonly lastUpdate: HardeningFigure<string> | null;
  readonly localAccounts: HardeningFigure<number> | null;
  readonly openPorts: HardeningFigure<readonly string[]> | null;
  readonly makerPorts: HardeningFigure<readonly string[]> | null;
}

/** Nothing is known. */
export const NO_HARDENING: Hardening = {
  topics: [],
  lastUpdate: null,
  localAccounts: null,
  openPorts: null,
  makerPorts: null,
};

/** Two sources that contradict each other make both less sure. */
const CONTRADICTED = 0.6;

/** What is known of how well a device is closed, from what holds now. */
export function hardeningOf(facts: readonly CurrentFact[]): Hardening {
  const own = facts.filter(({ attribute }) => attribute.startsWith('hardening.'));
  if (own.length === 0) return NO_HARDENING;
  const byAttribute = Map.groupBy(own.toSorted(newestFirst), ({ attribute }) => attribute.slice('hardening.'.length));
  const of = (name: string) => byAttribute.get(name) ?? [];
  return {
    topics: HARDENING_TOPICS.flatMap((topic) => beliefOf(topic, of(topic)) ?? []),
    lastUpdate: figureOf(latestDay(of('lastUpdate')), isText),
    localAccounts: figureOf(of('localAccounts')[0], isNumber),
    openPorts: figureOf(of('openPorts')[0], isTexts),
    makerPorts: figureOf(of('makerPorts')[0], isTexts),
  };
}

function beliefOf(topic: HardeningTopic, facts: readonly CurrentFact[]): HardeningBelief | null {
  const { values } = hardeningEntry(topic);
  const said = facts.flatMap((fact) => {
    const entry = typeof fact.value === 'string' && fact.value !== NOT_KNOWN ? values[fact.value] : undefined;
    return entry ? [{ fact, entry, value: String(fact.value) }] : [];
  });
  const [newest] = said;
  if (!newest) return null;
  const seen = said.find(({ fact }) => fact.basis !== 'attested');
  const isPerson = newest.fact.basis === 'attested';
  const decided = isPerson && newest.entry.good && seen && !seen.entry.good ? seen : newest;
  // A program that looks later corrects what was said before; between a person and what a program saw, both stand.
  const against = decided !== newest ? newest : isPerson && seen && seen.entry.good !== newest.entry.good ? seen : null;
  const agreeing = said.filter(({ value }) => value === decided.value).map(({ fact }) => fact.factId);
  const { fact, entry, value } = decided;
  return {
    topic,
    value,
    good: entry.good,
    words: entry.words,
    basis: fact.basis,
    confidence: against ? fact.confidence * CONTRADICTED : fact.confidence,
    observedAt: fact.lastObservedAt,
    sensor: fact.sensor,
    facts: [fact.factId, ...agreeing.filter((each) => each !== fact.factId)],
    against: against
      ? { words: against.entry.words, observedAt: against.fact.lastObservedAt, sensor: against.fact.sensor }
      : null,
  };
}

function newestFirst(a: CurrentFact, b: CurrentFact): number {
  if (a.lastObservedAt !== b.lastObservedAt) return a.lastObservedAt > b.lastObservedAt ? -1 : 1;
  return b.confidence - a.confidence || (a.factId < b.factId ? -1 : 1);
}

/** Updates only become more: the latest day that anything names. */
function latestDay(facts: readonly CurrentFact[]): CurrentFact | undefined {
  return facts.reduce<CurrentFact | undefined>(
    (most, fact) => (most === undefined || String(fact.value) > String(most.value) ? fact : most),
    undefined,
  );
}

function figureOf<T>(
  fact: CurrentFact | undefined,
  isValue: (value: unknown) => value is T,
): HardeningFigure<T> | null {
  if (!fact || !isValue(fact.value)) return null;
  return { value: fact.value, observedAt: fact.lastObservedAt, sensor: fact.sensor, facts: [fact.factId] };
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number';
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every(isText);
}
