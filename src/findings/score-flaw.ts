// A published flaw on one device, scored: CVSS as published and as it is here, and how soon to act (docs/scoring.md).
import type { Finding } from '#contracts/index.ts';
import {
  BoundedCache,
  type CveRecord,
  type CvssVector,
  type Exploited,
  LONGEST_VECTOR,
  parseCvss,
  scoreCvss,
} from '#knowledge/index.ts';
import { decisionFor, type KnownFlaw } from './decision-for.ts';
import { type EnvironmentalScore, environmentalScore } from './environment.ts';
import type { Review } from './review.ts';

/** A flaw with what its sources say of it. */
export interface ScoredFlaw {
  readonly cve: string | null;
  /** The vectors of each source, the source that counts most first. */
  readonly vectors: readonly (readonly string[])[];
  readonly exploited: Exploited | null;
  /** Worms have used it, or could. */
  readonly worm?: KnownFlaw['worm'];
}

export interface FlawScores {
  readonly cvss: Finding['cvss'];
  readonly ssvc: NonNullable<Finding['ssvc']>;
}

/** Scores a flaw that the device has, or may have. */
export function scoreFlaw({ cve, vectors, exploited, worm = null }: ScoredFlaw, review: Review): FlawScores {
  const record = cve === null ? null : review.knowledge.cveRecords.byId(cve);
  const best = bestOf(vectors) ?? publishedFor(cve, record, review);
  const known = { vector: best?.vector ?? null, exploited, ssvc: record?.ssvc ?? null, worm };
  const { decision, environment } = onDevice(best?.text ?? '', known, review);
  return {
    cvss: best && {
      ...best.score,
      environmental: environment && { ...environment, because: environment.because.map((each) => ({ ...each })) },
    },
    ssvc: { ...decision, path: decision.path.map((step) => ({ ...step })) },
  };
}

interface PublishedVector {
  readonly vector: CvssVector;
  readonly text: string;
  readonly score: { readonly version: string; readonly vector: string; readonly score: number };
}

/** What the CVE Program and NVD publish; looked up where nobody else says how bad it is. */
function publishedFor(cve: string | null, record: CveRecord | null, { knowledge }: Review): PublishedVector | null {
  if (cve === null) return null;
  return bestOf([record?.vectors ?? []]) ?? bestOf([knowledge.cves.headOf(cve)?.vectors ?? []]);
}

function bestOf(vectors: readonly (readonly string[])[]): PublishedVector | null {
  for (const texts of vectors) {
    const newest = newestOf(texts);
    if (newest) return newest;
  }
  return null;
}

/** The valid vector of the newest version, the first of equals; sources publish older ones beside it. */
function newestOf(texts: readonly string[]): PublishedVector | null {
  let newest: PublishedVector | null = null;
  for (const text of texts) {
    const read = readVector(text);
    if (read && (newest === null || read.vector.version > newest.vector.version)) newest = read;
  }
  return newest;
}

/** Few vectors stand in many records. */
const MOST_VECTORS = 20_000;
const vectorsRead = new BoundedCache<PublishedVector | null>(MOST_VECTORS);

function readVector(text: string): PublishedVector | null {
  if (text.length > LONGEST_VECTOR) return null;
  return vectorsRead.get(
    text,
    () => {
      const vector = parseCvss(text);
      if ('error' in vector) return null;
      const { version, score } = scoreCvss(vector);
      return { text, vector, score: { version, vector: text, score } };
    },
    () => 0,
  );
}

interface OnDevice {
  readonly decision: FlawScores['ssvc'];
  readonly environment: EnvironmentalScore | null;
}

/** What the device makes of a flaw is the same for all flaws that are published in the same words. */
const judged = new WeakMap<Review, Map<string, OnDevice>>();

function onDevice(text: string, flaw: KnownFlaw, review: Review): OnDevice {
  const words = JSON.stringify([text, flaw.exploited, flaw.ssvc, flaw.worm]);
  const before = judged.get(review) ?? new Map<string, OnDevice>();
  const known = before.get(words);
  if (known) return known;
  const { lowest, highest, decision, path } = decisionFor(flaw, review);
  const made = {
    decision: { decision, lowest, highest, path: [...path] },
    environment: flaw.vector && environmentalScore(flaw.vector, review),
  };
  before.set(words, made);
  judged.set(review, before);
  return made;
}
