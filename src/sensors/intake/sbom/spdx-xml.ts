// SPDX in XML (2.2 and 2.3): the members of the JSON form as elements, a list as an element for each entry.
import { childrenOf, textAt, type XmlElement, xmlElements } from '../scanners/xml-stream.ts';
import type { JsonMember } from './json-members.ts';

/** Members with names of their own inside; they are read only to be left out. */
const ASIDE = ['files', 'snippets', 'hasExtractedLicensingInfos', 'annotations', 'externalDocumentRefs', 'revieweds'];
const READ = [
  'spdxVersion',
  'name',
  'documentNamespace',
  'creationInfo',
  'packages',
  'relationships',
  'documentDescribes',
];

/** The members of a document. */
export async function* spdxXml(source: AsyncIterable<Uint8Array>): AsyncGenerator<JsonMember> {
  for await (const element of xmlElements(source, new Set([...ASIDE, ...READ]), 'Nothing was taken.')) {
    if (ASIDE.includes(element.name)) continue;
    yield { name: element.name, value: memberOf(element) };
  }
}

function memberOf(element: XmlElement): unknown {
  switch (element.name) {
    case 'creationInfo':
      return {
        created: textAt(element, 'created'),
        creators: childrenOf(element, 'creators').map(({ text }) => text.trim()),
      };
    case 'packages':
      return { ...textsOf(element), externalRefs: childrenOf(element, 'externalRefs').map(textsOf) };
    case 'relationships':
      return textsOf(element);
    default:
      return element.text.trim();
  }
}

function textsOf(element: XmlElement): Record<string, string> {
  return Object.fromEntries(element.children.map(({ name, text }) => [name, text.trim()]));
}
