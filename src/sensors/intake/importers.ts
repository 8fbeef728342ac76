// Every importer, in the order in which they are asked whether a file is theirs: the most particular first.
import type { Importer } from './importer.ts';
import { suricata } from './monitors/suricata.ts';
import { zeek } from './monitors/zeek.ts';
import { masscan } from './scanners/masscan.ts';
import { nessus } from './scanners/nessus.ts';
import { nmap } from './scanners/nmap.ts';
import { openvas } from './scanners/openvas.ts';
import { fhirDevice } from './tables/fhir-device.ts';
import { dnsmasqLeases, iscLeases, keaLeases } from './tables/leases.ts';
import { neighborTable } from './tables/neighbors.ts';
import { nfdump } from './tables/nfdump.ts';
import { orthancConfig } from './tables/orthanc-config.ts';

/** The importers of other tools' files. */
export const IMPORTERS: readonly Importer[] = [
  nmap,
  nessus,
  openvas,
  masscan,
  nfdump,
  suricata,
  orthancConfig,
  zeek,
  fhirDevice,
  iscLeases,
  keaLeases,
  dnsmasqLeases,
  neighborTable,
];

/** The importer of a kind, or undefined. */
export function importerOf(kind: string): Importer | undefined {
  return IMPORTERS.find((importer) => importer.kind === kind);
}

/** The importer whose file begins so, or undefined. */
export function importerFor(head: Uint8Array): Importer | undefined {
  const text = Buffer.from(head)
    .toString('utf8')
    .replace(/^\ufeff/, '');
  return IMPORTERS.find((importer) => importer.recognizes(text));
}
