// Which units a recall is for, read from the words of openFDA's field code_info: serial numbers one by one and in runs, or all. Firms write it
// as they like; what cannot be read is never guessed, and then nobody is told that a unit is not on the list.

/** A run of serial numbers, both ends in it. */
interface SerialRun {
  readonly prefix: string;
  readonly from: bigint;
  readonly to: bigint;
  readonly digits: number;
}

/** What the words mean. */
export interface RecallUnits {
  /** Every unit of the product. */
  readonly all: boolean;
  /** Serial numbers as compared: capitals and digits only. */
  readonly serials: ReadonlySet<string>;
  readonly runs: readonly SerialRun[];
  /** Whether everything that names serial numbers could be read; only then a unit can be told not to be on the list. */
  readonly isWhole: boolean;
}

/** Whether a unit is meant. */
export type UnitAnswer = 'on it' | 'not on it' | 'cannot be read';

const MOST_SERIALS = 200_000;
/** Fewer characters at the end agree by chance. */
const LEAST_TAIL = 4;
const ALL =
  /^(?:all (?:units|serial(?: number)?s?|serial numbers|devices|systems|products|lots?|serial and lot numbers|models)(?: (?:distributed|shipped|sold|manufactured|affected|in distribution|are affected))*|all)\.?$/i;
