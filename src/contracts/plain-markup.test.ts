import { expect, test } from 'vitest';
import { markupBlocks, markupFault, markupLines } from './plain-markup.ts';

const TEXT = `One line
goes on. **Stop.** Look.

**A title**

- First **point**
  goes on
- Second`;

test('paragraphs, lists and bold words', () => {
  expect(markupBlocks(TEXT)).toEqual([
    {
      kind: 'paragraph',
      items: [
        [
          { text: 'One line goes on. ', bold: false },
          { text: 'Stop.', bold: true },
          { text: ' Look.', bold: false },
        ],
      ],
    },
    { kind: 'paragraph', items: [[{ text: 'A title', bold: true }]] },
    {
      kind: 'list',
      items: [
        [
          { text: 'First ', bold: false },
          { text: 'point', bold: true },
          { text: ' goes on', bold: false },
        ],
        [{ text: 'Second', bold: false }],
      ],
    },
  ]);
});

test('a list may stand right below its paragraph', () => {
  expect(markupBlocks('Do this:\n- one\n- two').map(({ kind }) => kind)).toEqual(['paragraph', 'list']);
});

test('lines without marks', () => {
  expect(markupLines(TEXT)).toEqual(['One line goes on. Stop. Look.', 'A title', 'First point goes on', 'Second']);
});

test.each([
  ['# Title', /headings/],
  ['* point', /lists/],
  ['1. point', /lists/],
  ['> quote', /quotes/],
  ['- point\n  - below', /inside of lists/],
  ['`code`', /code/],
  ['[a](https://example.org)', /links/],
  ['![a](https://example.org)', /links/],
  ['<b>bold</b>', /HTML/],
  ['*slanted*', /single stars/],
  ['**open', /two stars/],
  ['- **open\n- closed**', /two stars/],
])('%s is refused', (text, words) => {
  expect(markupFault(text)).toMatch(words);
});

test.each(['Two stars ** end **.', 'It costs 5 < 6.', TEXT])('%s is fine', (text) => {
  expect(markupFault(text)).toBeNull();
});
