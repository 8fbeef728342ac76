// Advisories found by the makers and the products that they name, so that a device is held against a few and not against all.
import { vendorKey } from '../maker-name.ts';
import type { Advisory } from './advisory.ts';
import { cpeProductKey, makersOf, packageKey, wordsOf } from './product-match.ts';

/** Where advisories come from, with the day of the newest. */
export interface AdvisorySource {
  readonly name: string;
  readonly asOf: string | null;
  readonly size: number;
  /** Advisories that name this maker, a product of this name, or its CPE name or package URL in any version. */
  about(vendor: string | null, name: string, identifiers?: Identifiers): readonly Advisory[];
  /** The advisory of this number. */
  byId(id: string): Advisory | null;
  /** Advisories that name this CVE number. */
  naming(cve: string): readonly Advisory[];
  /** Every advisory, the newest revision first. */
  all(): readonly Advisory[];
}

/** Names by which programs find a product. */
export interface Identifiers {
  readonly cpe: string | null;
  readonly purl: string | null;
}

/** Advisories of one feed, indexed. */
export function indexAdvisories(name: string, advisories: readonly Advisory[]): AdvisorySource {
  const byMaker = new Map<string, Set<Advisory>>();
  const byProduct = new Map<string, Set<Advisory>>();
  const byIdentifier = new Map<string, Set<Advisory>>();
  for (const advisory of advisories) {
    for (const { vendor, product, cpe, purl } of advisory.products) {
      if (cpe !== undefined) put(byIdentifier, cpeProductKey(cpe) ?? '', advisory);
      if (purl !== undefined) put(byIdentifier, packageKey(purl) ?? '', advisory);
      const makers = makersOf(vendor);
      for (const maker of makers) put(byMaker, maker, advisory);
      // Programs are listed with their maker's name and without it: "Apache Tomcat", "Tomcat".
      for (const spelling of [wordsOf(product, makers), wordsOf(product, []), wordsOf(`${vendor} ${product}`, [])])
        put(byProduct, spelling.join(' '), advisory);
    }
  }
  const byId = new Map(advisories.map((advisory) => [advisory.id, advisory]));
  const byCve = new Map<string, Set<Advisory>>();
  for (const advisory of advisories) for (const { cve } of advisory.flaws) if (cve !== null) put(byCve, cve, advisory);
  const sorted = advisories.toSorted((a, b) =>
    a.revised === b.revised ? (a.id < b.id ? -1 : 1) : a.revised < b.revised ? 1 : -1,
  );
  const days = advisories.map(({ revised }) => revised).sort();
  return {
    name,
    asOf: days.at(-1) ?? null,
    size: advisories.length,
    about(vendor, product, identifiers) {
      const found = new Set(vendor === null ? [] : byMaker.get(vendorKey(vendor)));
      for (const each of byProduct.get(wordsOf(product, vendor === null ? [] : [vendorKey(vendor)]).join(' ')) ?? [])
        found.add(each);
      const { cpe = null, purl = null } = identifiers ?? {};
      const keys = [cpe === null ? null : cpeProductKey(cpe), purl === null ? null : packageKey(purl)];
      for (const key of keys) for (const each of (key !== null && byIdentifier.get(key)) || []) found.add(each);
      return [...found];
    },
    byId: (id) => byId.get(id) ?? null,
    naming: (cve) => [...(byCve.get(cve) ?? [])],
    all: () => sorted,
  };
}

function put(index: Map<string, Set<Advisory>>, key: string, advisory: Advisory): void {
  const known = index.get(key);
  if (known) known.add(advisory);
  else if (key !== '') index.set(key, new Set([advisory]));
}
