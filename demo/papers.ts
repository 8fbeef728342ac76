// What the demo centre has on paper, made up by us: the file of a collector from the console of a CT, the bill of materials of an
// ultrasound machine, the MDS2 of the CT's maker, whose promises its console does not keep, and two logs of a Zeek.
import { MDS2_QUESTIONS } from '#knowledge/index.ts';
import { DEVICES } from './centre.data.ts';

/** A file as somebody would hand it in. */
export interface DemoPaper {
  readonly name: string;
  readonly content: string;
}

/** A device by the end of its address. */
const CONSOLE = 11;
const BILLED = 14;
const DAY_MS = 86_400_000;

/** The papers of the centre at `network`, as of `now`. */
export function demoPapers(network: string, now: Date): DemoPaper[] {
  return [
    { name: 'ct-1-console.json', content: collected(network, now) },
    { name: 'marlin-echo-9.cdx.json', content: bill() },
    { name: 'northwind-helix-64-mds2.csv', content: disclosure() },
    { name: 'zeek-conn.log', content: conversations(network, now) },
    { name: 'zeek-snmp.log', content: management(network, now) },
  ];
}

/** What a collector finds on a console as many are: closed by nothing, last updated when its system still was. */
const SETTINGS: readonly (readonly [item: string, value: string | number | readonly string[], read: string])[] = [
  ['firewall', 'off', 'registry: EnableFirewall of each profile'],
  ['updates', 'off', 'service: wuauserv'],
  ['lastUpdate', '2020-01-14', 'WMI: Win32_QuickFixEngineering'],
  ['malware', 'off', 'WMI: AntiVirusProduct'],
  ['smb1', 'on', 'registry: LanmanServer SMB1'],
  ['rdp', 'open', 'registry: UserAuthentication'],
  ['autologon', 'on', 'registry: AutoAdminLogon'],
  ['timeSync', 'on', 'service: W32Time'],
  ['logging', 'on', 'service: EventLog'],
  ['usb', 'open', 'registry: USBSTOR Start'],
  ['encryption', 'off', 'WMI: Win32_EncryptableVolume'],
  ['localAccounts', 4, 'WMI: Win32_UserAccount'],
  ['openPorts', ['tcp/445', 'tcp/3389', 'tcp/11112'], 'netstat -an'],
];

function collected(network: string, now: Date): string {
  const device = deviceAt(CONSOLE);
  return JSON.stringify({
    schema: 'dosimeter.collector/1',
    collector: { name: 'windows-powershell', version: '1' },
    collectedAt: new Date(now.getTime() - DAY_MS).toISOString(),
    consent: { maker: 'yes' },
    machine: {
      hostName: device.hostName ?? null,
      serial: device.serial,
      // Loopback: joined with the list by serial number and host name, since every machine has these addresses.
      addresses: [`${network}${CONSOLE}`],
      macs: [],
    },
    os: { name: 'Microsoft Windows 7 Professional', version: '6.1', build: '7601' },
    items: SETTINGS.map(([item, value, read]) => ({ item, value, read })),
  });
}

/** Real components with their real versions; what is published about them is in the built-in knowledge. */
const COMPONENTS = [
  ['OFFIS', 'dcmtk', '3.6.6', 'cpe:2.3:a:offis:dcmtk:3.6.6:*:*:*:*:*:*:*', 'pkg:generic/dcmtk@3.6.6'],
  ['zlib', 'zlib', '1.3.1', 'cpe:2.3:a:zlib:zlib:1.3.1:*:*:*:*:*:*:*', 'pkg:generic/zlib@1.3.1'],
  ['SQLite', 'sqlite', '3.46.0', 'cpe:2.3:a:sqlite:sqlite:3.46.0:*:*:*:*:*:*:*', 'pkg:generic/sqlite@3.46.0'],
] as const;

