// Each check of the shipped file on a device that keeps it, one that breaks it and one of which not enough is known, by the findings that
// the rules make of the same device.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Attestation, Finding, PolicyCheck } from '#contracts/index.ts';
import { judge } from '#findings/index.ts';
import { DEVICE_KINDS, type DeviceSnapshot } from '#inventory/model.ts';
import { builtInKnowledge } from '#knowledge/index.ts';
import { dicomService, figure, finding, NOW, SEEN, said, sampleModality, settings } from '#support/sample-modality.ts';
import { evaluateCheck, evaluateSiteCheck } from './evaluate-check.ts';
import { NEEDS } from './needs.ts';
import { readChecks } from './read-checks.ts';

const text = readFileSync(path.join(import.meta.dirname, 'checks.yaml'), 'utf8');
const CHECKS = readChecks({ name: 'checks.yaml', text });
const ofDevices = CHECKS.filter(({ of }) => of === 'device');
const ofSite = CHECKS.filter(({ of }) => of === 'site');

interface Case {
  readonly device?: Partial<DeviceSnapshot>;
  readonly findings?: readonly Finding[];
  readonly said?: readonly Attestation[];
}
/** [holds, broken, unknown] */
type Row = readonly [Case, Case, Case];

const open = (change = {}) =>
  dicomService({
    exposure: 'E4',
    refusal: null,
    titles: { calling: 'unchecked', called: 'unchecked' },
    echo: true,
    query: 'not offered',
    worklist: 'not offered',
    read: 'not offered',
    write: 'not offered',
    ...change,
  });
const encrypted = {
  grade: 2,
  versions: ['TLSv1.3'],
  cipher: 'TLS_AES_256_GCM_SHA384',
  mutual: false,
  certificate: null,
  weaknesses: [],
};
const os = (name: string) =>
  ({ name, version: null, build: null, confidence: 0.9, basis: 'attested', facts: ['fact-os'] }) as const;
const wire = (change: Partial<DeviceSnapshot['onWire'][number]>) => ({
  address: '10.0.0.5',
  port: 445,
  protocol: null,
  isPlain: false,
  weaknesses: [],
  observedAt: SEEN,
  facts: ['fact-wire'],
  ...change,
});
const crossing = (direction: 'in' | 'out') => ({
  direction,
  address: '10.0.0.5',
  publicAddress: '203.0.113.9',
  port: 443,
  protocol: null,
  observedAt: SEEN,
  facts: ['fact-crossing'],
});
/** A topic of hardening: its good answer, its bad one, and nothing. */
const topic = (name: Parameters<typeof settings>[0], bad: Parameters<typeof settings>[0]): Row => [
  { device: { hardening: settings(name) } },
  { device: { hardening: settings(bad) } },
  {},
];

