// The products of a device under the names that CPE has for them (NIST IR 7695).
import { type CveSource, parseCpe, productKey, type WellFormedName } from '#knowledge/index.ts';
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
  /** How its versions are counted, where that is known. */
  readonly scheme: string | undefined;
  /** The name was said by a tool; otherwise it was found by the program's own name. */
  readonly isSaid: boolean;
}

const ANY = '*';
const NA = '-';

/** The products of a device under their CPE names; those that have none are left out. */
export function namedByCpe(products: readonly OwnProduct[], cves: CveSource): NamedByCpe[] {
  return products.flatMap((product): NamedByCpe[] => {
    if (product.system !== undefined) {
      const { vendor, product: word, version, update, build } = product.system;
      const parsed = parseCpe(`cpe:2.3:o:${vendor}:${word}:*:*:*:*:*:*:*:*`);
      if (parsed.kind === 'refused') return [];
      const value = (text: string | null) => (text === null ? ANY : text === NA ? NA : quoted(text));
      const named = nameOf(product, { ...parsed.name, version: value(version), update: value(update) }, true);
      return [build === undefined ? named : { ...named, version: build, scheme: 'windows' }];
    }
    if (product.cpe !== null) {
      const parsed = parseCpe(product.cpe);
      if (parsed.kind === 'refused') return [];
      const { name } = parsed;
      const version = name.version === ANY && product.version !== null ? quoted(product.version) : name.version;
      return [nameOf(product, { ...name, version }, true)];
    }
    if (product.what === 'device') return [];
    const word = quoted(product.name.toLowerCase().replace(/\s+/g, '_'));
    const vendors = cves.vendorsOf(word);
    const [vendor] = vendors;
    // Two vendors make something of this name: whose it is, is not guessed.
    if (vendor === undefined || vendors.length > 1) return [];
    const parsed = parseCpe(`cpe:2.3:a:${vendor}:${word}:*:*:*:*:*:*:*:*`);
    if (parsed.kind === 'refused') return [];
    const version = product.version === null ? ANY : quoted(product.version.toLowerCase());
    return [nameOf(product, { ...parsed.name, version }, false)];
  });
}

function nameOf(product: OwnProduct, name: WellFormedName, isSaid: boolean): NamedByCpe {
  const { update, edition, language, swEdition, targetSw, targetHw, other } = name;
  return {
    product,
    name,
    key: productKey(name),
    rest: [update, edition, language, swEdition, targetSw, targetHw, other],
    version: name.version === ANY ? null : unquoted(name.version),
    scheme: schemeOf(product),
    isSaid,
  };
}

/** A CPE value quotes everything but letters, digits and the underscore (IR 7695, 5.3.2). */
function quoted(text: string): string {
  return text.replace(/[^A-Za-z0-9_]/g, '\\$&');
}
