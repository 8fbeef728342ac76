// What lists and people write for an operating system ("Win XP Embedded", "WES7", "Windows 10 IoT LTSC 2019", "RHEL 6.5")
// as name, version, build and edition. Nothing is guessed: words that say nothing about a part leave it null.
import { inertText } from '#kit/index.ts';

/** An operating system in parts; `name` carries the edition, as its maker sells it. */
export interface SystemParts {
  readonly name: string;
  readonly version: string | null;
  readonly build: string | null;
  readonly edition: string | null;
}

/** The parts of an operating system as stated, with a version and a build from columns of their own if there are. */
export function readOperatingSystem(stated: string, version?: string | null, build?: string | null): SystemParts {
  const words = tidy(stated);
  const parts = readEmbedded(words) ?? readServer(words) ?? readClient(words) ?? readUnix(words) ?? other(words);
  return {
    ...parts,
    version: blank(version) ? parts.version : joinVersion(parts.version, tidy(version ?? '')),
    build: blank(build) ? (parts.build ?? buildIn(words)) : tidy(build ?? ''),
  };
}

function blank(text: string | null | undefined): boolean {
  return text === null || text === undefined || text.trim() === '';
}

function tidy(text: string): string {
  return inertText(text, 200)
    .replace(/[®™©]|\((?:r|tm|c)\)/gi, '')
    .replace(/[_,;]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** A version from its own column comes after what the name already said, unless it says it again. */
function joinVersion(inName: string | null, own: string): string {
  if (inName === null || own.toLowerCase().includes(inName.toLowerCase())) return own;
  return inName.toLowerCase().includes(own.toLowerCase()) ? inName : `${inName} ${own}`;
}

function buildIn(words: string): string | null {
  return (
    /\b(?:4\.0|5\.[0-2]|6\.[0-3]|10\.0)\.(\d{4,5}(?:\.\d+)?)\b/.exec(words)?.[1] ??
    /\bbuild:? ?(\d{4,5}(?:\.\d+)?)\b/i.exec(words)?.[1] ??
    null
  );
}

function servicePack(words: string): string | null {
  const found = /\b(?:sp|service ?pack) ?(\d)[a-z]?\b/i.exec(words)?.[1];
  return found === undefined ? null : `SP${found}`;
}

const EMBEDDED: readonly (readonly [RegExp, string])[] = [
  [/posready ?2009/i, 'Windows Embedded POSReady 2009'],
  [/posready ?7/i, 'Windows Embedded POSReady 7'],
  [/point of service|\bwepos\b/i, 'Windows Embedded for Point of Service'],
  [/embedded standard 2009|\bwes ?(?:20)?09\b/i, 'Windows Embedded Standard 2009'],
  [/embedded standard 7|\bwes ?7\b|embedded 7\b|\b7 embedded|windows 7 for embedded/i, 'Windows Embedded Standard 7'],
  [/\bxp ?e\b|xp embedded|embedded xp/i, 'Windows XP Embedded'],
  [/embedded 8\.1 industry|\bwe ?8\.1 ?i|8\.1 industry/i, 'Windows Embedded 8.1 Industry'],
  [/embedded 8(?:\.1)? ?(?:standard|pro)?\b|\bwes ?8\b/i, 'Windows Embedded 8 Standard'],
  [/embedded compact 2013/i, 'Windows Embedded Compact 2013'],
  [/embedded compact 7/i, 'Windows Embedded Compact 7'],
];

function readEmbedded(words: string): SystemParts | null {
  const found = EMBEDDED.find(([pattern]) => pattern.test(words));
  if (!found || !/\bwin|\bwes|\bwe ?8|\bxp ?e\b|posready|\bwepos\b/i.test(words)) return null;
  return { name: found[1], version: servicePack(words), build: null, edition: 'Embedded' };
}

function readServer(words: string): SystemParts | null {
  const isServer = /\b(?:server|srv)\b/i.test(words) && /\bwin|\bms\b|microsoft|\b20\d\d\b/i.test(words);
  if (!isServer && !/\b(?:win|windows ?)?2k(?:3|8|12|16|19|22|25)\b|\b20(?:03|08|12) ?r2\b/i.test(words)) return null;
  const short = /2k(3|8|12|16|19|22|25)\b/i.exec(words)?.[1];
  const year = short ? `20${short.padStart(2, '0')}` : /\b(2000|2003|2008|2012|2016|2019|2022|2025)\b/.exec(words)?.[1];
  if (year === undefined) return null;
  const second = /\br2\b/i.test(words) ? ' R2' : '';
  const edition = /\b(Standard|Enterprise|Datacenter|Essentials|Foundation|Web)\b/i.exec(words)?.[1] ?? null;
  return { name: `Windows Server ${year}${second}`, version: servicePack(words), build: null, edition };
}

const CLIENTS: readonly (readonly [RegExp, string])[] = [
  [/\b(?:windows|win|w) ?11\b/i, '11'],
  [/\b(?:windows|win|w) ?10\b/i, '10'],
  [/\b(?:windows|win|w) ?8\.1\b/i, '8.1'],
  [/\b(?:windows|win|w) ?8\b/i, '8'],
  [/\b(?:windows|win|w) ?7\b/i, '7'],
  [/\bvista\b/i, 'Vista'],
  [/\b(?:win(?:dows)? ?)?xp\b/i, 'XP'],
  [/\bw(?:in(?:dows)?)? ?2(?:000|k)\b/i, '2000'],
  [/\bnt ?4(?:\.0)?\b/i, 'NT 4.0'],
];

function readClient(words: string): SystemParts | null {
  const generation = CLIENTS.find(([pattern]) => pattern.test(words))?.[1];
  if (generation === undefined) return null;
  const edition = windowsEdition(words);
  const isLongTerm = edition !== null && /LTS[BC]/.test(edition);
  const year = isLongTerm ? /\b(2015|2016|2019|2021|2024)\b/.exec(words)?.[1] : undefined;
  const release =
    year ?? /\b(1507|1511|1607|1703|1709|1803|1809|1903|1909|2004|2[0-6]h[12])\b/i.exec(words)?.[1]?.toUpperCase();
  const name = `Windows ${generation}${edition === null ? '' : ` ${edition}`}`;
  return { name, version: release ?? servicePack(words), build: null, edition };
}

function windowsEdition(words: string): string | null {
  const longTerm = /\bLTS[BC]\b|long[- ]term serv\w*/i.exec(words);
  if (longTerm) {
    const channel = /LTSB/i.test(longTerm[0]) ? 'LTSB' : 'LTSC';
    return /\biot\b/i.test(words) ? `IoT Enterprise ${channel}` : `Enterprise ${channel}`;
  }
  if (/\biot\b/i.test(words)) return /\bcore\b/i.test(words) ? 'IoT Core' : 'IoT Enterprise';
  const plain = /\b(home|professional|pro|enterprise|ent|education|ultimate|embedded)\b/i
    .exec(words)?.[1]
    ?.toLowerCase();
  if (plain === undefined) return null;
  if (plain === 'pro') return 'Professional';
  if (plain === 'ent') return 'Enterprise';
  return `${plain.charAt(0).toUpperCase()}${plain.slice(1)}`;
}

const UNIX: readonly (readonly [RegExp, string])[] = [
  [
    /\b(?:rhel|red ?hat enterprise(?: linux)?(?: (?:server|workstation|es|as|ws))?)\b(?:\D{0,12}?(\d+(?:\.\d+)?))?/i,
    'Red Hat Enterprise Linux',
  ],
  [/\bred ?hat(?: linux)?\b(?:\D{0,10}?(\d+(?:\.\d+)?))?/i, 'Red Hat Linux'],
  [/\bcentos(?: linux)?\b(?:\D{0,10}?(\d+(?:\.\d+)*))?/i, 'CentOS Linux'],
  [/\b(?:rocky|alma)(?: ?linux)?\b(?:\D{0,10}?(\d+(?:\.\d+)?))?/i, 'Rocky or Alma Linux'],
  [/\bsles\b(?:\D{0,4}?(\d+(?: ?sp ?\d|\.\d)?))?/i, 'SUSE Linux Enterprise Server'],
  [/\bsuse\b(?:[a-z ]*?enterprise[a-z ]*?)(\d+(?: ?sp ?\d|\.\d)?)?$/i, 'SUSE Linux Enterprise Server'],
  [/\bopensuse(?: leap)?\b(?:\D{0,4}?(\d+(?:\.\d+)?))?/i, 'openSUSE'],
  [/\bubuntu\b(?:\D{0,10}?(\d+\.\d+))?/i, 'Ubuntu'],
  [/\bdebian\b(?:\D{0,14}?(\d+(?:\.\d+)?))?/i, 'Debian'],
  [/\b(?:solaris|sunos 5\.)(?:\D{0,3}?(\d+(?:\.\d+)?))?/i, 'Solaris'],
  [/\birix(?:64)?\b(?:\D{0,3}?(\d\.\d+))?/i, 'IRIX'],
  [/\bmac ?os(?: ?x)?\b(?:\D{0,10}?(\d+(?:\.\d+)*))?/i, 'macOS'],
  [/\bvxworks\b(?:\D{0,4}?(\d+(?:\.\d+)*))?/i, 'VxWorks'],
  [/\bqnx\b(?:\D{0,12}?(\d+(?:\.\d+)*))?/i, 'QNX'],
  [/\besxi?\b(?:\D{0,4}?(\d+(?:\.\d+)*))?/i, 'VMware ESXi'],
  [/\bandroid\b(?:\D{0,4}?(\d+(?:\.\d+)*))?/i, 'Android'],
];

function readUnix(words: string): SystemParts | null {
  for (const [pattern, name] of UNIX) {
    const found = pattern.exec(words);
    if (!found) continue;
    const version = found[1]?.replace(/ ?sp ?(\d)/i, ' SP$1') ?? null;
    return { name, version, build: null, edition: null };
  }
  return null;
}

function other(words: string): SystemParts {
  const isWindows = /^(?:microsoft |ms )?win(?:dows)?$/i.test(words);
  return { name: isWindows ? 'Windows' : words, version: null, build: null, edition: null };
}
