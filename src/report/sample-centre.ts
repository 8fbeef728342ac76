// A made-up imaging center of fourteen systems, judged, for the tests of the reports. No real names, no patients.
import type { Fact, ScanDocument, ScanEndpoint, TranscriptLine } from '#contracts/index.ts';
import { judge } from '#findings/index.ts';
import { type DeviceSnapshot, NO_HARDENING } from '#inventory/model.ts';
import { builtInKnowledge, knowledgeAsOf } from '#knowledge/index.ts';
import type { AssessmentInput } from './assessment.ts';

const NOW = '2026-11-23T09:30:00.000Z';
const SEEN = '2026-11-23T09:12:00.000Z';

const CLOSED: ScanEndpoint = {
  address: '192.168.20.10',
  port: 104,
  transport: 'tcp',
  protocol: 'dicom',
  web: null,
  honeypot: null,
  exposure: 'E2',
  offered: [],
  refusal: 'calling',
  titles: { calling: 'checked', called: 'unknown' },
  echo: null,
  query: 'unknown',
  worklist: 'unknown',
  read: 'unknown',
  write: 'unknown',
  reject: { result: 1, source: 1, reason: 3, meaning: 'calling AE title not recognized' },
  abort: null,
  tls: { grade: 0, versions: [], cipher: null, mutual: false, certificate: null, weaknesses: [] },
  implementation: null,
  deviceClass: null,
  maxPdu: null,
  connections: 2,
  banner: null,
  service: null,
  proven: [],
  asked: 'query',
  complete: true,
  notes: [],
  transcript: [
    line(0, 'sent', 'Asked for an association as XQ4T9K2M7A (a made-up station name), called title as listed'),
    line(9, 'received', 'Refused: calling AE title not recognized (1/1/3)'),
    line(1012, 'sent', 'Asked again with a made-up called title'),
    line(1020, 'received', 'Refused: called AE title not recognized (1/1/7)'),
  ],
};

function line(atMs: number, direction: TranscriptLine['direction'], summary: string): TranscriptLine {
  return { atMs, direction, summary };
}

function endpoint(address: string, port: number, change: Partial<ScanEndpoint> = {}): ScanEndpoint {
  return { ...CLOSED, address, port, ...change };
}

/** A DICOM endpoint that lets strangers in as far as the rung. */
function open(
  address: string,
  port: number,
  rung: 'E4' | 'E5' | 'E6',
  change: Partial<ScanEndpoint> = {},
): ScanEndpoint {
  const query = rung === 'E6' ? 'executed' : rung === 'E5' ? 'offered' : 'not offered';
  const last =
    rung === 'E6'
      ? [
          line(24, 'sent', 'Searched (C-FIND) for study 2.25.2130…, made up a moment ago, asking for no patient data'),
          line(31, 'received', 'Success, no match: the search was run for a stranger'),
        ]
      : [];
  return endpoint(address, port, {
    exposure: rung,
    refusal: null,
    reject: null,
    titles: { calling: 'unchecked', called: 'unchecked' },
    echo: true,
    query,
    offered: rung === 'E4' ? [] : ['E5'],
    maxPdu: 16_384,
    transcript: [
      line(0, 'sent', 'Asked for an association as XQ4T9K2M7A (a made-up station name), called title as listed'),
      line(6, 'received', 'Accepted; implementation OFFIS_DCMTK_367'),
      line(11, 'sent', 'Test message (C-ECHO)'),
      line(15, 'received', 'Answered: success'),
      ...last,
      line(36, 'sent', 'Released the association'),
    ],
    ...change,
  });
}

function port(address: string, number: number, service: string, banner: string | null = null): ScanEndpoint {
  return endpoint(address, number, {
    protocol: 'other',
    exposure: null,
    refusal: null,
    reject: null,
    service,
    banner,
    connections: 1,
    transcript: [
      line(0, 'sent', 'Connected; nothing was sent'),
      line(4, 'note', banner === null ? 'It said nothing and was closed' : `It said "${banner}" and was closed`),
    ],
  });
}

