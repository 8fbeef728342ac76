// What holds now: of each sensor, the latest it stated about a subject's attribute.
import type { Basis } from '#contracts/index.ts';
import type { SubjectRef } from './subject.ts';

/** A fact that holds now, with the fact behind it. */
export interface CurrentFact {
  readonly factId: string;
  readonly subject: SubjectRef;
  readonly attribute: string;
  readonly value: unknown;
  readonly basis: Basis;
  readonly confidence: number;
  readonly sensor: string;
  /** Since when this value was stated. */
  readonly firstObservedAt: string;
  readonly lastObservedAt: string;
}
