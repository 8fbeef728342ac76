// What is said of an entry of a feed that has another form than its publisher describes.
import type { z } from 'zod';
import { inertText } from '#kit/index.ts';

/** Which entry it is, and where it differs. */
export function unusable(which: string, { issues: [issue] }: z.ZodError): string {
  const where = issue?.path.join('.') ?? '';
  return `${inertText(which, 80)} cannot be used: ${where === '' ? 'it is no entry of this feed' : inertText(where, 120)}.`;
}
