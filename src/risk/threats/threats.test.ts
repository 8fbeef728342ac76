// Claims about the library that ships: it covers what it must, names what exists, and its figures are modest and add up.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type Distribution, PERSON_ASPECTS, SEVERITY_ASPECTS, type ThreatScenario } from '#contracts/index.ts';
import { libraryOf, OURS, techniqueName, techniqueSource } from '../index.ts';
import { CAPEC_NAMES, ENTERPRISE_NAMES, ICS_NAMES } from './techniques.data.ts';

const FOLDER = path.join(import.meta.dirname, 'library');
const SHARED = process.env['DOSIMETER_SHARED'] ?? path.resolve(import.meta.dirname, '../../../../shared');
const MITRE = path.join(SHARED, 'data/mitre');

const files = readdirSync(FOLDER).map((name) => ({ name, text: readFileSync(path.join(FOLDER, name), 'utf8') }));
const { scenarios, problems } = libraryOf([files]);

/** The mean of a distribution. */
function meanOf(value: Distribution): number {
  if (typeof value === 'number') return value;
  switch (value.dist) {
    case 'pert': {
      const lambda = value.lambda ?? 4;
      return (value.low + lambda * value.mode + value.high) / (lambda + 2);
    }
    case 'uniform':
      return (value.low + value.high) / 2;
    case 'constant':
      return value.value;
    case 'beta':
      return value.a / (value.a + value.b);
    case 'poisson':
      return value.mean;
    case 'empirical':
      return value.values.reduce((sum, each) => sum + each, 0) / value.values.length;
    case 'lognormal': {
      if ('mu' in value) return Math.exp(value.mu + value.sigma ** 2 / 2);
      const [low, high] = [Math.log(value.p05), Math.log(value.p95)];
      return Math.exp((low + high) / 2 + ((high - low) / (2 * 1.6448536269514722)) ** 2 / 2);
    }
  }
}

const intentOf = ({ likelihood }: ThreatScenario) =>
  'intent' in likelihood ? meanOf(likelihood.intent.value) : undefined;

test('every file is read without a complaint', () => {
  expect(problems).toEqual([]);
  expect(scenarios).toHaveLength(files.length);
});

type Trait = (scenario: ThreatScenario) => boolean;
const of =
  (group: ThreatScenario['group'], more: Trait = () => true): Trait =>
  (scenario) =>
    scenario.group === group && more(scenario);
const on =
  (modality: string): Trait =>
  ({ target }) =>
    target.modalities?.includes(modality) ?? false;
const hits =
  (kind: string): Trait =>
  ({ target }) =>
    target.kinds.includes(kind);
const says =
  (words: RegExp): Trait =>
  ({ id, name, target }) =>
    words.test(`${id} ${name} ${target.function}`);

test.each<[string, Trait]>([
  ['CT: too much dose', of('configuration', (it) => on('CT')(it) && says(/too much/)(it))],
  ['CT: too little dose', of('configuration', (it) => on('CT')(it) && says(/too poor/)(it))],
  ['CT: useless image', of('configuration', (it) => on('CT')(it) && says(/useless/)(it))],
  ['CT: table, gantry and tilt', of('motors', (it) => on('CT')(it) && says(/table, gantry.*tilt/i)(it))],
  ['false finding in the archive', of('images', (it) => hits('archive')(it) && says(/false finding/i)(it))],
  ['finding removed in the archive', of('images', (it) => hits('archive')(it) && says(/removed/)(it))],
  ['images altered in transit', of('images', says(/on their way/))],
  ['images altered at the viewer', of('images', hits('viewer'))],
  ['images assigned to the wrong patient', of('images', says(/wrong patient/))],
  ['a scanner out of action', of('denial of service', hits('modality'))],
  ['an archive out of action', of('denial of service', hits('archive'))],
  ['MR: gradients, heating and coils', of('configuration', (it) => on('MR')(it) && says(/gradients or coils/)(it))],
  ['X-ray dose', of('configuration', on('DX'))],
  ['fluoroscopy dose', of('configuration', on('RF'))],
  ['angiography dose', of('configuration', on('XA'))],
  ['angiography motion', of('motors', on('XA'))],
  ['mammography compression', of('motors', (it) => on('MG')(it) && says(/compression/i)(it))],
  ['ultrasound', of('configuration', on('US'))],
  ['PET', of('configuration', on('PT'))],
  ['nuclear medicine', of('configuration', on('NM'))],
  ['ransomware on a workstation', of('ransomware', hits('workstation'))],
  ['ransomware on a scanner', of('ransomware', hits('modality'))],
  ['ransomware on the archive', of('ransomware', hits('archive'))],
  ['ransomware in the whole department', of('ransomware', ({ target }) => target.reach === 'department')],
  ['records taken', of('records', says(/copied/))],
  ['records published', of('records', says(/published/))],
  ['silent eavesdropping', of('eavesdropping')],
  ["the maker's remote access", of('remote access')],
  ['an insider mistake', of('mistake')],
  ['a lost laptop', of('lost device', says(/laptop/))],
  ['a lost portable ultrasound', of('lost device', on('US'))],
  ['malicious removable media', of('media', says(/stick/))],
  ['an image file that is a program', of('media', ({ techniques }) => techniques.capec.includes('CAPEC-35'))],
  ['worklist poisoning', of('worklist')],
  ['an outage of the cloud', of('cloud')],
  ['a failed update', of('update', ({ likelihood }) => 'yearly' in likelihood)],
])('%s is in the library', (_what, trait) => {
  expect(scenarios.filter(trait).length).toBeGreaterThan(0);
});

