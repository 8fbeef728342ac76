// Claims about published flaws on a device: how soon to act, how CVSS changes here, and that docs/scoring.md prints what the code does.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { documents, type Finding } from '#contracts/index.ts';
import type { DeviceSnapshot } from '#inventory/model.ts';
import {
  type Advisory,
  builtInKnowledge,
  indexAdvisories,
  type Knowledge,
  parseCvss,
  readCveRecord,
} from '#knowledge/index.ts';
import { deviceWith, openEndpoint, sampleDevice, sampleEndpoint } from '#support/sample-devices.ts';
import { looksAutomatable } from './flaw-vector.ts';
import { DATA_NEEDS, HARM_BY_KIND, HARM_BY_MODALITY } from './harm-of.ts';
import { judge, ORDER } from './index.ts';

const book = readFileSync(path.resolve(import.meta.dirname, '../../docs/scoring.md'), 'utf8');
const NETWORK = 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H';
const CVE = 'CVE-2026-1000';

interface Said {
  readonly vectors?: readonly string[];
  readonly isExploited?: boolean;
  readonly exploitation?: 'none' | 'poc' | 'active';
  readonly automatable?: 'no' | 'yes';
  readonly epss?: number;
}

/** Knowledge of one flaw in every version of the product Helix of Northwind. */
function knowing({ vectors = [NETWORK], isExploited = false, exploitation, automatable, epss }: Said): Knowledge {
  const advisory: Advisory = {
    id: 'NW-1',
    title: 'A flaw in Helix',
    publisher: 'Northwind',
    released: '2026-01-01',
    revised: '2026-01-01',
    url: null,
    products: [{ vendor: 'Northwind', product: 'Helix', versions: '*' }],
    flaws: [
      {
        cve: CVE,
        title: 'A flaw',
        cwe: null,
        vectors,
        affected: [0],
        fixed: [],
        notAffected: [],
        underInvestigation: [],
        remedies: [],
      },
    ],
  };
  const ssvc =
    exploitation || automatable
      ? {
          exploitation: exploitation ?? null,
          automatable: automatable ?? null,
          technicalImpact: null,
          at: '2026-02-01T00:00:00Z',
          by: 'CISA-ADP',
        }
      : null;
  return {
    ...builtInKnowledge,
    advisories: [indexAdvisories('Northwind', [advisory])],
    exploited: {
      name: 'CISA KEV',
      asOf: '2026-11-01',
      size: 1,
      about: (cve) =>
        isExploited && cve === CVE ? { added: '2026-03-01', name: 'Helix', isUsedByRansomware: false } : null,
    },
    epss: { name: 'FIRST EPSS', asOf: '2026-11-01', size: 1, about: () => epss ?? null },
    cveRecords: {
      ...builtInKnowledge.cveRecords,
      byId: (cve) =>
        cve === CVE
          ? {
              id: CVE,
              title: '',
              released: '',
              revised: '',
              rejected: false,
              cwe: null,
              vectors: [],
              ssvc,
              affected: [],
            }
          : null,
    },
  };
}

const helix = { vendor: 'Northwind', model: 'Helix' } as const;
const critical = (level: number) => ({ level, reasons: ['as stated'] });
const DEVICES: Readonly<Record<string, DeviceSnapshot>> = {
  CT: deviceWith([sampleEndpoint()], { ...helix, kind: 'modality', modality: 'CT', criticality: critical(5) }),
  'angiography unit': deviceWith([sampleEndpoint()], {
    ...helix,
    kind: 'modality',
    modality: 'XA',
    criticality: critical(5),
  }),
  ultrasound: deviceWith([sampleEndpoint()], { ...helix, kind: 'modality', modality: 'US', criticality: critical(2) }),
  archive: deviceWith([openEndpoint('E6')], { ...helix, kind: 'archive', criticality: critical(5) }),
  'archive on the internet': deviceWith([openEndpoint('E6', { address: '203.0.113.9' })], {
    ...helix,
    kind: 'archive',
    criticality: critical(5),
  }),
  'device of no known kind': deviceWith([sampleEndpoint()], helix),
};

