import { expect, test } from 'vitest';
import { fakeTenants, networkOf } from '../../test-support/fake-tenant.ts';
import { layOut } from './layout.ts';
import { networkSearch } from './network-search.ts';

function tenant(id: string) {
  const found = fakeTenants(2000).find((each) => each.id === id);
  if (!found) throw new Error(`no ${id}`);
  return networkOf(found);
}

test('every device stands inside the disc of its zone, and discs do not overlap', () => {
  for (const network of [tenant('demo'), tenant('group')]) {
    const { zones, places } = layOut(network);
    const discs = new Map(zones.map((zone) => [zone.id, zone]));
    for (const node of network.nodes) {
      const place = places.get(node.id) ?? { x: Number.NaN, y: Number.NaN };
      const disc = discs.get(node.zone);
      expect(Math.hypot(place.x - (disc?.x ?? 0), place.y - (disc?.y ?? 0))).toBeLessThan(disc?.radius ?? 0);
    }
    for (const [index, a] of zones.entries()) {
      for (const b of zones.slice(index + 1)) {
        expect(Math.hypot(a.x - b.x, a.y - b.y)).toBeGreaterThan(a.radius + b.radius - 1);
      }
    }
  }
});

test('the same network gives the same picture', () => {
  expect(layOut(tenant('demo'))).toEqual(layOut(tenant('demo')));
});

test('a device alone, and flows to devices that are not shown, are no trouble', () => {
  const node = { id: 'a', name: 'A', kind: null, modality: null, zone: 'z', exposure: null, severity: 'none' as const };
  const edge = { from: 'a', to: 'gone', protocol: 'DICOM', port: 104, basis: 'observed' as const, rung: null };
  const { places, zones } = layOut({ nodes: [node], edges: [edge], zones: [{ id: 'z', name: 'Z', devices: 1 }] });
  expect(places.size).toBe(1);
  expect(zones).toHaveLength(1);
  expect(layOut({ nodes: [], edges: [], zones: [] }).zones).toEqual([]);
});

test('the address of the map keeps only what it understands', () => {
  expect(networkSearch({ view: 'table', zone: 'North', q: '', other: 1 })).toEqual({ view: 'table', zone: 'North' });
  expect(networkSearch({ view: 'globe' })).toEqual({});
});
