// Claims about the catalogue that ships: complete against the threats library and HIPAA, and written with care; and what a site adds.
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { SIZES, controls as shapes } from '#contracts/index.ts';
import { Invalid } from '#kit/index.ts';
import { coverageOf, effectsOf, mappingsOf, threatControlIds } from '#knowledge/index.ts';
import { controlKnowledge, controlsDocument, threatFolders, threatLibrary } from './index.ts';

const SHARED = process.env['DOSIMETER_SHARED'] ?? path.resolve(import.meta.dirname, '../../../shared');
const NIST = path.join(SHARED, 'data/nist');
const PROFILES = path.join(SHARED, 'samples/oscal/nist-profiles');

const shipped = await controlKnowledge(null);
const { scenarios } = await threatLibrary(threatFolders(null));

let data: string;
beforeEach(() => {
  data = mkdtempSync(path.join(tmpdir(), 'dosimeter-controls-'));
});
afterEach(() => rmSync(data, { recursive: true, force: true }));

test('every shipped control can be used', () => {
  expect(shipped.problems).toEqual([]);
  expect(shipped.controls.length).toBeGreaterThanOrEqual(80);
  expect(new Set(shipped.controls.map((control) => control.function)).size).toBe(6);
});

test('each control of the threats library is a control of the catalogue with the same id, and is brought by it alone', () => {
  const ids = threatControlIds(scenarios);
  expect(ids.size).toBeGreaterThanOrEqual(34);
  for (const id of ids) {
    expect(shipped.controls.filter(({ brings }) => brings.includes(id)).map((control) => control.id)).toEqual([id]);
  }
  for (const { brings, partOf } of shipped.controls) expect(partOf.filter((id) => brings.includes(id))).toEqual([]);
});

test('effects are the factors of the threats library, every one of them once', () => {
  const ours = shipped.controls.flatMap((control) => effectsOf(control, scenarios));
  const theirs = scenarios.flatMap((scenario) =>
    scenario.controls.map(({ id, name: _name, basis: _basis, ...factors }) => ({
      scenario: scenario.id,
      control: id,
      ...factors,
    })),
  );
  const inOrder = (rows: readonly object[]) => rows.map((row) => JSON.stringify(row, Object.keys(row).sort())).sort();
  expect(inOrder(ours)).toEqual(inOrder(theirs));
});

test('every standard and specification of HIPAA 164.308 to 164.316 is served, but for these', () => {
  const hipaa = shipped.frameworks.find(({ id }) => id === 'hipaa-security');
  if (!hipaa) throw new Error('no HIPAA');
  const open = coverageOf(hipaa, shipped.controls).filter(({ covered }) => !covered);
  expect(open.map(({ id, name }) => `${id} ${name}`)).toEqual([
    // An imaging provider is no clearinghouse, and sponsors no group health plan.
    '164.308(a)(4)(ii)(A) Clearinghouse kept apart (R)',
    '164.314(b) Group health plans',
  ]);
});

test('what no control serves is known by name, for each framework', () => {
  const open = Object.fromEntries(
    shipped.frameworks
      .filter(({ id }) => id !== 'nist-800-53')
      .map((framework) => {
        const parents = new Set(framework.rows.map(({ parent }) => parent));
        const rows = coverageOf(framework, shipped.controls).filter(({ id, covered }) => !covered && !parents.has(id));
        return [framework.id, rows.map(({ id }) => id).join(' ')];
      }),
  );
  expect(open).toEqual({
    // Stakeholders, chances, proofs of identity between services, buildings, and software of one's own: no matter of imaging alone.
    'csf-2.0': 'GV.OC-02 GV.RM-07 PR.AA-04 PR.PS-06 PR.IR-02',
    'hipaa-security': '164.308(a)(4)(ii)(A) 164.314(b)',
    'hicp-2023': '',
    'hhs-cpg': '',
    'nist-1800-24': '',
    'iec-62443': '',
    'iec-80001': '',
    // Labels, intellectual property, buildings and supplies, and software of one's own.
    'iso-27001': 'A.5.13 A.5.32 A.7.5 A.7.6 A.7.11 A.7.12 A.8.4 A.8.25 A.8.27 A.8.28 A.8.30 A.8.31 A.8.33',
    'joint-commission': '',
    gdpr: '',
  });
});

