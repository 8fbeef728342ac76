// A well-formed name written down: as the URI of CPE 2.2 (NIST IR 7695, 6.1.2) and as a formatted string (6.2.2).
import { ANY, ATTRIBUTES, isPlain, NA, type WellFormedName } from './well-formed-name.ts';

/** bind_to_fs() of 6.2.2.2. Reading it back gives the same name. */
export function toFormattedString(name: WellFormedName): string {
  let text = 'cpe:2.3';
  for (const attribute of ATTRIBUTES) text += `:${fieldOf(name[attribute])}`;
  return text;
}

/** Period, hyphen and underscore stand unquoted in a formatted string; all else keeps its quoting. */
function fieldOf(value: string): string {
  return value.replace(/\\([\s\S])/g, (pair, character: string) =>
    character === '.' || character === '-' || character === '_' ? character : pair,
  );
}

/** bind_to_URI() of 6.1.2.3. A URI has no place for letter case: reading it back gives lower case. */
export function toUri(name: WellFormedName): string {
  const components = [name.part, name.vendor, name.product, name.version, name.update].map(componentOf);
  components.push(packedEdition(name), componentOf(name.language));
  return `cpe:/${components.join(':').replace(/:+$/, '')}`;
}

/** pack(): the four attributes that CPE 2.2 does not know ride in the edition, behind tildes. */
function packedEdition(name: WellFormedName): string {
  const edition = componentOf(name.edition);
  const extended = [name.swEdition, name.targetSw, name.targetHw, name.other].map(componentOf);
  return extended.every((value) => value === '') ? edition : `~${[edition, ...extended].join('~')}`;
}

/** transform_for_uri() and pct_encode(). */
function componentOf(value: string): string {
  if (value === ANY) return '';
  if (value === NA) return NA;
  let text = '';
  for (let at = 0; at < value.length; at++) {
    const character = value.charAt(at);
    if (character === '\\') text += encoded(value.charAt(++at));
    else if (character === '?') text += '%01';
    else if (character === '*') text += '%02';
    else text += character;
  }
  return text;
}

/** Table 6-1. A quoted letter, which formatted strings in the wild have, is the letter. */
function encoded(character: string): string {
  if (character === '-' || character === '.' || isPlain(character.charCodeAt(0))) return character;
  return `%${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
}
