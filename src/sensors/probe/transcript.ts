// The proof behind a rung, step by step, as sentences that a person can read aloud.
import type { TranscriptLine } from '#contracts/index.ts';
import { type Clock, inertText } from '#kit/index.ts';

/** No endpoint needs more; a peer that makes us say more is cut short. */
const MAX_LINES = 120;

/** Collects the lines of one endpoint, in order of time. */
export class Transcript {
  readonly #clock: Clock;
  readonly #start: number;
  readonly #lines: TranscriptLine[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#start = clock.tick();
  }

  sent(summary: string): void {
    this.#add('sent', summary);
  }

  received(summary: string): void {
    this.#add('received', summary);
  }

  note(summary: string): void {
    this.#add('note', summary);
  }

  get lines(): readonly TranscriptLine[] {
    return this.#lines;
  }

  #add(direction: TranscriptLine['direction'], summary: string): void {
    if (this.#lines.length >= MAX_LINES) return;
    this.#lines.push({
      atMs: Math.round(this.#clock.tick() - this.#start),
      direction,
      summary: inertText(summary, 400),
    });
  }
}
