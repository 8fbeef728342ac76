import { expect, test } from 'vitest';
import { compareAddresses, type OwnTag, type Segment, Site, zoneOf } from './zone-of.ts';

const network = (range: string, basis = 'observed'): Segment => ({ range, tag: null, basis, fact: `of ${range}` });
const tag = (range: string, number: number): Segment => ({
  range,
  tag: number,
  basis: 'observed',
  fact: `tag ${number}`,
});
const own = (...numbers: number[]): OwnTag[] => numbers.map((number) => ({ tag: number, fact: `own ${number}` }));

test.each<[what: string, address: string, segments: Segment[], tags: OwnTag[], zone: string, because: RegExp]>([
  ['the usual size', '10.0.0.5', [], [], '10.0.0.0/24', /no wider or narrower network is known/],
  ['the usual size of IPv6', 'fd00::5', [], [], 'fd00::/64', /lies in fd00::\/64/],
  ['the mask that the address server gives', '10.0.2.5', [network('10.0.0.0/22')], [], '10.0.0.0/22', /address server/],
  ['a narrow network that is stated', '10.0.0.5', [network('10.0.0.0/28')], [], '10.0.0.0/28', /address server/],
  [
    'the widest that neighbors show',
    '10.0.1.5',
    [network('10.0.0.0/23', 'inferred'), network('10.0.0.0/22', 'inferred')],
    [],
    '10.0.0.0/22',
    /answer each other directly/,
  ],
  [
    'a stated network before one that neighbors show',
    '10.0.1.5',
    [network('10.0.0.0/22', 'inferred'), network('10.0.0.0/23')],
    [],
    '10.0.0.0/23',
    /address server/,
  ],
  ['a network elsewhere changes nothing', '10.0.9.5', [network('10.0.0.0/22')], [], '10.0.9.0/24', /lies in/],
  ['one tag for all', '10.0.0.5', [tag('10.0.0.0/24', 20)], [], '10.0.0.0/24', /carries VLAN 20/],
  [
    'two tags part the network',
    '10.0.0.5',
    [tag('10.0.0.0/24', 10), tag('10.0.0.0/24', 20)],
    own(20),
    '10.0.0.0/24 VLAN 20',
    /tags 10, 20; this device carries 20/,
  ],
  [
    'nobody is put behind a tag that he was not seen with',
    '10.0.0.5',
    [tag('10.0.0.0/24', 10), tag('10.0.0.0/24', 20)],
    [],
    '10.0.0.0/24',
    /without one/,
  ],
  [
    'a router carries several',
    '10.0.0.1',
    [tag('10.0.0.0/24', 10), tag('10.0.0.0/24', 20)],
    own(10, 20),
    '10.0.0.0/24',
    /with several of them/,
  ],
  [
    'tags of every part of a wide network',
    '10.0.0.5',
    [network('10.0.0.0/23'), tag('10.0.0.0/24', 10), tag('10.0.1.0/24', 20)],
    own(10),
    '10.0.0.0/23 VLAN 10',
    /carries 10/,
  ],
])('zone: %s', (_, address, segments, tags, zone, because) => {
  for (const order of [segments, segments.toReversed()]) {
    const found = new Site(order).zoneOf(address, tags);
    expect(found?.id).toBe(zone);
    expect(found?.because.map(({ text }) => text).join(' ')).toMatch(because);
  }
});

test('a reason cites the fact behind it, and what is no address has no zone', () => {
  const site = new Site([network('10.0.0.0/22'), tag('10.0.0.0/24', 10), tag('10.0.1.0/24', 20)]);
  expect(site.zoneOf('10.0.1.5', own(20))?.because.flatMap(({ facts }) => facts)).toEqual(['of 10.0.0.0/22', 'own 20']);
  expect(site.zoneOf('reception')).toBeNull();
  expect(zoneOf('10.1.2.3')).toBe('10.1.2.0/24');
});

test('addresses are ordered by number, and what is none comes last', () => {
  expect(['x', 'fd00::1', '10.0.0.10', '10.0.0.9'].sort(compareAddresses)).toEqual([
    '10.0.0.9',
    '10.0.0.10',
    'fd00::1',
    'x',
  ]);
});
