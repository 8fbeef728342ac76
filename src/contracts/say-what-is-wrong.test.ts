import { expect, test } from 'vitest';
import { api } from './index.ts';

test.each([
  [{ days: 0 }, 'This must be at least 1.'],
  [{ days: 20_001 }, 'This must be at most 20000.'],
  [{ days: 2.5 }, 'This must be a whole number.'],
  [{ days: Number.NaN }, 'This must be a number.'],
  [{ from: '2026-02-30' }, 'This must be a day that exists, as in 2026-01-31.'],
  [{ archive: undefined }, 'This is missing.'],
  [{ archive: '' }, 'This must have at least 1 character.'],
  [{ anyCertificate: 'yes' }, 'This must be true or false.'],
])('%j is answered with a sentence', (part, sentence) => {
  const { error } = api.archiveInput.safeParse({ archive: '10.0.0.1:104', ...part });
  expect(error?.issues.map(({ message }) => message)).toEqual([sentence]);
});

test('a choice is named with what may be chosen', () => {
  const { error } = api.deviceQuery.safeParse({ sort: 'price' });
  expect(error?.issues[0]?.message).toMatch(/^This must be one of name, exposure, /);
});
