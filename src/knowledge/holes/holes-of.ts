// An operating system held against the holes that worms and mass attacks use: which of them it has, as far as its version, and on Windows 10
// and later the revision of its build, tell.
import { lookup } from '#kit/index.ts';
import { containsVersion } from '../advisories/contains-version.ts';
import { readVersions } from '../advisories/version-words.ts';
import type { Cycle, LifecycleSource } from '../lifecycle.ts';
import { type OperatingSystem, readSystem } from '../system-reading.ts';
import { compareVersions } from '../versions/compare-versions.ts';
import {
  type AffectedRow,
  DEVICE_SYSTEM_HOLES,
  type HoleDoor,
  type HoleRow,
  SYSTEM_HOLES,
} from './system-holes.data.ts';

/** What is known of a hole itself. */
export interface SystemHole {
  readonly cves: readonly [first: string, ...others: string[]];
  readonly name: string;
  readonly bulletin: string | null;
  readonly published: string | null;
  readonly vector: string | null;
  readonly worm: HoleRow['worm'];
  readonly door: HoleDoor | null;
  readonly needs?: HoleRow['needs'];
  readonly onlyWith: string | null;
  readonly source: readonly [name: string, asOf: string];
}

/**
 * `open`: the build is older than the repair. `repaired`: it is not. `patch unknown`: this version has it unless it was repaired.
 * `supposed`: commonly said of this version, not in the source. `release unknown`: some releases that this can be have it, others do not.
 */
export type HoleStanding = 'open' | 'repaired' | 'patch unknown' | 'supposed' | 'release unknown';

export interface HoleVerdict {
  readonly hole: SystemHole;
  /** The system as far as it is known. */
  readonly system: string;
  readonly standing: HoleStanding;
  /** Own build and the first repaired one, where both are known. */
  readonly build: string | null;
  readonly repairedIn: string | null;
  /** The hole whose repair that build is, where it is a later one: updates from Windows 10 on hold all before them. */
  readonly laterHole?: string;
}

/** Windows for devices is built on a client version and has its holes; the sources do not name it. */
const BUILT_ON: Readonly<Record<string, string>> = lookup({
  xp: 'xp',
  'point-of-service': 'xp',
  'standard-2009': 'xp',
  'posready-2009': 'xp',
  'standard-7': '7',
  'posready-7': '7',
  '8.1-industry': '8.1',
  '8.1-pro': '8.1',
});

/** Every hole that the system has, had, or may have; none when nothing is known of its version. */
export function holesOf(system: OperatingSystem, source: LifecycleSource): HoleVerdict[] {
  const reading = readSystem(system, source);
  if (!reading) return deviceSystemHoles(system);
  const { possible, label, releaseKnown } = reading;
  const generations = new Set(possible.map(generationOf));
  return SYSTEM_HOLES.flatMap((row): HoleVerdict[] => {
    const verdicts = possible.map((cycle) => verdictFor(cycle, row, system));
    const [first] = verdicts;
    const said = verdicts.filter((each) => each !== null);
    if (!first || said.length < verdicts.length) {
      // "Windows" alone says nothing that the missing version does not say already.
      const isWorthSaying = said.length > 0 && (generations.size === 1 || releaseKnown);
      return isWorthSaying ? [{ ...held(row, label), standing: 'release unknown' }] : [];
    }
    const strongest = STRENGTH.find((standing) => said.some((each) => each.standing === standing));
    const one = said.find(({ standing }) => standing === strongest) ?? first;
    return [{ ...held(row, label), ...one }];
  });
}

/** What is surest to be wrong comes first; "supposed" wins over "patch unknown", since a sibling edition is not ruled out. */
const STRENGTH: readonly HoleStanding[] = ['open', 'patch unknown', 'supposed', 'repaired'];

type Standing = Pick<HoleVerdict, 'standing' | 'build' | 'repairedIn' | 'laterHole'>;