function web(
  address: string,
  number: number,
  rung: NonNullable<ScanEndpoint['web']>,
  change: Partial<ScanEndpoint> = {},
): ScanEndpoint {
  return endpoint(address, number, {
    protocol: 'http',
    exposure: null,
    refusal: null,
    reject: null,
    web: rung,
    transcript: [
      line(0, 'sent', 'GET /system'),
      line(8, 'received', rung === 'W2' ? '401: sign-in required' : '200: it told its name and version'),
    ],
    ...change,
  });
}

type Change = Partial<Omit<DeviceSnapshot, 'os' | 'services'>> & {
  readonly system?: string;
  readonly level?: readonly [level: number, reason: string];
  readonly endpoints?: readonly ScanEndpoint[];
};

let count = 0;

function device(name: string, change: Change): DeviceSnapshot {
  count += 1;
  const { system, level, endpoints = [], ...rest } = change;
  const id = `00000000-0000-4000-8000-${String(count).padStart(12, '0')}`;
  return {
    id,
    name,
    kind: null,
    modality: null,
    vendor: null,
    model: null,
    serial: null,
    location: null,
    owner: null,
    addresses: [...new Set(endpoints.map((each) => each.address))],
    aeTitles: [],
    zone: 'Clinical network',
    lastSeenAt: endpoints.length > 0 ? SEEN : null,
    retired: false,
    ...rest,
    software: [],
    identityFacts: [],
    os: system
      ? { name: system, version: null, build: null, confidence: 0.9, basis: 'attested', facts: [`fact-os-${count}`] }
      : null,
    criticality: level ? { level: level[0], reasons: [level[1]] } : null,
    onWire: [],
    remoteServices: [],
    internet: [],
    hardening: NO_HARDENING,
    mds2: null,
    services: endpoints.map((each, index) => ({ endpoint: each, observedAt: SEEN, facts: [`fact-${count}-${index}`] })),
  };
}

const CERTIFICATE = {
  subject: 'CN=viewer.lakeside.example',
  issuer: 'CN=viewer.lakeside.example',
  selfSigned: true,
  notBefore: '2023-10-01T00:00:00.000Z',
  notAfter: '2026-10-01T00:00:00.000Z',
  expired: true,
  keyType: 'rsa',
  keyBits: 2048,
  signatureAlgorithm: 'sha256WithRSAEncryption',
  sha256: '5f2c',
  names: ['viewer.lakeside.example'],
};