describe.each(shipped.controls.map((control) => [control.id, control] as const))('%s', (_, control) => {
  test('says different things for three sizes, costs more with more devices, and points somewhere', () => {
    const words = SIZES.map((size) => new Set(control.how[size].toLowerCase().match(/[a-z]{4,}/g)));
    for (const [first, second] of [
      [0, 1],
      [0, 2],
      [1, 2],
    ] as const) {
      const [a, b] = [words[first] ?? new Set<string>(), words[second] ?? new Set<string>()];
      const shared = [...a].filter((word) => b.has(word)).length;
      expect(shared / Math.min(a.size, b.size), `${SIZES[first]} and ${SIZES[second]}`).toBeLessThan(0.5);
    }
    for (const kind of ['money', 'days'] as const) {
      const likely = SIZES.map((size) => control.cost[size][kind][1]);
      expect(likely).toEqual(likely.toSorted((a, b) => a - b));
    }
    expect(control.cost.basis).toBe('ours');
    expect(mappingsOf(control, shipped.frameworks).length).toBeGreaterThanOrEqual(4);
    expect(Object.keys(control.maps)).toContain('csf-2.0');
    // One sentence that ends as one.
    expect(control.intent).toMatch(/^[A-Z].*\.$/);
    expect(control.intent.slice(0, -1)).not.toMatch(/[.!?] [A-Z]/);
  });
  test('belongs to the function of CSF that it points to', () => {
    const code = { govern: 'GV', identify: 'ID', protect: 'PR', detect: 'DE', respond: 'RS', recover: 'RC' }[
      control.function
    ];
    const functions = mappingsOf(control, shipped.frameworks).flatMap(({ framework, id }) =>
      framework === 'csf-2.0' ? [id.slice(0, 2)] : [],
    );
    // A plan for a bad day is made before it, so that CSF files some of recovering under protect.
    const allowed =
      control.function === 'recover' ? ['RC', 'PR', 'GV'] : control.function === 'respond' ? ['RS', 'ID'] : [code];
    expect(
      functions.some((each) => allowed.includes(each)),
      functions.join(' '),
    ).toBe(true);
  });
});

test('the document shows each control with mapping and effects, and fits its shape', async () => {
  const document = await controlsDocument(null, null);
  expect(shapes.controlsDocument.safeParse(document).success).toBe(true);
  const segmentation = document.controls.find(({ id }) => id === 'segmentation');
  expect(segmentation?.effects.length).toBeGreaterThan(20);
  expect(segmentation?.maps).toContainEqual({
    framework: 'csf-2.0',
    id: 'PR.IR-01',
    name: 'Networks guarded',
    basis: 'ours, row second-hand',
  });
  const one = await controlsDocument(null, 'hipaa-security');
  expect(one.frameworks.map(({ id }) => id)).toEqual(['hipaa-security']);
  expect(new Set(one.controls.flatMap(({ maps }) => maps.map(({ framework }) => framework)))).toEqual(
    new Set(['hipaa-security']),
  );
  const owner = one.frameworks[0]?.rows.find(({ id }) => id === '164.308(a)(2)');
  expect(owner?.controls).toContain('security-owner');
  await expect(controlsDocument(null, 'hipa')).rejects.toThrow(Invalid);
  await expect(controlsDocument(null, 'hipa')).rejects.toThrow(
    /no framework hipa\. Write one of csf-2\.0, hipaa-security/,
  );
});

describe('docs/controls.md', () => {
  const page = readFileSync(path.resolve(import.meta.dirname, '../../docs/controls.md'), 'utf8');

  test('lists every control as it is', () => {
    const shown = page
      .slice(page.indexOf('<!-- table controls -->'))
      .match(/^\| (govern|identify|protect|detect|respond|recover) .*$/gm);
    expect(shown).toEqual(
      shipped.controls.map(({ id, name, function: part, brings, partOf }) => {
        const ids = (list: readonly string[]) => list.map((each) => `\`${each}\``).join(', ');
        const library = brings.length > 0 ? ids(brings) : partOf.length > 0 ? `part of ${ids(partOf)}` : '';
        return `| ${part} | \`${id}\` | ${name} | ${library} |`;
      }),
    );
  });

  test('counts the rows of every framework by their basis', () => {
    const shown = page.match(/^\| `[a-z0-9.-]+` \| .* \| \d+ \| .* \|$/gm);
    expect(shown).toEqual(
      shipped.frameworks.map(({ id, name, version, rows }) => {
        const bases = ['checked', 'second-hand', 'unverified'].flatMap((basis) => {
          const count = rows.filter((row) => row.basis === basis).length;
          return count === 0 ? [] : [`${count} ${basis}`];
        });
        return `| \`${id}\` | ${name} | ${version} | ${rows.length} | ${bases.join(', ')} |`;
      }),
    );
  });

  test('has an example that can be used as it stands', async () => {
    const example = /```yaml\n(schema: dosimeter\.catalogue[\s\S]*?)```/.exec(page)?.[1] ?? '';
    mkdirSync(path.join(data, 'controls'));
    writeFileSync(path.join(data, 'controls/example.yaml'), example);
    const { controls, problems } = await controlKnowledge(data);
    expect(problems).toEqual([]);
    expect(controls.some(({ id }) => id === 'contrast-injectors')).toBe(true);
  });
});