const TABLE: Readonly<Record<string, Row>> = {
  'no-unknown-caller': [
    { device: { services: [dicomService()] } },
    { device: { services: [open()] } },
    { device: { services: [dicomService({ refusal: 'busy' })] } },
  ],
  'no-strangers-search': [
    { device: { services: [open()] } },
    { device: { services: [open({ exposure: 'E6', offered: ['E5'], query: 'executed' })] } },
    { device: { services: [open({ exposure: 'E5', offered: ['E5'], query: 'offered' })] } },
  ],
  'no-strangers-images': [
    { device: { services: [open()] } },
    { device: { services: [open({ write: 'offered', proven: ['E8p'] })] } },
    { device: { services: [open({ read: 'offered' })] } },
  ],
  'firewall-on': topic({ firewall: 'on' }, { firewall: 'off' }),
  'updates-on': topic({ updates: 'on' }, { updates: 'off' }),
  'updated-lately': [
    { device: { hardening: settings({}, { lastUpdate: figure('2026-11-01') }) } },
    { device: { hardening: settings({}, { lastUpdate: figure('2025-11-01') }) } },
    {},
  ],
  'no-unlisted-port': [
    {
      device: {
        hardening: settings({}, { openPorts: figure(['tcp/104']), makerPorts: figure(['tcp/104', 'tcp/443']) }),
      },
    },
    {
      device: {
        hardening: settings({}, { openPorts: figure(['tcp/104', 'tcp/23']), makerPorts: figure(['tcp/104']) }),
      },
    },
    { device: { hardening: settings({}, { openPorts: figure(['tcp/104']) }) } },
  ],
  'default-account-changed': topic({ defaultAccounts: 'changed' }, { defaultAccounts: 'unchanged' }),
  'supported-or-shielded': [
    { device: { os: os('Windows Server 2022') } },
    { device: { os: os('Windows XP') } },
    { device: { os: os('Windows') } },
  ],
  'no-smb1': [
    { device: { hardening: settings({ smb1: 'off' }) } },
    { device: { hardening: settings({ smb1: 'off' }), onWire: [wire({ weaknesses: ['smb1'] })] } },
    {},
  ],
  'remote-service-registered': [
    { device: { hardening: settings({ remoteService: 'none' }) } },
    { device: { remoteServices: [{ name: 'TeamViewer', observedAt: SEEN, facts: ['fact-remote'] }] } },
    { device: { hardening: settings({ remoteService: 'vouched' }) } },
  ],
  'tls-where-offered': [
    { device: { services: [dicomService({ transport: 'tls', port: 2762, tls: encrypted })] } },
    {
      device: {
        services: [dicomService({ transport: 'tls', port: 2762, tls: encrypted }), dicomService({ exposure: 'E4' })],
      },
    },
    { device: { services: [dicomService()] } },
  ],
  'malware-protection': [
    { device: { hardening: settings({ malware: 'list' }) } },
    { device: { hardening: settings({ malware: 'off' }), mds2: promises({ 'MLDP-2': 'yes' }) } },
    { device: { hardening: settings({ malware: 'off' }) } },
  ],
  'not-on-internet': [
    { said: [said('firewall-rules-read', 'yes', { device: null })] },
    { device: { internet: [crossing('in')] }, said: [said('firewall-rules-read', 'yes', { device: null })] },
    {},
  ],
  'backup-tested': topic({ backup: 'tested' }, { backup: 'untested' }),
  'logging-on': topic({ logging: 'on' }, { logging: 'off' }),
  'clock-set': topic({ timeSync: 'on' }, { timeSync: 'off' }),
  'session-lock': [
    { said: [said('screen-locks', 'yes')] },
    { device: { hardening: settings({ autologon: 'on' }) }, said: [said('screen-locks', 'yes')] },
    { device: { hardening: settings({ autologon: 'off' }) } },
  ],
  'sticks-blocked': topic({ usb: 'blocked' }, { usb: 'open' }),
  'disks-encrypted': [
    { device: { modality: 'US', hardening: settings({ encryption: 'on' }) } },
    { device: { modality: 'US', hardening: settings({ encryption: 'partial' }) } },
    { device: { modality: 'US' } },
  ],
  'remote-desktop-guarded': topic({ rdp: 'nla' }, { rdp: 'open' }),
  'no-clear-passwords': [
    { said: [said('clear-passwords-looked-for', 'yes')] },
    { device: { onWire: [wire({ port: 23, weaknesses: ['telnet'] })] } },
    { said: [said('clear-passwords-looked-for', 'no')] },
  ],
  'web-pages-guarded': [
    { device: { kind: 'archive' }, said: [said('web-pages-tried', 'yes')] },
    {
      device: {
        kind: 'archive',
        services: [dicomService({ port: 80, protocol: 'http', exposure: null, web: 'W4', refusal: null })],
      },
    },
    { device: { kind: 'archive' } },
  ],
  'flaws-in-hand': [
    { device: { os: os('Ubuntu 24.04'), hardening: settings({}, { lastUpdate: figure('2026-11-01') }) } },
    { findings: [finding('known-flaw', 'confirmed')] },
    { findings: [finding('known-flaw', 'potential')] },
  ],
};

function promises(answers: Readonly<Record<string, 'yes' | 'no'>>): NonNullable<DeviceSnapshot['mds2']> {
  const head = {
    id: 'doc',
    edition: '2019',
    manufacturer: 'Acme',
    model: 'CT 1',
    version: null,
    documentId: null,
    day: null,
  } as const;
  return {
    document: 'doc',
    because: 'the same product',
    confidence: 0.9,
    isChosen: false,
    head,
    answers: Object.entries(answers).map(([id, kind]) => ({
      id,
      sameAs: id,
      kind,
      answer: kind,
      note: null,
      facts: [`fact-${id}`],
    })),
  };
}

function checkNamed(id: string): PolicyCheck {
  const found = CHECKS.find((check) => check.id === id);
  if (!found) throw new Error(`no check ${id}`);
  return found;
}

function evaluate(id: string, { device = {}, findings = [], said: attestations = [] }: Case) {
  const snapshot = sampleModality(device);
  const judged = judge(snapshot, { now: NOW, knowledge: builtInKnowledge });
  return evaluateCheck(checkNamed(id), snapshot, { findings: [...judged, ...findings], attestations, now: NOW });
}

