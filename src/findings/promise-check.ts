// How an answer of a maker's MDS2 is held against what was seen: one check for each question that something can speak to. A check says
// what was seen, never that the maker lied: settings may have been changed on site.
import type { DeviceSnapshot, Promises } from '#inventory/model.ts';

/** Something seen, with the facts that show it. */
export interface Seen {
  readonly text: string;
  readonly facts: readonly string[];
  readonly source: { readonly name: string; readonly asOf: string };
  /** How sure that is in itself, 0 to 1; 1 where left out. */
  readonly confidence?: number;
  /** It is old, or somebody says otherwise. */
  readonly isOpen?: boolean;
}

/** A question, the answer that promises something, and how to see that it is otherwise. */
export interface PromiseCheck {
  /** In the numbering of 2019; the form of 2013 is met where its question stands for the same. */
  readonly question: string;
  readonly promised: 'yes' | 'no';
  readonly title: string;
  /** `potential` where what was seen may have another reason. */
  readonly state: 'confirmed' | 'potential';
  readonly sureness: number;
  /** Questions that promise the same; only the first of them, the strongest, makes a finding. */
  readonly group?: string;
  /** Tells two checks of one question apart. */
  readonly about?: string;
  readonly seen: (device: DeviceSnapshot, promises: Promises, now: string) => readonly Seen[];
}
