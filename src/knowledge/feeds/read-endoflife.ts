// A product's file of endoflife.date's API, v0 (https://endoflife.date/docs/api): an array of cycles. It names neither the product nor the
// day: the product is the file's name (windows.json), the day is the one on which the file was fetched.
import { z } from 'zod';
import { Invalid } from '#kit/index.ts';
import type { CycleRow } from '../windows-cycles.data.ts';
import { unusable } from './unusable.ts';

/** A day, or whether it is over. */
const end = z.union([z.iso.date(), z.boolean()]);

const cycle = z.object({
  cycle: z.union([z.string(), z.number()]).transform(String),
  eol: end.default(false),
  extendedSupport: end.nullish(),
  latest: z.string().nullish(),
});

/** The cycles of a product as a file gives them. */
export interface EndoflifeProduct {
  readonly product: string;
  /** Day on which the file was fetched. */
  readonly revised: string;
  readonly cycles: readonly CycleRow[];
  readonly problems: readonly string[];
}

/** Whether the value has the shape of such a file. */
export function isEndoflife(value: unknown): value is readonly unknown[] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((each) => cycle.safeParse(each).success || isCycleLike(each))
  );
}

function isCycleLike(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'cycle' in value;
}

/** Reads the cycles. Throws Invalid when it is no such file, or no product's. */
export function readEndoflife(value: unknown, product: string, day: string): EndoflifeProduct {
  if (!isEndoflife(value)) throw new Invalid('This is no file of endoflife.date, or a part of it is missing.');
  if (!/^[a-z0-9][a-z0-9.-]{0,80}$/.test(product))
    throw new Invalid('The name of this file must be the product as endoflife.date writes it, such as windows.json.');
  const cycles: CycleRow[] = [];
  const problems: string[] = [];
  value.forEach((each, index) => {
    const read = cycle.safeParse(each);
    if (!read.success) {
      problems.push(unusable(`Cycle ${index + 1} of ${product}`, read.error));
      return;
    }
    const { cycle: name, eol, extendedSupport, latest } = read.data;
    const kernel = product.startsWith('windows') ? (latest ?? null) : null;
    const paid = typeof extendedSupport === 'string' ? extendedSupport : null;
    cycles.push([name, eol === true ? 'ended' : eol === false ? 'open' : eol, paid, kernel]);
  });
  return { product, revised: day, cycles, problems };
}
