// What hangs on a made-up device: endpoints with their transcript, findings with reasons, facts with provenance.
import type { DeviceDetail, Fact, Finding, ScanEndpoint } from '#contracts/index.ts';
import { RUNG_MEANING } from '#contracts/index.ts';
import { FAKE_DOSE } from './fake-archive.ts';
import { hardeningOf } from './fake-checklists.ts';
import { daysAgo, type FakeDevice, isPastSupport } from './fake-devices.ts';

type DicomRung = NonNullable<ScanEndpoint['exposure']>;
type WebRung = NonNullable<ScanEndpoint['web']>;

const DICOM_RUNGS: readonly DicomRung[] = ['E0', 'E1', 'E1t', 'E2', 'E3', 'E4', 'E5', 'E6', 'E7'];
const WEB_RUNGS: readonly WebRung[] = ['W0', 'W1', 'W2', 'W3', 'W4', 'W5'];

/** The endpoint of a device on one of its ports, as a scan would describe it. */
export function endpointOf(device: FakeDevice, port: number, rung: string): ScanEndpoint {
  const exposure = DICOM_RUNGS.find((each) => each === rung) ?? null;
  const web = WEB_RUNGS.find((each) => each === rung) ?? null;
  const level = Number(rung.charAt(1));
  const open = exposure !== null && level >= 3;
  const encrypted = rung === 'E1t' || (web !== null && port === 443);
  const called = device.aeTitles[0] ?? 'ANY-SCP';
  return {
    address: device.addresses[0] ?? '127.77.0.1',
    port,
    transport: encrypted ? 'tls' : 'tcp',
    protocol: exposure && level >= 2 ? 'dicom' : web ? 'http' : encrypted ? 'tls' : 'unknown',
    web,
    honeypot: null,
    exposure,
    offered: exposure === 'E5' ? ['E5', 'E8o'] : [],
    refusal: exposure === 'E2' ? 'calling' : null,
    titles: open
      ? { calling: 'unchecked', called: level >= 5 ? 'unchecked' : 'checked' }
      : { calling: exposure === 'E2' ? 'checked' : 'unknown', called: 'unknown' },
    echo: open ? level >= 4 : null,
    query: !open ? 'unknown' : level >= 6 ? 'executed' : level === 5 ? 'offered' : 'not offered',
    worklist: open ? 'not offered' : 'unknown',
    read: !open ? 'unknown' : level >= 5 ? 'offered' : 'not offered',
    write: !open ? 'unknown' : level >= 4 ? 'offered' : 'refused',
    reject: exposure === 'E2' ? { result: 1, source: 1, reason: 3, meaning: 'calling AE title not recognized' } : null,
    abort: null,
    tls: {
      grade: encrypted ? 2 : 0,
      versions: encrypted ? ['TLSv1.2', 'TLSv1.3'] : [],
      cipher: encrypted ? 'TLS_AES_256_GCM_SHA384' : null,
      mutual: rung === 'E1t',
      certificate: encrypted
        ? {
            subject: `CN=${device.name}`,
            issuer: 'CN=Department CA',
            selfSigned: false,
            notBefore: daysAgo(800),
            notAfter: daysAgo(70),
            expired: true,
            keyType: 'RSA',
            keyBits: 2048,
            signatureAlgorithm: 'sha256WithRSAEncryption',
            sha256: '9f3a'.repeat(16),
            names: ['gateway.example'],
          }
        : null,
      weaknesses: encrypted ? ['The certificate has expired.'] : [],
    },
    implementation: exposure
      ? {
          classUid: '1.2.276.0.7230010.3.0.3.6.7',
          versionName: 'OFFIS_DCMTK_367',
          product: `${device.vendor ?? 'unknown'} ${device.model ?? ''}`.trim(),
          vendor: null,
          toolkit: 'DCMTK 3.6.7',
          confidence: 0.9,
          source: 'implementation class UID',
        }
      : null,
    deviceClass: device.kind,
    maxPdu: 16_384,
    connections: 4,
    banner: web ? 'nginx/1.22.1' : null,
    service: null,
    proven: [],
    asked: 'query',
    complete: true,
    notes: level >= 5 && exposure ? ['Answers under any name.'] : [],
    transcript: transcriptOf(called, rung),
  };
}

