import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { comparePurls, type Purl, packageOf, parsePurl, printPurl } from './purl.ts';

/** Texts and their canonical form: the examples of Ecma-427 and of the registered types (packageurl.org, 2026). */
const CANONICAL: readonly (readonly [text: string, canonical: string])[] = [
  ['pkg:maven/org.apache.commons/io@1.3.4', 'pkg:maven/org.apache.commons/io@1.3.4'],
  ['pkg:///maven/org.apache.commons/io', 'pkg:maven/org.apache.commons/io'],
  [
    'pkg:GOLANG/google.golang.org/genproto@abcdedf#/googleapis/api/annotations/',
    'pkg:golang/google.golang.org/genproto@abcdedf#googleapis/api/annotations',
  ],
  ['pkg:golang/google.golang.org/genproto#a/../b/./c', 'pkg:golang/google.golang.org/genproto#a/b/c'],
  ['pkg:bitbucket/birKenfeld/pyGments-main@244fd47', 'pkg:bitbucket/birkenfeld/pygments-main@244fd47'],
  ['pkg:github/Package-url/purl-Spec@244fd47', 'pkg:github/package-url/purl-spec@244fd47'],
  ['pkg:deb/debian/curl@7.50.3-1?distro=jessie&arch=i386', 'pkg:deb/debian/curl@7.50.3-1?arch=i386&distro=jessie'],
  ['pkg:deb/debian/attr@1%3A2.4.47-2%2Bb1?arch=amd64', 'pkg:deb/debian/attr@1:2.4.47-2%2Bb1?arch=amd64'],
  [
    'pkg:docker/customer/dockerimage@sha256%3A244fd47?repository_url=gcr.io',
    'pkg:docker/customer/dockerimage@sha256:244fd47?repository_url=gcr.io',
  ],
  ['pkg:gem/jruby-launcher@1.1.2?Platform=java', 'pkg:gem/jruby-launcher@1.1.2?platform=java'],
  [
    'pkg:Maven/org.apache.xmlgraphics/batik-anim@1.9.1?type=pom&repositorY_url=https://repo.spring.io/release',
    'pkg:maven/org.apache.xmlgraphics/batik-anim@1.9.1?repository_url=https://repo.spring.io/release&type=pom',
  ],
  ['pkg:npm/%40angular/animation@12.3.1', 'pkg:npm/%40angular/animation@12.3.1'],
  ['pkg:npm/@babel/core#/googleapis/api/', 'pkg:npm/%40babel/core#googleapis/api'],
  ['pkg:npm/%40MyScope/MyPackage@1.0.0', 'pkg:npm/%40myscope/mypackage@1.0.0'],
  ['pkg:Nuget/EnterpriseLibrary.Common@6.0.1304', 'pkg:nuget/EnterpriseLibrary.Common@6.0.1304'],
  ['pkg:PYPI/Django_package@1.11.1.dev1', 'pkg:pypi/django-package@1.11.1.dev1'],
  [
    'pkg:Rpm/fedora/curl@7.50.3-1.fc25?Arch=i386&Distro=fedora-25',
    'pkg:rpm/fedora/curl@7.50.3-1.fc25?arch=i386&distro=fedora-25',
  ],
  [
    'pkg:maven/mygroup/myartifact@1.0.0%20Final?mykey=my%20value',
    'pkg:maven/mygroup/myartifact@1.0.0%20Final?mykey=my%20value',
  ],
  ['pkg:maven/HTTPClient/HTTPClient@0.3-3?empty=', 'pkg:maven/HTTPClient/HTTPClient@0.3-3'],
  ['pkg:conan/bincrafters/cctz@2.3?channel=stable', 'pkg:conan/bincrafters/cctz@2.3?channel=stable'],
  ['pkg:cpan/Perl::Version@1.013', 'pkg:cpan/Perl::Version@1.013'],
  ['pkg:swift/github.com/Alamofire/Alamofire@5.4.3', 'pkg:swift/github.com/Alamofire/Alamofire@5.4.3'],
  [
    'pkg:npm/mypackage@12.4.5?vcs_url=git://host.com/path/to/repo.git%404345abcd34343',
    'pkg:npm/mypackage@12.4.5?vcs_url=git://host.com/path/to/repo.git%404345abcd34343',
  ],
  [
    'pkg:generic/bitwarderl?checksum=sha1:ad9503c3e994a4f%2Csha256:41bf9088b3',
    'pkg:generic/bitwarderl?checksum=sha1:ad9503c3e994a4f%2Csha256:41bf9088b3',
  ],
  ['pkg:npm/foo@1.0.0#src/%F0%9F%98%83/file.js', 'pkg:npm/foo@1.0.0#src/%F0%9F%98%83/file.js'],
];

