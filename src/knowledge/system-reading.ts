// Reads what lists, banners and people call an operating system ("Win 10 IoT Ent LTSC 2019", "SunOS 5.10", "WES7")
// into the cycles that it can be. What the words do not prove stays open: the result is a set, not a guess.
import { type Cycle, type Edition, type LifecycleSource, LTSC_YEARS, type Product, productName } from './lifecycle.ts';

/** An operating system as facts give it. */
export interface OperatingSystem {
  readonly name: string;
  readonly version: string | null;
  readonly build: string | null;
}

export interface SystemReading {
  readonly product: Product;
  /** As far as it is known, in plain words: `Windows 10 1809`. */
  readonly label: string;
  /** Whether the words settle the release; if not, the verdict is an interval over all releases. */
  readonly releaseKnown: boolean;
  /** Cycles to judge by: the short-lived edition unless the words prove the long one. */
  readonly likely: readonly Cycle[];
  /** Every cycle that the words do not rule out. */
  readonly possible: readonly Cycle[];
  /** The cheapest fact that would narrow it. */
  readonly wouldSettle: string;
}

const ASK_WINDOWS =
  'The Windows version and edition, as shown by the command winver on the console or written in the service report (for example "1809" and "Enterprise LTSC").';
/** Before Windows 10 no release has a number of its own: the product tells the editions for devices apart. */
const ASK_PRODUCT =
  'The full name of the product on the license sticker or under "System" in the Control Panel, for example "Windows Embedded Standard 7" or "Windows Embedded 8.1 Industry".';

/** The cycles that an operating system can be, or null when its name is not one of the table's. */
export function readSystem(system: OperatingSystem, source: LifecycleSource): SystemReading | null {
  const text = [system.name, system.version, system.build]
    .filter((part) => part !== null && part !== '')
    .join(' ')
    .toLowerCase()
    .replace(/[®™©]|\((?:r|tm|c)\)/g, '')
    .replace(/[_,;()[\]/]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 200);
  const build = buildOf(text, system.build);
  return readUnix(text, source) ?? readEmbedded(text, source) ?? readWindows(text, build, source);
}

/** The kernel's build number: `10.0.17763.1`, `build 17763`, or a build field of its own. */
function buildOf(text: string, field: string | null): string | null {
  const kernel = /\b(?:4\.0|5\.[0-2]|6\.[0-3]|10\.0)\.(\d{4,5})\b/.exec(text);
  if (kernel?.[1]) return kernel[1];
  const named = /\bbuild:? ?(\d{4,5})\b/.exec(text);
  if (named?.[1]) return named[1];
  return /^\s*(\d{4,5})(?:\.\d+)*\s*$/.exec(field ?? '')?.[1] ?? null;
}

// ---- Windows for devices ----

const EMBEDDED: readonly (readonly [RegExp, string])[] = [
  [/posready ?2009/, 'posready-2009'],
  [/posready ?7/, 'posready-7'],
  [/point of service|\bwepos\b/, 'point-of-service'],
  [/embedded standard 2009|\bwes ?2009\b/, 'standard-2009'],
  [/embedded standard 7|embedded 7|\bwes ?7\b|7 embedded/, 'standard-7'],
  [/xp embedded|embedded xp|\bxpe\b/, 'xp'],
  [/embedded 8\.?1? industry|8\.1 industry/, '8.1-industry'],
  [/embedded 8\.1|8\.1 embedded/, '8.1-pro'],
  [/compact 2013/, 'compact-2013'],
  [/compact 7/, 'compact-7'],
];

function readEmbedded(text: string, source: LifecycleSource): SystemReading | null {
  if (!/\bwin|\bwes ?\d|\bxpe\b|posready|\bwepos\b/.test(text)) return null;
  const cycles = source.cycles('windows-embedded');
  const known = EMBEDDED.find(([pattern]) => pattern.test(text));
  const exact = known ? cycles.filter((cycle) => cycle.generation === known[1]) : [];
  if (exact.length > 0) return settled('windows-embedded', exact);
  if (!/embedded/.test(text)) return null;
  return {
    product: 'windows-embedded',
    label: productName('windows-embedded'),
    releaseKnown: false,
    likely: cycles,
    possible: cycles,
    wouldSettle: 'The full product name on the license sticker, for example "Windows Embedded Standard 7".',
  };
}

// ---- Windows on clients and servers ----