describe('what a site puts beside its data', () => {
  const own = (id: string, maps: object) => {
    const how = 'Do it with care, and write down what was done.';
    const cost = { money: [0, 1, 2], days: [0, 1, 2] };
    return JSON.stringify({
      schema: 'dosimeter.catalogue/1',
      controls: [
        {
          id,
          name: 'Our own control',
          function: 'protect',
          intent: 'It keeps something from happening.',
          how: { small: how, middle: how, large: how },
          test: 'Look whether it is done, and how.',
          evidence: ['A note with a date'],
          cost: { small: cost, middle: cost, large: cost, basis: 'ours' },
          maps,
        },
      ],
    });
  };

  test('a folder that is not there changes nothing', async () => {
    const { controls, frameworks, problems } = await controlKnowledge(data);
    expect({ controls, frameworks, problems }).toEqual({ ...shipped });
  });

  test('a control of the site stands beside the others, or takes the place of one', async () => {
    mkdirSync(path.join(data, 'controls'));
    writeFileSync(path.join(data, 'controls/own.yaml'), own('our-own', { 'csf-2.0': ['PR.DS-01'] }));
    writeFileSync(path.join(data, 'controls/screen.yml'), own('screen-lock', { 'csf-2.0': ['PR.AA-03'] }));
    writeFileSync(path.join(data, 'controls/bad.yaml'), new Uint8Array([0x61, 0xff]));
    writeFileSync(path.join(data, 'controls/notes.txt'), 'not read');
    const { controls, problems } = await controlKnowledge(data);
    expect(controls.length).toBe(shipped.controls.length + 1);
    expect(controls.find(({ id }) => id === 'screen-lock')?.name).toBe('Our own control');
    expect(problems).toEqual(['bad.yaml: it is not written in UTF-8. Save it in that encoding.']);
  });

  test('files are read again when one of them has changed, and only then', async () => {
    const first = await controlKnowledge(data);
    expect(await controlKnowledge(data)).toBe(first);
    mkdirSync(path.join(data, 'controls'));
    writeFileSync(path.join(data, 'controls/own.yaml'), own('our-own', { 'csf-2.0': ['PR.DS-01'] }));
    const second = await controlKnowledge(data);
    expect(second.controls.length).toBe(first.controls.length + 1);
    rmSync(path.join(data, 'controls/own.yaml'));
    expect((await controlKnowledge(data)).controls).toEqual(first.controls);
  });

  test('a broken framework file is told of with its name', async () => {
    mkdirSync(path.join(data, 'frameworks'));
    writeFileSync(path.join(data, 'frameworks/gdpr.json'), '{}');
    writeFileSync(path.join(data, 'frameworks/broken.json'), '{"catalog": {}}');
    writeFileSync(path.join(data, 'frameworks/packed.json.gz'), new Uint8Array([0x1f, 0x8b, 1, 2, 3]));
    const { problems } = await controlKnowledge(data);
    expect(problems).toHaveLength(3);
    expect(problems[0]).toMatch(/^broken\.json: catalog\.(uuid|metadata)/);
    expect(problems[1]).toMatch(/^gdpr\.json: there is a framework gdpr already/);
    expect(problems[2]).toMatch(/^packed\.json\.gz: The file is packed with gzip and damaged/);
  });

  test.skipIf(!existsSync(NIST))(
    'a catalogue and a profile of NIST become frameworks, and own controls may point to them',
    async () => {
      mkdirSync(path.join(data, 'frameworks'));
      mkdirSync(path.join(data, 'controls'));
      copyFileSync(
        path.join(NIST, 'NIST_SP-800-53_rev5_LOW-baseline-resolved-profile_catalog-min.json.gz'),
        path.join(data, 'frameworks/NIST low.json.gz'),
      );
      copyFileSync(
        path.join(PROFILES, 'NIST_SP-800-53_rev5_LOW-baseline_profile-min.json'),
        path.join(data, 'frameworks/low-profile.json'),
      );
      writeFileSync(
        path.join(data, 'controls/own.yaml'),
        own('our-own', { 'nist-low': ['ac-2'], 'low-profile': ['ac-2'] }),
      );
      const { controls, frameworks, problems } = await controlKnowledge(data);
      expect(frameworks.slice(-2).map(({ id }) => id)).toEqual(['nist-low', 'low-profile']);
      expect(controls.some(({ id }) => id === 'our-own')).toBe(true);
      expect(problems.filter((problem) => !problem.includes('are kept'))).toEqual([]);
      expect(problems[0]).toMatch(
        /^NIST low\.json\.gz: references to what is not in the file are kept: ac-1 to #pm-9, .* more\.$/,
      );
    },
  );
});
