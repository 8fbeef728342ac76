// The ways of counting versions that are known, by the names that the vers specification and package URLs give them.

import { alpm } from './alpm.ts';
import { apk } from './apk.ts';
import { conan } from './conan.ts';
import { datetime } from './datetime.ts';
import { deb } from './debian.ts';
import { intdot, lexicographic } from './dotted.ts';
import { gem } from './gem.ts';
import { gentoo } from './gentoo.ts';
import { maven } from './maven.ts';
import { openssl } from './openssl.ts';
import { pypi } from './pypi.ts';
import { releaseNumber } from './release-number.ts';
import { rpm } from './rpm.ts';
import { npm, nuget, semver } from './semver.ts';
import { siemens } from './siemens.ts';
import type { VersionScheme } from './version-scheme.ts';
import { windowsBuild } from './windows-build.ts';

const KNOWN: readonly VersionScheme[] = [
  alpm,
  apk,
  conan,
  datetime,
  deb,
  gem,
  gentoo,
  intdot,
  lexicographic,
  maven,
  npm,
  nuget,
  openssl,
  pypi,
  releaseNumber,
  rpm,
  semver,
  siemens,
  windowsBuild,
];

/** Other names for the same order. */
const ALIASES: ReadonlyMap<string, VersionScheme> = new Map([
  ['alpine', apk],
  ['arch', alpm],
  ['cargo', semver],
  ['debian', deb],
  ['ebuild', gentoo],
  ['golang', semver],
  ['nginx', intdot],
]);

const SCHEMES: ReadonlyMap<string, VersionScheme> = new Map([
  ...KNOWN.map((scheme): [string, VersionScheme] => [scheme.id, scheme]),
  ...ALIASES,
]);

/** The scheme of that name; undefined when nobody here knows it. */
export function versionScheme(name: string): VersionScheme | undefined {
  return SCHEMES.get(name);
}
