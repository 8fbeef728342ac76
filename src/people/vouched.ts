// Somebody whom a provider or a directory vouches for.
import type { Role } from '#contracts/index.ts';

export interface Vouched {
  /** Who vouches: the issuer, or the address of the directory. */
  readonly source: string;
  /** Who it is there, for good: addresses may pass on to somebody else. */
  readonly subject: string;
  /** Null when the source does not vouch for the address. */
  readonly email: string | null;
  readonly name: string;
  /** The source has seen a second factor. */
  readonly secondFactor: boolean;
  /** The role that a group of the source gives; null where it is asked for none. */
  readonly role: Role | null;
}
