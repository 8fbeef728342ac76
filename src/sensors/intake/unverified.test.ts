// Formats of which no file of the real tool was at hand, as their makers describe them: what each row says, which rows are broken, and that
// whoever takes in such a file is told.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { IMPORTERS } from './importers.ts';
import { IMPORT_KINDS, previewCsv } from './index.ts';
import { sayings, takenIn } from './taken.ts';

const ADDRESS = ['10.0.0.11 device.hostName CT-ROOM1', '10.0.0.11 device.mac 00:11:22:33:44:55'];
const FLOW = [
  '10.0.0.11 device.role Calls dicom',
  '10.0.0.20 device.role Answers dicom',
  'tcp/10.0.0.11>10.0.0.20:104 flow.protocol dicom',
];
const seenFrom = (kind: string) => [
  `tcp/203.0.113.7:104@${kind} service.name dicom`,
  `tcp/203.0.113.7:104@${kind} service.port 104`,
  `tcp/203.0.113.7:104@${kind} service.protocol dicom`,
];

interface Sample {
  readonly lines: readonly string[];
  readonly says: readonly string[];
  /** Rows that are broken. */
  readonly broken: readonly number[];
}

const SAMPLES: Readonly<Record<string, Sample>> = {
  'dcm4chee-json': {
    lines: [
      '[{"dicomDeviceName":"ct1","dicomAETitle":"CT_ROOM1","dicomNetworkConnection":[{"cn":"dicom","dicomHostname":"10.0.0.11","dicomPort":104}],"dicomManufacturer":"Aurora","dicomManufacturerModelName":"Beam 9","dicomSoftwareVersion":["VA1"]},',
      '{"dicomAETitle":"X"}]',
    ],
    says: [
      'dcm4chee/ct1 device.address 10.0.0.11',
      'dcm4chee/ct1 device.aeTitle CT_ROOM1',
      'dcm4chee/ct1 device.model Beam 9',
      'dcm4chee/ct1 device.name ct1',
      'dcm4chee/ct1 device.vendor Aurora',
      'dcm4chee/ct1 software {"name":"Beam 9","version":"VA1","cpe":null,"purl":null}',
    ],
    broken: [2],
  },
  'dcm4chee-ldif': {
    lines: [
      'dn: dicomDeviceName=dcm4chee-arc,cn=Devices',
      'objectClass: dicomDevice',
      'objectClass: dcmArchiveDevice',
      'dicomDeviceName: dcm4chee-arc',
      '',
      'dn: dicomAETitle=DCM4CHEE,dicomDeviceName=dcm4chee-arc,cn=Devices',
      'objectClass: dicomNetworkAE',
      'dicomAETitle: DCM4CHEE',
      '',
      'dn: dicomDeviceName=ct1,cn=Devices',
      'objectClass: dicomDevice',
      'dicomDeviceName: ct1',
      '',
      'dn: cn=dicom,dicomDeviceName=ct1,cn=Devices',
      'objectClass: dicomNetworkConnection',
      'dicomHostname: 10.0.0.11',
      'dicomPort: 104',
      '',
      'dn: dicomAETitle=CT_ROOM1,dicomDeviceName=ct1,cn=Devices',
      'objectClass: dicomNetworkAE',
      'dicomAETitle: CT_ROOM1',
    ],
    says: [
      'dcm4chee/ct1 device.address 10.0.0.11',
      'dcm4chee/ct1 device.aeTitle CT_ROOM1',
      'dcm4chee/ct1 device.name ct1',
      'dcm4chee/dcm4chee-arc device.aeTitle DCM4CHEE',
      'dcm4chee/dcm4chee-arc device.name dcm4chee-arc',
      'dcm4chee/dcm4chee-arc device.peer {"title":"CT_ROOM1","address":"10.0.0.11","port":104}',
    ],
    broken: [],
  },
  'ae-table-csv': {
    lines: [
      'AE Title,IP,Port,Description,Configured on',
      'CT_ROOM1,10.0.0.11,104,CT room 1,PACS1',
      'THIS_TITLE_IS_TOO_LONG,10.0.0.12,104,,',
    ],
    says: [
      'ae-table/CT_ROOM1@10.0.0.11 device.address 10.0.0.11',
      'ae-table/CT_ROOM1@10.0.0.11 device.aeTitle CT_ROOM1',
      'ae-table/CT_ROOM1@10.0.0.11 device.name CT room 1',
      'ae-table/PACS1 device.aeTitle PACS1',
      'ae-table/PACS1 device.peer {"title":"CT_ROOM1","address":"10.0.0.11","port":104}',
    ],
    broken: [3],
  },
  'windows-dhcp-csv': {
    lines: [
      '"IPAddress","ScopeId","ClientId","HostName","AddressState"',
      '"10.0.0.11","10.0.0.0","00-11-22-33-44-55","CT-ROOM1","Active"',
      '"10.0.0.999","10.0.0.0","00-11-22-33-44-56","X","Active"',
    ],
    says: ADDRESS,
    broken: [3],
  },
  'windows-dhcp-xml': {
    lines: [
      '<?xml version="1.0"?><DHCPServer><IPv4><Scopes><Scope><Leases><Lease><IPAddress>10.0.0.11</IPAddress><ClientId>00-11-22-33-44-55</ClientId><HostName>CT-ROOM1</HostName><AddressState>Active</AddressState></Lease><Lease><IPAddress>nowhere</IPAddress></Lease></Leases></Scope></Scopes></IPv4></DHCPServer>',
    ],
    says: ADDRESS,
    broken: [2],
  },
  'windows-dhcp-dump': {
    lines: [
      'Dhcp Server 10.0.0.1 add scope 10.0.0.0 255.255.255.0 "Imaging"',
      'Dhcp Server 10.0.0.1 Scope 10.0.0.0 Add reservedip 10.0.0.11 001122334455 "CT-ROOM1" "" "BOTH"',
      'Dhcp Server 10.0.0.1 Scope 10.0.0.0 Add reservedip 10.0.0.12',
    ],
    says: ADDRESS,
    broken: [3],
  },
  'switch-tables': {
    lines: [
      'core1#show ip arp',
      'Protocol  Address          Age (min)  Hardware Addr   Type   Interface',
      'Internet  10.0.0.11              12   0011.2233.4455  ARPA   Vlan20',
      'Internet  10.0.0.12',
      'core1#show mac address-table',
      '  20    0011.2233.4455    DYNAMIC     Gi1/0/7',
    ],
    says: [
      '10.0.0.11 device.mac 00:11:22:33:44:55',
      '10.0.0.11 device.vlan 20',
      'switch/00:11:22:33:44:55 device.hint {"sign":"Switch port","value":"core1 Gi1/0/7","means":null}',
      'switch/00:11:22:33:44:55 device.mac 00:11:22:33:44:55',
      'switch/00:11:22:33:44:55 device.vlan 20',
    ],
    broken: [4],
  },
  'address-table-csv': {
    lines: ['IP Address,MAC Address,VLAN,Port', '10.0.0.11,00:11:22:33:44:55,20,Gi1/0/7', '10.0.0.12,none,20,Gi1/0/8'],
    says: ['10.0.0.11 device.mac 00:11:22:33:44:55', '10.0.0.11 device.vlan 20'],
    broken: [3],
  },
  'osqueryi-json': {
    lines: [
      '[{"computer_name":"CT-ROOM1","hardware_model":"Z4","hardware_serial":"S-1001","hardware_vendor":"HP","hostname":"ct-room1","uuid":"11112222-3333-4444-5555-666677778888"},',
      '{"address":"10.0.0.11","interface":"eth0"},',
      '"no row"]',
    ],
    says: [
      'osquery/11112222-3333-4444-5555-666677778888 device.address 10.0.0.11',
      'osquery/11112222-3333-4444-5555-666677778888 device.hostName ct-room1',
      'osquery/11112222-3333-4444-5555-666677778888 device.model Z4',
      'osquery/11112222-3333-4444-5555-666677778888 device.serial S-1001',
      'osquery/11112222-3333-4444-5555-666677778888 device.vendor HP',
    ],
    broken: [3],
  },
  'runzero-json': {
    lines: [
      '{"id":"a1","addresses":["10.0.0.11"],"macs":["00:11:22:33:44:55"],"names":["CT-ROOM1"],"os":"Microsoft Windows 10","hw_vendor":"HP","hw_product":"Z4","type":"Desktop","service_ports_tcp":["104"],"last_seen":1763632800}',
      '{"addresses":["10.0.0.12"],"service_ports_tcp":[]}',
    ],
    says: [
      'runzero/a1 device.address 10.0.0.11',
      'runzero/a1 device.hostName CT-ROOM1',
      'runzero/a1 device.kind Desktop',
      'runzero/a1 device.mac 00:11:22:33:44:55',
      'runzero/a1 device.model Z4',
      'runzero/a1 device.vendor HP',
      'runzero/a1 os.name Microsoft Windows 10',
      'tcp/10.0.0.11:104@runzero-json service.port 104',
      'tcp/10.0.0.11:104@runzero-json service.protocol unknown',
    ],
    broken: [2],
  },
  'shodan-json': {
    lines: [
      '{"ip_str":"203.0.113.7","port":104,"transport":"tcp","hostnames":["pacs.clinic.test"],"_shodan":{"module":"dicom"},"timestamp":"2025-11-20T10:00:00.000000","data":"CANARY^QUINCY"}',
      '{"ip_str":"203.0.113.8","hostnames":[]}',
    ],
    says: [
      '203.0.113.7 device.hostName pacs.clinic.test',
      '203.0.113.7 device.role Reached from the Internet (Shodan)',
      ...seenFrom('shodan-json'),
    ],
    broken: [2],
  },
  'censys-json': {
    lines: [
      '{"ip":"203.0.113.7","services":[{"port":104,"service_name":"DICOM","extended_service_name":"DICOM","transport_protocol":"TCP"}],"last_updated_at":"2025-11-20T10:00:00Z"}',
      '{"services":[]}',
    ],
    says: ['203.0.113.7 device.role Reached from the Internet (Censys)', ...seenFrom('censys-json')],
    broken: [2],
  },
  'palo-alto-csv': {
    lines: [
      'Receive Time,Source address,Destination address,Source Port,Destination Port,IP Protocol,Application,Action,Bytes Received',
      '2025/11/20 10:00:00,10.0.0.11,10.0.0.20,40000,104,tcp,dicom,allow,100',
      '2025/11/20 10:00:00,10.0.0.66,10.0.0.20,40000,445,tcp,ms-ds-smb,deny,0',
      '2025/11/20 10:00:00,10.0.0.11,,40000,104,tcp,dicom,allow,100',
    ],
    says: FLOW,
    broken: [4],
  },
  'fortinet-log': {
    lines: [
      'date=2025-11-20 time=10:00:00 type="traffic" subtype="forward" srcip=10.0.0.11 srcport=40000 dstip=10.0.0.20 dstport=104 proto=6 action="close" service="DICOM" rcvdbyte=100 user="CANARY"',
      'date=2025-11-20 time=10:00:00 type="traffic" srcip=10.0.0.11 dstport=104 proto=6 action="close"',
    ],
    says: FLOW,
    broken: [2],
  },
};