/** The fourteen systems. */
export const sampleDevices: readonly DeviceSnapshot[] = [
  device('PACS archive', {
    kind: 'archive',
    model: 'Orthanc',
    location: 'Server room',
    owner: 'D. Alvarez',
    system: 'Debian 11',
    aeTitles: ['LAKESIDE'],
    level: [5, 'every image passes through it'],
    endpoints: [
      open('192.168.20.10', 4242, 'E6', {
        read: 'offered',
        write: 'offered',
        offered: ['E5', 'E8o'],
        deviceClass: 'archive',
        implementation: {
          classUid: '1.2.276.0.7230010.3.0.3.6.7',
          versionName: 'OFFIS_DCMTK_367',
          product: null,
          vendor: null,
          toolkit: 'DCMTK 3.6.7',
          confidence: 0.9,
          source: null,
        },
      }),
      web('192.168.20.10', 8042, 'W3', { banner: 'Orthanc 1.10.1' }),
      port('192.168.20.10', 22, 'ssh', 'SSH-2.0-OpenSSH_8.4p1'),
    ],
  }),
  device('Worklist server', {
    kind: 'worklist',
    location: 'Server room',
    owner: 'D. Alvarez',
    system: 'Windows Server 2012 R2',
    level: [4, 'no worklist, no schedule on the scanners'],
    endpoints: [
      open('192.168.20.11', 11112, 'E6', { query: 'not offered', worklist: 'executed', offered: ['E5'] }),
      endpoint('192.168.20.11', 2575, {
        protocol: 'hl7',
        exposure: null,
        refusal: null,
        reject: null,
        transcript: [line(0, 'sent', 'Connected; nothing was sent'), line(2000, 'note', 'It waited: possibly HL7')],
      }),
      port('192.168.20.11', 445, 'smb'),
      port('192.168.20.11', 3389, 'rdp'),
    ],
  }),
  device('Web viewer', {
    kind: 'viewer',
    location: 'Server room',
    owner: 'D. Alvarez',
    system: 'Ubuntu 22.04',
    level: [3, 'referring physicians read here'],
    endpoints: [
      web('192.168.20.12', 443, 'W2', {
        transport: 'tls',
        tls: {
          grade: 1,
          versions: ['TLSv1', 'TLSv1.1', 'TLSv1.2'],
          cipher: 'ECDHE-RSA-AES256-SHA',
          mutual: false,
          certificate: CERTIFICATE,
          weaknesses: ['it accepts TLS 1.0 and 1.1', 'it accepts CBC ciphers'],
        },
      }),
    ],
  }),
  device('CT 1', {
    kind: 'modality',
    modality: 'CT',
    vendor: 'Siemens Healthineers',
    model: 'SOMATOM go.Up',
    location: 'Room 1',
    owner: 'Biomed Services Inc.',
    system: 'Windows 10 Enterprise 2016 LTSB',
    aeTitles: ['CT1'],
    level: [5, 'the only CT'],
    endpoints: [
      open('192.168.20.21', 104, 'E4', { write: 'offered', offered: ['E8o'] }),
      port('192.168.20.21', 445, 'smb'),
    ],
  }),
  device('MR 1', {
    kind: 'modality',
    modality: 'MR',
    vendor: 'GE HealthCare',
    model: 'Signa',
    location: 'Room 2',
    owner: 'Biomed Services Inc.',
    system: 'SLES 11 SP4',
    level: [4, 'the only MR'],
    endpoints: [
      endpoint('192.168.20.22', 4006),
      port('192.168.20.22', 23, 'telnet', 'login:'),
      port('192.168.20.22', 21, 'ftp'),
    ],
  }),
  device('Ultrasound 1', {
    kind: 'modality',
    modality: 'US',
    vendor: 'Philips',
    model: 'EPIQ 7',
    location: 'Room 4',
    system: 'Windows 7 Embedded',
    level: [3, 'one of three'],
    endpoints: [open('192.168.20.31', 104, 'E4'), port('192.168.20.31', 5900, 'vnc', 'RFB 003.008')],
  }),
  device('Ultrasound 2', {
    kind: 'modality',
    modality: 'US',
    vendor: 'Philips',
    model: 'EPIQ 7',
    location: 'Room 5',
    system: 'Windows 10 1809',
    level: [3, 'one of three'],
    endpoints: [open('192.168.20.32', 104, 'E4')],
  }),
  device('Ultrasound 3 (portable)', {
    kind: 'modality',
    modality: 'US',
    vendor: 'GE HealthCare',
    model: 'Vivid iq',
    level: [2, 'spare'],
    addresses: ['192.168.20.33'],
  }),
  device('X-ray 1', {
    kind: 'modality',
    modality: 'DX',
    vendor: 'Carestream',
    model: 'DRX-Evolution',
    location: 'Room 3',
    system: 'Windows 7',
    level: [4, 'walk-in patients'],
    endpoints: [
      endpoint('192.168.20.41', 104, {
        refusal: 'called',
        titles: { calling: 'unknown', called: 'checked' },
        reject: { result: 1, source: 1, reason: 7, meaning: 'called AE title not recognized' },
      }),
      port('192.168.20.41', 445, 'smb'),
    ],
  }),
  device('Mammography', {
    kind: 'modality',
    modality: 'MG',
    vendor: 'Hologic',
    model: 'Selenia Dimensions',
    location: 'Room 6',
    system: 'Windows 10 IoT Enterprise LTSC 2019',
    level: [4, 'screening program'],
    endpoints: [
      endpoint('192.168.20.42', 2762, {
        transport: 'tls',
        tls: { ...CLOSED.tls, grade: 2, versions: ['TLSv1.2', 'TLSv1.3'], mutual: true },
      }),
    ],
  }),
  device('Bone densitometer', { kind: 'modality', modality: 'BMD', vendor: 'Hologic', location: 'Room 7' }),
  device('Reading station', {
    kind: 'workstation',
    location: 'Reading room',
    owner: 'Dr. Okafor',
    system: 'Windows 11 24H2',
    level: [3, 'one of two'],
    endpoints: [open('192.168.20.51', 11112, 'E5', { write: 'offered', offered: ['E5', 'E8o'] })],
  }),
  device('Service gateway', {
    kind: 'gateway',
    vendor: 'GE HealthCare',
    location: 'Server room',
    system: 'CentOS 7',
    endpoints: [
      web('192.168.20.60', 443, 'W1', {
        transport: 'tls',
        tls: { ...CLOSED.tls, grade: 3, versions: ['TLSv1.2', 'TLSv1.3'] },
      }),
    ],
  }),
  device('Film printer', {
    kind: 'printer',
    location: 'Hall',
    endpoints: [endpoint('192.168.20.70', 104, { refusal: 'policy' })],
  }),
];

