// The products that a device is and runs, under the names that advisories could know them by.

import type { DeviceSnapshot } from '#inventory/model.ts';
import {
  ANY,
  hasWildcards,
  type LifecycleSource,
  NA,
  type ParsedCpe,
  parseCpe,
  parsePurl,
  productKey,
  type SystemName,
  systemNames,
  windowsRelease,
} from '#knowledge/index.ts';
import { whereOf } from './draft.ts';
import type { SnapshotService } from './review.ts';

/** A product on a device, with what says that it is there. */
export interface OwnProduct {
  readonly vendor: string | null;
  readonly name: string;
  readonly version: string | null;
  readonly cpe: string | null;
  /** The same, taken apart. */
  readonly parsedCpe?: ParsedCpe | null;
  readonly purl: string | null;
  /** The device itself, a program on it, its operating system, or a toolkit that showed itself in a conversation. */
  readonly what: 'device' | 'program' | 'system' | 'toolkit';
  /** The name that CPE has for an operating system. */
  readonly system?: SystemName;
  readonly modality?: string | null;
  /** The releases of Windows that its device runs (windowsRelease). */
  readonly runsOn?: readonly string[];
  readonly confidence: number;
  /** Where it showed itself, as a sentence, when it did so in a conversation. */
  readonly shown?: string;
  readonly facts: readonly string[];
  /** The bill of materials that lists it; nothing was seen on the device itself. */
  readonly origin?: { readonly sbom: string; readonly name: string };
}

const NAME_AND_VERSION = /^(.{2,80}?)[ _/-]v?(\d[\w.+-]{0,40})$/i;
const DEVICE = 0.9;

/** Everything on a device that somebody may have published a flaw about. */
export function productsOf(device: DeviceSnapshot, lifecycles: LifecycleSource): OwnProduct[] {
  const systems = systemsOf(device, lifecycles);
  const runsOn = systems.flatMap((system) => releaseOf(system) ?? []);
  const programs = device.software.map((entry): OwnProduct => {
    const parsedCpe = entry.cpe === null ? null : parseCpe(entry.cpe);
    const named = entry.version ?? versionNamed(entry, parsedCpe);
    const split = named === null ? splitName(entry.name) : { name: withoutVersion(entry.name, named), version: named };
    return {
      ...split,
      vendor: null,
      cpe: entry.cpe,
      parsedCpe,
      purl: entry.purl,
      what: 'program',
      runsOn,
      confidence: entry.confidence,
      facts: entry.facts,
      ...(entry.origin ? { origin: entry.origin } : {}),
    };
  });
  const { vendor, model } = device;
  const own = programs.filter(({ name, origin }) => model !== null && origin === undefined && alike(name, model));
  const versions: readonly (OwnProduct | null)[] = own.length > 0 ? own : [null];
  const itself =
    model === null
      ? []
      : versions.map(
          (program): OwnProduct => ({
            vendor,
            name: model,
            version: program?.version ?? null,
            cpe: program?.cpe ?? null,
            purl: program?.purl ?? null,
            what: 'device',
            modality: device.modality,
            runsOn,
            confidence: DEVICE,
            facts: [...device.identityFacts, ...(program?.facts ?? [])],
          }),
        );
  return [
    ...itself,
    ...programs.filter((program) => !own.includes(program)),
    ...systems,
    ...device.services.flatMap(toolkitOf),
  ];
}

/** The operating system, under each of the names that CPE has for it. */
function systemsOf({ os }: DeviceSnapshot, lifecycles: LifecycleSource): OwnProduct[] {
  if (!os) return [];
  const { name, version, build, confidence, facts } = os;
  const whole = version === null || name.includes(version) ? name : `${name} ${version}`;
  const names = systemNames({ name, version, build }, lifecycles);
  // The system of an appliance or a controller ("FortiOS 6.0.4", "VxWorks") is known by its own name.
  if (names.length === 0 && !HAS_LIFE_CYCLES.test(name)) {
    const split = version === null ? splitName(name) : { name: withoutVersion(name, version), version };
    return [{ ...split, vendor: null, cpe: null, purl: null, what: 'system', confidence, facts }];
  }
  return names.map((system) => ({
    vendor: null,
    name: whole,
    // Of Windows the build counts; of others the release, and never the kernel's, which a collector gives for their build.
    version: system.build === undefined ? system.version : system.build,
    cpe: `cpe:2.3:o:${system.vendor}:${system.product}:*:*:*:*:*:*:*:*`,
    purl: null,
    what: 'system',
    system,
    confidence,
    facts,
  }));
}

