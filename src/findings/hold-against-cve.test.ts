// Claims about NVD: what its trees of conditions say of a program, among what else is known of the device.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { DeviceSnapshot } from '#inventory/model.ts';
import { conditionsByProduct, type NvdRecord, readNvd } from '#knowledge/index.ts';
import { attestedSystem, sampleDevice } from '#support/sample-devices.ts';
import { hitsOf } from './hold-against-cve.ts';
import { holdConditions, surroundingsOf } from './hold-conditions.ts';
import { judge } from './index.ts';
import { namedByCpe } from './named-by-cpe.ts';
import { productsOf } from './products-of.ts';
import { sampleKnowledge } from './sample-knowledge.ts';
import { verdictsOn } from './verdicts-on.ts';

const SHARED = process.env['DOSIMETER_SHARED'] ?? path.resolve(import.meta.dirname, '../../../shared');
const NVD = path.join(SHARED, 'data/nvd/icsma-cves.nvd20.json.gz');

type Match = NvdRecord['configurations'][number]['nodes'][number]['matches'][number];

/** A name of a condition: `vendor:product` as an application, or with its part and version. */
function name(text: string, more: Partial<Match> = {}): Match {
  const fields = text.split(':');
  const whole = fields.length === 2 ? ['a', ...fields] : fields;
  const criteria = `cpe:2.3:${[...whole, ...Array.from({ length: 11 - whole.length }, () => '*')].join(':')}`;
  return { criteria, vulnerable: true, ...more };
}

const beside = (text: string, more: Partial<Match> = {}) => name(text, { vulnerable: false, ...more });
const node = (matches: readonly Match[], change: Partial<{ all: boolean; negate: boolean }> = {}) => ({
  all: false,
  negate: false,
  matches,
  ...change,
});
type Configuration = NvdRecord['configurations'][number];
const any = (...nodes: ReturnType<typeof node>[]): Configuration => ({ all: false, negate: false, nodes });
const all = (...nodes: ReturnType<typeof node>[]): Configuration => ({ all: true, negate: false, nodes });

function record(configurations: readonly Configuration[], change: Partial<NvdRecord> = {}): NvdRecord {
  return {
    id: 'CVE-2026-10001',
    title: 'A made-up flaw.',
    released: '2026-01-01T00:00:00.000',
    revised: '2026-01-02T00:00:00.000',
    rejected: false,
    cwe: null,
    vectors: [],
    configurations,
    ...change,
  };
}

function program(cpe: string, version: string | null = null): DeviceSnapshot['software'][number] {
  return { name: cpe.split(':')[4] ?? cpe, version, cpe, purl: null, confidence: 0.9, facts: ['fact'] };
}

const cpeOf = (text: string) => name(text).criteria;

/** The states that a record gives to the programs of a device. */
function statesOf(configurations: readonly Configuration[], device: Partial<DeviceSnapshot>): string[] {
  const knowledge = sampleKnowledge({ nvd: [record(configurations)] });
  return verdictsOn({ device: sampleDevice(device), knowledge }).map(({ state }) => state);
}

describe('versions', () => {
  const from2 = { from: '2.0', fromInclusive: true };
  const until3 = { until: '3.0', untilInclusive: false };
  test.each<[what: string, match: Match, version: string | null, state: string | null]>([
    ['a version between the bounds', name('nw:viewer', { ...from2, ...until3 }), '2.5', 'confirmed'],
    ['the lower bound, which belongs to it', name('nw:viewer', { ...from2, ...until3 }), '2.0', 'confirmed'],
    ['the lower bound, which does not', name('nw:viewer', { from: '2.0', fromInclusive: false }), '2.0', null],
    ['the upper bound, which does not', name('nw:viewer', { ...from2, ...until3 }), '3.0', null],
    ['the upper bound, which does', name('nw:viewer', { until: '3.0', untilInclusive: true }), '3.0', 'confirmed'],
    ['a version outside', name('nw:viewer', { ...from2, ...until3 }), '1.9', null],
    ['numbers, not letters', name('nw:viewer', { until: '10.0' }), '9.0', 'confirmed'],
    ['a version whose form has no order with the bound', name('nw:viewer', { until: 'VB20A' }), '7.1', 'unknown'],
    ['no version known, and bounds', name('nw:viewer', until3), null, 'potential'],
    ['no version known, and no bounds', name('nw:viewer'), null, 'confirmed'],
    ['the one version', name('a:nw:viewer:2.1'), '2.1', 'confirmed'],
    ['the one version, written longer', name('a:nw:viewer:2.1'), '2.1.0', 'confirmed'],
    ['another version than the one', name('a:nw:viewer:2.1'), '2.2', null],
    ['one version, and none known', name('a:nw:viewer:2.1'), null, 'potential'],
  ])('%s', (_, match, version, state) => {
    const found = statesOf([any(node([match]))], { software: [program(cpeOf('nw:viewer'), version)] });
    expect(found).toEqual(state === null ? [] : [state]);
  });
});

