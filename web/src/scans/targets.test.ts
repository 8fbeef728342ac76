import { expect, test } from 'vitest';
import { addressCount, splitPorts, splitTargets } from './targets.ts';

test('targets may be separated by anything that people use, and count once', () => {
  expect(splitTargets(' 10.0.0.1, 10.0.0.2;\n10.0.0.1\t10.0.1.0/24 ')).toEqual(['10.0.0.1', '10.0.0.2', '10.0.1.0/24']);
  expect(splitTargets(' \n ')).toEqual([]);
});

test.each([
  [['10.0.0.1'], 1],
  [['10.0.0.0/24', '10.0.1.7'], 257],
  [['0.0.0.0/0'], 4294967296],
  [['10.0.0.1:104'], 1],
  [['pacs.example:11112'], 1],
  [['fd00::1'], 1],
  [['fd00::/120'], 256],
  [['10.0.0.0/33'], undefined],
  [['10.0.0.0/24/3'], undefined],
  [['what is this?'], undefined],
  [[], 0],
])('%j come to %s addresses', (targets, expected) => {
  expect(addressCount(targets)).toBe(expected);
});

test('ports are whole numbers from 1 to 65535, or nothing at all', () => {
  expect(splitPorts('104, 11112 4242')).toEqual([104, 11112, 4242]);
  expect(splitPorts('')).toEqual([]);
  for (const wrong of ['0', '65536', '104-106', '-1', 'dicom']) expect(splitPorts(wrong)).toBeUndefined();
});
