// OSCAL in and out: nothing is lost on the way, what is unknown is told and kept, what we write is valid, and the same each time.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { type Framework, oscal } from '#contracts/index.ts';
import { Invalid, uuidOf } from '#kit/index.ts';
import {
  catalogOfFramework,
  catalogueOf,
  FRAMEWORKS,
  frameworkOfCatalog,
  frameworkOfProfile,
  oscalCatalogue,
  oscalComponents,
  oscalProfile,
  oscalText,
  ownFramework,
  readOscal,
  tokenOf,
} from '#knowledge/index.ts';
import { HAS_OSCAL_SCHEMAS, oscalErrors } from './support/oscal-schemas.ts';

const SHARED = process.env['DOSIMETER_SHARED'] ?? path.resolve(import.meta.dirname, '../../shared');
const NIST = path.join(SHARED, 'data/nist');
const SAMPLES = path.join(SHARED, 'samples/oscal');
const LIBRARY = path.resolve(import.meta.dirname, '../src/knowledge/controls/library');
const AS = { at: '2026-11-27T00:00:00Z', version: '1.0' };

const names = readdirSync(LIBRARY).map((name) => ({ name, text: readFileSync(path.join(LIBRARY, name), 'utf8') }));
const anything = { has: () => true } as unknown as ReadonlySet<string>;
const { controls } = catalogueOf([names], { frameworks: FRAMEWORKS, threatControls: anything, rules: anything });

const bytes = (document: unknown) => new TextEncoder().encode(JSON.stringify(document));
const METADATA = { title: 'T', 'last-modified': '2026-01-01T00:00:00Z', version: '1', 'oscal-version': '1.1.2' };
const catalogWith = (more: object) => bytes({ catalog: { uuid: uuidOf('x'), metadata: METADATA, ...more } });

function catalogIn(file: Uint8Array) {
  const read = readOscal(file);
  if (read.kind !== 'catalog') throw new Error('not a catalog');
  return read.catalog;
}

function profileIn(file: Uint8Array) {
  const read = readOscal(file);
  if (read.kind !== 'profile') throw new Error('not a profile');
  return read.profile;
}