test('two versions under one name that leaves the version open are told apart', () => {
  const software = ['2.5', '3.5', '2.5'].map((version) => program(cpeOf('nw:viewer'), version));
  const match = name('nw:viewer', { until: '3.0', untilInclusive: false });
  const knowledge = sampleKnowledge({ nvd: [record([any(node([match]))])] });
  const versions = verdictsOn({ device: sampleDevice({ software }), knowledge }).map(({ product }) => product.version);
  expect(versions).toEqual(['2.5', '2.5']);
});

describe('names', () => {
  test.each<[what: string, own: string, match: Match, state: string | null]>([
    ['another vendor', 'a:other:viewer:1.0', name('nw:viewer'), null],
    ['another part', 'o:nw:viewer:1.0', name('nw:viewer'), null],
    ['letter case', 'a:NW:Viewer:1.0', name('nw:viewer'), 'confirmed'],
    ['the same update', 'a:nw:viewer:1.0:sp1', name('a:nw:viewer:1.0:sp1'), 'confirmed'],
    ['another update', 'a:nw:viewer:1.0:sp2', name('a:nw:viewer:1.0:sp1'), null],
    ['an update that is not known', 'a:nw:viewer:1.0', name('a:nw:viewer:1.0:sp1'), 'potential'],
    ['another target', 'a:nw:viewer:1.0:*:*:*:*:windows', name('a:nw:viewer:*:*:*:*:*:linux'), null],
    ['a pattern of versions', 'a:nw:viewer:1.0.7', name('a:nw:viewer:1.0.*'), 'confirmed'],
    ['a version that does not apply', 'a:nw:viewer:-', name('nw:viewer', { until: '2.0' }), 'unknown'],
  ])('%s', (_, own, match, state) => {
    const found = statesOf([any(node([match]))], { software: [program(cpeOf(own))] });
    expect(found).toEqual(state === null ? [] : [state]);
  });

  test('a program without a CPE name is found by its own when one vendor makes it, and then only likely', () => {
    const one = [any(node([name('nw:dose_viewer', { until: '2.0' })]))];
    const own = { name: 'Dose Viewer', version: '1.0', cpe: null, purl: null, confidence: 0.9, facts: [] };
    expect(statesOf(one, { software: [own] })).toEqual(['potential']);
    const two = [...one, any(node([name('elsewhere:dose_viewer')]))];
    expect(statesOf(two, { software: [own] })).toEqual([]);
  });
});

