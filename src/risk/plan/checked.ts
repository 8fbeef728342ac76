// A value against its shape, with one sentence for what is wrong: plans are made of models that programs put together, too.
import type { z } from 'zod';
import { Invalid } from '#kit/index.ts';

/** The value as the shape has it. Throws Invalid with the field and what it must be. */
export function checkedAs<T>(shape: z.ZodType<T>, value: unknown): T {
  const read = shape.safeParse(value);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const field = (issue?.path ?? [])
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
    .join('');
  throw new Invalid(`${field.replace(/^\./, '') || 'plan'}: ${issue?.message ?? 'this cannot be read.'}`);
}
