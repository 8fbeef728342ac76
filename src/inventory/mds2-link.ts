// Which MDS2 speaks of a device: the one of its maker and model, of its release where both say which, the newest otherwise. A person may
// choose another, or say that none does.
import { type Mds2Answer, matchProduct } from '#knowledge/index.ts';

/** A document without its answers. */
export interface Mds2Head {
  readonly id: string;
  readonly edition: '2019' | '2013';
  readonly manufacturer: string | null;
  readonly model: string | null;
  readonly version: string | null;
  readonly documentId: string | null;
  readonly day: string | null;
}

/** A document that speaks of a device, and why it is taken for that. */
export interface Mds2Link {
  readonly document: string;
  readonly because: string;
  /** 0 to 1: less when it is about another release, or about the whole line. */
  readonly confidence: number;
  readonly isChosen: boolean;
}

/** What a maker says of a device. */
export interface Promises extends Mds2Link {
  readonly head: Mds2Head;
  readonly answers: readonly (Pick<Mds2Answer, 'id' | 'sameAs' | 'kind' | 'answer' | 'note'> & {
    /** The fact that holds the answer. */
    readonly facts: readonly string[];
  })[];
}

/** A device as documents could name it. */
export interface Linkable {
  readonly vendor: string | null;
  readonly model: string | null;
  /** Releases of the product itself. */
  readonly versions: readonly string[];
}

interface Candidate {
  readonly head: Mds2Head;
  readonly because: string;
  readonly confidence: number;
}

/** The document for a device among those here, the last taken in first; null when none fits. */
export function linkMds2(device: Linkable, heads: readonly Mds2Head[]): Mds2Link | null {
  const candidates = heads.flatMap((head): Candidate[] => {
    const fit = fitOf(device, head);
    return fit === null ? [] : [{ head, ...fit }];
  });
  const [best] = candidates.sort((a, b) => b.confidence - a.confidence || newestFirst(a.head, b.head));
  return best ? { document: best.head.id, because: best.because, confidence: best.confidence, isChosen: false } : null;
}

/**
 * The documents about the product and release of this one, itself included, the newest first. `heads` are those here, the last taken in
 * first, which decides between documents of one day.
 */
export function versionsOf(head: Mds2Head, heads: readonly Mds2Head[]): Mds2Head[] {
  const key = productKey(head);
  return heads.filter((other) => productKey(other) === key).toSorted(newestFirst);
}

/** The document that took the place of this one; null when it is the newest of its product and release. */
export function supersededBy(head: Mds2Head, heads: readonly Mds2Head[]): string | null {
  const [newest] = versionsOf(head, heads);
  return newest === undefined || newest.id === head.id ? null : newest.id;
}

function newestFirst(a: Mds2Head, b: Mds2Head): number {
  return (b.day ?? '').localeCompare(a.day ?? '');
}

function productKey({ manufacturer, model, version }: Mds2Head): string {
  return JSON.stringify([manufacturer, model, version].map((part) => part && plain(part)));
}

/** A choice of a person as a link. */
export function chosenLink(document: string, by: string): Mds2Link {
  return { document, because: `Chosen by ${by}`, confidence: 0.95, isChosen: true };
}

/** Whether a document could be about devices of this maker and model. */
export function couldFit(device: Pick<Linkable, 'vendor' | 'model'>, head: Mds2Head): boolean {
  return fitOf({ ...device, versions: [] }, head) !== null;
}

function fitOf({ vendor, model, versions }: Linkable, head: Mds2Head): Omit<Candidate, 'head'> | null {
  if (model === null || head.model === null) return null;
  const match = matchProduct({ vendor, name: model }, { vendor: head.manufacturer ?? '', product: head.model });
  // The form of one model of a line says nothing sure of its sisters.
  if (match === null || match.fit === 'less') return null;
  const named = match.fit === 'same' ? 0.9 : 0.7;
  const said = head.version;
  if (said === null || versions.length === 0) return { because: match.because, confidence: named };
  return versions.some((version) => plain(version) === plain(said))
    ? { because: `${match.because}, release ${said}`, confidence: 0.95 }
    : {
        because: `${match.because}, but the document is about release ${said} and it has ${versions.slice(0, 3).join(', ')}`,
        confidence: named - 0.3,
      };
}

function plain(version: string): string {
  return version
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ')
    .replace(/^v(?:ersion)?\.?\s*(?=\d)/, '')
    .trim();
}
