// SPDX as lines of tag and value (2.2 and 2.3): `PackageName: glibc`. A text may run over lines between <text> and </text>; a package ends
// where the next thing begins.
import { Invalid, lookup } from '#kit/index.ts';
import type { SpdxPackage } from '#knowledge/index.ts';
import { readLines } from '../lines.ts';
import type { JsonMember } from './json-members.ts';

/** Tags of a package and the members that they are in JSON. */
const PACKAGE: Readonly<Record<string, keyof SpdxPackage>> = lookup({
  SPDXID: 'SPDXID',
  PackageVersion: 'versionInfo',
  PackageSupplier: 'supplier',
  PackageOriginator: 'originator',
  PackageLicenseConcluded: 'licenseConcluded',
  PackageLicenseDeclared: 'licenseDeclared',
});
/** Tags that begin something else than a package. */
const OTHERS = new Set(['FileName', 'SnippetSPDXID', 'LicenseID', 'Reviewer']);

interface Open {
  readonly read: Record<string, string>;
  readonly refs: { referenceType: string; referenceLocator: string }[];
}

/** The members of a document. Throws Invalid at a line that is no tag, and when a text does not end. */
export async function* spdxTags(source: AsyncIterable<Uint8Array>): AsyncGenerator<JsonMember> {
  const reader = new TagReader();
  for await (const lines of readLines(source, { name: 'utf-8', mark: 0 }, { foreign: 0, firstForeign: null })) {
    for (const { text, number } of lines) yield* reader.line(text, number);
  }
  yield* reader.close();
}

class TagReader {
  #package: Open | null = null;
  #created = '';
  readonly #creators: string[] = [];
  #isText = false;

  *line(line: string, number: number): Generator<JsonMember> {
    if (this.#isText) {
      this.#isText = !line.includes('</text>');
      return;
    }
    if (/^\s*(?:#|$)/.test(line)) return;
    const [, tag, value = ''] = /^\s*([A-Za-z][A-Za-z0-9]*):\s*(.*?)\s*$/.exec(line) ?? [];
    if (tag === undefined) {
      throw new Invalid(
        `Line ${number} of this SPDX document is no tag with a value. Fetch it again. Nothing was taken.`,
      );
    }
    this.#isText = value.includes('<text>') && !value.includes('</text>');
    yield* this.#tag(tag, value.replace(/<\/?text>/g, '').trim());
  }

  *close(): Generator<JsonMember> {
    if (this.#isText) {
      throw new Invalid('This SPDX document ends in the middle of a text. Fetch it again. Nothing was taken.');
    }
    yield* this.#endPackage();
    yield { name: 'creationInfo', value: { created: this.#created, creators: this.#creators } };
  }

  *#tag(tag: string, value: string): Generator<JsonMember> {
    if (tag === 'PackageName') {
      yield* this.#endPackage();
      this.#package = { read: { name: value }, refs: [] };
      return;
    }
    if (OTHERS.has(tag)) {
      yield* this.#endPackage();
      return;
    }
    const member = PACKAGE[tag];
    if (member !== undefined) {
      if (this.#package) this.#package.read[member] ??= value;
      return;
    }
    switch (tag) {
      case 'SPDXVersion':
        yield { name: 'spdxVersion', value };
        return;
      case 'DocumentName':
        yield { name: 'name', value };
        return;
      case 'DocumentNamespace':
        yield { name: 'documentNamespace', value };
        return;
      case 'Created':
        this.#created = value;
        return;
      case 'Creator':
        this.#creators.push(value);
        return;
      case 'ExternalRef': {
        const [, referenceType = '', referenceLocator = ''] = /^\S+\s+(\S+)\s+(.*)$/.exec(value) ?? [];
        this.#package?.refs.push({ referenceType, referenceLocator });
        return;
      }
      case 'Relationship': {
        const [spdxElementId, relationshipType, relatedSpdxElement] = value.split(/\s+/);
        yield { name: 'relationships', value: { spdxElementId, relationshipType, relatedSpdxElement } };
      }
    }
  }

  *#endPackage(): Generator<JsonMember> {
    const open = this.#package;
    this.#package = null;
    if (open) yield { name: 'packages', value: { ...open.read, externalRefs: open.refs } };
  }
}
