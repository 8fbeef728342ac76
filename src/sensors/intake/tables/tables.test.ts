// Tables of other systems, as their real programs wrote them (samples/README.md says which).
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { sayings, takenIn } from '../taken.ts';

const sample = (name: string) => readFileSync(path.join(import.meta.dirname, '../samples', name));
const SHARED = process.env['DOSIMETER_SHARED'] ?? path.resolve(import.meta.dirname, '../../../../../shared');

const hint = (means: string) => `device.hint {"sign":"DHCP vendor class","value":"${means}","means":null}`;

test.each([
  [
    'isc-dhcpd.leases',
    'dhcpd-leases',
    [
      `10.77.0.100 ${hint('GEMS-CT')}`,
      '10.77.0.100 device.hostName CT-ROOM1',
      '10.77.0.100 device.mac 00:1a:6b:12:34:56',
      `10.77.0.101 ${hint('MSFT 5.0')}`,
      '10.77.0.101 device.hostName us-1',
      '10.77.0.101 device.mac 00:1a:6b:12:34:57',
    ],
  ],
  [
    'kea-leases4.csv',
    'kea-leases',
    [
      '10.77.0.100 device.hostName ct-room1',
      '10.77.0.100 device.mac 00:1a:6b:12:34:57',
      '10.77.0.101 device.hostName us-1',
      '10.77.0.101 device.mac 00:1a:6b:12:34:56',
    ],
  ],
  [
    'dnsmasq.leases',
    'dnsmasq-leases',
    ['10.77.0.104 device.hostName CT-ROOM1', '10.77.0.104 device.mac 00:1a:6b:12:34:56'],
  ],
  ['ip-neigh.txt', 'neighbor-table', ['10.77.0.104 device.mac 00:1a:6b:12:34:56']],
  ['arp-an.txt', 'neighbor-table', ['10.77.0.104 device.mac 00:1a:6b:12:34:56']],
] as const)('%s says who has which address', async (name, kind, expected) => {
  const { facts, report } = await takenIn(sample(name));
  expect(report).toMatchObject({ kind, rejectedTotal: 0 });
  expect(sayings(facts).map((line) => line.replace(`${hint('')}`, ''))).toEqual([...expected].sort());
  expect((await takenIn(sample(name))).facts.map(({ id }) => id)).toEqual(facts.map(({ id }) => id));
});

test('a lease that has run out keeps no hardware address, and its name is a hint', async () => {
  const old = sample('isc-dhcpd.leases').toString('utf8').replaceAll('2026/11/', '2025/01/');
  const { facts } = await takenIn(old);
  expect(facts.some(({ attribute }) => attribute === 'device.mac')).toBe(false);
  expect(facts.find(({ attribute }) => attribute === 'device.hostName')?.confidence).toBeLessThan(0.5);
});

test.each([
  ['isc-dhcpd.leases', -40],
  ['kea-leases4.csv', -30],
  ['nfdump-json.txt', -30],
])('%s that is cut keeps what was whole', async (name, at) => {
  const whole = await takenIn(sample(name));
  const cut = await takenIn(sample(name).subarray(0, at));
  expect(cut.report.rejectedTotal).toBe(1);
  expect(cut.facts.length).toBeGreaterThan(0);
  expect(cut.facts.length).toBeLessThanOrEqual(whole.facts.length);
});

test('flows of nfdump, both directions one flow, the server by its port', async () => {
  const { facts, report } = await takenIn(sample('nfdump-json.txt'));
  expect(report.kind).toBe('nfdump-json');
  expect(report.rejected).toEqual([]);
  const flows = sayings(facts).filter((line) => line.includes('flow.protocol'));
  expect(flows).toContain('tcp/127.0.20.21>127.0.10.21:104 flow.protocol dicom');
  expect(flows).toContain('tcp/127.0.20.21>127.0.10.11:4242 flow.protocol tcp');
  expect(flows.every((line) => /tcp\/127\.0\.20\.\d+>127\.0\.10\.\d+:/.test(line))).toBe(true);
});

test('the flows that nfdump prints as a table are the flows that it prints as JSON', async () => {
  const table = await takenIn(sample('nfdump.csv'));
  expect(table.report).toMatchObject({ kind: 'flow-csv', rows: 22, rejectedTotal: 0 });
  expect(sayings(table.facts)).toEqual(sayings((await takenIn(sample('nfdump-json.txt'))).facts));
  const broken = sample('nfdump.csv')
    .toString('utf8')
    .replace(/(?<=\n)(?:[^,\n]*,){5}[^\n]*/, '2026-11-23 13:23:35,cut');
  const { report } = await takenIn(broken);
  expect(report).toMatchObject({ rows: 22, rejected: [{ row: 2, reason: expect.stringContaining('2 cells') }] });
});

test('the systems that an Orthanc answers with, and one of them without a host', async () => {
  const answer = sample('orthanc-modalities.json').toString('utf8');
  const { facts, report } = await takenIn(answer);
  expect(report).toMatchObject({ kind: 'orthanc-modalities', rows: 3, rejectedTotal: 0 });
  expect(sayings(facts)).toEqual([
    'orthanc-modality/CT_ROOM1@10.77.0.21 device.address 10.77.0.21',
    'orthanc-modality/CT_ROOM1@10.77.0.21 device.aeTitle CT_ROOM1',
    'orthanc-modality/REVIEW_WS@10.77.0.40 device.address 10.77.0.40',
    'orthanc-modality/REVIEW_WS@10.77.0.40 device.aeTitle REVIEW_WS',
    'orthanc-modality/US1@us.clinic.test device.aeTitle US1',
    'orthanc-modality/US1@us.clinic.test device.hostName us.clinic.test',
  ]);
  const cut = await takenIn(answer.replace('"Host": "10.77.0.40",', ''));
  expect(cut.report).toMatchObject({ rows: 3, rejectedTotal: 1 });
  expect(cut.facts).toHaveLength(4);
  expect((await takenIn(answer)).facts.map(({ id }) => id)).toEqual(facts.map(({ id }) => id));
});

