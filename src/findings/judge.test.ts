// Claims about judgements: what each kind of sighting is called, how sure, who must act, and that the order is total.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { documents, type ScanEndpoint } from '#contracts/index.ts';
import type { DeviceSnapshot } from '#inventory/model.ts';
import { canonicalJson } from '#kit/index.ts';
import { builtInKnowledge } from '#knowledge/index.ts';
import { attestedSystem, deviceWith, openEndpoint, sampleDevice, sampleEndpoint } from '#support/sample-devices.ts';
import { compareFindings, judge } from './index.ts';

const CONTEXT = { now: '2026-11-23T08:00:00.000Z', knowledge: builtInKnowledge };
const findings = (device: DeviceSnapshot) => judge(device, CONTEXT);
const rulesOf = (device: DeviceSnapshot) => findings(device).map((finding) => finding.rule);
const one = (device: DeviceSnapshot, rule: string) => {
  const found = findings(device).filter((finding) => finding.rule === rule);
  expect(found).toHaveLength(1);
  const [only] = found;
  if (!only) throw new Error(`no finding ${rule}`);
  return only;
};
const server = { kind: 'archive' };

describe('the ladder', () => {
  test('a search that was run for a stranger is critical and proven, and cites its facts', () => {
    const found = one(deviceWith([openEndpoint('E6')], server), 'dicom-open-query');
    expect(found).toMatchObject({ severity: 'critical', state: 'confirmed', confidence: 1, fix: { who: 'pacs' } });
    expect(found.reasons.flatMap((reason) => reason.facts)).toContain('fact-0');
    expect(found.reasons[0]?.because).toContain('port 104 of 10.0.0.5');
  });
  test('an offer stays an offer', () => {
    expect(one(deviceWith([openEndpoint('E5')], server), 'dicom-offers-query').state).toBe('potential');
    const write = openEndpoint('E4', { write: 'offered', read: 'offered', offered: ['E8o'] });
    const rules = rulesOf(deviceWith([write], server));
    expect(rules).toEqual(expect.arrayContaining(['dicom-write-offered', 'dicom-read-offered']));
    expect(one(deviceWith([write], server), 'dicom-write-offered').state).toBe('potential');
  });
  test('a schedule search counts by itself', () => {
    const worklist = openEndpoint('E6', { query: 'not offered', worklist: 'executed' });
    const rules = rulesOf(deviceWith([worklist], { kind: 'worklist' }));
    expect(rules).toContain('dicom-open-worklist');
    expect(rules).not.toContain('dicom-open-query');
  });
  test('one finding says what strangers get, not one for each rung below it', () => {
    const rules = rulesOf(deviceWith([openEndpoint('E6')], server));
    expect(rules.filter((rule) => rule.startsWith('dicom-open'))).toEqual(['dicom-open-query']);
  });
  test('a checked called title alone is called what it is', () => {
    const half = openEndpoint('E4', { titles: { calling: 'unchecked', called: 'checked' } });
    expect(rulesOf(deviceWith([half], server))).toContain('dicom-called-title-only');
    const queried = openEndpoint('E6', { titles: { calling: 'unchecked', called: 'checked' } });
    const reasons = one(deviceWith([queried], server), 'dicom-open-query').reasons;
    expect(reasons.map((reason) => reason.because).join(' ')).toContain('no secret');
  });
  test('a refused stranger is good news, a wrong title and a busy answer are not known', () => {
    expect(one(deviceWith([sampleEndpoint()], server), 'dicom-strangers-refused').state).toBe('not affected');
    const called = sampleEndpoint({ refusal: 'called', titles: { calling: 'unknown', called: 'checked' } });
    expect(one(deviceWith([called], server), 'dicom-title-unknown').state).toBe('unknown');
    expect(one(deviceWith([sampleEndpoint({ refusal: 'busy' })], server), 'dicom-busy').state).toBe('unknown');
  });
  test('a service that demands a certificate turns strangers away', () => {
    const mutual = sampleEndpoint({
      exposure: 'E1t',
      refusal: null,
      transport: 'tls',
      protocol: 'tls',
      tls: { grade: 2, versions: ['TLSv1.2'], cipher: null, mutual: true, certificate: null, weaknesses: [] },
    });
    expect(rulesOf(deviceWith([mutual], server))).toContain('dicom-strangers-refused');
  });
});

