// Who made a network card, by the registry of the IEEE (MA-L, MA-M and MA-S blocks), as the package oui-data carries it.
import { createRequire } from 'node:module';

/** Blocks of 28 and 36 bits are parts of blocks of 24: the longest match is the owner. */
const LENGTHS = [9, 7, 6] as const;

let registry: Readonly<Record<string, unknown>> | undefined;

/** Who a block of addresses belongs to, by the digits that it begins with; null when it does not say. */
export type MacRegistry = (digits: string) => string | null;

/** The organization that the hardware address (`aa:bb:cc:dd:ee:ff`) was given to; null when it is nobody's or made up. */
export function makerOfMac(mac: string, newer: MacRegistry = () => null): string | null {
  const digits = mac.replaceAll(':', '').toUpperCase();
  // Addresses that were set by hand or by chance carry the bit of local administration (IEEE 802).
  if (!/^[0-9A-F]{12}$/.test(digits) || (Number.parseInt(digits.slice(0, 2), 16) & 2) !== 0) return null;
  // Five megabytes, read when first needed.
  registry ??= loaded();
  for (const length of LENGTHS) {
    const listed = newer(digits.slice(0, length));
    if (listed !== null) return listed;
    const entry = registry[digits.slice(0, length)];
    if (typeof entry === 'string') return entry.split('\n')[0]?.trim() || null;
  }
  return null;
}

function loaded(): Readonly<Record<string, unknown>> {
  const found: unknown = createRequire(import.meta.url)('oui-data');
  return found !== null && typeof found === 'object' ? { ...found } : {};
}
