// Until when the maker of an operating system repairs its holes: cycles with their ends, and where each date comes from.
// The shape follows endoflife.date (release cycle, end of life, end of extended support), so that its files plug in.
import { lookup } from '#kit/index.ts';
import type { CycleRow } from './windows-cycles.data.ts';

/** Operating systems that the table can name; the words are endoflife.date's own, the last one ours. */
export const PRODUCTS = [
  'windows',
  'windows-embedded',
  'windows-server',
  'rhel',
  'centos',
  'sles',
  'oracle-solaris',
  'ubuntu',
  'debian',
  'irix',
] as const;

/** The name of one of them. */
export type Product = (typeof PRODUCTS)[number];

/** Who may run a Windows cycle; `any` where the cycle does not tell editions apart. */
export type Edition = 'any' | 'home-pro' | 'enterprise' | 'iot' | 'ltsc' | 'iot-ltsc';

/** `unverified`: the date is common knowledge that nobody here has read in a source; it never makes a finding certain. */
export type Certainty = 'published' | 'unverified';

export interface Cycle {
  readonly product: Product;
  /** The catalogue's own name of the cycle, e.g. `10-1809-e-lts`. */
  readonly cycle: string;
  /** In plain words, e.g. `Windows 10 1809 Enterprise LTSC`. */
  readonly label: string;
  /** `10`, `2008-r2`, `xp`, `15`: what people call the version. */
  readonly generation: string;
  /** Windows release (`1809`, `21h2`) or service pack, when the cycle has one. */
  readonly release: string | null;
  readonly edition: Edition;
  /** Last day with free security updates; 'ended' or 'open' where no day is published. */
  readonly securityEnd: string;
  /** Last day of updates that must be paid for or enrolled in. Shown, never assumed. */
  readonly paidEnd: string | null;
  /** Build number of the kernel, e.g. `17763`. */
  readonly build: string | null;
  readonly certainty: Certainty;
  readonly source: string;
  readonly asOf: string;
}

/** Where cycles come from: the built-in table, or files imported later. */
export interface LifecycleSource {
  readonly name: string;
  readonly asOf: string;
  readonly cycles: (product: Product) => readonly Cycle[];
}

/** What a catalogue says of its rows. */
export interface CycleOrigin {
  readonly certainty: Certainty;
  readonly source: string;
  readonly asOf: string;
}

/** A row of a catalogue as a cycle; the edition and release are read from the cycle's name. */
export function cycleFromRow(product: Product, row: CycleRow, origin: CycleOrigin): Cycle {
  const [cycle, securityEnd, paidEnd, kernel] = row;
  const parts = partsOf(product, cycle);
  return {
    product,
    cycle,
    ...parts,
    label: labelOf(product, cycle, parts),
    securityEnd,
    paidEnd,
    build: kernel?.split('.').at(-1) ?? null,
    ...origin,
  };
}

type Parts = Pick<Cycle, 'generation' | 'release' | 'edition'>;

const EDITIONS: readonly (readonly [suffix: string, edition: Edition])[] = [
  ['-iot-lts', 'iot-ltsc'],
  ['-e-lts', 'ltsc'],
  ['-e', 'enterprise'],
  ['-w', 'home-pro'],
  ['-iot', 'iot'],
];

const OLD_WINDOWS: Readonly<Record<string, string>> = lookup({ '7': '7', '6': 'vista', '5': 'xp' });

function partsOf(product: Product, cycle: string): Parts {
  if (product === 'windows') {
    const found = EDITIONS.find(([suffix]) => cycle.endsWith(suffix));
    const rest = found ? cycle.slice(0, -found[0].length) : cycle;
    const [generation = rest, release] = rest.split('-');
    if (release?.startsWith('sp'))
      return { generation: OLD_WINDOWS[generation] ?? generation, release, edition: 'any' };
    return { generation, release: release ?? null, edition: found?.[1] ?? 'any' };
  }
  if (product === 'windows-server') {
    const pack = /-(sp\d|sac|ac)$/.exec(cycle);
    return { generation: pack ? cycle.slice(0, pack.index) : cycle, release: pack?.[1] ?? null, edition: 'any' };
  }
  if (product === 'windows-embedded') return { generation: cycle.replace(/-sp\d$/, ''), release: null, edition: 'any' };
  if (product === 'sles') {
    const [generation = cycle, pack = null] = cycle.split('.');
    return { generation, release: pack, edition: 'any' };
  }
  return { generation: cycle, release: null, edition: 'any' };
}

/** Long-term releases are sold by year: the release that each year stands for. */
export const LTSC_YEARS: Readonly<Record<string, string>> = lookup({
  '2015': '1507',
  '2016': '1607',
  '2019': '1809',
  '2021': '21h2',
  '2024': '24h2',
});

const EDITION_WORDS: Readonly<Record<Edition, string>> = {
  any: '',
  'home-pro': ' Home or Pro',
  enterprise: ' Enterprise',
  iot: ' IoT',
  ltsc: ' Enterprise LTSC',
  'iot-ltsc': ' IoT Enterprise LTSC',
};

const NAMES: Readonly<Record<Product, string>> = {
  windows: 'Windows',
  'windows-embedded': 'Windows Embedded',
  'windows-server': 'Windows Server',
  rhel: 'Red Hat Enterprise Linux',
  centos: 'CentOS Linux',
  sles: 'SUSE Linux Enterprise Server',
  'oracle-solaris': 'Solaris',
  ubuntu: 'Ubuntu',
  debian: 'Debian',
  irix: 'IRIX',
};

/** A product's name as people write it. */
export function productName(product: Product): string {
  return NAMES[product];
}

function labelOf(product: Product, cycle: string, parts: Parts): string {
  const name = NAMES[product];
  const release = parts.release?.toUpperCase();
  // A service pack is what the date assumes, not what is known of the machine, so it stays out of the name.
  const pack = parts.release?.startsWith('sp') ?? false;
  if (product === 'windows') {
    const words = { xp: 'XP', vista: 'Vista', nt4: 'NT 4.0' }[parts.generation] ?? parts.generation;
    return `${name} ${words}${pack ? '' : release ? ` ${release}` : ''}${EDITION_WORDS[parts.edition]}`;
  }
  if (product === 'windows-server') {
    const words = parts.generation.replace('-r2', ' R2').toUpperCase();
    return parts.generation === '2000' ? 'Windows 2000' : `${name} ${words}${pack ? '' : release ? ` ${release}` : ''}`;
  }
  if (product === 'windows-embedded') {
    if (parts.generation === 'xp') return 'Windows XP Embedded';
    const words = parts.generation.split('-').map((word) => WORDS[word] ?? word);
    return `${name} ${words.join(' ')}`;
  }
  if (product === 'sles' && release && release !== '0') return `${name} ${parts.generation} SP${release}`;
  return `${name} ${parts.generation}`.replace(/\.0$/, cycle.endsWith('.0') && product === 'sles' ? '' : '.0');
}

const WORDS: Readonly<Record<string, string>> = lookup({
  industry: 'Industry',
  pro: 'Pro',
  compact: 'Compact',
  posready: 'POSReady',
  standard: 'Standard',
  point: 'for Point',
  service: 'Service',
});
