// What the columns of a list mean, as a person agreed: now, or the last time that a list with these columns came.
import { namesPatientData } from '#evidence/model.ts';
import { Invalid, inertText } from '#kit/index.ts';
import { type Field, isField, type Mapping, plain } from './columns.ts';
import type { ListShape } from './list-shape.ts';

/** Columns with what a person took them for. */
export type Agreed = Readonly<Record<string, string | null>>;
/** Looks up what was agreed on for a source (a list with certain columns), or null. */
export type Remembered = (source: string) => Promise<Agreed | null>;

/** What was agreed on the last time, under the names that the columns have now; null when nothing was. */
export async function rememberedFor(shape: ListShape, remembered: Remembered | undefined): Promise<Agreed | null> {
  const known = await remembered?.(shape.source);
  if (!known) return null;
  // The same columns may come back in capitals or with other spaces.
  const byName = new Map(Object.entries(known).map(([name, field]) => [plain(name), field]));
  const pairs = shape.columns.flatMap(({ name }) => {
    const field = Object.hasOwn(known, name) ? known[name] : byName.get(plain(name));
    return field === undefined ? [] : [[name, field] as const];
  });
  return Object.fromEntries(pairs);
}

/** The mapping of a list: what was agreed on, and the guess for columns that nobody spoke of. */
export function agreedMapping(shape: ListShape, agreed: Agreed): Mapping {
  // Without inherited names: a column may have any name.
  const mapping: Record<string, Field | null> = Object.create(null);
  for (const { name } of shape.columns) {
    const wanted = Object.hasOwn(agreed, name) ? agreed[name] : shape.guess[name];
    if (wanted !== null && wanted !== undefined && !isField(wanted)) {
      throw new Invalid(`'${inertText(wanted, 40)}' is no field of a device list.`);
    }
    if (wanted && namesPatientData(name)) {
      throw new Invalid(`The column '${name}' looks like patient data and cannot be taken in.`);
    }
    mapping[name] = wanted ?? null;
  }
  for (const name of Object.keys(agreed)) {
    if (!Object.hasOwn(mapping, name)) throw new Invalid(`The list has no column '${inertText(name, 60)}'.`);
  }
  return mapping;
}