test('every check of devices has a device that keeps it, one that breaks it and one that is unknown', () => {
  expect(Object.keys(TABLE).sort()).toEqual(ofDevices.map(({ id }) => id).sort());
});

describe.each(Object.entries(TABLE))('%s', (id, [holds, broken, unknown]) => {
  test('holds, with the evidence for it', () => {
    const result = evaluate(id, holds);
    expect(result).toMatchObject({ state: 'holds', asks: null, device: 'ct-1' });
    expect(result.evidence).not.toEqual([]);
  });

  test('is broken, with the finding or the word that says so', () => {
    const result = evaluate(id, broken);
    expect(result).toMatchObject({ state: 'broken', asks: null });
    expect(result.evidence.some(({ kind }) => kind !== 'fact')).toBe(true);
    expect(result.why).not.toBe('');
  });

  test('is unknown, and says what would settle it', () => {
    expect(evaluate(id, unknown)).toMatchObject({ state: 'unknown', asks: checkNamed(id).asks });
  });

  test('never holds for a device of which only the kind is known, nor for one of which nothing is', () => {
    for (const kind of [...DEVICE_KINDS, null]) {
      for (const modality of ['CT', 'US', null]) {
        expect(evaluate(id, { device: { kind, modality } }).state).not.toBe('holds');
      }
    }
  });

  test('is not known of a device whose kind is a word of the site alone', () => {
    expect(evaluate(id, { device: { kind: 'the old thing', modality: null } }).state).toBe('unknown');
  });

  test('is not applicable to a device that is retired', () => {
    expect(evaluate(id, { ...broken, device: { ...broken.device, retired: true } }).state).toBe('not applicable');
  });
});

describe('what people say', () => {
  const site = (answer: Attestation['answer'], change: Partial<Attestation> = {}) =>
    evaluateSiteCheck(checkNamed('downtime-practiced'), {
      attestations: [said('downtime-practiced', answer, { device: null, ...change })],
      now: NOW,
    }).state;

  test.each(ofSite)('$id holds by a yes, is broken by a no or a partly, and unknown without a word', (check) => {
    const question = check.attested?.question ?? '';
    const by = (answers: readonly Attestation['answer'][]) =>
      evaluateSiteCheck(check, {
        attestations: answers.map((each) => said(question, each, { device: null })),
        now: NOW,
      });
    expect([by(['yes']).state, by(['no']).state, by(['partly']).state]).toEqual(['holds', 'broken', 'broken']);
    expect(by(['unknown'])).toMatchObject({ state: 'unknown', device: null, asks: check.asks });
    expect(by([]).state).toBe('unknown');
  });

  test('counts for as many months as the check says, and not after the day that somebody set', () => {
    expect(site('yes', { at: '2025-11-23T10:00:00.000Z' })).toBe('holds');
    expect(site('yes', { at: '2025-11-23T09:59:59.000Z' })).toBe('unknown');
    expect(site('no', { at: '2025-10-01T00:00:00.000Z' })).toBe('unknown');
    expect(site('yes', { until: '2026-11-22T23:59:59.000Z' })).toBe('unknown');
    expect(site('yes', { at: '2026-11-24T00:00:00.000Z' })).toBe('unknown');
  });

  test('the last day of a shorter month ends a word given on the 31st', () => {
    const check = checkNamed('flaws-in-hand');
    const at = (now: string) =>
      evaluateCheck(check, sampleModality(), {
        findings: [],
        attestations: [said('flaws-decided', 'yes', { at: '2026-08-31T12:00:00.000Z' })],
        now,
      }).state;
    expect(at('2027-02-28T12:00:00.000Z')).toBe('holds');
    expect(at('2027-02-28T12:00:01.000Z')).toBe('unknown');
  });

  test('of one device goes before what is said of the site, and the newest of its kind counts', () => {
    const answers = [
      said('screen-locks', 'yes', { device: null }),
      said('screen-locks', 'yes', { at: '2026-10-01T00:00:00.000Z' }),
      said('screen-locks', 'no'),
      said('screen-locks', 'yes', { device: 'another' }),
    ];
    expect(evaluate('session-lock', { said: answers }).state).toBe('broken');
    expect(evaluate('session-lock', { said: answers.slice(0, 1) }).state).toBe('holds');
    expect(evaluate('session-lock', { said: answers.slice(3) }).state).toBe('unknown');
  });

  test('partly, said of the whole site, does not tell which devices; said of a device it does', () => {
    expect(evaluate('session-lock', { said: [said('screen-locks', 'partly', { device: null })] }).state).toBe(
      'unknown',
    );
    expect(evaluate('session-lock', { said: [said('screen-locks', 'partly')] }).state).toBe('broken');
  });

  test('a no to "has somebody looked" is not known, rather than broken', () => {
    expect(evaluate('not-on-internet', { said: [said('firewall-rules-read', 'no')] }).state).toBe('unknown');
  });
});

