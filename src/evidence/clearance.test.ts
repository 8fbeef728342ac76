// Who may send what where: the table of the rules in words, then properties that no set of rules may break.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatAddress, isPrivate, parseRange, rangeBetween, rangeContains } from '#kit/index.ts';
import { type ClearanceDecision, type ClearanceRule, decideClearance } from './clearance.ts';
import { endOfLetter } from './letter-window.ts';

const NOW = new Date('2026-11-23T12:00:00Z');
const AUTHORITY = { owner: 'Dr. Data Owner', documentSha256: 'ab', expiresAt: '2027-01-01T00:00:00Z' };
const LETTER = {
  engagement: 'e',
  letter: 'l',
  reference: 'CL-1',
  sha256: 'a'.repeat(64),
  from: '2026-11-20',
  until: '2026-11-30',
  timeZone: 'UTC',
  hours: [{ from: '08:00', to: '12:30' }],
  activities: ['scan' as const],
};

function rule(range: string, change: Partial<ClearanceRule> = {}): ClearanceRule {
  return {
    id: range,
    range: parseRange(range),
    level: 'query',
    deny: false,
    publicScope: false,
    authority: null,
    createdBy: 'owner@site',
    expiresAt: null,
    ...change,
  };
}

function decide(rules: ClearanceRule[], target: string, authority: string | null = null): string[] {
  const decisions = decideClearance(rules, parseRange(target), { authority, now: NOW });
  return decisions.map((decision) => {
    const verdict = 'refused' in decision ? 'refused' : `${decision.level} by ${decision.by}`;
    return `${decision.range.cidr}: ${verdict}`;
  });
}