describe('a device under its own maker and model', () => {
  const until3 = { until: '3.0', untilInclusive: false };
  const firmware = name('o:nw:ct_9000_firmware', until3);
  const maker = { vendor: 'NW', model: 'CT 9000' };
  const runs = (text: string, version: string | null = null) => ({
    ...maker,
    software: [{ name: text, version, cpe: null, purl: null, confidence: 0.9, facts: [] }],
  });
  test.each<[what: string, of: Configuration, device: Partial<DeviceSnapshot>, states: readonly string[]]>([
    ['its firmware, in a version among them', any(node([firmware])), runs('CT 9000', '2.9'), ['confirmed']],
    ['its firmware, written with its version', any(node([firmware])), runs('CT 9000 2.9'), ['confirmed']],
    ['its firmware, in a later version', any(node([firmware])), runs('CT 9000', '3.0'), []],
    ['its firmware, in no known version', any(node([firmware])), maker, ['potential']],
    ['its firmware, in every version', any(node([name('o:nw:ct_9000_firmware')])), maker, ['confirmed']],
    ['firmware without a version', any(node([name('o:nw:ct_9000_firmware:-')])), maker, ['potential']],
    [
      'firmware without a version, beside one',
      any(node([name('o:nw:ct_9000_firmware:-')])),
      runs('CT 9000', '2.9'),
      ['potential'],
    ],
    [
      'its firmware in itself',
      all(node([firmware]), node([beside('h:nw:ct_9000:-')])),
      runs('CT 9000', '2.9'),
      ['confirmed'],
    ],
    [
      'its firmware in other hardware',
      all(node([firmware]), node([beside('h:nw:mr:-')])),
      runs('CT 9000', '2.9'),
      ['potential'],
    ],
    ['itself as hardware', any(node([name('h:nw:ct_9000:-')])), runs('CT 9000', '2.9'), ['confirmed']],
    ['itself as hardware, with bounds', any(node([name('h:nw:ct_9000', until3)])), runs('CT 9000', '3.1'), []],
    ['itself as a program', any(node([name('nw:ct_9000', until3)])), runs('CT 9000', '2.9'), ['confirmed']],
    [
      "itself under its maker's name",
      any(node([name('nw:nw_ct_9000', until3)])),
      runs('CT 9000', '2.9'),
      ['confirmed'],
    ],
    [
      'a program with its maker before it',
      any(node([name('nw:viewer', until3)])),
      runs('NW Viewer', '2.9'),
      ['confirmed'],
    ],
    ['a program with another maker before it', any(node([name('nw:viewer', until3)])), runs('Other Viewer', '2.9'), []],
    ['another maker', any(node([name('o:other:ct_9000_firmware')])), maker, []],
    [
      'two makers of one model',
      any(node([firmware, name('o:other:ct_9000_firmware')])),
      runs('CT 9000', '2.9'),
      ['confirmed'],
    ],
    ['a maker that nobody knows', any(node([firmware])), { ...runs('CT 9000', '2.9'), vendor: null }, ['potential']],
    [
      'a maker under another of its names',
      any(node([name('o:gehealthcare:optima_ct540_firmware')])),
      { vendor: 'GE Medical Systems', model: 'Optima CT540' },
      ['confirmed'],
    ],
  ])('%s', (_, configuration, device, states) => {
    expect(statesOf([configuration], device)).toEqual(states);
  });

  test.each([
    ['NightOS', '2.9', 'o:nw:nightos', ['potential']],
    ['NW NightOS', '2.9', 'o:nw:nightos', ['confirmed']],
    ['NW NightOS 2.9', null, 'o:nw:nightos', ['confirmed']],
    ['NW NightOS', '3.1', 'o:nw:nightos', []],
    ['NW NightOS', '2.9', 'nw:nightos', []],
    ['Linux', '2.9', 'o:linux:linux', []],
  ])('the system of an appliance, %s %s, beside %s', (system, version, cpe, states) => {
    const os = attestedSystem(system, version);
    expect(statesOf([any(node([name(cpe, until3)]))], { vendor: 'Acme', model: 'Gate', os })).toEqual(states);
  });

  test('says by what it was found, and whom to ask where no version is named', () => {
    const knowledge = sampleKnowledge({ nvd: [record([any(node([name('o:nw:ct_9000_firmware:-')]))])] });
    const [verdict] = verdictsOn({ device: sampleDevice(runs('CT 9000', '2.9')), knowledge });
    expect(verdict?.because).toEqual([
      '"CT 9000" is taken for nw ct 9000 firmware: maker and name are the same.',
      'The record names nw ct 9000 firmware without a version. Whether this one has it is not known.',
    ]);
    expect(verdict?.settle).toBe('ask the maker whether CT 9000 2.9 has it');
  });
});

