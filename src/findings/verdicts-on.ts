// Everything that any source says about the products of a device, each statement with its source and the place of the source in the order
// of docs/matching.md.
import { compareVersions } from '#knowledge/index.ts';
import { type FlawVerdict, holdAgainst } from './hold-against.ts';
import { hitsOf, verdictOf } from './hold-against-cve.ts';
import { holdAgainstRecord, recordsAbout } from './hold-against-record.ts';
import { surroundingsOf } from './hold-conditions.ts';
import { asListed } from './listed-components.ts';
import { namedByCpe } from './named-by-cpe.ts';
import { type OwnProduct, productsOf } from './products-of.ts';
import type { Review } from './review.ts';

/** A statement with where it comes from. */
export interface SourcedVerdict extends FlawVerdict {
  readonly source: string;
  /** Place of the source, 1 first (docs/matching.md). */
  readonly order: number;
}

/** The statements of all sources on a device. What NVD and the CVE Program say of other versions is no news and is left out. */
export function verdictsOn({ device, knowledge }: Pick<Review, 'device' | 'knowledge'>): SourcedVerdict[] {
  const products = productsOf(device, knowledge.lifecycles);
  const { advisories, cves, cveRecords } = knowledge;
  const found: SourcedVerdict[] = [];
  for (const product of products) {
    for (const source of advisories) {
      for (const advisory of source.about(product.vendor, product.name, product)) {
        for (const verdict of holdAgainst(product, advisory, compareVersions))
          found.push({ ...verdict, source: source.name, order: 1 });
      }
    }
    for (const record of recordsAbout(product, cveRecords)) {
      const verdict = holdAgainstRecord(product, record);
      if (verdict) found.push({ ...verdict, source: cveRecords.name, order: orderOf(product, 3) });
    }
  }
  const named = namedByCpe(products, cves);
  const around = surroundingsOf(named);
  for (const one of named) {
    for (const hit of hitsOf(one, around, cves)) {
      const record = cves.headOf(hit.id);
      if (record) found.push({ ...verdictOf(one, hit, record), source: cves.name, order: orderOf(one.product, 4) });
    }
  }
  return found.map(asListed);
}

/** A component that an SBOM names comes before a program found otherwise; a toolkit and a system come after. */
function orderOf({ what, purl }: OwnProduct, source: 3 | 4): number {
  if (what === 'toolkit') return 5;
  if (what === 'system') return 6;
  return purl === null ? source : 2;
}
