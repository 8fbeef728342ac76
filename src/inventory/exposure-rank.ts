// The place of a rung in the common order of both ladders (contracts, RUNG_ORDER), so that a device can be sorted by the
// highest rung proven on any of its services.
import { RUNG_ORDER } from '#contracts/index.ts';

const RANKS: ReadonlyMap<string, number> = new Map(RUNG_ORDER.map((rung, rank) => [rung, rank]));

/** The rank of a device or service that nobody has looked at: below every rung, because unknown is not "closed". */
export const NEVER_OBSERVED = -1;

/** The rank of a rung; NEVER_OBSERVED when there is none. */
export function exposureRank(rung: string | null): number {
  return rung === null ? NEVER_OBSERVED : (RANKS.get(rung) ?? NEVER_OBSERVED);
}

/** The highest of some rungs, or null when there is none. */
export function highestRung(rungs: Iterable<string | null>): string | null {
  let best: string | null = null;
  for (const rung of rungs) if (exposureRank(rung) > exposureRank(best)) best = rung;
  return best;
}

/** The rung that an endpoint has on either ladder: the higher of the two. */
export function rungOf(endpoint: { readonly exposure: string | null; readonly web: string | null }): string | null {
  return highestRung([endpoint.exposure, endpoint.web]);
}
