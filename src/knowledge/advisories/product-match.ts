// Whether a product of an advisory is the one that a device or a program says it is. Names are compared word by word after the maker's
// name and words without meaning are left out; every answer says why.

import { BoundedCache } from '../bounded-cache.ts';
import { parseCpe } from '../cpe/parse-cpe.ts';
import { ANY } from '../cpe/well-formed-name.ts';
import { vendorKey } from '../maker-name.ts';
import { packageOf, parsePurl } from '../purl.ts';

/** A product as its owner names it. */
export interface NamedProduct {
  readonly vendor: string | null;
  readonly name: string;
  /** Names by which programs find it; null or left out where it has none. */
  readonly cpe?: string | null;
  readonly purl?: string | null;
  /** The modality of a device, as DICOM writes it (PS3.3, C.7.3.1.1.1); null or left out where it is not known. */
  readonly modality?: string | null;
}

/**
 * `exact`: the same CPE product, or the same package. `same`: the same words. `more`: the device says more than the advisory ("LightSpeed VCT" under "LightSpeed"). `less`: the advisory says
 * more ("LOGIQ" for "LOGIQ E9"), so that it may be another of the family.
 */
export interface ProductMatch {
  readonly fit: 'exact' | 'same' | 'more' | 'less';
  readonly because: string;
  /** Of `more`: the words that only the device says. */
  readonly rest?: string;
}

/** Words that are in many names and tell no product from another. */
const EMPTY = new Set(
  'the a an and of for system systems product products family series software application device devices server client medical healthcare imaging solution platform all models model version versions pump pumps only inc gmbh ag'.split(
    ' ',
  ),
);
/** Words that make another product of one. */
const EDITIONS = new Set(
  'plus pro premium select elite ultra max lite light mini mobile web advanced edge ready express'.split(' '),
);

/** How the product fits, or null when it is another. */
export function matchProduct(
  own: NamedProduct,
  advised: { readonly vendor: string; readonly product: string; readonly cpe?: string; readonly purl?: string },
): ProductMatch | null {
  const byName = matchIdentifiers(own, advised);
  if (byName !== undefined) return byName;
  const makers = makersOf(advised.vendor);
  if (own.vendor !== null && makers.length > 0 && !makers.includes(vendorKey(own.vendor))) return null;
  const ours = wordsOf(own.name, [...makers, ...(own.vendor === null ? [] : [vendorKey(own.vendor)])]);
  if (ours.length === 0) return null;
  const said = `"${own.name}" beside "${advised.product}"`;
  const { names, leftOut } = readNames(advised.product, makers);
  if (own.vendor !== null && makers.length > 0 && names.some((theirs) => isOfKind(own.modality, theirs)))
    return { fit: 'less', because: `${said}: the advisory names a kind of machine` };
  const fits = names.flatMap((theirs) => fitOf(ours, theirs, own.vendor !== null) ?? []);
  const best = fits.toSorted((a, b) => ORDER.indexOf(a.fit) - ORDER.indexOf(b.fit))[0];
  if (best === undefined) return null;
  for (const other of leftOut) {
    const left = fitOf(ours, other, true)?.fit;
    if (left === 'same' || left === 'more') return null;
    if (left !== undefined) return { fit: 'less', because: `${said}: part of the line is left out by name` };
  }
  const because = `${said}: ${WHY[best.fit]}`;
  if (best.fit === 'more') return { fit: best.fit, because, rest: best.rest };
  return { fit: best.fit === 'edition' ? 'less' : best.fit, because };
}

type Fit = 'same' | 'more' | 'edition' | 'less';
const ORDER: readonly Fit[] = ['same', 'more', 'edition', 'less'];

const WHY: Readonly<Record<Fit, string>> = {
  same: 'the same product',
  more: 'the advisory names the whole line',
  edition: 'another edition may be meant',
  less: 'the advisory names one of the line',
};

/** How two lists of words fit, with the words that only the first has; null when they are of two products. */
function fitOf(
  ours: readonly string[],
  theirs: readonly string[],
  isByMaker: boolean,
): { readonly fit: Fit; readonly rest: string } | null {
  if (theirs.length === 0) return null;
  if (isSame(ours, theirs)) return { fit: 'same', rest: '' };
  // Without a maker only the same words count: "Portal" alone could be anybody's.
  if (!isByMaker) return null;
  const rest = isTelling(theirs) ? withoutRun(ours, theirs) : null;
  if (rest) return { fit: rest.some((word) => EDITIONS.has(word)) ? 'edition' : 'more', rest: rest.join(' ') };
  if (isTelling(ours) && withoutRun(theirs, ours)) return { fit: 'less', rest: '' };
  return isTelling(theirs) && isScattered(ours, theirs) ? { fit: 'less', rest: '' } : null;
}

/**
 * "Brilliance CT 64" beside "Brilliance 64", and "Avalon FM30" beside "Avalon Fetal Maternal Monitors FM30": one names the kind of machine
 * between the words. "CX50" is of the line "CX".
 */
