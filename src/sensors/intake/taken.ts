// What an import takes in, all at once; for tests.
import { createHash } from 'node:crypto';
import type { Fact } from '#contracts/index.ts';
import { fixedClock } from '#kit/index.ts';
import type { FileReport } from './import-csv.ts';
import { openImport } from './open-import.ts';

/** The facts and the report of a file that is taken in at a fixed time. */
export async function takenIn(
  bytes: AsyncIterable<Uint8Array> | Uint8Array | string,
  as?: string,
): Promise<{ facts: Fact[]; report: FileReport }> {
  const file = { fileName: 'file', ...(as === undefined ? {} : { as }) };
  const context = {
    run: 'r1',
    by: 'test',
    clock: fixedClock('2026-11-23T10:00:00Z'),
    nameKey: createHash('sha256').digest('hex'),
  };
  const opened = await openImport(typeof bytes === 'string' ? Buffer.from(bytes) : bytes, file, context);
  const facts: Fact[] = [];
  for await (const batch of opened) facts.push(...batch.facts);
  return { facts, report: opened.report() };
}

/** Facts as `subject attribute value`, sorted; what a test reads. */
export function sayings(facts: readonly Fact[]): string[] {
  return facts
    .map(
      ({ subject, attribute, value }) =>
        `${subject.key} ${attribute} ${typeof value === 'string' ? value : JSON.stringify(value)}`,
    )
    .sort();
}