/** Systems that the table of life cycles has; where it gives no name, too little is known of which one it is. */
const HAS_LIFE_CYCLES = /windows|linux|unix|solaris|mac ?os|android|\bios\b|ubuntu|debian|centos|red ?hat|suse/i;

/** A system that is only guessed rules nothing out. */
const SURE_SYSTEM = 0.7;

/** The release of Windows that a product is (windowsRelease); null for all else, and where it is only guessed. */
export function releaseOf({ what, cpe, confidence }: Pick<OwnProduct, 'what' | 'cpe' | 'confidence'>): string | null {
  if (what !== 'system' || confidence < SURE_SYSTEM || cpe === null) return null;
  const parsed = parseCpe(cpe);
  return parsed.kind === 'refused' ? null : windowsRelease(productKey(parsed.name));
}

/** How packages of a kind count their versions, by the type of their package URL (package-url/purl-spec). */
const SCHEMES = new Set('alpm apk cargo conan deb gem golang maven npm nuget pypi rpm'.split(' '));

/** The scheme that a product's versions follow, where its package URL says so. */
export function schemeOf({ purl }: Pick<OwnProduct, 'purl'>): string | undefined {
  const type = purl === null ? undefined : /^pkg:\/*([a-z0-9.-]+)\//i.exec(purl)?.[1]?.toLowerCase();
  return type !== undefined && SCHEMES.has(type) ? type : undefined;
}

/** The version that a package URL or a CPE name holds; null when neither does. */
export function versionNamed(
  named: { readonly cpe?: string | null; readonly purl?: string | null },
  parsed: ParsedCpe | null = named.cpe ? parseCpe(named.cpe) : null,
): string | null {
  const purl = named.purl ? parsePurl(named.purl) : null;
  if (purl?.kind === 'purl' && purl.purl.version !== null) return purl.purl.version;
  if (parsed?.kind !== 'name') return null;
  const { version } = parsed.name;
  if (version === ANY || version === NA || hasWildcards(version)) return null;
  return version.includes('\\') ? version.replace(/\\(.)/g, '$1') : version;
}

function toolkitOf(service: SnapshotService): OwnProduct[] {
  const { endpoint, facts } = service;
  const { implementation } = endpoint;
  if (!implementation?.product) return [];
  const { product, confidence } = implementation;
  const shown = `The software at ${whereOf(service)} showed itself as ${product}, or is built on it.`;
  return [{ ...splitName(product), vendor: null, cpe: null, purl: null, what: 'toolkit', confidence, shown, facts }];
}

/** "7-Zip 19.00 (x64)" in version 19.00 is 7-Zip: lists of installed programs put both behind the name. */
function withoutVersion(text: string, version: string): string {
  const bare = text.replace(/\s*\((?:x64|x86|(?:32|64)[ -]?bit)(?:[ ,][^()]{0,20})?\)\s*$/i, '').trim();
  const end = [` ${version}`, ` v${version}`].find((each) => bare.toLowerCase().endsWith(each.toLowerCase()));
  const name =
    end === undefined
      ? bare
      : bare
          .slice(0, -end.length)
          .replace(/ version$/i, '')
          .trim();
  return name === '' ? text.trim() : name;
}

function splitName(text: string): { name: string; version: string | null } {
  const [, name, version] = NAME_AND_VERSION.exec(text.trim()) ?? [];
  return name !== undefined && version !== undefined
    ? { name: name.trim(), version }
    : { name: text.trim(), version: null };
}

function alike(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.trim().toLowerCase();
}