describe('encryption', () => {
  const grade = (tls: Partial<ScanEndpoint['tls']>) =>
    sampleEndpoint({ transport: 'tls', tls: { ...sampleEndpoint().tls, versions: ['TLSv1.2'], ...tls } });
  test('plain DICOM is a finding, on the encrypted port a different one', () => {
    expect(rulesOf(deviceWith([sampleEndpoint()], server))).toContain('dicom-plain-text');
    const rules = rulesOf(deviceWith([sampleEndpoint({ port: 2762 })], server));
    expect(rules).toContain('dicom-plain-on-tls-port');
    expect(rules).not.toContain('dicom-plain-text');
  });
  test('a port that never spoke DICOM is not blamed for speaking it plainly', () => {
    expect(rulesOf(deviceWith([sampleEndpoint({ exposure: 'E1', refusal: null })], server))).not.toContain(
      'dicom-plain-text',
    );
  });
  test('outdated encryption repeats each reason; encryption that encrypts nothing weighs more', () => {
    const old = one(deviceWith([grade({ grade: 1, weaknesses: ['TLS 1.0', '3DES'] })], server), 'tls-outdated');
    expect(old.reasons.map((reason) => reason.because).join(' ')).toMatch(/TLS 1\.0.*3DES/);
    expect(old.severity).toBe('medium');
    const hollow = one(deviceWith([grade({ grade: 1, weaknesses: ['NULL cipher'] })], server), 'tls-outdated');
    expect(hollow.severity).toBe('high');
  });
  test('certificates: expired, about to expire, self-signed', () => {
    const certificate = {
      subject: 'CN=pacs',
      issuer: 'CN=pacs',
      selfSigned: true,
      notBefore: '2020-01-01T00:00:00.000Z',
      expired: false,
      keyType: 'rsa',
      keyBits: 2048,
      signatureAlgorithm: null,
      sha256: 'aa',
      names: [],
    };
    const until = (notAfter: string) =>
      rulesOf(deviceWith([grade({ grade: 2, certificate: { ...certificate, notAfter } })], server));
    expect(until('2026-11-01T00:00:00.000Z')).toContain('tls-certificate-expired');
    expect(until('2026-12-01T00:00:00.000Z')).toContain('tls-certificate-expiring');
    expect(until('2030-01-01T00:00:00.000Z')).not.toContain('tls-certificate-expiring');
    expect(until('2030-01-01T00:00:00.000Z')).toContain('tls-certificate-self-signed');
  });
  test('good encryption is no finding', () => {
    expect(rulesOf(deviceWith([grade({ grade: 2 })], server)).filter((rule) => rule.startsWith('tls'))).toEqual([]);
  });
});

describe('web, services and messages', () => {
  const web = (rung: ScanEndpoint['web'], change: Partial<ScanEndpoint> = {}) =>
    sampleEndpoint({ protocol: 'http', exposure: null, refusal: null, port: 8042, web: rung, ...change });
  test.each([
    ['W3', 'web-open-identity'],
    ['W4', 'web-open-search'],
    ['W5', 'web-gives-data'],
    ['W2', 'web-password-in-clear'],
  ] as const)('%s becomes %s', (rung, rule) => {
    expect(rulesOf(deviceWith([web(rung)], server))).toContain(rule);
  });
  test('a password over TLS is no finding', () => {
    expect(rulesOf(deviceWith([web('W2', { transport: 'tls' })], server))).not.toContain('web-password-in-clear');
  });
  test('a service known by its port alone is potential, one that introduced itself confirmed', () => {
    const port = { protocol: 'other', exposure: null, refusal: null, port: 23, service: 'telnet' } as const;
    const silent = one(deviceWith([sampleEndpoint(port)], { modality: 'CT' }), 'service-reachable');
    expect(silent).toMatchObject({ state: 'potential', severity: 'high', confidence: 0.7 });
    const spoke = one(
      deviceWith([sampleEndpoint({ ...port, banner: 'login:' })], { modality: 'CT' }),
      'service-reachable',
    );
    expect(spoke).toMatchObject({ state: 'confirmed', confidence: 0.95 });
    expect(one(deviceWith([sampleEndpoint(port)], server), 'service-reachable').severity).toBe('medium');
  });
  test('a message port is told as possible only', () => {
    const hl7 = sampleEndpoint({ protocol: 'hl7', exposure: null, refusal: null, port: 2575 });
    expect(one(deviceWith([hl7], server), 'hl7-listener')).toMatchObject({
      state: 'potential',
      fix: { who: 'network' },
    });
  });
});

