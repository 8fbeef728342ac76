// Addresses out of packets as text: IPv4 and IPv6 (RFC 5952, through ip-address), hardware addresses.
import { formatAddress } from '#kit/index.ts';

/** The text of an address given as 32-bit words. */
export function addressText(v6: boolean, w0: number, w1: number, w2: number, w3: number): string {
  if (!v6) return `${w0 >>> 24}.${(w0 >>> 16) & 255}.${(w0 >>> 8) & 255}.${w0 & 255}`;
  const word = (value: number, shift: bigint) => BigInt(value >>> 0) << shift;
  return formatAddress(6, word(w0, 96n) | word(w1, 64n) | word(w2, 32n) | word(w3, 0n));
}

/** The text of the hardware address at an offset, null when it is cut, empty or a group's. */
export function macText(bytes: Uint8Array, at: number): string | null {
  const mac = bytes.subarray(at, at + 6);
  if (mac.length < 6 || ((mac[0] ?? 1) & 1) === 1 || mac.every((byte) => byte === 0)) return null;
  return [...mac].map((byte) => byte.toString(16).padStart(2, '0')).join(':');
}
