// Services that should not be open on a modality. The probe connects and hangs up; it sends them nothing. Names as in the
// IANA port registry, shortened as the findings speak of them.

/** Port to name of the service. */
export const SERVICE_PORTS: ReadonlyMap<number, string> = new Map([
  [21, 'ftp'],
  [22, 'ssh'],
  [23, 'telnet'],
  [135, 'msrpc'],
  [139, 'smb'],
  [445, 'smb'],
  [512, 'rexec'],
  [513, 'rlogin'],
  [514, 'rsh'],
  [1433, 'mssql'],
  [1521, 'oracle'],
  [3306, 'mysql'],
  [3389, 'rdp'],
  [5900, 'vnc'],
]);

/** HL7 version 2 over MLLP (IANA: hl7, 2575). */
export const HL7_PORT = 2575;

/** Web interfaces without encryption; Orthanc's default among them. */
export const WEB_PORTS: ReadonlySet<number> = new Set([80, 8080, 8042]);

/** Web interfaces with encryption. */
export const WEB_TLS_PORTS: ReadonlySet<number> = new Set([443, 8443, 8043]);

/** DICOM over TLS (IANA: dicom-tls). */
export const DICOM_TLS_PORT = 2762;