test('a dcm4chee knows where a device takes DICOM in clear, not where it takes HL7 or speaks to itself', async () => {
  const connection = (name: string, device: string, ...lines: readonly string[]) =>
    [`dn: cn=${name},dicomDeviceName=${device},cn=Devices`, 'objectClass: dicomNetworkConnection', ...lines, ''].join(
      '\n',
    );
  const title = (name: string, device: string) =>
    `dn: dicomAETitle=${name},dicomDeviceName=${device},cn=Devices\nobjectClass: dicomNetworkAE\ndicomAETitle: ${name}\n`;
  const { facts } = await takenIn(
    [
      'dn: dicomDeviceName=arc,cn=Devices\nobjectClass: dcmArchiveDevice\ndcmKeyStorePin: secret-of-ours\n',
      connection('hl7', 'ct-1', 'dicomHostname: 10.0.0.12', 'dicomPort: 2575', 'dcmProtocol: HL7'),
      connection(
        'tls',
        'ct-1',
        'dicomHostname: 10.0.0.11',
        'dicomPort: 2762',
        'dicomTLSCipherSuite: TLS_AES_128_GCM_SHA256',
      ),
      connection('dicom', 'ct-1', 'dicomHostname: 10.0.0.11', 'dicomPort: 104'),
      title('CT_ROOM1', 'ct-1'),
      connection('dicom', 'tool', 'dicomHostname: localhost', 'dicomPort: 11115'),
      title('TOOL', 'tool'),
    ].join('\n'),
  );
  expect(sayings(facts).filter((line) => line.includes('device.peer'))).toEqual([
    'dcm4chee/arc device.peer {"title":"CT_ROOM1","address":"10.0.0.11","port":104}',
    'dcm4chee/arc device.peer {"title":"TOOL","address":null,"port":11115}',
  ]);
  expect(JSON.stringify(facts)).not.toContain('secret-of-ours');
});

test('a cut record in an indented list costs itself, and not what follows', async () => {
  const own = '{"hardware_serial":"SN-7","hostname":"ct-1","uuid":"4C4C4544-1"}';
  const { facts, report } = await takenIn(
    `[\n  ${own},\n  {"name":"Viewer","version":\n  {"name":"Console","version":"9.1","publisher":"Aurora"}\n]\n`,
  );
  expect(report).toMatchObject({ kind: 'osqueryi-json', rows: 3, rejected: [{ row: 3 }] });
  expect(sayings(facts)).toContain(
    'osquery/4C4C4544-1 software {"name":"Console","version":"9.1","cpe":null,"purl":null}',
  );
});

const DEVICE = path.join(SHARED, 'samples/hl7-fhir/fhir-device/Device-stu3.json');

test.skipIf(!existsSync(DEVICE))('a FHIR device, alone and in a bundle with others that are none', async () => {
  const alone = await takenIn(readFileSync(DEVICE));
  const said = sayings(alone.facts).map((line) => line.replace(/^\S+ /, ''));
  expect(said).toEqual([
    'device.assetTag 345675',
    'device.kind ECG',
    'device.model AB 45-J',
    'device.serial AMID-342135-8464',
    'device.vendor Acme Devices, Inc',
  ]);
  const device: unknown = JSON.parse(readFileSync(DEVICE, 'utf8'));
  const patient = { resourceType: 'Patient', name: [{ family: 'Canary' }] };
  const bundle = await takenIn(
    JSON.stringify({ resourceType: 'Bundle', entry: [{ resource: device }, { resource: patient }] }),
  );
  expect(bundle.report).toMatchObject({ rows: 2, accepted: 1 });
  expect(JSON.stringify(bundle.facts)).not.toMatch(/canary/i);
});

const ORTHANC = '/etc/orthanc/orthanc.json';

test.skipIf(!existsSync(ORTHANC))(
  "Orthanc's own configuration, comments and all, with the systems that were entered",
  async () => {
    const shipped = readFileSync(ORTHANC, 'utf8');
    const entered = shipped.replace(
      /"DicomModalities" : \{/,
      '$& "ct" : ["CT_ROOM1", "10.0.0.11", 104], "us" : {"AET": "US1", "Host": "us.clinic.test", "Port": 11112}, "odd" : ["X"],',
    );
    const { facts, report } = await takenIn(entered);
    expect(report).toMatchObject({ kind: 'orthanc-config', rows: 4, rejectedTotal: 1 });
    expect(sayings(facts)).toEqual([
      '10.0.0.11 device.aeTitle CT_ROOM1',
      'orthanc/ORTHANC device.aeTitle ORTHANC',
      'orthanc/ORTHANC device.kind archive',
      'orthanc/ORTHANC device.name Orthanc',
      'orthanc/ORTHANC device.peer {"title":"CT_ROOM1","address":"10.0.0.11","port":104}',
      'orthanc/ORTHANC device.peer {"title":"US1","address":"us.clinic.test","port":11112}',
    ]);
  },
);

test('passwords in a configuration are never read', async () => {
  const { facts } = await takenIn(
    JSON.stringify({ DicomAet: 'PACS1', RegisteredUsers: { admin: 'secret-of-ours' }, DicomModalities: {} }),
  );
  expect(facts.length).toBeGreaterThan(0);
  expect(JSON.stringify(facts)).not.toContain('secret-of-ours');
});