const REFUSED: readonly (readonly [text: string, because: RegExp])[] = [
  ['EnterpriseLibrary.Common@6.0.1304', /starts with pkg:/],
  ['pkg:EnterpriseLibrary.Common@6.0.1304', /no type and name/],
  ['pkg%3Amaven/org.apache.commons/io', /starts with pkg:/],
  ['pkg:n&g?inx/nginx@0.8.9', /qualifiers/],
  ['pkg:3nginx/nginx@0.8.9', /type/],
  ['pkg:nginx:a/nginx@0.8.9', /type/],
  ['pkg:npm/myartifact@1.0.0?in%20production=true', /qualifiers/],
  ['pkg:npm/myartifact@1.0.0?arch=a&ARCH=b', /twice/],
  ['pkg:maven/@1.3.4', /no name/],
  ['pkg:npm/', /no name/],
  ['pkg:hackage', /no type and name/],
  ['pkg:swift/Alamofire@5.4.3', /namespace/],
  ['pkg:swift/github.com/Alamofire/@5.4.3', /no name/],
  ['pkg:conan/cctz@2.3?channel=stable', /conan/],
  ['pkg:npm/left pad', /%20/],
  ['pkg:npm/a%2Fb', /name/],
  ['pkg:npm/a%zz', /name/],
  ['pkg:npm/a@%ff', /version/],
  [`pkg:npm/${'a'.repeat(5000)}`, /longer/],
];

function read(text: string): Purl {
  const parsed = parsePurl(text);
  if (parsed.kind === 'refused') throw new Error(`${text}: ${parsed.because}`);
  return parsed.purl;
}

describe('a package URL', () => {
  it.each(CANONICAL)('%s is printed canonically', (text, canonical) => {
    expect(printPurl(read(text))).toBe(canonical);
    expect(printPurl(read(canonical))).toBe(canonical);
  });

  it.each(REFUSED)('%s is refused with a reason', (text, because) => {
    expect(parsePurl(text)).toEqual({ kind: 'refused', because: expect.stringMatching(because) });
  });

  it('keeps its parts whatever they hold', () => {
    const word = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }).filter((text) => !text.includes('/'));
    const key = fc.stringMatching(/^[a-z][a-z0-9._-]{0,8}$/);
    const purls = fc.record({
      type: fc.constant('generic'),
      namespace: fc.option(fc.array(word, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'))),
      name: word,
      version: fc.option(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 })),
      qualifiers: fc.dictionary(key, fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }), {
        maxKeys: 3,
        noNullPrototype: true,
      }),
      subpath: fc.option(
        fc
          .array(
            word.filter((text) => text !== '.' && text !== '..'),
            { minLength: 1, maxLength: 3 },
          )
          .map((parts) => parts.join('/')),
      ),
    });
    fc.assert(
      fc.property(purls, (purl) => {
        expect(read(printPurl(purl))).toEqual(purl);
      }),
    );
  });

  it('never throws, and what it reads it reads again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (tail) => {
        const parsed = parsePurl(`pkg:${tail}`);
        if (parsed.kind === 'purl') expect(read(printPurl(parsed.purl))).toEqual(parsed.purl);
      }),
    );
  });

  it('tells the same from the same package and from another', () => {
    const relation = (a: string, b: string) => comparePurls(read(a), read(b));
    expect(relation('pkg:npm/Foo@1?b=2&a=1', 'pkg:npm/foo@1?a=1&b=2')).toBe('same');
    expect(relation('pkg:deb/debian/curl@1?arch=amd64', 'pkg:deb/debian/curl@2')).toBe('package');
    expect(relation('pkg:deb/debian/curl@1', 'pkg:deb/ubuntu/curl@1')).toBe('other');
    expect(relation('pkg:nuget/A@1', 'pkg:nuget/a@1')).toBe('other');
    expect(packageOf(read('pkg:deb/Debian/Curl@1?arch=amd64#x'))).toBe('pkg:deb/debian/curl');
  });
});
