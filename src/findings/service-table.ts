// Services that should not be open on imaging equipment, with what makes each one bad. The ports are those that the probe
// only connects to: nothing is sent, so the name rests on the port number unless the service introduced itself.

import type { Severity } from '#contracts/index.ts';
import { lookup } from '#kit/index.ts';

export interface ServiceEntry {
  readonly title: string;
  /** On an imaging device. Anywhere else it is one step less. */
  readonly severity: Severity;
  readonly proven: number;
  readonly opens: number;
  readonly because: string;
}

const SERVICES: Readonly<Record<string, ServiceEntry>> = lookup({
  telnet: entry('Remote login without encryption is open (telnet)', 'high', 22, 20, 'passwords travel in the clear'),
  rexec: entry('Remote commands without encryption are open (rexec)', 'high', 24, 22, 'passwords travel in the clear'),
  rlogin: entry(
    'Remote login by trust alone is open (rlogin)',
    'high',
    24,
    22,
    'it trusts whoever claims the right name',
  ),
  rsh: entry(
    'Remote commands by trust alone are open (rsh)',
    'high',
    24,
    22,
    'it trusts whoever claims the right name',
  ),
  ftp: entry(
    'File transfer without encryption is open (FTP)',
    'high',
    20,
    16,
    'files and passwords travel in the clear',
  ),
  smb: entry('Windows file sharing is open (SMB)', 'high', 22, 20, 'ransomware spreads through it'),
  msrpc: entry('Windows remote procedure calls are open', 'medium', 15, 12, 'worms have spread through it'),
  rdp: entry(
    'Windows remote desktop is open (RDP)',
    'high',
    22,
    20,
    'stolen or guessed passwords give the whole machine',
  ),
  vnc: entry('Remote control of the screen is open (VNC)', 'high', 22, 20, 'often without any password'),
  mssql: entry('Database is open to the network (SQL Server)', 'medium', 18, 16, 'it holds patient data'),
  oracle: entry('Database is open to the network (Oracle)', 'medium', 18, 16, 'it holds patient data'),
  mysql: entry('Database is open to the network (MySQL)', 'medium', 18, 16, 'it holds patient data'),
  postgresql: entry('Database is open to the network (PostgreSQL)', 'medium', 18, 16, 'it holds patient data'),
  ssh: entry('Remote login is open (SSH)', 'low', 8, 8, 'encrypted, yet a way in for known or stolen passwords'),
  x11: entry('Remote screen is open (X11)', 'medium', 18, 14, 'often without any password'),
  tftp: entry('File transfer without a password is open (TFTP)', 'medium', 18, 14, 'it asks for no password'),
  snmp: entry('Device management is open (SNMP)', 'low', 8, 6, 'it tells details of the device to anyone'),
});

const ALIASES: Readonly<Record<string, string>> = lookup({
  'microsoft-ds': 'smb',
  netbios: 'smb',
  'netbios-ssn': 'smb',
  cifs: 'smb',
  samba: 'smb',
  exec: 'rexec',
  login: 'rlogin',
  shell: 'rsh',
  'ms-wbt-server': 'rdp',
  'remote desktop': 'rdp',
  'ms-sql-s': 'mssql',
  'sql server': 'mssql',
  'oracle-tns': 'oracle',
  epmap: 'msrpc',
  rpc: 'msrpc',
  postgres: 'postgresql',
});

const BY_PORT: Readonly<Record<number, string>> = {
  21: 'ftp',
  22: 'ssh',
  23: 'telnet',
  135: 'msrpc',
  139: 'smb',
  445: 'smb',
  512: 'rexec',
  513: 'rlogin',
  514: 'rsh',
  1433: 'mssql',
  1521: 'oracle',
  3306: 'mysql',
  3389: 'rdp',
  5432: 'postgresql',
  5900: 'vnc',
};

/** What is known of a service by its name, or by its port when the name is strange; something general otherwise. */
export function serviceEntry(name: string, port: number): ServiceEntry {
  const plain = name.trim().toLowerCase();
  const known = SERVICES[plain] ?? SERVICES[ALIASES[plain] ?? ''] ?? SERVICES[BY_PORT[port] ?? ''];
  return (
    known ?? entry('A service that imaging does not need is open', 'medium', 15, 10, 'every open service is a way in')
  );
}

/** The services by name, for the documents. */
export const serviceNames: readonly string[] = Object.keys(SERVICES);

function entry(title: string, severity: Severity, proven: number, opens: number, because: string): ServiceEntry {
  return { title, severity, proven, opens, because };
}
