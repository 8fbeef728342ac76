// The zone of an address until a person draws zones: its /24 (IPv4) or /64 (IPv6), the usual size of a clinical segment.
import { parseAddress, parseRange } from '#kit/index.ts';

/** The zone that an address lies in, as a range; null when the text is no address. */
export function zoneOf(address: string): string | null {
  const parsed = parseAddress(address);
  if (!parsed) return null;
  return parseRange(`${address}/${parsed.family === 4 ? 24 : 64}`).cidr;
}

/** A total order of addresses: IPv4 before IPv6, then by number; text that is no address comes last. */
export function compareAddresses(a: string, b: string): number {
  const left = parseAddress(a);
  const right = parseAddress(b);
  if (!left || !right) return left ? -1 : right ? 1 : a < b ? -1 : a > b ? 1 : 0;
  if (left.family !== right.family) return left.family - right.family;
  return left.value < right.value ? -1 : left.value > right.value ? 1 : 0;
}
