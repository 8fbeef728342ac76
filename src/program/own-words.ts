// Who does something that needs a name, and what they say of it.
import { looksLikePatientData } from '#evidence/model.ts';
import { Invalid, inertText, Refused } from '#kit/index.ts';

/** Who does something, and when. */
export interface Actor {
  readonly by: string;
  readonly now: Date;
}

const LONGEST_TEXT = 2000;
/** Whoever holds the data folder has no name; a decision needs one. */
const NAMELESS = 'local';

/** Refuses what looks like the data of a patient, in any text of a value. */
export function noPatientData(value: unknown): void {
  if (looksLikePatientData(value)) {
    throw new Invalid(
      'This looks like the data of a patient. Write it without names, birth dates and numbers of patients.',
    );
  }
}

/** A person's words as they are stored: inert, and without patient data. */
export function ownWords(words: string): string {
  noPatientData(words);
  return inertText(words, LONGEST_TEXT).trim();
}

/** Refuses whoever has no name of their own. */
export function mustHaveName({ by }: Actor): void {
  if (by === NAMELESS)
    throw new Refused('A decision needs the name of a person. Sign in on the web page and do it there.');
}
