// An OSCAL file (JSON, gzipped or not) to a catalog or a profile. What comes in is bounded before it is looked at.
import { gunzipSync } from 'node:zlib';
import { type OscalCatalog, type OscalProfile, oscal, whatIsWrong } from '#contracts/index.ts';
import { Invalid, inertText } from '#kit/index.ts';

export type OscalFile =
  | { readonly kind: 'catalog'; readonly catalog: OscalCatalog }
  | { readonly kind: 'profile'; readonly profile: OscalProfile };

/** The full catalogue of SP 800-53 is about 10 MB of JSON. */
const MOST_BYTES = 64 * 1024 * 1024;
const MOST_DEPTH = 60;
const MOST_VALUES = 5_000_000;

/** Reads a file. Throws Invalid with what is wrong, in words. */
export function readOscal(bytes: Uint8Array): OscalFile {
  const found = oscalJson(bytes);
  if (typeof found === 'object' && found !== null && 'catalog' in found) {
    return { kind: 'catalog', catalog: shaped(oscal.catalog.safeParse(found.catalog), 'catalog') };
  }
  if (typeof found === 'object' && found !== null && 'profile' in found) {
    return { kind: 'profile', profile: shaped(oscal.profile.safeParse(found.profile), 'profile') };
  }
  throw new Invalid('This is no OSCAL catalog and no profile. Give the JSON form of one of these.');
}

/** The value of a file of JSON, gzipped or not, within the bounds. Throws Invalid with what is wrong, in words. */
export function oscalJson(bytes: Uint8Array): unknown {
  const found = jsonOf(unpacked(bytes));
  boundsOf(found);
  return found;
}

function unpacked(bytes: Uint8Array): Uint8Array {
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  if (!isGzip && bytes.length > MOST_BYTES) throw tooLarge();
  if (!isGzip) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: MOST_BYTES });
  } catch (error) {
    if (error instanceof RangeError) throw tooLarge();
    throw new Invalid('The file is packed with gzip and damaged. Fetch it again.');
  }
}

function tooLarge(): Invalid {
  return new Invalid('The file holds more than 64 MB. Give one document, not a whole collection.');
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    if (error instanceof SyntaxError)
      throw new Invalid(`The file is no JSON: ${inertText(error.message, 200)}. Give the JSON form of OSCAL.`);
    throw new Invalid('The file is not written in UTF-8. Save it in that encoding.');
  }
}

/** Refuses what is nested deeper or larger than any real file, without recursion. */
function boundsOf(value: unknown): void {
  let values = 0;
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > MOST_DEPTH) throw new Invalid(`The file is nested deeper than ${MOST_DEPTH} levels.`);
    values += level.length;
    if (values > MOST_VALUES) throw new Invalid('The file holds more than five million values.');
    const next: unknown[] = [];
    for (const item of level) {
      if (typeof item !== 'object' || item === null) continue;
      for (const member of Object.values(item)) next.push(member);
    }
    level = next;
  }
}

type Parsed<T> =
  | { readonly success: true; readonly data: T }
  | { readonly success: false; readonly error: Parameters<typeof whatIsWrong>[0] };

function shaped<T>(read: Parsed<T>, what: string): T {
  if (read.success) return read.data;
  const { field, message } = whatIsWrong(read.error);
  throw new Invalid(`${what}${field === '' ? '' : `.${inertText(field, 200)}`}: ${inertText(message, 300)}`);
}
