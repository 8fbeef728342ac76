// The scanner against stock nmap: a /20 with real peers in it, an empty /20, hosts that drop packets, 65,536 addresses.
import os from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { documents, type ScanEndpoint } from '#contracts/index.ts';
import { type LabService, withLab } from './support/lab.ts';
import { installed, type Measured, measure } from './support/measure.ts';
import { connectScan, dicomPing, type NmapService } from './support/nmap.ts';

const PORTS = [104, 11112, 4242, 2762];
const child = z.object({
  totals: z.object({ endpoints: z.number(), connections: z.number(), seconds: z.number() }),
  peakMb: z.number(),
  endpoints: z.array(documents.scanEndpoint),
});
type Scan = z.infer<typeof child> & { readonly wall: number };

const SCAN = [process.execPath, path.join(import.meta.dirname, 'support', 'scan.ts')];

async function scan(range: string, interval: number, prefix: readonly string[] = []): Promise<Scan> {
  const command = [...prefix, ...SCAN, '--ports', PORTS.join(','), '--interval', String(interval), range];
  // As the command line does: compiled modules are kept between runs.
  const env = { ...process.env, NODE_COMPILE_CACHE: path.join(os.tmpdir(), 'node-compile-cache') };
  return parse(await measure(command, { env }));
}

function parse(run: Measured): Scan {
  if (run.code !== 0) throw new Error(`the scan ended with ${run.code}: ${run.stderr.slice(0, 500)}`);
  return { ...child.parse(JSON.parse(run.stdout)), wall: run.seconds };
}

interface Verdicts {
  readonly found: number;
  readonly of: number;
  readonly false: number;
  readonly titlesRight: number;
  readonly titlesWrong: readonly string[];
}

/**
 * Is it DICOM, and are called titles checked, against the truth; the service that is 'ambiguous' counts for nobody. A
 * server that demands a client certificate is found when just that is said of it (E1t): without one nobody gets further.
 */
function compare(
  services: readonly LabService[],
  said: (service: LabService) => { dicom: boolean; wantsCertificate: boolean; anyCalled: boolean | null },
): Verdicts {
  const onPorts = services.filter(({ port }) => PORTS.includes(port));
  const real = onPorts.filter(({ isDicom }) => isDicom === true);
  const decoys = onPorts.filter(({ isDicom }) => isDicom === false);
  const found = real.filter((service) => {
    const { dicom, wantsCertificate } = said(service);
    return dicom || (wantsCertificate && service.tls?.clientCertRequired === true);
  });
  const judged = found.filter(({ association }) => association);
  const wrong = judged.filter((service) => {
    const { anyCalled } = said(service);
    return anyCalled !== null && anyCalled !== service.association?.anyCalledAE;
  });
  return {
    found: found.length,
    of: real.length,
    false: decoys.filter((service) => said(service).dicom).length,
    titlesRight: judged.length - wrong.length,
    titlesWrong: wrong.map(({ id }) => id),
  };
}

function ours(endpoints: readonly ScanEndpoint[]) {
  const at = new Map(endpoints.map((endpoint) => [`${endpoint.address}:${endpoint.port}`, endpoint]));
  return (service: LabService) => {
    const seen = at.get(`${service.addr}:${service.port}`);
    const called = seen?.titles.called;
    return {
      dicom: seen?.protocol === 'dicom',
      wantsCertificate: seen?.exposure === 'E1t',
      anyCalled: called === 'unchecked' ? true : called === 'checked' ? false : null,
    };
  };
}

function theirs(list: readonly NmapService[]) {
  const at = new Map(list.map((entry) => [`${entry.address}:${entry.port}`, entry]));
  return (service: LabService) => {
    const seen = at.get(`${service.addr}:${service.port}`);
    const titles = seen?.titles;
    return {
      dicom: seen?.dicom ?? false,
      wantsCertificate: false,
      anyCalled: titles ? titles.startsWith('Any AET') : null,
    };
  };
}

const words = (line: string) => process.stderr.write(`${line}\n`);

/** Everything in one run; parts that need nmap or a network namespace say so when they cannot. */
export async function run(): Promise<object> {
  const hasNmap = installed('nmap');
  const withPeers = await withLab('127.0.10.', async (services) => {
    words('a /20 with the lab in it …');
    const own = await scan('127.0.0.0/20', 0);
    const peer = hasNmap ? await dicomPing('127.0.0.0/20', PORTS) : null;
    words('the same at the default interval …');
    const polite = await scan('127.0.10.0/24', 1000);
    const table = {
      dosimeter: compare(services, ours(own.endpoints)),
      ...(peer ? { nmap: compare(services, theirs(peer.services)) } : {}),
    };
    return {
      ours: { seconds: own.wall, peakMb: own.peakMb, connections: own.totals.connections, ...table.dosimeter },
      nmap: peer && { seconds: peer.seconds, peakMb: peer.peakMb, ...table.nmap },
      ratio: peer && own.wall / peer.seconds,
      defaultInterval: { range: '127.0.10.0/24', seconds: polite.wall },
      services: services.map((service) => {
        const mine = ours(own.endpoints)(service);
        const nmap = peer && theirs(peer.services)(service);
        return [
          service.id,
          service.port,
          service.isDicom,
          mine.dicom,
          mine.anyCalled,
          nmap?.dicom ?? null,
          nmap?.anyCalled ?? null,
        ];
      }),
    };
  });
  words('an empty /20 …');
  const empty = await scan('127.0.48.0/20', 0);
  const emptyPeer = hasNmap ? await connectScan('127.0.48.0/20', PORTS) : null;
  const rate = (seconds: number, ports: number) => Math.round(ports / seconds);
  const ports = 4096 * PORTS.length;
  words('1,024 hosts that drop packets …');
  const dropped = installed('nft') && process.getuid?.() === 0 ? await scanDropped() : null;
  words('65,536 addresses …');
  const large = await scan('127.16.0.0/16', 0);
  const quarter = await scan('127.16.0.0/18', 0);
  return {
    withPeers,
    empty: {
      ours: {
        seconds: empty.wall,
        portsPerSecond: rate(empty.wall, ports),
        scanPortsPerSecond: rate(empty.totals.seconds, ports),
      },
      nmap: emptyPeer && { seconds: emptyPeer.seconds, portsPerSecond: rate(emptyPeer.seconds, ports) },
      ratio: emptyPeer && emptyPeer.seconds / empty.wall,
    },
    dropped: dropped && { hosts: 1024, ports: PORTS.length, seconds: dropped.wall, peakMb: dropped.peakMb },
    large: {
      addresses: 65536,
      seconds: large.wall,
      peakMb: large.peakMb,
      quarter: { addresses: 16384, seconds: quarter.wall, peakMb: quarter.peakMb },
      timeRatio: large.totals.seconds / quarter.totals.seconds,
    },
  };
}

/** In a network namespace of its own, in which nft drops everything for 1,024 addresses. */
async function scanDropped(): Promise<Scan> {
  const set = [
    'ip link set lo up',
    'nft add table inet bench',
    "nft add chain inet bench in '{ type filter hook input priority 0 ; }'",
    'nft add rule inet bench in ip daddr 127.0.16.0/22 drop',
    'exec "$@"',
  ].join(' && ');
  return scan('127.0.16.0/22', 0, ['unshare', '-n', '-m', 'sh', '-c', set, 'sh']);
}
