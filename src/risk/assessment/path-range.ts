// The chance of one way with what is not known: every step of it at its low end, and at its high end.
import type { AttackPath } from '#contracts/index.ts';
import { networkOf, type Site } from './network-of.ts';

/** Chances of what gives way, by id, at both ends of what is not known. */
export interface PathEnds {
  readonly low: ReadonlyMap<string, number>;
  readonly high: ReadonlyMap<string, number>;
}

/** Reads both ends of a site. */
export function pathEndsOf(site: Site): PathEnds {
  const at = (end: 'low' | 'high') =>
    new Map(
      networkOf(site, end).network.nodes.flatMap(({ weaknesses = [] }) =>
        weaknesses.map(({ id, probability }) => [id, probability] as const),
      ),
    );
  return { low: at('low'), high: at('high') };
}

/** The chance of a way at both ends, around the most likely one: what gives way is counted once, however often it is used. */
export function pathRange({ steps, probability }: AttackPath, ends: PathEnds): [number, number] {
  const used = [...new Set(steps.map(({ by }) => by))];
  const at = (end: keyof PathEnds) => used.reduce((all, id) => all * (ends[end].get(id) ?? 0), 1);
  return [Math.min(at('low'), probability), Math.max(at('high'), probability)];
}
