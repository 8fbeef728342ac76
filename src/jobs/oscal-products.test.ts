// Which title of a component names a product that is in use here.
import { expect, test } from 'vitest';
import { namesProductOf } from './oscal-products.ts';

test.each([
  ['ACME Scan-3, release 4', true],
  ['Scan 3 by Acme', true],
  ['Acme Scan 30', false],
  ['Acmes Scan 3', false],
  ['Scan 3', false],
  ['Acme', false],
  ['Scan, a 3 of Acme', false],
  ['Bildwerk Röntgen', true],
  ['Other Nameless', false],
  ['', false],
])('%s: %s', (title, expected) => {
  const names = namesProductOf([
    ['Acme', 'Scan 3'],
    ['Acme', 'Viewer'],
    ['BILDWERK', 'röntgen'],
    ['Other', '-'],
    ['-', 'Nameless'],
  ]);
  expect(names(title)).toBe(expected);
});

test('thousands of titles are held against thousands of products', () => {
  const many = Array.from({ length: 5_000 }, (_, place) => place);
  const names = namesProductOf(many.map((place) => [`Maker ${place % 40}`, `Model ${place} of a long line`]));
  const titles = many.flatMap((place) => [
    `Maker ${place % 40} Model ${place} of a long line, release ${place}`,
    `Maker ${(place + 1) % 40} Model ${place} of a long line, release ${place}`,
  ]);
  expect(titles.filter(names)).toHaveLength(5_000);
});

test('a title of millions of words is read at its beginning alone', () => {
  const words = Array.from({ length: 40 }, (_, place) => `w${place}`).join(' ');
  const names = namesProductOf([['Acme', words]]);
  const endless = `${words} `.repeat(100_000);
  expect(names(`Acme ${endless}`)).toBe(true);
  expect(names(`${endless} Acme`)).toBe(false);
});