describe('an exception on file', () => {
  const bad: Case = { device: { hardening: settings({ updates: 'off' }) } };

  test('makes the check hold while it lasts, and names itself as the evidence', () => {
    const word = said('maker-exception-updates', 'yes', { until: '2026-12-31T00:00:00.000Z' });
    const result = evaluate('updates-on', { ...bad, said: [word] });
    expect(result).toMatchObject({ state: 'holds', evidence: [{ kind: 'attestation', id: word.id }] });
    expect(evaluate('updates-on', { ...bad, said: [{ ...word, until: '2026-11-01T00:00:00.000Z' }] }).state).toBe(
      'broken',
    );
  });

  test.each(['no', 'partly', 'unknown'] as const)('answered %s excuses nothing', (answer) => {
    expect(evaluate('updates-on', { ...bad, said: [said('maker-exception-updates', answer)] }).state).toBe('broken');
  });

  test('a shield stands for a system past its support, a line in the register for a remote service', () => {
    const old: Case = { device: { os: os('Windows XP') }, said: [said('shielded', 'yes')] };
    expect(evaluate('supported-or-shielded', old).state).toBe('holds');
    const remote = { remoteServices: [{ name: 'TeamViewer', observedAt: SEEN, facts: [] }] };
    expect(
      evaluate('remote-service-registered', { device: remote, said: [said('remote-access-registered', 'yes')] }).state,
    ).toBe('holds');
  });
});

test('an excuse that names what it excuses leaves the rest broken', () => {
  const word = said('internet-by-register', 'yes');
  expect(evaluate('not-on-internet', { device: { internet: [crossing('out')] }, said: [word] }).state).toBe('holds');
  const both = { internet: [crossing('out'), crossing('in')] };
  expect(evaluate('not-on-internet', { device: both, said: [word] }).state).toBe('broken');
});

describe('what it applies to', () => {
  test('another kind of device, or another modality, is not asked', () => {
    expect(evaluate('sticks-blocked', { device: { kind: 'printer' } }).state).toBe('not applicable');
    expect(evaluate('disks-encrypted', { device: { modality: 'CT' } }).state).toBe('not applicable');
    expect(evaluate('disks-encrypted', { device: { kind: 'workstation', modality: null } }).state).toBe('unknown');
  });

  test('a maker who permits no protection, or cannot encrypt, is not asked for it', () => {
    const device = { hardening: settings({ malware: 'off' }), mds2: promises({ 'MLDP-2': 'no', 'MLDP-4': 'no' }) };
    expect(evaluate('malware-protection', { device }).state).toBe('not applicable');
    const plain = { services: [open()], mds2: promises({ 'TXCF-2': 'no', 'CONN-7': 'no' }) };
    expect(evaluate('tls-where-offered', { device: plain }).state).toBe('not applicable');
  });
});

