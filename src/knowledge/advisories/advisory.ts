// An advisory: what a maker or an authority says about flaws of products, and about the versions that have them.

/** One product line of an advisory; flaws name it by its place in the list. */
export interface AdvisoryProduct {
  readonly vendor: string;
  readonly product: string;
  /** Versions in the document's own words; '*' for all. */
  readonly versions: string;
  /** Names by which programs find it, where the document gives them: a CPE name, and a package URL. */
  readonly cpe?: string;
  readonly purl?: string;
  /** What it runs on, with or in, where the document speaks of the two together. */
  readonly on?: string;
}

/** What is advised against a flaw. */
export interface Remedy {
  /** CSAF 2.0, 3.2.3.12.1. */
  readonly kind: 'vendor_fix' | 'mitigation' | 'workaround' | 'none_available' | 'no_fix_planned' | 'fix_planned';
  readonly text: string;
  /** Products that it is for; null for all. */
  readonly products: readonly number[] | null;
}

/** One flaw with what the document says of each product. */
export interface Flaw {
  readonly cve: string | null;
  readonly title: string | null;
  readonly cwe: string | null;
  /** Vectors as published, the newest standard first. */
  readonly vectors: readonly string[];
  /** Places in the list of products. */
  readonly affected: readonly number[];
  readonly fixed: readonly number[];
  readonly notAffected: readonly number[];
  readonly underInvestigation: readonly number[];
  /** Affected places that are the first or the last of a run of affected versions, whose other end the document leaves open. */
  readonly first?: readonly number[];
  readonly last?: readonly number[];
  /** Places of which the document says things that exclude each other. */
  readonly contradicted?: readonly number[];
  readonly remedies: readonly Remedy[];
  /** Why products are not affected, as the document says it (VEX justification, impact statement). */
  readonly justifications?: readonly { readonly products: readonly number[] | null; readonly text: string }[];
}

/** One advisory. */
export interface Advisory {
  readonly id: string;
  readonly title: string;
  readonly publisher: string;
  /** Days, as in 2024-02-27. */
  readonly released: string;
  readonly revised: string;
  readonly url: string | null;
  readonly products: readonly AdvisoryProduct[];
  readonly flaws: readonly Flaw[];
  /** Its publisher has not finished it (CSAF 2.0, 3.2.1.12.7: draft). */
  readonly isDraft?: boolean;
  /** Products that it says something of and names nowhere (against CSAF 2.0, 6.1.1); what it says of them is lost. */
  readonly unnamed?: readonly string[];
}