function transcriptOf(called: string, rung: string): ScanEndpoint['transcript'] {
  const level = Number(rung.charAt(1));
  const lines: ScanEndpoint['transcript'] = [
    { atMs: 0, direction: 'note', summary: 'Connected from “this server”.' },
    { atMs: 2.1, direction: 'sent', summary: `A-ASSOCIATE-RQ: calling XQK3ZP81VD, called ${called}, 9 contexts` },
  ];
  if (rung === 'E2') {
    lines.push({
      atMs: 6.4,
      direction: 'received',
      summary: 'A-ASSOCIATE-RJ: calling AE title not recognized (1/1/3)',
    });
  }
  if (rung.startsWith('E') && level >= 3) {
    lines.push({ atMs: 7.9, direction: 'received', summary: 'A-ASSOCIATE-AC: 6 of 9 contexts accepted' });
  }
  if (rung.startsWith('E') && level >= 4) {
    lines.push({ atMs: 9.3, direction: 'sent', summary: 'C-ECHO request' });
    lines.push({ atMs: 11.2, direction: 'received', summary: 'C-ECHO response, status 0000 (success)' });
  }
  if (rung.startsWith('E') && level >= 6) {
    lines.push({
      atMs: 12.5,
      direction: 'sent',
      summary: 'C-FIND for the random study 2.25.2081…5531, no patient key',
    });
    lines.push({
      atMs: 31.8,
      direction: 'received',
      summary: 'C-FIND response, status 0000, no match: the search was run',
    });
  }
  lines.push({ atMs: 40, direction: 'note', summary: `Released. Proven: ${rung}.` });
  return lines;
}

interface FactInput {
  readonly attribute: string;
  readonly value: string;
  readonly basis: Fact['basis'];
  readonly confidence: number;
}

/** A fact about a device of the fake. */
export function factOf(device: FakeDevice, { attribute, value, basis, confidence }: FactInput): Fact {
  const observed = basis === 'observed';
  return {
    id: `fact-${device.id}-${attribute}-${basis}`,
    subject: { kind: 'address', key: device.addresses[0] ?? '' },
    attribute,
    value,
    basis,
    confidence,
    source: {
      sensor: observed ? 'probe' : basis === 'attested' ? 'intake' : 'inventory',
      run: 'scan-2',
      detail: observed ? 'DICOM association' : basis === 'attested' ? 'assets.csv, row 12' : null,
    },
    observedAt: daysAgo(observed ? 0.1 : 30),
    recordedAt: daysAgo(observed ? 0.1 : 30),
    by: observed ? 'scan' : 'owner@example.org',
  };
}

/** Findings of a device, worst first. */
export function findingsOf(device: FakeDevice): Finding[] {
  const found: Finding[] = [...flawFindingsOf(device), ...recallFindingsOf(device)];
  const [service] = device.ports;
  const level = Number(device.exposure?.charAt(1) ?? 0);
  if (service && level >= 3) {
    const web = service.rung.startsWith('W');
    found.push({
      ...base(device, `${device.id}-exposure`),
      kind: 'exposure',
      rule: web ? 'web-open-query' : level >= 6 ? 'dicom-open-query' : 'dicom-any-caller',
      title: `${meaning(service.rung)} on port ${service.port}`,
      severity: level >= 6 || (web && level >= 4) ? 'critical' : level >= 4 ? 'high' : 'medium',
      reasons: [
        {
          rule: 'rung',
          because: `${service.rung} was proven on ${device.addresses[0] ?? ''}:${service.port}.`,
          facts: [`fact-${device.id}-service.exposure-observed`],
        },
      ],
      fix: {
        kind: 'configure',
        text: web
          ? 'Switch on sign-in for the viewer, and let only the reading stations reach it.'
          : 'Keep a list of allowed callers on the server: accept only the AE titles of your own devices.',
        who: 'pacs',
      },
      standing: standingOf(null, -3),
      priority: {
        score: 20 + level * 8 + (device.criticality ?? 3) * 3,
        terms: [
          { name: 'Rung', value: 20 + level * 8, because: `${service.rung}: ${meaning(service.rung)}` },
          {
            name: 'How critical',
            value: (device.criticality ?? 3) * 3,
            because: device.criticality ? `Level ${device.criticality} of 5` : 'Not known, counted as 3 of 5',
          },
        ],
      },
    });
  }
  if (isPastSupport(device.os)) {
    found.push({
      ...base(device, `${device.id}-lifecycle`),
      kind: 'lifecycle',
      rule: 'os-past-support',
      title: `${device.os ?? ''} gets no security updates any more`,
      severity: 'high',
      confidence: 0.85,
      reasons: [
        {
          rule: 'end-of-support',
          because: 'Free security updates ended on January 14, 2020.',
          facts: [`fact-${device.id}-os-attested`],
        },
      ],
      fix: {
        kind: 'ask maker',
        text: 'Ask the maker for an upgrade that keeps the device’s approval. Until then let it speak only with the PACS and the worklist.',
        who: 'biomed',
      },
      standing: standingOf('accepted', 20),
      sources: [{ name: 'life-cycle table', asOf: '2026-08-22' }],
      priority: {
        score: 31,
        terms: [
          { name: 'End of support', value: 25, because: 'more than five years ago' },
          { name: 'Reachable', value: 6, because: 'answers on the network' },
        ],
      },
    });
  }
  return found;
}

