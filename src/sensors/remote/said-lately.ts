// What a live sensor sees again and again it says once an hour, so that a quiet network makes little talk and the hub still knows when a
// thing was last seen.
import { createHash } from 'node:crypto';
import type { Fact } from '#contracts/index.ts';
import { canonicalJson } from '#kit/index.ts';

const AGAIN_MS = 3_600_000;
const MOST = 500_000;

/** Remembers statements by hash, the most recent ones. */
export class SaidLately {
  readonly #said = new Map<string, number>();

  /** The facts that were not said within the hour. */
  news(facts: readonly Fact[]): Fact[] {
    return facts.filter((fact) => Date.parse(fact.observedAt) - (this.#said.get(keyOf(fact)) ?? 0) >= AGAIN_MS);
  }

  /** Notes facts as said; call it when they are safe. */
  said(facts: readonly Fact[]): void {
    for (const fact of facts) {
      const key = keyOf(fact);
      this.#said.delete(key);
      this.#said.set(key, Date.parse(fact.observedAt));
    }
    for (const key of this.#said.keys()) {
      if (this.#said.size <= MOST) break;
      this.#said.delete(key);
    }
  }
}

function keyOf({ subject, attribute, value, basis, confidence }: Fact): string {
  const words = canonicalJson({ subject, attribute, value, basis, confidence });
  return createHash('sha256').update(words).digest('base64').slice(0, 16);
}