describe('life cycle', () => {
  test('years without updates and criticality raise the severity', () => {
    const old = (level: number | null) =>
      one(
        deviceWith([], {
          os: attestedSystem('Windows XP'),
          criticality: level === null ? null : { level, reasons: ['the only CT'] },
        }),
        'os-past-support',
      );
    expect(old(null)).toMatchObject({ severity: 'high', state: 'confirmed', confidence: 0.9 });
    expect(old(5).severity).toBe('critical');
    expect(old(5).sources).toEqual([{ name: 'endoflife.date', asOf: '2026-08-22' }]);
  });
  test('an edition that is not proven makes it potential and names the fact that would settle it', () => {
    const open = one(deviceWith([], { os: attestedSystem('Windows 10', '1809') }), 'os-past-support');
    expect(open.state).toBe('potential');
    expect(open.reasons.map((reason) => reason.because).join(' ')).toMatch(/2029-01-09.*winver/);
  });
  test('an inferred system counts less', () => {
    const inferred = { ...attestedSystem('Windows 7'), basis: 'inferred' as const };
    expect(one(deviceWith([], { os: inferred }), 'os-past-support')).toMatchObject({
      state: 'potential',
      confidence: 0.72,
    });
  });
  test('not knowing is said, and no severity is made up', () => {
    for (const os of [null, attestedSystem('Windows 10'), attestedSystem('VxWorks 6.9')]) {
      expect(one(deviceWith([], { os }), 'os-unknown')).toMatchObject({ severity: 'none', state: 'unknown' });
    }
  });
  test('a supported system has nothing to answer for; one that ends within a year is warned', () => {
    expect(rulesOf(deviceWith([sampleEndpoint()], { os: attestedSystem('Windows Server 2022') }))).not.toContain(
      'os-unknown',
    );
    expect(rulesOf(deviceWith([], { os: attestedSystem('Windows Server 2016') }))).toContain('os-support-ending');
  });
});

describe('what was not seen', () => {
  test('a device that no scan reached is unknown, not safe', () => {
    expect(one(sampleDevice(), 'device-never-observed')).toMatchObject({ state: 'unknown', severity: 'none' });
    const nowhere = one(sampleDevice({ addresses: [] }), 'device-never-observed');
    expect(nowhere.fix.who).toBe('biomed');
  });
  test('a possible decoy makes everything at that port less sure', () => {
    const decoy = deviceWith([openEndpoint('E6', { honeypot: 'answers every title alike' })], server);
    expect(one(decoy, 'honeypot-suspected').state).toBe('potential');
    expect(one(decoy, 'dicom-open-query').confidence).toBeLessThan(0.5);
  });
  test('an old look counts less than a fresh one', () => {
    const fresh = deviceWith([openEndpoint('E6')], server);
    const stale = {
      ...fresh,
      services: fresh.services.map((each) => ({ ...each, observedAt: '2026-01-01T00:00:00.000Z' })),
    };
    expect(one(stale, 'dicom-open-query').confidence).toBe(0.8);
  });
  test('a retired device has no findings', () => {
    expect(findings(deviceWith([openEndpoint('E6')], { retired: true }))).toEqual([]);
  });
});

describe('what to do', () => {
  test('nobody is told to change an imaging device, or one that may be one, without its maker', () => {
    const everything = [
      openEndpoint('E6', { write: 'offered', read: 'offered' }),
      sampleEndpoint({ port: 23, protocol: 'other', exposure: null, service: 'telnet' }),
      sampleEndpoint({ port: 8042, protocol: 'http', exposure: null, web: 'W4' }),
    ];
    for (const device of [
      deviceWith(everything, { kind: 'modality', modality: 'CT', os: attestedSystem('Windows 7') }),
      deviceWith(everything, { modality: 'MR', os: attestedSystem('Windows 7') }),
    ]) {
      for (const finding of findings(device)) {
        expect(['network', 'maker', 'biomed', 'owner']).toContain(finding.fix.who);
        if (finding.fix.kind === 'configure') expect(finding.fix.text).toMatch(/maker|Clear|Scan|Ask the biomedical/);
      }
    }
  });
  test('one change around an imaging device answers for its open DICOM and its open services', () => {
    const device = deviceWith(
      [openEndpoint('E4'), sampleEndpoint({ port: 445, protocol: 'other', exposure: null, service: 'smb' })],
      { modality: 'US' },
    );
    const texts = findings(device)
      .filter((finding) => ['dicom-open-association', 'service-reachable'].includes(finding.rule))
      .map((finding) => finding.fix.text);
    expect(new Set(texts).size).toBe(1);
  });
  test('settings are named for a product that names itself, not for a toolkit', () => {
    const says = (product: string | null, banner: string | null) =>
      one(
        deviceWith(
          [
            openEndpoint('E6', {
              implementation: {
                classUid: '1.2.276.0.7230010.3.0.3.6.7',
                versionName: 'OFFIS_DCMTK_367',
                product,
                vendor: null,
                toolkit: 'DCMTK 3.6.7',
                confidence: 0.9,
                source: null,
              },
            }),
            sampleEndpoint({ port: 8042, protocol: 'http', exposure: null, web: 'W2', banner }),
          ],
          server,
        ),
        'dicom-open-query',
      ).fix.text;
    expect(says(null, null)).not.toContain('Orthanc');
    expect(says('DCMTK 3.6.7', null)).not.toContain('In ');
    expect(says(null, 'Orthanc 1.10.1')).toContain('DicomModalities');
    expect(says('dcm4chee-arc 5.31', null)).toContain('dcmAcceptedCallingAETitle');
  });
});