const UNITS = ['on it', 'not on it', 'list not readable', 'serial unknown'] as const;

/** Findings on a made-up recall, of the devices of one made-up maker; each kind of answer occurs. */
function recallFindingsOf(device: FakeDevice): Finding[] {
  if (device.vendor !== 'Aurora Imaging') return [];
  const at = Number(/\d+$/.exec(device.id)?.[0] ?? 0) % UNITS.length;
  const unit = UNITS[(at + 3) % UNITS.length] ?? 'on it';
  const isOn = unit === 'on it';
  return [
    {
      ...base(device, `${device.id}-recall`),
      kind: 'program',
      rule: 'recall',
      title: isOn ? 'This unit is on recall Z-0000-2026' : 'Whether this unit is on recall Z-0000-2026 is not known',
      severity: isOn ? 'medium' : 'none',
      state: isOn ? 'confirmed' : unit === 'not on it' ? 'not affected' : 'unknown',
      reasons: [{ rule: 'recall', because: 'It names the model in its product.', facts: [] }],
      fix: {
        kind: 'ask maker',
        text: 'Look for the letter of the maker about this recall, and do what it asks.',
        who: 'biomed',
      },
      sources: [{ name: 'openFDA', asOf: '2026-11-01' }],
      recall: {
        id: 'Z-0000-2026',
        event: '90000',
        unit,
        level: 'II',
        firm: 'Aurora Imaging, Inc',
        product: 'Helion 64 computed tomography system',
        reason: 'The table may move by itself. <img src=x onerror=alert(1)>',
        initiated: '2026-03-02',
        ended: null,
      },
      priority: { score: isOn ? 24 : 0, terms: [] },
    },
  ];
}

type FindingBase = Omit<Finding, 'kind' | 'rule' | 'title' | 'severity' | 'reasons' | 'fix' | 'priority'>;

/** Findings on published flaws, of the scanners of one made-up maker. */
function flawFindingsOf(device: FakeDevice): Finding[] {
  if (device.vendor !== 'Aurora Imaging') return [];
  return [
    {
      ...base(device, `${device.id}-flaw`),
      kind: 'vulnerability',
      rule: 'known-flaw',
      title: `${device.model ?? ''} may have the published flaw CVE-2026-10001`,
      severity: 'high',
      state: 'potential',
      confidence: 0.54,
      cve: 'CVE-2026-10001',
      advisories: ['AUR-2026-01'],
      kev: true,
      epss: 0.42,
      cvss: {
        version: '3.1',
        vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:L/A:L',
        score: 8.6,
        environmental: {
          vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:L/A:L/CR:M/IR:M/AR:H',
          score: 8.9,
          because: [
            {
              metric: 'CR',
              value: 'M',
              because: 'data of patients: the last examinations, and the settings of the next',
            },
            { metric: 'IR', value: 'M', because: 'diagnosis: the last examinations, and the settings of the next' },
            { metric: 'AR', value: 'H', because: 'clinical workflow: criticality 5 of 5: the only CT' },
          ],
        },
      },
      ssvc: {
        decision: null,
        lowest: 'scheduled',
        highest: 'out-of-cycle',
        path: [
          {
            point: 'Exploitation',
            value: 'active',
            because: "in CISA's catalog of known exploited vulnerabilities since 2026-03-01",
          },
          {
            point: 'System Exposure',
            value: 'controlled',
            because: 'in 10.20.0.0/24, private addresses; strangers were refused where they were seen to try',
          },
          { point: 'Automatable', value: null, because: 'nobody has published how the flaw is used' },
          {
            point: 'Human Impact',
            value: 'medium',
            because:
              'safety marginal: wrong settings of the tube can injure, and emergencies wait for it; mission mef failure: criticality 5 of 5 (the only CT)',
          },
        ],
      },
      reasons: [
        {
          rule: 'known-flaw',
          because:
            'AUR-2026-01 "Helion: console service" names Helion 64 (before 4.2); which version this one runs is not known. What would settle it: read the software version on the service screen.',
          facts: [],
        },
      ],
      fix: {
        kind: 'ask maker',
        text: 'Ask the maker whether this device has the flaw, and when the repair is released.',
        who: 'maker',
      },
      standing: standingOf('waiting', 9),
      sources: [{ name: 'CSAF: AUR-2026-01', asOf: '2026-10-02' }],
      priority: { score: 61, terms: [{ name: 'proven', value: 61, because: 'CVSS 9.8 (3.1), as published' }] },
    },
  ];
}

function base(device: FakeDevice, id: string): FindingBase {
  return {
    id,
    device: device.id,
    deviceName: device.name,
    state: 'confirmed',
    confidence: 0.98,
    cve: null,
    advisories: [],
    kev: false,
    epss: null,
    cvss: null,
    sources: [],
  };
}

