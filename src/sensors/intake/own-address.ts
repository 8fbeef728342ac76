// Whether an address can be one of ours: private, not a group's, not nobody's. Asked for every line of a log, so it is remembered.
import { isPrivate, parseAddress, parseRange } from '#kit/index.ts';

const MOST_KNOWN = 200_000;
const known = new Map<string, boolean>();

/** True for an address of a private range that a machine can have. */
export function isOwnAddress(address: string): boolean {
  const answer = known.get(address);
  if (answer !== undefined) return answer;
  const isOwn =
    parseAddress(address) !== undefined &&
    isPrivate(parseRange(address)) &&
    !/^(?:0\.0\.0\.0|255\.255\.255\.255|::)$/.test(address);
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(address, isOwn);
  return isOwn;
}