describe('clearance', () => {
  const table: readonly [string, ClearanceRule[], string, string | null, string[]][] = [
    ['nothing stored and nothing said is refused', [], '10.0.0.9', null, ['10.0.0.9/32: refused']],
    ['an authority grants query on what was named', [], '10.0.0.0/24', 'lab', ['10.0.0.0/24: query by lab']],
    ['an authority of blanks is none', [], '10.0.0.9', '  ', ['10.0.0.9/32: refused']],
    [
      'a stored level is given',
      [rule('10.0.0.0/8', { level: 'handshake' })],
      '10.1.2.3',
      null,
      ['10.1.2.3/32: handshake by owner@site'],
    ],
    [
      'an authority lifts handshake to query',
      [rule('10.0.0.0/8', { level: 'handshake' })],
      '10.1.2.3',
      'lab',
      ['10.1.2.3/32: query by lab'],
    ],
    [
      'an authority does not lift what somebody set to passive',
      [rule('10.0.0.0/8', { level: 'passive' })],
      '10.1.2.3',
      'lab',
      ['10.1.2.3/32: refused'],
    ],
    [
      'a letter counts on its days and in its hours',
      [rule('10.0.0.0/8', { letter: LETTER })],
      '10.1.2.3',
      null,
      ['10.1.2.3/32: query by owner@site'],
    ],
    [
      'a letter of which the hours are over allows nothing',
      [rule('10.0.0.0/8', { letter: { ...LETTER, hours: [{ from: '19:00', to: '07:00' }] } })],
      '10.1.2.3',
      null,
      ['10.1.2.3/32: refused'],
    ],
    [
      'the hours of a letter go over midnight, where it holds',
      [
        rule('10.0.0.0/8', {
          letter: { ...LETTER, timeZone: 'Asia/Tokyo', hours: [{ from: '20:00', to: '06:00' }] },
        }),
      ],
      '10.1.2.3',
      null,
      ['10.1.2.3/32: query by owner@site'],
    ],
    [
      'a letter that lists no scan clears none',
      [rule('10.0.0.0/8', { letter: { ...LETTER, activities: ['ask archives'] } })],
      '10.1.2.3',
      null,
      ['10.1.2.3/32: refused'],
    ],
    [
      'a letter counts not before its first day, by the calendar where it holds',
      [rule('10.0.0.0/8', { letter: { ...LETTER, from: '2026-11-24' } })],
      '10.1.2.3',
      null,
      ['10.1.2.3/32: refused'],
    ],
    [
      'beside a letter of which the hours are over, a wider clearance counts as before',
      [rule('10.0.0.0/8', { level: 'handshake' }), rule('10.1.0.0/16', { letter: { ...LETTER, until: '2026-11-22' } })],
      '10.1.2.3',
      null,
      ['10.1.2.3/32: handshake by owner@site'],
    ],
    [
      'passive and none send nothing',
      [rule('10.0.0.0/8', { level: 'none' })],
      '10.1.2.3',
      null,
      ['10.1.2.3/32: refused'],
    ],
    ['an authority never makes full', [rule('10.0.0.0/8')], '10.1.2.3', 'lab', ['10.1.2.3/32: query by owner@site']],
    [
      'full rests on a stored authority',
      [rule('10.0.0.0/8', { level: 'full', authority: AUTHORITY })],
      '10.1.2.3',
      null,
      ['10.1.2.3/32: full by Dr. Data Owner'],
    ],
    [
      'full without one is query',
      [rule('10.0.0.0/8', { level: 'full' })],
      '10.1.2.3',
      null,
      ['10.1.2.3/32: query by owner@site'],
    ],
    [
      'full with an expired one is query',
      [rule('10.0.0.0/8', { level: 'full', authority: { ...AUTHORITY, expiresAt: '2026-11-23T12:00:00Z' } })],
      '10.1.2.3',
      null,
      ['10.1.2.3/32: query by owner@site'],
    ],
    [
      'an expired clearance is none',
      [rule('10.0.0.0/8', { expiresAt: '2026-11-01T00:00:00Z' })],
      '10.1.2.3',
      null,
      ['10.1.2.3/32: refused'],
    ],
    [
      'an expiry does not end a deny',
      [rule('10.0.0.0/8', { deny: true, expiresAt: '2026-11-01T00:00:00Z' })],
      '10.1.2.3',
      'lab',
      ['10.1.2.3/32: refused'],
    ],
    [
      'the most specific rule decides, also downwards',
      [
        rule('10.0.0.0/8', { level: 'full', authority: AUTHORITY }),
        rule('10.0.0.0/16', { level: 'handshake', createdBy: 'b' }),
      ],
      '10.0.0.1',
      null,
      ['10.0.0.1/32: handshake by b'],
    ],
    [
      'a deny on the parent is not lifted below',
      [rule('10.0.0.0/8', { deny: true }), rule('10.0.0.1', { level: 'full', authority: AUTHORITY })],
      '10.0.0.1',
      'lab',
      ['10.0.0.1/32: refused'],
    ],
    [
      'a range is split where rules begin and end',
      [rule('10.0.0.64/26', { deny: true }), rule('10.0.0.0/25', { level: 'handshake' })],
      '10.0.0.0/24',
      null,
      ['10.0.0.0/26: handshake by owner@site', '10.0.0.64/26: refused', '10.0.0.128/25: refused'],
    ],
    ['public addresses are refused in spite of an authority', [], '8.8.8.0/24', 'lab', ['8.8.8.0/24: refused']],
    [
      'public addresses are refused in spite of a rule without public scope',
      [rule('8.8.8.0/24')],
      '8.8.8.8',
      'lab',
      ['8.8.8.8/32: refused'],
    ],
    [
      'public scope allows what the rule allows',
      [rule('8.8.8.0/24', { publicScope: true })],
      '8.8.8.8',
      null,
      ['8.8.8.8/32: query by owner@site'],
    ],
    [
      'the private half of a range is cleared alone',
      [],
      '8.0.0.0/6',
      'lab',
      ['8.0.0.0/7: refused', '10.0.0.0/8: query by lab', '11.0.0.0/8: refused'],
    ],
    [
      'a range is split at the edge of what is public',
      [rule('10.0.0.0/8')],
      '10.0.0.0/7',
      null,
      ['10.0.0.0/8: query by owner@site', '11.0.0.0/8: refused'],
    ],
    ['IPv6 works alike', [rule('fd00::/8')], 'fd00::1', null, ['fd00::1/128: query by owner@site']],
  ];
  it.each(table)('%s', (_, rules, target, authority, expected) => {
    expect(decide(rules, target, authority)).toEqual(expected);
  });

  it('refuses the whole internet in a few parts', () => {
    expect(decide([], '0.0.0.0/0').length).toBeLessThan(20);
  });

  it('says who allowed it and which rule, or why not', () => {
    const [decision] = decideClearance([rule('10.0.0.0/8', { deny: true, id: 'r7' })], parseRange('10.1.1.1'), {
      authority: 'lab',
      now: NOW,
    });
    expect(decision).toMatchObject({ refused: 'Denied by owner@site; only an owner can take that back.', rule: 'r7' });
  });
});

