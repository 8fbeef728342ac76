// Names in advisories that hold the version: "Xeleris 3.0", "IntelliSpace Portal 8.0.x". A device whose name has no version is held against
// the rest of the name, and its version against the version.
import { type Advisory, matchProduct, type ProductMatch } from '#knowledge/index.ts';
import type { OwnProduct } from './products-of.ts';

const ENDS_WITH_VERSION = /^(.*\p{L}.*?) v?(\d+(?:\.(?:\d+|x))+)$/iu;

/** Product and version of such a name, where the rest of it is the name of ours; null otherwise. */
export function partName(
  own: OwnProduct,
  { vendor, product: name }: Advisory['products'][number],
): { readonly product: string; readonly versions: string; readonly match: ProductMatch } | null {
  const [, product, versions] = ENDS_WITH_VERSION.exec(name) ?? [];
  if (product === undefined || versions === undefined) return null;
  const match = matchProduct(own, { vendor, product });
  return match?.fit === 'same' ? { product, versions, match } : null;
}
