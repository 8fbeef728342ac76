// Which flows cross the border of the site: one end is ours, the other an address of the public internet (RFC 6890). Groups of
// receivers and addresses that stand for none are neither.
import { isPrivate, parseAddress, parseRange, rangeContains } from '#kit/index.ts';

/** `out`: ours opened it; `in`: it was opened from the internet. */
export type Crossing = 'out' | 'in';

const NOBODY = ['224.0.0.0/4', 'ff00::/8', '255.255.255.255/32', '0.0.0.0/8', '::/128'].map(parseRange);

/** How a flow crosses the border; null when it stays inside, or is no matter of ours. */
export function crossingOf(client: string, server: string): Crossing | null {
  const [from, to] = [sideOf(client), sideOf(server)];
  if (from === 'ours' && to === 'public') return 'out';
  return from === 'public' && to === 'ours' ? 'in' : null;
}

function sideOf(address: string): 'ours' | 'public' | null {
  const parsed = parseAddress(address);
  if (!parsed || NOBODY.some((range) => rangeContains(range, parsed))) return null;
  return isPrivate(parseRange(address)) ? 'ours' : 'public';
}
