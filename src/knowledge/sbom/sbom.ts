// A bill of materials: a product and the components that its maker, or a tool, says are in it.
import { Invalid, inertText } from '#kit/index.ts';
import { toFormattedString } from '../cpe/bind-cpe.ts';
import { parseCpe } from '../cpe/parse-cpe.ts';
import { parsePurl, printPurl } from '../purl.ts';

/** A component, with the names by which flaws of it are found. */
export interface SbomComponent {
  readonly name: string;
  readonly version: string | null;
  /** In canonical form. */
  readonly purl: string | null;
  /** As a formatted string (CPE 2.3). */
  readonly cpe: string | null;
  readonly supplier: string | null;
  readonly license: string | null;
}

/** The product that a bill is about. */
export interface SbomProduct {
  readonly vendor: string | null;
  readonly name: string | null;
  readonly version: string | null;
}

/** A bill that was read whole. */
export interface Sbom {
  readonly format: SbomFormat;
  /** Version of the format, as in 1.5. */
  readonly spec: string;
  /** The name that the document has for itself. */
  readonly serial: string | null;
  readonly product: SbomProduct;
  readonly tool: string | null;
  /** Day on which it was made. */
  readonly made: string | null;
  readonly components: readonly SbomComponent[];
  /** How many times one part is said to need, or to hold, another. */
  readonly relations: number;
  /** Components that stood there more than once. */
  readonly duplicates: number;
  /** Flaws that the document speaks about; they are taken in as a feed. */
  readonly flaws: number;
  /** What could not be used, as sentences. */
  readonly problems: readonly string[];
}

/** The two formats of bills. */
export type SbomFormat = 'CycloneDX' | 'SPDX';

/** A component as a document writes it, before its names are checked. */
export interface WrittenComponent {
  readonly name: string | null | undefined;
  readonly version?: string | null | undefined;
  readonly purls?: readonly (string | null | undefined)[];
  readonly cpes?: readonly (string | null | undefined)[];
  readonly supplier?: string | null | undefined;
  readonly license?: string | null | undefined;
}

/** More than the largest real bills have; what is larger describes no product. */
const MOST_COMPONENTS = 500_000;
const LONGEST = 300;

/** Gathers a bill while its document is read; nothing of it counts before `finish`. */
export class SbomBuilder {
  format: SbomFormat;
  spec = '';
  serial: string | null = null;
  tool: string | null = null;
  made: string | null = null;
  relations = 0;
  flaws = 0;
  /** The product, where the document names one apart from its components. */
  product: SbomProduct | null = null;
  /** References of the component that is the product, where it stands among the others. */
  readonly described: string[] = [];
  #components = new Map<string, SbomComponent>();
  #keys = new Map<string, string>();
  #counts = new Map<string, number>();
  #duplicates = 0;

  constructor(format: SbomFormat) {
    this.format = format;
  }

  /** Takes a component; `ref` is the document's own name for it. */
  add(ref: string | null, written: WrittenComponent): void {
    const component = this.#checked(written);
    if (component === null) return;
    const key = JSON.stringify([component.name, component.version, component.purl, component.cpe, component.supplier]);
    if (ref !== null) this.#keys.set(ref, key);
    if (this.#components.has(key)) {
      this.#duplicates++;
      return;
    }
    if (this.#components.size >= MOST_COMPONENTS) {
      throw new Invalid(
        `This bill of materials has more than ${MOST_COMPONENTS} components. Ask for one of the product alone.`,
      );
    }
    this.#components.set(key, component);
  }

  /** Notes something that could not be used; many of one kind are told once, with their number. */
  problem(sentence: string): void {
    this.#counts.set(sentence, (this.#counts.get(sentence) ?? 0) + 1);
  }

  /** Whether a component has this reference. */
  knows(ref: string): boolean {
    return this.#keys.has(ref);
  }

  /** The bill. Throws Invalid when there is nothing in it. */
  finish(): Sbom {
    const { format, spec, serial, tool, made, relations, flaws } = this;
    let product = this.product;
    const key = this.described.map((ref) => this.#keys.get(ref)).find((found) => found !== undefined);
    const itself = key === undefined ? undefined : this.#components.get(key);
    if (key !== undefined && itself) {
      this.#components.delete(key);
      product = { vendor: itself.supplier, name: itself.name, version: itself.version };
    }
    if (this.#components.size === 0) {
      throw new Invalid(
        flaws > 0
          ? "This document speaks about flaws and lists no components. Take it in with 'feeds import'."
          : 'This bill of materials lists no components.',
      );
    }
    return {
      format,
      spec,
      serial,
      tool,
      made,
      relations,
      flaws,
      product: product ?? { vendor: null, name: null, version: null },
      components: [...this.#components.values()],
      duplicates: this.#duplicates,
      problems: [...this.#counts].map(([sentence, count]) =>
        count === 1 ? `Once: ${sentence}` : `${count} times: ${sentence}`,
      ),
    };
  }

  #checked({ name, version, purls = [], cpes = [], supplier, license }: WrittenComponent): SbomComponent | null {
    const shown = cleaned(name);
    if (shown === null) {
      this.problem('a component has no name and was left out.');
      return null;
    }
    return {
      name: shown,
      version: cleaned(version),
      purl: this.#purlOf(purls),
      cpe: this.#cpeOf(cpes),
      supplier: cleaned(supplier),
      license: cleaned(license),
    };
  }

  #purlOf(written: readonly (string | null | undefined)[]): string | null {
    for (const text of written) {
      if (text === null || text === undefined || text.trim() === '') continue;
      const parsed = parsePurl(text);
      if (parsed.kind === 'purl') return printPurl(parsed.purl);
      this.problem(`a package URL was not used: ${parsed.because}.`);
    }
    return null;
  }

  #cpeOf(written: readonly (string | null | undefined)[]): string | null {
    for (const text of written) {
      if (text === null || text === undefined || text.trim() === '') continue;
      const parsed = parseCpe(text.trim());
      if (parsed.kind === 'name') return toFormattedString(parsed.name);
      this.problem('a CPE name was not used: it is not well formed.');
    }
    return null;
  }
}

/** A text of a document as it may be kept and shown; null for none. */
export function cleaned(text: string | null | undefined): string | null {
  const trimmed = text?.trim() ?? '';
  return trimmed === '' ? null : inertText(trimmed, LONGEST);
}

/** The day of a time, or null when it is none. */
export function dayOf(time: string | null | undefined): string | null {
  return /^\d{4}-\d{2}-\d{2}/.exec(time ?? '')?.[0] ?? null;
}