const SERVERS: readonly (readonly [RegExp, string])[] = [
  [/\b(?:2012|2k12) ?r2\b/, '2012-r2'],
  [/\b(?:2008|2k8) ?r2\b/, '2008-r2'],
  [/\b(?:2003|2k3) ?r2\b/, '2003'],
  [/\b(?:server ?2025|2k25)\b/, '2025'],
  [/\b(?:server ?2022|2k22)\b/, '2022'],
  [/\b(?:server ?2019|2k19)\b/, '2019'],
  [/\b(?:server ?2016|2k16)\b/, '2016'],
  [/\b(?:2012|2k12)\b/, '2012'],
  [/\b(?:2008|2k8)\b/, '2008'],
  [/\b(?:2003|2k3)\b/, '2003'],
  [/\b(?:server ?23h2)\b/, '23h2'],
  [/\bserver ?(20h2|2004|1909|1903|1809|1803|1709)\b/, '$1'],
  [/\b(?:server ?2000)\b/, '2000'],
];

const CLIENTS: readonly (readonly [RegExp, string])[] = [
  [/\b(?:windows|win|w) ?11\b/, '11'],
  [/\b(?:windows|win|w) ?10\b/, '10'],
  [/\b(?:windows|win|w) ?8\.1\b/, '8.1'],
  [/\b(?:windows|win|w) ?8\b/, '8'],
  [/\b(?:windows|win|w) ?7\b/, '7'],
  [/\bvista\b/, 'vista'],
  [/\bxp\b/, 'xp'],
  [/\b(?:windows ?2000|win ?2000|w2k|win2k|2000 pro(?:fessional)?)\b/, '2000'],
  [/\bnt ?4(?:\.0)?\b/, 'nt4'],
];

function readWindows(raw: string, build: string | null, source: LifecycleSource): SystemReading | null {
  const text = raw
    .replace(/\bmicrosoft\b|\bms\b/g, '')
    .trim()
    .replace(/^server (?=20\d\d)/, 'windows server ')
    .replace(/\bw(?:in)?2k(?=\d)/, 'windows 2k');
  const isWindows = /\bwin(?:dows)?|\bw(?:7|8|10|11|2k)|\b2k(?:3|8|12|16|19|22|25)\b|\bvista\b|\bxp\b/.test(text);
  if (!isWindows && !/^(?:version )?(?:5\.[0-2]|6\.[0-3]|10\.0)\.\d{4,5}/.test(text)) return null;

  const saysServer = /\bserver|\bsrv\b|\b2k(?:3|8|12|16|19|22|25)\b|\b20(?:03|08|12) ?r2\b/.test(text);
  const client = CLIENTS.find(([pattern]) => pattern.test(text))?.[1] ?? null;
  if (client === 'nt4') return settledOldest(saysServer, 'nt4', source);
  if (client === '2000' && !saysServer) return readWindows2000(text, source);
  if (!saysServer && client !== null) return readClient(client, text, build, source);

  const servers = source.cycles('windows-server');
  const match = SERVERS.find(([pattern]) => pattern.test(text));
  if (match && (saysServer || client === null)) {
    const generation = match[1] === '$1' ? (match[0].exec(text)?.[1] ?? '') : match[1];
    const named = servers.filter((cycle) => cycle.generation === generation);
    if (named.length > 0) return settled('windows-server', byServicePack(named, text));
  }
  const pool = saysServer ? servers : [...source.cycles('windows'), ...servers];
  const built = build === null ? [] : pool.filter((cycle) => cycle.build === build);
  if (built.length > 0 && !saysServer && built.some((cycle) => cycle.product === 'windows')) {
    const editions = narrowByEdition(
      built.filter((cycle) => cycle.product === 'windows'),
      text,
    );
    return {
      product: 'windows',
      label: `Windows, build ${build}`,
      releaseKnown: true,
      likely: editions.likely,
      possible: [...editions.possible, ...built.filter((cycle) => cycle.product === 'windows-server')],
      wouldSettle: ASK_WINDOWS,
    };
  }
  if (built.length > 0) return settled('windows-server', built);
  return {
    product: saysServer ? 'windows-server' : 'windows',
    label: saysServer ? 'Windows Server' : 'Windows',
    releaseKnown: false,
    likely: pool,
    possible: pool,
    wouldSettle: ASK_WINDOWS,
  };
}