describe('what must be known', () => {
  const old = '2025-11-01T10:00:00.000Z';
  test.each<[string, string, Partial<DeviceSnapshot>]>([
    ['a scan older than a year', 'no-unknown-caller', { services: [dicomService({}, old)] }],
    ['a scan that was stopped', 'no-unknown-caller', { services: [dicomService({ complete: false })] }],
    ['a decoy', 'no-unknown-caller', { services: [dicomService({ honeypot: 'answers everything' })] }],
    ['a refusal because of our wrong name', 'no-unknown-caller', { services: [dicomService({ refusal: 'called' })] }],
    [
      'one of two services that was not judged',
      'no-unknown-caller',
      { services: [dicomService(), dicomService({ port: 11112, refusal: null })] },
    ],
    [
      'an encrypted service that hung up without a word',
      'no-unknown-caller',
      { services: [dicomService({ protocol: 'tls', exposure: 'E1t', port: 2762, refusal: null })] },
    ],
    ['a search that was not tried', 'no-strangers-search', { services: [open({ query: 'unknown' })] }],
    [
      'a setting on which two sources differ',
      'firewall-on',
      {
        hardening: {
          ...settings({}),
          topics: settings({ firewall: 'on' }).topics.map((each) => ({
            ...each,
            against: { words: 'is off', observedAt: SEEN, sensor: 'osquery' },
          })),
        },
      },
    ],
    [
      'a bad setting that a person says was put right since',
      'firewall-on',
      {
        hardening: {
          ...settings({}),
          topics: settings({ firewall: 'off' }).topics.map((each) => ({
            ...each,
            basis: 'observed',
            sensor: 'hardening-collector',
            against: { words: 'is on', observedAt: NOW, sensor: 'checklist' },
          })),
        },
      },
    ],
    [
      'a setting looked at more than a year ago',
      'firewall-on',
      {
        hardening: {
          ...settings({}),
          topics: settings({ firewall: 'on' }).topics.map((each) => ({ ...each, observedAt: old })),
        },
      },
    ],
    [
      'a port that a scan met and no list names',
      'no-unlisted-port',
      {
        services: [dicomService({ port: 11112 })],
        hardening: settings({}, { openPorts: figure(['tcp/104']), makerPorts: figure(['tcp/104']) }),
      },
    ],
    [
      'an operating system that was guessed at',
      'supported-or-shielded',
      { os: { ...os('Windows Server 2022'), confidence: 0.3, basis: 'inferred' } },
    ],
  ])('%s proves nothing', (_what, id, device) => {
    expect(evaluate(id, { device }).state).toBe('unknown');
  });

  test('a demand for a certificate turns strangers away', () => {
    const tls = { ...encrypted, mutual: true };
    const device = {
      services: [dicomService({ transport: 'tls', protocol: 'tls', exposure: 'E1t', port: 2762, refusal: null, tls })],
    };
    expect(evaluate('no-unknown-caller', { device }).state).toBe('holds');
  });

  test('findings on another device do not count', () => {
    const other = { ...finding('hardening-firewall', 'confirmed'), device: 'another' };
    expect(
      evaluate('firewall-on', { device: { hardening: settings({ firewall: 'on' }) }, findings: [other] }).state,
    ).toBe('holds');
  });
});

test.each<[string, (yaml: string) => string, RegExp]>([
  [
    'a rule that does not exist',
    (yaml) => yaml.replace('breaks: [hardening-firewall]', 'breaks: [unheard-of]'),
    /checks\[3\]\.breaks\[0\]: There is no rule of findings unheard-of/,
  ],
  [
    'a need that does not exist',
    (yaml) => yaml.replace('needs: [hardening.firewall]', 'needs: [hardening.weather]'),
    /checks\[3\]\.needs\[0\]: .*hardening\.weather/,
  ],
  [
    'a kind that does not exist',
    (yaml) => yaml.replace('kinds: [modality, archive,', 'kinds: [scanner, archive,'),
    /checks\[0\]\.applies\.kinds\[0\]: .*scanner/,
  ],
  [
    'a circumstance that does not exist',
    (yaml) => yaml.replace('onlyIf: tls-offered', 'onlyIf: full-moon'),
    /onlyIf\[0\]: There is no circumstance full-moon/,
  ],
  [
    'a check that could never hold',
    (yaml) => yaml.replace('    needs: [hardening.firewall]\n', ''),
    /could never hold/,
  ],
  ['an id twice', (yaml) => yaml.replace('id: updates-on', 'id: firewall-on'), /firewall-on stands here twice/],
  [
    'one question in two wordings',
    (yaml) => yaml.replace('on file that says why', 'on file that tells why'),
    /maker-exception-updates is asked in other words/,
  ],
  [
    'an excuse for what breaks nothing',
    (yaml) => yaml.replace('excuses: [wire-remote-service]', 'excuses: [wire-smb1]'),
    /excusedBy\.excuses\[0\]: .*wire-smb1/,
  ],
  [
    'a check of the site that asks for facts',
    (yaml) => yaml.replace('of: site', 'of: site\n    needs: [os.supported]'),
    /rests on what people say alone/,
  ],
  [
    'a field that is not known',
    (yaml) => yaml.replace('needs: [hardening.usb]', 'needs: [hardening.usb]\n    weight: 3'),
    /weight/,
  ],
])('%s is refused', (_what, change, words) => {
  const changed = change(text);
  expect(changed).not.toBe(text);
  expect(() => readChecks({ name: 'checks.yaml', text: changed })).toThrow(words);
});

test('every need is used by a check, or is a topic of hardening', () => {
  const used = new Set(CHECKS.flatMap(({ needs }) => needs));
  expect(Object.keys(NEEDS).filter((name) => !used.has(name) && !name.startsWith('hardening.'))).toEqual([]);
});