describe('conditions', () => {
  const a = name('nw:viewer', { until: '2.0' });
  const b = name('nw:printer', { until: '2.0' });
  const windows = beside('o:microsoft:windows:-');
  const linux = beside('o:linux:linux_kernel:-');
  const viewer = program(cpeOf('a:nw:viewer:1.0'));
  const newViewer = program(cpeOf('a:nw:viewer:2.1'));
  const printer = program(cpeOf('a:nw:printer:1.0'));
  const newPrinter = program(cpeOf('a:nw:printer:2.0'));
  const onWindows = { os: attestedSystem('Windows 10', '1809') };
  test.each<[what: string, of: readonly Configuration[], device: Partial<DeviceSnapshot>, states: readonly string[]]>([
    ['one of several products', [any(node([a, b]))], { software: [viewer] }, ['confirmed']],
    ['what stands beside it as an alternative', [any(node([a, beside('nw:other')]))], { software: [newViewer] }, []],
    ['the same, in a version among them', [any(node([a, beside('nw:other')]))], { software: [viewer] }, ['confirmed']],
    ['each of several products by itself', [any(node([a, b]))], { software: [viewer, newPrinter] }, ['confirmed']],
    ['one of several configurations', [any(node([b])), any(node([a]))], { software: [viewer] }, ['confirmed']],
    [
      'running on a system that is there',
      [all(node([a]), node([windows]))],
      { software: [viewer], ...onWindows },
      ['confirmed'],
    ],
    ['running on a system of another kind', [all(node([a]), node([linux]))], { software: [viewer], ...onWindows }, []],
    ['running on a system, none known', [all(node([a]), node([windows]))], { software: [viewer] }, ['potential']],
    [
      'running on either, one there',
      [all(node([a]), node([windows, linux]))],
      { software: [viewer], ...onWindows },
      ['confirmed'],
    ],
    [
      'with a program that is there',
      [all(node([a]), node([beside('nw:printer', { until: '2.0' })]))],
      { software: [viewer, printer] },
      ['confirmed'],
    ],
    [
      'with a program in another version',
      [all(node([a]), node([beside('nw:printer', { until: '2.0' })]))],
      { software: [viewer, newPrinter] },
      [],
    ],
    [
      'with a program of which nothing is known',
      [all(node([a]), node([beside('nw:printer')]))],
      { software: [viewer] },
      ['potential'],
    ],
    [
      'both with the flaw, both there',
      [all(node([a]), node([b]))],
      { software: [viewer, printer] },
      ['confirmed', 'confirmed'],
    ],
    ['both with the flaw, one repaired', [all(node([a]), node([b]))], { software: [viewer, newPrinter] }, []],
    [
      'all names of one node',
      [any(node([a, b], { all: true }))],
      { software: [viewer, printer] },
      ['confirmed', 'confirmed'],
    ],
    ['all names of one node, one repaired', [any(node([a, b], { all: true }))], { software: [viewer, newPrinter] }, []],
    [
      'not with a program that is there',
      [all(node([a]), node([beside('nw:printer')], { negate: true }))],
      { software: [viewer, printer] },
      [],
    ],
    [
      'not with a program of which nothing is known',
      [all(node([a]), node([beside('nw:printer')], { negate: true }))],
      { software: [viewer] },
      ['potential'],
    ],
    [
      'turned round as a whole',
      [{ ...any(node([a])), negate: true }],
      { software: [program(cpeOf('a:nw:viewer:3.0'))] },
      ['confirmed'],
    ],
    [
      'firmware in the hardware of its name',
      [all(node([name('o:nw:ct_firmware')]), node([beside('h:nw:ct:-')]))],
      { software: [program(cpeOf('o:nw:ct_firmware:1.0'))] },
      ['confirmed'],
    ],
    [
      'firmware in hardware of another name',
      [all(node([name('o:nw:ct_firmware')]), node([beside('h:nw:mr:-')]))],
      { software: [program(cpeOf('o:nw:ct_firmware:1.0'))] },
      ['potential'],
    ],
    ['no conditions', [], { software: [viewer] }, []],
    ['a condition without names', [any(node([]))], { software: [viewer] }, []],
    [
      'a name that is none',
      [any(node([{ criteria: 'cpe:2.3:a:nw', vulnerable: true }, a]))],
      { software: [viewer] },
      ['confirmed'],
    ],
  ])('%s', (_, configurations, device, states) => {
    expect(statesOf(configurations, device)).toEqual(states);
  });

  test('a rejected entry says nothing', () => {
    const knowledge = sampleKnowledge({ nvd: [record([any(node([a]))], { rejected: true })] });
    expect(verdictsOn({ device: sampleDevice({ software: [viewer] }), knowledge })).toEqual([]);
  });

  test('what is not known is asked for', () => {
    const knowledge = sampleKnowledge({ nvd: [record([all(node([a]), node([beside('nw:printer')]))])] });
    const settle = (software: DeviceSnapshot['software']) =>
      verdictsOn({ device: sampleDevice({ software }), knowledge }).map((verdict) => verdict.settle);
    expect(settle([viewer])).toEqual(['find out whether nw printer is on this device']);
    expect(settle([program(cpeOf('nw:viewer'))])).toEqual(['read the version of viewer']);
  });
});

