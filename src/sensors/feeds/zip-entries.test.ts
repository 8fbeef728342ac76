import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { isZip, zipEntries } from './zip-entries.ts';

async function* inPieces(bytes: Uint8Array, length: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}

const text = (n: number) => `file ${n} `.repeat(n * 50);
const FILES = Object.fromEntries([1, 2, 3, 4, 300].map((n) => [`folder/${n}.json`, Buffer.from(text(n))]));
const ARCHIVE = Buffer.from(zipSync(FILES, { level: 6 }));

async function names(bytes: Uint8Array, length: number): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for await (const { name, content } of zipEntries(inPieces(bytes, length))) {
    const parts: Uint8Array[] = [];
    for await (const part of content) parts.push(part);
    found[name] = Buffer.concat(parts).toString();
  }
  return found;
}

describe('the files of a zip archive', () => {
  test.each([1, 13, 1000, 1 << 20])('are found, %i bytes at a time', async (length) => {
    expect(isZip(ARCHIVE)).toBe(true);
    const expected = Object.fromEntries(Object.entries(FILES).map(([name, bytes]) => [name, bytes.toString()]));
    expect(await names(ARCHIVE, length)).toEqual(expected);
  });

  test('can be left unread', async () => {
    const found: string[] = [];
    for await (const { name } of zipEntries(inPieces(ARCHIVE, 100))) found.push(name);
    expect(found).toEqual(Object.keys(FILES));
  });

  test.each([10, 200, ARCHIVE.length - 400, ARCHIVE.length - 30, ARCHIVE.length - 3])(
    'an archive that is cut after %i bytes is refused',
    async (length) => {
      await expect(names(ARCHIVE.subarray(0, length), 64)).rejects.toThrow('broken, cut short or encrypted');
    },
  );
});
