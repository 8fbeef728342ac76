// SPDX 3.0 as JSON-LD (the Core and Software profiles): the elements of its graph, one after another.
import { z } from 'zod';
import { Invalid, inertText } from '#kit/index.ts';
import { cleaned, dayOf, SbomBuilder, type WrittenComponent } from './sbom.ts';

const text = z.string().nullish().catch(undefined);
const texts = z.array(z.string()).nullish().catch(undefined);
const element = z.object({
  type: text,
  spdxId: text,
  '@id': text,
  name: text,
  specVersion: text,
  created: text,
  rootElement: texts,
  to: texts,
  relationshipType: text,
  suppliedBy: text,
  software_packageVersion: text,
  software_packageUrl: text,
  externalIdentifier: z
    .array(z.object({ externalIdentifierType: text, identifier: text }))
    .nullish()
    .catch(undefined),
});
type Element = z.infer<typeof element>;

/** The list of a document whose elements are read one by one. */
export const SPDX3_LISTS: ReadonlySet<string> = new Set(['@graph']);

/** Reads a document element by element; who supplies a package may be said after it. */
export class Spdx3Reader {
  readonly bill = new SbomBuilder('SPDX');
  readonly #agents = new Map<string, string>();
  readonly #packages: { readonly ref: string | null; readonly read: Element }[] = [];
  /** What the document, and the bills in it, are about. */
  readonly #roots = new Map<string, readonly string[]>();
  #document: readonly string[] = [];

  /** Takes an element of the graph. */
  take(name: string, value: unknown): void {
    if (name !== '@graph') return;
    const { data } = element.safeParse(value);
    if (!data) {
      this.bill.problem('an element is no object and was left out.');
      return;
    }
    const ref = data.spdxId ?? data['@id'] ?? null;
    switch (data.type) {
      case 'CreationInfo':
        this.bill.spec = versionOf(data.specVersion);
        this.bill.made ??= dayOf(data.created);
        return;
      case 'Organization':
      case 'Person':
      case 'Agent':
      case 'SoftwareAgent':
        if (ref !== null && data.name) this.#agents.set(ref, data.name);
        return;
      case 'Tool':
        this.bill.tool ??= cleaned(data.name);
        return;
      case 'SpdxDocument':
        this.bill.serial = cleaned(ref);
        this.#document = data.rootElement ?? [];
        return;
      case 'software_Sbom':
      case 'Bom':
        if (ref !== null) this.#roots.set(ref, data.rootElement ?? []);
        return;
      case 'software_Package':
        this.#packages.push({ ref, read: data });
        return;
      case 'Relationship':
      case 'LifecycleScopedRelationship':
        this.bill.relations += data.to?.length ?? 0;
    }
  }

  /** Puts the packages together with who supplies them. */
  close(): void {
    if (this.bill.spec === '') throw new Invalid('This SPDX document does not say which version it is.');
    for (const { ref, read } of this.#packages) this.bill.add(ref, this.#written(read));
    // The document is about a bill, and the bill about a package.
    const roots = this.#document.length > 0 ? this.#document : [...this.#roots.keys()];
    for (const root of roots) this.bill.described.push(...(this.#roots.get(root) ?? [root]));
  }

  #written({
    name,
    suppliedBy,
    software_packageVersion,
    software_packageUrl,
    externalIdentifier,
  }: Element): WrittenComponent {
    const ofType = (type: string) =>
      (externalIdentifier ?? []).flatMap((each) => (each.externalIdentifierType === type ? [each.identifier] : []));
    return {
      name,
      version: software_packageVersion,
      purls: [software_packageUrl, ...ofType('packageUrl')],
      cpes: [...ofType('cpe23'), ...ofType('cpe22')],
      supplier: suppliedBy ? (this.#agents.get(suppliedBy) ?? null) : null,
    };
  }
}

function versionOf(value: string | null | undefined): string {
  if (!/^3\.\d+(?:\.\d+)?$/.test(value ?? '')) {
    throw new Invalid(`This is SPDX ${inertText(value ?? '', 20)}. SPDX is read in versions 2.2, 2.3 and 3.0.`);
  }
  return value ?? '';
}