describe('operating systems', () => {
  const old = any(node([name('o:microsoft:windows_10:1809')]));
  const build = any(node([name('o:microsoft:windows_10_1809', { until: '10.0.17763.3650' })]));
  const system = (version: string, number: string | null) => ({
    os: { ...attestedSystem('Windows 10', version), build: number },
  });
  test.each<[what: string, of: Configuration, os: Partial<DeviceSnapshot>, states: readonly string[]]>([
    ['a release, whose updates nobody knows', old, system('1809', null), ['potential']],
    ['another release', old, system('1607', null), []],
    ['a build before the repair', build, system('1809', '10.0.17763.1457'), ['confirmed']],
    ['a build before the repair, written short', build, system('1809', '17763.1457'), ['confirmed']],
    ['a build with the repair', build, system('1809', '10.0.17763.4000'), []],
    ['a build that is not known', build, system('1809', null), ['potential']],
    ['a build without its update', build, system('1809', '17763'), ['potential']],
    ['another family', build, { os: attestedSystem('Debian', '9') }, []],
    [
      'a release of Linux',
      any(node([name('o:debian:debian_linux:9.0')])),
      { os: attestedSystem('Debian', '9') },
      ['potential'],
    ],
  ])('%s', (_, configuration, device, states) => {
    expect(statesOf([configuration], device)).toEqual(states);
  });
});

describe.skipIf(!existsSync(NVD))('the entries of NVD about imaging products', () => {
  const records = existsSync(NVD)
    ? (JSON.parse(gunzipSync(readFileSync(NVD)).toString()).vulnerabilities as unknown[]).flatMap((each) => {
        const read = readNvd(each);
        return 'problem' in read ? [] : [read];
      })
    : [];
  const knowledge = sampleKnowledge({ nvd: records });
  const on = (cpe: string, device: Partial<DeviceSnapshot> = {}) =>
    verdictsOn({ device: sampleDevice({ software: [program(cpe)], ...device }), knowledge });

  test('every product that an entry names with one version has it, and the reasons say so', () => {
    const named = records.flatMap(({ id, configurations }) => {
      const match = configurations[0]?.nodes[0]?.matches[0];
      const version = match?.criteria.split(':')[5] ?? '*';
      const isAlone = configurations.length === 1 && configurations[0]?.nodes.length === 1;
      return isAlone && match?.vulnerable && version !== '*' && version !== '-' ? [{ id, cpe: match.criteria }] : [];
    });
    expect(named.length).toBeGreaterThan(20);
    for (const { id, cpe } of named) {
      const verdict = on(cpe).find(({ flaw }) => flaw.cve === id);
      expect(verdict?.state, `${id} ${cpe}`).toBe('confirmed');
      expect(verdict?.because.join(' ')).toContain('is one of those that have it');
    }
  });

  test('looking conditions up gives what walking through them gives', () => {
    const keys = new Set(records.flatMap((each) => [...conditionsByProduct(each).keys()]));
    const versions = ['*', '-', '1.0', '2.1', 'v2.1.0', '3.6.7', '9', 'r4.1l1', 'vb19a', '11.0.3-2'];
    let hits = 0;
    for (const key of keys) {
      const software = versions.map((version) => program(cpeOf(`${key.replaceAll(' ', ':')}:${version}`)));
      const named = namedByCpe(productsOf(sampleDevice({ software }), knowledge.lifecycles), knowledge.cves);
      const around = surroundingsOf(named);
      for (const one of named) {
        const walked = knowledge.cves.conditions(one.key).flatMap((conditions) => {
          const held = holdConditions(one, conditions, around);
          return held.answer === 'no' ? [] : [`${conditions.id} ${held.answer}`];
        });
        const found = hitsOf(one, around, knowledge.cves).map(({ id, held }) => `${id} ${held.answer}`);
        expect(found.toSorted(), one.product.cpe ?? '').toEqual(walked.toSorted());
        hits += found.length;
      }
    }
    expect(hits).toBeGreaterThan(500);
  });

  test.each([
    ['cpe:2.3:a:offis:dcmtk:3.6.6:*:*:*:*:*:*:*', 'CVE-2022-2121', ['confirmed']],
    ['cpe:2.3:a:offis:dcmtk:3.6.7:*:*:*:*:*:*:*', 'CVE-2022-2121', []],
    ['cpe:2.3:a:philips:xcelera:r4.1l1:*:*:*:*:*:*:*', 'CVE-2017-14111', ['confirmed']],
    ['cpe:2.3:a:philips:intellispace_cardiovascular:9.0:*:*:*:*:*:*:*', 'CVE-2018-5438', []],
  ])('%s and %s: %j', (cpe, cve, states) => {
    const said = on(cpe).filter(({ flaw }) => flaw.cve === cve);
    expect(said.map(({ state }) => state)).toEqual(states);
  });
});