describe('identity and order', () => {
  const rungs = fc.constantFrom<ScanEndpoint['exposure']>('E1', 'E2', 'E3', 'E4', 'E5', 'E6', 'E7', null);
  const endpoint = fc.record({
    port: fc.constantFrom(104, 11112, 2762, 23, 8042),
    rung: rungs,
    web: fc.constantFrom<ScanEndpoint['web']>(null, 'W2', 'W3', 'W4'),
    service: fc.constantFrom(null, 'telnet', 'smb', 'ssh', 'strange'),
    query: fc.constantFrom<ScanEndpoint['query']>('executed', 'refused', 'offered', 'not offered', 'unknown'),
    honeypot: fc.constantFrom(null, 'too friendly'),
    address: fc.constantFrom('10.0.0.5', '8.8.8.8', '::1'),
  });
  const device = fc
    .record({
      endpoints: fc.array(endpoint, { maxLength: 5 }),
      os: fc.constantFrom(null, 'Windows 7', 'Windows 10 1809', 'VxWorks', 'Windows Server 2022'),
      level: fc.option(fc.integer({ min: 1, max: 5 })),
      modality: fc.constantFrom(null, 'CT', 'OT'),
    })
    .map(({ endpoints, os, level, modality }) =>
      deviceWith(
        endpoints.map(({ rung, ...rest }) =>
          sampleEndpoint({ ...rest, exposure: rung, titles: { calling: 'unchecked', called: 'unchecked' } }),
        ),
        {
          modality,
          os: os === null ? null : attestedSystem(os),
          criticality: level === null ? null : { level, reasons: [] },
        },
      ),
    );

  test('every judgement keeps the shape that other programs rely on, and its score is the sum of its terms', () => {
    fc.assert(
      fc.property(device, (each) => {
        for (const finding of findings(each)) {
          expect(documents.finding.parse(finding)).toEqual(finding);
          const sum = finding.priority.terms.reduce((total, term) => total + term.value, 0);
          expect(finding.priority.score).toBeCloseTo(sum, 6);
          expect(finding.reasons.length).toBeGreaterThan(0);
        }
      }),
    );
  });
  test('the same facts give the same findings, in whatever order the services come', () => {
    fc.assert(
      fc.property(device, (each) => {
        const turned = { ...each, services: [...each.services].reverse() };
        expect(canonicalJson(findings(turned).map((finding) => finding.id))).toBe(
          canonicalJson(findings(each).map((finding) => finding.id)),
        );
      }),
    );
  });
  test('comparing is total and antisymmetric', () => {
    fc.assert(
      fc.property(device, device, (left, right) => {
        const all = [...findings(left), ...findings({ ...right, id: 'device-2' })];
        for (const a of all) {
          for (const b of all) expect(Math.sign(compareFindings(a, b))).toBe(-Math.sign(compareFindings(b, a)) || 0);
        }
      }),
      { numRuns: 30 },
    );
  });
  test('an identity survives a new name, a new scan and a new judgement, and changes with the port', () => {
    const id = (change: Partial<ScanEndpoint>, name = 'PACS') =>
      one(deviceWith([openEndpoint('E6', change)], { ...server, name }), 'dicom-open-query').id;
    expect(id({}, 'Other')).toBe(id({}));
    expect(id({ maxPdu: 99 })).toBe(id({}));
    expect(id({ port: 11112 })).not.toBe(id({}));
  });
  test('proof weighs more than offers, a critical device more than another, an internet address more than a private one', () => {
    const score = (device: DeviceSnapshot, rule: string) => one(device, rule).priority.score;
    const proven = score(deviceWith([openEndpoint('E6')], server), 'dicom-open-query');
    expect(proven).toBeGreaterThan(score(deviceWith([openEndpoint('E5')], server), 'dicom-offers-query'));
    const vital = { ...server, criticality: { level: 5, reasons: ['archive of all images'] } };
    expect(score(deviceWith([openEndpoint('E6')], vital), 'dicom-open-query')).toBeGreaterThan(proven);
    const outside = deviceWith([openEndpoint('E6', { address: '8.8.8.8' })], server);
    expect(score(outside, 'dicom-open-query')).toBeGreaterThan(proven);
  });
});
