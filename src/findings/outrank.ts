// Which of several statements about one flaw on one device counts, when they differ (docs/matching.md): what a maker says of exactly this
// product and version outranks what others work out from its parts.
import type { Finding } from '#contracts/index.ts';
import type { SourcedVerdict } from './verdicts-on.ts';

const STRONGEST: readonly Finding['state'][] = ['confirmed', 'potential', 'unknown', 'fixed', 'not affected'];

/** The statements that count, the deciding one first, and those that are outranked. */
export function decided(said: readonly SourcedVerdict[]): {
  readonly ordered: readonly SourcedVerdict[];
  readonly outranked: readonly SourcedVerdict[];
} {
  const stated = said.filter(({ isStated }) => isStated);
  const outranked = said.filter((verdict) => stated.some((other) => outranks(other, verdict)));
  const counting = said.filter((verdict) => !outranked.includes(verdict));
  return { ordered: counting.toSorted(byStrength), outranked: outranked.toSorted(byStrength) };
}

function outranks(statement: SourcedVerdict, verdict: SourcedVerdict): boolean {
  if (verdict.isStated || isGood(verdict)) return false;
  // What is said of a program says nothing about another one with the same flaw; what is said of the device speaks of all its parts.
  if (statement.product.what !== 'device' && statement.product.name !== verdict.product.name) return false;
  // A bill of materials lists the part; whether the product is affected by it is for the product's own maker to say.
  if (statement.product.what === 'device' && verdict.product.origin !== undefined) return true;
  if (verdict.order > statement.order) return true;
  // Of two documents the newer one counts, when it is the one that names this version.
  return statement.advisory.id !== verdict.advisory.id && statement.advisory.revised > verdict.advisory.revised;
}

function isGood({ state }: SourcedVerdict): boolean {
  return state === 'fixed' || state === 'not affected';
}

function byStrength(a: SourcedVerdict, b: SourcedVerdict): number {
  return (
    STRONGEST.indexOf(a.state) - STRONGEST.indexOf(b.state) ||
    a.order - b.order ||
    b.confidence - a.confidence ||
    (a.advisory.id < b.advisory.id ? -1 : a.advisory.id > b.advisory.id ? 1 : 0)
  );
}
