// Blocks of hardware addresses as the IEEE Registration Authority lists them (oui.csv, mam.csv, oui36.csv, iab.csv).

/** A block: the digits that its addresses begin with, and whose it is. */
export interface MacBlock {
  readonly digits: string;
  readonly organization: string;
}

/** Reads a row; null when it is none of a block. "Private" blocks are somebody's who did not want to be named. */
export function readMacBlock([, assignment = '', organization = '']: readonly string[]): MacBlock | 'private' | null {
  const digits = assignment.trim().toUpperCase();
  const name = organization.trim();
  if (!/^[0-9A-F]{6,9}$/.test(digits) || name === '') return null;
  return /^private$/i.test(name) ? 'private' : { digits, organization: name };
}
