// Who may send what to an address. Nothing stored and nothing named: nothing is sent. Pure: rules, range and the run's
// own authority in, decisions out, each with the one who allowed it or the reason why not.
import type { Clearance, ClearanceLevel } from '#contracts/index.ts';
import {
  type AddressRange,
  isPrivate,
  PRIVATE_RANGES,
  rangeBetween,
  rangeContains,
  rangesOverlap,
} from '#kit/index.ts';
import { isInLetter, windowWords } from './letter-window.ts';

/** A stored clearance with its range as numbers. */
export interface ClearanceRule
  extends Pick<Clearance, 'id' | 'level' | 'deny' | 'publicScope' | 'authority' | 'createdBy' | 'expiresAt'> {
  readonly range: AddressRange;
  /** The letter on which it rests; it counts on the days and in the hours of that letter only. */
  readonly letter?: Clearance['letter'];
}

/** What holds for a part of a range. `rule`: the stored clearance that decided, null when none did. */
export type ClearanceDecision =
  | { readonly range: AddressRange; readonly level: ClearanceLevel; readonly by: string; readonly rule: string | null }
  | { readonly range: AddressRange; readonly refused: string; readonly rule: string | null };

/** The circumstances of a run. */
export interface ClearanceRequest {
  /** What the person who started the run says allows it, as in `--authority`; null when nothing was said. */
  readonly authority: string | null;
  readonly now: Date;
  /** What is to be done; a letter clears only what it lists. A scan, unless another is named. */
  readonly activity?: 'scan' | 'ask archives';
}

const LEVELS: readonly ClearanceLevel[] = ['none', 'passive', 'handshake', 'query', 'full'];

/**
 * Splits a range into parts with one decision each, in ascending order, without walking it. A deny anywhere above
 * wins and is never lifted below; else the most specific rule decides. The run's authority grants `query` where
 * nobody decided otherwise: not where somebody decided `passive`, and never on public addresses, which need a stored
 * rule with public scope. `full` needs a stored authority that has not expired; without one it is `query`.
 */
export function decideClearance(
  rules: readonly ClearanceRule[],
  target: AddressRange,
  request: ClearanceRequest,
): ClearanceDecision[] {
  const near = rules.filter((rule) => rangesOverlap(rule.range, target));
  const decisions: ClearanceDecision[] = [];
  for (const part of cut(target, [...near.map(({ range }) => range), ...PRIVATE_RANGES])) {
    const covering = near.filter((rule) => rangeContains(rule.range, part));
    const decision = decidePart(covering, part, request);
    const last = decisions.at(-1);
    if (last && sameDecision(last, decision)) {
      decisions[decisions.length - 1] = { ...last, range: rangeBetween(part.family, last.range.first, part.last) };
    } else {
      decisions.push(decision);
    }
  }
  return decisions;
}

function decidePart(
  covering: readonly ClearanceRule[],
  range: AddressRange,
  { authority, now, activity = 'scan' }: ClearanceRequest,
): ClearanceDecision {
  const deny = covering.filter((rule) => rule.deny).sort(mostSpecificFirst)[0];
  if (deny) {
    return { range, refused: `Denied by ${deny.createdBy}; only an owner can take that back.`, rule: deny.id };
  }
  const standing = covering.filter((rule) => !rule.deny && !isPast(rule.expiresAt, now)).sort(mostSpecificFirst);
  const grants = standing.filter(
    ({ letter }) => !letter || (isInLetter(letter, now) && letter.activities.includes(activity)),
  );
  const rule = grants[0];
  if (!isPrivate(range) && !grants.some(({ publicScope }) => publicScope)) {
    const reason = 'Public addresses are refused unless an owner stored a clearance for them with public scope.';
    return { range, refused: reason, rule: rule?.id ?? null };
  }
  const stored = rule ? storedLevel(rule, now) : 'none';
  if (stored === 'passive') {
    const reason = `Set to passive by ${rule?.createdBy ?? 'an owner'}: nothing is sent there.`;
    return { range, refused: reason, rule: rule?.id ?? null };
  }
  const said = authority?.trim() ?? '';
  if (said !== '' && LEVELS.indexOf(stored) < LEVELS.indexOf('query')) {
    return { range, level: 'query', by: said, rule: null };
  }
  const lettered = rule ? undefined : standing[0];
  if (lettered?.letter) {
    const { reference, activities } = lettered.letter;
    const reason = activities.includes(activity)
      ? `Letter ${reference} allows it ${windowWords(lettered.letter)} only.`
      : `Letter ${reference} does not list it: ${activity}.`;
    return { range, refused: reason, rule: lettered.id };
  }
  if (!rule || stored === 'none') {
    const reason = 'Nobody cleared this address. Name who allows it (--authority), or let an owner store a clearance.';
    return { range, refused: reason, rule: rule?.id ?? null };
  }
  const by = stored === 'full' && rule.authority ? rule.authority.owner : rule.createdBy;
  return { range, level: stored, by, rule: rule.id };
}

/** What a rule allows now. */
function storedLevel({ level, authority }: ClearanceRule, now: Date): ClearanceLevel {
  return level === 'full' && (!authority || isPast(authority.expiresAt, now)) ? 'query' : level;
}

/** Smaller ranges first; of equal ones the more careful. */
function mostSpecificFirst(a: ClearanceRule, b: ClearanceRule): number {
  const sizeA = a.range.last - a.range.first;
  const sizeB = b.range.last - b.range.first;
  if (sizeA !== sizeB) return sizeA < sizeB ? -1 : 1;
  return LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level) || (a.id < b.id ? -1 : 1);
}

function isPast(time: string | null, now: Date): boolean {
  return time !== null && Date.parse(time) <= now.getTime();
}

/** The parts of `target` between the edges of `others`. */
function cut(target: AddressRange, others: readonly AddressRange[]): AddressRange[] {
  const starts = new Set([target.first]);
  for (const other of others) {
    if (other.family !== target.family) continue;
    if (other.first > target.first && other.first <= target.last) starts.add(other.first);
    if (other.last >= target.first && other.last < target.last) starts.add(other.last + 1n);
  }
  const sorted = [...starts].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return sorted.map((first, index) => {
    const next = sorted[index + 1];
    return rangeBetween(target.family, first, next === undefined ? target.last : next - 1n);
  });
}

function sameDecision(a: ClearanceDecision, b: ClearanceDecision): boolean {
  if (a.rule !== b.rule) return false;
  if ('refused' in a || 'refused' in b) return 'refused' in a && 'refused' in b && a.refused === b.refused;
  return a.level === b.level && a.by === b.by;
}
