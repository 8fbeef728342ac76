// A kind of weakness in words.
import { CWE_NAMES } from './cwe-names.data.ts';

const NAMES = new Map(CWE_NAMES);

/** The name of a kind of weakness by its number ("CWE-787": "Out-of-bounds Write"); null when the table does not have it. */
export function weaknessName(cwe: string): string | null {
  return NAMES.get(cwe.trim().toUpperCase()) ?? null;
}
