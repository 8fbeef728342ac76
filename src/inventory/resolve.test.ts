import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type SubjectRef, serviceSubject, subjectId } from '#evidence/model.ts';
import { type AssignedGroup, assignDevices } from './assign-devices.ts';
import { constraintsOf, type Decision, type DecisionPayload } from './decisions.ts';
import type { Mark } from './marks.ts';
import { resolve, type Sighting } from './resolve.ts';

const NONE = constraintsOf([]);

function asset(key: string, ...marks: Mark[]): Sighting {
  return { ref: { kind: 'asset', key }, marks: [...marks].sort() };
}

function service(address: string, port: number, vantage = 'here', ...marks: Mark[]): Sighting {
  return { ref: serviceSubject({ address, port, vantage }), marks: [`host:${address}`, ...marks] };
}

function address(key: string, ...marks: Mark[]): Sighting {
  return { ref: { kind: 'address', key }, marks: [`host:${key}`, ...marks] };
}

function together(sightings: readonly Sighting[], constraints = NONE): string[][] {
  return resolve(sightings, constraints).map((group) => group.subjects.map(({ ref }) => ref.key));
}

function becauseOf(sightings: readonly Sighting[], key: string): string {
  const all = resolve(sightings, NONE).flatMap((group) => group.subjects);
  return all.find(({ ref }) => ref.key === key)?.because ?? '';
}

describe('sightings are one device when', () => {
  test('they are services of one address', () => {
    expect(together([service('10.0.0.1', 104), service('10.0.0.1', 80), service('10.0.0.2', 104)])).toHaveLength(2);
  });

  test('maker and serial number agree, whatever the addresses and hardware addresses', () => {
    const one = asset('a/1', 'sn:S1', 'serial:ge|S1', 'addr:10.0.0.1', 'mac:00:11:22:33:44:55');
    const other = asset('b/1', 'sn:S1', 'serial:ge|S1', 'addr:10.0.0.9', 'mac:00:11:22:33:44:66');
    expect(together([one, other])).toEqual([['a/1', 'b/1']]);
  });

  test('a list gives the address of a scanned host, and several addresses become one device', () => {
    const row = asset('a/1', 'addr:10.0.0.1', 'addr:10.0.0.2');
    expect(together([row, service('10.0.0.1', 104), service('10.0.0.2', 80)])).toHaveLength(1);
    expect(becauseOf([row, service('10.0.0.1', 104)], 'a/1')).toBe('listed with address 10.0.0.1');
  });

  test('the hardware address agrees', () => {
    expect(
      together([asset('a/1', 'mac:00:11:22:33:44:55'), address('10.0.0.1', 'mac:00:11:22:33:44:55')]),
    ).toHaveLength(1);
  });

  test('several weaker marks agree, but never one alone', () => {
    const marks: readonly Mark[] = ['hn:ct1', 'aet:CT1', 'name:ct 1', 'sn:S1', 'tag:T1'];
    for (const mark of marks) expect(together([asset('a/1', mark), asset('b/1', mark)])).toHaveLength(2);
    expect(together([asset('a/1', 'hn:ct1', 'aet:CT1'), asset('b/1', 'hn:ct1', 'aet:CT1')])).toHaveLength(1);
    expect(together([asset('a/1', 'hn:ct1', 'name:ct1'), asset('b/1', 'hn:ct1', 'name:ct1')])).toHaveLength(2);
  });
});

describe('sightings stay apart when', () => {
  test('one address is claimed with different serial numbers, and both say so', () => {
    const one = asset('a/1', 'addr:10.0.0.1', 'sn:S1', 'serial:ge|S1');
    const other = asset('b/2', 'addr:10.0.0.1', 'sn:S2', 'serial:ge|S2');
    expect(together([one, other, service('10.0.0.1', 104)])).toHaveLength(3);
    expect(becauseOf([one, other, service('10.0.0.1', 104)], 'a/1')).toMatch(/kept apart .*serial numbers differ/);
  });

  test('but the claimant that agrees in more gets the host', () => {
    const one = asset('a/1', 'addr:10.0.0.1', 'sn:S1', 'hn:ct1');
    const other = asset('b/2', 'addr:10.0.0.1', 'sn:S2');
    const groups = together([one, other, address('10.0.0.1', 'hn:ct1')]);
    expect(groups).toContainEqual(['10.0.0.1', 'a/1'].sort());
    expect(groups).toHaveLength(2);
  });

  test('hardware addresses at one address differ', () => {
    const row = asset('a/1', 'addr:10.0.0.1', 'mac:00:11:22:33:44:55');
    expect(together([row, address('10.0.0.1', 'mac:00:11:22:33:44:66')])).toHaveLength(2);
  });

  test('two places see different software on one port of an address', () => {
    const here = service('10.0.0.1', 104, 'site a', 'print:certificate aa');
    const there = service('10.0.0.1', 104, 'site b', 'print:certificate bb');
    expect(together([here, there])).toHaveLength(2);
    expect(together([here, service('10.0.0.1', 104, 'site b', 'print:certificate aa')])).toHaveLength(1);
  });

  test('what they share is shared by too many', () => {
    const rows = Array.from({ length: 12 }, (_, at) => asset(`a/${at}`, 'hn:ct', 'aet:CT', 'name:ct'));
    expect(together(rows)).toHaveLength(12);
  });
});