const scan: ScanDocument = {
  schema: 'dosimeter.scan/1',
  vantage: 'server room',
  startedAt: '2026-11-23T09:10:00.000Z',
  endedAt: '2026-11-23T09:16:40.000Z',
  clearance: 'query',
  authority: 'M. Haddad, practice manager, by e-mail of 2026-11-20',
  state: 'finished',
  targets: ['192.168.20.0/24'],
  ports: [104, 11112, 2762, 4242, 2575, 8042, 443, 21, 22, 23, 445, 3389, 5900],
  refused: [
    { target: '192.168.20.200', reason: 'a stored deny covers it (infusion pumps)' },
    { target: '192.168.20.201', reason: 'a stored deny covers it (infusion pumps)' },
  ],
  totals: { hosts: 254, endpoints: 3302, connections: 3340, bytesSent: 21_774, seconds: 400.2 },
  endpoints: sampleDevices.flatMap((each) => each.services.map((service) => ({ ...service.endpoint }))),
};

/** The assessment of the sample center, ready to build. */
export const sampleInput: AssessmentInput = {
  site: 'Lakeside Imaging Center',
  generatedAt: NOW,
  evidence: {
    oldestFact: '2026-11-20T14:00:00.000Z',
    newestFact: '2026-11-23T09:16:40.000Z',
    facts: 212,
    knowledgeAsOf,
  },
  scan,
  imports: {
    schema: 'dosimeter.import/1',
    files: [
      {
        file: 'equipment.csv',
        kind: 'csv',
        rows: 15,
        accepted: 14,
        rejected: [{ row: 9, reason: 'no name, serial or address' }],
        problems: [],
        rejectedTotal: 1,
        facts: 96,
        changed: 96,
        mapping: { Device: 'name', Room: 'location' },
      },
    ],
  },
  devices: sampleDevices,
  findings: sampleDevices.flatMap((each) => judge(each, { now: NOW, knowledge: builtInKnowledge })),
  risk: null,
};

/** Two facts, as lines of facts.jsonl. */
export const sampleFacts: readonly Fact[] = ['one', 'two'].map((id) => ({
  id,
  subject: { kind: 'service', key: 'tcp/192.168.20.10:4242@server room' },
  attribute: 'dicom.exposure',
  value: 'E6',
  basis: 'observed',
  confidence: 1,
  source: { sensor: 'probe', run: 'run', detail: null },
  observedAt: SEEN,
  recordedAt: NOW,
  by: 'local',
}));
