// What a person writes as targets: addresses, ranges, and `address:port`.
import { type AddressRange, Invalid, parseRange } from '#kit/index.ts';

export interface Target {
  readonly range: AddressRange;
  readonly ports: readonly number[] | null;
}

/** Parses `10.1.2.3`, `10.1.2.0/24`, `10.1.2.3:104`, `fd00::1` or `[fd00::1]:104`. Throws Invalid. */
export function parseTarget(text: string): Target {
  const trimmed = text.trim();
  const withPort = /^(?:\[([^\]]+)\]|(\d+\.\d+\.\d+\.\d+)):(\d{1,5})$/.exec(trimmed);
  if (!withPort) return { range: parseRange(trimmed.replace(/^\[|\]$/g, '')), ports: null };
  const port = Number(withPort[3]);
  if (port < 1 || port > 65535) throw new Invalid(`'${trimmed}': a port is a number from 1 to 65535.`);
  return { range: parseRange(withPort[1] ?? withPort[2] ?? ''), ports: [port] };
}
