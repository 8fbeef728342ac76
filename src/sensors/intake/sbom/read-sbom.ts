// A bill of materials, recognized by content and read whole: what breaks in the middle leaves nothing behind.
import { createHash } from 'node:crypto';
import { Invalid } from '#kit/index.ts';
import {
  CYCLONEDX_LISTS,
  CYCLONEDX_MEMBERS,
  CycloneDxReader,
  type Sbom,
  SPDX_LISTS,
  SPDX_MEMBERS,
  SPDX3_LISTS,
  Spdx2Reader,
  Spdx3Reader,
} from '#knowledge/index.ts';
import { asUtf8, headText } from '../as-utf8.ts';
import { guessEncoding } from '../encoding.ts';
import { gunzipped, isGzip } from '../gunzip.ts';
import { peek } from '../peek.ts';
import { cycloneDxXml } from './cyclonedx-xml.ts';
import { type JsonMember, jsonMembers } from './json-members.ts';
import { spdxTags } from './spdx-tags.ts';
import { spdxXml } from './spdx-xml.ts';

/** Kinds of bills in the document of imports. */
export const SBOM_KINDS = ['cyclonedx', 'spdx'] as const;
export type SbomKind = (typeof SBOM_KINDS)[number];

/** A bill with the digest of its document. */
export interface ReadSbom {
  readonly sbom: Sbom;
  /** SHA-256 of the document, unpacked. */
  readonly digest: string;
}

type Form =
  | 'cyclonedx-json'
  | 'cyclonedx-xml'
  | 'spdx-json'
  | 'spdx3-json'
  | 'spdx-xml'
  | 'spdx-tags'
  | 'spdx-rdf'
  | 'spdx-yaml';

/** How each form begins; names of files prove nothing. */
const SIGNS: readonly (readonly [Form, RegExp])[] = [
  ['cyclonedx-json', /^\s*\{[\s\S]*"bomFormat"\s*:\s*"CycloneDX"/],
  ['cyclonedx-xml', /<(?:[\w.-]+:)?bom\b[^>]{0,2000}cyclonedx\.org\/schema/],
  ['spdx-rdf', /<(?:[\w.-]+:)?RDF\b[\s\S]*spdx\.org\/rdf\/terms/],
  ['spdx3-json', /^\s*\{[\s\S]*spdx\.org\/rdf\/3/],
  ['spdx-json', /^\s*\{[\s\S]*"spdxVersion"\s*:/],
  ['spdx-xml', /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]{0,2000}?-->\s*)?<Document\b[\s\S]*<(?:spdxVersion|SPDXID)>/],
  ['spdx-tags', /^SPDXVersion: /m],
  ['spdx-yaml', /^spdxVersion:\s*["']?SPDX-/m],
];

const HEAD_BYTES = 1 << 16;

/** The kind of bill that a text begins, or null. */
export function recognizeSbom(head: string): SbomKind | null {
  const form = formOf(head);
  return form === null ? null : form.startsWith('cyclonedx') ? 'cyclonedx' : 'spdx';
}

/** The kind of bill that these bytes begin, or null. */
export function sbomKindOf(head: Uint8Array): SbomKind | null {
  return recognizeSbom(headText(head, guessEncoding(head)));
}

/** A kind in words. */
export function sbomLabel(kind: SbomKind): string {
  return kind === 'cyclonedx' ? 'Bill of materials (CycloneDX)' : 'Bill of materials (SPDX)';
}

/** Reads a bill, gzipped or not. Throws Invalid when it is none, or is not whole. */
export async function readSbom(source: AsyncIterable<Uint8Array>): Promise<ReadSbom> {
  let peeked = await peek(source, HEAD_BYTES);
  if (isGzip(peeked.head)) peeked = await peek(gunzipped(peeked.stream), HEAD_BYTES);
  const encoding = guessEncoding(peeked.head);
  const head = headText(peeked.head, encoding);
  const form = formOf(head);
  const hash = createHash('sha256');
  const text = hashed(asUtf8(peeked.stream, encoding), hash);
  const sbom = await readForm(form, text, head);
  return { sbom, digest: hash.digest('hex') };
}

async function readForm(form: Form | null, text: AsyncIterable<Uint8Array>, head: string): Promise<Sbom> {
  switch (form) {
    case 'cyclonedx-json':
      return filled(new CycloneDxReader(), jsonMembers(text, { members: CYCLONEDX_MEMBERS, lists: CYCLONEDX_LISTS }));
    case 'cyclonedx-xml':
      return filled(new CycloneDxReader(), cycloneDxXml(text, head));
    case 'spdx-json':
      return filled(new Spdx2Reader(), jsonMembers(text, { members: SPDX_MEMBERS, lists: SPDX_LISTS }));
    case 'spdx3-json':
      return filled(new Spdx3Reader(), jsonMembers(text, { members: new Set(), lists: SPDX3_LISTS }));
    case 'spdx-xml':
      return filled(new Spdx2Reader(), spdxXml(text));
    case 'spdx-tags':
      return filled(new Spdx2Reader(), spdxTags(text));
    case 'spdx-rdf':
      throw new Invalid(
        'This SPDX document is written in RDF, which is not read here. Save it as JSON or as tag-value.',
      );
    case 'spdx-yaml':
      throw new Invalid(
        'This SPDX document is written in YAML, which is not read here. Save it as JSON or as tag-value.',
      );
    default:
      throw new Invalid('This is no bill of materials: it is neither CycloneDX nor SPDX.');
  }
}

interface Reader {
  readonly bill: { finish(): Sbom };
  take(name: string, value: unknown): void;
  close(): void;
}

async function filled(reader: Reader, members: AsyncIterable<JsonMember>): Promise<Sbom> {
  for await (const { name, value } of members) reader.take(name, value);
  reader.close();
  return reader.bill.finish();
}

function formOf(head: string): Form | null {
  return SIGNS.find(([, sign]) => sign.test(head))?.[0] ?? null;
}

async function* hashed(
  source: AsyncIterable<Uint8Array>,
  hash: { update(bytes: Uint8Array): unknown },
): AsyncGenerator<Uint8Array> {
  for await (const chunk of source) {
    hash.update(chunk);
    yield chunk;
  }
}
