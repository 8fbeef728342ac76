// Transfer syntaxes (PS3.5 section 10 and annex A): how the elements of a data set are written.
import { TRANSFER_SYNTAX } from './uids.data.ts';

export interface Encoding {
  /** Elements name their representation. */
  readonly explicit: boolean;
  readonly littleEndian: boolean;
  /** The whole data set is compressed (RFC 1951). */
  readonly deflated: boolean;
}

export const IMPLICIT_LITTLE: Encoding = { explicit: false, littleEndian: true, deflated: false };
export const EXPLICIT_LITTLE: Encoding = { explicit: true, littleEndian: true, deflated: false };
export const EXPLICIT_BIG: Encoding = { explicit: true, littleEndian: false, deflated: false };
export const DEFLATED: Encoding = { explicit: true, littleEndian: true, deflated: true };

/** How a data set of this transfer syntax is encoded; those with compressed images are explicit little endian (PS3.5 A.4). */
export function encodingOf(transferSyntaxUid: string): Encoding {
  switch (transferSyntaxUid) {
    case TRANSFER_SYNTAX.implicitLittle:
      return IMPLICIT_LITTLE;
    case TRANSFER_SYNTAX.explicitBig:
      return EXPLICIT_BIG;
    case TRANSFER_SYNTAX.deflated:
      return DEFLATED;
    default:
      return EXPLICIT_LITTLE;
  }
}
