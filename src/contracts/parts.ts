// What the shapes of the API are made of.
import { z } from 'zod';

export const text = z.string();
export const nullableText = text.nullable();
export const time = z.iso.datetime();
export const id = text.min(1).max(80);

export const findingKind = z.enum([
  'exposure',
  'vulnerability',
  'lifecycle',
  'hardening',
  'integrity',
  'availability',
  'program',
]);

export const page = z.object({
  cursor: text.optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
});

/** A page of a list, the cursor of the next one, and how many there are, counted to a bound. */
export function listOf<T extends z.ZodType>(item: T) {
  return z.object({
    items: z.array(item),
    next: nullableText,
    total: z.object({ value: z.number().int(), relation: z.enum(['eq', 'gte']) }),
  });
}
