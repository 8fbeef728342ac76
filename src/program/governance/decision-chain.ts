// The chain of the log of decisions: each entry holds the hash of the one before, so that a change in the middle shows, and the newest hash,
// written down elsewhere, shows a missing end. Pure.
import {
  type DecisionEntry,
  type DecisionHead,
  type DecisionLogCheck,
  governance,
  whatIsWrong,
} from '#contracts/index.ts';
import { canonicalJson, inertText, sha256 } from '#kit/index.ts';

/** What stands before the first entry. */
const BEFORE_FIRST = '0'.repeat(64);

/** The next entry of a chain: `previous` is the newest entry so far, null before the first. */
export function nextEntry(
  what: Omit<DecisionEntry, 'seq' | 'previous' | 'hash'>,
  previous: DecisionHead | null,
): DecisionEntry {
  const whole = { ...what, seq: (previous?.seq ?? 0) + 1, previous: previous?.hash ?? BEFORE_FIRST };
  return { ...whole, hash: hashOf(whole) };
}

/** SHA-256 (FIPS 180-4) of the canonical JSON (RFC 8785) of an entry without its hash, lower-case hexadecimal. */
function hashOf(entry: Omit<DecisionEntry, 'hash'>): string {
  return sha256(canonicalJson(entry));
}

/**
 * Checks a chain from its first entry on. With `head`, a hash that was written down before, one entry must carry it: it shows that nothing up to there
 * was replaced or cut off.
 */
export function checkChain(entries: readonly DecisionEntry[], head: string | null): DecisionLogCheck {
  const newest = entries.at(-1);
  const result = (fault: string | null, at: number | null): DecisionLogCheck => ({
    schema: 'dosimeter.decision-log-check/1',
    holds: fault === null,
    entries: entries.length,
    head: newest ? { seq: newest.seq, hash: newest.hash } : null,
    fault,
    at,
  });
  let before = BEFORE_FIRST;
  for (const [index, { hash, ...entry }] of entries.entries()) {
    const place = index + 1;
    if (entry.seq !== place) {
      return result(`Entry ${place} is missing: number ${entry.seq} stands in its place.`, place);
    }
    if (entry.log !== entries[0]?.log) return result(`Entry ${place} belongs to the log of another place.`, place);
    if (entry.previous !== before) {
      return result(`Entry ${place} does not follow the entry before it. One of them was changed.`, place);
    }
    if (hash !== hashOf(entry)) return result(`Entry ${place} was changed after it was written.`, place);
    before = hash;
  }
  if (head !== null && !entries.some(({ hash }) => hash === head)) {
    return result(
      'No entry carries the hash that was written down. The end is missing, or the log was replaced.',
      null,
    );
  }
  return result(null, null);
}

/** Checks the text of an exported log. What cannot be read is a fault of the log, told as a sentence. */
export function checkLogText(text: string, head: string | null): DecisionLogCheck {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return unreadable('This is no JSON. Choose the file that was exported from the log of decisions.');
  }
  const log = governance.decisionLog.safeParse(value);
  if (!log.success) {
    const { field, message } = whatIsWrong(log.error);
    return unreadable(`This is no log of decisions: ${inertText(`${field}: ${message}`, 200)}`);
  }
  const check = checkChain(log.data.entries, head);
  if (!check.holds) return check;
  const { head: said } = log.data;
  return said?.hash === check.head?.hash && said?.seq === check.head?.seq
    ? check
    : { ...check, holds: false, fault: 'The file names another newest entry than it holds. Its end is missing.' };
}

function unreadable(fault: string): DecisionLogCheck {
  return { schema: 'dosimeter.decision-log-check/1', holds: false, entries: 0, head: null, fault, at: null };
}