function isScattered(ours: readonly string[], theirs: readonly string[]): boolean {
  const kind = ours.filter((word) => !theirs.includes(word));
  if (kind.length > 0 && kind.every(isLoose) && isInOrder(theirs, ours)) return true;
  if (ours.length > 1 && ours.some(isCode) && isInOrder(ours, theirs)) return true;
  const [line = '', ...more] = theirs.filter((word) => !isLoose(word));
  const [own = '', ...others] = ours;
  return more.length + others.length === 0 && /^\p{L}{2,}$/u.test(line) && own.replace(/\d+$/, '') === line;
}

/** Whether the words stand in the longer name one after another, with others between them. */
function isInOrder(words: readonly string[], longer: readonly string[]): boolean {
  let place = 0;
  for (const word of longer) if (word === words[place]) place++;
  return place === words.length;
}

/** Letters with digits, which name one model. */
function isCode(word: string): boolean {
  return /\p{L}/u.test(word) && /\d/.test(word);
}

/** "Pro 16" is "Pro16", and "Monitor 24950" is "24950 Monitor". */
function isSame(ours: readonly string[], theirs: readonly string[]): boolean {
  if (ours.join('') === theirs.join('')) return true;
  return ours.length === theirs.length && ours.toSorted().join(' ') === theirs.toSorted().join(' ');
}

/** What is left of the longer name where the shorter stands in it as one run of words, written together or not. */
function withoutRun(longer: readonly string[], shorter: readonly string[]): string[] | null {
  const wanted = shorter.join('');
  for (let from = 0; from < longer.length; from++) {
    let run = '';
    for (let to = from; to < longer.length && run.length < wanted.length; to++) {
      run += longer[to];
      if (run === wanted && to - from + 1 < longer.length) return [...longer.slice(0, from), ...longer.slice(to + 1)];
    }
  }
  return null;
}

/** The products that a name of an advisory stands for, as words, and those that it leaves out. */
interface AdvisedNames {
  readonly names: readonly (readonly string[])[];
  readonly leftOut: readonly (readonly string[])[];
}

const LEAVES_OUT = /,?\s+(?:not including|excluding|except(?: for)?)\s+/i;
/** "EPIQ/Affiniti", "FM20/FM30/FM40": one after the other. */
const SLASHED = /[\p{L}\p{N}]+(?:\/[\p{L}\p{N}]+)+/gu;
/** What stands behind is no name any more. */
const MOST_LETTERS = 1_000;
/** No name lists more models one after another. */
const MOST_PARTS = 40;
const readBefore = new BoundedCache<AdvisedNames>(200_000);

function readNames(product: string, makers: readonly string[]): AdvisedNames {
  return readBefore.get(
    `${makers.join('\t')}\n${product}`,
    () => {
      const bounded = product.replace(/\s+/g, ' ').slice(0, MOST_LETTERS);
      const [stated = '', ...others] = bounded.split(LEAVES_OUT);
      const leftOut = others.flatMap((other) => other.split(/,| and /)).map((other) => wordsOf(other, makers));
      const names = oneByOne(stated).flatMap((name) => {
        const all = wordsOf(name, makers);
        const [first = '', ...rest] = all;
        // "Ultrasound EPIQ": the kind of machine before its name.
        return isLoose(first) && isTelling(rest) ? [all, rest] : [all];
      });
      return { names, leftOut: leftOut.filter((other) => other.length > 0) };
    },
    ({ names, leftOut }) => names.length + leftOut.length,
  );
}

/** A short name or a number between brackets; words there ("WLAN only") say more about the product. */
const SHORT_NAME = /^([^()]+?) ?\(([^()]+)\)(.*)$/;

function oneByOne(name: string): string[] {
  const [, front, short, back] = SHORT_NAME.exec(name) ?? [];
  // "Patient Information Center iX (PIC iX)" is both names.
  if (front !== undefined && short !== undefined && !/[a-z]{3}/.test(short))
    return [
      name,
      `${front}${back ?? ''}`,
      ...(/[A-Z].*[A-Z]/.test(short) && !isLoose(short.toLowerCase()) ? [short] : []),
    ];
  const each = (name.match(SLASHED) ?? []).flatMap((slashed) => {
    const parts = slashed.split('/');
    // "PET/CT" and "NM/CT 850" are one thing.
    if (parts.length > MOST_PARTS || parts.some((part) => LOOSE.has(part.toLowerCase()) || part.length < 2)) return [];
    return parts.map((part) => name.replace(slashed, part));
  });
  return [name, ...each];
}

