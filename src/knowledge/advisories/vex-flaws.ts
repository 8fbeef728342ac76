// What statements of VEX share, in whichever format: products in a list, and for each flaw the places of the products by status.
import type { Advisory, AdvisoryProduct, Flaw, Remedy } from './advisory.ts';

/** The four statuses of VEX (CISA, Minimum Requirements for VEX, 2023). */
export type VexStatus = 'affected' | 'fixed' | 'not affected' | 'under investigation';

/** One statement: a status of one product and one flaw. */
export interface VexStatement {
  readonly product: AdvisoryProduct;
  readonly status: VexStatus;
  /** Why it is not affected. */
  readonly why?: string | null;
  readonly remedy?: Pick<Remedy, 'kind' | 'text'> | null;
}

/** A flaw as a document of VEX names it. */
export type VexFlaw = Pick<Flaw, 'cve' | 'title' | 'cwe' | 'vectors'>;

/** Gathers statements; a later one on the same product and flaw replaces the earlier. */
export class VexGathering {
  readonly #products = new Map<string, number>();
  readonly #list: AdvisoryProduct[] = [];
  readonly #flaws = new Map<string, { readonly flaw: VexFlaw; readonly said: Map<number, VexStatement> }>();

  /** Takes a statement on a flaw; `key` tells flaws apart. */
  add(key: string, flaw: VexFlaw, statement: VexStatement): void {
    const place = this.#placeOf(statement.product);
    const known = this.#flaws.get(key) ?? { flaw, said: new Map<number, VexStatement>() };
    this.#flaws.set(key, known);
    known.said.set(place, statement);
  }

  /** Everything as an advisory. */
  advisory(about: Omit<Advisory, 'products' | 'flaws'>): Advisory {
    const flaws = [...this.#flaws.values()].map(({ flaw, said }): Flaw => {
      const placed = (status: VexStatus) =>
        [...said].flatMap(([place, statement]) => (statement.status === status ? [place] : [])).sort((a, b) => a - b);
      const reasons = [...said].flatMap(([place, { status, why }]) =>
        status === 'not affected' && why ? [{ products: [place], text: why }] : [],
      );
      return {
        ...flaw,
        affected: placed('affected'),
        fixed: placed('fixed'),
        notAffected: placed('not affected'),
        underInvestigation: placed('under investigation'),
        remedies: [...said].flatMap(([place, { remedy }]) => (remedy ? [{ ...remedy, products: [place] }] : [])),
        ...(reasons.length > 0 ? { justifications: reasons } : {}),
      };
    });
    return { ...about, products: this.#list, flaws };
  }

  #placeOf(product: AdvisoryProduct): number {
    const key = JSON.stringify([product.vendor, product.product, product.versions, product.cpe, product.purl]);
    const known = this.#products.get(key);
    if (known !== undefined) return known;
    this.#products.set(key, this.#list.length);
    return this.#list.push(product) - 1;
  }
}

/** The label of a justification as words: `component_not_present` is "component not present". */
export function justificationWords(label: string): string {
  return label.replaceAll('_', ' ');
}
