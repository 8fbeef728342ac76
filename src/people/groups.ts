// Groups of a directory or a provider as roles: one rule for both.
import type { Role, SignInWay } from '#contracts/index.ts';
import { canonicalJson, Refused, sha256 } from '#kit/index.ts';

const RANKS: readonly Role[] = ['owner', 'editor', 'reader'];

/**
 * The highest role that the groups of somebody give; null where the way names no groups. `plain` takes differences away that mean
 * nothing. Throws Refused for who is in none of the groups that it names.
 */
export function roleByGroups(
  groups: SignInWay['groups'],
  own: readonly string[],
  plain = (name: string) => name,
): Role | null {
  if (groups.length === 0) return null;
  const names = new Set(own.map(plain));
  const roles = new Set(groups.filter(({ name }) => names.has(plain(name))).map(({ role }) => role));
  const highest = RANKS.find((rank) => roles.has(rank));
  if (!highest) {
    throw new Refused('You are in no group that may sign in here. Ask an owner which group it takes.');
  }
  return highest;
}

/** A mark of all that a way says of roles by groups: while it is the same, so is the role of somebody in the same groups. */
export function rulesOf(way: SignInWay): string {
  return sha256(canonicalJson({ groups: way.groups, claim: way.kind === 'oidc' ? way.groupsClaim : null }));
}
