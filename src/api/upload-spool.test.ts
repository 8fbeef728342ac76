import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { UploadSpool } from './upload-spool.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'dosimeter-spool-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function* pieces(parts: readonly Uint8Array[]) {
  for (const part of parts) {
    yield part;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

test('what is uploaded comes out as it went in, read while it is written, and leaves no file', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 3000 }), { maxLength: 20 }), async (parts) => {
      await using spool = await UploadSpool.open(folder);
      const read = Array.fromAsync(spool.read(), (part) => part.slice());
      await spool.fill(pieces(parts));
      expect(Buffer.concat(await read)).toEqual(Buffer.concat(parts));
      expect(readdirSync(folder)).toEqual([]);
    }),
    { numRuns: 30 },
  );
});

test('an upload that breaks off breaks its reader with the same error', async () => {
  await using spool = await UploadSpool.open(folder);
  async function* broken() {
    yield Buffer.from('first');
    throw new Error('the line went dead');
  }
  const read = Array.fromAsync(spool.read());
  const ends = await Promise.allSettled([spool.fill(broken()), read]);
  expect(ends.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  await expect(read).rejects.toThrow('the line went dead');
});
