// One spelling for each value, so that hashes and replays agree: RFC 8785 key order, figures at 9 significant digits.
import { hash } from 'node:crypto';

/** A number rounded to 9 significant digits, as every printed or stored figure is. */
export function round9(value: number): number {
  // Most figures are small whole numbers, which stay as they are; adding 0 leaves no negative zero.
  if (Number.isInteger(value) && Math.abs(value) < 1e9) return value + 0;
  return Number.isFinite(value) ? Number(value.toPrecision(9)) : value;
}

/** JSON with sorted keys, no spaces, undefined members left out, numbers rounded by `round9`. */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') return JSON.stringify(round9(value));
  if (value instanceof Date) return JSON.stringify(value.toISOString());
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  if (typeof value === 'object') {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
      .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
    return `{${members.join(',')}}`;
  }
  throw new TypeError(`${typeof value} has no canonical JSON`);
}

/** SHA-256 of text or bytes, lower-case hex. */
export function sha256(value: string | Uint8Array): string {
  return hash('sha256', value, 'hex');
}
