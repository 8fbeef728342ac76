// What the proofs beside advisories came to, kept with each advisory and counted over the feed.
import type { ShelfAbout } from '#knowledge/index.ts';
import type { DocumentChecks } from './csaf-checks.ts';

/** Counts over all advisories of a feed. */
export type ProofTally = NonNullable<ShelfAbout['checks']>;

const MOST_REASONS = 10;
const SIGNATURE_RANK = ['not there', 'not checked', 'good'] as const satisfies DocumentChecks['signature'][];

/** The text of an advisory with what was found out about it. */
export function withProof(advisory: object, checks: DocumentChecks): string {
  return JSON.stringify({ ...advisory, checks });
}

/** The document itself did not change: what was found out about it before still holds. */
export function keepProof(chosen: string, before: string | undefined): string {
  if (before === undefined || chosen === before) return chosen;
  const [one, other] = [parted(chosen), parted(before)];
  if (one.rest !== other.rest) return chosen;
  const signed = SIGNATURE_RANK.indexOf(one.checks.signature) >= SIGNATURE_RANK.indexOf(other.checks.signature);
  const { signature, because } = (signed ? one : other).checks;
  const hash = one.checks.hash === 'good' || other.checks.hash === 'good' ? 'good' : 'not there';
  return withProof(JSON.parse(one.rest) as object, { hash, signature, because }); // made by withProof
}

/** An empty count; `failed` is how many documents the last import refused for their proof. */
export function emptyTally(failed: number): ProofTally {
  return {
    documents: 0,
    hash: { good: 0, notThere: 0 },
    signature: { good: 0, notThere: 0, notChecked: 0 },
    failed,
    because: [],
  };
}

/** Counts one advisory. */
export function countProof(tally: ProofTally, json: string): void {
  const { hash, signature, because } = parted(json).checks;
  tally.documents++;
  tally.hash[hash === 'good' ? 'good' : 'notThere']++;
  tally.signature[signature === 'good' ? 'good' : signature === 'not checked' ? 'notChecked' : 'notThere']++;
  if (because !== null && tally.because.length < MOST_REASONS && !tally.because.includes(because))
    tally.because.push(because);
}

function parted(json: string): { rest: string; checks: DocumentChecks } {
  const { checks, ...rest } = JSON.parse(json) as { checks?: DocumentChecks }; // made by withProof, or before there were proofs
  return {
    rest: JSON.stringify(rest),
    checks: checks ?? { hash: 'not there', signature: 'not there', because: null },
  };
}