describe.each(scenarios.map((scenario) => [scenario.id, scenario] as const))('%s', (_id, scenario) => {
  test('says how it would be noticed and what lowers it', () => {
    expect(scenario.detection.length).toBeGreaterThan(0);
    expect(scenario.controls.length).toBeGreaterThan(0);
    expect(scenario.losses.length).toBeGreaterThan(0);
    expect(scenario.preconditions.length).toBeGreaterThan(0);
  });

  test('is told in two to four plain sentences', () => {
    const sentences = scenario.story.split(/[.?!](?:\s+|$)/).filter((part) => part.trim() !== '');
    expect(sentences.length).toBeGreaterThanOrEqual(2);
    expect(sentences.length).toBeLessThanOrEqual(4);
    const acronyms = scenario.story.match(/\b[A-Z]{2,}\b/g) ?? [];
    expect(acronyms.filter((word) => !['CT', 'MR', 'PET', 'IT'].includes(word))).toEqual([]);
  });

  test('names techniques that exist, where somebody attacks', () => {
    const { capec, ics, enterprise } = scenario.techniques;
    for (const id of [...capec, ...ics, ...enterprise]) expect(techniqueName(id), id).not.toBeNull();
    expect(ics.length).toBeGreaterThan(0);
    if (scenario.entries.length > 0) expect(capec.length).toBeGreaterThan(0);
  });

  test('says of each figure that it is ours, or names a source that it lists', () => {
    const { likelihood, severity, reachesPerson, losses, controls, sources } = scenario;
    const listed = sources.map(({ what, reference }) => `${what} ${reference}`);
    const bases = [
      'intent' in likelihood ? likelihood.intent.basis : likelihood.yearly.basis,
      ...SEVERITY_ASPECTS.map((aspect) => severity[aspect].basis),
      reachesPerson.basis,
      ...losses.map(({ basis }) => basis),
      ...controls.map(({ basis }) => basis),
    ].filter((basis) => basis !== OURS);
    for (const basis of bases) {
      const [source = ''] = basis.split(':');
      expect(source.length, basis).toBeGreaterThan(3);
      expect(
        listed.some((text) => text.includes(source)),
        basis,
      ).toBe(true);
      expect(basis).toMatch(/ours$/);
    }
  });

  test('counts what follows a breach of records once', () => {
    const causes = scenario.losses.map(({ cause }) => cause.of);
    if (causes.includes('records')) expect(causes).not.toContain('penalty');
    if (causes.includes('records')) expect(causes).not.toContain('referrers');
  });
});

describe('figures', () => {
  const named = (ids: readonly string[]) => scenarios.filter(({ id }) => ids.includes(id));

  test('injury may be grave where dose or motors are touched', () => {
    const dose = ['ct-dose-too-high', 'fluoroscopy-dose-raised', 'xray-dose-altered', 'mr-limits-altered'];
    const grave = [...named(dose), ...scenarios.filter(({ group }) => group === 'motors')];
    expect(grave.length).toBeGreaterThanOrEqual(8);
    for (const { id, severity } of grave) {
      expect(severity.injury.value.high, id).toBeGreaterThanOrEqual(3);
      expect(severity.injury.value.mode, id).toBeGreaterThanOrEqual(2);
    }
    for (const { severity } of named(['ct-dose-too-high', 'ct-motors-disturbed']))
      expect(severity.injury.value).toEqual({ low: 2, mode: 3, high: 4 });
  });

  test('to alter dose, motors or images is intended by very few, ransomware by many', () => {
    for (const scenario of scenarios) {
      const intent = intentOf(scenario);
      if (['configuration', 'motors', 'images'].includes(scenario.group)) expect(intent).toBeLessThan(0.002);
      if (scenario.group === 'ransomware') expect(intent).toBeGreaterThan(0.1);
    }
  });

  test('of those who hold a device no more than all do something with it', () => {
    const sums = new Map<string, number>();
    const modalities = [...new Set(scenarios.flatMap(({ target }) => target.modalities ?? []))];
    for (const scenario of scenarios) {
      for (const kind of scenario.target.kinds) {
        const which = kind === 'modality' ? (scenario.target.modalities ?? modalities) : [''];
        for (const key of scenario.entries.flatMap((entry) => which.map((of) => `${kind} ${of} from ${entry}`)))
          sums.set(key, (sums.get(key) ?? 0) + (intentOf(scenario) ?? 0));
      }
    }
    expect(sums.size).toBeGreaterThan(50);
    expect([...sums].filter(([, sum]) => sum > 1)).toEqual([]);
    expect(Math.max(...sums.values())).toBeGreaterThan(0.3);
  });

  test('weeks of downtime after ransomware have the mean that the source gives', () => {
    const days = scenarios
      .filter(({ group, target }) => group === 'ransomware' && target.reach === 'department')
      .flatMap(({ losses }) => losses.flatMap(({ cause }) => (cause.of === 'downtime' ? [meanOf(cause.days)] : [])));
    expect(days).toHaveLength(2);
    for (const mean of days) expect(Math.floor(mean)).toBe(17);
  });

  test('whoever is only robbed of data is not called hurt', () => {
    for (const { id, reachesPerson, severity } of scenarios) {
      const isHarm = PERSON_ASPECTS.some((aspect) => severity[aspect].value.high > 0);
      expect(meanOf(reachesPerson.value) > 0, id).toBe(isHarm);
    }
  });

  test('a control of one name means one thing', () => {
    const names = Map.groupBy(
      scenarios.flatMap(({ controls }) => controls),
      ({ id }) => id,
    );
    for (const [id, uses] of names) expect(new Set(uses.map(({ name }) => name)).size, id).toBe(1);
    expect(names.size).toBeGreaterThan(20);
  });
});

