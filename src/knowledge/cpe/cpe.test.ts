// Claims about CPE names: by the examples of NIST IR 7695 and 7696, by NIST's reference implementation, and by properties.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { compareCpe, matchCpe, parseCpe, relationOf, toFormattedString, toUri, type WellFormedName } from '../index.ts';

const shared = process.env['DOSIMETER_SHARED'] ?? path.resolve(import.meta.dirname, '../../../../shared');
const suite = path.join(shared, 'suites/cpe');

function nameOf(text: string): WellFormedName {
  const parsed = parseCpe(text);
  if (parsed.kind === 'refused') throw new Error(`${text}: ${parsed.because}`);
  return parsed.name;
}

describe('the examples that the standard prints', () => {
  test.each([
    [
      'cpe:/a:microsoft:internet_explorer:8.0.6001:beta',
      'cpe:2.3:a:microsoft:internet_explorer:8.0.6001:beta:*:*:*:*:*:*',
    ],
    ['cpe:/a:microsoft:internet_explorer:8.%2a:sp%3f', 'cpe:2.3:a:microsoft:internet_explorer:8.\\*:sp\\?:*:*:*:*:*:*'],
    ['cpe:/a:microsoft:internet_explorer:8.%02:sp%01', 'cpe:2.3:a:microsoft:internet_explorer:8.*:sp?:*:*:*:*:*:*'],
    [
      'cpe:/a:hp:insight_diagnostics:7.4.0.1570::~~online~win2003~x64~',
      'cpe:2.3:a:hp:insight_diagnostics:7.4.0.1570:*:*:*:online:win2003:x64:*',
    ],
    [
      'cpe:/a:hp:openview_network_manager:7.51:-:~~~linux~~',
      'cpe:2.3:a:hp:openview_network_manager:7.51:-:*:*:*:linux:*:*',
    ],
    [
      'cpe:/a:foo%5cbar:big%24money_2010:::~~special~ipod_touch~80gb~',
      'cpe:2.3:a:foo\\\\bar:big\\$money_2010:*:*:*:*:special:ipod_touch:80gb:*',
    ],
  ])('%s says the same as its formatted string', (uri, formatted) => {
    expect(toFormattedString(nameOf(uri))).toBe(formatted);
    expect(toUri(nameOf(formatted))).toBe(uri);
  });
  test('a tilde outside of the edition is a letter (6.1.3.3.7)', () => {
    expect(nameOf('cpe:/a:foo~bar:big%7emoney_2010')).toMatchObject({
      vendor: 'foo\\~bar',
      product: 'big\\~money_2010',
    });
    expect(toUri(nameOf('cpe:/a:foo~bar'))).toBe('cpe:/a:foo%7ebar');
  });
  test.each(['cpe:/a:foo%5cbar:big%24money_2010%07:::~~special~ipod_touch~80gb~', 'cpe:/a:foo:bar:12.%02.1234'])(
    '%s is an error',
    (uri) => {
      expect(parseCpe(uri).kind).toBe('refused');
    },
  );
  test('a URI that cannot say more than that it is one restricts nothing (figure 6-1)', () => {
    expect(toFormattedString(nameOf('cpe:/'))).toBe('cpe:2.3:*:*:*:*:*:*:*:*:*:*:*');
  });
});

test.each([
  ['nmap', 'a CPE name starts with cpe:2.3: or cpe:/'],
  ['cpe:2.3:a:b', 'a formatted string has 11 fields, this one has 2'],
  ['cpe:2.3:a::c:*:*:*:*:*:*:*:*', 'the vendor is empty'],
  ['cpe:2.3:a:b:c\\:*:*:*:*:*:*:*:*', 'a formatted string has 11 fields, this one has 10'],
  ['cpe:2.3:a:b:c:*:*:*:*:*:*:*:d\\', 'the other ends in a backslash that quotes nothing'],
  ['cpe:2.3:a:b:c:*:*:*:*:\\-:*:*:*', 'the sw_edition is a quoted hyphen alone'],
  ['cpe:2.3:a:b:**:*:*:*:*:*:*:*:*', 'the product has two asterisks in a row'],
  ['cpe:2.3:a:b:c d:*:*:*:*:*:*:*:*', 'the product has a blank or a character outside ASCII'],
  ['cpe:/a:oracle:connector/j', "'connector/j' has a character or a percent form that a CPE URI does not allow"],
])('%s is refused with the reason', (text, because) => {
  expect(parseCpe(text)).toEqual({ kind: 'refused', because });
});