function verdictFor(cycle: Cycle, row: HoleRow, system: OperatingSystem): Standing | null {
  const isEmbedded = cycle.product === 'windows-embedded';
  const affected = row.affects.find((each) => isThis(each, cycle));
  if (!affected) {
    const isSupposed = row.supposed.some((each) => isThis(each, cycle));
    return isSupposed ? { standing: 'supposed', build: null, repairedIn: null } : null;
  }
  if (isEmbedded) return { standing: 'supposed', build: null, repairedIn: null };
  const [, , , repairedIn] = affected;
  if (repairedIn === null)
    return repairedLater(cycle, row, system) ?? { standing: 'patch unknown', build: null, repairedIn };
  const build = ownBuild(system, repairedIn);
  if (build === null) return { standing: 'patch unknown', build: null, repairedIn };
  const isOlder = revisionOf(build) < revisionOf(repairedIn);
  return { standing: isOlder ? 'open' : 'repaired', build, repairedIn };
}

/** From Windows 10 on an update holds all before it, so that the repair of a later hole holds that of this one. */
function repairedLater(cycle: Cycle, row: HoleRow, system: OperatingSystem): Standing | null {
  for (const later of SYSTEM_HOLES) {
    const repairedIn = later.affects.find((each) => isThis(each, cycle))?.[3] ?? null;
    if (repairedIn === null || later.published < row.published) continue;
    const build = ownBuild(system, repairedIn);
    if (build !== null && revisionOf(build) >= revisionOf(repairedIn))
      return { standing: 'repaired', build, repairedIn, laterHole: later.name };
  }
  return null;
}

function isThis([product, generation, release]: AffectedRow, cycle: Cycle): boolean {
  const isProduct = cycle.product === product || (cycle.product === 'windows-embedded' && product === 'windows');
  return isProduct && generationOf(cycle) === generation && (release === null || cycle.release === release);
}

function generationOf(cycle: Cycle): string | undefined {
  return cycle.product === 'windows-embedded' ? BUILT_ON[cycle.generation] : cycle.generation;
}

/** The build with its revision as the facts give it ("10.0.17763.5329"); 0 and 1 are what tools write that do not know it. */
function ownBuild({ name, version, build }: OperatingSystem, repairedIn: string): string | null {
  const [main = ''] = repairedIn.split('.');
  const said = [build, version, name].filter((each) => each !== null).join(' ');
  const revision = new RegExp(`\\b${main}\\.(\\d{1,6})\\b`).exec(said)?.[1];
  return revision === undefined || Number(revision) <= 1 ? null : `${main}.${revision}`;
}

function revisionOf(build: string): number {
  return Number(build.split('.')[1] ?? 0);
}

function held(hole: SystemHole, system: string): Omit<HoleVerdict, 'standing'> {
  return { hole, system, build: null, repairedIn: null };
}

const DEVICE_SYSTEMS: readonly (readonly [system: string, pattern: RegExp])[] = [
  ['vxworks', /\bvx ?works\b/i],
  ['qnx', /\bqnx\b/i],
];

function deviceSystemHoles(system: OperatingSystem): HoleVerdict[] {
  const words = [system.name, system.version].filter((each) => each !== null).join(' ');
  const named = DEVICE_SYSTEMS.find(([, pattern]) => pattern.test(words))?.[0];
  if (named === undefined) return [];
  const version = /\d+(?:\.\d+)*/.exec(system.version ?? words)?.[0] ?? null;
  return DEVICE_SYSTEM_HOLES.filter((row) => row.system === named).flatMap((row): HoleVerdict[] => {
    const hole: SystemHole = { ...row, bulletin: null, published: null, worm: 'possible', door: null, onlyWith: null };
    if (version === null) return [{ ...held(hole, words), standing: 'release unknown' }];
    const inside = containsVersion(version, readVersions(row.versions), compareVersions);
    if (inside === 'newer') return [{ ...held(hole, words), standing: 'repaired', repairedIn: row.versions }];
    if (inside === 'cannot tell') return [{ ...held(hole, words), standing: 'release unknown' }];
    return inside === 'inside' ? [{ ...held(hole, words), standing: 'patch unknown' }] : [];
  });
}

/** How many holes of operating systems ship with the product. */
export const builtInHoles = SYSTEM_HOLES.length + DEVICE_SYSTEM_HOLES.length;

/** The numbers that count as one hole under this first number; the number alone where it is no such hole. */
export function flawsUnder(cve: string): readonly string[] {
  return SYSTEM_HOLES.find(({ cves }) => cves[0] === cve)?.cves ?? [cve];
}

/** The row of the table that names this number; null when none does. */
export function holeOf(cve: string): HoleRow | null {
  return SYSTEM_HOLES.find(({ cves }) => cves.includes(cve)) ?? null;
}
