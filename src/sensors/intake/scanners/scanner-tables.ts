// Findings of scanners as tables (CSV): a row for each finding, with the host that it was found on. Tenable Nessus, Tenable.io and
// Tenable.sc; Qualys VM, VMDR and PCI; OpenVAS and Greenbone. Outputs of checks and remarks of people are not read.

import type { Severity } from '#contracts/index.ts';
import { lookup } from '#kit/index.ts';
import type { ImportedRow, Importer } from '../importer.ts';
import { headingNames, type Names, type TableRow, tableRows, tableTime } from '../tables/delimited.ts';
import { HostSayings, protocolOf } from './host-sayings.ts';
import { severityOf } from './openvas.ts';

/** How one scanner's tables are to be read. */
interface ScannerTable {
  readonly kind: string;
  readonly label: string;
  /** What its heading must have. */
  readonly needed: readonly Names[];
  readonly address: Names;
  readonly hostNames: readonly Names[];
  readonly mac: Names;
  readonly system: Names;
  readonly id: Names;
  /** Stands before the id, as the scanner's own reports have it. */
  readonly prefix: string;
  readonly title: Names;
  readonly cves: Names;
  readonly port: Names;
  readonly transport: Names;
  readonly at: Names;
  severity(row: TableRow): Severity;
  /** Whether the finding is gone. */
  isOver(row: TableRow): boolean;
}

const NESSUS: ScannerTable = {
  kind: 'nessus-csv',
  label: 'Findings of Nessus or Tenable (CSV)',
  needed: [
    ['plugin', 'plugin id'],
    ['plugin name', 'name'],
    ['severity', 'risk'],
    ['ip address', 'host'],
  ],
  address: ['ip address', 'host'],
  hostNames: [
    ['dns name', 'fqdn'],
    ['net bios name', 'net bios', 'netbios name', 'netbios'],
    ['host', 'asset name'],
  ],
  mac: ['mac address'],
  system: ['os', 'operating system'],
  id: ['plugin', 'plugin id'],
  prefix: 'nessus',
  title: ['plugin name', 'name'],
  cves: ['cve'],
  port: ['port'],
  transport: ['protocol'],
  at: ['last observed', 'last seen', 'host end'],
  severity: (row) => severityWord(row.cell(['severity', 'risk'])),
  isOver: (row) => /^fixed$/i.test(row.cell(['vulnerability state', 'state'])),
};

const QUALYS: ScannerTable = {
  kind: 'qualys-csv',
  label: 'Findings of Qualys (CSV)',
  needed: [['qid'], ['title', 'vuln title'], ['ip', 'asset ipv4']],
  address: ['ip', 'asset ipv4', 'asset ipv6'],
  hostNames: [
    ['fqdn', 'dns', 'hostname'],
    ['net bios', 'netbios', 'asset name'],
  ],
  mac: ['mac address'],
  system: ['os', 'operating system'],
  id: ['qid'],
  prefix: 'qualys',
  title: ['title', 'vuln title'],
  cves: ['cve id', 'cveid', 'cve'],
  port: ['port'],
  transport: ['protocol'],
  at: ['last detected'],
  severity: (row) => qualysSeverity(row),
  isOver: (row) => /^fixed$/i.test(row.cell(['vuln status', 'status'])),
};

const OPENVAS: ScannerTable = {
  kind: 'openvas-csv',
  label: 'Findings of OpenVAS or Greenbone (CSV)',
  needed: [['nvt oid'], ['nvt name'], ['ip']],
  address: ['ip'],
  hostNames: [['hostname']],
  mac: [],
  system: [],
  id: ['nvt oid'],
  prefix: 'openvas',
  title: ['nvt name'],
  cves: ['cves'],
  port: ['port'],
  transport: ['port protocol'],
  at: ['timestamp'],
  severity: (row) => severityOf(Number(row.cell(['cvss'])), row.cell(['severity'])),
  isOver: () => false,
};

/** Nessus, Tenable.io and Tenable.sc. */
export const nessusCsv = importerOf(NESSUS);
/** Qualys. */
export const qualysCsv = importerOf(QUALYS);
/** OpenVAS and Greenbone. */
export const openvasCsv = importerOf(OPENVAS);

function importerOf(table: ScannerTable): Importer {
  return {
    kind: table.kind,
    label: table.label,
    verified: true,
    recognizes: (head) => headingNames(head, table.needed) !== null,
    async *read(source) {
      for await (const rows of tableRows(source, table.needed)) yield rows.map((row) => rowOf(table, row));
    },
  };
}

/** A host may have several addresses in one cell. */
const MOST_ADDRESSES = 16;

function rowOf(table: ScannerTable, row: TableRow): ImportedRow {
  if (row.problem !== null) return { row: row.row, problem: row.problem };
  const at = tableTime(row.cell(table.at));
  const hosts = row
    .cell(table.address)
    .split(/[\s,;]+/)
    .slice(0, MOST_ADDRESSES)
    .flatMap((address) => HostSayings.of(address, table.kind, at) ?? []);
  if (hosts.length === 0) return { row: row.row, problem: 'The row names no network address.' };
  for (const say of hosts) {
    say.seen();
    for (const names of table.hostNames) say.hostName(row.cell(names).replace(/^.*\\/, ''), 0.75);
    for (const mac of row.cell(table.mac).split(/[\s,;]+/)) say.mac(mac);
    systemOf(row.cell(table.system), say);
    findingOf(table, row, say);
  }
  return { row: row.row, statements: hosts.flatMap(({ list }) => list) };
}

/** One name is a guess worth something; several are a hint. */
function systemOf(text: string, say: HostSayings): void {
  const names = text
    .split(/\r?\n| \/ /)
    .map((name) => name.trim())
    .filter((name) => name !== '');
  if (names.length === 1 && names[0] !== undefined) say.system(names[0], 0.7);
  else if (names.length > 1) say.hint('Scanner system guess', names.join(' or '));
}

function findingOf(table: ScannerTable, row: TableRow, say: HostSayings): void {
  const port = Number(row.cell(table.port));
  const isPort = Number.isInteger(port) && port > 0;
  if (isPort && /^tcp$/i.test(row.cell(table.transport))) {
    say.service({ port, name: '', banner: '', protocol: protocolOf('') });
  }
  const severity = table.severity(row);
  // What Greenbone knows of a product by its version has the CVE for its id.
  const cves = [...new Set(`${row.cell(table.cves)} ${row.cell(table.id)}`.match(/CVE-\d{4}-\d+/gi))];
  if (table.isOver(row) || (severity === 'none' && cves.length === 0)) return;
  const id = `${table.prefix} ${row.cell(table.id)}`;
  say.weakness({ id, title: row.cell(table.title), severity, cves, port: isPort ? port : null });
}

function severityWord(word: string): Severity {
  const known = lookup<Severity>({ critical: 'critical', high: 'high', medium: 'medium', low: 'low' });
  return known[word.toLowerCase()] ?? 'none';
}

/** Qualys counts from 1 to 5, where 5 is urgent; what it only gathered ('Ig') is no weakness. */
function qualysSeverity(row: TableRow): Severity {
  if (/^ig$/i.test(row.cell(['type']))) return 'none';
  const levels: readonly Severity[] = ['none', 'low', 'low', 'medium', 'high', 'critical'];
  const word = row.cell(['severity']);
  return levels[Number(word)] ?? severityWord(word);
}
