// CycloneDX in XML (schema cyclonedx.org/schema/bom): its elements in the form that the JSON has, so that one reader serves both.
import { childrenOf, find, textAt, type XmlElement, xmlElements } from '../scanners/xml-stream.ts';
import type { JsonMember } from './json-members.ts';

/** Elements with components of their own that are no part of the product; they are read only to be left out. */
const ASIDE = ['formulation', 'annotations', 'declarations', 'definitions', 'services', 'compositions'];
const READ = ['metadata', 'component', 'dependency', 'vulnerability'];

/** The members of a document; `prefix` is that of its elements, as in `bom:`. */
export async function* cycloneDxXml(source: AsyncIterable<Uint8Array>, head: string): AsyncGenerator<JsonMember> {
  const [, prefix = '', attributes = ''] = /<([\w.-]+:)?bom\b([^>]*)>/.exec(head) ?? [];
  const spec = /cyclonedx\.org\/schema\/bom\/([\w.]+)/.exec(attributes)?.[1] ?? '';
  yield { name: 'specVersion', value: spec };
  yield { name: 'serialNumber', value: /\bserialNumber\s*=\s*["']([^"']*)/.exec(attributes)?.[1] };
  const wanted = new Set([...ASIDE, ...READ].map((name) => `${prefix}${name}`));
  // Up to 1.3 flaws were an extension with a prefix of its own.
  wanted.add('v:vulnerability');
  for await (const found of xmlElements(source, wanted, 'Nothing was taken.')) {
    const element = prefix === '' ? found : withoutPrefix(found, prefix);
    switch (element.name.replace(/^v:/, '')) {
      case 'metadata':
        yield { name: 'metadata', value: metadataOf(element) };
        break;
      case 'component':
        yield { name: 'components', value: componentOf(element) };
        break;
      case 'dependency':
        yield { name: 'dependencies', value: { dependsOn: childrenOf(element, 'dependency').map(refOf) } };
        break;
      case 'vulnerability':
        yield { name: 'vulnerabilities', value: {} };
    }
  }
}

function metadataOf(element: XmlElement) {
  const itself = find(element, 'component');
  const tools = find(element, 'tools');
  const listed =
    tools === undefined
      ? []
      : [...childrenOf(tools, 'tool'), ...childrenOf(find(tools, 'components') ?? tools, 'component')];
  return {
    timestamp: textAt(element, 'timestamp'),
    component: itself ? componentOf(itself) : undefined,
    supplier: { name: textAt(element, 'supplier', 'name') },
    manufacture: { name: textAt(element, 'manufacture', 'name') },
    manufacturer: { name: textAt(element, 'manufacturer', 'name') },
    tools: listed.map((tool) => ({
      vendor: textAt(tool, 'vendor'),
      name: textAt(tool, 'name'),
      version: textAt(tool, 'version'),
    })),
  };
}

function componentOf(element: XmlElement): Record<string, unknown> {
  const { attributes } = element;
  const licenses = find(element, 'licenses')?.children ?? [];
  // The streamer bounds how deep elements stand in each other, so that this may call itself.
  const parts = childrenOf(find(element, 'components') ?? element, 'component');
  return {
    'bom-ref': attributes['bom-ref'],
    type: attributes['type'],
    name: textAt(element, 'name'),
    version: textAt(element, 'version'),
    purl: textAt(element, 'purl'),
    cpe: textAt(element, 'cpe'),
    supplier: { name: textAt(element, 'supplier', 'name') },
    manufacturer: { name: textAt(element, 'manufacturer', 'name') },
    publisher: textAt(element, 'publisher'),
    licenses: licenses.map((license) =>
      license.name === 'expression'
        ? { expression: license.text.trim() }
        : { license: { id: textAt(license, 'id') || undefined, name: textAt(license, 'name') || undefined } },
    ),
    ...(parts.length > 0 ? { components: parts.map(componentOf) } : {}),
  };
}

function refOf({ attributes }: XmlElement): string {
  return attributes['ref'] ?? '';
}

function withoutPrefix(element: XmlElement, prefix: string): XmlElement {
  return {
    ...element,
    name: element.name.startsWith(prefix) ? element.name.slice(prefix.length) : element.name,
    children: element.children.map((child) => withoutPrefix(child, prefix)),
  };
}