test('the worked example of docs/threats.md comes out as printed', () => {
  const page = readFileSync(path.resolve(import.meta.dirname, '../../../docs/threats.md'), 'utf8');
  const scenario = scenarios.find(({ id }) => id === 'ct-dose-too-high');
  if (!scenario) throw new Error('the scenario is gone');
  const intent = intentOf(scenario) ?? 0;
  const person = meanOf(scenario.reachesPerson.value);
  const yearly = 0.04 * intent;
  for (const figure of [intent.toFixed(6), person.toFixed(3), yearly.toFixed(7), (yearly * person).toFixed(7)])
    expect(page).toContain(figure);
  expect(page).toContain(`about ${Math.round(1 / (yearly * person) / 1000)},000 years`);
});

test('the example of docs/threats.md is a scenario', () => {
  const page = readFileSync(path.resolve(import.meta.dirname, '../../../docs/threats.md'), 'utf8');
  const text = /```yaml\n([\s\S]*?)```/.exec(page)?.[1] ?? '';
  const read = libraryOf([files, [{ name: 'example.yaml', text }]]);
  expect(read.problems).toEqual([]);
  expect(read.scenarios).toHaveLength(files.length + 1);
});

describe.skipIf(!existsSync(MITRE))("MITRE's own data", () => {
  const reference = z.object({
    source_name: z.string().optional(),
    external_id: z.string().optional(),
    description: z.string().optional(),
  });
  const bundle = z.object({
    objects: z.array(
      z.object({
        type: z.string(),
        name: z.string().optional(),
        revoked: z.boolean().optional(),
        x_mitre_deprecated: z.boolean().optional(),
        x_capec_status: z.string().optional(),
        external_references: z.array(reference).optional(),
      }),
    ),
  });
  const patternsOf = (file: string) =>
    bundle
      .parse(JSON.parse(gunzipSync(readFileSync(path.join(MITRE, file))).toString('utf8')))
      .objects.filter(({ type }) => type === 'attack-pattern');
  const idOf = (references: readonly z.infer<typeof reference>[] | undefined, source: string) =>
    references?.find(({ source_name }) => source_name === source)?.external_id ?? '';
  const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim();

  test('has the attack patterns and techniques of the tables, in force and under these names', () => {
    const capec = patternsOf('stix-capec-2.1.json.gz').filter(({ x_capec_status }) => x_capec_status !== 'Deprecated');
    const capecNames = capec.map(
      ({ external_references, name = '' }) => [idOf(external_references, 'capec'), oneLine(name)] as const,
    );
    expect(new Map(capecNames)).toEqual(new Map(CAPEC_NAMES));
    const ics = patternsOf('ics-attack.json.gz').filter((it) => !it.revoked && !it.x_mitre_deprecated);
    const icsNames = ics.map(
      ({ external_references, name = '' }) => [external_references?.[0]?.external_id ?? '', name] as const,
    );
    expect(new Map(icsNames)).toEqual(new Map(ICS_NAMES));
  });

  test('has the techniques for enterprise that are called checked, and not the others', () => {
    const mapped = new Set(
      patternsOf('stix-capec-2.1.json.gz').flatMap(({ external_references = [] }) =>
        external_references.flatMap(({ source_name, external_id = '' }) =>
          source_name === 'ATTACK' ? [external_id] : [],
        ),
      ),
    );
    expect(new Set(ENTERPRISE_NAMES.keys())).toEqual(mapped);
    const unchecked = new Set(
      scenarios.flatMap(({ techniques }) => techniques.enterprise).filter((id) => techniqueSource(id) === null),
    );
    expect([...unchecked].filter((id) => mapped.has(id))).toEqual([]);
    expect(unchecked.size).toBeLessThan(10);
  });
});
