// The products of a device under the names that CPE has for them (NIST IR 7695).
import {
  ANY,
  type CveSource,
  NA,
  parseCpe,
  productKey,
  releaseKey,
  toFormattedString,
  vendorKey,
  type WellFormedName,
} from '#knowledge/index.ts';
import { unquoted } from './hold-conditions.ts';
import { type OwnProduct, schemeOf } from './products-of.ts';

/** A product with the name that CPE has for it. */
export interface NamedByCpe {
  readonly product: OwnProduct;
  readonly name: WellFormedName;
  /** What finds the conditions about it. */
  readonly key: string;
  /** The attributes after the version. */
  readonly rest: readonly string[];
  /** The version that is compared, as people write it; null when it is not known. */
  readonly version: string | null;
  /** The number that its version stands for, where it is one (releaseKey). */
  readonly number: string | null;
  /** How its versions are counted, where that is known. */
  readonly scheme: string | undefined;
  /** Equal for names that are equal in all that is compared. */
  readonly cacheKey: string;
  readonly basis: CpeBasis;
}

/** Why a product has its CPE name: a tool or a person said it, its maker and its name are those of CPE, or its name alone is. */
export type CpeBasis = 'said' | 'maker and name' | 'name alone';

/** The products of a device under their CPE names; those that have none are left out. */
export function namedByCpe(products: readonly OwnProduct[], cves: CveSource): NamedByCpe[] {
  return products.flatMap((product): NamedByCpe[] => {
    if (product.system !== undefined) {
      const { vendor, product: word, version, update, build } = product.system;
      const parsed = parseCpe(`cpe:2.3:o:${vendor}:${word}:*:*:*:*:*:*:*:*`);
      if (parsed.kind === 'refused') return [];
      const value = (text: string | null) => (text === null ? ANY : text === NA ? NA : quoted(text));
      const named = nameOf(product, { ...parsed.name, version: value(version), update: value(update) }, 'said');
      if (build === undefined) return [named];
      return [{ ...named, version: build, scheme: 'windows', cacheKey: `${named.cacheKey}windows ${build}` }];
    }
    if (product.cpe !== null) {
      const parsed = product.parsedCpe ?? parseCpe(product.cpe);
      if (parsed.kind === 'refused') return [];
      const { name } = parsed;
      const version = name.version === ANY && product.version !== null ? quoted(product.version) : name.version;
      // Where the name as it came says everything, it need not be written again.
      const isWhole = version === name.version && schemeOf(product) === undefined;
      return [nameOf(product, { ...name, version }, 'said', isWhole ? product.cpe : null)];
    }
    return foundByName(product, cves);
  });
}

/** A device is known by its firmware, by itself as hardware, or as a program; a program and a system only as such. */
const PARTS: Readonly<Record<OwnProduct['what'], readonly string[]>> = {
  device: ['a', 'o', 'h'],
  program: ['a'],
  toolkit: ['a'],
  system: ['o'],
};

/** What CPE has firmware under, behind the name of the device that it is in. */
const FIRMWARE = '_firmware';

/** The CPE names of a product that nobody named: by its maker, and where that is not known by a name that only one maker uses. */
function foundByName(product: OwnProduct, cves: CveSource): NamedByCpe[] {
  const known = candidatesOf(product).flatMap(({ maker, word }) =>
    cves
      .vendorsOf(word)
      .filter((vendor) => vendorKey(unquoted(vendor).replaceAll('_', ' ')) === maker)
      .map((vendor) => ({ vendor, word, basis: 'maker and name' as const })),
  );
  const own = wordOf(product.name);
  const words = product.what === 'device' ? [own, `${own}${FIRMWARE}`] : [own];
  const alone =
    product.vendor !== null || known.length > 0
      ? []
      : words.flatMap((word) => {
          const vendors = cves.vendorsOf(word);
          // Two vendors make something of this name: whose it is, is not guessed.
          return vendors.length === 1 ? vendors.map((vendor) => ({ vendor, word, basis: 'name alone' as const })) : [];
        });
  const parts = PARTS[product.what];
  return [...known, ...alone].flatMap(({ vendor, word, basis }) =>
    parts.flatMap((part) => {
      const parsed = parseCpe(`cpe:2.3:${part}:${vendor}:${word}:*:*:*:*:*:*:*:*`);
      if (parsed.kind === 'refused' || cves.conditions(productKey(parsed.name)).length === 0) return [];
      const version = product.version === null ? ANY : quoted(product.version.toLowerCase());
      return [nameOf(product, { ...parsed.name, version }, basis)];
    }),
  );
}

/** Makers with what CPE could call their product: "Vue RIS" of Carestream is carestream_vue_ris, and "Google Chrome" is Google's chrome. */
function candidatesOf({ vendor, name, what }: OwnProduct): { readonly maker: string; readonly word: string }[] {
  if (vendor !== null) {
    const own = wordOf(name);
    const maker = vendorKey(vendor);
    const [first = ''] = vendor.split(/[ ,]/);
    const words = [own, ...(first === '' ? [] : [`${wordOf(first)}_${own}`])];
    return (what === 'device' ? words.flatMap((word) => [word, `${word}${FIRMWARE}`]) : words).map((word) => ({
      maker,
      word,
    }));
  }
  const all = name.trim().split(/\s+/);
  return [1, 2].flatMap((count) =>
    all.length > count
      ? [{ maker: vendorKey(all.slice(0, count).join(' ')), word: wordOf(all.slice(count).join(' ')) }]
      : [],
  );
}

function wordOf(name: string): string {
  return quoted(name.trim().toLowerCase().replace(/\s+/g, '_'));
}

function nameOf(
  product: OwnProduct,
  name: WellFormedName,
  basis: CpeBasis,
  asItCame: string | null = null,
): NamedByCpe {
  const { update, edition, language, swEdition, targetSw, targetHw, other } = name;
  const key = productKey(name);
  const rest = [update, edition, language, swEdition, targetSw, targetHw, other];
  const scheme = schemeOf(product);
  return {
    product,
    name,
    key,
    rest,
    version: name.version === ANY ? null : unquoted(name.version),
    number: name.version === ANY ? null : releaseKey(name.version),
    scheme,
    cacheKey: asItCame ?? `${toFormattedString(name)}\t${scheme ?? ''}`,
    basis,
  };
}

/** A CPE value quotes everything but letters, digits and the underscore (IR 7695, 5.3.2). */
function quoted(text: string): string {
  return text.replace(/[^A-Za-z0-9_]/g, '\\$&');
}
