import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shortName } from './short-name.ts';

const SENTENCE = 'CT 1: Ask the maker whether SMB 1 may be switched off on this device, and for the repair MS17-010';

test('a long advice is named by its first sentence', () => {
  expect(shortName(`${SENTENCE}. Until it is answered, ask the network team to let only the archive reach it.`)).toBe(
    SENTENCE,
  );
  expect(shortName('Let only its partners reach CT 1. Now.')).toBe('Let only its partners reach CT 1. Now.');
});

test('a name without an end is cut between words, and is never empty or long', () => {
  expect(shortName('let the archive check '.repeat(40))).toMatch(/^let the archive check .*[a-z]…$/);
  fc.assert(
    fc.property(fc.string({ minLength: 1, maxLength: 600 }), (name) => {
      expect(shortName(name).length).toBeGreaterThan(0);
      expect(shortName(name).length).toBeLessThanOrEqual(170);
    }),
  );
});
