// Every importer, in the order in which they are asked whether a file is theirs: the most particular first.
import { headText } from './as-utf8.ts';
import { guessEncoding } from './encoding.ts';
import { hardeningCollector } from './hardening/collector.ts';
import type { Importer } from './importer.ts';
import { suricata } from './monitors/suricata.ts';
import { zeek } from './monitors/zeek.ts';
import { censys } from './scanners/censys.ts';
import { masscan } from './scanners/masscan.ts';
import { nessus } from './scanners/nessus.ts';
import { nmap } from './scanners/nmap.ts';
import { openvas } from './scanners/openvas.ts';
import { runzero } from './scanners/runzero.ts';
import { nessusCsv, openvasCsv, qualysCsv } from './scanners/scanner-tables.ts';
import { shodan } from './scanners/shodan.ts';
import { addressTable } from './tables/address-table.ts';
import { aeTable } from './tables/ae-table.ts';
import { dcm4cheeJson, dcm4cheeLdif } from './tables/dcm4chee.ts';
import { fhirDevice } from './tables/fhir-device.ts';
import { flowCsv, fortinet, paloAlto } from './tables/flow-tables.ts';
import { dnsmasqLeases, iscLeases, keaLeases } from './tables/leases.ts';
import { neighborTable } from './tables/neighbors.ts';
import { nfdump } from './tables/nfdump.ts';
import { orthancConfig } from './tables/orthanc-config.ts';
import { orthancModalities } from './tables/orthanc-modalities.ts';
import { osquery, osqueryPrinted } from './tables/osquery.ts';
import { switchTables } from './tables/switch-tables.ts';
import { windowsDhcpCsv, windowsDhcpDump, windowsDhcpXml } from './tables/windows-dhcp.ts';

/** The importers of other tools' files. */
export const IMPORTERS: readonly Importer[] = [
  nmap,
  nessus,
  openvas,
  windowsDhcpXml,
  masscan,
  nfdump,
  hardeningCollector,
  suricata,
  osquery,
  runzero,
  shodan,
  censys,
  dcm4cheeJson,
  dcm4cheeLdif,
  orthancModalities,
  orthancConfig,
  zeek,
  fhirDevice,
  osqueryPrinted,
  iscLeases,
  keaLeases,
  dnsmasqLeases,
  windowsDhcpDump,
  windowsDhcpCsv,
  neighborTable,
  nessusCsv,
  qualysCsv,
  openvasCsv,
  paloAlto,
  fortinet,
  flowCsv,
  aeTable,
  addressTable,
  switchTables,
];

/** The beginning of a text as it is recognized: room without end says nothing, and makes looking for a pattern slow. */
export function recognizable(text: string): string {
  return text.replace(/\s{64,}/g, '\n');
}

/** The importer of a kind, or undefined. */
export function importerOf(kind: string): Importer | undefined {
  return IMPORTERS.find((importer) => importer.kind === kind);
}

/** The importer whose file begins so, or undefined. */
export function importerFor(head: Uint8Array): Importer | undefined {
  const text = recognizable(headText(head, guessEncoding(head)));
  return IMPORTERS.find((importer) => importer.recognizes(text));
}
