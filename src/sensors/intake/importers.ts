// Every importer, in the order in which they are asked whether a file is theirs: the most particular first.
import type { Importer } from './importer.ts';
import { suricata } from './monitors/suricata.ts';
import { zeek } from './monitors/zeek.ts';
import { masscan } from './scanners/masscan.ts';
import { nessus } from './scanners/nessus.ts';
import { nmap } from './scanners/nmap.ts';
import { openvas } from './scanners/openvas.ts';

/** The importers of other tools' files. */
export const IMPORTERS: readonly Importer[] = [nmap, nessus, openvas, masscan, suricata, zeek];

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