function readWindows2000(text: string, source: LifecycleSource): SystemReading {
  const professional = source.cycles('windows').filter((cycle) => cycle.generation === '2000');
  const server = source.cycles('windows-server').filter((cycle) => cycle.generation === '2000');
  const cycles = /\bpro/.test(text) ? professional : [...server, ...professional];
  return settled(/\bpro/.test(text) ? 'windows' : 'windows-server', cycles);
}

function settledOldest(saysServer: boolean, generation: string, source: LifecycleSource): SystemReading {
  const products: readonly Product[] = saysServer ? ['windows-server'] : ['windows', 'windows-server'];
  const cycles = products.flatMap((product) => source.cycles(product)).filter((each) => each.generation === generation);
  return settled(products[0] ?? 'windows', cycles);
}

/** With a service pack stated, that cycle; otherwise the last one, which had updates the longest. */
function byServicePack(cycles: readonly Cycle[], text: string): readonly Cycle[] {
  if (!cycles.some((cycle) => cycle.release?.startsWith('sp'))) return cycles;
  const stated = /\bsp ?([1-4])\b|service pack ([1-4])/.exec(text);
  const pack = stated ? `sp${stated[1] ?? stated[2]}` : null;
  const exact = pack === null ? [] : cycles.filter((cycle) => cycle.release === pack);
  return exact.length > 0 ? exact : cycles.slice(0, 1);
}

function readClient(
  generation: string,
  text: string,
  build: string | null,
  source: LifecycleSource,
): SystemReading | null {
  const cycles = source.cycles('windows').filter((cycle) => cycle.generation === generation);
  if (cycles.length === 0) return null;
  const embedded = embeddedSiblings(generation, source);
  if (generation !== '10' && generation !== '11') {
    return { ...settled('windows', cycles), possible: [...cycles, ...embedded], wouldSettle: ASK_PRODUCT };
  }
  const release = releaseOf(text);
  const exact = cycles.filter((cycle) => (build !== null ? cycle.build === build : cycle.release === release));
  const releaseKnown = exact.length > 0;
  const { likely, possible, settles } = narrowByEdition(releaseKnown ? exact : cycles, text);
  const name = exact[0]?.release?.toUpperCase();
  return {
    product: 'windows',
    label: settles && likely[0] && releaseKnown ? likely[0].label : `Windows ${generation}${name ? ` ${name}` : ''}`,
    releaseKnown,
    likely,
    possible,
    wouldSettle: ASK_WINDOWS,
  };
}

/** Device editions that people also call by the plain name; they count only as a possibility. */
function embeddedSiblings(generation: string, source: LifecycleSource): readonly Cycle[] {
  const names: Readonly<Record<string, readonly string[]>> = {
    xp: ['xp', 'point-of-service', 'standard-2009', 'posready-2009'],
    '7': ['standard-7', 'posready-7'],
    '8.1': ['8.1-industry', '8.1-pro'],
  };
  const wanted = names[generation] ?? [];
  return source.cycles('windows-embedded').filter((cycle) => wanted.includes(cycle.generation));
}

function isLongTerm(text: string): boolean {
  return /\blts[bc]\b|long[- ]term serv/.test(text);
}

function releaseOf(text: string): string | null {
  if (isLongTerm(text)) {
    const year = /\b(2015|2016|2019|2021|2024)\b/.exec(text)?.[1];
    if (year) return LTSC_YEARS[year] ?? null;
  }
  return /\b(1507|1511|1607|1703|1709|1803|1809|1903|1909|2004|2[0-6]h[12])\b/.exec(text)?.[1] ?? null;
}

interface Narrowed {
  readonly likely: readonly Cycle[];
  readonly possible: readonly Cycle[];
  /** The words leave one edition. */
  readonly settles: boolean;
}