function meaning(rung: string): string {
  return Object.entries(RUNG_MEANING).find(([name]) => name === rung)?.[1] ?? rung;
}

/** Everything about one device. */
export function detailOf(device: FakeDevice): DeviceDetail {
  const row: FactInput[] = [];
  if (device.vendor) row.push({ attribute: 'vendor', value: device.vendor, basis: 'attested', confidence: 0.9 });
  if (device.model) row.push({ attribute: 'model', value: device.model, basis: 'attested', confidence: 0.9 });
  if (device.serial) row.push({ attribute: 'serial', value: device.serial, basis: 'attested', confidence: 0.95 });
  if (device.os) row.push({ attribute: 'os', value: device.os, basis: 'attested', confidence: 0.85 });
  const attributes = row.map((input) => ({
    attribute: input.attribute,
    label: LABELS[input.attribute] ?? input.attribute,
    value: input.value,
    confidence: input.confidence,
    conflict: input.attribute === 'model',
    facts:
      input.attribute === 'model'
        ? [
            factOf(device, input),
            factOf(device, { ...input, value: `${input.value} (rev. B)`, basis: 'observed', confidence: 0.6 }),
          ]
        : [factOf(device, input)],
  }));
  const [address = ''] = device.addresses;
  const [title] = device.aeTitles;
  return {
    device: rowOf(device),
    criticality: device.criticality ? { level: device.criticality, reasons: ['Used for emergency patients'] } : null,
    circumstances: {
      stated: device.circumstances ?? { emergency: true },
      unknown: ['onlyOne', 'guidesTherapy', 'substituteHours', 'patientsPerDay', 'replacementDays'],
      levels: [3, 5],
    },
    attributes,
    services: device.ports.map(({ port, rung }) => ({
      id: `${device.id}:${port}`,
      address,
      port,
      endpoint: endpointOf(device, port, rung),
      observedAt: daysAgo(0.1),
      scan: 'scan-2',
      facts: [factOf(device, { attribute: 'service.exposure', value: rung, basis: 'observed', confidence: 1 })],
    })),
    findings: findingsOf(device),
    because: {
      kind: [
        {
          text: `${device.name} answers to services that only such a device offers.`,
          facts: [
            factOf(device, {
              attribute: 'device.kind',
              value: device.kind ?? 'workstation',
              basis: 'inferred',
              confidence: 0.8,
            }),
          ],
        },
      ],
      zone: [{ text: `${address} lies in ${device.zone}; no wider or narrower network is known.`, facts: [] }],
    },
    subjects: [
      { kind: 'address', key: address, because: 'answered in the scan of November 23' },
      ...(title ? [{ kind: 'ae-title', key: title, because: 'named by the asset list for the same address' }] : []),
      ...(device.serial ? [{ kind: 'serial', key: device.serial, because: 'row 12 of assets.csv' }] : []),
    ],
    history: [
      { at: daysAgo(0.1), what: 'Seen by a scan', by: 'scan', decision: null, undoable: false },
      {
        at: daysAgo(12),
        what: `Merged with ${title ?? 'another sighting'}`,
        by: 'owner@example.org',
        decision: `decision-${device.id}`,
        undoable: true,
      },
      { at: daysAgo(30), what: 'Imported from assets.csv', by: 'owner@example.org', decision: null, undoable: false },
    ],
    dose: device.modality === 'CT' ? FAKE_DOSE : [],
    hardening: hardeningOf(device),
    cited: [],
  };
}

const LABELS: Readonly<Record<string, string>> = {
  vendor: 'Maker',
  model: 'Model',
  serial: 'Serial number',
  os: 'Operating system',
};

/** The device as it stands in the list. */
export function rowOf({ serial: _serial, ports: _ports, ...row }: FakeDevice) {
  return row;
}

function standingOf(decided: 'accepted' | 'waiting' | null, days: number): NonNullable<Finding['standing']> {
  const by = { decision: 'decision-1', askedBy: 'pacs@example.org', askedAt: daysAgo(41) };
  return {
    firstSeenAt: daysAgo(50),
    due: { at: daysAgo(-days), days, because: 'severity high', overdue: days < 0 },
    acceptance:
      decided === 'accepted'
        ? {
            ...by,
            state: 'accepted',
            reason: 'The scanner stands alone behind a <b>firewall</b> until it is replaced.',
            justification: null,
            until: daysAgo(-90),
            approvedBy: 'owner@example.org',
            approvedAt: daysAgo(40),
          }
        : null,
    maker:
      decided === 'waiting'
        ? {
            ...by,
            maker: 'Siemens Healthineers',
            how: 'e-mail',
            question: 'Which version repairs it?',
            days: 41,
            promisedFor: null,
            answer: null,
          }
        : null,
  };
}
