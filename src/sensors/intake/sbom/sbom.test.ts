// Bills of materials in every way of writing: the same product reads the same, real files are read whole, and what is broken says so.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { readSbom, sbomKindOf } from './read-sbom.ts';

const SAMPLES = path.resolve(import.meta.dirname, '../../../../../shared/samples');
const EXAMPLES = path.join(SAMPLES, 'sbom-vex/cyclonedx-bom-examples/SBOM');

async function* inParts(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
const read = async (text: string | Uint8Array, size = 1 << 16) =>
  (await readSbom(inParts(Buffer.from(text), size))).sbom;
const sample = (...parts: string[]) => readFileSync(path.join(EXAMPLES, ...parts));

const CPE = 'cpe:2.3:a:openssl:openssl:1.1.1k:*:*:*:*:*:*:*';
/** One product in every way of writing: two components, one of them holding the other, one relation in a circle. */
const WRITTEN: Readonly<Record<string, string>> = {
  'CycloneDX JSON': JSON.stringify({
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    metadata: {
      timestamp: '2026-01-02T00:00:00Z',
      tools: { components: [{ type: 'application', name: 'maker' }] },
      component: { type: 'device', name: 'Beam', version: '4.2', manufacturer: { name: 'Aurora' } },
    },
    components: [
      { 'bom-ref': 'a', type: 'library', name: 'openssl', version: '1.1.1k', cpe: CPE, supplier: { name: 'OpenSSL' } },
      { 'bom-ref': 'b', type: 'library', name: 'zlib', version: '1.2.11', purl: 'pkg:generic/zlib@1.2.11' },
    ],
    dependencies: [
      { ref: 'a', dependsOn: ['b'] },
      { ref: 'b', dependsOn: ['a'] },
    ],
  }),
  'CycloneDX XML': `<?xml version="1.0"?>
<c:bom xmlns:c="http://cyclonedx.org/schema/bom/1.5" version="1"><c:metadata><c:timestamp>2026-01-02T00:00:00Z</c:timestamp>
<c:tools><c:components><c:component type="application"><c:name>maker</c:name></c:component></c:components></c:tools>
<c:component type="device"><c:supplier><c:name>Aurora</c:name></c:supplier><c:name>Beam</c:name><c:version>4.2</c:version></c:component>
</c:metadata><c:components>
<c:component type="library" bom-ref="a"><c:supplier><c:name>OpenSSL</c:name></c:supplier><c:name>openssl</c:name><c:version>1.1.1k</c:version><c:cpe>${CPE}</c:cpe></c:component>
<c:component type="library" bom-ref="b"><c:name>zlib</c:name><c:version>1.2.11</c:version><c:purl>pkg:generic/zlib@1.2.11</c:purl></c:component>
</c:components><c:dependencies><c:dependency ref="a"><c:dependency ref="b"/></c:dependency>
<c:dependency ref="b"><c:dependency ref="a"/></c:dependency></c:dependencies></c:bom>`,
  'SPDX JSON': JSON.stringify({
    spdxVersion: 'SPDX-2.3',
    SPDXID: 'SPDXRef-DOCUMENT',
    name: 'a document',
    creationInfo: { created: '2026-01-02T00:00:00Z', creators: ['Person: Kim (kim@example.org)', 'Tool: maker'] },
    packages: [
      { SPDXID: 'SPDXRef-p', name: 'Beam', versionInfo: '4.2', supplier: 'Organization: Aurora (mail@example.org)' },
      {
        SPDXID: 'SPDXRef-a',
        name: 'openssl',
        versionInfo: '1.1.1k',
        supplier: 'Organization: OpenSSL',
        licenseConcluded: 'NOASSERTION',
        externalRefs: [{ referenceCategory: 'SECURITY', referenceType: 'cpe23Type', referenceLocator: CPE }],
      },
      {
        SPDXID: 'SPDXRef-b',
        name: 'zlib',
        versionInfo: '1.2.11',
        supplier: 'NOASSERTION',
        externalRefs: [
          {
            referenceCategory: 'PACKAGE-MANAGER',
            referenceType: 'http://spdx.org/rdf/references/purl',
            referenceLocator: 'pkg:generic/zlib@1.2.11',
          },
        ],
      },
    ],
    relationships: [
      { spdxElementId: 'SPDXRef-DOCUMENT', relationshipType: 'DESCRIBES', relatedSpdxElement: 'SPDXRef-p' },
      { spdxElementId: 'SPDXRef-a', relationshipType: 'DEPENDS_ON', relatedSpdxElement: 'SPDXRef-b' },
      { spdxElementId: 'SPDXRef-b', relationshipType: 'DEPENDS_ON', relatedSpdxElement: 'SPDXRef-a' },
    ],
  }),
  'SPDX XML': `<?xml version='1.0' encoding='UTF-8'?>
<Document><SPDXID>SPDXRef-DOCUMENT</SPDXID><spdxVersion>SPDX-2.3</spdxVersion>
<creationInfo><created>2026-01-02T00:00:00Z</created><creators>Tool: maker</creators></creationInfo><name>a document</name>
<hasExtractedLicensingInfos><licenseId>LicenseRef-1</licenseId><name>not the name of the document</name></hasExtractedLicensingInfos>
<documentDescribes>SPDXRef-p</documentDescribes>
<packages><SPDXID>SPDXRef-p</SPDXID><name>Beam</name><versionInfo>4.2</versionInfo><supplier>Organization: Aurora ()</supplier></packages>
<packages><SPDXID>SPDXRef-a</SPDXID><name>openssl</name><versionInfo>1.1.1k</versionInfo><supplier>Organization: OpenSSL</supplier>
<externalRefs><referenceCategory>SECURITY</referenceCategory><referenceLocator>${CPE}</referenceLocator><referenceType>cpe23Type</referenceType></externalRefs></packages>
<packages><SPDXID>SPDXRef-b</SPDXID><name>zlib</name><versionInfo>1.2.11</versionInfo>
<externalRefs><referenceCategory>PACKAGE-MANAGER</referenceCategory><referenceLocator>pkg:generic/zlib@1.2.11</referenceLocator><referenceType>purl</referenceType></externalRefs></packages>
<relationships><spdxElementId>SPDXRef-a</spdxElementId><relationshipType>DEPENDS_ON</relationshipType><relatedSpdxElement>SPDXRef-b</relatedSpdxElement></relationships>
<relationships><spdxElementId>SPDXRef-b</spdxElementId><relationshipType>DEPENDS_ON</relationshipType><relatedSpdxElement>SPDXRef-a</relatedSpdxElement></relationships>
</Document>`,
  'SPDX tag-value': `SPDXVersion: SPDX-2.2
SPDXID: SPDXRef-DOCUMENT
DocumentName: a document
DocumentComment: <text>Of two
lines: PackageName: none</text>
Creator: Tool: maker
Created: 2026-01-02T00:00:00Z
Relationship: SPDXRef-DOCUMENT DESCRIBES SPDXRef-p
## Packages
PackageName: Beam
SPDXID: SPDXRef-p
PackageVersion: 4.2
PackageSupplier: Organization: Aurora ()
PackageName: openssl
SPDXID: SPDXRef-a
PackageVersion: 1.1.1k
PackageSupplier: Organization: OpenSSL
PackageLicenseDeclared: NOASSERTION
ExternalRef: SECURITY cpe23Type ${CPE}
PackageName: zlib
SPDXID: SPDXRef-b
PackageVersion: 1.2.11
ExternalRef: PACKAGE-MANAGER purl pkg:generic/zlib@1.2.11
FileName: ./a.c
SPDXID: SPDXRef-File
Relationship: SPDXRef-a DEPENDS_ON SPDXRef-b
Relationship: SPDXRef-b DEPENDS_ON SPDXRef-a
`,
  'SPDX 3.0': JSON.stringify({
    '@context': 'https://spdx.org/rdf/3.0.1/spdx-context.jsonld',
    '@graph': [
      { type: 'CreationInfo', '@id': '_:c', specVersion: '3.0.1', created: '2026-01-02T00:00:00Z' },
      { type: 'Tool', spdxId: 'urn:t', name: 'maker' },
      { type: 'SpdxDocument', spdxId: 'urn:d', rootElement: ['urn:bill'] },
      { type: 'software_Sbom', spdxId: 'urn:bill', rootElement: ['urn:p'] },
      { type: 'software_Package', spdxId: 'urn:p', name: 'Beam', software_packageVersion: '4.2', suppliedBy: 'urn:o' },
      {
        type: 'software_Package',
        spdxId: 'urn:a',
        name: 'openssl',
        software_packageVersion: '1.1.1k',
        suppliedBy: 'urn:s',
        externalIdentifier: [{ type: 'ExternalIdentifier', externalIdentifierType: 'cpe23', identifier: CPE }],
      },
      {
        type: 'software_Package',
        spdxId: 'urn:b',
        name: 'zlib',
        software_packageVersion: '1.2.11',
        software_packageUrl: 'pkg:generic/zlib@1.2.11',
      },
      { type: 'Relationship', spdxId: 'urn:r', from: 'urn:a', to: ['urn:b'], relationshipType: 'dependsOn' },
      { type: 'Relationship', spdxId: 'urn:r2', from: 'urn:b', to: ['urn:a'], relationshipType: 'dependsOn' },
      { type: 'Organization', spdxId: 'urn:o', name: 'Aurora' },
      { type: 'Organization', spdxId: 'urn:s', name: 'OpenSSL' },
    ],
  }),
};

describe('one product', () => {
  test.each(Object.entries(WRITTEN))('in %s reads the same, in parts of any size and gzipped', async (name, text) => {
    expect(sbomKindOf(Buffer.from(text))).toBe(name.startsWith('SPDX') ? 'spdx' : 'cyclonedx');
    const bill = await read(text);
    expect(bill).toMatchObject({
      product: { vendor: 'Aurora', name: 'Beam', version: '4.2' },
      tool: 'maker',
      made: '2026-01-02',
      relations: 2,
      duplicates: 0,
      problems: [],
    });
    const none = { purl: null, cpe: null, supplier: null, license: null };
    expect(bill.components).toEqual([
      { ...none, name: 'openssl', version: '1.1.1k', cpe: CPE, supplier: 'OpenSSL' },
      { ...none, name: 'zlib', version: '1.2.11', purl: 'pkg:generic/zlib@1.2.11' },
    ]);
    expect(await read(text, 3)).toEqual(bill);
    expect(await read(gzipSync(text))).toEqual(bill);
  });

  // Lines of tags have no end that could be missing.
  const marked = Object.entries(WRITTEN).filter(([name]) => name !== 'SPDX tag-value');
  test.each(marked)('in %s is refused wherever it is cut', async (_, text) => {
    for (let at = 1; at <= 12; at++) {
      const cut = Math.floor((text.length / 13) * at);
      await expect(read(text.slice(0, cut)), `cut at ${cut}`).rejects.toMatchObject({ code: 'invalid' });
    }
  });
});

describe('real files', () => {
  test.each([
    ['laravel-7.12.0', 'bom.1.2', 62],
    ['laravel-7.12.0', 'bom.1.3', 62],
    ['laravel-7.12.0', 'bom.1.4', 62],
    ['dropwizard-1.3.15', 'bom', 167],
    ['cern-lhc-vdm-editor-e564943', 'bom', 43],
  ])('%s/%s has the same components in JSON and XML', async (folder, name, count) => {
    const names = async (extension: string) => {
      const { components, relations } = await read(sample(folder, `${name}.${extension}`));
      return { relations, components: components.map(({ purl }) => purl ?? '').toSorted() };
    };
    const json = await names('json');
    expect(json.components).toHaveLength(count);
    expect(await names('xml')).toEqual(json);
  });
});

const cycloneDx = (more: Record<string, unknown>) =>
  JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.5', components: [{ name: 'a', type: 'library' }], ...more });

describe('what is wrong', () => {
  test.each([
    ['an old version of CycloneDX', sample('laravel-7.12.0/bom.1.1.xml'), /CycloneDX 1\.1.*from version 1\.2/],
    ['CycloneDX of a version that is none', cycloneDx({ specVersion: '9.9' }), /CycloneDX 9\.9/],
    ['CycloneDX without a version', cycloneDx({ specVersion: undefined }), /does not say which version/],
    ['SPDX 2.1', 'SPDXVersion: SPDX-2.1\nPackageName: a\n', /SPDX-2\.1.*2\.2, 2\.3 and 3\.0/],
    ['SPDX as RDF', '<rdf:RDF xmlns:spdx="http://spdx.org/rdf/terms#"></rdf:RDF>', /RDF.*Save it as JSON/],
    ['SPDX as YAML', 'spdxVersion: "SPDX-2.3"\npackages: []\n', /YAML.*Save it as JSON/],
    ['no components', cycloneDx({ components: [] }), /lists no components/],
    ['flaws alone', cycloneDx({ components: [], vulnerabilities: [{ id: 'CVE-2024-0001' }] }), /feeds import/],
    ['something else', '{"hello": 1}', /neither CycloneDX nor SPDX/],
    ['more behind the end', `${cycloneDx({})}{}`, /no whole JSON document/],
    ['brackets that do not fit', cycloneDx({}).replace('}]', ']]'), /no whole JSON document/],
    ['a line that is no tag', 'SPDXVersion: SPDX-2.3\nPackageName: a\nnonsense\n', /Line 3/],
    ['a text without end', 'SPDXVersion: SPDX-2.3\nPackageName: a\nPackageComment: <text>b\n', /middle of a text/],
  ])('%s is said in words', async (_, text, words) => {
    await expect(read(text)).rejects.toThrow(words);
  });

  test('components that hold each other too deeply end in words, and what is doubled or unusable is counted', async () => {
    let nested: Record<string, unknown> = { name: 'x', type: 'library' };
    for (let level = 0; level < 250; level++) nested = { name: `x${level}`, type: 'library', components: [nested] };
    await expect(read(cycloneDx({ components: [nested] }))).rejects.toThrow(/nested too deeply/);
    await expect(read(`{"bomFormat":"CycloneDX","x":${'['.repeat(2000)}`)).rejects.toThrow(/nested too deeply/);
    const { components, duplicates, problems } = await read(
      cycloneDx({
        components: [
          { name: 'a', type: 'library', purl: 'pkg:nothing' },
          { name: 'a', type: 'library' },
          { name: 'a', type: 'library' },
          { type: 'library' },
          { type: 'library', version: '2' },
          'nothing',
          { name: 'b', cpe: 'cpe:2.3:x', type: 'library' },
          { name: './a.txt', type: 'file' },
        ],
      }),
    );
    expect(components.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(duplicates).toBe(2);
    expect(problems).toEqual([
      expect.stringContaining('Once: a package URL was not used: it has no type and name'),
      '2 times: a component has no name and was left out.',
      'Once: a component is no object and was left out.',
      'Once: a CPE name was not used: it is not well formed.',
    ]);
  });
});