/** Long-term channels must be proven by the edition's name; otherwise the shorter edition is what we judge by. */
function narrowByEdition(cycles: readonly Cycle[], text: string): Narrowed {
  const of = (...editions: readonly Edition[]) => cycles.filter((cycle) => editions.includes(cycle.edition));
  const isIot = /\biot\b/.test(text);
  const narrow = (likely: readonly Cycle[], possible: readonly Cycle[], settles: boolean): Narrowed =>
    likely.length > 0 ? { likely, possible, settles } : { likely: cycles, possible: cycles, settles: false };
  if (isLongTerm(text)) {
    const iot = of('iot-ltsc');
    if (isIot && iot.length > 0) {
      // Releases without a line of their own for IoT follow the Enterprise one.
      const releases = new Set(iot.map((cycle) => cycle.release));
      const chosen = [...iot, ...of('ltsc').filter((cycle) => !releases.has(cycle.release))];
      return narrow(chosen, chosen, true);
    }
    return narrow(of('ltsc'), of('ltsc', 'iot-ltsc'), of('iot-ltsc').length === 0);
  }
  if (/\b(?:home|pro|professional)\b/.test(text)) {
    const chosen = of('home-pro', 'any');
    return narrow(chosen, chosen, true);
  }
  if (isIot || /\b(?:enterprise|ent|education)\b/.test(text)) {
    const long: readonly Edition[] = isIot ? ['ltsc', 'iot-ltsc', 'iot'] : ['ltsc', 'iot-ltsc'];
    return narrow(of('enterprise', 'any'), of('enterprise', 'any', ...long), false);
  }
  const short = of('enterprise', 'home-pro', 'any');
  return narrow(short, cycles, false);
}

// ---- Unix and Linux ----

interface UnixName {
  readonly product: Product;
  readonly pattern: RegExp;
  /** Generation and, for SUSE, service pack out of the text. */
  readonly version: (text: string) => readonly [generation: string, release?: string] | null;
}

const UNIX: readonly UnixName[] = [
  {
    product: 'rhel',
    pattern: /red ?hat enterprise|\brhel/,
    version: (text) => major(/(?:\brhel ?|enterprise linux (?:[a-z]+ ){0,2})v?(\d{1,2})/.exec(text)),
  },
  {
    product: 'centos',
    pattern: /\bcentos(?! stream)/,
    version: (text) => major(/centos(?: linux)?(?: release)? ?v?(\d)/.exec(text)),
  },
  {
    product: 'sles',
    pattern: /\bsles\b|\bsles ?\d|suse.*enterprise/,
    version: (text) => {
      const found = /\b(?:sles ?|server |enterprise )v?(\d{2})(?:(?: ?sp ?| service pack |\.)(\d))?/.exec(text);
      return found?.[1] ? [found[1], found[2] ?? ''] : null;
    },
  },
  {
    product: 'oracle-solaris',
    pattern: /\bsolaris\b|\bsunos\b/,
    version: (text) => major(/(?:solaris ?|sunos 5\.)(\d{1,2}(?:\.\d)?)/.exec(text)),
  },
  {
    product: 'ubuntu',
    pattern: /\bubuntu\b/,
    version: (text) => major(/ubuntu(?: linux)? ?(\d{1,2}\.\d{2})/.exec(text)),
  },
  { product: 'debian', pattern: /\bdebian\b/, version: (text) => major(/debian(?: gnu linux)? ?(\d{1,2})/.exec(text)) },
  { product: 'irix', pattern: /\birix/, version: (text) => major(/irix(?:64)? ?(\d\.\d)/.exec(text)) },
];

function major(found: RegExpExecArray | null): readonly [string] | null {
  return found?.[1] ? [found[1]] : null;
}

function readUnix(text: string, source: LifecycleSource): SystemReading | null {
  const named = UNIX.find(({ pattern }) => pattern.test(text));
  if (!named) return null;
  const all = source.cycles(named.product);
  const version = named.version(text);
  const generation = version?.[0];
  const inGeneration = all.filter((cycle) => cycle.generation === generation);
  const exact = version?.[1] ? inGeneration.filter((cycle) => cycle.release === version[1]) : inGeneration;
  if (exact.length > 0 && (exact.length === 1 || version?.[1])) return settled(named.product, exact);
  const cycles = inGeneration.length > 0 ? inGeneration : generation === undefined ? all : [];
  return {
    product: named.product,
    label: `${productName(named.product)}${generation === undefined ? '' : ` ${generation}`}`,
    releaseKnown: false,
    likely: cycles,
    possible: cycles,
    wouldSettle: `The exact ${productName(named.product)} version, as shown by the system itself or written in the service report.`,
  };
}

function settled(product: Product, cycles: readonly Cycle[]): SystemReading {
  return {
    product,
    label: cycles[0]?.label ?? productName(product),
    releaseKnown: true,
    likely: cycles,
    possible: cycles,
    wouldSettle: ASK_WINDOWS,
  };
}
