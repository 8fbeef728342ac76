import { expect, test } from 'vitest';
import { networkOf } from '../../test-support/fake-network.ts';
import { fakeTenants } from '../../test-support/fake-tenant.ts';
import { CELL_WIDTH, layOut } from './layout.ts';
import { shortened } from './map-labels.ts';
import { networkSearch } from './network-search.ts';

function network(id: string, query = '') {
  const found = fakeTenants(2000).find((each) => each.id === id);
  if (!found) throw new Error(`no ${id}`);
  return networkOf(found, new URLSearchParams(query));
}

const PARTS = [
  ['demo', ''],
  ['group', ''],
  ['hospital', ''],
  ['hospital', 'zone=10.20.3.0/24'],
  ['hospital', 'protocol=dicom'],
] as const;

const PICTURES = PARTS.flatMap(([id, query]) => [false, true].map((isTall) => ({ id, query, isTall })));

test.each(PICTURES)(
  '$id $query, tall $isTall: devices stand in the disc of their zone, and discs do not overlap',
  ({ id, query, isTall }) => {
    const map = network(id, query);
    const { zones, places } = layOut(map, isTall);
    const discs = new Map(zones.map((zone) => [zone.id, zone]));
    for (const node of map.nodes) {
      const place = places.get(node.id) ?? { x: Number.NaN, y: Number.NaN };
      const disc = discs.get(node.kind === 'zone' ? node.id : node.zone);
      expect(Math.hypot(place.x - (disc?.x ?? 0), place.y - (disc?.y ?? 0))).toBeLessThan(disc?.radius ?? 0);
    }
    for (const [index, a] of zones.entries()) {
      for (const b of zones.slice(index + 1)) {
        expect(Math.hypot(a.x - b.x, a.y - b.y)).toBeGreaterThan(a.radius + b.radius - 1);
      }
    }
  },
);

test('every device of an open zone has room of its own for its name', () => {
  const map = network('hospital', 'zone=10.20.3.0/24');
  const { places } = layOut(map);
  const dots = map.nodes.flatMap((node) => (node.kind === 'zone' ? [] : [places.get(node.id) ?? { x: 0, y: 0 }]));
  expect(dots.length).toBeGreaterThan(90);
  for (const [index, a] of dots.entries()) {
    for (const b of dots.slice(index + 1)) {
      const isApart = Math.abs(a.y - b.y) > 15 || Math.abs(a.x - b.x) > CELL_WIDTH - 1;
      expect(isApart, `${JSON.stringify(a)} ${JSON.stringify(b)}`).toBe(true);
    }
  }
});

test('two thousand devices are drawn as their zones, and laid out in a blink even when there are 300 of them', () => {
  expect(network('hospital').nodes.filter(({ kind }) => kind === 'zone')).toHaveLength(20);
  const zone = (index: number) => ({
    id: `zone:${index}`,
    name: `zone ${index}`,
    kind: 'zone',
    modality: null,
    zone: `${index}`,
    exposure: null,
    severity: 'none' as const,
    devices: 1 + (index % 250),
  });
  const edge = (index: number) => ({
    from: `zone:${index % 300}`,
    to: `zone:${(index * 7) % 300}`,
    protocol: 'dicom',
    port: null,
    basis: 'observed' as const,
    rung: null,
    flows: 1 + (index % 90),
  });
  const nodes = Array.from({ length: 300 }, (_, index) => zone(index));
  const edges = Array.from({ length: 5000 }, (_, index) => edge(index)).filter(({ from, to }) => from !== to);
  const begun = performance.now();
  expect(layOut({ nodes, edges, zones: [] }).zones).toHaveLength(300);
  // Half a second on a quiet machine; a layout without bounds takes minutes.
  expect(performance.now() - begun).toBeLessThan(15_000);
});

test.each(['', 'zone=10.20.3.0/24'])('a picture for a phone is higher than wide: %s', (query) => {
  const { zones } = layOut(network('hospital', query), true);
  const [wide, high] = (['x', 'y'] as const).map((axis) => {
    const ends = zones.flatMap((zone) => [zone[axis] - zone.radius, zone[axis] + zone.radius]);
    return Math.max(...ends) - Math.min(...ends);
  });
  expect(high).toBeGreaterThan(1.2 * (wide ?? Number.POSITIVE_INFINITY));
});

test('the same network gives the same picture', () => {
  expect(layOut(network('demo'))).toEqual(layOut(network('demo')));
});

test('a device alone, and flows to devices that are not shown, are no trouble', () => {
  const node = {
    id: 'a',
    name: 'A',
    kind: null,
    modality: null,
    zone: 'z',
    exposure: null,
    severity: 'none' as const,
    devices: 1,
  };
  const edge = {
    from: 'a',
    to: 'gone',
    protocol: 'DICOM',
    port: 104,
    basis: 'observed' as const,
    rung: null,
    flows: 1,
  };
  const { places, zones } = layOut({ nodes: [node], edges: [edge], zones: [{ id: 'z', name: 'Z', devices: 1 }] });
  expect(places.size).toBe(1);
  expect(zones).toHaveLength(1);
  expect(layOut({ nodes: [], edges: [], zones: [] }).zones).toEqual([]);
});

test('a name that finds no room is cut, and left out when too little of it would stay', () => {
  const width = (words: string) => words.length * 10;
  expect(shortened('CT Room 12', 200, width)).toBe('CT Room 12');
  expect(shortened('CT Room 12', 80, width)).toBe('CT Room…');
  expect(shortened('CT Room 12', 40, width)).toBeNull();
});

test('the address of the map keeps only what it understands', () => {
  expect(networkSearch({ view: 'table', zone: 'North', q: '', pick: 'zone:North', other: 1 })).toEqual({
    view: 'table',
    zone: 'North',
    pick: 'zone:North',
  });
  expect(networkSearch({ view: 'globe' })).toEqual({});
});