test('a text of any length is refused before it is read', () => {
  expect(parseCpe(`cpe:/a:${'b'.repeat(5000)}`)).toEqual({
    kind: 'refused',
    because: 'it is longer than 4096 characters',
  });
});

describe('table 6-2 of IR 7696, line by line', () => {
  test.each([
    ['*', '*', 'equal'],
    ['*', '-', 'superset'],
    ['*', 'i', 'superset'],
    ['*', 'm*', 'undefined'],
    ['-', '*', 'subset'],
    ['-', '-', 'equal'],
    ['-', 'i', 'disjoint'],
    ['-', 'm*', 'undefined'],
    ['i', 'I', 'equal'],
    ['i', 'k', 'disjoint'],
    ['i', 'm*', 'undefined'],
    ['i', '-', 'disjoint'],
    ['i', '*', 'subset'],
    ['m*', 'mi', 'superset'],
    ['m*', 'k', 'disjoint'],
    ['m*', '*', 'subset'],
    ['m*', '-', 'disjoint'],
    ['m*', 'm*', 'undefined'],
  ])('%s compared with %s is %s', (source, target, relation) => {
    expect(relationOf(source, target)).toBe(relation);
  });
});

describe('wildcards', () => {
  test.each([
    ['8\\.*', '8\\.0\\.6001', 'superset'],
    ['8\\.*', '80', 'disjoint'],
    ['*8\\.??', '18\\.01', 'superset'],
    ['*8\\.??', '18\\.011', 'disjoint'],
    ['?8', '8', 'superset'],
    ['?8', '\\.8', 'superset'],
    ['??8', '\\.\\.8', 'superset'],
    ['?8', '\\.\\.8', 'disjoint'],
    ['sp?', 'sp\\?', 'superset'],
    ['sp\\?', 'sp1', 'disjoint'],
    ['?', 'a', 'superset'],
    ['?', 'ab', 'disjoint'],
    ['*ab*', 'aab', 'superset'],
    ['?a?', 'aa', 'superset'],
    ['*a?', 'abac', 'superset'],
    ['*a', '\\a', 'disjoint'],
  ])('%s covers %s: %s', (source, target, relation) => {
    expect(relationOf(source, target)).toBe(relation);
  });
});

test('one attribute that is disjoint makes the names disjoint, and one without an answer leaves the names without (table 6-4)', () => {
  const source = nameOf('cpe:2.3:a:siemens:syngo:*:*:*:*:*:*:*:*');
  expect(matchCpe(source, nameOf('cpe:2.3:a:siemens:syngo:vb*:*:*:*:*:*:*:*'))).toBe('undefined');
  expect(matchCpe(source, nameOf('cpe:2.3:o:siemens:syngo:vb*:*:*:*:*:*:*:*'))).toBe('disjoint');
  expect(matchCpe(source, nameOf('cpe:2.3:a:*:syngo:vb60:*:*:*:*:*:*:*'))).toBe('overlap');
});

const binding = z.object({
  in: z.string(),
  valid: z.boolean(),
  wfn: z.record(z.string(), z.union([z.string(), z.object({ logical: z.enum(['ANY', 'NA']) })])).optional(),
  uri: z.string().nullish(),
  fs: z.string().nullish(),
  second_peer_agrees: z.boolean(),
});
const pair = z.object({
  source: z.string(),
  target: z.string(),
  attributes: z.record(z.string(), z.string()),
  all_disjoint: z.boolean(),
  equal: z.boolean(),
  source_subset_or_equal: z.boolean(),
  source_superset_or_equal: z.boolean(),
  name_relation: z.string(),
  second_peer_agrees: z.boolean(),
});

function rowsOf<Row>(file: string, row: z.ZodType<Row>): Row[] {
  const text = existsSync(suite) ? readFileSync(path.join(suite, 'nist-reference', file), 'utf8') : '';
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => row.parse(JSON.parse(line)));
}

/** Our names of attributes as the suite writes them. */
function inTheirWords(values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key.replace(/[A-Z]/, (letter) => `_${letter.toLowerCase()}`), value]),
  );
}

function logicalAsSign(values: z.infer<typeof binding>['wfn']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values ?? {}).map(([key, value]) => [
      key,
      typeof value === 'string' ? value : value.logical === 'ANY' ? '*' : '-',
    ]),
  );
}

function ours(row: z.infer<typeof binding>) {
  const parsed = parseCpe(row.in);
  if (parsed.kind === 'refused') return { in: row.in, valid: false };
  const { name } = parsed;
  return { in: row.in, valid: true, wfn: inTheirWords(name), uri: toUri(name), fs: toFormattedString(name) };
}