function flawOn(device: DeviceSnapshot, said: Said = {}): Finding {
  const found = judge(device, { now: '2026-11-23T08:00:00.000Z', knowledge: knowing(said) });
  const flaws = found.filter((finding) => finding.rule === 'known-flaw');
  expect(flaws).toHaveLength(1);
  const [flaw] = flaws;
  if (!flaw) throw new Error('no flaw');
  expect(documents.finding.parse(flaw)).toEqual(flaw);
  return flaw;
}

const sample = (name: string) => DEVICES[name] ?? sampleDevice(helix);
const stepOf = (finding: Finding, point: string) => finding.ssvc?.path.find((step) => step.point === point);
const here = (finding: Finding) => finding.cvss?.environmental;
const termOf = (finding: Finding, name: string) => finding.priority.terms.find((term) => term.name === name);

describe('how soon to act', () => {
  test('the path names the points of SSVC, each with a reason', () => {
    const { ssvc } = flawOn(sample('CT'), { isExploited: true });
    expect(ssvc).toMatchObject({ decision: 'out-of-cycle', lowest: 'out-of-cycle', highest: 'out-of-cycle' });
    expect(ssvc?.path.map(({ point, value }) => [point, value])).toEqual([
      ['Exploitation', 'active'],
      ['System Exposure', 'controlled'],
      ['Automatable', 'yes'],
      ['Human Impact', 'medium'],
    ]);
    for (const { because } of ssvc?.path ?? []) expect(because).not.toBe('');
  });

  test('whether it is used is known from the catalog first, then from the CVE record, then from the vector', () => {
    const of = (said: Said) => stepOf(flawOn(sample('CT'), said), 'Exploitation')?.value;
    expect(of({ isExploited: true, exploitation: 'none' })).toBe('active');
    expect(of({ exploitation: 'poc', vectors: [`${NETWORK}/E:H`] })).toBe('public poc');
    expect(of({ exploitation: 'none' })).toBe('none');
    expect(of({ vectors: [`${NETWORK}/E:P`] })).toBe('public poc');
    expect(of({ vectors: [`${NETWORK}/E:U`] })).toBeNull();
    expect(of({})).toBeNull();
  });

  test('a high chance of use is no evidence of use', () => {
    expect(flawOn(sample('CT'), { epss: 0.97 }).ssvc).toEqual(flawOn(sample('CT')).ssvc);
  });

  test('what nobody knows gives a span, not a guess', () => {
    const { ssvc } = flawOn(sample('archive'));
    expect(ssvc).toMatchObject({ decision: null, lowest: 'scheduled', highest: 'out-of-cycle' });
    expect(
      flawOn(sample('ultrasound'), { automatable: 'no', vectors: ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N'] })
        .ssvc,
    ).toMatchObject({
      decision: null,
      lowest: 'defer',
      highest: 'scheduled',
    });
  });

  test('the system is open when the internet reaches it, and small when the flaw takes a hand on the machine', () => {
    const of = (name: string, vectors: readonly string[]) =>
      stepOf(flawOn(sample(name), { vectors }), 'System Exposure');
    const local = [NETWORK.replace('AV:N', 'AV:L')];
    expect(of('archive on the internet', [NETWORK])).toMatchObject({
      value: 'open',
      because: expect.stringContaining('203.0.113.9'),
    });
    expect(of('archive', [NETWORK])).toMatchObject({
      value: 'controlled',
      because: expect.stringContaining('strangers on it get in'),
    });
    expect(of('archive', local)?.value).toBe('small');
    expect(of('archive on the internet', local)?.value).toBe('controlled');
    const reached = {
      ...sample('CT'),
      internet: [
        {
          direction: 'in',
          address: '10.0.0.5',
          publicAddress: '198.51.100.7',
          port: 104,
          protocol: null,
          observedAt: '2026-11-20T10:00:00.000Z',
          facts: ['fact-flow'],
        },
      ],
    } as const;
    expect(stepOf(flawOn(reached), 'System Exposure')?.value).toBe('open');
    const nowhere = sampleDevice({ ...helix, addresses: [], kind: 'modality', modality: 'CT' });
    expect(stepOf(flawOn(nowhere), 'System Exposure')?.value).toBeNull();
  });

  test('where nobody has said how critical a device is, the worst for a single system is assumed, and said', () => {
    const step = stepOf(flawOn(sample('device of no known kind')), 'Human Impact');
    expect(step).toMatchObject({
      value: 'high',
      because: expect.stringMatching(/nobody has said what it is.*nobody has said how critical/),
    });
  });

  test('a flaw that only lets data be read stops no work and hurts nobody', () => {
    const reading = [NETWORK.replace('I:H/A:H', 'I:N/A:N')];
    expect(stepOf(flawOn(sample('archive'), { vectors: reading }), 'Human Impact')?.value).toBe('low');
    expect(stepOf(flawOn(sample('archive')), 'Human Impact')?.value).toBe('very high');
  });

  test('a flaw without a vector leaves open whether its use can be automated', () => {
    const flaw = flawOn(sample('CT'), { vectors: [], isExploited: true });
    expect(stepOf(flaw, 'Automatable')?.value).toBeNull();
    expect(flaw.cvss).toBeNull();
    expect(flaw.ssvc).toMatchObject({ decision: null, lowest: 'scheduled', highest: 'out-of-cycle' });
  });
});

describe('CVSS on the device', () => {
  test('each metric that was added has a reason, and the score is that of the vector', () => {
    for (const name of Object.keys(DEVICES)) {
      const added = here(flawOn(sample(name)));
      if (!added) continue;
      for (const { metric, value, because } of added.because) {
        expect(added.vector).toContain(`/${metric}:${value}`);
        expect(because).not.toBe('');
      }
    }
  });

  test('people who may be hurt count in version 4.0 where the flaw changes or stops what acts on them', () => {
    const v4 = (impact: string) => `CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/${impact}/SC:N/SI:N/SA:N`;
    expect(here(flawOn(sample('angiography unit'), { vectors: [v4('VC:H/VI:H/VA:H')] }))?.vector).toMatch(
      /MSI:S\/MSA:S$/,
    );
    expect(here(flawOn(sample('angiography unit'), { vectors: [v4('VC:H/VI:H/VA:N')] }))?.vector).toMatch(/MSI:S$/);
    expect(here(flawOn(sample('angiography unit'), { vectors: [v4('VC:H/VI:N/VA:N')] }))?.vector).not.toContain('MS');
    expect(here(flawOn(sample('ultrasound'), { vectors: [v4('VC:H/VI:H/VA:H')] }))?.vector).not.toContain('MS');
    expect(here(flawOn(sample('archive'), { vectors: [`${v4('VC:H/VI:H/VA:N')}/S:P`] }))?.vector).toContain('MSI:S');
  });

  test('where nothing is known of a device, the published score stands alone', () => {
    const flaw = flawOn(sample('device of no known kind'));
    expect(here(flaw)).toBeNull();
    expect(termOf(flaw, 'proven')).toMatchObject({ value: 19.6, because: 'CVSS 3.1: 9.8, as published' });
  });

  test('the newest version that a source gives counts, and what is no vector is passed over', () => {
    const flaw = flawOn(sample('CT'), { vectors: ['AV:N/AC:L/Au:N/C:P/I:P/A:P', NETWORK, 'CVSS:3.1/nonsense'] });
    expect(flaw.cvss).toMatchObject({ version: '3.1', vector: NETWORK, score: 9.8 });
  });
});

describe('the place in the order of work', () => {
  const vectors = fc.constantFrom(NETWORK, NETWORK.replace('AV:N', 'AV:P'), NETWORK.replace('A:H', 'A:N'));
  const said = fc.record({
    vectors: vectors.map((each) => [each]),
    isExploited: fc.boolean(),
    automatable: fc.constantFrom('no' as const, 'yes' as const),
    epss: fc.double({ min: 0, max: 1, noNaN: true }),
  });

  test('is the sum of its terms, and never lower for a flaw that is used', () => {
    fc.assert(
      fc.property(said, fc.constantFrom(...Object.keys(DEVICES)), (each, name) => {
        const flaw = flawOn(sample(name), each);
        const sum = flaw.priority.terms.reduce((total, { value }) => total + value, 0);
        expect(flaw.priority.score).toBeCloseTo(sum, 6);
        const used = flawOn(sample(name), { ...each, isExploited: true });
        expect(used.priority.score).toBeGreaterThanOrEqual(flaw.priority.score);
      }),
      { numRuns: 60, seed: 20261126 },
    );
  });

  test('what is not known counts as the least that it may be, and says so', () => {
    expect(termOf(flawOn(sample('archive')), 'how soon')).toMatchObject({
      value: ORDER.howSoon.scheduled,
      because: expect.stringContaining('at most out-of-cycle'),
    });
  });
});

describe('the book of scoring', () => {
  const rows = (heading: string): string[][] => {
    const lines = book.slice(book.indexOf(heading)).split('\n');
    const start = lines.findIndex((line) => line.startsWith('|'));
    const end = lines.findIndex((line, at) => at > start && !line.startsWith('|'));
    return lines.slice(start + 2, end).map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  };

  test('prints the tables in use', () => {
    const harm = Object.entries({ ...HARM_BY_MODALITY, ...HARM_BY_KIND });
    expect(rows('### Harm')).toEqual(
      harm.map(([what, each]) => [what, each.safety, each.actsOnPatient ? 'yes' : 'no', each.because]),
    );
    expect(rows('### Data')).toEqual(
      Object.entries(DATA_NEEDS).map(([kind, each]) => [kind, each.confidentiality, each.integrity, each.what]),
    );
    expect(rows('### Points')).toEqual(
      Object.entries(ORDER.howSoon).map(([decision, points]) => [decision, String(points)]),
    );
  });

  test.each(rows('### Worked examples'))(
    'the worked example of %s, %s',
    (name, vector, known, added, score, path, decision) => {
      const flaw = flawOn(sample(name ?? ''), {
        vectors: [vector?.replaceAll('`', '') ?? ''],
        isExploited: known === 'used',
        ...(known === 'no use known' ? { exploitation: 'none' as const } : {}),
      });
      const { ssvc } = flaw;
      const published = flaw.cvss?.vector ?? '';
      expect([
        `\`${here(flaw)?.vector.slice(published.length + 1)}\``,
        `${flaw.cvss?.score} → ${here(flaw)?.score}`,
        ssvc?.path.map((step) => step.value ?? 'unknown').join(', '),
        ssvc?.decision ?? `${ssvc?.lowest} to ${ssvc?.highest}`,
      ]).toEqual([added, score, path, decision]);
    },
  );

  const shared = process.env['DOSIMETER_SHARED'] ?? path.resolve(import.meta.dirname, '../../../shared');
  const records = path.join(shared, 'data/nvd/cve5-2023.jsonl.gz');
  test.skipIf(!existsSync(records))('tells how often the rule of thumb agrees with CISA', () => {
    const found = { 'yes yes': 0, 'yes no': 0, 'no yes': 0, 'no no': 0 };
    // Every tenth is enough, and fast.
    const lines = gunzipSync(readFileSync(records)).toString('utf8').split('\n');
    for (const line of lines.filter((each, at) => at % 10 === 0 && each.includes('"Automatable"'))) {
      const record = readCveRecord(JSON.parse(line));
      if ('problem' in record || !record.ssvc?.automatable) continue;
      const vector = record.vectors.map(parseCvss).find((each) => !('error' in each));
      if (vector && !('error' in vector)) found[`${looksAutomatable(vector).value} ${record.ssvc.automatable}`] += 1;
    }
    expect(rows('### The rule of thumb').map((row) => row.map((cell) => cell.replaceAll(',', '')))).toEqual([
      ['yes', String(found['yes yes']), String(found['yes no'])],
      ['no', String(found['no yes']), String(found['no no'])],
    ]);
  });
});
