// The catalogue of the reader's language. Another language is another file of the same shape as en.data.ts.
import { en } from './en.data.ts';

export type Catalogue = typeof en;

/** The texts on screen. */
export const text: Catalogue = en;
