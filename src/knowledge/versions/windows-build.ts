// Builds of Windows: `10.0.17763.1234`, and `17763.1234` as update pages and winver write it.
import { firstOf, orderOfDigits, schemeOf } from './version-scheme.ts';

interface Build {
  readonly build: string;
  /** Update build revision; null where the text does not say it. */
  readonly revision: string | null;
}

const FULL = /^(?:10\.0|6\.[0-3]|5\.[0-2])\.([0-9]{4,5})(?:\.([0-9]{1,6}))?$/;
const SHORT = /^([0-9]{4,5})\.([0-9]{1,6})$/;

/** By build, which has only ever grown from one Windows to the next, then by update; no order where an update is not said. */
export const windowsBuild = schemeOf<Build>('windows', buildOf, (a, b) => {
  const order = orderOfDigits(a.build, b.build);
  if (order !== 0 || (a.revision === null && b.revision === null)) return order;
  return a.revision === null || b.revision === null ? null : firstOf(orderOfDigits(a.revision, b.revision));
});

/** Whether the text names the kernel too, so that it is a build of Windows and nothing else. */
export function isFullBuild(version: string): boolean {
  return FULL.test(version);
}

/** How Microsoft's records write that a range begins with the first build. */
const BEGINNING = /^(?:10\.0|6\.[0-3])\.0(?:\.0)?$/;

function buildOf(version: string): Build | null {
  if (BEGINNING.test(version)) return { build: '0', revision: '0' };
  const found = FULL.exec(version) ?? SHORT.exec(version);
  const build = found?.[1];
  // Windows 2000 was build 2195; what is below has no updates that anybody counts.
  if (build === undefined || Number(build) < 2195) return null;
  return { build, revision: found?.[2] ?? null };
}