const address = fc.integer({ min: 0, max: 1023 }).map((n) => 0x0a000000n + BigInt(n));
const arbitraryRule: fc.Arbitrary<ClearanceRule> = fc
  .record({
    at: address,
    bits: fc.integer({ min: 20, max: 32 }),
    level: fc.constantFrom('none', 'passive', 'handshake', 'query', 'full'),
    deny: fc.boolean(),
    authorized: fc.boolean(),
    expired: fc.boolean(),
    id: fc.uuid(),
  })
  .map(({ at, bits, level, deny, authorized, expired, id }) =>
    rule(`${formatAddress(4, at)}/${bits}`, {
      id,
      level,
      deny,
      authority: authorized ? AUTHORITY : null,
      expiresAt: expired ? '2026-01-01T00:00:00Z' : null,
    }),
  );

describe('whatever the rules', () => {
  const rules = fc.array(arbitraryRule, { maxLength: 12 });
  const authority = fc.constantFrom(null, 'lab');
  const target = parseRange('10.0.0.0/22');

  it('the parts cover the range in order, each address once', () => {
    fc.assert(
      fc.property(rules, authority, (some, said) => {
        const parts = decideClearance(some, target, { authority: said, now: NOW });
        let next = target.first;
        for (const { range } of parts) {
          expect(range.first).toBe(next);
          expect(range.last >= range.first).toBe(true);
          next = range.last + 1n;
        }
        expect(next).toBe(target.last + 1n);
      }),
    );
  });

  it('an address alone gets what it gets as part of a range', () => {
    fc.assert(
      fc.property(rules, authority, address, (some, said, value) => {
        const request = { authority: said, now: NOW };
        const [alone] = decideClearance(some, rangeBetween(4, value, value), request);
        const within = decideClearance(some, target, request).find(({ range }) =>
          rangeContains(range, { family: 4, value }),
        );
        expect(alone && verdict(alone)).toEqual(within && verdict(within));
      }),
    );
  });

  it('nothing under a deny is ever sent to', () => {
    fc.assert(
      fc.property(rules, authority, address, (some, said, value) => {
        const [decision] = decideClearance(some, rangeBetween(4, value, value), { authority: said, now: NOW });
        const denied = some.some(({ deny, range }) => deny && rangeContains(range, { family: 4, value }));
        if (denied) expect(decision).toHaveProperty('refused');
      }),
    );
  });

  it('full is given only under a stored authority, query or less under one that was merely said', () => {
    fc.assert(
      fc.property(rules, authority, (some, said) => {
        for (const decision of decideClearance(some, target, { authority: said, now: NOW })) {
          if ('refused' in decision || decision.level !== 'full') continue;
          const deciding = some.find(({ id }) => id === decision.rule);
          expect(deciding?.authority).toEqual(AUTHORITY);
        }
      }),
    );
  });

  it('a public address is never sent to without a stored public scope', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 0xffffffffn }), authority, (value, said) => {
        const one = rangeBetween(4, value, value);
        fc.pre(!isPrivate(one));
        const everything = rule('0.0.0.0/0', { level: 'full', authority: AUTHORITY });
        const [decision] = decideClearance([everything], one, { authority: said, now: NOW });
        expect(decision).toHaveProperty('refused');
      }),
    );
  });

  it('no rule and no word: nothing', () => {
    fc.assert(
      fc.property(address, (value) => {
        const [decision] = decideClearance([], rangeBetween(4, value, value), { authority: null, now: NOW });
        expect(decision).toHaveProperty('refused');
      }),
    );
  });
});

function verdict(decision: ClearanceDecision): unknown {
  return 'refused' in decision ? decision.refused : [decision.level, decision.by, decision.rule];
}

describe('the end of a letter', () => {
  it.each([
    ['UTC', '2026-12-01T00:00:00.000Z'],
    ['America/New_York', '2026-12-01T05:00:00.000Z'],
    ['Pacific/Kiritimati', '2026-11-30T10:00:00.000Z'],
    ['Asia/Kathmandu', '2026-11-30T18:15:00.000Z'],
  ])('in %s', (timeZone, end) => {
    expect(endOfLetter({ until: '2026-11-30', timeZone }).toISOString()).toBe(end);
  });
});
