// A made-up site of any size for tests and benchmarks, the same each time: networks of some thirty devices, five findings a device of various rules, recorded
// conversations, and what somebody stated of some of the networks.
import type { RiskDevice, RiskFinding, RiskInputs, RiskReach, ThreatScenario } from '#contracts/index.ts';
import { type Random, seededRandom } from '#kit/index.ts';
import { sampleInputs } from './sample-site.ts';

export interface LargeSite {
  readonly devices: number;
  readonly threats: readonly ThreatScenario[];
  readonly seed?: number;
  /** Recorded conversations for each device. */
  readonly flows?: number;
}

const IN_A_ZONE = 30;
const FINDINGS = 5;
const AT = '2026-10-30T00:00:00.000Z';
/** Kinds with their modality, each as often as it stands here. */
const KINDS: readonly (readonly [string | null, string | null])[] = [
  ...(['CT', 'MR', 'US', 'US', 'DX', 'DX', 'MG', 'NM', 'XA'] as const).map((name) => ['modality', name] as const),
  ...Array.from({ length: 7 }, () => ['workstation', null] as const),
  ['archive', null],
  ['gateway', null],
  [null, null],
  [null, null],
];
const RULES = [
  'os-past-support',
  'hardening-rdp',
  'hardening-smb1',
  'wire-clear-login',
  'hardening-usb',
  'hardening-default-accounts',
  'service-reachable',
  'hardening-patched',
  'known-flaw',
  'known-flaw',
  'tls-old',
];
const FIXES = ['configure', 'patch', 'isolate', 'compensate', 'ask maker', 'replace'];
const PORTS = [
  { port: 104, protocol: 'dicom' },
  { port: 11112, protocol: 'dicom' },
  { port: 443, protocol: 'tls' },
  { port: 445, protocol: 'smb' },
  { port: 2575, protocol: 'hl7' },
];

/** The inputs of a site with so many devices. */
export function largeInputs({ devices: count, threats, seed = 1, flows = 10 }: LargeSite): RiskInputs {
  const random = seededRandom(seed, count);
  const zones = Array.from({ length: Math.max(3, Math.ceil(count / IN_A_ZONE)) }, (_, n) => ({
    id: `10.${n >> 8}.${n & 255}.0/24`,
    name: n === 0 ? 'Guest Wi-Fi' : n === 1 ? 'Office' : `Imaging ${n}`,
  }));
  const devices = Array.from({ length: count }, (_, n): RiskDevice => {
    const [kind, modality] = pick(random, KINDS);
    return {
      id: `d${String(n).padStart(6, '0')}`,
      name: `${modality ?? kind ?? 'Device'} ${n}`,
      kind,
      modality,
      zone: zones[1 + random.below(zones.length - 1)]?.id ?? null,
      criticality: 1 + random.below(5),
      isOnInternet: random.unit() < 0.01,
      remoteServices: random.unit() < 0.05 ? ['maker'] : [],
    };
  });
  return {
    ...sampleInputs(
      {
        entries: { guest: { zones: [zones[0]?.id ?? ''] }, internet: { zones: [] } },
        // Of a third of the networks somebody said that they are closed, of a few pairs that they are open.
        reach: [
          { from: 'internet', to: '*', state: 'closed', because: '' },
          ...zones
            .filter((_, n) => n % 3 === 0)
            .map(({ id }) => ({ from: '*', to: id, state: 'closed' as const, because: '' })),
          ...zones
            .slice(1)
            .filter((_, n) => n % 10 === 0)
            .map(({ id }, n) => ({
              from: zones[n % zones.length]?.id ?? '',
              to: id,
              state: 'open' as const,
              because: '',
            }))
            .filter(({ from, to }) => from !== to),
        ],
      },
      { threats: [...threats], zones, before: null },
    ),
    site: `${count} devices`,
    devices,
    findings: devices.flatMap((device, n) =>
      Array.from({ length: FINDINGS }, (_, f) => findingOf(random, device, n * FINDINGS + f)),
    ),
    reach: waysOf(random, devices, zones[0]?.id ?? '', count * flows),
  };
}

function pick<T>(random: Random, list: readonly T[]): T {
  const found = list[random.below(list.length)];
  if (found === undefined) throw new RangeError('nothing to pick from');
  return found;
}

function findingOf(random: Random, { id, kind, name }: RiskDevice, n: number): RiskFinding {
  const isArchive = kind === 'archive' && random.unit() < 0.3;
  const rule = isArchive ? 'dicom-open-query' : pick(random, RULES);
  const isFlaw = rule === 'known-flaw';
  return {
    id: `f${String(n).padStart(7, '0')}`,
    device: id,
    kind: isFlaw ? 'vulnerability' : 'hardening',
    rule,
    title: `${rule} on ${name}`,
    state: random.unit() < 0.5 ? 'confirmed' : 'potential',
    confidence: 0.5 + random.below(6) / 10,
    cve: isFlaw ? `CVE-2024-${1000 + random.below(8000)}` : null,
    kev: isFlaw && random.unit() < 0.05,
    epss: isFlaw ? random.below(100) / 500 : null,
    vector: isFlaw ? `CVSS:3.1/AV:N/AC:${random.unit() < 0.5 ? 'L' : 'H'}/PR:N/UI:N/S:U/C:H/I:H/A:H` : null,
    fix: { kind: pick(random, FIXES), text: 'Mend it as its maker says. Then look again.', who: 'pacs' },
  };
}

function waysOf(random: Random, devices: readonly RiskDevice[], guests: string, count: number): RiskReach[] {
  const servers = devices.filter(({ kind }) => kind === 'archive' || kind === 'gateway');
  const ways = new Map<string, RiskReach>();
  for (let n = 0; n < count && servers.length > 0; n++) {
    const client = pick(random, devices);
    const server = random.unit() < 0.8 ? pick(random, servers) : pick(random, devices);
    const { port, protocol } = pick(random, PORTS);
    const from = random.unit() < 0.002 ? guests : client.id;
    if (client.id === server.id) continue;
    const isClinical = from !== guests && protocol !== 'smb';
    ways.set(`${from} ${server.id} ${port}`, { from, to: server.id, port, protocol, isClinical, lastSeenAt: AT });
  }
  return [...ways.values()].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

function keyOf({ from, to, port }: RiskReach): string {
  return `${from} ${to} ${port}`;
}
