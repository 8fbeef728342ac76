// The codes by which software gives itself away - an implementation class UID, a version name (PS3.7 D.3.3.2), a SOP class that no
// standard knows - read from facts; those that nobody can name yet are what a person may name for the site.
import type { CurrentFact } from '#evidence/model.ts';

/** The sensor that states what people named. */
export const NAMES_SENSOR = 'software names';

/** The sign under which captures note the software of a caller. */
export const CALLER_SIGN = 'DICOM implementation';
/** The sign under which a named private service is noted. */
export const PRIVATE_SIGN = 'Private DICOM service';

const UID = /^[0-9]+(?:\.[0-9]+)+$/;

/** What software calls itself in a fact. */
export interface SoftwareCode {
  /** The class UID, or the version name where no UID was sent. */
  readonly code: string;
  readonly versionName: string | null;
  /** The program knows the code by itself. */
  readonly isKnown: boolean;
}

/** The code in a fact, or null when it has none. */
export function softwareCode({ attribute, value }: Pick<CurrentFact, 'attribute' | 'value'>): SoftwareCode | null {
  if (attribute === 'device.privateClass') {
    return typeof value === 'string' ? { code: value, versionName: null, isKnown: false } : null;
  }
  if (value === null || typeof value !== 'object') return null;
  const member = (name: string): string | null => {
    const found: unknown = Reflect.get(value, name);
    return typeof found === 'string' && found !== '' ? found : null;
  };
  if (attribute === 'service.implementation') {
    const versionName = member('versionName');
    const code = member('classUid') ?? versionName;
    return code === null ? null : { code, versionName, isKnown: member('product') !== null };
  }
  if (attribute !== 'device.hint' || member('sign') !== CALLER_SIGN) return null;
  const said = member('value') ?? '';
  const [first = '', ...rest] = said.split(' ');
  const code = UID.test(first) ? first : said;
  const versionName = UID.test(first) ? rest.join(' ') : said;
  return code === '' ? null : { code, versionName: versionName || null, isKnown: member('means') !== null };
}
