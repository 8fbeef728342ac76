// The operating system against the holes that worms and mass attacks use.
import { describe, expect, test } from 'vitest';
import { type DeviceSnapshot, NO_HARDENING } from '#inventory/model.ts';
import { builtInKnowledge } from '#knowledge/index.ts';
import { attestedSystem, deviceWith, sampleDevice, sampleEndpoint } from '#support/sample-devices.ts';
import { judge } from './index.ts';

const context = { now: '2026-11-23T08:00:00.000Z', knowledge: builtInKnowledge };

function holes(device: DeviceSnapshot, knowledge = builtInKnowledge) {
  return judge(device, { ...context, knowledge }).filter(({ rule }) => rule === 'os-known-hole');
}

function on(name: string, version: string | null = null, build: string | null = null) {
  return sampleDevice({ os: { ...attestedSystem(name, version), build } });
}

function states(device: DeviceSnapshot): Record<string, string> {
  return Object.fromEntries(holes(device).map(({ cve, state }) => [cve ?? 'release', state]));
}

describe('holes of the operating system', () => {
  test.each<[name: string, version: string | null, build: string | null, expected: Record<string, string>]>([
    [
      'Windows 7',
      null,
      null,
      {
        'CVE-2010-2568': 'potential',
        'CVE-2012-0002': 'potential',
        'CVE-2015-1635': 'potential',
        'CVE-2017-0144': 'potential',
        'CVE-2019-0708': 'potential',
        'CVE-2019-1181': 'potential',
        'CVE-2021-34527': 'potential',
        'CVE-2022-26809': 'potential',
      },
    ],
    [
      'Windows 10 1809',
      null,
      '17763.1879',
      {
        'CVE-2019-1181': 'potential',
        'CVE-2021-34527': 'confirmed',
        'CVE-2022-26809': 'confirmed',
      },
    ],
    [
      'Windows 10',
      '10.0.17763.2100',
      null,
      {
        'CVE-2019-1181': 'fixed',
        'CVE-2021-34527': 'fixed',
        'CVE-2022-26809': 'confirmed',
      },
    ],
    [
      'Windows 10 Enterprise LTSC 2019',
      '10.0.17763.5329',
      null,
      {
        'CVE-2019-1181': 'fixed',
        'CVE-2021-34527': 'fixed',
        'CVE-2022-26809': 'fixed',
      },
    ],
    // A tool that does not know the revision writes 0 or 1.
    [
      'Windows 10',
      '10.0.17763.1',
      null,
      {
        'CVE-2019-1181': 'potential',
        'CVE-2021-34527': 'potential',
        'CVE-2022-26809': 'potential',
      },
    ],
    ['Windows 10 22H2', null, '19045.3000', {}],
    ['Windows 10', null, null, { release: 'unknown' }],
    ['Windows', null, null, {}],
    ['Windows Server 2022', null, null, { 'CVE-2022-26809': 'potential' }],
    [
      'Windows 10 1909',
      null,
      null,
      {
        'CVE-2020-0796': 'potential',
        'CVE-2021-34527': 'potential',
        'CVE-2022-26809': 'potential',
      },
    ],
    ['Solaris 10', null, null, { 'CVE-2007-0882': 'potential' }],
    ['Debian 12', null, null, {}],
    ['VxWorks', '6.8', null, { 'CVE-2019-12255': 'potential' }],
    ['VxWorks', '6.9.4.12', null, {}],
    ['VxWorks', '6.1', null, {}],
    ['VxWorks', null, null, { release: 'unknown' }],
    ['QNX', '6.5.0', null, { 'CVE-2021-22156': 'potential' }],
    ['QNX', '7.0', null, { 'CVE-2021-22156': 'fixed' }],
    ['Something of its own', '3', null, {}],
  ])('%s %s %s', (name, version, build, expected) => {
    expect(states(on(name, version, build))).toEqual(expected);
  });

  test('one for each hole, with its reasons and what would settle it', () => {
    const found = holes(on('Windows XP')).find(({ cve }) => cve === 'CVE-2008-4250');
    expect(found).toMatchObject({
      kind: 'vulnerability',
      state: 'potential',
      severity: 'high',
      advisories: ['MS08-067'],
      cvss: { score: 9.8 },
    });
    expect(found?.reasons.map(({ because }) => because).join(' ')).toMatch(
      /names Windows XP among the systems.*patched is not known.*What would settle it: read the list of installed updates/,
    );
    expect(found?.sources).toEqual([{ name: expect.stringContaining('CVE-2008-4250'), asOf: '2024-08-07' }]);
    const ids = holes(on('Windows XP')).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('what the source does not name is only supposed, and says so', () => {
    for (const name of ['Windows XP', 'Windows Embedded Standard 7']) {
      const found = holes(on(name)).find(({ cve }) => cve === 'CVE-2019-0708');
      expect(found?.state).toBe('potential');
      expect(found?.reasons[0]?.because).toMatch(/does not name .*\(not verified\)/);
    }
  });

  test('a way in that was seen open makes it worse', () => {
    const smb = sampleEndpoint({ port: 445, protocol: 'other', exposure: null, service: 'smb' });
    const open = holes(deviceWith([smb], { os: attestedSystem('Windows 7') }));
    const eternal = open.find(({ cve }) => cve === 'CVE-2017-0144');
    expect(eternal?.severity).toBe('critical');
    expect(eternal?.reasons.at(-1)?.because).toBe(
      'The way in is open: file sharing (SMB) answered on port 445 of 10.0.0.5.',
    );
    expect(holes(on('Windows 7')).find(({ cve }) => cve === 'CVE-2017-0144')?.severity).toBe('high');
  });

  test('old file sharing that is switched on is the way in of what speaks it', () => {
    const smb1 = {
      topic: 'smb1' as const,
      value: 'on',
      good: false,
      words: 'on',
      basis: 'observed' as const,
      confidence: 0.95,
      observedAt: '2026-11-20T08:00:00.000Z',
      sensor: 'hardening-collector',
      facts: ['smb-fact'],
      against: null,
    };
    const device = sampleDevice({ os: attestedSystem('Windows 7'), hardening: { ...NO_HARDENING, topics: [smb1] } });
    const [eternal, blue] = ['CVE-2017-0144', 'CVE-2019-0708'].map((cve) =>
      holes(device).find((each) => each.cve === cve),
    );
    expect([eternal?.severity, blue?.severity]).toEqual(['critical', 'high']);
    expect(eternal?.reasons.at(-1)).toMatchObject({ facts: ['smb-fact'] });
    expect(eternal?.reasons.at(-1)?.because).toMatch(/^On 2026-11-20 hardening-collector saw: /);
  });

  test('what is known to be used, and how likely, comes from the feeds', () => {
    const knowledge = {
      ...builtInKnowledge,
      exploited: {
        ...builtInKnowledge.exploited,
        about: (cve: string) =>
          cve === 'CVE-2017-0148' ? { added: '2022-04-06', name: 'x', isUsedByRansomware: true } : null,
      },
      epss: { ...builtInKnowledge.epss, about: (cve: string) => (cve === 'CVE-2017-0144' ? 0.94 : null) },
    };
    const found = holes(on('Windows Server 2012 R2'), knowledge).find(({ cve }) => cve === 'CVE-2017-0144');
    expect(found).toMatchObject({ kev: true, epss: 0.94 });
    expect(found?.priority.terms.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['exploited', 'likely to be used']),
    );
  });
});
