import { expect, test } from 'vitest';
import { api } from '#contracts/index.ts';
import { deviceSearch } from './device-search.ts';

test('the address keeps filters that the API knows and drops everything else', () => {
  expect(deviceSearch({ q: 'ct', severity: 'high', sort: 'name', order: 'asc', retired: 'true', page: 3 })).toEqual({
    q: 'ct',
    severity: 'high',
    sort: 'name',
    order: 'asc',
    retired: 'true',
  });
  expect(deviceSearch({ severity: 'terrible', sort: '__proto__', order: 1, q: '', retired: 'false' })).toEqual({});
});

test('whatever stands in the address, the API accepts what is left of it', () => {
  const odd = {
    q: 'x'.repeat(5000),
    kind: 'k'.repeat(99),
    modality: 'CT'.repeat(50),
    exposure: 'E1234',
    vendor: 'v'.repeat(999),
  };
  expect(api.deviceQuery.safeParse(deviceSearch(odd)).success).toBe(true);
});
