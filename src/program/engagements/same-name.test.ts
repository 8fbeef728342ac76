// Who is named by a signature on paper.
import { expect, test } from 'vitest';
import { isSameName } from './same-name.ts';

test.each([
  ['Eve Müller', 'Eve Müller', true],
  [' EVE   muller ', 'Eve Müller', true],
  ['Müller, Eve', 'Eve Müller', true],
  ['EveMuller', 'Eve Müller', true],
  ['\uff25ve\u00ad Müller', 'Eve Müller', true],
  ['Eva Müller', 'Eve Müller', false],
  ['Eve Müller-Lind', 'Eve Müller', false],
  ['Eve', 'Eve Müller', false],
  ['Eve M. (Eve@Harbor.example)', 'eve@harbor.example', true],
  ['steve@harbor.example', 'eve@harbor.example', false],
  ['Maria Keller', '', false],
  ['-', '', false],
])("'%s' names %s: %s", (text, name, expected) => {
  expect(isSameName(text, name)).toBe(expected);
});