// A small world in which marks meet and contradict each other often.
const mark: fc.Arbitrary<Mark> = fc.oneof(
  fc.integer({ min: 1, max: 3 }).map((n): Mark => `addr:10.0.0.${n}`),
  fc.integer({ min: 1, max: 3 }).map((n): Mark => `mac:00:00:00:00:00:0${n}`),
  fc.integer({ min: 1, max: 3 }).map((n): Mark => `sn:S${n}`),
  fc.integer({ min: 1, max: 3 }).map((n): Mark => `serial:ge|S${n}`),
  fc.constantFrom<Mark>('hn:ct1', 'hn:mr1', 'aet:CT1', 'aet:MR1', 'name:ct', 'tag:T1', 'tag:T2'),
);
const sighting: fc.Arbitrary<Sighting> = fc.oneof(
  fc
    .tuple(fc.constantFrom('a', 'b'), fc.integer({ min: 1, max: 6 }), fc.uniqueArray(mark, { maxLength: 5 }))
    .map(([source, row, marks]) => asset(`${source}/${row}`, ...marks)),
  fc
    .tuple(
      fc.integer({ min: 1, max: 3 }),
      fc.constantFrom(80, 104),
      fc.constantFrom('x', 'y'),
      fc.constantFrom('p', 'q'),
    )
    .map(([host, port, vantage, print]) => service(`10.0.0.${host}`, port, vantage, `print:${print}`)),
  fc
    .tuple(
      fc.integer({ min: 1, max: 3 }),
      fc.uniqueArray(
        mark.filter((each) => !each.startsWith('addr')),
        { maxLength: 2 },
      ),
    )
    .map(([host, marks]) => address(`10.0.0.${host}`, ...marks)),
);
const world = fc.uniqueArray(sighting, { maxLength: 14, selector: (each) => subjectId(each.ref) });

function decision(at: number, payload: DecisionPayload, undone = false): Decision {
  const time = `2026-11-23T10:00:${String(at).padStart(2, '0')}.000Z`;
  return { id: `d${at}`, payload, by: 'anna', at: time, undoneAt: undone ? time : null, undoneBy: null };
}

/** What a run gave, with the ages of all devices there ever were. */
interface Run {
  readonly groups: readonly AssignedGroup[];
  readonly firstSeen: ReadonlyMap<string, string>;
}

const START: Run = { groups: [], firstSeen: new Map() };

function run(sightings: readonly Sighting[], decisions: readonly Decision[] = [], before: Run = START): Run {
  const current = new Map(
    before.groups.flatMap((group) => group.subjects.map(({ ref }) => [subjectId(ref), group.device] as const)),
  );
  const alive = new Set(before.groups.map((group) => group.device));
  const known = new Map([...before.firstSeen].filter(([device]) => alive.has(device)));
  const groups = assignDevices(resolve(sightings, constraintsOf(decisions)), { current, firstSeen: known, decisions });
  const firstSeen = new Map(before.firstSeen);
  for (const { device } of groups)
    if (!firstSeen.has(device)) firstSeen.set(device, `2026-01-01T00:00:${String(firstSeen.size).padStart(2, '0')}Z`);
  return { groups, firstSeen };
}

function shape({ groups }: Run): Record<string, string> {
  return Object.fromEntries(groups.flatMap((group) => group.subjects.map(({ ref }) => [subjectId(ref), group.device])));
}

function partition({ groups }: Run): string[][] {
  return groups.map((group) => group.subjects.map(({ ref }) => subjectId(ref)));
}

function mergeOf(groups: readonly AssignedGroup[]): DecisionPayload {
  return {
    kind: 'merge',
    parts: groups.map((group) => ({ device: group.device, name: group.device, subjects: refsOf(group) })),
  };
}

function refsOf(group: AssignedGroup): SubjectRef[] {
  return group.subjects.map(({ ref }) => ref);
}

