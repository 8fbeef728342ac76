import { expect, test } from 'vitest';
import { visible } from './foreign.tsx';

test('characters that hide or turn text are written out', () => {
  expect(visible('CT \u202egnp.exe\u202c')).toBe('CT \\u{202e}gnp.exe\\u{202c}');
  expect(visible('a\u200bb\u2028c\u001b[31m\u{e0041}')).toBe('a\\u{200b}b\\u{2028}c\\u{1b}[31m\\u{e0041}');
});

test('text of any language stays as it is', () => {
  for (const text of ['Röntgen 2', 'مستشفى', '放射線科 CT-1', 'naïve', 'ไทย']) expect(visible(text)).toBe(text);
});
