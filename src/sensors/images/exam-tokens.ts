// Exams told apart in memory: identifiers of studies as hashes that mean nothing to anybody else, and nothing in another run.
import { hash, randomBytes } from 'node:crypto';

/** Gives the token of a study, the same as long as the run lasts. */
export function examTokens(): (study: string) => string {
  const secret = randomBytes(32).toString('base64');
  // Objects of a study come one after the other.
  let last = { study: '', token: '' };
  return (study) => {
    if (study !== last.study) last = { study, token: hash('sha256', secret + study, 'base64').slice(0, 12) };
    return last.token;
  };
}
