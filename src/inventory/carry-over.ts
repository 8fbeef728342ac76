// What stays known of an endpoint when a scan asked less of it than an earlier one did, or was stopped before it was done:
// only an answer to the same question replaces an answer. Without this, a shorter look would make a site look safer.
import type { ScanEndpoint } from '#contracts/index.ts';
import type { AttributeName } from '#evidence/model.ts';
import { exposureRank, highestRung, rungOf } from './exposure-rank.ts';

export interface CarriedOver {
  readonly endpoint: ScanEndpoint;
  /** Attributes on which the older facts stand. */
  readonly standing: readonly AttributeName[];
}

const EARLIER = 'Not asked again in the newest scan; the lines above are from an earlier one';

/** What is known after `now`, given what was known before it; null when `now` says nothing that counts. */
export function carryOver(before: ScanEndpoint | undefined, now: ScanEndpoint): CarriedOver | null {
  if (!before) return { endpoint: now, standing: [] };
  if (!now.complete) {
    const raises = exposureRank(rungOf(now)) > exposureRank(rungOf(before));
    return raises ? { endpoint: now, standing: [] } : null;
  }
  const query = standing(before.query, now.query);
  const worklist = standing(before.worklist, now.worklist);
  const gave = before.exposure === 'E7' && now.asked !== 'full' && canStillSearch(now);
  const exposure = gave ? 'E7' : dicomRung(now, query === 'executed' || worklist === 'executed');
  const web = webRung(before, now);
  const answers = query !== now.query || worklist !== now.worklist;
  const kept: AttributeName[] = [];
  if (answers) kept.push('service.answers');
  if (exposure !== now.exposure) kept.push('service.exposure');
  if (web !== now.web) kept.push('service.web');
  const proven = now.asked !== 'full' && now.write === 'offered' ? before.proven : now.proven;
  if (kept.length === 0) return { endpoint: { ...now, proven }, standing: [] };
  const cut = before.transcript.findIndex(({ summary }) => summary === EARLIER);
  const proof = cut < 0 ? before.transcript : before.transcript.slice(0, cut);
  const transcript = [...proof, { atMs: 0, direction: 'note' as const, summary: EARLIER }, ...now.transcript];
  return { endpoint: { ...now, query, worklist, exposure, web, proven, transcript }, standing: kept };
}

/** An offer says that nobody asked; then the earlier answer stands. */
function standing(before: ScanEndpoint['query'], now: ScanEndpoint['query']): ScanEndpoint['query'] {
  return now === 'offered' && (before === 'executed' || before === 'refused') ? before : now;
}

function canStillSearch({ query, worklist }: ScanEndpoint): boolean {
  return [query, worklist].some((answer) => answer === 'offered' || answer === 'executed');
}

function dicomRung(now: ScanEndpoint, executed: boolean): ScanEndpoint['exposure'] {
  return executed && highestRung([now.exposure, 'E6']) === 'E6' ? 'E6' : now.exposure;
}

/** The null query is not sent with a handshake, one entry is asked for with 'full' alone. */
function webRung(before: ScanEndpoint, now: ScanEndpoint): ScanEndpoint['web'] {
  if (
    before.web === 'W5' &&
    now.asked !== 'full' &&
    (now.web === 'W4' || (now.web === 'W3' && now.asked === 'handshake'))
  ) {
    return 'W5';
  }
  return before.web === 'W4' && now.web === 'W3' && now.asked === 'handshake' ? 'W4' : now.web;
}
