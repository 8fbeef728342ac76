// IPv4 and IPv6 addresses and ranges as bigint intervals: parsing, containment, counting, walking in bounded memory.
import { Address4, Address6 } from 'ip-address';
import { Invalid } from './fault.ts';

export interface AddressRange {
  readonly family: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
  /** As in `10.1.0.0/24`; a single address has its full prefix. */
  readonly cidr: string;
}

interface Parsed {
  readonly family: 4 | 6;
  readonly value: bigint;
}

/** The number behind an address, or undefined when it is not one. IPv4-mapped IPv6 becomes IPv4. */
export function parseAddress(text: string): Parsed | undefined {
  if (/^\d{1,3}(\.\d{1,3}){3}$/.test(text)) {
    return Address4.isValid(text) ? { family: 4, value: new Address4(text).bigInt() } : undefined;
  }
  // A zone ('%eth0') is more than an address: cut off, it would mean another place.
  if (!text.includes(':') || /[/%]/.test(text) || !Address6.isValid(text)) return undefined;
  const value = new Address6(text).bigInt();
  if (value >> 32n === 0xffffn) return { family: 4, value: value & 0xffffffffn };
  return { family: 6, value };
}

/** The usual text of an address number. */
export function formatAddress(family: 4 | 6, value: bigint): string {
  if (family === 6) return Address6.fromBigInt(value).correctForm();
  const number = Number(value);
  return `${number >>> 24}.${(number >>> 16) & 255}.${(number >>> 8) & 255}.${number & 255}`;
}

/** Parses `a.b.c.d`, `a.b.c.d/len` or their IPv6 forms; host bits are cut off. Throws Invalid with what to write. */
export function parseRange(text: string): AddressRange {
  const slash = text.indexOf('/');
  if (text.includes('%')) {
    throw new Invalid(
      `'${text.slice(0, 60)}': addresses with an interface are not supported. Write a routable address.`,
    );
  }
  const parsed = parseAddress(slash < 0 ? text : text.slice(0, slash));
  const bits = parsed?.family === 6 ? 128 : 32;
  const suffix = slash < 0 ? String(bits) : text.slice(slash + 1);
  const length = /^\d{1,3}$/.test(suffix) ? Number(suffix) : -1;
  if (!parsed || length < 0 || length > bits) {
    throw new Invalid(`'${text.slice(0, 60)}' is no address or range; write 10.1.2.3 or 10.1.2.0/24.`);
  }
  const size = 1n << BigInt(bits - length);
  const first = (parsed.value / size) * size;
  return {
    family: parsed.family,
    first,
    last: first + size - 1n,
    cidr: `${formatAddress(parsed.family, first)}/${length}`,
  };
}

/** The range from one address number to another; `cidr` is `first-last` when they bound no whole network. */
export function rangeBetween(family: 4 | 6, first: bigint, last: bigint): AddressRange {
  const size = last - first + 1n;
  const length = (family === 4 ? 32 : 128) - (size.toString(2).length - 1);
  const isNetwork = (size & (size - 1n)) === 0n && first % size === 0n;
  const from = formatAddress(family, first);
  return { family, first, last, cidr: isNetwork ? `${from}/${length}` : `${from}-${formatAddress(family, last)}` };
}

/** How many addresses the range holds. */
export function rangeSize(range: AddressRange): bigint {
  return range.last - range.first + 1n;
}

/** Whether `inner` (an address or a range) lies wholly in `range`. */
export function rangeContains(range: AddressRange, inner: AddressRange | Parsed): boolean {
  if (range.family !== inner.family) return false;
  const first = 'value' in inner ? inner.value : inner.first;
  const last = 'value' in inner ? inner.value : inner.last;
  return first >= range.first && last <= range.last;
}

/** Whether two ranges share an address. */
export function rangesOverlap(a: AddressRange, b: AddressRange): boolean {
  return a.family === b.family && a.first <= b.last && b.first <= a.last;
}

/** Walks the addresses of ranges one by one, each once, without holding them. */
export function* walkAddresses(ranges: readonly AddressRange[]): Generator<string> {
  const done: AddressRange[] = [];
  for (const range of ranges) {
    for (let value = range.first; value <= range.last; value++) {
      const parsed = { family: range.family, value };
      if (!done.some((before) => rangeContains(before, parsed))) yield formatAddress(range.family, value);
    }
    done.push(range);
  }
}

// RFC 1918, 6598, 3927, 4193, 4291 (RFC 6890 and the IANA special-purpose registries).
/** Ranges that the public internet does not reach; everything else counts as public and needs an explicit scope. */
export const PRIVATE_RANGES: readonly AddressRange[] = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  '169.254.0.0/16',
  '127.0.0.0/8',
  '::1/128',
  'fc00::/7',
  'fe80::/10',
].map(parseRange);

/** Whether every address of the range is private, loopback or link-local. */
export function isPrivate(range: AddressRange): boolean {
  return PRIVATE_RANGES.some((known) => rangeContains(known, range));
}

/** The network of an IPv4 address under a mask (`255.255.252.0`), as a range; null when the mask is none, or of one address. */
export function maskedNetwork(address: string, mask: string): string | null {
  const known = parseAddress(mask);
  if (known?.family !== 4 || parseAddress(address)?.family !== 4) return null;
  const bits = known.value.toString(2);
  const length = bits.lastIndexOf('1') + 1;
  if (bits.length !== 32 || bits.slice(0, length).includes('0') || length < 8 || length > 30) return null;
  return parseRange(`${address}/${length}`).cidr;
}

/** The smallest network that holds both addresses; null for two kinds of address. */
export function sharedNetwork(a: string, b: string): AddressRange | null {
  const [left, right] = [parseAddress(a), parseAddress(b)];
  if (!left || left.family !== right?.family) return null;
  const differing = (left.value ^ right.value).toString(2);
  const length = (left.family === 4 ? 32 : 128) - (differing === '0' ? 0 : differing.length);
  return parseRange(`${a}/${length}`);
}
