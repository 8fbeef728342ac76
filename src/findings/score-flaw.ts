// A published flaw on one device, scored: CVSS as published and as it is here, and how soon to act (docs/scoring.md).
import type { Finding } from '#contracts/index.ts';
import { type CvssVector, type Exploited, parseCvss, scoreCvss } from '#knowledge/index.ts';
import { decisionFor } from './decision-for.ts';
import { environmentalScore } from './environment.ts';
import type { Review } from './review.ts';

/** A flaw with what its sources say of it. */
export interface ScoredFlaw {
  readonly cve: string | null;
  /** The vectors of each source, the source that counts most first. */
  readonly vectors: readonly (readonly string[])[];
  readonly exploited: Exploited | null;
  /** Worms have used it. */
  readonly isWorm?: boolean;
}

export interface FlawScores {
  readonly cvss: Finding['cvss'];
  readonly ssvc: NonNullable<Finding['ssvc']>;
}

/** Scores a flaw that the device has, or may have. */
export function scoreFlaw({ cve, vectors, exploited, isWorm = false }: ScoredFlaw, review: Review): FlawScores {
  const { cves, cveRecords } = review.knowledge;
  const record = cve === null ? null : cveRecords.byId(cve);
  const more = cve === null ? [] : [record?.vectors ?? [], cves.byId(cve)?.vectors ?? []];
  const best = [...vectors, ...more].map(newestOf).find((each) => each !== null) ?? null;
  const { lowest, highest, decision, path } = decisionFor(
    { vector: best?.vector ?? null, exploited, ssvc: record?.ssvc ?? null, isWorm },
    review,
  );
  return {
    cvss: best && { ...publishedScore(best), environmental: environmentOf(best.vector, review) },
    ssvc: { decision, lowest, highest, path: path.map((step) => ({ ...step })) },
  };
}

interface PublishedVector {
  readonly text: string;
  readonly vector: CvssVector;
}

/** The valid vector of the newest version; sources publish older ones beside it. */
function newestOf(texts: readonly string[]): PublishedVector | null {
  const valid = texts.flatMap((text): PublishedVector[] => {
    const vector = parseCvss(text);
    return 'error' in vector ? [] : [{ text, vector }];
  });
  return (
    valid.sort((a, b) => (a.vector.version < b.vector.version ? 1 : a.vector.version > b.vector.version ? -1 : 0))[0] ??
    null
  );
}

function publishedScore({ text, vector }: PublishedVector): { version: string; vector: string; score: number } {
  const { version, score } = scoreCvss(vector);
  return { version, vector: text, score };
}

function environmentOf(vector: CvssVector, review: Review): NonNullable<Finding['cvss']>['environmental'] {
  const here = environmentalScore(vector, review);
  return here && { ...here, because: here.because.map((each) => ({ ...each })) };
}
