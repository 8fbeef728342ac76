// The advisories that ship with the product, as advisories.
import type { Advisory } from './advisory.ts';
import { type AdvisoryRow, IMAGING_ADVISORIES } from './imaging-advisories.data.ts';

/** Advisories about imaging products, from the table. */
export const builtInAdvisories: readonly Advisory[] = IMAGING_ADVISORIES.map(advisoryOf);

function advisoryOf({
  id,
  title,
  days: [released, revised],
  products,
  flaws,
  remedy: [kind, text],
}: AdvisoryRow): Advisory {
  const isCve = id.startsWith('CVE-');
  return {
    id,
    title,
    publisher: isCve ? 'CVE List' : 'CISA',
    released,
    revised,
    url: isCve
      ? `https://www.cve.org/CVERecord?id=${id}`
      : `https://www.cisa.gov/news-events/ics-medical-advisories/${id.toLowerCase()}`,
    products: products.map(([vendor, product, versions]) => ({ vendor, product, versions })),
    flaws: flaws.map(([cve, cwe, vector, places]) => ({
      cve,
      title: null,
      cwe,
      vectors: vector === null ? [] : [vector],
      affected: places ?? products.map((_, place) => place),
      fixed: [],
      notAffected: [],
      underInvestigation: [],
      remedies: [{ kind, text, products: null }],
    })),
  };
}
