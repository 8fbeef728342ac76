// What osquery's tables say of the settings of a machine, in rows with the columns of its schema; and what they must not say.
import { expect, test } from 'vitest';
import { takenIn } from '../taken.ts';

const registry = (path: string, data: string) => ({
  key: path.slice(0, path.lastIndexOf('\\')),
  path: `HKEY_LOCAL_MACHINE\\${path}`,
  name: path.slice(path.lastIndexOf('\\') + 1),
  type: 'REG_DWORD',
  data,
  mtime: '1790935200',
});
const service = (name: string, status: string, start: string) => ({
  name,
  display_name: name,
  status,
  start_type: start,
  path: 'C:\\x.exe',
});
const profile = 'SYSTEM\\CurrentControlSet\\Services\\SharedAccess\\Parameters\\FirewallPolicy';
const TERMINAL = 'SYSTEM\\CurrentControlSet\\Control\\Terminal Server';

async function said(rows: readonly object[], kind: 'snapshot' | 'each' = 'snapshot'): Promise<string[]> {
  const common = { name: 'q', hostIdentifier: 'CT-1', unixTime: 1_790_935_200 };
  const records =
    kind === 'snapshot'
      ? [{ ...common, action: 'snapshot', snapshot: rows }]
      : rows.map((columns) => ({ ...common, action: 'added', columns }));
  const { facts, report } = await takenIn(records.map((record) => JSON.stringify(record)).join('\n'));
  expect(report.kind).toBe('osquery');
  return facts
    .filter(({ attribute }) => attribute.startsWith('hardening.'))
    .map(({ attribute, value }) => `${attribute.slice('hardening.'.length)} ${JSON.stringify(value)}`)
    .sort();
}

test.each<[string, readonly object[], readonly string[]]>([
  [
    'windows_security_center',
    [{ firewall: 'Good', autoupdate: 'Poor', antivirus: 'Poor', antispyware: 'Good', internet_settings: 'Good' }],
    ['firewall "on"', 'malware "poor"', 'updates "off"'],
  ],
  ['windows_security_center that errs', [{ firewall: 'Error', autoupdate: 'Not Monitored', antivirus: 'Error' }], []],
  [
    'windows_security_products',
    [{ type: 'Antivirus', name: 'Defender', state: 'On', state_timestamp: '', signatures_up_to_date: '0' }],
    ['malware "outdated"'],
  ],
  [
    'services',
    [
      service('MpsSvc', 'STOPPED', 'DISABLED'),
      service('W32Time', 'RUNNING', 'AUTO_START'),
      service('EventLog', 'RUNNING', 'AUTO_START'),
      service('wuauserv', 'STOPPED', 'DISABLED'),
    ],
    ['firewall "off"', 'logging "on"', 'timeSync "on"', 'updates "off"'],
  ],
  [
    'registry',
    [
      registry('SYSTEM\\CurrentControlSet\\Services\\LanmanServer\\Parameters\\SMB1', '1'),
      registry('SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\Winlogon\\AutoAdminLogon', '1'),
      registry('SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\Winlogon\\DefaultPassword', 'CANARY'),
      registry('SYSTEM\\CurrentControlSet\\Services\\USBSTOR\\Start', '4'),
      registry(`${TERMINAL}\\fDenyTSConnections`, '0'),
      registry(`${TERMINAL}\\WinStations\\RDP-Tcp\\UserAuthentication`, '0'),
    ],
    ['autologon "on"', 'rdp "open"', 'smb1 "on"', 'usb "blocked"'],
  ],
  [
    'a value that is a word of the language',
    ['constructor', 'toString', '__proto__'].map((data) =>
      registry('SYSTEM\\CurrentControlSet\\Services\\USBSTOR\\Start', data),
    ),
    [],
  ],
  [
    'remote desktop that is off, whatever it would ask',
    [
      registry(`${TERMINAL}\\fDenyTSConnections`, '1'),
      registry(`${TERMINAL}\\WinStations\\RDP-Tcp\\UserAuthentication`, '0'),
    ],
    ['rdp "off"'],
  ],
  [
    'remote desktop of which only half is known',
    [registry(`${TERMINAL}\\WinStations\\RDP-Tcp\\UserAuthentication`, '0')],
    [],
  ],
  [
    'the firewall of each network',
    [
      registry(`${profile}\\PublicProfile\\EnableFirewall`, '1'),
      registry(`${profile}\\StandardProfile\\EnableFirewall`, '0'),
    ],
    ['firewall "partial"'],
  ],
  [
    'windows_optional_features',
    [{ name: 'SMB1Protocol', caption: '', state: '2', statename: 'Disabled' }],
    ['smb1 "off"'],
  ],
  [
    'bitlocker_info',
    [
      { device_id: 'a', drive_letter: 'C:', protection_status: '1', conversion_status: '1' },
      { device_id: 'b', drive_letter: 'D:', protection_status: '0', conversion_status: '0' },
    ],
    ['encryption "partial"'],
  ],
  [
    'patches and windows_update_history',
    [
      { hotfix_id: 'KB5005565', installed_on: '9/22/2026', description: 'Update', csname: 'CT-1' },
      { hotfix_id: 'KB5005566', installed_on: '', description: 'Update', csname: 'CT-1' },
      { update_id: 'u', date: '1790000000', operation: 'Installation', result_code: 'Succeeded', title: 'x' },
      { update_id: 'v', date: '1799000000', operation: 'Installation', result_code: 'Failed', title: 'x' },
    ],
    ['lastUpdate "2026-09-22"'],
  ],
  [
    'authenticode of a program for remote control',
    [{ path: 'C:\\Program Files\\UltraVNC\\winvnc.exe', result: 'missing', subject_name: '', issuer_name: '' }],
    ['remoteService "unsigned"'],
  ],
  [
    'systemd_units; one that is not active says nothing',
    [
      { id: 'chronyd.service', active_state: 'active', description: '' },
      { id: 'ufw.service', active_state: 'inactive', description: '' },
      { id: 'rsyslog.service', active_state: 'active', description: '' },
    ],
    ['logging "on"', 'timeSync "on"'],
  ],
  [
    'listening_ports',
    [
      { pid: '1', port: '104', protocol: '6', address: '0.0.0.0' },
      { pid: '2', port: '5432', protocol: '6', address: '127.0.0.1' },
    ],
    ['openPorts ["tcp/104"]'],
  ],
  [
    'users: their number',
    [
      { uid: '0', username: 'root', shell: '/bin/bash', directory: '/root' },
      { uid: '1000', username: 'canary', shell: '/bin/bash', directory: '/home/canary' },
      { uid: '33', username: 'www', shell: '/usr/sbin/nologin', directory: '/' },
    ],
    ['localAccounts 2'],
  ],
])('%s', async (_, rows, expected) => {
  expect(await said(rows)).toEqual(expected);
});

test('rows that come one by one are no whole list of accounts or ports, and no name or password is kept', async () => {
  const rows = [
    { uid: '1000', username: 'canary', shell: '/bin/bash', directory: '/home/canary' },
    { pid: '1', port: '104', protocol: '6', address: '0.0.0.0' },
    registry('SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\Winlogon\\DefaultPassword', 'CANARY'),
  ];
  expect(await said(rows, 'each')).toEqual([]);
  const line = JSON.stringify({ hostIdentifier: 'CT-1', action: 'snapshot', unixTime: 1_790_935_200, snapshot: rows });
  const { facts } = await takenIn(line);
  expect(JSON.stringify(facts)).not.toMatch(/canary/i);
});
