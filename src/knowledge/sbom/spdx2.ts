// SPDX 2.2 and 2.3 (ISO/IEC 5962, and its successor): the members of a document, one after another. JSON, XML and tag-value share one
// model.
import { z } from 'zod';
import { Invalid, inertText } from '#kit/index.ts';
import { cleaned, dayOf, SbomBuilder } from './sbom.ts';

const text = z.string().nullish().catch(undefined);
const reference = z.object({ referenceType: text, referenceLocator: text });
const spdxPackage = z.object({
  SPDXID: text,
  name: text,
  versionInfo: text,
  supplier: text,
  originator: text,
  licenseConcluded: text,
  licenseDeclared: text,
  externalRefs: z.array(reference).nullish().catch(undefined),
});
const relationship = z.object({ spdxElementId: text, relatedSpdxElement: text, relationshipType: text });
const creation = z.object({ created: text, creators: z.array(z.string()).nullish().catch(undefined) });

/** A package as all three ways of writing give it. */
export type SpdxPackage = z.input<typeof spdxPackage>;

/** The lists of a document whose elements are read one by one. */
export const SPDX_LISTS: ReadonlySet<string> = new Set(['packages', 'relationships', 'documentDescribes']);
/** The other members that are read. */
export const SPDX_MEMBERS: ReadonlySet<string> = new Set(['spdxVersion', 'name', 'documentNamespace', 'creationInfo']);

const DOCUMENT = 'SPDXRef-DOCUMENT';
const VERSIONS = new Set(['SPDX-2.2', 'SPDX-2.3']);
/** References that name nothing in this document. */
const ELSEWHERE = /^(?:NONE|NOASSERTION|DocumentRef-.*)$/;

/** Reads a document member by member. */
export class Spdx2Reader {
  readonly bill = new SbomBuilder('SPDX');
  #name: string | null = null;

  /** Takes a member, or an element of one of the lists. Throws Invalid when it cannot be what it is called. */
  take(member: string, value: unknown): void {
    switch (member) {
      case 'spdxVersion':
        this.bill.spec = versionOf(value);
        return;
      case 'name':
        this.#name = cleaned(typeof value === 'string' ? value : null);
        return;
      case 'documentNamespace':
        this.bill.serial = cleaned(typeof value === 'string' ? value : null);
        return;
      case 'creationInfo': {
        const { data } = creation.safeParse(value);
        this.bill.made = dayOf(data?.created);
        const tool = data?.creators?.find((creator) => /^Tool:/i.test(creator));
        this.bill.tool = cleaned(tool?.replace(/^Tool:\s*/i, ''));
        return;
      }
      case 'packages':
        this.#package(value);
        return;
      case 'documentDescribes':
        if (typeof value === 'string') this.bill.described.push(value);
        return;
      case 'relationships':
        this.#relationship(value);
    }
  }

  /** What the document says of itself stands in for a product that it does not describe. */
  close(): void {
    if (this.bill.spec === '') throw new Invalid('This SPDX document does not say which version it is.');
    const { described } = this.bill;
    const missing = described.filter((ref) => !this.bill.knows(ref));
    if (missing.length === described.length && missing.some((ref) => ref.startsWith('SPDXRef-Package'))) {
      throw new Invalid('This SPDX document ends before the package that it describes. Fetch it again.');
    }
    this.bill.product = { vendor: null, name: this.#name, version: null };
  }

  #package(value: unknown): void {
    const { data } = spdxPackage.safeParse(value);
    if (!data) {
      this.bill.problem('a package is no object and was left out.');
      return;
    }
    const refs = data.externalRefs ?? [];
    // A type may stand as an address, as in http://spdx.org/rdf/references/purl.
    const ofType = (type: RegExp) =>
      refs.flatMap(({ referenceType, referenceLocator }) =>
        type.test(/[^#/]*$/.exec(referenceType ?? '')?.[0] ?? '') ? [referenceLocator] : [],
      );
    this.bill.add(data.SPDXID ?? null, {
      name: data.name,
      version: stated(data.versionInfo),
      purls: ofType(/^purl$/i),
      cpes: [...ofType(/^cpe23Type$/i), ...ofType(/^cpe22Type$/i)],
      supplier: agentOf(data.supplier) ?? agentOf(data.originator),
      license: stated(data.licenseConcluded) ?? stated(data.licenseDeclared),
    });
  }

  #relationship(value: unknown): void {
    const { data } = relationship.safeParse(value);
    const { spdxElementId: from, relatedSpdxElement: to, relationshipType: type } = data ?? {};
    if (!from || !to || !type) {
      this.bill.problem('a relationship does not say what it is between.');
      return;
    }
    if (from === DOCUMENT && type === 'DESCRIBES') this.bill.described.push(to);
    else if (to === DOCUMENT && type === 'DESCRIBED_BY') this.bill.described.push(from);
    else if (!ELSEWHERE.test(to)) this.bill.relations++;
  }
}

function versionOf(value: unknown): string {
  const spec = typeof value === 'string' ? value.trim() : '';
  if (!VERSIONS.has(spec)) {
    throw new Invalid(
      `This is ${inertText(spec, 20) || 'SPDX of no version'}. SPDX is read in versions 2.2, 2.3 and 3.0: ask for one of these.`,
    );
  }
  return spec.replace('SPDX-', '');
}

function stated(value: string | null | undefined): string | null {
  return value === 'NOASSERTION' || value === 'NONE' ? null : cleaned(value);
}

/** The name of an organization or a person (7.5 of SPDX 2.3), without an address for mail. */
function agentOf(value: string | null | undefined): string | null {
  const name = stated(value);
  return cleaned(name?.replace(/^(?:Organization|Person|Tool):\s*/i, '').replace(/\s*\([^)]*\)\s*$/, ''));
}