/** By names that programs find products by; undefined where the two have none of the same kind. Names of one kind that differ decide. */
function matchIdentifiers(
  own: NamedProduct,
  advised: { readonly cpe?: string; readonly purl?: string },
): ProductMatch | null | undefined {
  if (own.purl && advised.purl !== undefined) {
    const [ours, theirs] = [packageKey(own.purl), packageKey(advised.purl)];
    if (ours !== null && theirs !== null)
      return ours === theirs ? { fit: 'exact', because: `both are the package ${ours}` } : null;
  }
  if (own.cpe && advised.cpe !== undefined) {
    const [ours, theirs] = [cpeProductKey(own.cpe), cpeProductKey(advised.cpe)];
    if (ours !== null && theirs !== null)
      return ours === theirs ? { fit: 'exact', because: `both are ${ours.replaceAll('_', ' ')} in CPE` } : null;
  }
  return undefined;
}

/** A package without its version, as its URL writes it; null when the text is no package URL. */
export function packageKey(purl: string): string | null {
  const parsed = parsePurl(purl);
  return parsed.kind === 'refused' ? null : packageOf(parsed.purl);
}

/** Part, vendor and product of a CPE name, in lower case; null when it is none, or leaves one of them open. */
export function cpeProductKey(cpe: string): string | null {
  const parsed = parseCpe(cpe);
  if (parsed.kind === 'refused') return null;
  const { part, vendor, product } = parsed.name;
  return [part, vendor, product].includes(ANY) ? null : `${part} ${vendor} ${product}`.toLowerCase();
}

/** The keys of the makers in a document's field, which may name several: "Siemens Healthineers, Siemens". */
export function makersOf(vendor: string): string[] {
  const parts = [vendor, ...vendor.split(/,| and | \/ |;/)].map((part) => part.replace(/\(.*?\)/g, ' ').trim());
  return [...new Set(parts.filter((part) => part !== '').map(vendorKey))].filter((key) => key !== '');
}

/** The words of a product's name that tell it from others, lower case, without its maker's. */
export function wordsOf(name: string, makers: readonly string[]): readonly string[] {
  return wordsBefore.get(
    `${makers.join('\t')}\n${name}`,
    () => readWords(name, makers),
    () => name.length,
  );
}

/** Devices and advisories name the same products over and over. In letters. */
const wordsBefore = new BoundedCache<readonly string[]>(2_000_000);

function readWords(name: string, makers: readonly string[]): readonly string[] {
  const all = words(name);
  let plain = ` ${withoutMaker(all, makers).join(' ')} `;
  for (const maker of makers) plain = plain.replace(` ${words(maker).join(' ')} `, ' ');
  const telling = plain.split(' ').filter((word) => word !== '' && !EMPTY.has(word));
  if (telling.length > 0) return telling;
  // "Orthanc Server" of the maker Orthanc: the maker's name is the product's.
  const withMaker = all.filter((word) => !EMPTY.has(word));
  return withMaker.length > 0 ? withMaker : all;
}

/** "GE Carestation" of the maker GE HealthCare: another of the maker's names stands before the product's. */
function withoutMaker(all: readonly string[], makers: readonly string[]): readonly string[] {
  for (let count = Math.min(3, all.length - 1); count > 0; count--) {
    if (makers.includes(vendorKey(all.slice(0, count).join(' ')))) return all.slice(count);
  }
  return all;
}

function words(name: string): string[] {
  return (
    name
      // The trademark sign would become the letters TM.
      .replace(/[™®©]/g, ' ')
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      // "syngo.fastView" is "syngo fastView".
      .replace(/(?<=\p{L})\.(?=\p{L})/gu, ' ')
      .split(/[^\p{L}\p{N}.+]+/u)
      .map((word) => word.replace(/^\.+|\.+$/g, ''))
      .filter((word) => word !== '')
  );
}

/** A word that can stand for a product: not a number or two letters alone. */
function isTelling(name: readonly string[]): boolean {
  return name.some((word) => /\p{L}{3,}/u.test(word) || /\p{L}.*\d|\d.*\p{L}/u.test(word)) && !name.every(isLoose);
}

/** "Siemens PET/CT Systems" names no product: the first word for a kind of machine tells which devices of the maker are meant. */
function isOfKind(modality: string | null | undefined, theirs: readonly string[]): boolean {
  const [first = ''] = theirs;
  return !!modality && theirs.every(isLoose) && KINDS.get(first)?.includes(modality) === true;
}

const KINDS: ReadonlyMap<string, readonly string[]> = new Map([
  ['ct', ['CT']],
  ['mr', ['MR']],
  ['mri', ['MR']],
  ['mrt', ['MR']],
  ['pet', ['PT']],
  ['spect', ['NM']],
  ['us', ['US']],
  ['ultrasound', ['US']],
  ['xray', ['CR', 'DX', 'XA', 'RF']],
  ['x', ['CR', 'DX', 'XA', 'RF']],
  ['mammography', ['MG']],
]);

function isLoose(word: string): boolean {
  return LOOSE.has(word) || /^\d(?:\.\d)?t$/.test(word);
}

/** Kinds of machine, beside field strengths of magnets: in the name of every maker's product. */
const LOOSE = new Set(
  'ct mr mri mrt pet spect us ultrasound xray x ray mammography pacs ris vna workstation viewer portal scanner monitor console'.split(
    ' ',
  ),
);