describe('in any world of sightings', () => {
  test('the order of arrival makes no difference, and every sighting is in one device', () => {
    fc.assert(
      fc.property(world, fc.infiniteStream(fc.nat()), (sightings, keys) => {
        const shuffled = sightings
          .map((each) => ({ each, key: keys.next().value }))
          .sort((a, b) => a.key - b.key)
          .map(({ each }) => each);
        expect(resolve(shuffled, NONE)).toEqual(resolve(sightings, NONE));
        const ids = resolve(sightings, NONE).flatMap((group) => group.subjects.map(({ ref }) => subjectId(ref)));
        expect(ids.sort()).toEqual(sightings.map((each) => subjectId(each.ref)).sort());
      }),
    );
  });

  test('running again changes no device, and ids are unique', () => {
    fc.assert(
      fc.property(world, (sightings) => {
        const once = run(sightings);
        expect(run(sightings, [], once).groups).toEqual(once.groups);
        expect(new Set(once.groups.map((group) => group.device)).size).toBe(once.groups.length);
      }),
    );
  });

  test('devices keep their ids when more is learned', () => {
    fc.assert(
      fc.property(world, fc.nat({ max: 14 }), (sightings, known) => {
        const before = run(sightings.slice(0, known));
        const after = run(sightings, [], before);
        const old = new Set(before.groups.map((group) => group.device));
        for (const group of after.groups) {
          const carried = group.subjects.some(({ ref }) => shape(before)[subjectId(ref)] !== undefined);
          if (old.has(group.device)) expect(carried).toBe(true);
        }
      }),
    );
  });

  test('no device holds contradicting hardware of one address or listed serial numbers joined by address alone', () => {
    fc.assert(
      fc.property(world, (sightings) => {
        const marks = new Map(sightings.map((each) => [subjectId(each.ref), each.marks]));
        for (const group of resolve(sightings, NONE)) {
          const rows = group.subjects.filter(({ because }) => because.startsWith('listed with address'));
          if (group.subjects.length !== 2 || rows.length !== 2) continue;
          const serials = rows.map(({ ref }) =>
            (marks.get(subjectId(ref)) ?? []).filter((each) => each.startsWith('sn:')),
          );
          const [one = [], other = []] = serials;
          if (one.length > 0 && other.length > 0) expect(one.some((each) => other.includes(each))).toBe(true);
        }
      }),
    );
  });

  test('a merge makes one device, and taking it back restores every device with its id', () => {
    fc.assert(
      fc.property(world, fc.nat(), fc.nat(), (sightings, one, other) => {
        const before = run(sightings);
        const left = before.groups[one % Math.max(1, before.groups.length)];
        const right = before.groups[other % Math.max(1, before.groups.length)];
        fc.pre(left !== undefined && right !== undefined && left !== right);
        if (!left || !right) return;
        const merge = mergeOf([left, right]);
        const merged = run(sightings, [decision(1, merge)], before);
        const home = shape(merged);
        expect(new Set([...refsOf(left), ...refsOf(right)].map((ref) => home[subjectId(ref)])).size).toBe(1);
        const restored = run(sightings, [decision(1, merge, true)], merged);
        expect(partition(restored)).toEqual(partition(before));
        for (const group of [left, right]) {
          for (const ref of refsOf(group)) expect(shape(restored)[subjectId(ref)]).toBe(group.device);
        }
      }),
    );
  });

  test('a split moves the chosen subjects to a device of their own, and taking it back restores everything', () => {
    fc.assert(
      fc.property(world, fc.nat(), (sightings, which) => {
        const before = run(sightings);
        const large = before.groups.filter((group) => group.subjects.length > 1);
        const group = large[which % Math.max(1, large.length)];
        fc.pre(group !== undefined);
        if (!group) return;
        const [first, ...rest] = refsOf(group);
        if (!first) return;
        const split: DecisionPayload = {
          kind: 'split',
          device: group.device,
          becomes: 'dev-new',
          subjects: [first],
          rest,
        };
        const after = run(sightings, [decision(1, split)], before);
        const home = shape(after);
        // On its own, or with another device that the evidence points to; never with the rest.
        const company = after.groups.find((each) => each.device === home[subjectId(first)])?.subjects.length;
        if (company === 1) expect(home[subjectId(first)]).toBe('dev-new');
        for (const ref of rest) expect(home[subjectId(ref)]).not.toBe(home[subjectId(first)]);
        const restored = run(sightings, [decision(1, split, true)], after);
        expect(partition(restored)).toEqual(partition(before));
        for (const ref of refsOf(group)) expect(shape(restored)[subjectId(ref)]).toBe(group.device);
      }),
    );
  });

  test('of two decisions that contradict each other the later one holds', () => {
    const row = asset('a/1', 'addr:10.0.0.1');
    const host = service('10.0.0.1', 104);
    const before = run([row, host]);
    const device = before.groups[0]?.device ?? '';
    const split: DecisionPayload = { kind: 'split', device, becomes: 'dev-new', subjects: [row.ref], rest: [host.ref] };
    const apart = run([row, host], [decision(1, split)], before);
    const merge = mergeOf(apart.groups);
    const devices = (...decisions: Decision[]) => run([row, host], decisions, apart).groups.length;
    expect(apart.groups).toHaveLength(2);
    expect(devices(decision(1, split), decision(2, merge))).toBe(1);
    expect(devices(decision(2, split), decision(1, merge))).toBe(2);
    expect(devices(decision(1, split), decision(2, merge, true))).toBe(2);
  });
});
