import { expect, test } from 'vitest';
import { tenantToShow } from './gate.tsx';

const demo = { id: 'demo', name: 'Demo', demo: true };
const own = { id: 'own', name: 'Own', demo: false };

test('the tenant chosen before is shown, then the demo, then the first', () => {
  expect(tenantToShow([own, demo], 'own')).toBe('own');
  expect(tenantToShow([own, demo], null)).toBe('demo');
  expect(tenantToShow([own, demo], 'gone')).toBe('demo');
  expect(tenantToShow([own], 'demo')).toBe('own');
  expect(tenantToShow([], 'demo')).toBeNull();
});
