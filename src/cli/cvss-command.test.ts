// The lines of `cvss` as a program that pipes vectors through it sees them.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cvssLines } from './cvss-command.ts';

const GOOD = 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H';
const TOO_LONG = 'This is longer than any vector (over 500 characters).';

async function answersTo(...pieces: readonly (string | Uint8Array)[]): Promise<readonly unknown[]> {
  async function* input() {
    for (const piece of pieces) yield Buffer.from(piece);
  }
  let text = '';
  for await (const lines of cvssLines(input())) text += lines;
  return text
    .split('\n')
    .slice(0, -1)
    .map((line): unknown => JSON.parse(line));
}

describe('one answer a line', () => {
  test('with every field of the contract, in the order of the lines', async () => {
    expect(await answersTo(`${GOOD}\nAV:N/AC:L/Au:N/C:C/I:C/A:C/E:U\nAV:X\n`)).toEqual([
      {
        vector: GOOD,
        version: '3.1',
        base: 9.8,
        temporal: 9.8,
        environmental: 9.8,
        score: 9.8,
        severity: 'critical',
      },
      {
        vector: 'AV:N/AC:L/Au:N/C:C/I:C/A:C/E:U',
        version: '2.0',
        base: 10,
        temporal: 8.5,
        environmental: null,
        score: 8.5,
        severity: 'high',
      },
      { vector: 'AV:X', error: "AV has no value 'X'; it may be N, A or L." },
    ]);
  });

  test.each([
    ['line ends of Windows', `${GOOD}\r\n${GOOD}\r\n`],
    ['empty lines', `\n\r\n${GOOD}\n  \n\n${GOOD}\n\n`],
    ['no line end at the end', `${GOOD}\n${GOOD}`],
    ['a byte order mark', `\ufeff${GOOD}\n${GOOD}\n`],
  ])('with %s', async (_, text) => {
    expect(await answersTo(text)).toMatchObject([
      { vector: GOOD, score: 9.8 },
      { vector: GOOD, score: 9.8 },
    ]);
  });

  test('of nothing is nothing', async () => {
    expect(await answersTo()).toEqual([]);
    expect(await answersTo('\n')).toEqual([]);
  });

  test('wherever the pieces are cut', async () => {
    const text = Buffer.from(`\ufeff${GOOD}\r\n\n(AV:N)\nAV:\u202e\u00e9\n${'A'.repeat(3000)}\n${GOOD}`);
    const whole = await answersTo(text);
    expect(whole).toHaveLength(5);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(text.length), { maxLength: 12 }), async (cuts) => {
        const at = [0, ...cuts.toSorted((a, b) => a - b), text.length];
        const pieces = at.slice(1).map((end, n) => text.subarray(at[n], end));
        expect(await answersTo(...pieces)).toEqual(whole);
      }),
    );
  });
});

describe('what is no line of text', () => {
  test('is refused when it is too long, and the next line is read', async () => {
    const long = Array.from({ length: 400 }, () => 'CVSS:3.1/AV:N/'.repeat(1000));
    const [first, second, ...more] = await answersTo(...long, `\n${GOOD}\n`);
    expect(first).toEqual({ vector: expect.stringMatching(/^.{500}…$/), error: TOO_LONG });
    expect(second).toMatchObject({ vector: GOOD, score: 9.8 });
    expect(more).toEqual([]);
  });

  test('is refused when it is long and begins with nothing', async () => {
    expect(await answersTo(' '.repeat(5000), `${GOOD}\n`)).toMatchObject([{ error: TOO_LONG }]);
  });

  test('is refused when it is no UTF-8, and comes back inert', async () => {
    expect(await answersTo(new Uint8Array([0x41, 0xff, 0xe2, 0x80, 0x0a]), '\u001b[31m\u202e\u0000\n')).toEqual([
      { vector: 'A\ufffd\ufffd', error: expect.stringMatching(/^This is no CVSS vector/) },
      { vector: '\\u{1b}[31m\\u{202e}\\u{0}', error: expect.stringMatching(/^This is no CVSS vector/) },
    ]);
  });
});