/** CycloneDX 1.5. */
function bill(): string {
  const { vendor, model } = deviceAt(BILLED);
  return JSON.stringify({
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    version: 1,
    metadata: {
      timestamp: '2024-02-01T00:00:00Z',
      component: { type: 'device', 'bom-ref': 'product', supplier: { name: vendor }, name: model },
    },
    components: COMPONENTS.map(([supplier, name, version, cpe, purl]) => ({
      type: 'library',
      'bom-ref': name,
      supplier: { name: supplier },
      name,
      version,
      cpe,
      purl,
    })),
    dependencies: [{ ref: 'product', dependsOn: COMPONENTS.map(([, name]) => name) }],
  });
}

/** What the maker answers with Yes, with a note where there is one; everything else is No, or open where no answer is safer. */
const YES: Readonly<Record<string, string>> = {
  'MPII-1': '',
  'MPII-2': '',
  'ALOF-1': '',
  'AUDT-2': '',
  'AUTH-1': '',
  'CSUP-2': 'Windows 7',
  'CSUP-4': '',
  'CSUP-8': '',
  'CONN-1': '',
  'CONN-2': 'TCP ports 11112 (DICOM) and 3389 (service)',
  'CONN-7': 'TLS for DICOM',
  'MLDP-2': '',
  'MLDP-2.1': '',
  'NAUT-2': 'Internal firewall',
  'PAUT-1': '',
  'PAUT-5': '',
  'RMOT-1': '',
  'SGUD-1': '',
  'TXCF-2': 'By TLS',
};

/** The form of 2019 as a table; questions in our words, since the sentences of the form are NEMA's. */
function disclosure(): string {
  const { vendor, model } = deviceAt(CONSOLE);
  const head: Readonly<Record<string, string>> = {
    'DOC-1': vendor,
    'DOC-2': 'CT scanner',
    'DOC-3': model,
    'DOC-4': 'NW-H64-MDS2',
    'DOC-7': '2021-03-15',
  };
  const rows = MDS2_QUESTIONS.map(({ id, asks, safer }) => {
    const note = YES[id];
    const answer = head[id] ?? (note === undefined ? (safer === null ? 'See Note' : 'No') : 'Yes');
    return [id, asks, answer, note ?? ''];
  });
  const title = [
    'Manufacturer Disclosure Statement for Medical Device Security (MDS2), made up for the demo',
    '',
    '',
    '',
  ];
  return `${[title, ...rows].map((row) => row.map((cell) => `"${cell}"`).join(',')).join('\n')}\n`;
}

/** The machine that speaks with a server of its maker (RFC 5737: an address for examples), and is asked by a shared word in clear. */
const TALKER = 17;
const ASKER = 31;
const MAKERS_SERVER = '198.51.100.7';

/** What a Zeek at the mirror port noted of the day before. */
function conversations(network: string, now: Date): string {
  const line = [yesterday(now), 'C1', `${network}${TALKER}`, '49200', MAKERS_SERVER, '443', 'tcp', 'ssl', 'SF'];
  return zeekLog('conn', 'ts uid id.orig_h id.orig_p id.resp_h id.resp_p proto service conn_state', line);
}

function management(network: string, now: Date): string {
  const line = [yesterday(now), 'C2', `${network}${ASKER}`, '49201', `${network}${TALKER}`, '161', '0.1', '2c', 'demo'];
  return zeekLog('snmp', 'ts uid id.orig_h id.orig_p id.resp_h id.resp_p duration version community', line);
}

function yesterday(now: Date): string {
  return String((now.getTime() - DAY_MS) / 1000);
}

function zeekLog(path: string, fields: string, line: readonly string[]): string {
  const names = fields.split(' ').join('\t');
  return `#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n#path\t${path}\n#fields\t${names}\n${line.join('\t')}\n`;
}

function deviceAt(host: number) {
  const device = DEVICES.find((each) => each.host === host);
  if (!device) throw new Error(`No device of the demo has an address that ends in ${host}.`);
  return device;
}
