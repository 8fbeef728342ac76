import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type EntryDepth, jsonElements } from './json-elements.ts';

async function* inPieces(text: string, length: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}

async function elements(text: string, depth: EntryDepth, length = 7): Promise<string[]> {
  const found: string[] = [];
  for await (const json of jsonElements(inPieces(text, length), depth)) found.push(json);
  return found;
}

describe('the entries of a long file', () => {
  test('are the same however the bytes come, whatever stands in their texts', async () => {
    const word = fc.stringMatching(/^[a-z"\\{}[\]äß\n]{0,12}$/);
    const entry = fc.dictionary(word, fc.oneof(word, fc.array(fc.dictionary(word, word)), fc.integer()));
    await fc.assert(
      fc.asyncProperty(fc.array(entry), fc.integer({ min: 1, max: 40 }), async (entries, length) => {
        const texts = entries.map((each) => JSON.stringify(each));
        expect(await elements(`{"head":"[{","list":[${texts.join(', ')}],"end":1}`, 2, length)).toEqual(texts);
        expect(await elements(`[${texts.join(',\n')}]`, 1, length)).toEqual(texts);
        expect(await elements(texts.join('\n'), 0, length)).toEqual(texts);
      }),
      { numRuns: 200 },
    );
  });

  test.each(['{"list":[{"a":1},{"a"', '{"list":[{"a":1}', '{"list":[{"a":"x\\"}]}'])(
    'a file that ends too early is refused: %s',
    async (text) => {
      await expect(elements(text, 2)).rejects.toThrow('ends in the middle');
    },
  );
});
