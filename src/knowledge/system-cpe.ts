// Operating systems under the names that CPE has for them. Two habits of NVD: until 2022 a release of Windows was a version
// (`windows_10:1809`) and no build was named; since then the release belongs to the product (`windows_10_1809`) and builds bound the
// versions. Both names are given, so that both habits are understood.
import type { LifecycleSource, Product } from './lifecycle.ts';
import { type OperatingSystem, readSystem } from './system-reading.ts';

/** A name that CPE has for a system; null stands for what is not known, '-' for a product that has no version. */
export interface SystemName {
  readonly vendor: string;
  readonly product: string;
  readonly version: string | null;
  readonly update: string | null;
  /** The build that bounds of versions are compared with; undefined where the version itself is. */
  readonly build?: string | null;
}

/** The names of a system; none when it is not one of the table of life cycles. */
export function systemNames(system: OperatingSystem, source: LifecycleSource): SystemName[] {
  const reading = readSystem(system, source);
  if (!reading) return [];
  // "Windows 7" may be an edition for devices, which has names of its own: these are the names of what was said.
  const possible = reading.possible.filter(({ product }) => product === reading.product);
  const [cycle] = possible;
  const isOne = possible.every(
    ({ generation, release }) => generation === cycle?.generation && release === cycle.release,
  );
  const isOneGeneration = possible.every(({ generation }) => generation === cycle?.generation);
  if (!cycle || !isOneGeneration) return [];
  const release = isOne ? cycle.release : null;
  const words = [system.name, system.version, system.build].filter(Boolean).join(' ');
  return namesOf(reading.product, cycle.generation, { release, words, build: buildIn(words, system.build) });
}

interface Known {
  readonly release: string | null;
  readonly words: string;
  readonly build: string | null;
}

function namesOf(product: Product, generation: string, { release, words, build }: Known): SystemName[] {
  const pack = /\b(?:sp|service ?pack) ?(\d)\b/i.exec(words)?.[1];
  const update = pack === undefined ? null : `sp${pack}`;
  const windows = (name: string, version: string | null) => ({
    vendor: 'microsoft',
    product: name,
    version,
    update,
    build,
  });
  switch (product) {
    case 'windows': {
      if (!/^\d/.test(generation)) return generation === 'nt4' ? [] : [windows(`windows_${generation}`, '-')];
      if (generation !== '10' && generation !== '11') return [windows(`windows_${generation}`, '-')];
      const named = windows(`windows_${generation}`, release);
      return release === null ? [named] : [named, windows(`windows_${generation}_${release}`, '-')];
    }
    case 'windows-server': {
      if (generation === 'nt4') return [];
      const [year = generation, second] = generation.split('-');
      return [windows(`windows_server_${year}`, second ?? '-')];
    }
    case 'ubuntu':
      return [{ vendor: 'canonical', product: 'ubuntu_linux', version: generation, update: null }];
    case 'debian':
      return [{ vendor: 'debian', product: 'debian_linux', version: pointed(generation, words), update: null }];
    case 'rhel':
      return [{ vendor: 'redhat', product: 'enterprise_linux', version: pointed(generation, words), update: null }];
    case 'centos':
      return [{ vendor: 'centos', product: 'centos', version: pointed(generation, words), update: null }];
    case 'sles':
      return [{ vendor: 'suse', product: 'linux_enterprise_server', version: generation, update: release }];
    case 'oracle-solaris':
      return [{ vendor: 'oracle', product: 'solaris', version: generation, update: null }];
    default:
      return [];
  }
}

/** `9.3` where the words say so, `9.0` otherwise: NVD names releases by their first one. */
function pointed(generation: string, words: string): string {
  const escaped = generation.replace(/[^0-9]/g, '\\$&');
  return new RegExp(`\\b${escaped}\\.\\d+\\b`).exec(words)?.[0] ?? `${generation}.0`;
}

/** The build with its update, as in 10.0.17763.1457 or 17763.1457; null where the update is not said. */
function buildIn(words: string, field: string | null): string | null {
  return (
    /\b(?:10\.0|6\.[0-3]|5\.[0-2])\.\d{4,5}\.\d{1,6}\b/.exec(words)?.[0] ??
    /^\s*(\d{4,5}\.\d{1,6})\s*$/.exec(field ?? '')?.[1] ??
    null
  );
}

/** Families of systems: what runs on Windows runs on any Windows, as far as a condition names no more. */
const FAMILIES: readonly (readonly [family: string, key: RegExp])[] = [
  ['windows', /^o microsoft windows/],
  [
    'linux',
    /^o (?:linux linux_kernel|debian debian_linux|canonical ubuntu_linux|centos |fedoraproject fedora|suse |opensuse |novell suse_linux|redhat (?:enterprise_)?linux|oracle linux|almalinux |rocky )/,
  ],
  ['apple', /^o apple (?:mac_?os|macos)/],
  ['solaris', /^o (?:oracle|sun) (?:solaris|sunos|opensolaris)/],
  ['android', /^o google android/],
  ['ios', /^o apple (?:iphone_os|ipados|ios)$/],
];

/** Names that stand for any system of a family. */
const WHOLE_FAMILY = new Set([
  'o microsoft windows',
  'o linux linux_kernel',
  'o apple macos',
  'o apple mac_os_x',
  'o apple mac_os',
]);

/** The family of a system by its product key; null for what is no system that people install programs on. */
export function systemFamily(key: string): string | null {
  if (!key.startsWith('o ')) return null;
  const known = families.get(key);
  if (known !== undefined) return known;
  const family = FAMILIES.find(([, pattern]) => pattern.test(key))?.[0] ?? null;
  if (families.size < MOST_FAMILIES_KEPT) families.set(key, family);
  return family;
}

/** Systems are few, and asked for at every condition that names one. */
const families = new Map<string, string | null>();
const MOST_FAMILIES_KEPT = 20_000;

/** Releases of Windows that are told apart; editions for devices (Embedded, IoT) share the code of one, and are not among them. */
const RELEASE = /^o microsoft (windows_(?:server_\d{4}|2000|xp|vista|7|8|8\\?\.1|10|11))(?:_\d{2,4}(?:h\d)?)?$/;
const NAMED_RELEASE = /\bwindows[ -](server[ -]\d{4}|2000|xp|vista|7|8\.1|8|10|11)\b/gi;

/** The release of Windows that a product key stands for; null for all else. */
export function windowsRelease(key: string): string | null {
  if (!key.startsWith('o microsoft windows_')) return null;
  return RELEASE.exec(key)?.[1]?.replace('\\', '') ?? null;
}

/** The releases of Windows that a text names, in the same form. */
export function windowsReleasesIn(text: string): string[] {
  return [...text.matchAll(NAMED_RELEASE)].map(
    ([, name = '']) => `windows_${name.toLowerCase().replace(/[ -]/g, '_')}`,
  );
}

/**
 * Whether a device runs another release than one of those that are meant. A client and a server of Windows share much: of the two kinds,
 * nothing is concluded.
 */
export function runsOtherRelease(meant: readonly string[], runs: Iterable<string>): boolean {
  const known = [...runs];
  return (
    meant.length > 0 &&
    known.length > 0 &&
    meant.every((release) => known.every((own) => own !== release && isServer(own) === isServer(release)))
  );
}

function isServer(release: string): boolean {
  return release.startsWith('windows_server');
}

/** Whether a product key stands for every system of its family. */
export function isWholeFamily(key: string): boolean {
  return WHOLE_FAMILY.has(key);
}
