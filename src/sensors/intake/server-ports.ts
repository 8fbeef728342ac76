// Which end of a conversation is the server, where nobody saw it begin: the one at a well-known port, else at the lower one.

const SERVER_PORTS = new Set([
  21, 22, 23, 25, 53, 67, 80, 88, 102, 104, 110, 123, 137, 139, 143, 161, 389, 443, 445, 502, 514, 631, 993, 1433, 1521,
  2575, 2761, 2762, 3306, 3389, 4242, 5353, 5355, 5432, 5900, 5938, 8042, 8043, 8080, 8443, 10104, 11112, 11113,
]);

/** Whether the sender of a packet between these ports is the client. */
export function sentByClient(sourcePort: number, targetPort: number): boolean {
  const source = SERVER_PORTS.has(sourcePort);
  const target = SERVER_PORTS.has(targetPort);
  return source === target ? sourcePort >= targetPort : target;
}

const NAMES: Readonly<Record<number, string>> = {
  22: 'ssh',
  23: 'telnet',
  21: 'ftp',
  53: 'dns',
  67: 'dhcp',
  80: 'http',
  88: 'kerberos',
  104: 'dicom',
  123: 'ntp',
  139: 'smb',
  161: 'snmp',
  389: 'ldap',
  443: 'tls',
  445: 'smb',
  514: 'syslog',
  1433: 'mssql',
  2575: 'hl7',
  2762: 'dicom-tls',
  3389: 'rdp',
  5432: 'postgresql',
  5900: 'vnc',
  11112: 'dicom',
};

/** What a port is usually for; null when that says nothing. */
export function usualProtocol(port: number): string | null {
  return NAMES[port] ?? null;
}