describe('operating systems in records of the CVE Program', () => {
  const range = (lessThan: string) => [{ version: '0', lessThan, status: 'affected' as const, scheme: null }];
  const about = (cpe: string, versions: ReturnType<typeof range>) => ({
    id: 'CVE-2026-10003',
    title: 'A made-up flaw.',
    released: '2026-01-01T00:00:00.000Z',
    revised: '2026-01-02T00:00:00.000Z',
    rejected: false,
    cwe: null,
    vectors: [],
    ssvc: null,
    affected: [
      {
        by: 'NW',
        vendor: 'NW',
        product: 'System',
        packageName: null,
        collection: null,
        platforms: [],
        modules: [],
        cpes: [cpe],
        purl: null,
        versions,
        defaultStatus: 'unaffected' as const,
      },
    ],
  });
  const debian = about('cpe:2.3:o:debian:debian_linux:*:*:*:*:*:*:*:*', range('12'));
  const windows = about('cpe:2.3:o:microsoft:windows_10_21H2:*:*:*:*:*:*:*:*', range('10.0.19044.2846'));
  test.each([
    ['an older release', debian, attestedSystem('Debian', '11'), ['confirmed']],
    ['a newer release', debian, attestedSystem('Debian', '13'), []],
    ['a newer release with its kernel', debian, { ...attestedSystem('Debian', '13'), build: '6.1.0-18-amd64' }, []],
    ['an older build', windows, { ...attestedSystem('Windows 10', '21H2'), build: '19044.2728' }, ['confirmed']],
    ['the repaired build', windows, { ...attestedSystem('Windows 10', '21H2'), build: '19044.2846' }, []],
    ['a build that is not known', windows, attestedSystem('Windows 10', '21H2'), ['potential']],
  ])('%s', (_, of, os, states) => {
    const knowledge = sampleKnowledge({ records: [of] });
    expect(verdictsOn({ device: sampleDevice({ os }), knowledge }).map(({ state }) => state)).toEqual(states);
  });
});

test('flaws that hang on the updates of a system are one question, but for those that attackers use', () => {
  const nvd = Array.from({ length: 40 }, (_, index) =>
    record([any(node([name('o:microsoft:windows_7:-:sp1:*:*:*:*:x64')]))], { id: `CVE-2026-${10_100 + index}` }),
  );
  const known = sampleKnowledge({ nvd });
  const exploited = {
    ...known.exploited,
    about: (cve: string) =>
      cve === 'CVE-2026-10100' ? { added: '2026-02-01', name: 'A flaw', isUsedByRansomware: false } : null,
  };
  const device = sampleDevice({ os: attestedSystem('Windows 7 SP1') });
  const found = judge(device, { now: '2026-11-23T08:00:00.000Z', knowledge: { ...known, exploited } }).filter(
    ({ rule }) => rule === 'known-flaw',
  );
  expect(found.map(({ cve, state }) => [cve, state])).toEqual(
    expect.arrayContaining([
      ['CVE-2026-10100', 'potential'],
      [null, 'unknown'],
    ]),
  );
  expect(found).toHaveLength(2);
  expect(found.find(({ cve }) => cve === null)?.title).toMatch(/39 published flaws depends on its updates/);
});
