// The versions that an advisory names, read from its own words into ranges: CISA's forms ("<= 3.0.24", "vers:all/<V4.5.0",
// "Versions 2.6.2 and below", "5.0|5.1"), vers (package-url/vers-spec) and plain English. What cannot be read stays words and is never
// guessed.

/** One run of versions; a missing end is open. A single version has both ends. */
export interface VersionRun {
  readonly from: string | null;
  readonly fromInclusive: boolean;
  readonly until: string | null;
  readonly untilInclusive: boolean;
}

/** What the words mean: every version, some runs of versions, or something that only a person can read. */
export type VersionSet =
  | { readonly kind: 'all' }
  | { readonly kind: 'runs'; readonly runs: readonly VersionRun[]; readonly scheme?: string }
  | { readonly kind: 'unread'; readonly words: string };

type Sign = '<' | '<=' | '>' | '>=' | '=';

interface Bound {
  readonly sign: Sign;
  readonly version: string;
}

const ALL = /^(?:vers:[a-z]+\/)?(?:\*|-|all(?: versions?)?|any(?: version)?|all supported versions)$/i;
const SIGNED = /^(<=|>=|<|>|=)\s*(.+)$/;
/** A version as makers write it: it holds a digit, and words only where they belong to versions. */
const VERSION =
  /^(?:[vr]|rev\.? ?|version |versions |release |build )?[a-z]{0,5}[-_. ]?\d[\w.+()/-]*(?: (?:sp|hf|patch|update|upd|build|bn?|r)?[ .]?\d[\w.]*)*$/i;
/** Makers whose versions are letters: of two there is no order, but one is itself. */
const LETTER = /^(?:rev(?:ision|\.)? ?)?[A-Z]$/;
const LOWER =
  /^(?:versions?|releases?|v)?\s*(.+?)\s*(?:,)?\s*(?:and|or)\s+(?:all\s+)?(?:prior|below|earlier|lower|older|previous)(?:\s+(?:versions?|releases?))?$/i;
const BEFORE =
  /^(?:all\s+)?(?:versions?\s+)?(?:prior to|before|earlier than|lower than|below)\s+(?:versions?\s+)?(.+)$/i;
const THROUGH = /^(?:versions?|releases?)?\s*(\S+)\s+(?:through|to|up to and including)\s+(?:versions?\s+)?(\S+)$/i;
const UP_TO = /^(?:all\s+)?(?:versions?\s+)?up to(?: and including)?\s+(?:versions?\s+)?(\S+)$/i;
/** "5.x", "12.2.x.x": every version that begins so. */
const WILD = /^(?:v|version |versions )?(\d+(?:\.\d+)*)((?:\.[x*])+)$/i;
/** Schemes that the shape of a version does not tell: the letter of OpenSSL 1.0.1g is a patch, not another line. */
const SCHEMED = /^vers:(openssl)\//i;
/** Remarks in brackets at the end that say nothing of versions and set no condition; any other may, and is left to a person. */
const REMARK =
  /\s\((?:integrated into [\p{L} -]{1,80}|end[- ]of[- ](?:life|support)(?: \p{L}{3,9})?(?: (?:19|20)\d\d)?)\)$/iu;
const MOST_PARTS = 200;
const MOST_LETTERS = 1_000;

/** What the words of an advisory mean. */
export function readVersions(words: string): VersionSet {
  const plain = words.normalize('NFKC').replace(/\s+/g, ' ').trim();
  const unread: VersionSet = { kind: 'unread', words: plain };
  if (plain === '' || ALL.test(plain)) return { kind: 'all' };
  if (plain.length > MOST_LETTERS) return unread;
  const bare = plain.replace(REMARK, '').trim();
  if (bare !== plain && bare !== '') return readVersions(bare);
  const parts = plain
    .replace(/^vers:[a-z]+\//i, '')
    // "All versions >= V1.2 < V1.4", ">= 9.2, < 9.2.10": bounds one after another.
    .replace(/^all versions?\s*(?=[<>=])/i, '')
    .replace(/(?<=[^\s,|<>=])(?:\s*,\s*|\s+)(?=[<>=])/g, '|')
    .split('|')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  if (parts.length === 0 || parts.length > MOST_PARTS) return unread;
  const bounds: Bound[] = [];
  for (const part of parts) {
    const read = boundsOf(part);
    if (!read) return unread;
    bounds.push(...read);
  }
  const runs = runsOf(bounds);
  const scheme = SCHEMED.exec(plain)?.[1]?.toLowerCase();
  return runs ? { kind: 'runs', runs, ...(scheme === undefined ? {} : { scheme }) } : unread;
}

function boundsOf(part: string): Bound[] | null {
  const signed = SIGNED.exec(part);
  if (signed?.[1] && signed[2]) {
    const wild = WILD.exec(signed[2]);
    if (wild?.[1])
      return signed[1] === '<='
        ? [{ sign: '<', version: nextOf(wild[1]) }]
        : signed[1] === '>=' || signed[1] === '<'
          ? [{ sign: signed[1], version: wild[1] }]
          : null;
    return boundOf(signed[1] as Sign, signed[2]); // the pattern lets nothing else through
  }
  const wild = WILD.exec(part);
  if (wild?.[1]) {
    return [
      { sign: '>=', version: wild[1] },
      { sign: '<', version: nextOf(wild[1]) },
    ];
  }
  const [, upTo] = LOWER.exec(part) ?? UP_TO.exec(part) ?? [];
  if (upTo !== undefined) return boundOf('<=', upTo);
  const [, before] = BEFORE.exec(part) ?? [];
  if (before !== undefined) return boundOf('<', before);
  const [, first, last] = THROUGH.exec(part) ?? [];
  if (first !== undefined && last !== undefined) {
    const ends = [boundOf('>=', first)?.[0], boundOf('<=', last)?.[0]];
    return ends[0] && ends[1] ? [ends[0], ends[1]] : null;
  }
  return boundOf('=', part);
}

function boundOf(sign: Sign, words: string): Bound[] | null {
  const version = words
    .trim()
    .replace(/^(?:versions?|releases?)\s+/i, '')
    .trim();
  // Remarks beside a version say more than a run of versions can: they are left to a person.
  return version.length <= 100 && (VERSION.test(version) || LETTER.test(version)) ? [{ sign, version }] : null;
}

/** The first version after every one that begins so: 12.2 gives 12.3. */
export function nextOf(prefix: string): string {
  const numbers = prefix.split('.');
  const last = Number(numbers.pop());
  return [...numbers, String(last + 1)].join('.');
}

/** Bounds in their order as runs: a lower bound goes with the upper bound after it. Null where two bounds contradict. */
function runsOf(bounds: readonly Bound[]): VersionRun[] | null {
  const runs: VersionRun[] = [];
  let open: Bound | null = null;
  for (const bound of bounds) {
    const isLower = bound.sign === '>' || bound.sign === '>=';
    if (bound.sign === '=') {
      if (open) return null;
      runs.push({ from: bound.version, fromInclusive: true, until: bound.version, untilInclusive: true });
    } else if (isLower) {
      if (open) return null;
      open = bound;
    } else {
      // Two upper bounds without a lower one between them are fixes of several lines; which line a version belongs to is not said.
      if (!open && runs.some(({ from }) => from === null)) return null;
      runs.push({
        from: open?.version ?? null,
        fromInclusive: open?.sign === '>=',
        until: bound.version,
        untilInclusive: bound.sign === '<=',
      });
      open = null;
    }
  }
  if (open) runs.push({ from: open.version, fromInclusive: open.sign === '>=', until: null, untilInclusive: false });
  return runs;
}