function theirs(row: z.infer<typeof binding>) {
  if (!row.valid) return { in: row.in, valid: false };
  const wfn = logicalAsSign(row.wfn);
  // The reference writes a tilde as %7d, which is the closing brace; table 6-1 has %7e.
  const tilde = Object.values(wfn).some((value) => value.includes('\\~'));
  return { in: row.in, valid: true, wfn, uri: tilde ? row.uri?.replaceAll('%7d', '%7e') : row.uri, fs: row.fs };
}

const bindings = rowsOf('bind_unbind.dev.jsonl', binding);
const pairs = rowsOf('name_matching.dev.jsonl', pair);

describe.skipIf(bindings.length === 0)('against the reference implementation of NIST', () => {
  test('every name that two implementations read the same is read so here, and written so', () => {
    const agreed = bindings.filter((row) => row.second_peer_agrees);
    expect(agreed.length).toBeGreaterThan(400);
    expect(agreed.map(ours)).toEqual(agreed.map(theirs));
  });

  test('where the two disagree about a name, the standard decides', () => {
    const differs = bindings.filter((row) => !row.second_peer_agrees && !isDeepEqual(ours(row), theirs(row)));
    expect(differs.map((row) => [row.in, row.valid ? 'they read it' : 'they refuse it', verdict(row)])).toEqual([
      // Figure 6-1: a backslash is no character of a URI.
      ['cpe:/a::bar:1.1:-:-:-\\n', 'they read it', 'refused'],
      ['cpe:/a::bar:1.1\\n', 'they read it', 'refused'],
      // unpack() of 6.1.3.2: the reference loses the last character of the fifth value.
      ['cpe:/a::name:1.0:1:~-~-~-~~-:-', 'they read it', 'cpe:2.3:a:*:name:1.0:1:-:-:-:-:*:-'],
      ['cpe:/a:foo:bar:1.1\\n', 'they read it', 'refused'],
      // decode() of 6.1.3.2: %01 may follow %01 at the start; the reference compares one character too few.
      [
        'cpe:/a:microsoft:internet_explorer:%01%018.%02:%02s%01%01%01',
        'they refuse it',
        'cpe:2.3:a:microsoft:internet_explorer:??8.*:*s???:*:*:*:*:*:*',
      ],
      // 5.3.2 (4): two asterisks in a row; the reference drops all five values.
      ['cpe:/a:vendor:product:version:update:~%02%02~swe~tsw~thw~o:language', 'they read it', 'refused'],
      // Figure 6-1 allows any tilde in an edition; the reference crashes.
      [
        'cpe:/a:vendor:product:version:update:~e~s',
        'they refuse it',
        'cpe:2.3:a:vendor:product:version:update:e:*:s:*:*:*',
      ],
      [
        'cpe:/a:vendor:product:version:update:~e~swe~',
        'they refuse it',
        'cpe:2.3:a:vendor:product:version:update:e:*:swe:*:*:*',
      ],
      [
        'cpe:/a:vendor:product:version:update:~e~swe~tsw~thw~o:',
        'they read it',
        'cpe:2.3:a:vendor:product:version:update:e:*:swe:tsw:thw:o',
      ],
      // Figure 6-3: the part may be a logical value.
      [
        'cpe:2.3:*:vendor:product:version:update:edition:language:swEdition:targetSw:targetHw:other',
        'they refuse it',
        'cpe:2.3:*:vendor:product:version:update:edition:language:swEdition:targetSw:targetHw:other',
      ],
      // Figure 6-3: a quoted colon before the colon that ends the field.
      [
        'cpe:2.3:a:test\\::guest_book:4.0:*:*:*:*:*:*:*',
        'they refuse it',
        'cpe:2.3:a:test\\::guest_book:4.0:*:*:*:*:*:*:*',
      ],
      ['cpe:/a:sectra:ids7:%01%01.1:-:~~enterprise~windows~~', 'they refuse it', expect.stringContaining(':??.1:')],
      ['cpe:/a:canonical:ubuntu_linux\\:linux-virtual-hwe-18.04-edge', 'they read it', 'refused'],
      ['cpe:/a:vend\\or:', 'they read it', 'refused'],
      ['cpe:/a:vendor:product:versio\\n:update:~e~swe~%02%02~thw~o:language', 'they read it', 'refused'],
      // Figure 6-3: a field is not empty, and the last one is empty here.
      ['cpe:2.3:a:atlassian:jira:3.5.2:*:standard:*:*:*:*:', 'they read it', 'refused'],
      ['cpe:/a:canonical:ubuntu_linux:linux-ima\\ge-extra-virtual-hwe-18.04', 'they read it', 'refused'],
    ]);
  });

  const relations = (row: z.infer<typeof pair>, wildcards: 'table' | 'reference') =>
    Object.fromEntries(
      Object.entries(inTheirWords(compareCpe(nameOf(row.source), nameOf(row.target), wildcards))).map(
        ([attribute, relation]) => [attribute, relation.toUpperCase()],
      ),
    );

  test('every pair that two implementations compare the same compares so here, when wildcards in targets are read as they do', () => {
    const agreed = pairs.filter((row) => row.second_peer_agrees);
    expect(agreed.length).toBeGreaterThan(800);
    for (const row of agreed) {
      expect([row.source, row.target, relations(row, 'reference')]).toEqual([row.source, row.target, row.attributes]);
      const relation = matchCpe(nameOf(row.source), nameOf(row.target), 'reference');
      expect([row.source, row.target, relation]).toEqual([row.source, row.target, row.name_relation]);
      expect(relation === 'equal').toBe(row.equal);
      expect(relation === 'disjoint').toBe(row.all_disjoint);
      expect(relation === 'equal' || relation === 'subset').toBe(row.source_subset_or_equal);
      expect(relation === 'equal' || relation === 'superset').toBe(row.source_superset_or_equal);
    }
  });

  test('by the table, only a target with wildcards compares differently: it has no answer', () => {
    const agreed = pairs.filter((row) => row.second_peer_agrees);
    const differs = agreed.filter((row) => !isDeepEqual(relations(row, 'table'), row.attributes));
    for (const row of differs)
      for (const [attribute, relation] of Object.entries(relations(row, 'table')))
        if (relation !== row.attributes[attribute]) expect([attribute, relation]).toEqual([attribute, 'UNDEFINED']);
    expect(differs.length).toBe(71);
  });

  test('where the two disagree about a pair, the reference is followed', () => {
    const disputed = pairs.filter((row) => !row.second_peer_agrees);
    const differs = disputed.filter((row) => !isDeepEqual(relations(row, 'reference'), row.attributes));
    expect(disputed.length).toBeGreaterThan(200);
    expect(differs.map((row) => [row.source, row.target])).toEqual([]);
  });
});

