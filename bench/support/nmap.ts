// The named peer of the probe: stock nmap with its dicom-ping script, and its plain connect scan.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type Measured, measure } from './measure.ts';

export interface NmapService {
  readonly address: string;
  readonly port: number;
  /** dicom-ping says that it is DICOM. */
  readonly dicom: boolean;
  /** Its words about titles, e.g. 'Any AET is accepted (Insecure)'. */
  readonly titles: string | null;
}

/** Runs nmap's dicom-ping over `range`; the open ports with what the script says of each. */
export async function dicomPing(
  range: string,
  ports: readonly number[],
): Promise<Measured & { services: NmapService[] }> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'dosimeter-nmap-'));
  const file = path.join(folder, 'out.xml');
  const run = await measure(['nmap', '-n', '-Pn', '-p', ports.join(','), '--script', 'dicom-ping', '-oX', file, range]);
  const services = parse(readFileSync(file, 'utf8'));
  rmSync(folder, { recursive: true, force: true });
  return { ...run, services };
}

/** nmap's connect scan without scripts. */
export function connectScan(range: string, ports: readonly number[], timeoutMs = 600_000): Promise<Measured> {
  return measure(['nmap', '-n', '-Pn', '-sT', '-T4', '-p', ports.join(','), range], { timeoutMs });
}

// nmap's own XML is regular: one <host> with an <address>, <port> elements inside, <elem key="…"> in a script.
function parse(xml: string): NmapService[] {
  const services: NmapService[] = [];
  for (const host of xml.split('<host ').slice(1)) {
    const address = /<address addr="([^"]+)"/.exec(host)?.[1] ?? '';
    for (const port of host.split('<port ').slice(1)) {
      if (!/<state state="open"/.test(port)) continue;
      services.push({
        address,
        port: Number(/portid="(\d+)"/.exec(port)?.[1]),
        dicom: /<elem key="dicom">/.test(port),
        titles: /<elem key="config">([^<]*)</.exec(port)?.[1] ?? null,
      });
    }
  }
  return services;
}