/** "Serial Numbers:", "S/N", "SN#", "Serial No.". */
const SERIAL = /\b(?:serial(?:s| ?(?:numbers?|nos?\b\.?|#))?|s\/n'?s?|sn'?s?)\s*(?:\(s\))?\s*[:#.=-]*\s*/gi;
/** What begins another kind of list. */
const OTHER =
  /\b(?:lots?|batch(?:es)?|models?|udi(?:-di)?|di|gtin|ref|reference|catalog(?:ue)?|cat|part|item|product|software|firmware|versions?|exp(?:iration|iry)?|manufactur\w*|system|site|upc|material|order|configuration)\b/i;
/** Another kind of list that can hold no serial number, with one entry: "UDI-DI: 00840682102384". */
const HARMLESS = /^(?:udi(?:-di)?|gtin|upc|lots?|batch(?:es)?|exp(?:iration|iry)?|manufactur\w*)\b[^,;&]*$/i;
const EVERY = /\b(?:all|any|every|each|other)\b/i;
const TOKEN = /^[A-Z0-9][A-Z0-9_-]{1,39}$/i;
/** "10XX" stands for a hundred numbers. */
const PATTERN = /XX|\dX+$/i;
const DASHED = /^(.*\d)[-–](.*\d)$/;
const RUN = /^(\S+)\s*(?:through|thru|to|–|—| - |\.\.+)\s*(\S+)$/i;

/** Reads the words. */
export function readRecallUnits(words: string): RecallUnits {
  const plain = words.replace(/\s+/g, ' ').trim();
  const serials = new Set<string>();
  const runs: SerialRun[] = [];
  if (ALL.test(plain)) return { all: true, serials, runs, isWhole: true };
  const starts = [...plain.matchAll(SERIAL)];
  let isWhole = starts.length > 0 && namesNoUnit(plain.slice(0, starts[0]?.index));
  starts.forEach((start, index) => {
    const from = start.index + start[0].length;
    const next = starts[index + 1];
    const rest = plain.slice(from, next?.index ?? plain.length);
    const other = OTHER.exec(rest);
    const list = other ? rest.slice(0, other.index) : rest;
    // What follows may hold serial numbers too, unless it leads to the next list or can hold none.
    const left = other ? trimmed(rest.slice(other.index)) : '';
    if (next ? !namesNoUnit(left) : left !== '' && !HARMLESS.test(left)) isWhole = false;
    let found = 0;
    for (const part of list.split(/[,;&]|\band\b|\bor\b/i)) {
      const said = trimmed(part);
      if (said === '') continue;
      const run = RUN.exec(said);
      const read = run?.[1] && run[2] ? runOf(run[1], run[2]) : null;
      if (read) {
        runs.push(read);
        found++;
      } else if (run) isWhole = false;
      else {
        const tokens = said.split(' ');
        if (tokens.every((token) => TOKEN.test(token) && /\d/.test(token)) && serials.size < MOST_SERIALS) {
          for (const token of tokens) {
            serials.add(serialForm(token));
            if (mayBeMany(token)) isWhole = false;
          }
          found += tokens.length;
        } else isWhole = false;
      }
    }
    if (found === 0) isWhole = false;
  });
  return { all: false, serials, runs, isWhole };
}

function trimmed(part: string): string {
  return part.trim().replace(/^[\s:.,;()[\]]+|[\s:.,;()[\]]+$/g, '');
}

/** Whether words before a list are no list themselves: no number, or one entry of another kind. */
function namesNoUnit(words: string): boolean {
  const said = trimmed(words);
  if (EVERY.test(said)) return false;
  return !/\d/.test(said) || (OTHER.exec(said)?.index === 0 && !/[,;&]/.test(said));
}

/** Whether what looks like one number may stand for several: "1001-1050", "10XX". */
function mayBeMany(token: string): boolean {
  if (PATTERN.test(token)) return true;
  const [, first = '', last = ''] = DASHED.exec(token) ?? [];
  const from = partsOf(serialForm(first));
  const to = partsOf(serialForm(last));
  return from !== null && to !== null && (to.prefix === '' || to.prefix === from.prefix) && from.number < to.number;
}

/** Whether the unit with this serial number is meant. */
export function isRecalled(serial: string, units: RecallUnits): UnitAnswer {
  const own = serialForm(serial);
  if (units.all) return 'on it';
  if (units.serials.has(own) || units.serials.has(withoutZeros(own))) return 'on it';
  if (
    /^\d+$/.test(own) &&
    [...units.serials].some((each) => /^0\d+$/.test(each) && withoutZeros(each) === withoutZeros(own))
  )
    return 'on it';
  const parts = partsOf(own);
  if (parts && units.runs.some((run) => holds(run, parts))) return 'on it';
  return units.isWhole && !isNear(own, parts, units) ? 'not on it' : 'cannot be read';
}

function runOf(first: string, last: string): SerialRun | null {
  const from = partsOf(serialForm(first));
  const short = partsOf(serialForm(last));
  if (!from || !short) return null;
  // "EP-0001 to 0500": the end leaves out what both begin with.
  const to = short.prefix === '' && from.prefix !== '' ? { ...short, prefix: from.prefix } : short;
  if (from.prefix !== to.prefix || from.digits !== to.digits || from.number > to.number) return null;
  return { prefix: from.prefix, from: from.number, to: to.number, digits: from.digits };
}

interface SerialParts {
  readonly prefix: string;
  readonly number: bigint;
  readonly digits: number;
}

/** A serial number as what it begins with and the number at its end; null when it does not end in a number. */
function partsOf(serial: string): SerialParts | null {
  const [, prefix = '', digits] = /^(.*?)(\d{1,30})$/.exec(serial) ?? [];
  return digits === undefined ? null : { prefix, number: BigInt(digits), digits: digits.length };
}

/** Plain numbers are compared as such; behind letters the zeros count. */
function holds({ prefix, from, to, digits }: SerialRun, own: SerialParts): boolean {
  const isSameForm = own.prefix === prefix && (prefix === '' || own.digits === digits);
  return isSameForm && own.number >= from && own.number <= to;
}

/** Whether one of the two may be the other, written in full: "SN12345" and "12345", "US453500" and "US00453500". */
function isNear(own: string, parts: SerialParts | null, { serials, runs }: RecallUnits): boolean {
  if (parts && runs.some(({ from, to }) => parts.number >= from && parts.number <= to)) return true;
  return [...serials].some(
    (each) =>
      Math.min(each.length, own.length) >= LEAST_TAIL && (each.endsWith(own) || own.endsWith(withoutZeros(each))),
  );
}

function serialForm(serial: string): string {
  return serial.toUpperCase().replace(/[^A-Z0-9]/g, '');
}

function withoutZeros(serial: string): string {
  return serial.replace(/^0+(?=\d)/, '');
}