function verdict(row: z.infer<typeof binding>): string {
  const parsed = parseCpe(row.in);
  return parsed.kind === 'refused' ? 'refused' : toFormattedString(parsed.name);
}

function isDeepEqual(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

const doctest = z.object({
  op: z.string(),
  cls: z.string().optional(),
  input: z.string().default(''),
  want: z.unknown().optional(),
  valid: z.boolean().optional(),
});
const doctests = existsSync(suite)
  ? z.array(doctest).parse(JSON.parse(readFileSync(path.join(suite, 'python-cpe/doctest_cases.json'), 'utf8')))
  : [];

describe.skipIf(doctests.length === 0)('against the examples of the Python package cpe', () => {
  const cases = doctests.filter((row) => /^cpe:(2\.3:|\/[aoh]?(:|$))/.test(row.input));
  test('a name that it takes is read, and one that it refuses is refused', () => {
    const differs = cases
      .filter((row) => row.op === 'construct' && /CPE2_3_(URI|FS)|CPE2_3$/.test(row.cls ?? ''))
      .filter((row) => (parseCpe(row.input).kind === 'name') !== row.valid);
    // Example 6.1.3.3.7 of IR 7695 is a name.
    expect(differs.map((row) => row.input)).toEqual(['cpe:/a:foo~bar:big%7emoney_2010']);
  });
  test('its bindings are ours', () => {
    for (const row of cases) {
      if (row.op === 'as_fs') expect(`'${toFormattedString(nameOf(row.input))}'`).toBe(row.want);
      if (row.op === 'as_uri_2_3') expect(`'${toUri(nameOf(row.input))}'`).toBe(row.want);
    }
  });
});

/** Strings that follow figure 5-1, plain ones and patterns. */
const piece = fc.oneof(
  fc.constantFrom(...Array.from('abcxyzABC0189_')),
  fc.constantFrom(...Array.from('!"#$%&\'()*+,-./:;<=>?@[\\]^`{|}~')).map((character) => `\\${character}`),
);
const body = fc
  .array(piece, { minLength: 1, maxLength: 12 })
  .map((pieces) => pieces.join(''))
  .filter((value) => value !== '\\-');
const wildcard = fc.constantFrom('', '*', '?', '??');
const pattern = fc.tuple(wildcard, body, wildcard).map((parts) => parts.join(''));
const value = (strings: fc.Arbitrary<string>) => fc.oneof(fc.constantFrom('*', '-'), strings);
const nameFrom = (strings: fc.Arbitrary<string>): fc.Arbitrary<WellFormedName> =>
  fc.record({
    part: fc.constantFrom('a', 'o', 'h', '*', '-'),
    vendor: value(strings),
    product: value(strings),
    version: value(strings),
    update: value(strings),
    edition: value(strings),
    language: value(strings),
    swEdition: value(strings),
    targetSw: value(strings),
    targetHw: value(strings),
    other: value(strings),
  });
const lowered = (name: WellFormedName) =>
  Object.fromEntries(Object.entries(name).map(([attribute, text]) => [attribute, text.toLowerCase()]));

describe('whatever the name', () => {
  test('a formatted string reads back to the same name', () => {
    fc.assert(
      fc.property(nameFrom(pattern), (name) => {
        expect(parseCpe(toFormattedString(name))).toEqual({ kind: 'name', name });
      }),
    );
  });
  test('a URI reads back to the same name in lower case', () => {
    fc.assert(
      fc.property(nameFrom(pattern), (name) => {
        const parsed = parseCpe(toUri(name));
        expect(parsed.kind === 'name' ? lowered(parsed.name) : parsed).toEqual(lowered(name));
      }),
    );
  });
  test('a name without wildcards equals itself, in any letter case', () => {
    fc.assert(
      fc.property(nameFrom(body), (name) => {
        expect(matchCpe(name, name)).toBe('equal');
        const upper = nameOf(
          toFormattedString(name)
            .replace(/^cpe:2\.3:.:/, (start) => start)
            .slice(0),
        );
        expect(matchCpe(upper, { ...name, product: name.product.toUpperCase() })).toBe('equal');
      }),
    );
  });
  test('between names without wildcards, superset seen from the other side is subset', () => {
    const mirrored = { superset: 'subset', subset: 'superset' } as const;
    fc.assert(
      fc.property(nameFrom(fc.constantFrom('a', 'b')), nameFrom(fc.constantFrom('a', 'b')), (a, b) => {
        const relation = matchCpe(a, b);
        expect(matchCpe(b, a)).toBe(relation === 'superset' || relation === 'subset' ? mirrored[relation] : relation);
      }),
    );
  });
  test('a pattern covers what it was made from', () => {
    fc.assert(
      fc.property(body, fc.constantFrom('*', '?', '??'), body, (middle, sign, rest) => {
        expect(relationOf(`${middle}${sign}`, `${middle}${sign === '*' ? rest : 'x'}`)).toBe('superset');
        expect(relationOf(`${sign}${middle}`, `${sign === '*' ? rest : 'x'}${middle}`)).toBe('superset');
      }),
    );
  });
  test('any text is a name or is refused in words, and nothing throws', () => {
    const field = fc.stringMatching(/^[a-z0-9*?\\:~%.-]{0,12}$/);
    const close = fc
      .tuple(fc.constantFrom('cpe:2.3:a', 'cpe:/a', 'CPE:/o'), fc.array(field, { maxLength: 12 }))
      .map(([start, fields]) => [start, ...fields].join(':'));
    fc.assert(
      fc.property(fc.oneof(fc.string(), close), (text) => {
        const parsed = parseCpe(text);
        if (parsed.kind === 'refused') expect(parsed.because).not.toBe('');
        else expect(parseCpe(toFormattedString(parsed.name))).toEqual(parsed);
      }),
      { numRuns: 2000 },
    );
  });
  test('hostile names take no longer than their length allows', () => {
    const long = 'a'.repeat(4000);
    const start = performance.now();
    for (const text of [
      `cpe:/a:${'%01'.repeat(1300)}b`,
      `cpe:2.3:a:${'\\\\'.repeat(2000)}`,
      `cpe:2.3:a:${'?'.repeat(4000)}a`,
    ])
      parseCpe(text);
    for (let round = 0; round < 10; round++) {
      relationOf(`*${long.slice(0, 2000)}?`, `${long}bbb`);
      relationOf(`*${'\\\\'.repeat(900)}?`, '\\\\'.repeat(2000));
    }
    expect(performance.now() - start).toBeLessThan(5000);
  });
});