test('ids from names are UUIDs of version 5 and always the same', () => {
  // RFC 9562, A.4: www.example.com in the namespace of DNS.
  expect(uuidOf('www.example.com', '6ba7b810-9dad-11d1-80b4-00c04fd430c8')).toBe(
    '2ed6657d-e927-568b-95e1-2665a8aea6a2',
  );
  expect(uuidOf('a')).toBe(uuidOf('a'));
  expect(uuidOf('a')).not.toBe(uuidOf('b'));
  expect(uuidOf('a')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test.each([
  ['ac-2', 'ac-2'],
  ['164.308(a)(1)', '_164.308-a-1'],
  ['Art. 32', 'Art.-32'],
  ['GV.RR-01', 'GV.RR-01'],
  ['2fa', '_2fa'],
])('%s is written as %s, which OSCAL allows', (id, token) => {
  expect(tokenOf(id)).toBe(token);
  expect(token).toMatch(/^(\p{L}|_)(\p{L}|\p{N}|[.\-_])*$/u);
});

describe('our catalogue', () => {
  const catalogue = oscalCatalogue(controls, FRAMEWORKS, AS);

  test('comes back from its own export with the same bytes', () => {
    const first = oscalText(catalogue);
    const framework = frameworkOfCatalog(catalogIn(new TextEncoder().encode(first)), 'dosimeter', 'own').framework;
    const second = oscalText(catalogOfFramework(framework));
    expect(second).toBe(first);
    expect(oscalText(oscalCatalogue([...controls], FRAMEWORKS, AS))).toBe(first);
  });

  test('reads as a framework with every control, its words and its numbers', () => {
    const framework = ownFramework(controls, FRAMEWORKS, AS);
    expect(framework.rows.filter(({ kind }) => kind === 'control').map(({ id }) => id)).toEqual(
      controls.map(({ id }) => id),
    );
    const [one] = controls;
    const row = framework.rows.find(({ id }) => id === one?.id);
    expect(row?.name).toBe(one?.name);
    const texts = row?.parts?.map(({ text }) => text).join('\n') ?? '';
    for (const words of [
      one?.intent,
      one?.how.small,
      one?.how.middle,
      one?.how.large,
      one?.test,
      ...(one?.evidence ?? []),
    ]) {
      expect(texts).toContain(words);
    }
    expect(row?.label).toBe(one?.id);
  });

  test('changes its id with what it says, and not without', () => {
    const idOf = (document: object) => (document as { catalog: { uuid: string } }).catalog.uuid;
    const [one, ...others] = controls;
    if (!one) throw new Error('no control');
    expect(idOf(oscalCatalogue([{ ...one, name: `${one.name} today` }, ...others], FRAMEWORKS, AS))).not.toBe(
      idOf(catalogue),
    );
    expect(idOf(oscalCatalogue(controls, FRAMEWORKS, { ...AS, at: '2027-01-01T00:00:00Z' }))).toBe(idOf(catalogue));
  });

  describe.skipIf(!HAS_OSCAL_SCHEMAS)('is valid by the schemas of NIST', () => {
    const href = 'dosimeter-catalog.json';
    test('as a catalog', () => expect(oscalErrors('catalog', catalogue)).toEqual([]));
    test('as a profile', () => expect(oscalErrors('profile', oscalProfile({ ...AS, href }))).toEqual([]));
    test('as a component definition that reaches SP 800-53 and CSF 2.0', () => {
      const document = oscalComponents(controls, FRAMEWORKS, { ...AS, href });
      expect(oscalErrors('component-definition', document)).toEqual([]);
      const text = JSON.stringify(document);
      expect(text).toContain('"control-id":"ac-2"');
      expect(text).toContain('"control-id":"PR.IR-01"');
      expect(oscalText(oscalComponents([...controls], FRAMEWORKS, { ...AS, href }))).toBe(oscalText(document));
    });
    test.each(FRAMEWORKS.map((framework) => [framework.id, framework] as const))(
      '%s, as a catalog of its rows',
      (_, framework) => {
        const document = { uuid: uuidOf(framework.id), metadata: METADATA };
        expect(oscalErrors('catalog', catalogOfFramework({ ...framework, document }))).toEqual([]);
      },
    );
    test('the schema does refuse what is wrong', () => {
      expect(oscalErrors('catalog', { catalog: { uuid: 'no', metadata: METADATA } })).not.toEqual([]);
      expect(oscalErrors('profile', { profile: { uuid: uuidOf('x'), metadata: METADATA } })).not.toEqual([]);
    });
  });
});

describe.skipIf(!existsSync(NIST))("NIST's own files", () => {
  const file = (level: string) =>
    readFileSync(path.join(NIST, `NIST_SP-800-53_rev5_${level}-baseline-resolved-profile_catalog-min.json.gz`));
  const profile = (level: string) =>
    readFileSync(path.join(SAMPLES, `nist-profiles/NIST_SP-800-53_rev5_${level}-baseline_profile-min.json`));
  const read = (level: string) => frameworkOfCatalog(catalogIn(file(level)), level.toLowerCase(), 'NIST');

  test.each([
    ['LOW', 149],
    ['MODERATE', 287],
  ])('%s: %i controls come in, and go out as they were', (level, count) => {
    const { framework, problems } = read(level);
    expect(problems).toEqual([]);
    expect(framework.rows.filter(({ kind }) => kind === 'control')).toHaveLength(count);
    const out = catalogOfFramework(framework);
    expect(out).toEqual(JSON.parse(gunzipSync(file(level)).toString('utf8')));
    if (HAS_OSCAL_SCHEMAS) expect(oscalErrors('catalog', out)).toEqual([]);
    const again = frameworkOfCatalog(catalogIn(bytes(out)), level.toLowerCase(), 'NIST').framework;
    expect(oscalText(catalogOfFramework(again))).toBe(oscalText(out));
  });

  test('a control shows its label, its text with the blanks named, and the blanks', () => {
    const row = read('LOW').framework.rows.find(({ id }) => id === 'ac-1');
    expect(row).toMatchObject({ name: 'Policy and Procedures', parent: 'ac', kind: 'control', label: 'AC-1' });
    const item = row?.parts?.find(({ label, depth }) => label === 'a.' && depth === 1);
    expect(item?.text).toBe('Develop, document, and disseminate to [organization-defined personnel or roles]:');
    expect(row?.params?.find(({ id }) => id === 'ac-01_odp.03')?.choices).toEqual([
      'organization-level',
      'mission/business process-level',
      'system-level',
    ]);
  });

  test('references to controls that a baseline leaves out are told, and stay in the file', () => {
    const { framework, unknown } = read('LOW');
    expect(unknown).toContainEqual({ from: 'ac-1', to: '#pm-9', kind: 'link' });
    expect(unknown.some(({ to }) => to === '#ia-1')).toBe(false);
    expect(unknown.filter(({ kind }) => kind === 'parameter')).toEqual([]);
    expect(JSON.stringify(framework.rows.find(({ id }) => id === 'ac-1')?.body)).toContain('"#pm-9"');
  });

  test('a profile picks its controls out of a catalogue, with their families', () => {
    const low = frameworkOfProfile(profileIn(profile('LOW')), [read('MODERATE').framework], {
      id: 'low',
      reference: 'NIST',
    });
    const ids = (framework: Framework) => framework.rows.filter(({ kind }) => kind === 'control').map(({ id }) => id);
    expect(ids(low.framework)).toEqual(ids(read('LOW').framework));
    expect(low.unknown).toEqual([]);
    expect(low.framework.rows.find(({ id }) => id === 'ac-1')?.parts?.length).toBeGreaterThan(0);
  });

  test('what a profile names and no catalogue holds is told, and stays as a row', () => {
    const high = frameworkOfProfile(profileIn(profile('HIGH')), [read('MODERATE').framework], {
      id: 'high',
      reference: 'NIST',
    });
    expect(high.framework.rows.filter(({ kind }) => kind === 'control')).toHaveLength(370);
    expect(high.unknown).toHaveLength(370 - 287);
    expect(high.unknown).toContainEqual({ from: expect.stringContaining('HIGH'), to: 'ac-2.11', kind: 'control' });
    expect(high.framework.rows.find(({ id }) => id === 'ac-2.11')).toMatchObject({ basis: 'unverified', parent: null });
  });

  test("NIST's sample catalogue comes in and goes out as it was", () => {
    const sample = path.join(SAMPLES, 'oscal-content/examples/catalog/json/basic-catalog-min.json');
    const { framework } = frameworkOfCatalog(catalogIn(readFileSync(sample)), 'basic', 'NIST');
    expect(catalogOfFramework(framework)).toEqual(JSON.parse(readFileSync(sample, 'utf8')));
    expect(framework.rows.length).toBeGreaterThan(5);
  });
});

describe('files as they should not be', () => {
  const cases: readonly [string, Uint8Array, RegExp][] = [
    ['nothing', new Uint8Array(), /no JSON/],
    ['no JSON', new TextEncoder().encode('<catalog/>'), /no JSON/],
    ['no UTF-8', new Uint8Array([0x22, 0xff, 0x22]), /UTF-8/],
    ['another document', bytes({ 'assessment-plan': {} }), /no OSCAL catalog and no profile/],
    ['a list', bytes([]), /no OSCAL catalog/],
    ['null', bytes(null), /no OSCAL catalog/],
    [
      'a catalog without a title',
      bytes({ catalog: { uuid: 'x', metadata: { version: '1' } } }),
      /^catalog\.metadata\.title/,
    ],
    ['a control without an id', catalogWith({ controls: [{ title: 'x' }] }), /^catalog\.controls\[0\]\.id/],
    [
      'a profile that takes nothing',
      bytes({ profile: { uuid: 'x', metadata: METADATA, imports: [] } }),
      /^profile\.imports/,
    ],
    ['damaged gzip', gzipSync(catalogWith({})).subarray(0, 30), /gzip and damaged/],
    ['a file that unpacks to more than any real one', gzipSync(new Uint8Array(65 * 1024 * 1024)), /more than 64 MB/],
    [
      'nested without end',
      new TextEncoder().encode(`{"catalog":${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}}`),
      /nested deeper than 60/,
    ],
  ];
  test.each(cases)('%s', (_, file, sentence) => {
    expect(() => readOscal(file)).toThrow(Invalid);
    expect(() => readOscal(file)).toThrow(sentence);
  });

  test('gzipped and plain read the same', () => {
    const plain = catalogWith({ controls: [{ id: 'a', title: 'A' }] });
    expect(readOscal(gzipSync(plain))).toEqual(readOscal(plain));
  });

  test('an id that stands twice is told, and both controls stay and go out', () => {
    const catalog = catalogIn(
      catalogWith({
        groups: [{ title: 'No id', controls: [{ id: 'a', title: 'A' }] }],
        controls: [{ id: 'a', title: 'Other', controls: [{ id: 'b', title: 'B' }] }],
      }),
    );
    const { framework, problems } = frameworkOfCatalog(catalog, 'x', 'x');
    expect(problems).toEqual(['Ids that stand more than once: a. All their rows are kept.']);
    expect(framework.rows.map(({ id, parent }) => [id, parent])).toEqual([
      ['group 1', null],
      ['a', 'group 1'],
      ['a (2)', null],
      ['b', 'a (2)'],
    ]);
    expect(catalogOfFramework(framework)).toEqual({ catalog });
  });

  test('many of the same id stay apart, are told in one sentence, and take no longer for it', () => {
    const many = Array.from({ length: 30_000 }, () => ({ id: 'a', title: 'A' }));
    const { framework, problems } = frameworkOfCatalog(catalogIn(catalogWith({ controls: many })), 'x', 'x');
    expect(new Set(framework.rows.map(({ id }) => id)).size).toBe(30_000);
    expect(problems).toEqual(['Ids that stand more than once: a, a, a and 29996 more. All their rows are kept.']);
  });

  test('a blank that stands for much text a thousand times does not swell', () => {
    const params = [{ id: 'p', label: 'x'.repeat(1_000_000) }];
    const parts = [{ name: 'statement', prose: '{{ insert: param, p }}'.repeat(1000) }];
    const { framework } = frameworkOfCatalog(
      catalogIn(catalogWith({ controls: [{ id: 'a', title: 'A', params, parts }] })),
      'x',
      'x',
    );
    expect(framework.rows[0]?.parts?.[0]?.text.length).toBeLessThan(400_000);
  });

  test('a blank that nobody defines is told and shown by its id', () => {
    const parts = [{ name: 'statement', prose: 'Every {{ insert: param, lost }} days and {{insert:param,known}}.' }];
    const catalog = catalogIn(
      catalogWith({ controls: [{ id: 'a', title: 'A', params: [{ id: 'known', label: 'often' }], parts }] }),
    );
    const { framework, unknown } = frameworkOfCatalog(catalog, 'x', 'x');
    expect(unknown).toEqual([{ from: 'a', to: 'lost', kind: 'parameter' }]);
    expect(framework.rows[0]?.parts?.[0]?.text).toBe('Every [lost] days and [often].');
  });
});

describe('what a profile may ask for', () => {
  const catalog = catalogIn(
    catalogWith({
      groups: [
        {
          id: 'g',
          title: 'G',
          controls: [
            {
              id: 'g-1',
              title: 'One',
              params: [{ id: 'p', label: 'how often' }],
              controls: [{ id: 'g-1.1', title: 'More of one' }],
            },
            { id: 'g-2', title: 'Two' },
          ],
        },
      ],
    }),
  );
  const { framework } = frameworkOfCatalog(catalog, 'c', 'c');
  const idsOf = (one: object, modify?: object) => {
    const profile = oscal.profile.parse({
      uuid: 'x',
      metadata: METADATA,
      imports: [{ href: '#c', ...one }],
      ...(modify ? { modify } : {}),
    });
    const read = frameworkOfProfile(profile, [framework], { id: 'p', reference: 'p' });
    return { ...read, ids: read.framework.rows.filter(({ kind }) => kind === 'control').map(({ id }) => id) };
  };
  const cases: readonly [string, object, readonly string[]][] = [
    ['all', { 'include-all': {} }, ['g-1', 'g-1.1', 'g-2']],
    ['nothing said is all', {}, ['g-1', 'g-1.1', 'g-2']],
    ['by id', { 'include-controls': [{ 'with-ids': ['g-2'] }] }, ['g-2']],
    [
      'with what stands below',
      { 'include-controls': [{ 'with-ids': ['g-1'], 'with-child-controls': 'yes' }] },
      ['g-1', 'g-1.1'],
    ],
    ['one below without the one above', { 'include-controls': [{ 'with-ids': ['g-1.1'] }] }, ['g-1.1']],
    ['by pattern', { 'include-controls': [{ matching: [{ pattern: 'g-?' }] }] }, ['g-1', 'g-2']],
    ['by a pattern with stars', { 'include-controls': [{ matching: [{ pattern: '*1*' }] }] }, ['g-1', 'g-1.1']],
    ['without some', { 'include-all': {}, 'exclude-controls': [{ 'with-ids': ['g-2', 'lost'] }] }, ['g-1', 'g-1.1']],
  ];
  test.each(cases)('%s', (_, one, ids) => {
    const read = idsOf(one);
    expect(read.ids).toEqual(ids);
    const known = new Set(read.framework.rows.map(({ id }) => id));
    for (const { parent } of read.framework.rows) expect(parent === null || known.has(parent)).toBe(true);
  });
  test('values for blanks are set, and changes of the text are told', () => {
    const { framework: chosen, problems } = idsOf(
      {},
      {
        'set-parameters': [{ 'param-id': 'p', values: ['weekly'] }],
        alters: [{ 'control-id': 'g-2' }, { 'control-id': 'lost' }],
      },
    );
    expect(chosen.rows.find(({ id }) => id === 'g-1')?.params).toEqual([
      { id: 'p', label: 'how often', choices: [], values: ['weekly'] },
    ]);
    expect(problems).toEqual([
      'The profile changes the text of 2 controls (g-2, lost); they are shown as the catalog has them, and 1 of them are not in the catalog.',
    ]);
  });
});