const unverified = IMPORTERS.filter(({ verified }) => !verified);

describe.each(unverified.map(({ kind }) => kind))('%s', (kind) => {
  const { lines, says, broken } = SAMPLES[kind] ?? { lines: [], says: [], broken: [] };
  const file = Buffer.from(`${lines.join('\n')}\n`);

  test('says this, names its broken rows, and says the same again', async () => {
    const { facts, report } = await takenIn(file);
    expect(report.kind).toBe(kind);
    expect(sayings(facts)).toEqual([...says].sort());
    expect(report.rejected.map(({ row }) => row)).toEqual(broken);
    expect(JSON.stringify(facts)).not.toMatch(/canary/i);
    expect((await takenIn(file)).facts.map(({ id }) => id)).toEqual(facts.map(({ id }) => id));
  });

  test('is called unverified before it is taken in, and afterwards', async () => {
    expect((await previewCsv(file, 'x')).problems.join()).toContain('unverified');
    expect((await takenIn(file)).report.problems.join()).toContain('unverified');
  });
});

test('the page about importers names every kind, and calls unverified what is', () => {
  const page = readFileSync(path.join(import.meta.dirname, '../../../docs/passive.md'), 'utf8');
  const rows = page.split('\n').filter((line) => line.startsWith('| `'));
  for (const kind of IMPORT_KINDS) {
    const row = rows.find((line) => line.split('|')[1]?.includes(`\`${kind}\``));
    expect(row, kind).toBeDefined();
    expect(row?.endsWith('| unverified |'), kind).toBe(unverified.some((importer) => importer.kind === kind));
  }
});
