// Whether a product of an advisory is the one that a device or a program says it is. Names are compared word by word after the maker's
// name and words without meaning are left out; every answer says why.
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
}

/**
 * `exact`: the same CPE product, or the same package. `same`: the same words. `more`: the device says more than the advisory ("LightSpeed VCT" under "LightSpeed"). `less`: the advisory says
 * more ("LOGIQ" for "LOGIQ E9"), so that it may be another of the family.
 */
export interface ProductMatch {
  readonly fit: 'exact' | 'same' | 'more' | 'less';
  readonly because: string;
}

/** Words that are in many names and tell no product from another. */
const EMPTY = new Set(
  'the a an and of for system systems product products family series software application device devices server client medical healthcare imaging solution platform all models model version versions inc gmbh ag'.split(
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
  const theirs = wordsOf(advised.product, makers);
  if (ours.length === 0 || theirs.length === 0) return null;
  const said = `"${own.name}" beside "${advised.product}"`;
  if (ours.join(' ') === theirs.join(' ')) return { fit: 'same', because: `${said}: the same product` };
  // Without a maker only the same words count: "Portal" alone could be anybody's.
  if (own.vendor === null) return null;
  if (holds(ours, theirs) && isTelling(theirs)) {
    const rest = ours.filter((word) => !theirs.includes(word));
    if (rest.some((word) => EDITIONS.has(word)))
      return { fit: 'less', because: `${said}: another edition may be meant` };
    return { fit: 'more', because: `${said}: the advisory names the whole line` };
  }
  if (holds(theirs, ours) && isTelling(ours))
    return { fit: 'less', because: `${said}: the advisory names one of the line` };
  return null;
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
export function wordsOf(name: string, makers: readonly string[]): string[] {
  const all = words(name);
  let plain = ` ${all.join(' ')} `;
  for (const maker of makers) plain = plain.replace(` ${words(maker).join(' ')} `, ' ');
  const telling = plain.split(' ').filter((word) => word !== '' && !EMPTY.has(word));
  if (telling.length > 0) return telling;
  // "Orthanc Server" of the maker Orthanc: the maker's name is the product's.
  const withMaker = all.filter((word) => !EMPTY.has(word));
  return withMaker.length > 0 ? withMaker : all;
}

function words(name: string): string[] {
  return name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}.+]+/u)
    .map((word) => word.replace(/^\.+|\.+$/g, ''))
    .filter((word) => word !== '');
}

/** The shorter stands in the longer as one run of words. */
function holds(longer: readonly string[], shorter: readonly string[]): boolean {
  return longer.length > shorter.length && ` ${longer.join(' ')} `.includes(` ${shorter.join(' ')} `);
}

/** A word that can stand for a product: not a number or two letters alone. */
function isTelling(name: readonly string[]): boolean {
  return (
    name.some((word) => /\p{L}{3,}/u.test(word) || /\p{L}.*\d|\d.*\p{L}/u.test(word)) &&
    !name.every((word) => LOOSE.has(word))
  );
}

/** Kinds of machine: in the name of every maker's product. */
const LOOSE = new Set(
  'ct mr mri mrt pet spect us ultrasound xray x ray mammography pacs ris vna workstation viewer portal scanner monitor console'.split(
    ' ',
  ),
);
