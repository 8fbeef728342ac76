// Claims about the days that roles have, while they are edited.
import { expect, test } from 'vitest';
import { isSameCapacity, rolesOf, withCapacity } from './capacity.ts';

test('a limit is set, changed and taken away for one role alone', () => {
  const set = withCapacity({ pacs: 3 }, 'network', 5);
  expect(set).toEqual({ pacs: 3, network: 5 });
  expect(withCapacity(set, 'network', 2)).toEqual({ pacs: 3, network: 2 });
  for (const none of ['', 0, -1]) expect(withCapacity(set, 'network', none)).toEqual({ pacs: 3 });
  expect(isSameCapacity(withCapacity(set, 'network', ''), { pacs: 3 })).toBe(true);
  expect(isSameCapacity(set, { pacs: 3 })).toBe(false);
});

test('every role that has something to do can have a limit, and one that has a limit keeps its place', () => {
  expect(rolesOf({ actions: [] }, { owner: 1, maker: 2 })).toEqual(['maker', 'owner']);
});
