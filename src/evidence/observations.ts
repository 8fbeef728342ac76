// What a passive sensor saw, said once however often it was seen: a million packets give a few facts. Kept by subject, attribute
// and value with the first and the last sighting, bounded, and turned into facts when somebody asks.
import type { Basis, Fact } from '#contracts/index.ts';
import { type Clock, Fault } from '#kit/index.ts';
import { makeFact } from './make-fact.ts';
import { looksLikePatientData } from './patient-gate.ts';
import type { SubjectRef } from './subject.ts';
import type { AttributeInput, AttributeName } from './vocabulary.ts';

/** On whose behalf, and in which run, something was seen. */
export interface ObservationSource {
  readonly sensor: string;
  readonly run: string;
  readonly detail: string | null;
  readonly by: string;
}

/** How something is known, and when it was so (milliseconds since 1970). */
export interface ObservedStatement {
  readonly basis: Basis;
  readonly confidence: number;
  readonly atMs: number;
}

interface Kept {
  readonly subject: SubjectRef;
  readonly attribute: AttributeName;
  readonly value: unknown;
  readonly basis: Basis;
  confidence: number;
  firstMs: number;
  lastMs: number;
  count: number;
}

const MOST_STATEMENTS = 500_000;
const NO_TIME = -1;
/** A clock or a time zone that was set wrongly by some hours loses nothing; a fact from further ahead would outlive all that is true. */
export const MOST_AHEAD_MS = 24 * 3_600_000;

/** Statements of one run, each once. */
export class Observations {
  readonly #kept = new Map<string, Kept>();
  readonly #most: number;
  #dropped = 0;

  /** `most`: distinct statements held; what comes after is counted and dropped. */
  constructor(most = MOST_STATEMENTS) {
    this.#most = most;
  }

  /** Distinct statements held. */
  get size(): number {
    return this.#kept.size;
  }

  /** Statements that were not kept: over the bound, of a time that cannot be, or refused by the patient gate or the vocabulary. */
  get dropped(): number {
    return this.#dropped;
  }

  /** States something; what was stated before is only seen again. Empty text states nothing. */
  state<A extends AttributeName>(
    subject: SubjectRef,
    attribute: A,
    value: AttributeInput<A> | null | undefined,
    { basis, confidence, atMs: givenMs }: ObservedStatement,
  ): void {
    const atMs = Number.isNaN(givenMs) ? NO_TIME : givenMs;
    if (value === null || value === undefined || value === '') return;
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    const key = `${subject.kind} ${subject.key}\n${attribute}\n${text}`;
    const known = this.#kept.get(key);
    if (known) {
      known.count++;
      if (atMs > known.lastMs) known.lastMs = atMs;
      if (atMs < known.firstMs) known.firstMs = atMs;
      if (confidence > known.confidence) known.confidence = confidence;
      return;
    }
    if (this.#kept.size >= this.#most || looksLikePatientData(value)) {
      this.#dropped++;
      return;
    }
    this.#kept.set(key, { subject, attribute, value, basis, confidence, firstMs: atMs, lastMs: atMs, count: 1 });
  }

  /** The statements as facts, oldest first, and forgets them. What the vocabulary refuses is counted as dropped. */
  drain(source: ObservationSource, clock: Clock): Fact[] {
    return [...this.batches(source, clock, Number.POSITIVE_INFINITY)].flat();
  }

  /** The same in batches of at most `size`, so that facts need no room all at once. */
  *batches(source: ObservationSource, clock: Clock, size: number): Generator<Fact[]> {
    const { by, ...from } = source;
    const kept = [...this.#kept.values()].sort((a, b) => a.lastMs - b.lastMs);
    this.#kept.clear();
    let facts: Fact[] = [];
    const latestMs = clock.now().getTime() + MOST_AHEAD_MS;
    const canBe = (ms: number) => ms >= 0 && ms <= latestMs;
    for (const { subject, attribute, value, basis, confidence, firstMs, lastMs } of kept) {
      // Never this machine's time instead: the same file would state something else each time.
      const atMs = canBe(lastMs) ? lastMs : firstMs;
      if (!canBe(atMs)) {
        this.#dropped++;
        continue;
      }
      const observedAt = new Date(atMs).toISOString();
      const input = { subject, attribute, basis, confidence, source: from, observedAt, by };
      try {
        // The value was of this attribute's type when it was stated.
        facts.push(makeFact({ ...input, value: value as AttributeInput<AttributeName> }, clock));
      } catch (error) {
        if (!(error instanceof Fault)) throw error;
        this.#dropped++;
      }
      if (facts.length < size) continue;
      yield facts;
      facts = [];
    }
    yield facts;
  }
}
